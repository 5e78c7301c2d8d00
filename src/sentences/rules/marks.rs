//! The marks that may end a sentence, and what hangs on them: closing quotes and brackets, citation
//! marks, smileys.

use std::ops::Range;

use crate::sentences::rules::lists::is_bullet;
use crate::sentences::rules::words::{first_word, is_opener};

/// A place at which a sentence may end.
pub struct Border {
    /// The final punctuation itself: ".", "?!", "...", ". . .".
    pub marks: Range<usize>,
    /// Past what closes right after it: quotation marks, brackets.
    pub closed: usize,
    /// Past all that hangs on it; a sentence that ends here ends there.
    pub end: usize,
    /// Where the text goes on.
    pub next: usize,
}

impl Border {
    /// The first one from `at`, in a sentence of `text` that began at `start`.
    pub fn find(text: &str, start: usize, at: usize) -> Option<Border> {
        let mark = next_mark(text.as_bytes(), at)?;
        let marks = mark..marks_end(text, mark);
        let closed = closers_end(text, marks.end);
        let mut end = spaced_closers(text, start, closed);
        if hangs(&text.as_bytes()[end..]) {
            end = smileys(text, citations(text, end));
        }
        let next = skip(text, end, char::is_whitespace);
        Some(Border { marks, closed, end, next })
    }
}

/// Whether something may hang on a sentence whose end these bytes follow; it rarely does.
fn hangs(bytes: &[u8]) -> bool {
    match bytes {
        [b' ', b, ..] => !b.is_ascii_alphabetic(),
        [b, ..] => *b == b'[',
        [] => false,
    }
}

pub fn is_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

pub fn closes(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | '»' | '«' | ')' | ']' | '}' | '*')
}

pub fn opens(c: char) -> bool {
    matches!(c, '"' | '“' | '‘' | '\'' | '«' | '»' | '(' | '[' | '{' | '*' | '-' | '–' | '—') || is_bullet(c)
}

/// Where the run of characters that fit `belongs` ends, from `at`.
pub fn skip(text: &str, at: usize, belongs: impl Fn(char) -> bool) -> usize {
    let rest = &text[at..];
    at + rest.find(|c| !belongs(c)).unwrap_or(rest.len())
}

/// The first of `. ! ? …` from `at`. Looks at blocks of bytes, so that the compiler can look at many
/// at once: nearly all of the time of a splitter goes where no sentence ends.
fn next_mark(bytes: &[u8], mut at: usize) -> Option<usize> {
    // 0xA6 is the last byte of "…", and much rarer than its first.
    let may = |b: &u8| (*b == b'.') | (*b == b'!') | (*b == b'?') | (*b == 0xA6);
    loop {
        let rest = bytes.get(at..)?;
        let blocks = rest.chunks_exact(16);
        let clear = blocks.take_while(|block| !block.iter().fold(false, |any, b| any | may(b))).count() * 16;
        let found = at + clear + rest.get(clear..)?.iter().position(may)?;
        if bytes[found] != 0xA6 {
            return Some(found);
        }
        if found >= 2 && bytes[found - 2..found] == [0xE2, 0x80] {
            return Some(found - 2);
        }
        at = found + 1;
    }
}

/// Past the marks from `mark` on, and past single ones that spaces set apart: "...", "? ?", ". . .".
fn marks_end(text: &str, mark: usize) -> usize {
    let mut end = skip(text, mark, is_mark);
    loop {
        let mut rest = text[end..].chars();
        if rest.next() != Some(' ') || !rest.next().is_some_and(is_mark) {
            return end;
        }
        let next = text.len() - rest.as_str().len();
        // ".doc" and ".5" are words, and "..." is a mark of its own.
        match rest.next() {
            Some(c) if c.is_lowercase() || c.is_numeric() || is_mark(c) => return end,
            _ => end = next,
        }
    }
}

/// Past what closes at `at`. "“" does in German („Ja.“), where no word follows it.
fn closers_end(text: &str, at: usize) -> usize {
    let closed = skip(text, at, closes);
    match text[closed..].strip_prefix('“') {
        Some(rest) if !rest.starts_with(|c: char| !c.is_whitespace()) => text.len() - rest.len(),
        _ => closed,
    }
}

/// Past a bracket or quotation mark that closes after a space: "(See here. )".
fn spaced_closers(text: &str, start: usize, at: usize) -> usize {
    let rest = &text.as_bytes()[at..];
    if rest.len() > 2 && !rest[2].is_ascii_whitespace() {
        return at;
    }
    match rest {
        [b' ', b')' | b']', ..] => at + 2,
        // A sentence that long is none, and must not be read again at each of its marks.
        [b' ', b'"', ..] if at - start > 2000 => at,
        [b' ', b'"', ..] if text[start..at].bytes().filter(|b| *b == b'"').count() % 2 == 1 => at + 2,
        _ => at,
    }
}

/// The longest text between the brackets of a citation mark.
const NOTE: usize = 40;

/// Past the citation marks ("[6]", " [6][7]", "[citation needed]") and the bare note numbers
/// (" 8 Yet") that hang on a sentence that ends at `at`.
fn citations(text: &str, mut at: usize) -> usize {
    loop {
        let rest = text[at..].trim_start();
        let start = text.len() - rest.len();
        let near = &rest[..rest.floor_char_boundary(NOTE + 2)];
        if let Some((note, _)) = near.strip_prefix('[').and_then(|near| near.split_once(']')) {
            let number = |c: char| c.is_ascii_digit() || matches!(c, ',' | ' ' | '-' | '–');
            let numbers = note.len() <= 12
                && note.starts_with(|c: char| c.is_ascii_digit())
                && note.chars().all(number);
            if numbers || note.ends_with(" needed") || note.starts_with("note ") {
                at = start + note.len() + 2;
                continue;
            }
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let noted = matches!(digits, 1 | 2) && start > at && rest[digits..].starts_with(' ');
        // Only a word that opens sentences: "8 Men" may be counted.
        let next = first_word(rest[digits..].trim_start());
        if noted && next.starts_with(char::is_uppercase) && is_opener(next) {
            return start + digits;
        }
        return at;
    }
}

/// Past the smileys after `at`.
fn smileys(text: &str, mut at: usize) -> usize {
    const SMILEYS: &[&str] = &[
        ":)", ":(", ":D", ":P", ":p", ":O", ":o", ":/", ":-)", ":-(", ":-D", ":-P", ":-/", ":'(", ";)",
        ";-)", ";D", ";P", "=)", "=(", "=D", "=P", "^_^", "^^", "<3", ">:(", ":))", ":((",
    ];
    while let Some(rest) = text[at..].strip_prefix(' ') {
        if !rest.starts_with([':', ';', '=', '^', '<', '>']) {
            break;
        }
        let word = rest.split(char::is_whitespace).next().unwrap_or_default();
        if !SMILEYS.contains(&word) {
            break;
        }
        at += 1 + word.len();
    }
    at
}
