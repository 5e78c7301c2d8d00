//! How well one document's labels fit another's. Counts are kept, ratios derived: a ratio with
//! nothing to divide by is absent, not zero. Matching is one to one and optimal, never greedy.

mod align;
pub mod board;
mod claims;
mod interval;
mod kappa;

use std::collections::BTreeSet;

use crate::document::{Document, Span};
use crate::extract::Layer;

pub use claims::label_pairs;
pub use interval::interval;
pub use kappa::kappa;

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
pub fn compare(layer: Layer, gold: &Document, predicted: &Document) -> Vec<(&'static str, Counts)> {
    match layer {
        Layer::Sentences => sentences(gold, predicted),
        Layer::Entities => entities(gold, predicted),
        Layer::Claims => claims::compare(gold, predicted),
    }
}

/// `exact`: sentences with both ends right. `boundary`: ends of sentences (Read et al. 2012).
fn sentences(gold: &Document, predicted: &Document) -> Vec<(&'static str, Counts)> {
    let spans = |document: &Document| document.sentences.iter().map(|s| s.span).collect();
    let ends = |document: &Document| document.sentences.iter().map(|s| s.span.end()).collect();
    vec![
        ("exact", sets::<Span>(&spans(gold), &spans(predicted))),
        ("boundary", sets::<usize>(&ends(gold), &ends(predicted))),
    ]
}

/// `strict`: span and type right, `exact`: span right whatever the type (both SemEval-2013 task 9),
/// `id`: of the mentions with the right span and type, those that name the same thing.
fn entities(gold: &Document, predicted: &Document) -> Vec<(&'static str, Counts)> {
    let strict = |document: &Document| document.entities.iter().map(|e| (e.span, e.kind)).collect();
    let spans = |document: &Document| document.entities.iter().map(|e| e.span).collect();
    let named = |document: &Document| -> std::collections::BTreeMap<_, _> {
        let names = document.entities.iter().filter(|e| !e.kind.is_value());
        names.map(|e| ((e.span, e.kind), e.id.clone())).collect()
    };
    let (ours, theirs) = (named(gold), named(predicted));
    let both: Vec<bool> =
        ours.iter().filter_map(|(key, id)| theirs.get(key).map(|other| other == id)).collect();
    vec![
        ("strict", sets(&strict(gold), &strict(predicted))),
        ("exact", sets::<Span>(&spans(gold), &spans(predicted))),
        ("id", Counts::exact(both.len(), both.len(), both.iter().filter(|&&same| same).count())),
    ]
}

/// Two sets of distinct items: an item stated twice counts once.
fn sets<T: Ord>(gold: &BTreeSet<T>, predicted: &BTreeSet<T>) -> Counts {
    Counts::exact(gold.len(), predicted.len(), gold.intersection(predicted).count())
}

/// `kind`: lines of the raw file with the right kind. Both documents have the same raw file, so
/// the same lines.
pub fn blocks(gold: &Document, predicted: &Document) -> Counts {
    let pairs = gold.blocks().iter().zip(predicted.blocks());
    let hits = pairs.filter(|(ours, theirs)| ours.kind == theirs.kind && ours.raw == theirs.raw).count();
    Counts::exact(gold.blocks().len(), predicted.blocks().len(), hits)
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
