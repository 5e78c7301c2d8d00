//! A sentence whose runs of capitalised words are cut into titles and names, and where these go.

use crate::document::{EntityType, Span};
use crate::entities::mention::Mention;
use crate::entities::rank::Rank;
use crate::entities::rules::chunks::Chunk;
use crate::entities::weights::Scores;
use crate::entities::word::{Line, Word};
use crate::words::gazetteer::*;

/// The most chunks of a name that no lexicon knows; what is longer is a list or noise.
pub const LONGEST: usize = 12;

pub struct Cutter<'a, 't> {
    pub words: &'a [Word<'t>],
    pub line: &'a Line,
    pub text: &'t str,
    pub chunks: &'a [Chunk],
    pub found: &'a mut Vec<Mention>,
}

impl<'t> Cutter<'_, 't> {
    /// The first word of a chunk.
    pub fn word(&self, chunk: usize) -> &Word<'t> {
        &self.words[self.chunks[chunk].start]
    }

    /// The word before a chunk, as written; empty at the start.
    pub fn text_before(&self, chunk: usize) -> &'t str {
        if chunk > 0 { self.word(chunk - 1).text } else { "" }
    }

    /// Whether a chunk opens a sentence or a quotation, where any word has a capital.
    pub fn is_first(&self, chunk: usize) -> bool {
        let start = self.chunks[chunk].start;
        start == self.line.start
            || start == self.line.start + 1 && !self.words[self.line.start].is_capital()
            || matches!(self.words[start - 1].text, ":" | "“" | "\"" | "‘" | "...")
    }

    /// Whether the capital of a chunk tells nothing: at a sentence's start, and in a title.
    pub fn is_capital_anyway(&self, chunk: usize) -> bool {
        self.line.titled || self.is_first(chunk)
    }

    /// The dot of "Jr." and "Inc." belongs to the name.
    pub fn is_dot_of_suffix(&self, at: usize) -> bool {
        at > 0 && self.word(at).text == "." && self.word(at - 1).is(NAME_SUFFIX)
    }

    /// A name whose type its own words tell.
    pub fn push(&mut self, from: usize, to: usize, kind: EntityType, rank: Rank) {
        let entry = self.entry(from, to);
        let kind = entry.kind.filter(|_| to > from + 1).unwrap_or(kind);
        self.add(from, to, kind, rank.confidence(), None);
    }

    /// A name whose type the whole article decides by `scores`; `kind` is the best guess so far.
    pub fn push_scored(&mut self, from: usize, to: usize, guess: (EntityType, f32), scores: Scores) {
        self.add(from, to, guess.0, guess.1, Some(scores));
    }

    /// A common word that only its capital makes look like a name.
    pub fn push_tentative(&mut self, at: usize) {
        self.add(at, at + 1, EntityType::Person, 0.0, Some([0.0; 5]));
        if let Some(mention) = self.found.last_mut() {
            mention.tentative = true;
        }
    }

    /// What the lexicon knows of the chunks as one name.
    fn entry(&self, from: usize, to: usize) -> Entry {
        if to == from + 1 { self.chunks[from].own } else { LEXICON.get(self.span(from, to).text(self.text)) }
    }

    fn span(&self, from: usize, to: usize) -> Span {
        let (first, last) = (self.chunks[from].start, self.chunks[to - 1].end - 1);
        Span::new(self.words[first].token.start, self.words[last].token.end)
    }

    fn add(&mut self, from: usize, to: usize, kind: EntityType, confidence: f32, scores: Option<Scores>) {
        // A language is no group, and its id is its own name.
        let id = if kind == EntityType::Language { "" } else { self.entry(from, to).id };
        self.found.push(Mention {
            span: self.span(from, to),
            start: self.chunks[from].start,
            end: self.chunks[to - 1].end,
            kind,
            confidence,
            id,
            scores,
            titled: self.line.titled,
            tentative: false,
        });
    }
}
