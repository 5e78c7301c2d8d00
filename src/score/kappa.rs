//! Agreement of labels: beyond chance, and label by label.

use std::collections::BTreeMap;

/// Cohen's kappa (Cohen 1960) of pairs of labels; absent without pairs, and where both sides give
/// one and the same label throughout, since chance then explains everything.
pub fn kappa(pairs: &[(&str, &str)]) -> Option<f64> {
    let total = pairs.len() as f64;
    let mut counts: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for (a, b) in pairs {
        counts.entry(a).or_default().0 += 1.0;
        counts.entry(b).or_default().1 += 1.0;
    }
    let observed = pairs.iter().filter(|(a, b)| a == b).count() as f64 / total;
    let by_chance: f64 = counts.values().map(|(a, b)| a * b / (total * total)).sum();
    (!pairs.is_empty() && by_chance < 1.0).then(|| (observed - by_chance) / (1.0 - by_chance))
}

/// The mean over the labels that occur of each label's own F1; absent without pairs.
pub fn macro_f1(pairs: &[(&str, &str)]) -> Option<f64> {
    let mut counts: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    for (a, b) in pairs {
        counts.entry(a).or_default().0 += 1;
        counts.entry(b).or_default().1 += 1;
        if a == b {
            counts.entry(a).or_default().2 += 1;
        }
    }
    let scores = counts.values().map(|&(a, b, both)| 2.0 * both as f64 / (a + b) as f64);
    (!pairs.is_empty()).then(|| scores.sum::<f64>() / counts.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_a_worked_example() {
        // 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed 0.7, by chance 0.5.
        let cells = [("y", "y", 20), ("y", "n", 5), ("n", "y", 10), ("n", "n", 15)];
        let pairs: Vec<(&str, &str)> = cells.iter().flat_map(|&(a, b, n)| vec![(a, b); n]).collect();
        let found = kappa(&pairs).expect("two labels");
        assert!((found - 0.4).abs() < 1e-12, "{found}");
        assert_eq!(kappa(&[("y", "y"); 9]), None);
        assert_eq!(kappa(&[]), None);
        // y: 2 * 20 / (25 + 30), n: 2 * 15 / (25 + 20).
        let found = macro_f1(&pairs).expect("two labels");
        assert!((found - (40.0 / 55.0 + 30.0 / 45.0) / 2.0).abs() < 1e-12, "{found}");
    }
}
