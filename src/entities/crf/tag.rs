//! The model at work.

use std::ops::Range;
use std::sync::Arc;

use anyhow::Result;

use crate::document::{Document, Entity, EntityType, Span};
use crate::entities::crf::features::{Atoms, GROUPS};
use crate::entities::crf::labels::{BEGIN_ORG, BEGIN_PERSON, BEGIN_PLACE, LABELS, begin};
use crate::entities::merged;
use crate::entities::word::Word;
use crate::entities::{identity, kinds, words};
use crate::learn::crf::groups::Groups;
use crate::learn::crf::{Crf, Lattice};
use crate::learn::model::Model;
use crate::method::{Method, Shared};
use crate::words::gazetteer::{HEAD, HONORIFIC, LEXICON, ROLE};

/// The model, ready to tag.
pub struct Names {
    crf: Crf,
    groups: Groups,
    /// The method whose entities are among the features, and whose values stand.
    base: Arc<dyn Method>,
}

impl Names {
    /// # Errors
    /// When the file is no such model, of another version, or damaged.
    pub fn read(file: &[u8], base: Arc<dyn Method>) -> Result<Names> {
        let model = Model::read(file, "entities", "crf")?;
        let groups = Groups::without(GROUPS, model.header.without());
        Ok(Names { crf: Crf::read(&model, "names", LABELS)?, groups, base })
    }
}

impl Method for Names {
    fn fill(&self, document: &mut Document, shared: &mut Shared) {
        self.base.fill(document, shared);
        let (words, lines) = words::read(document, shared);
        let atoms = Atoms::of(document, &words, &lines, self.groups);
        let mut lattice = Lattice::default();
        let mut labels = Vec::with_capacity(words.len());
        let (mut names, mut likely) = (Vec::new(), Vec::new());
        for index in 0..lines.len() {
            let first = labels.len();
            atoms.feed(index, &words, &mut lattice.tagger(&self.crf.rows));
            lattice.decode(&self.crf.chain, &mut labels);
            let here = &labels[first..];
            if here.iter().all(|label| *label == 0) {
                continue;
            }
            lattice.likely(&self.crf.chain, here, &mut likely);
            for range in runs(here).into_iter().filter(|range| !words[first + range.start].silent) {
                let sure =
                    likely[range.start..likely.len().min(range.end + 1)].iter().copied().fold(1.0, f32::min);
                let label = here[range.start];
                let range = untitled(&words[first..], range, label);
                names.push(name(document, &words, first + range.start..first + range.end, label, sure));
            }
        }
        // A road by its number and a terminal are known by their form; few corpora mark them.
        let decides = |kind| begin(kind).is_some() && kind != EntityType::Fac;
        let mut entities = merged(&document.entities, names, decides);
        identity::name(&words, document.text(), &mut entities);
        document.entities = entities;
    }
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
fn untitled(words: &[Word], range: Range<usize>, label: u8) -> Range<usize> {
    let mut start = range.start;
    if label == BEGIN_PERSON && words[start].is(HONORIFIC) && range.len() > 1 {
        start += 1 + usize::from(words[start + 1].text == ".");
    }
    if label == BEGIN_PERSON {
        // An office of one word may be a part of the name: "Pope Francis".
        let office = (range.start + 1..range.end.saturating_sub(1)).rev().find(|&at| words[at].is(ROLE));
        start = office.map_or(start, |at| at + 1);
    }
    if start < range.end { start..range.end } else { range }
}

/// The words of `range` as a name of what `label` begins. Its id is still to be found, unless the base
/// method has the same name.
fn name(document: &Document, words: &[Word], range: Range<usize>, label: u8, sure: f32) -> Entity {
    let span = Span::new(words[range.start].token.start, words[range.end - 1].token.end);
    let from = document.entities.partition_point(|entity| entity.span.end() <= span.start());
    let touching = document.entities[from..].iter().take_while(|entity| entity.span.start() < span.end());
    let same = touching.clone().find(|entity| begin(entity.kind) == Some(label));
    if let Some(same) = same.filter(|same| same.span == span) {
        return Entity { confidence: sure, ..same.clone() };
    }
    let kind = match label {
        BEGIN_PERSON => EntityType::Person,
        BEGIN_ORG => EntityType::Org,
        _ => same.map_or_else(|| place(document, words, &range, span), |same| same.kind),
    };
    Entity { span, kind, id: None, confidence: sure }
}

/// What kind of place a name is by the lexicon or by its head.
fn place(document: &Document, words: &[Word], range: &Range<usize>, span: Span) -> EntityType {
    let is_place = |kind: &EntityType| begin(*kind) == Some(BEGIN_PLACE);
    let known = LEXICON.get(span.text(document.text())).kind;
    let head = [range.end - 1, range.start].map(|at| &words[at]).into_iter().find(|word| word.is(HEAD));
    let headed = head.filter(|_| range.len() > 1).map(|word| kinds::head_kind(word.low, false));
    known.filter(is_place).or(headed.filter(is_place)).unwrap_or(EntityType::Gpe)
}
