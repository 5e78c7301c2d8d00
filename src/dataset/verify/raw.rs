//! The raw bytes of an article.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// The raw article of `length` bytes that begins at `offset` of the file at `path`: a JSON object, which other records
/// may follow on lines of their own, or else the whole file, whatever its length.
///
/// # Errors
/// When the file cannot be read.
pub fn read(path: &Path, offset: i64, length: i64) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(offset.unsigned_abs()))?;
    let mut raw = Vec::new();
    file.by_ref().take(length.unsigned_abs()).read_to_end(&mut raw)?;
    let mut behind = [b'\n'];
    let ends = file.read(&mut behind)? == 0 || raw.starts_with(b"{") && behind[0].is_ascii_whitespace();
    if !ends {
        raw.push(behind[0]);
    }
    Ok(raw)
}
