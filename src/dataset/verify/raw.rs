//! The raw bytes of articles.

use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};

use crate::source::packed;

/// Reads raw articles; those of one file cost one pass over it, if they are asked for in its order.
#[derive(Default)]
pub struct Raw {
    open: Option<(PathBuf, Box<dyn BufRead + Send>, u64)>,
}

impl Raw {
    /// The raw article of `length` bytes that begins at `offset` of the file at `path`: a JSON object, which other
    /// records may follow on lines of their own, or else the whole file, whatever its length.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&mut self, path: &Path, offset: i64, length: i64) -> io::Result<Vec<u8>> {
        let (offset, length) = (offset.unsigned_abs(), length.unsigned_abs());
        let at_hand = self.open.as_ref().is_some_and(|(own, _, at)| own == path && *at <= offset);
        if !at_hand {
            self.open = Some((path.to_owned(), packed::open(path)?, 0));
        }
        let Some((_, reader, at)) = &mut self.open else { return Ok(Vec::new()) };
        *at += io::copy(&mut reader.by_ref().take(offset - *at), &mut io::sink())?;
        let mut raw = Vec::new();
        *at += reader.by_ref().take(length).read_to_end(&mut raw)? as u64;
        // One byte more tells whether the article ends there.
        let behind = reader.fill_buf()?.first().copied();
        let ends = behind.is_none_or(|byte| raw.starts_with(b"{") && byte.is_ascii_whitespace());
        if let Some(behind) = behind.filter(|_| !ends) {
            raw.push(behind);
        }
        Ok(raw)
    }
}
