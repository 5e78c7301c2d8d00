//! Training of the judge: what the methods put up for texts that the learning one among them has not seen, and whether
//! it is right.

use std::ops::Range;
use std::sync::{Arc, Mutex};

use anyhow::{Result, anyhow, ensure};

use crate::claims::relation::Relation;
use crate::claims::view::View;
use crate::document::Document;
use crate::judge::candidates::{self, Candidate};
use crate::judge::features::{GROUPS, features};
use crate::judge::filter::{EXACT, Filter, LABELS, NEAR, WRONG};
use crate::learn::crf::sequence::Sequence;
use crate::learn::crf::train::{Options, State, Watch, fit};
use crate::learn::model::{self, FORMAT, Header, Tensor};
use crate::learner::{Example, Labeled, Learned, Learner, Plan};
use crate::method::{Method, Shared};

/// Rows of the model.
const MOST: usize = 98_000;

/// Parts of the corpora, each read by a second method that has learned from the others.
const FOLDS: usize = 3;

/// By how much cues are likelier for the second method than it would have them by itself; set on the dev part of datasets/open.
pub const EAGER: f32 = 2.0;

/// The least probability of a claim that stands; set on the dev parts of datasets/open and datasets/single.
const THRESHOLD: f32 = 0.15;

/// How much of each part a claim must share with the gold's to be right: the Dice score.
const SAME: f64 = 0.5;

/// How the judge is trained.
pub struct Trained {
    /// The methods whose claims are judged: one that needs no training, and one that learns.
    pub plain: Arc<dyn Method>,
    pub learner: Arc<dyn Learner>,
    /// The second one as the program has it.
    pub learned: Arc<dyn Method>,
}

impl Learner for Trained {
    fn groups(&self) -> &'static [&'static str] {
        GROUPS
    }

    fn options(&self) -> Options {
        Options { epochs: 60, l2: 1e-3, dropout: 0.3, ..Options::default() }
    }

    fn learn(&self, examples: &[&Example], plan: &Plan, watch: &mut dyn Watch) -> Result<Learned> {
        let (silver, gold): (Vec<&Example>, Vec<&Example>) =
            examples.iter().copied().partition(|example| example.labeled == Labeled::Silver);
        ensure!(gold.len() >= FOLDS, "{} documents are too few to judge by", gold.len());
        let shared = Mutex::new(watch);
        let folds: Vec<Result<Vec<Sequence>>> = std::thread::scope(|scope| {
            let start = |fold| {
                let (gold, silver, shared) = (&gold, &silver, &shared);
                scope.spawn(move || self.fold(fold, gold, silver, plan, &mut InFold { fold, watch: shared }))
            };
            let running: Vec<_> = (0..FOLDS).map(start).collect();
            running.into_iter().map(|fold| fold.join().expect("learning does not panic")).collect()
        });
        let sequences = folds.into_iter().collect::<Result<Vec<_>>>()?.concat();
        let watch = shared.into_inner().map_err(|_| anyhow!("a fold has panicked"))?;
        let weights = fit("claims", sequences, LABELS, |_, _| true, MOST, &plan.options, watch)?;
        let mut tensors: std::collections::BTreeMap<String, Tensor> =
            weights.tensors().into_iter().map(|(name, tensor)| (format!("claims.{name}"), tensor)).collect();
        tensors.insert("threshold".to_owned(), Tensor::f32s(vec![1], &[THRESHOLD]));
        Ok(tensors.into())
    }

    fn load(&self, file: &[u8]) -> Result<Arc<dyn Method>> {
        Ok(Arc::new(Filter::read(file, vec![self.plain.clone(), self.learned.clone()])?))
    }
}

impl Trained {
    /// What is put up for the gold of one fold by methods that have learned from the other folds and from silver, labeled.
    fn fold(
        &self,
        fold: usize,
        gold: &[&Example],
        silver: &[&Example],
        plan: &Plan,
        watch: &mut InFold,
    ) -> Result<Vec<Sequence>> {
        let others = gold.iter().enumerate().filter(|(at, _)| at % FOLDS != fold);
        let others: Vec<&Example> = others.map(|(_, example)| example).chain(silver).copied().collect();
        let below = Plan { options: self.learner.options(), ..plan.clone() };
        let learned = self.learner.learn(&others, &below, watch)?;
        let file = model::write(&header(&below), &learned.tensors)?;
        let methods = vec![self.plain.clone(), self.learner.load(&file)?];
        let own = gold.iter().skip(fold).step_by(FOLDS);
        Ok(own.flat_map(|example| judged(example, &methods)).collect())
    }
}

/// Keeps the stages of each fold apart, which have the same names: what one learned is not the next one's.
struct InFold<'s, 'w> {
    fold: usize,
    watch: &'s Mutex<&'w mut dyn Watch>,
}

impl InFold<'_, '_> {
    fn stage(&self, stage: &str) -> String {
        format!("fold-{}-{stage}", self.fold)
    }
}

impl Watch for InFold<'_, '_> {
    fn resume(&mut self, stage: &str) -> Option<State> {
        self.watch.lock().ok()?.resume(&self.stage(stage))
    }

    fn epoch(&mut self, stage: &str, loss: f64, options: &Options, state: &State) -> Result<()> {
        let mut watch = self.watch.lock().map_err(|_| anyhow!("another fold has panicked"))?;
        watch.epoch(&self.stage(stage), loss, options, state)
    }
}

/// That of the second method's model for one fold, which is read and thrown away.
fn header(plan: &Plan) -> Header {
    let (layer, method) = ("claims".to_owned(), "crf".to_owned());
    Header { format: FORMAT, layer, method, corpora: Default::default(), options: plan.described() }
}

/// A sequence of one for each candidate of the text, labeled.
fn judged(example: &Example, methods: &[Arc<dyn Method>]) -> Vec<Sequence> {
    let mut document = example.bare.clone();
    let mut shared = Shared::default();
    let all = candidates::all(&mut document, &mut shared, methods);
    let view = View::shared(&document, &mut shared);
    let gold = gold(&view, &example.gold);
    let mut sequences = Vec::new();
    for (at, candidate) in all.iter().enumerate() {
        let label = if gold.contains(&candidate.relation) {
            EXACT
        } else if gold.iter().any(|own| same(own, candidate)) {
            NEAR
        } else {
            WRONG
        };
        let mut sequence = Sequence { labels: vec![label as u8], ..Sequence::default() };
        features(&document, &view, &all, at, &mut sequence);
        sequences.push(sequence);
    }
    sequences
}

/// The gold's relations by our guide, one for each sentence of their contents.
fn gold(view: &View, document: &Document) -> Vec<Relation> {
    let mut found = Vec::new();
    for mut relation in Relation::all(view, document) {
        relation.trim(view);
        for sentence in &view.sentences {
            let inside = |part: &Range<usize>| part.start.max(sentence.start)..part.end.min(sentence.end);
            let content: Vec<_> =
                relation.content.iter().map(inside).filter(|part| !part.is_empty()).collect();
            if !content.is_empty() {
                found.push(Relation { content, ..relation.clone() });
            }
        }
    }
    found
}

fn same(gold: &Relation, candidate: &Candidate) -> bool {
    let own = &candidate.relation;
    [(&gold.source, &own.source), (&gold.cue, &own.cue), (&gold.content, &own.content)]
        .into_iter()
        .all(|(a, b)| dice(a, b) >= SAME)
}

/// Twice the words that two spans share, over the words of both; 1 where both are empty.
fn dice(a: &[Range<usize>], b: &[Range<usize>]) -> f64 {
    let size = |parts: &[Range<usize>]| parts.iter().map(|part| part.len()).sum::<usize>();
    let both: usize = a
        .iter()
        .flat_map(|a| b.iter().map(move |b| a.end.min(b.end).saturating_sub(a.start.max(b.start))))
        .sum();
    let all = size(a) + size(b);
    if all == 0 { 1.0 } else { 2.0 * both as f64 / all as f64 }
}
