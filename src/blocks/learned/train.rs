//! Training of the filter from pages whose lines are labeled.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Result, ensure};

use crate::blocks::learned::features::{GROUPS, Page};
use crate::blocks::learned::filter::{Base, Filter, JUNK, LABELS, margin, measured};
use crate::document::{BlockKind, Document};
use crate::learn::crf::groups::Groups;
use crate::learn::crf::sequence::Sequence;
use crate::learn::crf::train::{Options, Watch, fit};
use crate::learn::model::{self, FORMAT, Header, Tensor};
use crate::learner::{Example, Judged, Learned, Learner, Plan, lowest};
use crate::method::Method;

/// Rows of the model; the table is then a megabyte at most.
const MOST: usize = 98_000;

/// Parts of the corpus that are judged by what the others taught.
const FOLDS: usize = 10;

/// The share of good characters that the filter may cost: what it drops cannot be got back later, and
/// what it keeps can still be dropped.
const LOSS: f64 = 0.005;

/// How the filter is trained.
pub struct Trained {
    /// The method that tells the kinds of the lines that stay or go.
    pub base: Arc<dyn Method>,
}

/// A page as a scraper left it.
struct Sample<'e> {
    page: &'e Document,
    /// The kinds of its lines, by the base method.
    kinds: Vec<BlockKind>,
    /// Whether a line is junk.
    junk: Vec<bool>,
}

impl<'e> Sample<'e> {
    fn of(example: &'e Example, base: &Base) -> Sample<'e> {
        let junk = example.gold.blocks().iter().map(|block| !block.kind.kept()).collect();
        Sample { page: &example.bare, kinds: base.kinds(&example.bare), junk }
    }

    fn sequence(&self, groups: Groups) -> Sequence {
        let labels = self.junk.iter().map(|junk| if *junk { JUNK as u8 } else { 0 }).collect();
        let mut sequence = Sequence { labels, ..Sequence::default() };
        Page::of(&measured(&self.page.lines()), &self.kinds, groups).features(&mut sequence);
        sequence
    }

    /// Its lines as a filter judges them that has not seen the page.
    fn judged(&self, filter: &Filter) -> Vec<Judged> {
        let lines = filter.probabilities(&self.page.lines(), &self.kinds).into_iter();
        let lines = lines.zip(&self.junk).zip(&self.kinds);
        lines
            .map(|(((p, chars), &junk), kind)| Judged {
                chars,
                junk,
                margin: margin(p, chars),
                base_drops: !kind.kept(),
            })
            .collect()
    }
}

impl Learner for Trained {
    fn groups(&self) -> &'static [&'static str] {
        GROUPS
    }

    fn options(&self) -> Options {
        Options { l2: 1e-2, ..Options::default() }
    }

    /// The threshold is the one that keeps to the loss on pages which the filter has not seen, by
    /// cross-validation.
    fn learn(&self, examples: &[&Example], plan: &Plan, watch: &mut dyn Watch) -> Result<Learned> {
        let base = Base(self.base.clone());
        let mut samples: Vec<Sample> = examples.iter().map(|example| Sample::of(example, &base)).collect();
        samples.retain(|sample| !sample.junk.is_empty());
        ensure!(samples.len() >= FOLDS, "{} pages are too few to judge a filter by", samples.len());
        let mut held_out = Vec::new();
        for fold in 0..FOLDS {
            let others = samples.iter().enumerate().filter(|(at, _)| at % FOLDS != fold).map(|row| row.1);
            let mut tensors = fitted(&format!("fold-{fold}"), others, plan, watch)?;
            tensors.insert("threshold".to_owned(), Tensor::f32s(vec![1], &[0.0]));
            let filter = Filter::read(&model::write(&header(plan), &tensors)?, base.clone())?;
            held_out
                .push(samples.iter().skip(fold).step_by(FOLDS).map(|page| page.judged(&filter)).collect());
        }
        let mut tensors = fitted("lines", samples.iter(), plan, watch)?;
        let threshold = lowest(held_out.iter().flatten(), LOSS);
        tensors.insert("threshold".to_owned(), Tensor::f32s(vec![1], &[threshold]));
        Ok(Learned { tensors, held_out })
    }

    fn load(&self, file: &[u8]) -> Result<Arc<dyn Method>> {
        Ok(Arc::new(Filter::read(file, Base(self.base.clone()))?))
    }
}

/// That of a filter for one fold, which is read and thrown away.
fn header(plan: &Plan) -> Header {
    let (layer, method) = ("blocks".to_owned(), "learned".to_owned());
    Header { format: FORMAT, layer, method, corpora: BTreeMap::new(), options: plan.described() }
}

/// The tensors of the model, but for its threshold.
fn fitted<'s>(
    stage: &str,
    samples: impl Iterator<Item = &'s Sample<'s>>,
    plan: &Plan,
    watch: &mut dyn Watch,
) -> Result<BTreeMap<String, Tensor>> {
    let groups = Groups::without(GROUPS, plan.without.iter().map(String::as_str));
    let sequences = samples.map(|sample| sample.sequence(groups)).collect();
    let weights = fit(stage, sequences, LABELS, |_, _| true, MOST, &plan.options, watch)?;
    let named = weights.tensors();
    Ok(named.into_iter().map(|(name, tensor)| (format!("lines.{name}"), tensor)).collect())
}
