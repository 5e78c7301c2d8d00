//! How far an F1 may be trusted: the percentile bootstrap over documents (Efron 1979).

use super::counts::Counts;

const RESAMPLES: usize = 1000;

/// The 95% interval of the F1 of `documents`' counts pooled; absent with fewer than two documents.
/// The same counts always give the same interval.
pub fn interval(documents: &[Counts]) -> Option<(f64, f64)> {
    percentiles(spread(documents, |draws| draws.sum::<Counts>().f1())?)
}

/// Where the middle 95% of `scores` begin and end.
pub fn percentiles(mut scores: Vec<f64>) -> Option<(f64, f64)> {
    scores.sort_by(f64::total_cmp);
    let last = scores.len().checked_sub(1)?;
    let at = |share: f64| scores[(share * last as f64).round() as usize];
    Some((at(0.025), at(0.975)))
}

/// The one in the middle, between two the mean of both; absent where there is none.
pub fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    let last = numbers.len().checked_sub(1)?;
    Some((numbers[last / 2] + numbers[numbers.len() / 2]) / 2.0)
}

/// `statistic` of as many documents drawn with replacement, again and again; absent with fewer than
/// two documents.
pub fn spread<T: Copy>(
    documents: &[T],
    statistic: impl Fn(&mut dyn Iterator<Item = T>) -> Option<f64>,
) -> Option<Vec<f64>> {
    let mut random = Random::new();
    let mut resample = || {
        let mut draws = (0..documents.len()).map(|_| documents[random.below(documents.len())]);
        statistic(&mut draws)
    };
    (documents.len() > 1).then(|| (0..RESAMPLES).filter_map(|_| resample()).collect())
}

/// SplitMix64 (Steele, Lea and Flood 2014), always from the same seed.
pub struct Random(u64);

impl Random {
    pub fn new() -> Random {
        Random(0x005a_1d50)
    }

    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_the_pooled_score_and_narrows_with_more_documents() {
        let documents: Vec<Counts> = (0..40).map(|n| Counts::exact(10, 10, 5 + n % 5)).collect();
        let pooled = documents.iter().copied().sum::<Counts>().f1().expect("not empty");
        let (low, high) = interval(&documents).expect("enough documents");
        assert!(low < pooled && pooled < high);
        let (few_low, few_high) = interval(&documents[..5]).expect("enough documents");
        assert!(high - low < few_high - few_low);
        assert_eq!(interval(&documents[..1]), None);
    }
}
