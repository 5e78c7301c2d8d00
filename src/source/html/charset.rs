//! Pages in whatever encoding: their text, and the bytes behind each character of it.

use std::borrow::Cow;
use std::ops::Range;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::document::{How, Traced};

/// As many bytes of a page may say in which encoding it is.
const START: usize = 4_096;

/// The encoding of the page `raw`: UTF-8 if it can be, else what it says, else that of the old web.
pub fn encoding(raw: &[u8]) -> &'static Encoding {
    match str::from_utf8(raw) {
        Ok(_) => UTF_8,
        // Cut inside its last letter.
        Err(error) if error.error_len().is_none() => UTF_8,
        Err(_) => declared(raw).unwrap_or(WINDOWS_1252),
    }
}

/// What stands behind `charset=` in the head of the page.
fn declared(raw: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&raw[..raw.len().min(START)]).to_ascii_lowercase();
    let behind = |word: &str| {
        let (_, behind) = head.split_once(word)?;
        let label = behind
            .trim_start_matches([' ', '"', '\''])
            .split(|c: char| !c.is_ascii_alphanumeric() && !"-_:".contains(c));
        Encoding::for_label(label.into_iter().next()?.as_bytes())
    };
    let marked = raw.starts_with(b"\xef\xbb\xbf").then_some(UTF_8);
    marked
        .or_else(|| behind("charset="))
        .or_else(|| behind("encoding="))
        .filter(|encoding| encoding.is_ascii_compatible())
}

/// What `bytes` of a page in `encoding` say.
pub fn written<'r>(bytes: &'r [u8], encoding: &'static Encoding) -> Cow<'r, str> {
    if encoding == UTF_8 {
        String::from_utf8_lossy(bytes)
    } else {
        encoding.decode_without_bom_handling(bytes).0
    }
}

/// A page as text.
pub struct Page<'r> {
    pub text: Cow<'r, str>,
    /// The characters whose bytes are others in `raw`, in order: where they stand in the text, and there.
    others: Vec<(Range<usize>, Range<usize>)>,
}

impl<'r> Page<'r> {
    pub fn read(raw: &'r [u8]) -> Page<'r> {
        if let Ok(text) = str::from_utf8(raw) {
            return Page { text: Cow::Borrowed(text), others: Vec::new() };
        }
        match encoding(raw) {
            encoding if encoding == UTF_8 => Page::mended(raw),
            encoding => Page::decoded(raw, encoding),
        }
    }

    /// UTF-8 with a mark in the place of what is none.
    fn mended(raw: &'r [u8]) -> Page<'r> {
        let (mut text, mut others, mut at) = (String::with_capacity(raw.len()), Vec::new(), 0);
        for chunk in raw.utf8_chunks() {
            text.push_str(chunk.valid());
            at += chunk.valid().len();
            if !chunk.invalid().is_empty() {
                let start = text.len();
                text.push(char::REPLACEMENT_CHARACTER);
                others.push((start..text.len(), at..at + chunk.invalid().len()));
                at += chunk.invalid().len();
            }
        }
        Page { text: Cow::Owned(text), others }
    }

    /// Byte by byte, so that it shows which of them make each character.
    fn decoded(raw: &'r [u8], encoding: &'static Encoding) -> Page<'r> {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let (mut text, mut others, mut from) = (String::with_capacity(raw.len() * 2), Vec::new(), 0);
        for (at, byte) in raw.iter().enumerate() {
            let start = text.len();
            text.reserve(16);
            let _ = decoder.decode_to_string(&raw[at..=at], &mut text, at + 1 == raw.len());
            if text.len() == start {
                continue;
            }
            // A byte that cannot go on the character before it stands for itself.
            let itself = byte.is_ascii() && text.as_bytes().last() == Some(byte);
            let own = usize::from(itself);
            if text.len() - own > start {
                others.push((start..text.len() - own, from..at + 1 - own));
            }
            from = at + 1;
        }
        Page { text: Cow::Owned(text), others }
    }

    /// `traced`, whose runs name bytes of the text, with those of the raw page instead.
    pub fn to_raw(&self, traced: Traced) -> Traced {
        if self.others.is_empty() {
            return traced;
        }
        let mut found = Traced::default();
        for run in traced.runs() {
            let words = &traced.text()[run.start..run.end];
            let (from, to) = (run.raw_start, run.raw_end);
            let first = self.others.partition_point(|other| other.0.end <= from);
            let inside = self.others[first..].iter().take_while(|other| other.0.start < to);
            if run.how != How::Same {
                found.push(words, self.raw(from)..self.raw(to), run.how);
                continue;
            }
            let mut at = from;
            for (place, raw) in inside {
                found.push(&words[at - from..place.start - from], self.raw(at)..raw.start, How::Same);
                found.push(&words[place.start - from..place.end - from], raw.clone(), How::Decoded);
                at = place.end;
            }
            found.push(&words[at - from..], self.raw(at)..self.raw(to), How::Same);
        }
        found
    }

    /// Where the character at `at` of the text stands in the raw page.
    pub fn raw(&self, at: usize) -> usize {
        let before = self.others.partition_point(|other| other.0.end <= at);
        before.checked_sub(1).map_or(at, |last| {
            let (place, raw) = &self.others[last];
            raw.end + (at - place.end)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Span;

    #[test]
    fn each_character_has_its_bytes_in_any_encoding() {
        for (label, raw, text) in [
            ("iso-8859-1", &b"caf\xe9 \x93yes\x94"[..], "café “yes”"),
            ("shift_jis", b"a\x93\x8c\x8b\x9eb", "a東京b"),
            ("utf-8", b"a\xe2\x80b", "a\u{fffd}b"),
        ] {
            let page = [b"<meta charset=", label.as_bytes(), b">", raw].concat();
            let read = Page::read(&page);
            assert!(read.text.ends_with(text), "{}", read.text);
            let traced = read.to_raw(Traced::same(&read.text));
            for run in traced.runs() {
                let bytes = &page[run.raw_start..run.raw_end];
                assert_eq!(
                    written(bytes, encoding(&page)),
                    Span::new(run.start, run.end).text(traced.text())
                );
            }
            assert_eq!(traced.runs().last().map(|run| run.raw_end), Some(page.len()));
        }
    }
}
