//! How well one document's labels fit another's. Counts are kept, ratios derived: a ratio with
//! nothing to divide by is absent, not zero. Matching is one to one and optimal, never greedy.

mod align;
pub mod board;
mod claims;
mod cluster;
mod compare;
mod entities;
mod interval;
mod kappa;
mod reliability;
mod sentences;

use std::collections::BTreeSet;

use crate::document::{BlockKind, Document, Label, Span};
use crate::method::Layer;

pub use claims::{LABELS, label_pairs};
pub use cluster::{b_cubed, ceaf_e, pairwise};
pub use compare::{p_value, resolving_power};
pub use interval::{interval, spread};
pub use kappa::{kappa, macro_f1};
pub use reliability::{BINS, Bin, Bins, error_interval, verdicts};

/// What was counted for one measure. For exact measures `recalled` and `precise` are the same
/// number of hits; for overlaps they are sums of shares of gold and of predicted items.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    pub gold: u64,
    pub predicted: u64,
    pub recalled: f64,
    pub precise: f64,
}

impl Counts {
    pub fn exact(gold: usize, predicted: usize, hits: usize) -> Counts {
        Counts { gold: gold as u64, predicted: predicted as u64, recalled: hits as f64, precise: hits as f64 }
    }

    /// Share of the predicted that is right.
    pub fn precision(self) -> Option<f64> {
        (self.predicted > 0).then(|| self.precise / self.predicted as f64)
    }

    /// Share of the gold that was found.
    pub fn recall(self) -> Option<f64> {
        (self.gold > 0).then(|| self.recalled / self.gold as f64)
    }

    /// Harmonic mean of precision and recall (van Rijsbergen 1979); 0 where one side is empty,
    /// absent where both are.
    pub fn f1(self) -> Option<f64> {
        let (precision, recall) = match (self.precision(), self.recall()) {
            (None, None) => return None,
            (precision, recall) => (precision.unwrap_or(0.0), recall.unwrap_or(0.0)),
        };
        let sum = precision + recall;
        Some(if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 })
    }
}

impl std::ops::Add for Counts {
    type Output = Counts;

    fn add(self, other: Counts) -> Counts {
        Counts {
            gold: self.gold + other.gold,
            predicted: self.predicted + other.predicted,
            recalled: self.recalled + other.recalled,
            precise: self.precise + other.precise,
        }
    }
}

impl std::iter::Sum for Counts {
    fn sum<I: Iterator<Item = Counts>>(items: I) -> Counts {
        items.fold(Counts::default(), |sum, counts| sum + counts)
    }
}

/// Every measure of `layer` with its counts, in a fixed order. Both documents have the same text.
pub fn compare(layer: Layer, gold: &Document, predicted: &Document) -> Vec<(String, Counts)> {
    match layer {
        Layer::Blocks => blocks(gold, predicted),
        Layer::Sentences => sentences::compare(gold, predicted),
        Layer::Entities => entities::compare(gold, predicted),
        Layer::Claims => claims::compare(gold, predicted),
    }
}

/// The measures that a short table shows; the others split or vary them.
pub const MAIN: [&str; 18] = [
    "kind",
    "exact",
    "boundary",
    "boundary final",
    "strict",
    "partial",
    "type",
    "id",
    "source exact",
    "cue exact",
    "content exact",
    "content spans",
    "whole exact",
    "source overlap",
    "cue overlap",
    "content overlap",
    "whole overlap",
    "author exact",
];

/// Two sets of distinct items: an item stated twice counts once.
fn sets<T: Ord>(gold: &BTreeSet<T>, predicted: &BTreeSet<T>) -> Counts {
    Counts::exact(gold.len(), predicted.len(), gold.intersection(predicted).count())
}

/// `kind`: lines of the raw file with the right kind (accuracy, since both documents have the same
/// lines); then each kind by itself.
pub fn blocks(gold: &Document, predicted: &Document) -> Vec<(String, Counts)> {
    let lines = |document: &Document, only: Option<BlockKind>| -> BTreeSet<(Span, &str)> {
        let blocks = document.blocks().iter().filter(|block| only.is_none_or(|kind| kind == block.kind));
        blocks.map(|block| (block.raw, block.kind.name())).collect()
    };
    let count = |only| sets(&lines(gold, only), &lines(predicted, only));
    let kinds = BlockKind::ALL.iter().map(|&(kind, name, _)| (format!("kind {name}"), count(Some(kind))));
    std::iter::once(("kind".to_owned(), count(None))).chain(kinds).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_divide_by_is_absent_not_zero() {
        assert_eq!(Counts::default().f1(), None);
        assert_eq!(Counts::exact(0, 3, 0).recall(), None);
        assert_eq!(Counts::exact(0, 3, 0).f1(), Some(0.0));
        assert_eq!(Counts::exact(4, 2, 2).f1(), Some(2.0 / 3.0));
    }
}
