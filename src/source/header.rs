//! A row of comma-separated values (RFC 4180) or the like: where it ends, where its fields stand, what they say.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};
use std::ops::Range;

use serde_json::Value;

use super::limits;
use crate::document::{How, Traced};

/// What can stand between fields.
const SEPARATORS: [u8; 3] = [b',', b'\t', b';'];

/// What the first row says: the names of the columns, and the byte between fields.
#[derive(Debug)]
pub struct Header {
    pub names: Vec<String>,
    pub separator: u8,
}

/// The next row with its line break, which stands outside quotation marks; empty at the end. A row over the limit is cut
/// behind it.
pub fn row(reader: &mut impl BufRead, separator: Option<u8>) -> io::Result<Vec<u8>> {
    let (mut raw, mut marks) = (Vec::new(), Marks::default());
    loop {
        let before = raw.len();
        let room = (limits::ARTICLE + 1).saturating_sub(before as u64);
        reader.by_ref().take(room).read_until(b'\n', &mut raw)?;
        raw[before..].iter().for_each(|&byte| marks.pass(byte, separator));
        if !marks.inside && raw.ends_with(b"\n") || raw.len() == before {
            return Ok(raw);
        }
    }
}

/// Where a walk through a row stands: a mark opens a field only at its head, so that one within a word (5") opens nothing.
#[derive(Default)]
struct Marks {
    inside: bool,
    /// Something of the field was passed.
    begun: bool,
}

impl Marks {
    /// Passes a byte. While the separator is not known, any of the three is one.
    fn pass(&mut self, byte: u8, separator: Option<u8>) {
        let parts = separator.map_or(SEPARATORS.contains(&byte), |own| own == byte);
        if byte == b'"' && (self.inside || !self.begun) {
            // A doubled mark closes and opens again.
            self.inside = !self.inside;
            self.begun = !self.inside && self.begun;
        } else if !self.inside {
            self.begun = !(parts || matches!(byte, b'\n' | b'\r'));
        }
    }
}

pub fn without_break(raw: &[u8]) -> &[u8] {
    let raw = raw.strip_suffix(b"\n").unwrap_or(raw);
    raw.strip_suffix(b"\r").unwrap_or(raw)
}

impl Header {
    pub fn of(raw: &[u8]) -> Result<Header, String> {
        let first = without_break(raw);
        let text = str::from_utf8(first)
            .map_err(|_| "its first row is no UTF-8; convert the file, for example with iconv -t utf-8")?;
        let count = |separator: u8| fields(first, separator).len();
        let separator = SEPARATORS.into_iter().max_by_key(|&separator| count(separator));
        let separator = separator.unwrap_or(b',');
        let names = fields(first, separator).into_iter();
        let names = names.map(|place| value(text, place).map(|name| name.text().trim().to_owned()));
        let names: Option<Vec<String>> = names.collect();
        Ok(Header { names: names.ok_or("its first row has a quotation mark inside a field")?, separator })
    }

    /// What the row `raw` says, column by column, and its text.
    pub fn read(&self, raw: &str, column: &str) -> Result<(BTreeMap<String, Value>, Traced), String> {
        let places = fields(raw.as_bytes(), self.separator);
        if places.len() != self.names.len() {
            return Err(format!(
                "{} fields, and the first row has {}; quote fields that hold the separator or a line break",
                places.len(),
                self.names.len()
            ));
        }
        let (mut record, mut text) = (BTreeMap::new(), None);
        for (name, place) in self.names.iter().zip(places) {
            let value = value(raw, place)
                .ok_or_else(|| format!("a quotation mark inside the field {name:?}; double it"))?;
            if name == column {
                text = Some(value);
            } else if !value.text().is_empty() {
                record.insert(name.clone(), Value::String(value.text().to_owned()));
            }
        }
        Ok((record, text.unwrap_or_default()))
    }
}

/// Where each field stands, its quotation marks among them.
fn fields(raw: &[u8], separator: u8) -> Vec<Range<usize>> {
    let (mut found, mut start, mut marks) = (Vec::new(), 0, Marks::default());
    for (at, &byte) in raw.iter().enumerate() {
        if byte == separator && !marks.inside {
            found.push(start..at);
            start = at + 1;
        }
        marks.pass(byte, Some(separator));
    }
    found.push(start..raw.len());
    found
}

/// What a field says: itself, or what stands between its quotation marks, where two are one.
fn value(raw: &str, place: Range<usize>) -> Option<Traced> {
    let field = &raw[place.clone()];
    let mut traced = Traced::default();
    let Some(inner) = field.strip_prefix('"') else {
        traced.push(field, place, How::Same);
        return Some(traced).filter(|_| !field.contains('"'));
    };
    let inner = inner.strip_suffix('"')?;
    let mut at = place.start + 1;
    let mut pieces = inner.split("\"\"").peekable();
    while let Some(piece) = pieces.next() {
        if piece.contains('"') {
            return None;
        }
        traced.push(piece, at..at + piece.len(), How::Same);
        at += piece.len();
        if pieces.peek().is_some() {
            traced.push("\"", at..at + 2, How::Escaped);
            at += 2;
        }
    }
    Some(traced)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn header(names: &str) -> Header {
        Header::of(names.as_bytes()).expect("a header")
    }

    #[test]
    fn a_doubled_mark_is_one_and_knows_its_bytes() {
        let (record, text) = header("id,text\n").read("7,\"He said \"\"no\"\".\"", "text").expect("a row");
        assert_eq!((text.text(), record["id"].as_str()), ("He said \"no\".", Some("7")));
        let escaped: Vec<_> = text.runs().iter().filter(|run| run.how == How::Escaped).collect();
        assert_eq!((escaped[0].raw_start, escaped[0].raw_end, escaped.len()), (11, 13, 2));
    }

    #[test]
    fn the_separator_is_the_one_that_parts_most() {
        for names in ["id\ttext, or so\n", "id;text, or so\r\n", "\"id\",\"text, or so\""] {
            assert_eq!(header(names).names, ["id", "text, or so"]);
        }
    }

    proptest! {
        /// Whatever a writer of the format writes reads back, and every run slices back to its words.
        #[test]
        fn rows_read_back_as_they_were_written(fields in proptest::collection::vec("[a-z\",;\n\r\t é]{0,12}", 2..5)) {
            let quoted: Vec<String> = fields.iter().map(|field| format!("\"{}\"", field.replace('"', "\"\""))).collect();
            let file = quoted.join(",") + "\r\n" + &quoted.join(",") + "\n";
            let mut reader = file.as_bytes();
            let names: Vec<String> = (0..fields.len()).map(|at| format!("c{at}")).collect();
            let header = Header { names, separator: b',' };
            for _ in 0..2 {
                let raw = row(&mut reader, Some(b',')).expect("in memory");
                let raw = str::from_utf8(without_break(&raw)).expect("UTF-8");
                let (record, text) = header.read(raw, "c0").expect("a row");
                prop_assert_eq!(text.text(), &fields[0]);
                for (at, field) in fields.iter().enumerate().skip(1) {
                    let found = record.get(&format!("c{at}")).and_then(Value::as_str).unwrap_or_default();
                    prop_assert_eq!(found, field);
                }
                for run in text.runs().iter().filter(|run| run.how == How::Same) {
                    prop_assert_eq!(&raw[run.raw_start..run.raw_end], &text.text()[run.start..run.end]);
                }
            }
            prop_assert!(row(&mut reader, Some(b',')).expect("in memory").is_empty());
        }
    }

    /// Five inches are no open field, and what follows is read.
    #[test]
    fn a_mark_within_a_word_opens_nothing() {
        let mut reader = "The 5\" pipe,1\nNext,2\n".as_bytes();
        let rows = [0, 1].map(|_| row(&mut reader, Some(b',')).expect("in memory").len());
        assert_eq!(rows, [14, 7]);
    }
}
