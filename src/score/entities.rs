//! Measures for entities: the four of SemEval-2013 task 9 (Segura-Bedmar, Martínez and Herrero-Zazo
//! 2013), per type and pooled, and the coreference measures over their ids.

use std::cmp::Ordering;

use super::align::best;
use super::cluster;
use super::counts::Counts;
use super::measure::Measure;
use super::trim::trimmed;
use crate::document::{Document, EntityType, Label, Span};

/// - `strict`: span and type right; also for each type.
/// - `exact`: span right, whatever the type.
/// - `partial`: any type; a right span counts 1, an overlapping one 1/2.
/// - `type`: right type and an overlap.
/// - `b-cubed` (Bagga and Baldwin 1998) and `ceaf-e` (Luo 2005): mentions with an id, clustered by it.
/// - `id`: of the mentions with the right span and type, those with the same id.
///
/// The first four align mentions one to one so that the sum is the largest there is. A mention is a
/// span with a type: one stated twice counts once, a span with two types is two. White space at its
/// ends is no part of it.
pub fn compare(gold: &Document, predicted: &Document) -> Vec<(Measure, Counts)> {
    let (ours, theirs) = (mentions(gold), mentions(predicted));
    let (strict, by_type) = strict(&ours, &theirs);
    let (partial, kind) = overlapping(&ours, &theirs);
    let sum = |hits: f64| Counts {
        gold: ours.len() as u64,
        predicted: theirs.len() as u64,
        recalled: hits,
        precise: hits,
    };
    let mut measures = vec![
        (Measure::Strict(None), strict),
        (Measure::Exact, sum(exact(&ours, &theirs) as f64)),
        (Measure::Partial, sum(partial)),
        (Measure::Type, sum(kind)),
    ];
    let types = EntityType::ALL.iter().zip(by_type);
    measures.extend(types.map(|(&(kind, ..), counts)| (Measure::Strict(Some(kind)), counts)));
    let (ours, theirs) = (named(gold), named(predicted));
    measures.push((Measure::BCubed, cluster::b_cubed(&ours, &theirs)));
    measures.push((Measure::CeafE, cluster::ceaf_e(&ours, &theirs)));
    measures.push((Measure::Id, same_ids(gold, predicted)));
    measures
}

pub type Mention = (Span, EntityType);

/// The distinct mentions, sorted: every measure is then one walk through both lists.
pub fn mentions(document: &Document) -> Vec<Mention> {
    let found = document.entities.iter();
    let mut mentions: Vec<Mention> =
        found.filter_map(|e| Some((trimmed(document.text(), e.span)?, e.kind))).collect();
    mentions.sort_unstable();
    mentions.dedup();
    mentions
}

/// Pairs of one item each with equal keys, each item in one pair at most; both lists sorted by key.
fn merge<'m, T, K: Ord>(
    ours: &'m [T],
    theirs: &'m [T],
    key: impl Fn(&T) -> K,
) -> impl Iterator<Item = (&'m T, &'m T)> {
    let (mut ours, mut theirs) = (ours.iter(), theirs.iter());
    std::iter::from_fn(move || {
        let (mut a, mut b) = (ours.next()?, theirs.next()?);
        loop {
            match key(a).cmp(&key(b)) {
                Ordering::Less => a = ours.next()?,
                Ordering::Greater => b = theirs.next()?,
                Ordering::Equal => return Some((a, b)),
            }
        }
    })
}

/// Pooled, and for each type in the order of `EntityType::ALL`.
fn strict(ours: &[Mention], theirs: &[Mention]) -> (Counts, Vec<Counts>) {
    let tally = |mentions: &mut dyn Iterator<Item = EntityType>| {
        let mut counts = [0; EntityType::ALL.len()];
        mentions.for_each(|kind| counts[kind as usize] += 1);
        counts
    };
    let gold = tally(&mut ours.iter().map(|m| m.1));
    let predicted = tally(&mut theirs.iter().map(|m| m.1));
    let hits = tally(&mut merge(ours, theirs, |m| *m).map(|(m, _)| m.1));
    let of_type = |&(kind, ..): &(EntityType, _, _)| {
        let at = kind as usize;
        Counts::exact(gold[at], predicted[at], hits[at])
    };
    let pooled = Counts::exact(ours.len(), theirs.len(), hits.iter().sum());
    (pooled, EntityType::ALL.iter().map(of_type).collect())
}

fn exact(ours: &[Mention], theirs: &[Mention]) -> usize {
    merge(ours, theirs, |m| m.0).count()
}

fn named(document: &Document) -> Vec<(Span, String)> {
    let found = document.entities.iter();
    found.filter_map(|e| Some((trimmed(document.text(), e.span)?, e.id.clone()?))).collect()
}

/// Names with their ids, sorted; of a mention stated twice the last id holds.
fn ids(document: &Document) -> Vec<(Mention, Option<&str>)> {
    let names = document.entities.iter().rev().filter(|e| !e.kind.is_value());
    let mut names: Vec<_> =
        names.filter_map(|e| Some(((trimmed(document.text(), e.span)?, e.kind), e.id.as_deref()))).collect();
    names.sort_by_key(|name| name.0);
    names.dedup_by_key(|name| name.0);
    names
}

fn same_ids(gold: &Document, predicted: &Document) -> Counts {
    let (ours, theirs) = (ids(gold), ids(predicted));
    let both = merge(&ours, &theirs, |name| name.0);
    let (count, same) =
        both.fold((0, 0), |(count, same), (a, b)| (count + 1, same + usize::from(a.1 == b.1)));
    Counts::exact(count, count, same)
}

fn partial(a: &Mention, b: &Mention) -> f64 {
    match (a.0 == b.0, a.0.overlap(b.0)) {
        (true, _) => 1.0,
        (false, 0) => 0.0,
        _ => 0.5,
    }
}

fn same_type(a: &Mention, b: &Mention) -> f64 {
    if a.1 == b.1 && a.0.overlap(b.0) > 0 { 1.0 } else { 0.0 }
}

/// The largest sums of `partial` and of `same_type` over pairs, each mention in one pair at most.
/// Mentions that overlap in a chain are aligned together.
fn overlapping(ours: &[Mention], theirs: &[Mention]) -> (f64, f64) {
    let (mut i, mut j, mut sums) = (0, 0, (0.0, 0.0));
    while i < ours.len() && j < theirs.len() {
        let (from, to) = (i, j);
        let first = ours[i].0.start().min(theirs[j].0.start());
        let mut end = first;
        loop {
            let before = (i, j);
            for (list, at) in [(ours, &mut i), (theirs, &mut j)] {
                while let Some((span, _)) =
                    list.get(*at).filter(|(span, _)| span.start() < end || span.start() == first)
                {
                    end = end.max(span.end());
                    *at += 1;
                }
            }
            if before == (i, j) {
                break;
            }
        }
        let (ours, theirs) = (&ours[from..i], &theirs[to..j]);
        sums.0 += aligned(ours, theirs, partial);
        sums.1 += aligned(ours, theirs, same_type);
    }
    sums
}

/// The largest sum of `weight` within a chain.
fn aligned(ours: &[Mention], theirs: &[Mention], weight: fn(&Mention, &Mention) -> f64) -> f64 {
    match (ours, theirs) {
        ([], _) | (_, []) => 0.0,
        ([a], all) | (all, [a]) => all.iter().map(|b| weight(a, b)).fold(0.0, f64::max),
        _ if flat(ours) && flat(theirs) => in_order(ours, theirs, weight),
        _ => {
            let weights: Vec<Vec<f64>> =
                ours.iter().map(|a| theirs.iter().map(|b| weight(a, b)).collect()).collect();
            best(&weights, theirs.len()).into_iter().map(|(a, b)| weights[a][b]).sum()
        }
    }
}

/// Whether no two mentions overlap, as in the output of most methods.
fn flat(mentions: &[Mention]) -> bool {
    mentions.windows(2).all(|pair| pair[0].0.end() <= pair[1].0.start())
}

/// The largest sum for two flat lists, in linear time however long the chain. Pairs that overlap
/// then stand in order of both lists, and two pairs share a mention only if all between them do, so
/// that a pair's best partners are the best of the pairs before its run.
fn in_order(ours: &[Mention], theirs: &[Mention], weight: fn(&Mention, &Mention) -> f64) -> f64 {
    let (mut i, mut j) = (0, 0);
    // The best sum of the pairs so far, and of those before the runs of pairs with this i or this j.
    let (mut sum, mut before_i, mut before_j) = (0.0_f64, 0.0, 0.0);
    while i < ours.len() && j < theirs.len() {
        let (a, b) = (&ours[i], &theirs[j]);
        sum = sum.max(weight(a, b) + f64::min(before_i, before_j));
        if a.0.end() <= b.0.end() {
            (i, before_i) = (i + 1, sum);
        } else {
            (j, before_j) = (j + 1, sum);
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Entity;
    use proptest::prelude::*;

    fn document(entities: &[(usize, usize, EntityType)]) -> Document {
        let mut document = Document::plain("d", &"x".repeat(40));
        document.entities = entities
            .iter()
            .map(|&(start, end, kind)| Entity {
                span: Span::new(start, end),
                kind,
                id: None,
                confidence: 1.0,
            })
            .collect();
        document
    }

    fn f1(gold: &Document, predicted: &Document, measure: Measure) -> Option<f64> {
        compare(gold, predicted).into_iter().find(|row| row.0 == measure).and_then(|row| row.1.f1())
    }

    #[test]
    fn the_four_measures_of_semeval() {
        use EntityType::{Gpe, Org, Person};
        let gold = document(&[(0, 4, Person), (10, 14, Org), (20, 24, Gpe), (30, 34, Org)]);
        // Right; right span but wrong type; overlap with the right type; spurious.
        let found = document(&[(0, 4, Person), (10, 14, Gpe), (19, 24, Gpe), (36, 40, Org)]);
        assert_eq!(f1(&gold, &found, Measure::Strict(None)), Some(0.25));
        assert_eq!(f1(&gold, &found, Measure::Exact), Some(0.5));
        assert_eq!(f1(&gold, &found, Measure::Partial), Some(0.625));
        assert_eq!(f1(&gold, &found, Measure::Type), Some(0.5));
        assert_eq!(f1(&gold, &found, Measure::Strict(Some(EntityType::Person))), Some(1.0));
        assert_eq!(f1(&gold, &found, Measure::Strict(Some(EntityType::Law))), None);
    }

    #[test]
    fn one_long_mention_cannot_serve_two() {
        use EntityType::Org;
        let gold = document(&[(0, 4, Org), (5, 9, Org)]);
        let found = document(&[(0, 9, Org)]);
        assert_eq!(f1(&gold, &found, Measure::Type), Some(2.0 / 3.0));
        assert_eq!(f1(&found, &gold, Measure::Type), Some(2.0 / 3.0));
    }

    /// As partial counts it: else an exact score could be higher than the partial one.
    #[test]
    fn a_span_with_two_types_is_two_mentions() {
        use EntityType::{Gpe, Org};
        let gold = document(&[(0, 4, Org)]);
        let found = document(&[(0, 4, Org), (0, 4, Gpe), (0, 4, Org)]);
        for measure in [Measure::Strict(None), Measure::Exact, Measure::Partial, Measure::Type] {
            assert_eq!(f1(&gold, &found, measure), Some(2.0 / 3.0), "{measure}");
        }
    }

    /// Mentions from gaps and lengths, one after the other.
    fn in_a_row(parts: &[(usize, usize, bool)]) -> Vec<Mention> {
        let mut end = 0;
        let place = |&(gap, length, org): &(usize, usize, bool)| {
            let start = end + gap;
            end = start + length;
            (Span::new(start, end), if org { EntityType::Org } else { EntityType::Gpe })
        };
        parts.iter().map(place).collect()
    }

    proptest! {
        #[test]
        fn the_walk_over_flat_lists_is_as_good_as_the_best_alignment(
            ours in proptest::collection::vec((0usize..3, 1usize..6, any::<bool>()), 0..12),
            theirs in proptest::collection::vec((0usize..3, 1usize..6, any::<bool>()), 0..12),
        ) {
            let (ours, theirs) = (in_a_row(&ours), in_a_row(&theirs));
            for weight in [partial, same_type] {
                let weights: Vec<Vec<f64>> =
                    ours.iter().map(|a| theirs.iter().map(|b| weight(a, b)).collect()).collect();
                let most: f64 = best(&weights, theirs.len()).into_iter().map(|(a, b)| weights[a][b]).sum();
                prop_assert_eq!(in_order(&ours, &theirs, weight), most);
            }
        }

        #[test]
        fn a_laxer_measure_never_counts_less(
            ours in proptest::collection::vec((0usize..20, 1usize..8, any::<bool>()), 0..8),
            theirs in proptest::collection::vec((0usize..20, 1usize..8, any::<bool>()), 0..8),
        ) {
            let of = |parts: &[(usize, usize, bool)]| {
                let kind = |org| if org { EntityType::Org } else { EntityType::Gpe };
                document(&parts.iter().map(|&(at, length, org)| (at, at + length, kind(org))).collect::<Vec<_>>())
            };
            let counts = compare(&of(&ours), &of(&theirs));
            let [strict, exact, partial, kind] = [0, 1, 2, 3].map(|at| counts[at].1.recalled);
            prop_assert!(strict <= exact && exact <= partial && strict <= kind, "{counts:?}");
        }
    }
}
