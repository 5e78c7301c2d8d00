//! The nouns: what an article is, and what is found in it. Uses nothing else of the crate.
//!
//! Offsets are bytes into [`Document::text`], half-open. They become Unicode code points only at
//! the border to Parquet and JSON, because that is what notebooks slice by.

mod confidence;
mod label;

use std::ops::Range;

pub use label::{Act, BlockKind, EntityType, Factuality, Label, Quote, Reason, Voice};

/// A half-open, non-empty range of bytes in a text that no longer changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: usize,
    end: usize,
}

impl Span {
    /// The span of `range` in `text`; `None` when it is empty, past the end or cuts a character.
    pub fn of(text: &str, range: Range<usize>) -> Option<Span> {
        let found = text.get(range.clone())?;
        (!found.is_empty()).then_some(Span { start: range.start, end: range.end })
    }

    /// A span whose ends are known to be right, as inside a method that has just found them.
    ///
    /// # Panics
    /// When it would be empty: a fault of the method, never of the input.
    pub fn new(start: usize, end: usize) -> Span {
        assert!(start < end, "empty span {start}..{end}");
        Span { start, end }
    }

    pub fn start(self) -> usize {
        self.start
    }

    pub fn end(self) -> usize {
        self.end
    }

    /// Length in bytes, never 0.
    pub fn bytes(self) -> usize {
        self.end - self.start
    }

    /// The words that the span marks.
    ///
    /// # Panics
    /// When `text` is not the text that the span was made for.
    pub fn text(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Bytes that both spans cover.
    pub fn overlap(self, other: Span) -> usize {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }
}

/// A file as it was read, before anything is decided about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// The file's name without its ending; unique in a dataset.
    pub id: String,
    /// The path as given, for messages and for `articles.path`.
    pub path: String,
    /// The whole file; rows point into it by byte.
    pub raw: String,
    /// SHA-256 of `raw`, lower-case hex.
    pub sha256: String,
}

/// An input that was set aside; the run went on without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    pub path: String,
    pub reason: Reason,
    /// What is wrong, and what to do about it.
    pub message: String,
}

/// What an article says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    pub headline: Option<String>,
    /// ISO 8601 date, `YYYY-MM-DD`.
    pub published: Option<String>,
    pub credit: Option<String>,
    pub outlet: Option<String>,
}

/// One non-empty line of the raw file, without the white space around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    /// Where it stands in the raw file.
    pub raw: Span,
    /// Where it stands in the document's text; `None` for a dropped block.
    pub span: Option<Span>,
}

/// A sentence; it lies inside one kept block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub span: Span,
}

/// A mention of a named thing, a date or a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    pub span: Span,
    pub kind: EntityType,
    /// Slug of the thing in the world, shared by all its mentions; `None` for values.
    pub id: Option<String>,
    /// Probability that type and span are right; 1 in gold.
    pub confidence: f32,
}

/// A proposition that the article puts forward: who says what, in which words, how sure.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Who speaks, part by part in text order; empty where the article leaves it open.
    pub source: Vec<Span>,
    /// The words that signal the attribution; empty for `Name: …` and for author claims.
    pub cue: Vec<Span>,
    /// What is claimed, interrupted where source or cue stand inside. Never empty, but in the few
    /// attributions without a content that published corpora have.
    pub content: Vec<Span>,
    /// Index of the sentence in which the content stands.
    pub sentence: usize,
    pub voice: Voice,
    /// `None` for author claims.
    pub quote: Option<Quote>,
    pub act: Act,
    pub factuality: Factuality,
    /// Index of the claim whose content this one stands in.
    pub nested_in: Option<usize>,
    /// [`Entity::id`] of who speaks, pronouns and roles resolved.
    pub source_id: Option<String>,
    /// Slug shared by claims that put forward the same proposition; gold only.
    pub proposition: Option<String>,
    /// Probability that source, cue and content are right; 1 in gold.
    pub confidence: f32,
}

/// An article's text and what was found in it. Predictions and gold are both of this type.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    id: String,
    text: String,
    blocks: Vec<Block>,
    /// Indices of the kept blocks, so that a place in the text is found by bisection.
    kept: Vec<usize>,
    pub metadata: Metadata,
    pub sentences: Vec<Sentence>,
    pub entities: Vec<Entity>,
    pub claims: Vec<Claim>,
}

impl Document {
    /// Between two kept blocks in [`Document::text`].
    pub const BLOCK_BREAK: &'static str = "\n\n";

    /// The document of `kinds`' blocks: each a kind and where the block stands in `raw`.
    /// The text is frozen here.
    pub fn new(id: &str, raw: &str, kinds: &[(BlockKind, Span)]) -> Document {
        let mut text = String::with_capacity(raw.len());
        let mut blocks = Vec::with_capacity(kinds.len());
        for &(kind, place) in kinds {
            let span = kind.kept().then(|| {
                if !text.is_empty() {
                    text.push_str(Document::BLOCK_BREAK);
                }
                let start = text.len();
                text.push_str(place.text(raw));
                Span::new(start, text.len())
            });
            blocks.push(Block { kind, raw: place, span });
        }
        let kept = (0..blocks.len()).filter(|&at| blocks[at].span.is_some()).collect();
        Document {
            id: id.to_owned(),
            text,
            blocks,
            kept,
            metadata: Metadata::default(),
            sentences: Vec::new(),
            entities: Vec::new(),
            claims: Vec::new(),
        }
    }

    /// A document of plain text that is kept as it stands: one body block for each non-empty line.
    pub fn plain(id: &str, text: &str) -> Document {
        let lines: Vec<_> = lines(text).map(|span| (BlockKind::Body, span)).collect();
        Document::with_blocks(id, text, &lines).expect("lines stand in order, and body is kept")
    }

    /// A document of text that is kept as it stands, and its blocks; `None` when one of them is of a kind that is
    /// dropped, is no part of the text, or begins before the end of the last.
    pub fn with_blocks(id: &str, text: &str, kept: &[(BlockKind, Span)]) -> Option<Document> {
        let part = |span: Span| text.get(span.start()..span.end()).is_some();
        let fits = kept.iter().all(|&(kind, span)| kind.kept() && part(span));
        let ordered = kept.windows(2).all(|pair| pair[0].1.end() <= pair[1].1.start());
        let blocks = kept.iter().map(|&(kind, span)| Block { kind, raw: span, span: Some(span) }).collect();
        let kept = (0..kept.len()).collect();
        let document = Document { text: text.to_owned(), blocks, kept, ..Document::new(id, "", &[]) };
        (fits && ordered).then_some(document)
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The kept blocks in text order, with where they stand in the text.
    pub fn kept(&self) -> impl Iterator<Item = (BlockKind, Span)> + '_ {
        self.kept.iter().filter_map(|&at| Some((self.blocks[at].kind, self.blocks[at].span?)))
    }

    /// Index of the kept block in which `span` of the text lies; `None` when it lies in no one.
    pub fn block_of(&self, span: Span) -> Option<usize> {
        let starts_by = |&at: &usize| self.blocks[at].span.is_some_and(|b| b.start() <= span.start());
        let after = self.kept.partition_point(starts_by);
        let at = *self.kept.get(after.checked_sub(1)?)?;
        self.blocks[at].span.filter(|home| home.contains(span)).map(|_| at)
    }

    /// Where `span` of the text stands in the raw file; `None` when it crosses a block's end.
    pub fn raw(&self, span: Span) -> Option<Span> {
        let block = &self.blocks[self.block_of(span)?];
        let start = block.raw.start() + (span.start() - block.span?.start());
        Some(Span::new(start, start + span.bytes()))
    }
}

/// The non-empty lines of `text` without the white space around them, in order.
pub fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut start = 0;
    text.split('\n').filter_map(move |line| {
        let from = start;
        start += line.len() + 1;
        let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
        let left = line.trim_start_matches(blank);
        let kept = left.trim_end_matches(blank);
        let begin = from + (line.len() - left.len());
        (!kept.is_empty()).then(|| Span::new(begin, begin + kept.len()))
    })
}
