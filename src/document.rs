//! The nouns: what an article is, and what is found in it. Uses nothing else of the crate.
//!
//! Offsets are bytes into [`Document::text`], half-open. They become Unicode code points only at
//! the border to Parquet and JSON, because that is what notebooks slice by.

mod article;
mod confidence;
mod label;
mod lines;
mod reference;
mod run;
mod span;

use std::collections::HashMap;
use std::sync::Arc;

pub use article::{Article, Metadata, Reject};
pub use label::{Act, BlockKind, EntityType, Factuality, How, Label, Quote, Reason, Voice};
pub use lines::{ends_line, is_blank, lines};
pub use reference::{is_invisible, plain_form, reference};
pub use run::{Run, Traced};
pub use span::Span;

/// One paragraph: a non-empty line without the white space around it, or the lines that a width broke it into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    /// From the first to the last of its bytes in the raw article.
    pub raw: Span,
    /// Where it stands in the document's text; `None` for a dropped block.
    pub span: Option<Span>,
    /// Whether a line of marks alone ("***") parts it from what is kept above it: another story begins.
    pub parted: bool,
}

/// Whether a line is but marks that part what stands above it from what stands below: "***", "-----".
fn is_rule(line: &str) -> bool {
    line.len() >= 3
        && line.chars().all(|c| c.is_ascii_punctuation() || c.is_whitespace() || "–—•·―".contains(c))
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
    /// [`Entity::id`] of each who speaks, pronouns and roles resolved; empty where it is no named entity.
    pub source_ids: Vec<String>,
    /// Whom the sentence names as the hearer: "told [reporters]"; empty in gold, which does not mark it.
    pub addressee: Vec<Span>,
    /// Slug shared by claims that put forward the same proposition; gold only.
    pub proposition: Option<String>,
    /// Probability that source, cue and content are right; 1 in gold.
    pub confidence: f32,
}

impl Claim {
    /// The ids of who speaks, one after another; `None` where it is no named entity.
    pub fn speakers(&self) -> Option<String> {
        (!self.source_ids.is_empty()).then(|| self.source_ids.join(", "))
    }
}

/// An article's text and what was found in it. Predictions and gold are both of this type.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    id: String,
    /// All lines, the dropped ones too, with the raw bytes behind them.
    source: Arc<Traced>,
    /// Where each line stands in `source`.
    lines: Vec<Span>,
    text: String,
    /// One for each line, once it is known which are kept.
    blocks: Vec<Block>,
    /// Indices of the kept blocks, so that a place in the text is found by bisection.
    kept: Vec<usize>,
    pub metadata: Metadata,
    pub sentences: Vec<Sentence>,
    pub entities: Vec<Entity>,
    pub claims: Vec<Claim>,
}

impl Document {
    /// For each claim the first one of the quotation that it is a piece of: “A,” she said. “B.” is one quotation with
    /// one speaker and one cue. `None` where nothing is quoted.
    pub fn utterances(&self) -> Vec<Option<usize>> {
        let mut first = HashMap::new();
        let mut all = Vec::with_capacity(self.claims.len());
        for (at, claim) in self.claims.iter().enumerate() {
            let quoted = matches!(claim.quote, Some(Quote::Direct | Quote::Mixed));
            let told = quoted && !(claim.source.is_empty() && claim.cue.is_empty());
            let opener = if told { *first.entry((&claim.source, &claim.cue)).or_insert(at) } else { at };
            all.push(quoted.then_some(opener));
        }
        all
    }

    /// Between two kept blocks in [`Document::text`].
    pub const BLOCK_BREAK: &'static str = "\n\n";

    /// The document of `article`: its lines, and no text before [`Document::keep`].
    pub fn read(article: &Article) -> Document {
        let lines = lines(article.text.text()).collect();
        let metadata = article.metadata.clone();
        Document { metadata, ..Document::of(&article.id, article.text.clone(), lines) }
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
        let block =
            |&(kind, span): &(BlockKind, Span)| Block { kind, raw: span, span: Some(span), parted: false };
        let lines = kept.iter().map(|block| block.1).collect();
        (fits && ordered).then(|| Document {
            text: text.to_owned(),
            blocks: kept.iter().map(block).collect(),
            kept: (0..kept.len()).collect(),
            ..Document::of(id, Arc::new(Traced::same(text)), lines)
        })
    }

    fn of(id: &str, source: Arc<Traced>, lines: Vec<Span>) -> Document {
        Document {
            id: id.to_owned(),
            source,
            lines,
            text: String::new(),
            blocks: Vec::new(),
            kept: Vec::new(),
            metadata: Metadata::default(),
            sentences: Vec::new(),
            entities: Vec::new(),
            claims: Vec::new(),
        }
    }

    /// Gives each line its kind, and freezes the text: the kept ones.
    ///
    /// # Panics
    /// When there is not one kind for each line, or the text is frozen already: a fault of the method.
    pub fn keep(&mut self, kinds: &[BlockKind]) {
        assert_eq!(kinds.len(), self.lines.len(), "one kind for each line");
        assert!(self.blocks.is_empty(), "the text is frozen already");
        let mut parted = false;
        for (at, (&kind, &line)) in kinds.iter().zip(&self.lines).enumerate() {
            let span = kind.kept().then(|| {
                if !self.text.is_empty() {
                    self.text.push_str(Document::BLOCK_BREAK);
                }
                let start = self.text.len();
                self.text.push_str(line.text(self.source.text()));
                self.kept.push(at);
                Span::new(start, self.text.len())
            });
            self.blocks.push(Block {
                kind,
                raw: self.source.raw(line),
                span,
                parted: parted && span.is_some(),
            });
            parted = span.is_none() && (parted || is_rule(line.text(self.source.text())));
        }
    }

    /// Says which kept blocks begin a story, by where they stand in the text: for a text that has lost the lines that
    /// part its stories.
    pub fn part(&mut self, starts: &[usize]) {
        for block in &mut self.blocks {
            block.parted = block.span.is_some_and(|span| starts.contains(&span.start()));
        }
    }

    /// Whether the lines have their kinds, so that the text no longer changes.
    pub fn is_frozen(&self) -> bool {
        !self.blocks.is_empty() || self.lines.is_empty()
    }

    /// The same lines, of which nothing is known yet.
    pub fn unread(&self) -> Document {
        Document::of(&self.id, self.source.clone(), self.lines.clone())
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    /// The lines, dropped ones too, in order: one for each block.
    pub fn lines(&self) -> Vec<&str> {
        self.lines.iter().map(|line| line.text(self.source.text())).collect()
    }

    /// Where the words of the line `at` come from, counted from the line's start.
    pub fn runs(&self, at: usize) -> Vec<Run> {
        self.source.part(self.lines[at])
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

    /// Where a story begins that a line of marks alone parts from the one before ("***"), in text order.
    pub fn stories(&self) -> Vec<usize> {
        self.blocks
            .iter()
            .filter(|block| block.parted)
            .filter_map(|block| Some(block.span?.start()))
            .collect()
    }

    /// Index of the kept block in which `span` of the text lies; `None` when it lies in no one.
    pub fn block_of(&self, span: Span) -> Option<usize> {
        let starts_by = |&at: &usize| self.blocks[at].span.is_some_and(|b| b.start() <= span.start());
        let after = self.kept.partition_point(starts_by);
        let at = *self.kept.get(after.checked_sub(1)?)?;
        self.blocks[at].span.filter(|home| home.contains(span)).map(|_| at)
    }

    /// Where `span` of the text stands among all lines, dropped ones too; `None` when it crosses a block's end.
    pub fn among_all(&self, span: Span) -> Option<Span> {
        let at = self.block_of(span)?;
        let start = self.lines[at].start() + (span.start() - self.blocks[at].span?.start());
        Some(Span::new(start, start + span.bytes()))
    }

    /// The raw bytes behind `span` of the text; `None` when it crosses a block's end.
    pub fn raw(&self, span: Span) -> Option<Span> {
        self.among_all(span).map(|place| self.source.raw(place))
    }
}
