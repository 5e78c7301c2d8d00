//! Measures for entities: the four of SemEval-2013 task 9 (Segura-Bedmar, Martínez and Herrero-Zazo
//! 2013), per type and pooled, and the coreference measures over their ids.

use std::collections::BTreeSet;

use super::align::best;
use super::{Counts, cluster, sets};
use crate::document::{Document, Entity, EntityType, Label, Span};

/// - `strict`: span and type right; also for each type.
/// - `exact`: span right, whatever the type.
/// - `partial`: any type; a right span counts 1, an overlapping one 1/2.
/// - `type`: right type and an overlap.
/// - `b-cubed` (Bagga and Baldwin 1998) and `ceaf-e` (Luo 2005): mentions with an id, clustered by it.
/// - `id`: of the mentions with the right span and type, those with the same id.
///
/// `partial` and `type` align mentions one to one so that the sum is the largest there is.
pub fn compare(gold: &Document, predicted: &Document) -> Vec<(String, Counts)> {
    let (ours, theirs) = (&gold.entities, &predicted.entities);
    let spans = |entities: &[Entity]| entities.iter().map(|e| e.span).collect();
    let mut measures = vec![
        ("strict".to_owned(), sets(&strict(ours), &strict(theirs))),
        ("exact".to_owned(), sets::<Span>(&spans(ours), &spans(theirs))),
        ("partial".to_owned(), overlapping(ours, theirs, |a, b| if a.span == b.span { 1.0 } else { 0.5 })),
        ("type".to_owned(), overlapping(ours, theirs, |a, b| if a.kind == b.kind { 1.0 } else { 0.0 })),
    ];
    for &(kind, name, _) in EntityType::ALL {
        let own = |entities: &[Entity]| strict(entities).into_iter().filter(|e| e.1 == name).collect();
        measures.push((format!("strict {name}"), sets::<(Span, &str)>(&own(ours), &own(theirs))));
        debug_assert_eq!(kind.name(), name);
    }
    let (ours, theirs) = (named(ours), named(theirs));
    measures.push(("b-cubed".to_owned(), cluster::b_cubed(&ours, &theirs)));
    measures.push(("ceaf-e".to_owned(), cluster::ceaf_e(&ours, &theirs)));
    measures.push(("id".to_owned(), same_ids(gold, predicted)));
    measures
}

fn strict(entities: &[Entity]) -> BTreeSet<(Span, &'static str)> {
    entities.iter().map(|e| (e.span, e.kind.name())).collect()
}

fn named(entities: &[Entity]) -> Vec<(Span, String)> {
    entities.iter().filter_map(|e| Some((e.span, e.id.clone()?))).collect()
}

fn same_ids(gold: &Document, predicted: &Document) -> Counts {
    let keyed = |document: &Document| -> std::collections::BTreeMap<_, _> {
        let names = document.entities.iter().filter(|e| !e.kind.is_value());
        names.map(|e| ((e.span, e.kind.name()), e.id.clone())).collect()
    };
    let theirs = keyed(predicted);
    let both: Vec<bool> =
        keyed(gold).iter().filter_map(|(key, id)| theirs.get(key).map(|other| other == id)).collect();
    Counts::exact(both.len(), both.len(), both.iter().filter(|&&same| same).count())
}

/// The largest sum of `weight` over overlapping pairs, each mention in one pair at most. Mentions
/// that overlap in a chain are aligned together; chains are short, so this is linear in practice.
fn overlapping(gold: &[Entity], predicted: &[Entity], weight: impl Fn(&Entity, &Entity) -> f64) -> Counts {
    let distinct = |entities: &[Entity]| -> Vec<Entity> {
        let mut sorted = entities.to_vec();
        sorted.sort_by_key(|e| (e.span, e.kind.name()));
        sorted.dedup_by(|a, b| a.span == b.span && a.kind == b.kind);
        sorted
    };
    let (ours, theirs) = (distinct(gold), distinct(predicted));
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < ours.len() && j < theirs.len() {
        let (from, to) = (i, j);
        let mut end = ours[i].span.start().min(theirs[j].span.start());
        let first = end;
        loop {
            let (before_i, before_j) = (i, j);
            for (list, at) in [(&ours, &mut i), (&theirs, &mut j)] {
                while let Some(e) = list.get(*at).filter(|e| e.span.start() < end || e.span.start() == first)
                {
                    end = end.max(e.span.end());
                    *at += 1;
                }
            }
            if (before_i, before_j) == (i, j) {
                break;
            }
        }
        let score = |a: &Entity, b: &Entity| if a.span.overlap(b.span) > 0 { weight(a, b) } else { 0.0 };
        let (ours, theirs) = (&ours[from..i], &theirs[to..j]);
        sum += match (ours, theirs) {
            ([a], [b]) => score(a, b),
            _ => {
                let weights: Vec<Vec<f64>> =
                    ours.iter().map(|a| theirs.iter().map(|b| score(a, b)).collect()).collect();
                best(&weights, theirs.len()).into_iter().map(|(a, b)| weights[a][b]).sum()
            }
        };
    }
    Counts { gold: ours.len() as u64, predicted: theirs.len() as u64, recalled: sum, precise: sum }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    fn f1(gold: &Document, predicted: &Document, measure: &str) -> Option<f64> {
        compare(gold, predicted).into_iter().find(|row| row.0 == measure).and_then(|row| row.1.f1())
    }

    #[test]
    fn the_four_measures_of_semeval() {
        use EntityType::{Gpe, Org, Person};
        let gold = document(&[(0, 4, Person), (10, 14, Org), (20, 24, Gpe), (30, 34, Org)]);
        // Right; right span but wrong type; overlap with the right type; spurious.
        let found = document(&[(0, 4, Person), (10, 14, Gpe), (19, 24, Gpe), (36, 40, Org)]);
        assert_eq!(f1(&gold, &found, "strict"), Some(0.25));
        assert_eq!(f1(&gold, &found, "exact"), Some(0.5));
        assert_eq!(f1(&gold, &found, "partial"), Some(0.625));
        assert_eq!(f1(&gold, &found, "type"), Some(0.5));
        assert_eq!(f1(&gold, &found, "strict PERSON"), Some(1.0));
        assert_eq!(f1(&gold, &found, "strict LAW"), None);
    }

    #[test]
    fn one_long_mention_cannot_serve_two() {
        use EntityType::Org;
        let gold = document(&[(0, 4, Org), (5, 9, Org)]);
        let found = document(&[(0, 9, Org)]);
        assert_eq!(f1(&gold, &found, "type"), Some(2.0 / 3.0));
        assert_eq!(f1(&found, &gold, "type"), Some(2.0 / 3.0));
    }
}
