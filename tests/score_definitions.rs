//! The scorer's measures against definitions that are carried out by trying everything, over 10,000 random
//! labelings each.

mod labelings;

use proptest::prelude::*;
use saidso::document::{Claim, Document, Entity, EntityType, Quote, Span};
use saidso::method::Layer;
use saidso::score::{Content, Counts, Fit, Measure, Role, b_cubed, ceaf_e, compare, pairwise};

use labelings::{WORDS, document, words};

fn count(layer: Layer, gold: &Document, predicted: &Document, measure: Measure) -> Counts {
    let found = compare(layer, gold, predicted).into_iter().find(|row| row.0 == measure);
    found.map(|row| row.1).unwrap_or_else(|| panic!("{measure} is no measure of {layer:?}"))
}

/// The words that spans cover.
fn cover(spans: &[Span]) -> Vec<usize> {
    (0..2 * WORDS).filter(|&at| spans.iter().any(|span| span.overlap(words(at, at + 1)) > 0)).collect()
}

fn shared(a: &[usize], b: &[usize]) -> f64 {
    a.iter().filter(|at| b.contains(at)).count() as f64
}

/// The largest sum of weights over all ways to pair rows with columns.
fn best_by_force(weights: &[Vec<f64>], row: usize, taken: &mut Vec<bool>) -> f64 {
    let Some(line) = weights.get(row) else { return 0.0 };
    let mut most = best_by_force(weights, row + 1, taken);
    for column in 0..line.len() {
        if !taken[column] {
            taken[column] = true;
            most = most.max(line[column] + best_by_force(weights, row + 1, taken));
            taken[column] = false;
        }
    }
    most
}

fn aligned<A, B>(ours: &[A], theirs: &[B], weight: impl Fn(&A, &B) -> f64) -> f64 {
    let weights: Vec<Vec<f64>> = ours.iter().map(|a| theirs.iter().map(|b| weight(a, b)).collect()).collect();
    best_by_force(&weights, 0, &mut vec![false; theirs.len()])
}

fn similarity(a: &Claim, b: &Claim) -> f64 {
    let roles = [(&a.source, &b.source), (&a.cue, &b.cue), (&a.content, &b.content)];
    let dice: Vec<f64> = roles
        .iter()
        .map(|(a, b)| (cover(a), cover(b)))
        .filter(|(a, b)| a.len() + b.len() > 0)
        .map(|(a, b)| 2.0 * shared(&a, &b) / (a.len() + b.len()) as f64)
        .collect();
    if dice.is_empty() { 0.0 } else { dice.iter().sum::<f64>() / dice.len() as f64 }
}

/// The document with each role as the longest runs of words that its pieces cover.
fn in_runs_of_words(document: &Document) -> Document {
    let runs = |pieces: &Vec<Span>| -> Vec<Span> {
        let covered = cover(pieces);
        covered.chunk_by(|a, b| a + 1 == *b).map(|run| words(run[0], run[run.len() - 1] + 1)).collect()
    };
    let mut document = document.clone();
    for claim in &mut document.claims {
        (claim.source, claim.cue, claim.content) =
            (runs(&claim.source), runs(&claim.cue), runs(&claim.content));
    }
    document
}

/// The claims without those whose words stood before in the same roles.
fn distinct(document: &Document) -> Vec<Claim> {
    let mut kept: Vec<Claim> = Vec::new();
    let same = |a: &Claim, b: &Claim| {
        let roles = [(&a.source, &b.source), (&a.cue, &b.cue), (&a.content, &b.content)];
        roles.iter().all(|(a, b)| cover(a) == cover(b))
    };
    for claim in &document.claims {
        if !kept.iter().any(|other| same(other, claim)) {
            kept.push(claim.clone());
        }
    }
    kept
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn entities_agree_with_trying_every_alignment((a, b) in (document(), document())) {
        let (ours, theirs) = (&a.entities, &b.entities);
        type Weight = fn(&Entity, &Entity) -> f64;
        let measures: [(Measure, Weight); 4] = [
            (Measure::Strict(None), |a, b| f64::from(u8::from(a.span == b.span && a.kind == b.kind))),
            (Measure::Exact, |a, b| f64::from(u8::from(a.span == b.span))),
            (Measure::Partial, |a, b| match (a.span == b.span, a.span.overlap(b.span) > 0) {
                (true, _) => 1.0,
                (false, true) => 0.5,
                _ => 0.0,
            }),
            (Measure::Type, |a, b| f64::from(u8::from(a.kind == b.kind && a.span.overlap(b.span) > 0))),
        ];
        for (measure, weight) in measures {
            let found = count(Layer::Entities, &a, &b, measure);
            prop_assert!((found.recalled - aligned(ours, theirs, weight)).abs() < 1e-9, "{measure}: {found:?}");
            prop_assert_eq!((found.gold, found.predicted), (ours.len() as u64, theirs.len() as u64));
        }
    }

    #[test]
    fn clusters_agree_with_their_definitions((a, b) in (document(), document())) {
        let named = |document: &Document| -> Vec<(Span, String)> {
            document.entities.iter().filter_map(|e| Some((e.span, e.id.clone()?))).collect()
        };
        let (ours, theirs) = (named(&a), named(&b));
        let with = |items: &[(Span, String)], span: Span| -> Vec<Span> {
            let id = items.iter().find(|item| item.0 == span).map(|item| &item.1);
            items.iter().filter(|item| Some(&item.1) == id).map(|item| item.0).collect()
        };
        let shares = |one: &[(Span, String)], other: &[(Span, String)]| -> f64 {
            one.iter()
                .map(|(span, _)| {
                    let (own, found) = (with(one, *span), with(other, *span));
                    own.iter().filter(|item| found.contains(item)).count() as f64 / own.len() as f64
                })
                .sum()
        };
        let b3 = b_cubed(&ours, &theirs);
        prop_assert!((b3.recalled - shares(&ours, &theirs)).abs() < 1e-9);
        prop_assert!((b3.precise - shares(&theirs, &ours)).abs() < 1e-9);
        let clusters = |items: &[(Span, String)]| -> Vec<Vec<Span>> {
            ["a", "b", "c"]
                .iter()
                .map(|id| items.iter().filter(|item| item.1 == *id).map(|item| item.0).collect::<Vec<Span>>())
                .filter(|cluster| !cluster.is_empty())
                .collect()
        };
        let sum = aligned(&clusters(&ours), &clusters(&theirs), |a: &Vec<Span>, b: &Vec<Span>| {
            2.0 * a.iter().filter(|item| b.contains(item)).count() as f64 / (a.len() + b.len()) as f64
        });
        prop_assert!((ceaf_e(&ours, &theirs).recalled - sum).abs() < 1e-9);
    }

    #[test]
    fn exact_measures_agree_with_counting_distinct_items((a, b) in (document(), document())) {
        fn hits<T: PartialEq>(mut ours: Vec<T>, mut theirs: Vec<T>) -> (u64, u64, f64) {
            let distinct = |items: &mut Vec<T>| {
                let mut kept: Vec<T> = Vec::new();
                for item in items.drain(..) {
                    if !kept.contains(&item) {
                        kept.push(item);
                    }
                }
                kept
            };
            let (ours, theirs) = (distinct(&mut ours), distinct(&mut theirs));
            let both = ours.iter().filter(|item| theirs.contains(item)).count();
            (ours.len() as u64, theirs.len() as u64, both as f64)
        }
        let (raw_a, raw_b) = (a, b);
        let (a, b) = (in_runs_of_words(&raw_a), in_runs_of_words(&raw_b));
        let same = |layer, measure: Measure, expected: (u64, u64, f64)| {
            let found = count(layer, &raw_a, &raw_b, measure);
            assert_eq!((found.gold, found.predicted, found.recalled), expected, "{measure}");
            assert_eq!(found.recalled, found.precise, "{measure}");
        };
        let of = |document: &Document, role: fn(&Claim) -> &Vec<Span>| -> Vec<Vec<Span>> {
            document.claims.iter().map(|claim| role(claim).clone()).filter(|spans| !spans.is_empty()).collect()
        };
        same(Layer::Claims, Measure::Role(Role::Source, Fit::Exact), hits(of(&a, |c| &c.source), of(&b, |c| &c.source)));
        same(Layer::Claims, Measure::Role(Role::Cue, Fit::Exact), hits(of(&a, |c| &c.cue), of(&b, |c| &c.cue)));
        same(Layer::Claims, Measure::Role(Role::Content, Fit::Exact), hits(of(&a, |c| &c.content), of(&b, |c| &c.content)));
        let pieces = |document: &Document| of(document, |c| &c.content).concat();
        same(Layer::Claims, Measure::Role(Role::Content, Fit::Spans), hits(pieces(&a), pieces(&b)));
        let parts = |document: &Document, quote: Quote| -> Vec<Vec<Span>> {
            document.claims.iter().filter(|c| c.quote == Some(quote)).map(|c| c.content.clone()).collect()
        };
        same(Layer::Claims, Measure::ContentExact(Content::Quoted(Quote::Direct)), hits(parts(&a, Quote::Direct), parts(&b, Quote::Direct)));
        let whole = |document: &Document| -> Vec<_> {
            document.claims.iter().map(|c| (c.source.clone(), c.cue.clone(), c.content.clone())).collect()
        };
        same(Layer::Claims, Measure::WholeExact, hits(whole(&a), whole(&b)));
        let spans = |document: &Document| -> Vec<Span> { document.sentences.iter().map(|s| s.span).collect() };
        let ends = |document: &Document| -> Vec<usize> { spans(document).iter().map(|s| s.end()).collect() };
        same(Layer::Sentences, Measure::Exact, hits(spans(&a), spans(&b)));
        same(Layer::Sentences, Measure::Boundary, hits(ends(&a), ends(&b)));
        let people = |document: &Document| -> Vec<Span> {
            document.entities.iter().filter(|e| e.kind == EntityType::Person).map(|e| e.span).collect()
        };
        same(Layer::Entities, Measure::Strict(Some(EntityType::Person)), hits(people(&a), people(&b)));
        // On a text that has marks: those, then anything that closes, then more text.
        let [a, b] = [&a, &b].map(|document| {
            let mut marked = Document::plain("d", &"aa a. .\" ".repeat(WORDS));
            marked.sentences = document.sentences.clone();
            marked
        });
        let last = |document: &Document| -> Vec<usize> {
            let ends = ends(document).into_iter();
            let (text, closers) = (document.text(), ['"', '”', '’', '\'', '»', ')', ']', '}']);
            let stops = |end: usize| text[..end].trim_end_matches(closers).ends_with(['.', '!', '?', '…']);
            ends.filter(|&end| stops(end) && !text[end..].trim().is_empty()).collect()
        };
        let found = count(Layer::Sentences, &a, &b, Measure::BoundaryFinal);
        assert_eq!((found.gold, found.predicted, found.recalled), hits(last(&a), last(&b)));
    }

    #[test]
    fn a_span_counts_for_each_claim_that_it_serves((a, b) in (document(), document())) {
        let sources = |document: &Document| -> Vec<Vec<usize>> {
            let all = distinct(document).into_iter().map(|claim| cover(&claim.source));
            all.filter(|source| !source.is_empty()).collect()
        };
        let (ours, mut left) = (sources(&a), sources(&b));
        let found = count(Layer::Claims, &a, &b, Measure::Role(Role::Source, Fit::ByClaim));
        prop_assert_eq!((found.gold, found.predicted), (ours.len() as u64, left.len() as u64));
        let taken = ours.iter().filter(|source| {
            let place = left.iter().position(|other| other == *source);
            place.map(|at| left.remove(at)).is_some()
        });
        prop_assert_eq!(found.recalled, taken.count() as f64);
    }

    #[test]
    fn pairs_agree_with_trying_them_all(
        (ours, theirs) in (prop::collection::vec(0u8..4, 6), prop::collection::vec(0u8..4, 6))
    ) {
        let items = |clusters: &[u8]| -> Vec<(usize, String)> {
            clusters.iter().enumerate().map(|(item, cluster)| (item, cluster.to_string())).collect()
        };
        let found = pairwise(&items(&ours), &items(&theirs));
        let pairs = || (0..6).flat_map(|i| (i + 1..6).map(move |j| (i, j)));
        let together = |clusters: &[u8], (i, j): (usize, usize)| clusters[i] == clusters[j];
        prop_assert_eq!(found.gold, pairs().filter(|&pair| together(&ours, pair)).count() as u64);
        prop_assert_eq!(found.predicted, pairs().filter(|&pair| together(&theirs, pair)).count() as u64);
        let both = pairs().filter(|&pair| together(&ours, pair) && together(&theirs, pair)).count();
        prop_assert_eq!(found.recalled, both as f64);
    }

    #[test]
    fn claims_agree_with_trying_every_alignment((a, b) in (document(), document())) {
        let whole = count(Layer::Claims, &a, &b, Measure::WholeOverlap);
        let sum = aligned(&distinct(&a), &distinct(&b), similarity);
        prop_assert!((whole.recalled - sum).abs() < 1e-9, "{whole:?}");
        prop_assert_eq!((whole.gold, whole.predicted), (distinct(&a).len() as u64, distinct(&b).len() as u64));
        let contents = |document: &Document| {
            let mut found: Vec<Vec<usize>> = document.claims.iter().map(|claim| cover(&claim.content)).collect();
            found.sort();
            found.dedup();
            found
        };
        let (ours, theirs) = (contents(&a), contents(&b));
        let best = |span: &Vec<usize>, others: &[Vec<usize>]| {
            others.iter().map(|other| shared(span, other) / span.len() as f64).fold(0.0, f64::max)
        };
        let overlap = count(Layer::Claims, &a, &b, Measure::Role(Role::Content, Fit::Overlap));
        prop_assert!((overlap.recalled - ours.iter().map(|s| best(s, &theirs)).sum::<f64>()).abs() < 1e-9);
        prop_assert!((overlap.precise - theirs.iter().map(|s| best(s, &ours)).sum::<f64>()).abs() < 1e-9);
        let touched = count(Layer::Claims, &a, &b, Measure::Role(Role::Content, Fit::AnyOverlap));
        prop_assert_eq!(touched.recalled, ours.iter().filter(|s| best(s, &theirs) > 0.0).count() as f64);
        let same = count(Layer::Claims, &a, &b, Measure::Role(Role::Content, Fit::NoPunctuation));
        prop_assert_eq!(same.recalled, ours.iter().filter(|s| theirs.contains(s)).count() as f64);
    }
}
