//! Files as they are and files packed with gzip or zstd, told by their first bytes. Offsets count the bytes unpacked.

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

/// Endings of names that say that a file is packed; the ending before tells what is in it.
pub const ENDINGS: [&str; 3] = ["gz", "gzip", "zst"];

const GZIP: &[u8] = b"\x1f\x8b";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";

/// The bytes of the file at `path`, unpacked.
///
/// # Errors
/// When the file cannot be opened. What is damaged shows when it is read.
pub fn open(path: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    let mut file = BufReader::new(fs::File::open(path)?);
    let start = file.fill_buf()?;
    let unpacked: Box<dyn Read + Send> = if start.starts_with(GZIP) {
        Box::new(MultiGzDecoder::new(file))
    } else if start.starts_with(ZSTD) {
        Box::new(zstd::Decoder::with_buffer(file)?)
    } else {
        return Ok(Box::new(file));
    };
    Ok(Box::new(BufReader::new(unpacked)))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn what_was_packed_comes_out_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = "Oslo said so on Monday.\n".repeat(1000);
        let path = folder.path().join("a");
        let read = || {
            let mut found = String::new();
            open(&path).and_then(|mut file| file.read_to_string(&mut found)).map(|_| found)
        };
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(text.as_bytes()).expect("packed");
        let gzip = gzip.finish().expect("packed");
        // Several members, as `cat a.gz b.gz` makes them.
        let twice = [&gzip[..], &gzip[..]].concat();
        let zstd = zstd::encode_all(text.as_bytes(), 3).expect("packed");
        for (bytes, wanted) in [
            (text.as_bytes(), text.clone()),
            (&gzip, text.clone()),
            (&twice, text.repeat(2)),
            (&zstd, text.clone()),
        ] {
            fs::write(&path, bytes).expect("written");
            assert_eq!(read().expect("read"), wanted);
        }
        fs::write(&path, &gzip[..gzip.len() / 2]).expect("written");
        assert!(read().is_err(), "half a file is damaged");
    }
}
