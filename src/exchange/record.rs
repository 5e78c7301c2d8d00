//! The form that every format goes through: a document, offsets in Unicode code points, layers that
//! may be absent. As JSON Lines it is also the form of gold, predictions and corpora.

use std::ops::Range;

use anyhow::{Context, Result, anyhow, ensure};
use serde::{Deserialize, Serialize};

use crate::document::{
    Act, BlockKind, Claim, Document, Entity, Factuality, Label, Quote, Sentence, Span, Voice,
};

/// A line. A layer that is absent was not labeled, which is not the same as an empty one. Which other keys a line
/// may have, [`parse`](super::parse) says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub doc_id: String,
    pub text: String,
    /// Who labeled it, where a corpus has several labelings of a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annotator: Option<String>,
    /// What makes up the text, in order and but for white space all of it. Where it is absent, each line that is
    /// not empty is a block of running text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocks: Option<Vec<BlockLine>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentences: Option<Vec<[usize; 2]>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entities: Option<Vec<Mention>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributions: Option<Vec<Attribution>>,
}

/// A block of a line, of a kind that is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlockLine {
    pub start: usize,
    pub end: usize,
    pub kind: String,
}

/// An entity of a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    pub start: usize,
    pub end: usize,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(default = "certain")]
    pub confidence: f32,
}

/// A claim of a line. What published corpora do not label is optional.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<String>,
    pub source: Vec<[usize; 2]>,
    pub cue: Vec<[usize; 2]>,
    pub content: Vec<[usize; 2]>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factuality: Option<String>,
    /// `id` of the attribution whose content this one stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nested_in: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub source_ids: Vec<String>,
    /// Whom the source addresses, part by part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addressee: Vec<[usize; 2]>,
    /// Slug shared by attributions that put forward the same proposition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposition: Option<String>,
    #[serde(default = "certain")]
    pub confidence: f32,
}

fn certain() -> f32 {
    1.0
}

impl Attribution {
    /// One without spans and labels.
    pub(super) fn bare(id: &str) -> Attribution {
        Attribution {
            id: id.to_owned(),
            voice: None,
            source: Vec::new(),
            cue: Vec::new(),
            content: Vec::new(),
            quote: None,
            act: None,
            factuality: None,
            nested_in: None,
            source_ids: Vec::new(),
            addressee: Vec::new(),
            proposition: None,
            confidence: 1.0,
        }
    }
}

impl Record {
    /// One without layers.
    pub fn bare(doc_id: &str, text: &str) -> Record {
        Record {
            doc_id: doc_id.to_owned(),
            text: text.to_owned(),
            annotator: None,
            blocks: None,
            sentences: None,
            entities: None,
            attributions: None,
        }
    }

    /// Every layer of `document` up to the ones that `layers` asks for, in this order: sentences,
    /// entities, claims. What the blocks are is another matter: [`Record::with_blocks`].
    pub fn of(document: &Document, layers: [bool; 3]) -> Record {
        let points = Points::new(document.text());
        let spans = |spans: &[Span]| spans.iter().map(|&span| points.out(span)).collect();
        let claims = document.claims.iter().enumerate();
        Record {
            sentences: layers[0].then(|| document.sentences.iter().map(|s| points.out(s.span)).collect()),
            entities: layers[1].then(|| {
                let mention = |entity: &Entity| {
                    let [start, end] = points.out(entity.span);
                    let kind = entity.kind.name().to_owned();
                    Mention { start, end, kind, id: entity.id.clone(), confidence: entity.confidence }
                };
                document.entities.iter().map(mention).collect()
            }),
            attributions: layers[2].then(|| {
                let attribution = |(at, claim): (usize, &Claim)| Attribution {
                    id: name(at),
                    voice: Some(claim.voice.name().to_owned()),
                    source: spans(&claim.source),
                    cue: spans(&claim.cue),
                    content: spans(&claim.content),
                    quote: claim.quote.map(|quote| quote.name().to_owned()),
                    act: Some(claim.act.name().to_owned()),
                    factuality: Some(claim.factuality.name().to_owned()),
                    nested_in: claim.nested_in.map(name),
                    source_ids: claim.source_ids.clone(),
                    addressee: spans(&claim.addressee),
                    proposition: claim.proposition.clone(),
                    confidence: claim.confidence,
                };
                claims.map(attribution).collect()
            }),
            ..Record::bare(document.id(), document.text())
        }
    }

    /// The same with the kept blocks of `document`, whose text it has: methods look at what a line is.
    pub fn with_blocks(self, document: &Document) -> Record {
        let points = Points::new(document.text());
        let blocks = document.kept().map(|(kind, span)| {
            let [start, end] = points.out(span);
            BlockLine { start, end, kind: kind.name().to_owned() }
        });
        Record { blocks: Some(blocks.collect()), ..self }
    }

    /// The document without its labels, for a method to fill.
    ///
    /// # Errors
    /// When the blocks overlap, are out of order, past the text's end or of a kind that is unknown or dropped, or
    /// leave out words of the text.
    pub fn bare_document(&self) -> Result<Document> {
        match &self.blocks {
            None => Ok(Document::plain(&self.doc_id, &self.text)),
            Some(blocks) => self.blocked(blocks, &Points::new(&self.text)),
        }
    }

    fn blocked(&self, blocks: &[BlockLine], points: &Points) -> Result<Document> {
        let mut kept: Vec<(BlockKind, Span)> = Vec::new();
        let mut last = 0;
        for block in blocks {
            let at = || format!("block {}..{}", block.start, block.end);
            let kind = label::<BlockKind>(&block.kind).with_context(at)?;
            let span = points.span([block.start, block.end]).with_context(at)?;
            ensure!(kind.kept(), "{}: {} is dropped, so that it has no place in a text", at(), block.kind);
            ensure!(last <= span.start(), "{} overlaps the one before, or is out of order", at());
            self.blank(last..span.start()).with_context(at)?;
            last = span.end();
            kept.push((kind, span));
        }
        self.blank(last..self.text.len())?;
        let document = Document::with_blocks(&self.doc_id, &self.text, &kept);
        Ok(document.expect("kinds, order and bounds were checked above"))
    }

    /// Checks that no word stands between two blocks.
    fn blank(&self, between: Range<usize>) -> Result<()> {
        let words = self.text[between].trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        ensure!(words.is_empty(), "{words:?} stands in no block");
        Ok(())
    }

    /// The document that the line describes, its text kept as it stands.
    ///
    /// What a line does not say of a claim is filled in: `attributed`, `assertive`, `certain`.
    /// [`Record::states`] tells what it does say.
    ///
    /// # Errors
    /// When a span is empty or past the text's end, a label is unknown, or the blocks are wrong.
    pub fn document(&self) -> Result<Document> {
        let points = Points::new(&self.text);
        let mut document = self.bare_document()?;
        for (at, &place) in self.sentences.iter().flatten().enumerate() {
            let span = points.span(place).with_context(|| format!("sentences[{at}]"))?;
            document.sentences.push(Sentence { span });
        }
        for (at, mention) in self.entities.iter().flatten().enumerate() {
            let span = points.span([mention.start, mention.end]);
            document.entities.push(Entity {
                span: span.with_context(|| format!("entities[{at}]"))?,
                kind: label(&mention.kind).with_context(|| format!("entities[{at}].type"))?,
                id: mention.id.clone(),
                confidence: mention.confidence,
            });
        }
        let attributions = self.attributions.as_deref().unwrap_or_default();
        for attribution in attributions {
            let claim = self.claim(attribution, attributions, &points, &document.sentences);
            document.claims.push(claim.with_context(|| format!("attribution {}", attribution.id))?);
        }
        Ok(document)
    }

    fn claim(
        &self,
        from: &Attribution,
        all: &[Attribution],
        points: &Points,
        sentences: &[Sentence],
    ) -> Result<Claim> {
        let spans = |places: &[[usize; 2]]| -> Result<Vec<Span>> {
            let mut spans: Vec<Span> =
                places.iter().map(|&place| points.span(place)).collect::<Result<_>>()?;
            spans.sort();
            Ok(spans)
        };
        let (source, cue) = (spans(&from.source).context("source")?, spans(&from.cue).context("cue")?);
        let content = spans(&from.content).context("content")?;
        // PolNeAR has a few attributions without a content; they count for their source and cue.
        let first = content.first().or(cue.first()).or(source.first()).map_or(0, |span| span.start());
        let nested_in = from.nested_in.as_ref().map(|outer| {
            let found = all.iter().position(|other| other.id == *outer);
            found.ok_or_else(|| anyhow!("nested_in {outer:?} is the id of no attribution"))
        });
        Ok(Claim {
            source,
            cue,
            sentence: sentences.partition_point(|s| s.span.start() <= first).saturating_sub(1),
            content,
            voice: from.voice.as_deref().map_or(Ok(Voice::Attributed), label).context("voice")?,
            quote: from.quote.as_deref().map(label::<Quote>).transpose().context("quote")?,
            act: from.act.as_deref().map_or(Ok(Act::Assertive), label).context("act")?,
            factuality: from
                .factuality
                .as_deref()
                .map_or(Ok(Factuality::Certain), label)
                .context("factuality")?,
            nested_in: nested_in.transpose()?,
            source_ids: from.source_ids.clone(),
            addressee: spans(&from.addressee).context("addressee")?,
            proposition: from.proposition.clone(),
            confidence: from.confidence,
        })
    }
}

fn name(claim: usize) -> String {
    format!("C{}", claim + 1)
}

fn label<L: Label>(name: &str) -> Result<L> {
    L::parse(name).ok_or_else(|| anyhow!("{name:?} is none of {}", L::names().join(", ")))
}

/// Code points and bytes of one text, both ways.
struct Points<'t> {
    text: &'t str,
    /// Byte at which each code point starts, and the end.
    starts: Vec<usize>,
}

impl<'t> Points<'t> {
    fn new(text: &'t str) -> Points<'t> {
        Points { text, starts: text.char_indices().map(|(at, _)| at).chain([text.len()]).collect() }
    }

    fn out(&self, span: Span) -> [usize; 2] {
        [span.start(), span.end()].map(|at| self.starts.partition_point(|&start| start < at))
    }

    fn span(&self, [start, end]: [usize; 2]) -> Result<Span> {
        let last = self.starts.len() - 1;
        ensure!(start < end && end <= last, "span {start}..{end} does not fit a text of {last} code points");
        Span::of(self.text, self.starts[start]..self.starts[end])
            .ok_or_else(|| anyhow!("span {start}..{end}"))
    }
}
