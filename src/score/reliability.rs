//! How far confidences may be taken for probabilities: the expected calibration error.

use super::interval::{percentiles, spread};

/// Bins of equal width.
pub const BINS: usize = 10;

/// What fell into one bin of confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    pub count: u64,
    /// Sum of the confidences.
    pub confidence: f64,
    /// How many were right.
    pub right: u64,
}

/// The found items by confidence. Counts and sums are kept and ratios derived, as in
/// [`Counts`](super::counts::Counts), so that documents add up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bins(pub [Bin; BINS]);

impl Bins {
    pub fn add(&mut self, confidence: f32, right: bool) {
        let confidence = f64::from(confidence);
        let bin = &mut self.0[((confidence * BINS as f64) as usize).min(BINS - 1)];
        bin.count += 1;
        bin.confidence += confidence;
        bin.right += u64::from(right);
    }

    pub fn count(&self) -> u64 {
        self.0.iter().map(|bin| bin.count).sum()
    }

    /// Mean confidence.
    pub fn confidence(&self) -> Option<f64> {
        self.ratio(self.0.iter().map(|bin| bin.confidence).sum())
    }

    /// Share of the found that is right.
    pub fn right(&self) -> Option<f64> {
        self.ratio(self.0.iter().map(|bin| bin.right).sum::<u64>() as f64)
    }

    /// Expected calibration error (Naeini, Cooper and Hauskrecht 2015): over ten bins of equal width,
    /// how far the mean confidence is from the share that is right, each bin by its weight. Absent
    /// where nothing was found.
    pub fn error(&self) -> Option<f64> {
        self.ratio(self.0.iter().map(|bin| (bin.confidence - bin.right as f64).abs()).sum())
    }

    fn ratio(&self, sum: f64) -> Option<f64> {
        let count = self.count();
        (count > 0).then(|| sum / count as f64)
    }
}

impl std::iter::Sum for Bins {
    fn sum<I: Iterator<Item = Bins>>(items: I) -> Bins {
        items.fold(Bins::default(), |mut sum, bins| {
            for (sum, bin) in sum.0.iter_mut().zip(bins.0) {
                sum.count += bin.count;
                sum.confidence += bin.confidence;
                sum.right += bin.right;
            }
            sum
        })
    }
}

/// The 95% interval of the error of `documents`' bins pooled, by bootstrap over documents; absent
/// with fewer than two. The error of a sample is larger than that of all on average, so the interval
/// leans upward where there are few documents.
pub fn error_interval(documents: &[Bins]) -> Option<(f64, f64)> {
    percentiles(spread(documents, |draws| draws.sum::<Bins>().error())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_by_hand() {
        let mut bins = Bins::default();
        assert_eq!(bins.error(), None);
        // Two at 0.75 of which one is right, and two at 0.25 of which none is: 2/4 · 1/4 + 2/4 · 1/4.
        for (confidence, right) in [(0.75, true), (0.75, false), (0.25, false), (0.25, false)] {
            bins.add(confidence, right);
        }
        assert_eq!((bins.count(), bins.error()), (4, Some(0.25)));
        assert_eq!((bins.confidence(), bins.right()), (Some(0.5), Some(0.25)));
        // A bin apart from the others: errors of either sign do not cancel.
        bins.add(1.0, true);
        assert_eq!(bins.error(), Some(0.2));
        let twice: Bins = [bins, bins].into_iter().sum();
        assert_eq!((twice.count(), twice.error()), (10, Some(0.2)));
        assert_eq!(error_interval(&[bins]), None);
        assert_eq!(error_interval(&[bins, bins]), Some((0.2, 0.2)));
    }

    #[test]
    fn every_share_has_a_bin() {
        let mut bins = Bins::default();
        for confidence in [0.0, 0.05, 0.95, 1.0] {
            bins.add(confidence, true);
        }
        assert_eq!((bins.0[0].count, bins.0[BINS - 1].count), (2, 2));
    }
}
