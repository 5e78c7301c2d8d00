//! The leaderboard: per-document counts grouped, summed and ranked.

use std::collections::HashMap;

use super::compare::{p_value, resolving_power};
use super::counts::Counts;
use super::interval::interval;
use super::measure::{Measure, Scored};

/// The level of the test by which ranks are told apart.
const SIGNIFICANT: f64 = 0.05;

/// One document's counts for one measure of one method.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub layer: Scored,
    pub method: String,
    pub measure: Measure,
    pub document: String,
    pub counts: Counts,
}

/// One measure of one method over all documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub layer: Scored,
    pub method: String,
    pub measure: Measure,
    /// 1 and one more for each method that is better by the paired randomization test at 5%: methods
    /// that the set cannot separate share a rank.
    pub rank: u32,
    /// The place by F1 alone.
    pub place: u32,
    /// Against the method with the best F1; absent for that one.
    pub p_value: Option<f64>,
    /// The smallest difference to the best one that the set would show.
    pub resolving_power: Option<f64>,
    pub documents: u32,
    pub counts: Counts,
    /// 95% interval of the F1, by bootstrap over documents.
    pub interval: Option<(f64, f64)>,
}

/// One measure of one method, document by document.
struct Group<'e> {
    layer: Scored,
    measure: Measure,
    method: &'e str,
    documents: Vec<Counts>,
    pooled: Counts,
}

impl Group<'_> {
    fn f1(&self) -> f64 {
        self.pooled.f1().unwrap_or(0.0)
    }

    /// Whether the two were scored alike.
    fn rivals(&self, other: &Group) -> bool {
        (self.layer, self.measure) == (other.layer, other.measure)
    }
}

/// Sums `entries` over documents and ranks the methods within each layer and measure. Layers,
/// measures and methods stand in the order in which they first occur.
pub fn standings(entries: &[Entry]) -> Vec<Standing> {
    let groups = groups(entries);
    groups.iter().map(|group| standing(group, &groups)).collect()
}

fn groups(entries: &[Entry]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group> = Vec::new();
    let mut places = HashMap::new();
    for Entry { layer, method, measure, counts, .. } in entries {
        let place = *places.entry((layer, measure, method)).or_insert(groups.len());
        if place == groups.len() {
            let (documents, pooled) = (Vec::new(), Counts::default());
            groups.push(Group { layer: *layer, measure: *measure, method, documents, pooled });
        }
        let group = &mut groups[place];
        group.documents.push(*counts);
        group.pooled = group.pooled + *counts;
    }
    groups
}

fn standing(group: &Group, groups: &[Group]) -> Standing {
    let rivals: Vec<&Group> = groups.iter().filter(|other| group.rivals(other)).collect();
    let place = |group: &Group| 1 + rivals.iter().filter(|other| other.f1() > group.f1()).count() as u32;
    let own = place(group);
    // Only methods that were run on the same documents can be compared document by document.
    let paired: Vec<&Group> = rivals
        .iter()
        .copied()
        .filter(|other| other.method != group.method && other.documents.len() == group.documents.len())
        .collect();
    let p = |other: &Group| p_value(&other.documents, &group.documents);
    let better = paired.iter().filter(|other| place(other) < own);
    let best = paired.iter().find(|other| place(other) == 1 && own > 1);
    let nearest = paired.iter().min_by_key(|other| place(other));
    Standing {
        layer: group.layer,
        method: group.method.to_owned(),
        measure: group.measure,
        rank: 1 + better.filter(|other| p(other) < SIGNIFICANT).count() as u32,
        place: own,
        p_value: best.map(|best| p(best)),
        resolving_power: nearest.and_then(|other| resolving_power(&group.documents, &other.documents)),
        documents: group.documents.len() as u32,
        counts: group.pooled,
        interval: interval(&group.documents),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::Layer;

    fn entry(method: &str, document: &str, hits: usize) -> Entry {
        Entry {
            layer: Layer::Claims.into(),
            method: method.into(),
            measure: Measure::WholeExact,
            document: document.into(),
            counts: Counts::exact(4, 5, hits),
        }
    }

    #[test]
    fn sums_over_documents_and_places_by_score() {
        let entries = [
            entry("a", "1", 1),
            entry("b", "1", 3),
            entry("a", "2", 1),
            entry("b", "2", 0),
            entry("c", "1", 0),
        ];
        let found = standings(&entries);
        let places: Vec<(&str, u32, u64)> =
            found.iter().map(|s| (s.method.as_str(), s.place, s.counts.gold)).collect();
        assert_eq!(places, [("a", 2, 8), ("b", 1, 8), ("c", 3, 4)]);
    }

    #[test]
    fn methods_that_no_test_can_tell_apart_share_a_rank() {
        let run = |documents: usize| {
            let entries: Vec<Entry> = (0..documents)
                .flat_map(|n| [entry("good", &n.to_string(), 3), entry("bad", &n.to_string(), 1)])
                .collect();
            let found = standings(&entries);
            (found[0].rank, found[1].rank)
        };
        assert_eq!(run(4), (1, 1));
        assert_eq!(run(12), (1, 2));
    }
}
