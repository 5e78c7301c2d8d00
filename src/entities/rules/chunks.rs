//! Words that belong together whatever stands around them: known names of several words, compounds,
//! designations and values.

use crate::document::EntityType;
use crate::entities::rules::compounds::compound;
use crate::entities::rules::designations::{designation, numbered};
use crate::entities::rules::scan::Value;
use crate::entities::rules::values;
use crate::entities::rules::works::work;
use crate::entities::word::{Line, Word};
use crate::words::gazetteer::*;

/// One or more words that the rules treat as one: a word, a known name, a compound, a value.
#[derive(Clone, Copy)]
pub struct Chunk {
    /// Half-open range of words.
    pub start: usize,
    pub end: usize,
    /// As written, when the lexicon knows the whole of it.
    pub own: Entry,
    pub low: Classes,
    pub capital: bool,
    /// A value of the grammar, no part of a name.
    pub value: Option<Value>,
}

impl Chunk {
    pub fn is(&self, classes: Classes) -> bool {
        self.low & classes != 0
    }

    /// One word, not a known name of several or a compound.
    pub fn is_single(&self) -> bool {
        self.end == self.start + 1
    }

    pub fn is_known(&self, kind: EntityType) -> bool {
        self.own.kind == Some(kind)
    }
}

/// The sentence as chunks.
pub fn chunks(words: &[Word], line: &Line, text: &str) -> Vec<Chunk> {
    let mut chunks = Vec::with_capacity(line.end - line.start);
    let mut at = line.start;
    while at < line.end {
        let chunk = chunk(words, line, at, text);
        at = chunk.end;
        chunks.push(chunk);
    }
    chunks
}

fn chunk(words: &[Word], line: &Line, at: usize, text: &str) -> Chunk {
    let word = &words[at];
    let plain = Chunk {
        start: at,
        end: at + 1,
        own: word.own,
        low: word.low,
        capital: word.is_capital() || is_camel(word.text),
        value: None,
    };
    if word.silent {
        return Chunk { own: Entry::default(), low: 0, capital: false, ..plain };
    }
    let named = |end: usize, kind: EntityType| {
        let own = Entry { kind: Some(kind), ..Entry::default() };
        Chunk { end, own, low: 0, capital: true, ..plain }
    };
    if let Some(end) = work(words, line, at) {
        return named(end, EntityType::WorkOfArt);
    }
    if let Some(known) = known(words, line, at, text) {
        return known;
    }
    if let Some((end, kind)) = numbered(words, line, at) {
        return named(end, kind);
    }
    if let Some(end) = designation(words, line, at) {
        return named(end, EntityType::Product);
    }
    if let Some(value) = values::at(&words[line.start..line.end], at - line.start) {
        let own = Entry::default();
        let end = line.start + value.end;
        return Chunk { end, own, low: 0, capital: false, value: Some(value), ..plain };
    }
    if let Some(end) = compound(words, line, at) {
        let classes = word.own.classes & (GIVEN | SURNAME);
        let headed = words[at..end].iter().any(|word| word.is(HEAD));
        let own = Entry { classes, ..Entry::default() };
        return Chunk { end, own, low: if headed { COMMON } else { 0 }, capital: true, ..plain };
    }
    plain
}

/// "wikiHow", "eBay": a capital inside makes a name of it.
fn is_camel(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 4
        && bytes[0].is_ascii_lowercase()
        && bytes.iter().any(u8::is_ascii_uppercase)
        && bytes.iter().filter(|byte| byte.is_ascii_lowercase()).count() >= 2
        && bytes.iter().all(u8::is_ascii_alphabetic)
}

/// The longest name of several words in the lexicon that begins here.
fn known(words: &[Word], line: &Line, at: usize, text: &str) -> Option<Chunk> {
    // "The" is no part of a newspaper's name, though the list has it.
    let the = at > line.start && matches!(words[at - 1].text, "The" | "the");
    let from = at - usize::from(the && words[at].own.longest == 0);
    let longest = usize::from(words[from].own.longest).min(line.end - at);
    let start = words[from].token.start;
    (1..=longest).rev().filter(|&length| length > 1 || from < at).find_map(|length| {
        let last = words.get(at + length - 1)?;
        let entry = LEXICON.get(&text[start..last.token.end]);
        let outside = matches!(words[at].text, "The" | "the") && entry.kind == Some(EntityType::Org);
        if outside {
            return None;
        }
        entry.kind.is_some().then_some(Chunk {
            start: at,
            end: at + length,
            own: entry,
            low: 0,
            capital: true,
            value: None,
        })
    })
}
