//! What the rows of the tables are made of: an article with its document, row by row, and where each stands.

use std::sync::Arc;

use super::column::{CodePoints, Place, number};
use super::derived::{self, GAP, Mention, Part, Said, Speaker};
use crate::document::{Article, Block, Claim, Document, Entity, Run, Span, Voice};
use crate::values::{Value, value};

/// An article with its document, and the name of the method behind each layer.
pub struct Unit {
    pub article: Article,
    pub document: Document,
    pub methods: Arc<MethodNames>,
}

/// What stands in the `method` columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodNames {
    pub sentences: String,
    pub entities: String,
    pub claims: String,
}

impl MethodNames {
    /// People.
    pub fn gold() -> MethodNames {
        let gold = || "gold".to_owned();
        MethodNames { sentences: gold(), entities: gold(), claims: gold() }
    }
}

/// A row of a table below the articles.
pub struct Item<'u, T> {
    pub article: &'u str,
    pub number: i32,
    /// The block of a sentence, the sentence of an entity or a claim.
    pub parent: i32,
    pub place: Place<'u>,
    pub method: &'u str,
    pub of: T,
}

pub struct BlockRow<'u> {
    pub block: &'u Block,
    /// In code points of the block's own text.
    pub runs: Vec<Run>,
}

pub struct ClaimRow<'u> {
    pub claim: &'u Claim,
    pub source: Vec<Place<'u>>,
    pub cue: Vec<Place<'u>>,
    pub content: Vec<Place<'u>>,
    pub addressee: Vec<Place<'u>>,
    pub utterance: Option<i32>,
}

pub struct EntityRow<'u> {
    pub entity: &'u Entity,
    pub value: Value,
}

/// A row that stands nowhere itself.
pub struct Below<'u, T> {
    pub article: &'u str,
    pub of: T,
}

/// A mention in a claim.
pub struct PartRow<'u> {
    pub part: Part,
    pub entity: &'u Entity,
}

/// The rows of all units.
pub fn all<'u, T>(units: &[&'u Unit], of: impl Fn(&'u Unit) -> Vec<T>) -> Vec<T> {
    units.iter().copied().flat_map(of).collect()
}

impl Unit {
    pub fn blocks(&self) -> Vec<Item<'_, BlockRow<'_>>> {
        let points = CodePoints::new(self.document.text());
        let rows = self.document.blocks().iter().zip(self.document.lines()).enumerate();
        rows.map(|(at, (block, text))| {
            let kept = block.span.map_or((0, 0), |span| points.span(span));
            let own = CodePoints::new(text);
            let counted = |run: Run| Run { start: own.at(run.start), end: own.at(run.end), ..run };
            let runs = self.document.runs(at).into_iter().map(counted).collect();
            let place = Place {
                start: number(kept.0),
                end: number(kept.1),
                raw_start: number(block.raw.start()),
                raw_end: number(block.raw.end()),
                text,
            };
            self.item(at, 0, place, "", BlockRow { block, runs })
        })
        .collect()
    }

    pub fn sentences(&self) -> Vec<Item<'_, ()>> {
        let points = CodePoints::new(self.document.text());
        let rows = self.document.sentences.iter().enumerate();
        rows.map(|(at, sentence)| {
            let block = self.document.block_of(sentence.span).unwrap_or_default();
            self.item(at, block, self.place(&points, sentence.span), &self.methods.sentences, ())
        })
        .collect()
    }

    pub fn entities(&self) -> Vec<Item<'_, EntityRow<'_>>> {
        let points = CodePoints::new(self.document.text());
        let rows = self.document.entities.iter().enumerate();
        rows.map(|(at, entity)| {
            let after =
                self.document.sentences.partition_point(|row| row.span.start() <= entity.span.start());
            let place = self.place(&points, entity.span);
            let value = value(entity.kind, place.text, self.document.metadata.published.as_deref());
            self.item(at, after.saturating_sub(1), place, &self.methods.entities, EntityRow { entity, value })
        })
        .collect()
    }

    pub fn claims(&self) -> Vec<Item<'_, ClaimRow<'_>>> {
        let points = CodePoints::new(self.document.text());
        let places = |spans: &[Span]| spans.iter().map(|&span| self.place(&points, span)).collect();
        let utterances = self.document.utterances();
        let rows = self.document.claims.iter().enumerate();
        rows.map(|(at, claim)| {
            let content = &claim.content;
            let hull = Span::new(content[0].start(), content[content.len() - 1].end());
            let row = ClaimRow {
                claim,
                source: places(&claim.source),
                cue: places(&claim.cue),
                content: places(content),
                addressee: places(&claim.addressee),
                utterance: utterances[at].map(number),
            };
            self.item(at, claim.sentence, self.place(&points, hull), &self.methods.claims, row)
        })
        .collect()
    }

    pub fn parts(&self) -> Vec<Below<'_, PartRow<'_>>> {
        let found = derived::parts(&self.mentions(), &self.said());
        let row = |part: Part| PartRow { part, entity: &self.document.entities[part.mention] };
        found.into_iter().map(|part| self.below(row(part))).collect()
    }

    pub fn speakers(&self) -> Vec<Below<'_, Speaker>> {
        let found = derived::speakers(&self.mentions(), &self.said());
        found.into_iter().map(|speaker| self.below(speaker)).collect()
    }

    fn mentions(&self) -> Vec<Mention<'_>> {
        let mentions = self.document.entities.iter().map(|entity| Mention {
            place: (entity.span.start(), entity.span.end()),
            kind: entity.kind,
            id: entity.id.as_deref(),
            text: entity.span.text(self.document.text()),
        });
        mentions.collect()
    }

    fn said(&self) -> Vec<Said<'_>> {
        let text = self.document.text();
        let places = |spans: &[Span]| spans.iter().map(|span| (span.start(), span.end())).collect();
        let claims = self.document.claims.iter().map(|claim| Said {
            attributed: claim.voice == Voice::Attributed,
            source: places(&claim.source),
            content: places(&claim.content),
            addressee: places(&claim.addressee),
            source_ids: claim.source_ids.iter().map(String::as_str).collect(),
            by: claim.source.iter().map(|span| span.text(text)).collect::<Vec<_>>().join(GAP),
        });
        claims.collect()
    }

    fn below<T>(&self, of: T) -> Below<'_, T> {
        Below { article: &self.article.id, of }
    }

    fn place<'u>(&'u self, points: &CodePoints, span: Span) -> Place<'u> {
        let (start, end) = points.span(span);
        let raw = self.document.raw(span).expect("a method's span lies inside one block; a test says so");
        Place {
            start: number(start),
            end: number(end),
            raw_start: number(raw.start()),
            raw_end: number(raw.end()),
            text: span.text(self.document.text()),
        }
    }

    fn item<'u, T>(
        &'u self,
        at: usize,
        parent: usize,
        place: Place<'u>,
        method: &'u str,
        of: T,
    ) -> Item<'u, T> {
        Item { article: &self.article.id, number: number(at), parent: number(parent), place, method, of }
    }
}
