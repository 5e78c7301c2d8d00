//! How far an F1 may be trusted: the percentile bootstrap over documents (Efron 1979).

use super::Counts;

const RESAMPLES: usize = 1000;

/// The 95% interval of the F1 of `documents`' counts pooled; absent with fewer than two documents.
/// The same counts always give the same interval.
pub fn interval(documents: &[Counts]) -> Option<(f64, f64)> {
    if documents.len() < 2 {
        return None;
    }
    let mut state = 0x005a_1d50_u64;
    let mut scores: Vec<f64> = (0..RESAMPLES)
        .filter_map(|_| {
            let draws = (0..documents.len()).map(|_| documents[draw(&mut state, documents.len())]);
            draws.sum::<Counts>().f1()
        })
        .collect();
    scores.sort_by(f64::total_cmp);
    let last = scores.len().checked_sub(1)?;
    let at = |share: f64| scores[(share * last as f64).round() as usize];
    Some((at(0.025), at(0.975)))
}

/// A number below `limit`, by SplitMix64 (Steele, Lea and Flood 2014).
fn draw(state: &mut u64, limit: usize) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) % limit as u64) as usize
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
