//! A block's words against the raw bytes that its runs name.

use arrow::array::{Array, AsArray, StructArray};
use arrow::datatypes::Int32Type;
use encoding_rs::Encoding;

use crate::document::{How, Label, ends_line, is_blank, is_invisible, plain_form, reference};
use crate::source::html;

/// What raw bytes are, which tells how words come of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Text,
    /// A JSON object, with its escapes.
    Json,
    /// A saved page in that encoding, with its marks and references.
    Page(&'static Encoding),
}

/// A run as it stands in the file: code points of its block's text, and bytes of the raw article.
pub struct Run {
    pub start: usize,
    pub end: usize,
    pub raw_start: usize,
    pub raw_end: usize,
    pub how: How,
}

/// The runs in one cell.
pub fn read(cell: &StructArray) -> Result<Vec<Run>, String> {
    let numbers = |name: &str| cell.column_by_name(name).map(|column| column.as_primitive::<Int32Type>());
    let columns = (numbers("char_start"), numbers("char_end"), numbers("raw_start"), numbers("raw_end"));
    let (Some(start), Some(end), Some(raw_start), Some(raw_end)) = columns else {
        return Err("runs has not its columns".to_owned());
    };
    let how = cell.column_by_name("how").map(|column| column.as_string::<i32>());
    let how: Vec<&str> = how.into_iter().flatten().flatten().collect();
    let count = |number: i32| usize::try_from(number).map_err(|_| format!("runs has the number {number}"));
    let run = |at: usize| {
        let how = how.get(at).copied().unwrap_or_default();
        Ok(Run {
            start: count(start.value(at))?,
            end: count(end.value(at))?,
            raw_start: count(raw_start.value(at))?,
            raw_end: count(raw_end.value(at))?,
            how: How::parse(how)
                .ok_or_else(|| format!("a run is {how:?}, not one of {}", How::names().join(", ")))?,
        })
    };
    (0..cell.len()).map(run).collect()
}

/// Proves that `runs` tile `words` and the raw bytes `place`, and that each run's words come of its bytes.
pub fn check(runs: &[Run], words: &str, raw: &[u8], form: Form, place: (usize, usize)) -> Result<(), String> {
    let starts: Vec<usize> = words.char_indices().map(|(at, _)| at).chain([words.len()]).collect();
    let (mut at, mut raw_at) = (0, place.0);
    for (number, run) in runs.iter().enumerate() {
        if (run.start, run.raw_start) != (at, raw_at) {
            return Err(format!("run {number} does not begin where the one before it ends"));
        }
        (at, raw_at) = (run.end, run.raw_end);
        let text = starts.get(run.start).zip(starts.get(run.end)).and_then(|(&s, &e)| words.get(s..e));
        let bytes = raw.get(run.raw_start..run.raw_end);
        if !text.zip(bytes).is_some_and(|(text, bytes)| comes_of(run.how, text, bytes, form)) {
            let (start, end) = (run.raw_start, run.raw_end);
            return Err(format!("bytes {start}..{end} of the raw article are not run {number} of {words:?}"));
        }
    }
    let ends = (at, raw_at) == (starts.len() - 1, place.1);
    if ends { Ok(()) } else { Err("its runs do not end where it ends".to_owned()) }
}

/// Whether `text` comes of `bytes` in the way that is stated.
fn comes_of(how: How, text: &str, bytes: &[u8], form: Form) -> bool {
    if let Form::Page(encoding) = form {
        return comes_of_page(how, text, bytes, encoding);
    }
    let escapes = form == Form::Json;
    match how {
        How::Same => text.as_bytes() == bytes,
        How::Escaped if escapes => {
            bytes.starts_with(b"\\") && unescaped(bytes).is_some_and(|decoded| decoded == text)
        }
        // In a field of a table two quotation marks are one.
        How::Escaped => (bytes, text) == (b"\"\"", "\""),
        How::Decoded => plain(bytes, escapes).is_some_and(|written| {
            let mut letters = written.chars();
            if let (Some(only), None) = (letters.next(), letters.next()) {
                return plain_form(only) == Some(text);
            }
            let meant =
                reference(&written).filter(|(length, _)| *length == written.len()).map(|found| found.1);
            meant.is_some_and(|meant| meant == text || text.is_empty() && meant.chars().all(is_invisible))
        }),
        How::Dropped => {
            let nothing =
                |marks: String| marks == "**" || !marks.is_empty() && marks.chars().all(is_invisible);
            text.is_empty() && plain(bytes, escapes).is_some_and(nothing)
        }
        How::Joined => {
            let marks = plain(bytes, escapes);
            let mark = |c: char| is_blank(c) || matches!(c, '>' | '-' | '\u{2010}' | '\u{ad}');
            matches!(text, "" | " ")
                && marks.is_some_and(|marks| marks.contains(ends_line) && marks.chars().all(mark))
        }
    }
}

/// Likewise, of the bytes of a page.
fn comes_of_page(how: How, text: &str, bytes: &[u8], encoding: &'static Encoding) -> bool {
    let written = html::written(bytes, encoding);
    match how {
        How::Same => text.as_bytes() == bytes,
        How::Escaped => false,
        How::Decoded => html::shown(&html::decode(&written)) == text,
        How::Dropped => matches!(text, "" | " ") && html::is_left_out(&written),
        How::Joined => matches!(text, "" | " ") && html::is_wordless(&written),
    }
}

/// What stands in `bytes`, which are of a JSON string where they may have escapes.
fn plain(bytes: &[u8], escapes: bool) -> Option<String> {
    if escapes { unescaped(bytes) } else { str::from_utf8(bytes).ok().map(str::to_owned) }
}

/// What `bytes` mean inside a JSON string.
fn unescaped(bytes: &[u8]) -> Option<String> {
    serde_json::from_slice(&[b"\"", bytes, b"\""].concat()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_has_its_bytes() {
        assert!(comes_of(How::Same, "ø", "ø".as_bytes(), Form::Text));
        assert!(!comes_of(How::Same, "o", b"u", Form::Text));
        assert!(
            comes_of(How::Escaped, "\"", b"\\\"", Form::Json)
                && comes_of(How::Escaped, "😀", b"\\ud83d\\ude00", Form::Json)
        );
        assert!(
            !comes_of(How::Escaped, "a", b"a", Form::Json)
                && !comes_of(How::Escaped, "a", b"\\u0062", Form::Json)
        );
        assert!(
            comes_of(How::Joined, " ", b" \r\n> > ", Form::Text)
                && comes_of(How::Joined, "", b"-\n", Form::Text)
        );
        assert!(comes_of(How::Joined, " ", b"\\r\\n", Form::Json));
        assert!(
            comes_of(How::Decoded, "“", b"&ldquo;", Form::Text)
                && !comes_of(How::Decoded, "“", b"&rdquo;", Form::Text)
        );
        assert!(
            comes_of(How::Dropped, "", "\u{ad}".as_bytes(), Form::Text)
                && !comes_of(How::Dropped, "", b"a", Form::Text)
        );
        for (text, bytes) in
            [(" ", &b" "[..]), (" ", b"a\n"), ("", b"-"), ("a", b"\n"), (" ", b"\\n"), ("", b"")]
        {
            assert!(!comes_of(How::Joined, text, bytes, Form::Text), "{text:?} of {bytes:?}");
        }
    }

    #[test]
    fn runs_leave_no_gap() {
        let run = |start, end, raw_start, raw_end, how| Run { start, end, raw_start, raw_end, how };
        let raw = b"  a ferry-\nman  ";
        let runs = [(0, 7, 2, 9, How::Same), (7, 7, 9, 11, How::Joined), (7, 10, 11, 14, How::Same)];
        let runs = runs.map(|(a, b, c, d, how)| run(a, b, c, d, how));
        assert_eq!(check(&runs, "a ferryman", raw, Form::Text, (2, 14)), Ok(()));
        assert!(check(&runs[..2], "a ferryman", raw, Form::Text, (2, 14)).is_err());
        assert!(check(&runs[1..], "man", raw, Form::Text, (9, 14)).is_err());
        assert!(check(&runs, "a ferrymen", raw, Form::Text, (2, 14)).is_err());
        assert!(check(&runs, "a ferryman", raw, Form::Text, (1, 14)).is_err());
        assert!(check(&[], "", raw, Form::Text, (2, 2)).is_ok());
    }
}
