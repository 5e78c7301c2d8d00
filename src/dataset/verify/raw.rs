//! The raw bytes of articles.

use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};

use super::runs::Form;
use crate::source::parquet::{self, Texts};
use crate::source::warc::{self, Pages};
use crate::source::{self, Columns, html, packed};

/// Reads raw articles; those of one file cost one pass over it, if they are asked for in its order.
pub struct Raw {
    open: Option<(PathBuf, File)>,
    /// What the fields of records are called.
    columns: Columns,
}

/// A file that is read from front to back.
enum File {
    /// Bytes, how many were read, and whether the lines are JSON objects.
    Bytes(Box<dyn BufRead + Send>, u64, bool),
    Rows(Texts),
    Pages(Pages),
}

impl Raw {
    pub fn new(columns: Columns) -> Raw {
        Raw { open: None, columns }
    }

    /// The raw article of `length` bytes that begins at `offset` of the file at `path`: a record, which others may follow
    /// on lines of their own, or else the whole file, whatever its length. Of a Parquet file it is the text in row
    /// `offset`, of an archive the page whose record begins there.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&mut self, path: &Path, offset: i64, length: i64) -> io::Result<Vec<u8>> {
        let (offset, length) = (offset.unsigned_abs(), length.unsigned_abs());
        if path == Path::new(source::STDIN) {
            let gone = "it came of standard input, which is gone; build from a file to have it proved";
            return Err(io::Error::other(gone));
        }
        let at_hand = self.open.as_ref().is_some_and(|(own, file)| own == path && file.is_ahead(offset));
        if !at_hand {
            self.open = Some((path.to_owned(), File::open(path, &self.columns)?));
        }
        match &mut self.open {
            Some((_, File::Rows(texts))) => texts.read(offset),
            Some((_, File::Pages(pages))) => pages.read(offset),
            Some((_, File::Bytes(reader, at, _))) => bytes(reader, at, offset, length),
            None => Ok(Vec::new()),
        }
    }

    /// What `raw` is, which was read last: its file tells, since a row of a table may begin as an object does.
    pub fn form(&self, raw: &[u8]) -> Form {
        match &self.open {
            Some((_, File::Bytes(_, _, true))) => Form::Json,
            Some((_, File::Bytes(..) | File::Pages(_))) if html::is_html(raw) => {
                Form::Page(html::encoding(raw))
            }
            _ => Form::Text,
        }
    }
}

impl File {
    fn open(path: &Path, columns: &Columns) -> io::Result<File> {
        let mut reader = packed::open(path)?;
        if reader.fill_buf()?.starts_with(parquet::MAGIC) {
            return Texts::open(path, columns.text()).map(File::Rows);
        }
        if reader.fill_buf()?.starts_with(warc::MAGIC) {
            return Pages::open(path).map(File::Pages);
        }
        let lines = source::File::outright(path).is_lines() || reader.fill_buf()?.starts_with(b"{");
        Ok(File::Bytes(reader, 0, lines))
    }

    fn is_ahead(&self, offset: u64) -> bool {
        match self {
            File::Bytes(_, at, _) => *at <= offset,
            File::Rows(texts) => texts.is_ahead(offset),
            File::Pages(pages) => pages.is_ahead(offset),
        }
    }
}

/// The article at `offset`, from where `reader` stands, at `at`.
fn bytes(reader: &mut impl BufRead, at: &mut u64, offset: u64, length: u64) -> io::Result<Vec<u8>> {
    *at += io::copy(&mut reader.by_ref().take(offset - *at), &mut io::sink())?;
    let mut raw = Vec::new();
    *at += reader.by_ref().take(length).read_to_end(&mut raw)? as u64;
    // One byte more tells whether the article ends there.
    let behind = reader.fill_buf()?.first().copied();
    let record = offset > 0 || raw.starts_with(b"{");
    let ends = behind.is_none_or(|byte| record && byte.is_ascii_whitespace());
    if let Some(behind) = behind.filter(|_| !ends) {
        raw.push(behind);
    }
    Ok(raw)
}
