//! The nouns: what an article is, and what is found in it. Uses nothing else of the crate.
//!
//! Offsets are bytes into [`Document::text`], half-open. They become Unicode code points only at
//! the border to Parquet and JSON, because that is what notebooks slice by.

use std::fmt;
use std::ops::Range;

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

/// A closed set of labels: the values that stand in the files, each with its meaning.
pub trait Label: Copy + Eq + fmt::Debug + 'static {
    /// Every label as (value, name in the files, meaning).
    const ALL: &'static [(Self, &'static str, &'static str)];

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// The names in order, for messages and for the schema.
    fn names() -> Vec<&'static str> {
        Self::ALL.iter().map(|row| row.1).collect()
    }
}

/// What a line of an article is (annotation scheme, section 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    Headline,
    Subheading,
    Body,
    Caption,
    Credit,
    Metadata,
    Related,
    Duplicate,
}

impl BlockKind {
    /// Whether blocks of this kind make up the document's text.
    pub fn kept(self) -> bool {
        use BlockKind::*;
        matches!(self, Headline | Subheading | Body | Caption)
    }
}

impl Label for BlockKind {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Headline, "headline", "the title of the article"),
        (Self::Subheading, "subheading", "a title inside the article"),
        (Self::Body, "body", "running text"),
        (Self::Caption, "caption", "text that describes a picture"),
        (Self::Credit, "credit", "photographer, agency or byline alone; dropped"),
        (Self::Metadata, "metadata", "dates, reading time, navigation, section labels; dropped"),
        (Self::Related, "related", "teasers for other stories; dropped"),
        (Self::Duplicate, "duplicate", "stands again in the same article; dropped"),
    ];
}

/// OntoNotes 5 entity types (Weischedel et al. 2013).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityType {
    Person,
    Norp,
    Fac,
    Org,
    Gpe,
    Loc,
    Product,
    Event,
    WorkOfArt,
    Law,
    Language,
    Date,
    Time,
    Percent,
    Money,
    Quantity,
    Ordinal,
    Cardinal,
}

impl EntityType {
    /// Dates, times and numbers: found by grammar, without an identity in the world.
    pub fn is_value(self) -> bool {
        use EntityType::*;
        matches!(self, Date | Time | Percent | Money | Quantity | Ordinal | Cardinal)
    }
}

impl Label for EntityType {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Person, "PERSON", "people, fictional ones too"),
        (Self::Norp, "NORP", "nationalities, religious and political groups"),
        (Self::Fac, "FAC", "buildings, airports, roads, bridges"),
        (Self::Org, "ORG", "companies, agencies, institutions, platforms"),
        (Self::Gpe, "GPE", "countries, cities, states"),
        (Self::Loc, "LOC", "places that are no GPE: seas, mountains, continents"),
        (Self::Product, "PRODUCT", "vehicles, weapons, devices, flight numbers"),
        (Self::Event, "EVENT", "named wars, storms, games"),
        (Self::WorkOfArt, "WORK_OF_ART", "titles of books, films, songs"),
        (Self::Law, "LAW", "named documents made into law"),
        (Self::Language, "LANGUAGE", "named languages"),
        (Self::Date, "DATE", "dates and periods of a day or more, relative ones too"),
        (Self::Time, "TIME", "times shorter than a day"),
        (Self::Percent, "PERCENT", "percentages with their sign or word"),
        (Self::Money, "MONEY", "amounts with their unit"),
        (Self::Quantity, "QUANTITY", "measures with their unit"),
        (Self::Ordinal, "ORDINAL", "first, second, 3rd"),
        (Self::Cardinal, "CARDINAL", "any other count"),
    ];
}

/// Who puts a claim forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voice {
    Attributed,
    Author,
}

impl Label for Voice {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Attributed, "attributed", "someone in the article says, thinks or wants it"),
        (Self::Author, "author", "the outlet says it in its own voice"),
    ];
}

/// How much of the content is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quote {
    Direct,
    Indirect,
    Mixed,
}

impl Label for Quote {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Direct, "direct", "wholly inside quotation marks of its own"),
        (Self::Indirect, "indirect", "no quotation mark in it"),
        (Self::Mixed, "mixed", "partly quoted"),
    ];
}

/// Speech acts (Searle 1976).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    Assertive,
    Directive,
    Expressive,
    Commissive,
    Declaration,
}

impl Label for Act {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Assertive, "assertive", "says how things are"),
        (Self::Directive, "directive", "wants someone to do something"),
        (Self::Expressive, "expressive", "apology, condolence, concern, wish, thanks"),
        (Self::Commissive, "commissive", "commits the source to do something"),
        (Self::Declaration, "declaration", "saying it makes it so"),
    ];
}

/// The source's commitment to the content (FactBank, Saurí and Pustejovsky 2009).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Factuality {
    Certain,
    Probable,
    Possible,
    CertainNot,
    ProbableNot,
    PossibleNot,
    Uncommitted,
}

impl Label for Factuality {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Certain, "CT+", "certain that it is so"),
        (Self::Probable, "PR+", "probable"),
        (Self::Possible, "PS+", "possible"),
        (Self::CertainNot, "CT-", "certain that it is not so"),
        (Self::ProbableNot, "PR-", "probably not"),
        (Self::PossibleNot, "PS-", "possibly not"),
        (Self::Uncommitted, "UU", "uncommitted"),
    ];
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

/// Why an input gave no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    Unreadable,
    Empty,
    NotUtf8,
    SameId,
    NoText,
}

impl Label for Reason {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Unreadable, "unreadable", "the file could not be read"),
        (Self::Empty, "empty", "nothing but white space"),
        (Self::NotUtf8, "not-utf8", "the bytes are no UTF-8 text"),
        (Self::SameId, "same-id", "another input has the same file name"),
        (Self::NoText, "no-text", "no line of running text, only boilerplate"),
    ];
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
    /// The method's own estimate that type and span are right, 0 to 1; 1 in gold.
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
    /// The method's own estimate that the relation is right, 0 to 1; 1 in gold.
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
        let blocks: Vec<Block> =
            lines(text).map(|span| Block { kind: BlockKind::Body, raw: span, span: Some(span) }).collect();
        let kept = (0..blocks.len()).collect();
        Document { text: text.to_owned(), blocks, kept, ..Document::new(id, "", &[]) }
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
