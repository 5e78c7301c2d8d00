//! Training of the model from labeled documents.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;

use crate::document::Document;
use crate::entities::crf::features::{Atoms, GROUPS, covered};
use crate::entities::crf::labels::{LABELS, begin};
use crate::entities::crf::tag::Names;
use crate::entities::words;
use crate::learn::crf::groups::Groups;
use crate::learn::crf::sequence::Sequence;
use crate::learn::crf::train::{Options, Watch, fit};
use crate::learn::model::Tensor;
use crate::learner::{Example, Learned, Learner, Plan};
use crate::method::{Method, Shared};

/// One document in so many is read twice, the second time without capitals, as people write at times.
const LOWERED: usize = 4;

/// Rows of the model.
const MOST: usize = 190_000;

/// How the model is trained.
pub struct Trained {
    /// The method whose entities are among the features.
    pub base: Arc<dyn Method>,
}

/// The sequences of `bare`, whose sentences are found, with the entities of `gold`: one a sentence.
fn add(base: &dyn Method, bare: &Document, gold: &Document, groups: Groups, sequences: &mut Vec<Sequence>) {
    let mut document = bare.clone();
    let mut shared = Shared::default();
    base.fill(&mut document, &mut shared);
    let (words, lines) = words::read(&document, &mut shared);
    let mut labels = vec![0u8; words.len()];
    for entity in &gold.entities {
        let Some(begin) = begin(entity.kind) else { continue };
        let range = covered(&words, entity);
        for at in range.clone() {
            labels[at] = begin + u8::from(at != range.start);
        }
    }
    let atoms = Atoms::of(&document, &words, &lines, groups);
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.start < line.end) {
        let mut sequence = Sequence { labels: labels[line.start..line.end].to_vec(), ..Sequence::default() };
        // A name that a sentence's end cuts begins again.
        if let Some(first) = sequence.labels.first_mut().filter(|first| **first > 0) {
            *first -= u8::from(*first % 2 == 0);
        }
        atoms.feed(index, &words, &mut sequence);
        sequences.push(sequence);
    }
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
        let mut sequences = Vec::new();
        for (nth, example) in examples.iter().enumerate() {
            add(&*self.base, &example.bare, &example.gold, groups, &mut sequences);
            if nth % LOWERED == 0 {
                let mut bare = Document::plain(example.bare.id(), &example.bare.text().to_ascii_lowercase());
                bare.sentences = example.bare.sentences.clone();
                add(&*self.base, &bare, &example.gold, groups, &mut sequences);
            }
        }
        let weights = fit("names", sequences, LABELS, allowed, MOST, &plan.options, watch)?;
        let tensors = weights.tensors();
        let tensors: BTreeMap<String, Tensor> =
            tensors.into_iter().map(|(name, tensor)| (format!("names.{name}"), tensor)).collect();
        Ok(tensors.into())
    }

    fn load(&self, file: &[u8]) -> Result<Arc<dyn Method>> {
        Ok(Arc::new(Names::read(file, self.base.clone())?))
    }
}
