//! Names of people, organisations and places by a conditional random field over what the rules, the
//! lexicon, clusters and the rest of the document say of each word. Values, groups and the other types
//! are those of the rules.

pub mod features;
pub mod train;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use anyhow::Result;

use crate::document::{Document, Entity, EntityType, Span};
use crate::entities::merged;
use crate::entities::rules::words::Word;
use crate::entities::rules::{identity, typing, words};
use crate::learn::crf::groups::Groups;
use crate::learn::crf::train::{Options, Watch};
use crate::learn::crf::{Crf, Lattice};
use crate::learn::model::{Model, Tensor};
use crate::learner::{Example, Learner, Plan};
use crate::method::{Layer, Method};
use crate::words::gazetteer::{HEAD, LEXICON};
use features::{Atoms, GROUPS};

/// Labels: begin and inside of a person, an organisation and a place, and none (0).
pub const LABELS: usize = 7;
const BEGIN_PERSON: u8 = 1;
const BEGIN_ORG: u8 = 3;
const BEGIN_PLACE: u8 = 5;

/// Rows of the model.
const MOST: usize = 190_000;

/// The method whose entities are among the features.
pub const BASE: &str = "rules";

/// The label that begins a name of type `kind`; none for types that are the base method's alone.
fn begin(kind: EntityType) -> Option<u8> {
    match kind {
        EntityType::Person => Some(BEGIN_PERSON),
        EntityType::Org => Some(BEGIN_ORG),
        EntityType::Gpe | EntityType::Loc | EntityType::Fac => Some(BEGIN_PLACE),
        _ => None,
    }
}

/// The model, ready to tag.
pub struct Names<'f> {
    crf: Crf<'f>,
    groups: Groups,
}

impl<'f> Names<'f> {
    /// # Errors
    /// When the bytes are no such model file, of another version, or damaged.
    pub fn read(bytes: &'f [u8]) -> Result<Names<'f>> {
        let model = Model::read(bytes, "entities", "crf")?;
        Ok(Names {
            crf: Crf::read(&model, "names", LABELS)?,
            groups: Groups::without(GROUPS, model.header.without()),
        })
    }
}

/// The model that is part of the program.
static SHIPPED: LazyLock<Names<'static>> = LazyLock::new(|| {
    Names::read(include_bytes!("../../datasets/models/entities-crf.safetensors")).expect("a test reads it")
});

/// The method with the model that is part of the program.
pub struct Shipped;

impl Method for Shipped {
    fn annotate(&self, document: &mut Document) {
        SHIPPED.annotate(document);
    }
}

/// How the model is trained.
pub struct Trained;

impl Learner for Trained {
    fn groups(&self) -> &'static [&'static str] {
        GROUPS
    }

    fn options(&self) -> Options {
        Options { dropout: 0.3, ..Options::default() }
    }

    fn learn(
        &self,
        examples: &[Example],
        plan: &Plan,
        watch: &mut dyn Watch,
    ) -> Result<BTreeMap<String, Tensor>> {
        train::learn(examples, plan, watch)
    }

    fn load(&self, bytes: &'static [u8]) -> Result<Box<dyn Method>> {
        Ok(Box::new(Names::read(bytes)?))
    }
}

impl Method for Names<'_> {
    fn annotate(&self, document: &mut Document) {
        if let Some(base) = crate::methods::find(Layer::Entities, BASE) {
            base.annotate_uncalibrated(document);
        }
        let (words, lines) = words::read(document);
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
            for range in runs(here) {
                let sure =
                    likely[range.start..likely.len().min(range.end + 1)].iter().copied().fold(1.0, f32::min);
                let label = here[range.start];
                names.push(name(document, &words, first + range.start..first + range.end, label, sure));
            }
        }
        let mut entities = merged(&document.entities, names, |kind| begin(kind).is_some());
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
    let headed = head.filter(|_| range.len() > 1).map(|word| typing::head_kind(word.low, false));
    known.filter(is_place).or(headed.filter(is_place)).unwrap_or(EntityType::Gpe)
}
