//! What is counted, and the ratios that are derived from it.

use std::collections::BTreeSet;

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

    /// Two sets of distinct items: an item stated twice counts once.
    pub fn of_sets<T: Ord>(gold: &BTreeSet<T>, predicted: &BTreeSet<T>) -> Counts {
        Counts::exact(gold.len(), predicted.len(), gold.intersection(predicted).count())
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
