//! The model at work.

use std::ops::Range;
use std::sync::Arc;

use anyhow::{Context, Result};

use crate::document::{Document, Entity, EntityType, Span};
use crate::entities::crf::features::{Atoms, GROUPS};
use crate::entities::crf::labels::{LABELS, MODELS, NAMES, decided, is_place, kind};
use crate::entities::merged;
use crate::entities::word::Word;
use crate::entities::{identity, kinds, words};
use crate::learn::crf::groups::Groups;
use crate::learn::crf::rows::Rows;
use crate::learn::crf::{Chain, Lattice, tag_all};
use crate::learn::model::Model;
use crate::method::{Method, Shared};
use crate::words::gazetteer::{HEAD, HONORIFIC, LEXICON, ROLE};

/// The models, ready to tag.
pub struct Names {
    /// What all see of a word.
    rows: Rows<{ MODELS.len() }>,
    chains: [Chain; MODELS.len()],
    groups: Groups,
    /// The method whose entities are among the features, and whose other types stand.
    base: Arc<dyn Method>,
}

impl Names {
    /// # Errors
    /// When the file is no such model, of another version, or damaged.
    pub fn read(file: &[u8], base: Arc<dyn Method>) -> Result<Names> {
        let model = Model::read(file, "entities", "crf")?;
        let chains =
            MODELS.iter().map(|own| Chain::read(&model, own.name, LABELS)).collect::<Result<Vec<_>>>()?;
        Ok(Names {
            rows: Rows::read(&model, "rows")?,
            chains: chains.try_into().ok().context("a chain for each model")?,
            groups: Groups::without(GROUPS, model.header.without()),
            base,
        })
    }

    /// What the models find in a sentence that the lattices have the features of, whose first word is number `first`.
    fn find(&self, words: &[Word], first: usize, work: &mut Work) {
        let Work { lattices, labels, likely, found } = work;
        for (model, (lattice, chain)) in lattices.iter_mut().zip(&self.chains).enumerate() {
            labels.clear();
            lattice.decode(chain, labels);
            if labels.iter().all(|label| *label == 0) {
                continue;
            }
            lattice.likely(chain, labels, likely);
            for range in runs(labels).into_iter().filter(|range| !words[first + range.start].silent) {
                let sure =
                    likely[range.start..likely.len().min(range.end + 1)].iter().copied().fold(1.0, f32::min);
                let kind = kind(model, labels[range.start]);
                let range = first + range.start..first + range.end;
                let any_place = model == NAMES && is_place(kind);
                found.push(Found { range: untitled(words, range, kind), kind, any_place, sure });
            }
        }
    }
}

/// Buffers that go from one sentence to the next.
#[derive(Default)]
struct Work {
    lattices: [Lattice; MODELS.len()],
    labels: Vec<u8>,
    likely: Vec<f32>,
    found: Vec<Found>,
}

/// Words that a model takes for an entity.
struct Found {
    range: Range<usize>,
    kind: EntityType,
    /// Whether it was found by the model that was taught of places no more than that they are.
    any_place: bool,
    sure: f32,
}

impl Found {
    /// Whether this stands rather than `other`, which it touches.
    fn goes_before(&self, other: &Found) -> bool {
        let same_place = self.range == other.range && is_place(self.kind) && is_place(other.kind);
        if same_place { other.any_place } else { self.sure > other.sure }
    }
}

impl Method for Names {
    fn fill(&self, document: &mut Document, shared: &mut Shared) {
        self.base.fill(document, shared);
        let (words, lines) = words::read(document, shared);
        let atoms = Atoms::of(document, &words, &lines, self.groups);
        let (mut names, mut work) = (Vec::new(), Work::default());
        for (index, line) in lines.iter().enumerate() {
            atoms.feed(index, &words, &mut tag_all(&self.rows, work.lattices.each_mut()));
            self.find(&words, line.start, &mut work);
            names.extend(apart(&mut work.found).into_iter().map(|found| name(document, &words, found)));
        }
        let titled = addressed(document, &words, &names);
        let mut entities = merged(&document.entities, names, decided);
        entities.extend(titled);
        entities.sort_by_key(|entity| entity.span);
        identity::name(&words, document.text(), &mut entities);
        document.entities = entities;
    }
}

/// The people of the base method whom a title before the name tells ("Ms Holm"), where nothing else was found.
fn addressed(document: &Document, words: &[Word], names: &[Entity]) -> Vec<Entity> {
    let free = |entity: &&Entity| {
        let after = names.partition_point(|name| name.span.end() <= entity.span.start());
        names.get(after).is_none_or(|name| name.span.start() >= entity.span.end())
    };
    let titled = |entity: &&Entity| {
        let at = words.partition_point(|word| word.token.start < entity.span.start());
        let title = words[..at].iter().rev().find(|word| word.text != ".");
        title.is_some_and(|word| word.is(HONORIFIC) && word.is_capital())
    };
    let people = document.entities.iter().filter(|entity| entity.kind == EntityType::Person);
    people.filter(titled).filter(free).cloned().collect()
}

/// Takes out of `found` what stands, in text order: of two that touch the surer. What the first model calls a place is
/// what another one calls it, since it was taught no more.
fn apart(found: &mut Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|own| own.range.start);
    let mut apart: Vec<Found> = Vec::with_capacity(found.len());
    for own in found.drain(..) {
        match apart.last_mut().filter(|last| own.range.start < last.range.end) {
            Some(last) if own.goes_before(last) => *last = own,
            Some(_) => {}
            None => apart.push(own),
        }
    }
    apart
}

/// The names that `labels` mark.
fn runs(labels: &[u8]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        if label % 2 == 1 {
            found.push(at..at + 1);
        } else if *label > 0
            && let Some(last) = found.last_mut()
        {
            last.end = at + 1;
        }
    }
    found
}

/// `range` without what a person's name does not hold: "Mr. Key", "Foreign Secretary Moe".
fn untitled(words: &[Word], range: Range<usize>, kind: EntityType) -> Range<usize> {
    if kind != EntityType::Person {
        return range;
    }
    let mut start = range.start;
    if words[start].is(HONORIFIC) && range.len() > 1 {
        start += 1 + usize::from(words[start + 1].text == ".");
    }
    // An office of one word may be a part of the name: "Pope Francis".
    let office = (range.start + 1..range.end.saturating_sub(1)).rev().find(|&at| words[at].is(ROLE));
    start = office.map_or(start, |at| at + 1);
    if start < range.end { start..range.end } else { range }
}

/// What was found as an entity. Its id is still to be found, unless the base method has the same.
fn name(document: &Document, words: &[Word], found: Found) -> Entity {
    let Found { range, kind, any_place, sure } = found;
    let span = Span::new(words[range.start].token.start, words[range.end - 1].token.end);
    let from = document.entities.partition_point(|entity| entity.span.end() <= span.start());
    let touching = document.entities[from..].iter().take_while(|entity| entity.span.start() < span.end());
    let alike = |own: EntityType| own == kind || any_place && is_place(own);
    let same = touching.clone().find(|entity| alike(entity.kind));
    if let Some(same) = same.filter(|same| same.span == span) {
        return Entity { confidence: sure, ..same.clone() };
    }
    let kind = match same {
        Some(same) => same.kind,
        None if any_place => place(document, words, &range, span),
        None => kind,
    };
    Entity { span, kind, id: None, confidence: sure }
}

/// What kind of place a name is by the lexicon or by its head.
fn place(document: &Document, words: &[Word], range: &Range<usize>, span: Span) -> EntityType {
    let known = LEXICON.get(span.text(document.text())).kind;
    let head = [range.end - 1, range.start].map(|at| &words[at]).into_iter().find(|word| word.is(HEAD));
    let headed = head.filter(|_| range.len() > 1).map(|word| kinds::head_kind(word.low, false));
    known.filter(|kind| is_place(*kind)).or(headed.filter(|kind| is_place(*kind))).unwrap_or(EntityType::Gpe)
}
