//! Web archives (WARC, ISO 28500), as crawls keep them: of each response its page, or the text that was taken from one
//! (WET). The raw bytes of such an article are those of its page, without what its transfer added; its place is the byte
//! at which the record begins.

use std::io::{self, BufRead, Read, Seek, SeekFrom};
use std::iter;
use std::path::Path;
use std::sync::Arc;

use fastwarc::stream_io::bufread::RawReaderAdapter;
use fastwarc::warc::record::{AutoDecode, WarcRecord, WarcRecordType};
use serde_json::{Map, Value};

use super::columns::Columns;
use super::files::File;
use super::limits;
use super::packed::{self, Opened};
use super::record::{Form, Record};
use crate::document::{Reason, Reject};

/// What such a file begins with.
pub const MAGIC: &[u8] = b"WARC/";

/// What a page or a text taken from one is called.
const PAGES: [&str; 3] = ["text/html", "application/xhtml+xml", "text/plain"];

/// The headers of a record that are carried as what the source says of an article.
const SAID: [&str; 3] = ["WARC-Date", "WARC-Record-ID", "WARC-Target-URI"];

/// The pages of `file`. What is damaged ends them.
pub fn records(
    file: &File,
    opened: Opened,
    columns: &Arc<Columns>,
) -> impl Iterator<Item = Result<Record, Reject>> + Send + use<> {
    let (path, id, columns) = (file.shown(), file.id.clone(), columns.clone());
    let mut pages = Pages::new(opened);
    let mut number = 0;
    iter::from_fn(move || {
        let page = pages.next()?;
        number += 1;
        let place = format!("{path}:{number}");
        Some(match page {
            Ok(page) if page.raw.len() as u64 > limits::ARTICLE => {
                let message = limits::too_large(page.raw.len() as u64);
                Err(Reject { path: place, reason: Reason::TooLarge, message })
            }
            Ok(page) => Ok(Record {
                file: path.clone(),
                place,
                id: format!("{id}:{number}"),
                offset: page.offset,
                raw: page.raw,
                form: Form::Page(page.said),
                columns: columns.clone(),
            }),
            Err(error) => {
                let message = format!("{error}; what follows it in this file was not read");
                Err(Reject { path: place, reason: Reason::Unreadable, message })
            }
        })
    })
}

/// A page in an archive.
pub struct Page {
    /// Where its record begins, in the file unpacked.
    offset: u64,
    /// Its bytes, at most one more than an article may have.
    raw: Vec<u8>,
    /// What its record says of it.
    said: Map<String, Value>,
}

/// The pages of an archive, read from front to back.
pub struct Pages {
    /// The record at hand; none once the archive is damaged.
    record: Option<WarcRecord>,
    /// Where the record at hand begins; none before the first.
    at: Option<u64>,
}

impl Pages {
    fn new(opened: Opened) -> Pages {
        let mut record = WarcRecord::new();
        let Opened { reader, offset: at } = opened;
        record.attach_reader(RawReaderAdapter::new(Forward { reader, at }));
        Pages { record: Some(record), at: None }
    }

    /// Those of the file at `path`.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(path: &Path) -> io::Result<Pages> {
        Ok(Pages::new(Opened { reader: packed::open(path)?, offset: 0 }))
    }

    /// Whether the record at `offset` is still ahead.
    pub fn is_ahead(&self, offset: u64) -> bool {
        self.record.is_some() && self.at.is_none_or(|at| at < offset)
    }

    /// The bytes of the page whose record begins at `offset`, which is ahead.
    ///
    /// # Errors
    /// When the file cannot be read or has no page there.
    pub fn read(&mut self, offset: u64) -> io::Result<Vec<u8>> {
        let page = self.find(|page| page.as_ref().map_or(true, |page| page.offset >= offset));
        match page.transpose()? {
            Some(page) if page.offset == offset => Ok(page.raw),
            _ => Err(io::Error::other(format!("it has no page at byte {offset}"))),
        }
    }
}

impl Iterator for Pages {
    type Item = io::Result<Page>;

    fn next(&mut self) -> Option<io::Result<Page>> {
        loop {
            let record = self.record.as_mut()?;
            let page = record.next_inplace()?.and_then(|()| {
                self.at = Some(record.stream_pos());
                page(record)
            });
            match page {
                Ok(None) => {}
                Ok(Some(page)) => return Some(Ok(page)),
                Err(error) => {
                    self.record = None;
                    return Some(Err(error));
                }
            }
        }
    }
}

/// The page in `record`; `None` where it has none: a request, a picture, an address that was not found.
fn page(record: &mut WarcRecord) -> io::Result<Option<Page>> {
    let offset = record.stream_pos();
    let kind = match record.record_type() {
        WarcRecordType::Response if record.is_http() => {
            record.parse_http_with_decode(AutoDecode::All)?;
            let found = record.http_headers().and_then(|headers| headers.status_code()) == Some(200);
            record.http_content_type().filter(|_| found)
        }
        WarcRecordType::Resource | WarcRecordType::Conversion => {
            record.headers().get("Content-Type").map(|kind| kind.into_owned())
        }
        _ => None,
    };
    let kind = kind.unwrap_or_default();
    let bare = kind.split(';').next().unwrap_or_default().trim();
    if !PAGES.iter().any(|page| page.eq_ignore_ascii_case(bare)) {
        return Ok(None);
    }
    let said = |name: &str| Some((name.to_owned(), record.headers().get(name)?.into_owned().into()));
    let said = SAID.iter().filter_map(|name| said(name)).collect();
    let mut raw = Vec::new();
    if let Some(reader) = record.reader_mut() {
        reader.take(limits::ARTICLE + 1).read_to_end(&mut raw)?;
    }
    Ok(Some(Page { offset, raw, said }))
}

/// A reader that goes forward only and counts its bytes. Archives are read by a crate that asks where it is by a seek.
struct Forward {
    reader: Box<dyn BufRead + Send>,
    at: u64,
}

impl Read for Forward {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl BufRead for Forward {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.reader.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.at += bytes as u64;
        self.reader.consume(bytes);
    }
}

impl Seek for Forward {
    fn seek(&mut self, place: SeekFrom) -> io::Result<u64> {
        match place {
            SeekFrom::Current(0) => Ok(self.at),
            _ => Err(io::Error::from(io::ErrorKind::Unsupported)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn record(kind: &str, content: &str, body: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://news.example/1\r\nContent-Type: \
             {content}\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
            body.len()
        )
    }

    fn response(status: &str, kind: &str, page: &str) -> String {
        let length = page.len();
        let http =
            format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{page}");
        record("response", "application/http; msgtype=response", &http)
    }

    fn pages(archive: &[u8]) -> Pages {
        Pages::new(Opened { reader: Box::new(Cursor::new(archive.to_owned())), offset: 0 })
    }

    fn found(archive: &str) -> Vec<(u64, String)> {
        let text = |page: Page| (page.offset, String::from_utf8(page.raw).expect("text"));
        pages(archive.as_bytes()).map(|page| text(page.expect("a page"))).collect()
    }

    #[test]
    fn a_page_stands_where_its_record_begins_and_what_is_none_is_passed_over() {
        let info = record("warcinfo", "application/warc-fields", "software: a crawler\r\n");
        let asked = record("request", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n");
        let picture = response("200 OK", "image/png", "\u{1}");
        let gone = response("404 Not Found", "text/html", "<p>Gone.");
        let first = response("200 OK", "text/html; charset=utf-8", "<p>It rains.");
        let taken = record("conversion", "text/plain", "It rains.");
        let archive = [&info[..], &asked, &first, &picture, &gone, &taken].concat();
        let begins = (info.len() + asked.len()) as u64;
        let last = (archive.len() - taken.len()) as u64;
        assert_eq!(found(&archive), [(begins, "<p>It rains.".to_owned()), (last, "It rains.".to_owned())]);
        let mut again = pages(archive.as_bytes());
        assert_eq!(again.read(begins).expect("a page"), b"<p>It rains.");
        assert!(again.is_ahead(last) && !again.is_ahead(begins));
        assert_eq!(again.read(last).expect("a page"), b"It rains.");
    }

    #[test]
    fn what_the_transfer_added_is_taken_off() {
        let chunked = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n\
                       5\r\n<p>It\r\n7\r\n rains.\r\n0\r\n\r\n";
        let archive =
            record("response", "application/http", chunked) + &response("200 OK", "text/html", "<p>Then.");
        let texts: Vec<String> = found(&archive).into_iter().map(|page| page.1).collect();
        assert_eq!(texts, ["<p>It rains.", "<p>Then."]);
    }

    #[test]
    fn an_archive_that_is_cut_short_ends_and_says_so_at_most_once() {
        let archive = response("200 OK", "text/html", "<p>It rains.").repeat(3);
        for length in 0..archive.len() {
            let found: Vec<_> = pages(&archive.as_bytes()[..length]).collect();
            let faults = found.iter().filter(|page| page.is_err()).count();
            assert!(found.len() <= 3 && faults <= 1, "{length}: {} pages, {faults} faults", found.len());
        }
    }
}
