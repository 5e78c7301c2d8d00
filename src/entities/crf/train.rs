//! Training of the models from labeled documents.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;

use crate::document::{Document, Entity};
use crate::entities::crf::features::{Atoms, GROUPS, covered};
use crate::entities::crf::labels::{LABELS, MODELS, NAMES, begin};
use crate::entities::crf::tag::Names;
use crate::entities::word::Word;
use crate::entities::words;
use crate::learn::crf::groups::Groups;
use crate::learn::crf::rows::{Steps, table};
use crate::learn::crf::sequence::Sequence;
use crate::learn::crf::train::{Options, Watch, fit};
use crate::learn::model::Tensor;
use crate::learner::{Example, Labeled, Learned, Learner, Plan};
use crate::method::{Method, Shared};

/// One document in so many is read twice, the second time without capitals, as people write at times.
const LOWERED: usize = 4;

/// How often the first model takes a text in which every type is marked, beside the many that follow other conventions; set on
/// dev texts.
const GUIDED: usize = 2;

/// Rows of each model.
const MOST: usize = 98_000;

/// How the models are trained.
pub struct Trained {
    /// The method whose entities are among the features.
    pub base: Arc<dyn Method>,
}

/// Labeled sentences.
#[derive(Default)]
struct Sequences {
    /// With the labels of the first model.
    names: Vec<Sequence>,
    /// The labels of each of the others, and of which sentence: those of texts in which every type is marked.
    others: Vec<(usize, Vec<Vec<u8>>)>,
}

impl Sequences {
    /// Adds those of `bare`, whose sentences are found, with the entities of `gold`: one a sentence.
    fn add(&mut self, base: &dyn Method, bare: &Document, gold: &Document, labeled: Labeled, groups: Groups) {
        let mut document = bare.clone();
        let mut shared = Shared::default();
        base.fill(&mut document, &mut shared);
        let (words, lines) = words::read(&document, &mut shared);
        let all: Vec<Vec<u8>> =
            (0..MODELS.len()).map(|model| labels(model, &words, &gold.entities)).collect();
        let atoms = Atoms::of(&document, &words, &lines, groups);
        for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.start < line.end) {
            let mut here = all.iter().map(|labels| cut(&labels[line.start..line.end])).collect::<Vec<_>>();
            let mut sequence = Sequence { labels: here.remove(NAMES), ..Sequence::default() };
            atoms.feed(index, &words, &mut sequence);
            if labeled == Labeled::Whole {
                self.others.push((self.names.len(), here));
                (1..GUIDED).for_each(|_| self.names.push(sequence.clone()));
            }
            self.names.push(sequence);
        }
    }

    /// Those of the model after the first that is number `other`.
    fn other(&self, other: usize) -> Vec<Sequence> {
        let sequence = |(at, labels): &(usize, Vec<Vec<u8>>)| Sequence {
            labels: labels[other].clone(),
            ..self.names[*at].clone()
        };
        self.others.iter().map(sequence).collect()
    }
}

/// What `model` is to call each of `words`.
fn labels(model: usize, words: &[Word], entities: &[Entity]) -> Vec<u8> {
    let mut labels = vec![0u8; words.len()];
    for entity in entities {
        let Some(begin) = begin(model, entity.kind) else { continue };
        let range = covered(words, entity);
        for at in range.clone() {
            labels[at] = begin + u8::from(at != range.start);
        }
    }
    labels
}

/// The labels of a sentence: a name that its end cuts begins again.
fn cut(labels: &[u8]) -> Vec<u8> {
    let mut labels = labels.to_vec();
    if let Some(first) = labels.first_mut().filter(|first| **first > 0) {
        *first -= u8::from(*first % 2 == 0);
    }
    labels
}

/// Inside follows begin or inside of its own kind; all else may follow anything.
fn allowed(from: Option<usize>, to: usize) -> bool {
    to == 0 || to % 2 == 1 || from.is_some_and(|from| from == to || from + 1 == to)
}

impl Learner for Trained {
    fn groups(&self) -> &'static [&'static str] {
        GROUPS
    }

    fn options(&self) -> Options {
        Options { dropout: 0.3, ..Options::default() }
    }

    fn learn(&self, examples: &[&Example], plan: &Plan, watch: &mut dyn Watch) -> Result<Learned> {
        let groups = Groups::without(GROUPS, plan.without.iter().map(String::as_str));
        let mut sequences = Sequences::default();
        for (nth, example) in examples.iter().enumerate() {
            sequences.add(&*self.base, &example.bare, &example.gold, example.labeled, groups);
            if nth % LOWERED == 0 {
                let mut bare = Document::plain(example.bare.id(), &example.bare.text().to_ascii_lowercase());
                bare.sentences = example.bare.sentences.clone();
                sequences.add(&*self.base, &bare, &example.gold, example.labeled, groups);
            }
        }
        let others: Vec<Vec<Sequence>> = (1..MODELS.len()).map(|model| sequences.other(model - 1)).collect();
        let mut tensors: BTreeMap<String, Tensor> = BTreeMap::new();
        let mut all: Vec<Vec<Steps>> = Vec::new();
        for (own, sequences) in MODELS.iter().zip(std::iter::once(sequences.names).chain(others)) {
            let weights = fit(own.name, sequences, LABELS, allowed, MOST, &plan.options, watch)?;
            let (scale, steps) = weights.steps();
            let chain = weights.chain(scale).map(|(part, tensor)| (format!("{}.{part}", own.name), tensor));
            tensors.extend(chain);
            all.push(steps);
        }
        let rows: [&[Steps]; MODELS.len()] = std::array::from_fn(|model| &*all[model]);
        tensors.insert("rows".to_owned(), table(rows));
        Ok(tensors.into())
    }

    fn load(&self, file: &[u8]) -> Result<Arc<dyn Method>> {
        Ok(Arc::new(Names::read(file, self.base.clone())?))
    }
}
