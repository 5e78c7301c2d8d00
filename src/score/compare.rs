//! Whether two methods can be told apart: the paired randomization test over documents (Noreen
//! 1989; Yeh 2000).

use super::counts::Counts;
use super::interval::{Random, percentiles, spread};

/// Sign flips that are drawn where there are too many to try them all.
const DRAWS: usize = 10_000;

/// The two-sided p-value of the difference in pooled F1 between two methods on the same documents:
/// how often swapping their outputs at random, document by document, gives a difference as large.
/// All swaps are tried where there are few, so that the value is exact.
pub fn p_value(a: &[Counts], b: &[Counts]) -> f64 {
    let f1 = |counts: &Counts| counts.f1().unwrap_or(0.0);
    let difference = |swapped: &dyn Fn(usize) -> bool| {
        let (mut left, mut right) = (Counts::default(), Counts::default());
        for (at, (&a, &b)) in a.iter().zip(b).enumerate() {
            let (a, b) = if swapped(at) { (b, a) } else { (a, b) };
            (left, right) = (left + a, right + b);
        }
        (f1(&left) - f1(&right)).abs()
    };
    // Rounding must not turn an equal difference into a smaller one.
    let observed = difference(&|_| false) - 1e-12;
    let documents = a.len().min(b.len());
    if documents <= 13 {
        let all = 1u32 << documents;
        let as_large = (0..all).filter(|swaps| difference(&|at| swaps >> at & 1 == 1) >= observed).count();
        return as_large as f64 / f64::from(all);
    }
    let mut random = Random::new();
    let as_large = (0..DRAWS)
        .filter(|_| {
            let swaps: Vec<bool> = (0..documents).map(|_| random.below(2) == 1).collect();
            difference(&|at| swaps[at]) >= observed
        })
        .count();
    (as_large + 1) as f64 / (DRAWS + 1) as f64
}

/// The smallest difference in F1 between two such methods that a test at 5% finds in four of five
/// samples of documents: 2.8 standard errors of the difference (Cohen 1988), by bootstrap.
pub fn resolving_power(a: &[Counts], b: &[Counts]) -> Option<f64> {
    let differences = differences(a, b)?;
    if differences.len() < 2 {
        return None;
    }
    let count = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / count;
    let variance = differences.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / (count - 1.0);
    Some(2.8 * variance.sqrt())
}

/// The 95% interval of the difference in pooled F1, the first less the second, by bootstrap over documents.
pub fn difference(a: &[Counts], b: &[Counts]) -> Option<(f64, f64)> {
    percentiles(differences(a, b)?)
}

/// The differences in pooled F1 on documents that are drawn again and again.
fn differences(a: &[Counts], b: &[Counts]) -> Option<Vec<f64>> {
    let documents: Vec<(Counts, Counts)> = a.iter().copied().zip(b.iter().copied()).collect();
    spread(&documents, |draws| {
        let (a, b) =
            draws.fold((Counts::default(), Counts::default()), |sum, draw| (sum.0 + draw.0, sum.1 + draw.1));
        Some(a.f1()? - b.f1()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_swaps_of_few_documents_are_tried() {
        let (good, bad) = (vec![Counts::exact(4, 4, 4); 5], vec![Counts::exact(4, 4, 1); 5]);
        // Only the two extreme swaps of 32 give a difference as large.
        assert_eq!(p_value(&good, &bad), 2.0 / 32.0);
        assert_eq!(p_value(&good, &good), 1.0);
    }

    #[test]
    fn many_documents_separate_what_few_cannot() {
        let (good, bad) = (vec![Counts::exact(4, 4, 3); 40], vec![Counts::exact(4, 4, 2); 40]);
        assert!(p_value(&good, &bad) < 0.001);
        assert!(resolving_power(&good, &bad) < Some(0.01));
    }
}
