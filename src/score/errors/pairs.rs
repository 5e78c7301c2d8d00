//! What is shared by the layers: first what is the same on both sides, then the best of the rest.

use std::collections::BTreeMap;

use super::kind::{Error, ErrorKind, Match};
use crate::document::Span;
use crate::score::measure::Role;
use crate::score::overlap::aligned;

/// Takes what both have out of both.
pub fn taken<K: Ord + Clone, V>(ours: &mut BTreeMap<K, V>, theirs: &mut BTreeMap<K, V>) -> Vec<(V, V)> {
    let both: Vec<K> = ours.keys().filter(|key| theirs.contains_key(*key)).cloned().collect();
    both.iter().filter_map(|key| ours.remove(key).zip(theirs.remove(key))).collect()
}

/// What each pair adds to an alignment's weight: of alignments that are equally good the one with more pairs counts.
const MORE_PAIRS: f64 = 1e-9;

/// The best one-to-one alignment by `weight`, with what `errors` finds wrong in each pair; who has no partner is
/// missed or invented. Items come with their indices in the layer.
pub fn paired<T>(
    ours: &[(T, usize)],
    theirs: &[(T, usize)],
    weight: impl Fn(&T, &T) -> f64,
    errors: impl Fn(&T, &T) -> Vec<Error>,
) -> Vec<Match> {
    let pairs = aligned(ours, theirs, |a, b| {
        let weight = weight(&a.0, &b.0);
        if weight > 0.0 { weight + MORE_PAIRS } else { 0.0 }
    });
    let alone = |all: &[(T, usize)], taken: &dyn Fn(usize) -> bool| -> Vec<usize> {
        all.iter().enumerate().filter(|(at, _)| !taken(*at)).map(|(_, item)| item.1).collect()
    };
    let missed = alone(ours, &|at| pairs.iter().any(|pair| pair.0 == at));
    let invented = alone(theirs, &|at| pairs.iter().any(|pair| pair.1 == at));
    let pair = |&(a, b): &(usize, usize)| {
        let (a, b) = (&ours[a], &theirs[b]);
        Match::pair(a.1, b.1, errors(&a.0, &b.0))
    };
    let pairs = pairs.iter().map(pair);
    pairs
        .chain(missed.into_iter().map(Match::missed))
        .chain(invented.into_iter().map(Match::invented))
        .collect()
}

/// The items of both sides that overlap in a chain, with their indices in the layer.
pub struct Chain<T> {
    pub ours: Vec<(T, usize)>,
    pub theirs: Vec<(T, usize)>,
}

/// The chains in text order; nothing in one overlaps anything in another.
pub fn chains<T>(
    ours: impl IntoIterator<Item = (T, usize)>,
    theirs: impl IntoIterator<Item = (T, usize)>,
    span: impl Fn(&T) -> Span,
) -> Vec<Chain<T>> {
    let ours = ours.into_iter().map(|item| (true, item));
    let mut all: Vec<_> = ours.chain(theirs.into_iter().map(|item| (false, item))).collect();
    all.sort_by_key(|(_, item)| span(&item.0).start());
    let (mut chains, mut end) = (Vec::new(), 0);
    for (own, item) in all {
        let place = span(&item.0);
        if place.start() >= end {
            chains.push(Chain { ours: Vec::new(), theirs: Vec::new() });
        }
        end = end.max(place.end());
        if let Some(chain) = chains.last_mut() {
            if own { &mut chain.ours } else { &mut chain.theirs }.push(item);
        }
    }
    chains
}

/// Dice's coefficient of the bytes that two spans cover.
pub fn alike(a: Span, b: Span) -> f64 {
    2.0 * a.overlap(b) as f64 / (a.bytes() + b.bytes()) as f64
}

/// Which ends stand elsewhere than the gold's; of a claim, those of its `part`.
pub fn ends(gold: Span, predicted: Span, part: Option<Role>) -> Vec<Error> {
    let rows = [
        (predicted.start() < gold.start(), ErrorKind::StartEarly),
        (predicted.start() > gold.start(), ErrorKind::StartLate),
        (predicted.end() < gold.end(), ErrorKind::EndEarly),
        (predicted.end() > gold.end(), ErrorKind::EndLate),
    ];
    rows.into_iter().filter(|row| row.0).map(|(_, kind)| Error { kind, part }).collect()
}
