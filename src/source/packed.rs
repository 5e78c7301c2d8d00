//! Files as they are and files packed with gzip, zstd or xz, told by their first bytes. Offsets count the bytes unpacked.

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use liblzma::bufread::XzDecoder;

use super::limits;

/// Endings of names that say that a file is packed; the ending before tells what is in it.
pub const ENDINGS: [&str; 4] = ["gz", "gzip", "zst", "xz"];

const GZIP: &[u8] = b"\x1f\x8b";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";
const XZ: &[u8] = b"\xfd7zXZ\0";

/// A file that holds several, opened, past its byte order mark.
pub struct Opened {
    pub reader: Box<dyn BufRead + Send>,
    /// How many bytes were read.
    pub offset: u64,
}

/// The bytes of the file at `path`, unpacked.
///
/// # Errors
/// When the file cannot be opened. What is damaged, or unpacks to more than [`limits`] allow, shows when it is read.
pub fn open(path: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    let file = fs::File::open(path)?;
    let packed = file.metadata()?.len();
    let mut file = BufReader::new(file);
    let start = file.fill_buf()?;
    let unpacked: Box<dyn Read + Send> = if start.starts_with(GZIP) {
        Box::new(MultiGzDecoder::new(file))
    } else if start.starts_with(ZSTD) {
        Box::new(zstd::Decoder::with_buffer(file)?)
    } else if start.starts_with(XZ) {
        Box::new(XzDecoder::new_multi_decoder(file))
    } else {
        return Ok(Box::new(file));
    };
    let room = packed.saturating_mul(limits::RATIO).max(limits::UNPACKED);
    Ok(Box::new(BufReader::new(Bounded { unpacked, room })))
}

/// What a packed file holds, as far as it may go.
struct Bounded {
    unpacked: Box<dyn Read + Send>,
    room: u64,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.unpacked.read(buffer)?;
        self.room = self.room.checked_sub(read as u64).ok_or_else(|| {
            let times = limits::RATIO;
            io::Error::other(format!("it unpacks to more than {times} times its size, as no text does"))
        })?;
        Ok(read)
    }
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
        let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 6);
        xz.write_all(text.as_bytes()).expect("packed");
        let xz = xz.finish().expect("packed");
        for (bytes, wanted) in [
            (text.as_bytes(), text.clone()),
            (&gzip, text.clone()),
            (&twice, text.repeat(2)),
            (&zstd, text.clone()),
            (&xz, text.clone()),
        ] {
            fs::write(&path, bytes).expect("written");
            assert_eq!(read().expect("read"), wanted);
        }
        fs::write(&path, &gzip[..gzip.len() / 2]).expect("written");
        assert!(read().is_err(), "half a file is damaged");
    }

    /// A few kilobytes that would unpack to gigabytes.
    #[test]
    fn a_bomb_is_told_before_it_fills_anything() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("bomb.gz");
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let blank = vec![b' '; 1 << 20];
        for _ in 0..80 {
            gzip.write_all(&blank).expect("packed");
        }
        let gzip = gzip.finish().expect("packed");
        fs::write(&path, &gzip).expect("written");
        let read = open(&path).and_then(|mut file| io::copy(&mut file, &mut io::sink()));
        let error = read.expect_err("a bomb").to_string();
        assert!(error.contains("1000 times"), "{error}");
    }
}
