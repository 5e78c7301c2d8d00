//! Measures for clusterings, as of mentions by the thing they name.

use std::collections::{BTreeMap, BTreeSet};

use super::align::best;
use super::counts::Counts;

type Clusters<'a, K> = BTreeMap<&'a str, BTreeSet<&'a K>>;

fn clusters<K: Ord>(items: &[(K, String)]) -> Clusters<'_, K> {
    let mut clusters: Clusters<K> = BTreeMap::new();
    for (key, cluster) in items {
        clusters.entry(cluster).or_default().insert(key);
    }
    clusters
}

/// B-cubed (Bagga and Baldwin 1998): for each item of one side the share of its cluster that the
/// other side also puts with it. An item that the other side lacks counts 0.
pub fn b_cubed<K: Ord>(gold: &[(K, String)], predicted: &[(K, String)]) -> Counts {
    let (ours, theirs) = (clusters(gold), clusters(predicted));
    Counts {
        gold: ours.values().map(|cluster| cluster.len() as u64).sum(),
        predicted: theirs.values().map(|cluster| cluster.len() as u64).sum(),
        recalled: shares(&ours, &theirs),
        precise: shares(&theirs, &ours),
    }
}

/// Over the items of `one`, the share of the item's cluster that is also in its cluster of `other`.
fn shares<K: Ord>(one: &Clusters<K>, other: &Clusters<K>) -> f64 {
    let mut home: BTreeMap<&K, &BTreeSet<&K>> = BTreeMap::new();
    for cluster in other.values() {
        for &item in cluster {
            home.insert(item, cluster);
        }
    }
    let share = |cluster: &BTreeSet<&K>, item: &K| {
        let found = home.get(item).map_or(0, |other| cluster.intersection(other).count());
        found as f64 / cluster.len() as f64
    };
    one.values().flat_map(|cluster| cluster.iter().map(|&item| share(cluster, item))).sum()
}

/// CEAF-e (Luo 2005): clusters aligned one to one so that the sum of their Dice scores is largest.
pub fn ceaf_e<K: Ord>(gold: &[(K, String)], predicted: &[(K, String)]) -> Counts {
    let (ours, theirs) = (clusters(gold), clusters(predicted));
    let dice = |a: &BTreeSet<&K>, b: &BTreeSet<&K>| {
        2.0 * a.intersection(b).count() as f64 / (a.len() + b.len()) as f64
    };
    let weights: Vec<Vec<f64>> =
        ours.values().map(|a| theirs.values().map(|b| dice(a, b)).collect()).collect();
    let sum = best(&weights, theirs.len()).into_iter().map(|(a, b)| weights[a][b]).sum();
    Counts { gold: ours.len() as u64, predicted: theirs.len() as u64, recalled: sum, precise: sum }
}

/// Pairwise F1: pairs of items that both sides put together.
pub fn pairwise<K: Ord>(gold: &[(K, String)], predicted: &[(K, String)]) -> Counts {
    let (ours, theirs) = (clusters(gold), clusters(predicted));
    Counts::of_sets(&pairs(&ours), &pairs(&theirs))
}

fn pairs<'a, K: Ord>(clusters: &Clusters<'a, K>) -> BTreeSet<(&'a K, &'a K)> {
    let mut pairs = BTreeSet::new();
    for cluster in clusters.values() {
        for (at, &one) in cluster.iter().enumerate() {
            pairs.extend(cluster.iter().skip(at + 1).map(|&other| (one, other)));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(of: &[(u32, &str)]) -> Vec<(u32, String)> {
        of.iter().map(|&(item, cluster)| (item, cluster.to_owned())).collect()
    }

    /// The example of Luo (2005): {1..5}, {6, 7}, {8..12} against {1..5}, {6..12}.
    #[test]
    fn agrees_with_the_published_example() {
        let gold: Vec<(u32, String)> = (1..=12)
            .map(|n| {
                (
                    n,
                    if n <= 5 {
                        "a"
                    } else if n <= 7 {
                        "b"
                    } else {
                        "c"
                    }
                    .to_owned(),
                )
            })
            .collect();
        let found: Vec<(u32, String)> =
            (1..=12).map(|n| (n, if n <= 5 { "x" } else { "y" }.to_owned())).collect();
        let b3 = b_cubed(&gold, &found);
        assert_eq!(b3.recall(), Some(1.0));
        let precision = b3.precision().expect("items");
        assert!((precision - (5.0 + 4.0 / 7.0 + 25.0 / 7.0) / 12.0).abs() < 1e-12, "{precision}");
        // Luo: phi-4 sums to 1 + 10/12.
        assert!((ceaf_e(&gold, &found).recalled - (1.0 + 10.0 / 12.0)).abs() < 1e-12);
    }

    #[test]
    fn names_of_clusters_do_not_matter() {
        let (a, b) = (items(&[(1, "a"), (2, "a"), (3, "b")]), items(&[(1, "z"), (2, "z"), (3, "a")]));
        assert_eq!(b_cubed(&a, &b).f1(), Some(1.0));
        assert_eq!(ceaf_e(&a, &b).f1(), Some(1.0));
        assert_eq!(pairwise(&a, &b).f1(), Some(1.0));
        assert_eq!(pairwise(&a, &items(&[(1, "z"), (2, "y"), (3, "y")])).f1(), Some(0.0));
    }
}
