//! Laws of the scorer, over 10,000 random labelings each, and its measures against definitions
//! that are carried out by trying everything.

use proptest::prelude::*;
use saidso::document::{Act, Claim, Document, Entity, EntityType, Factuality, Quote, Sentence, Span, Voice};
use saidso::method::Layer;
use saidso::score::{Counts, b_cubed, ceaf_e, compare, pairwise};

const LAYERS: [Layer; 3] = [Layer::Sentences, Layer::Entities, Layer::Claims];
const WORDS: usize = 12;

/// Words are two letters and a space, so word `at` starts at byte `3 * at`.
fn words(from: usize, to: usize) -> Span {
    Span::new(3 * from, 3 * to - 1)
}

/// A span of up to four words.
fn span() -> impl Strategy<Value = Span> {
    (0..WORDS, 1..5usize).prop_map(|(from, length)| words(from, (from + length).min(WORDS)))
}

fn entity() -> impl Strategy<Value = Entity> {
    let kinds = prop::sample::select(vec![EntityType::Person, EntityType::Org, EntityType::Gpe]);
    (span(), kinds, prop::option::of("[a-c]")).prop_map(|(span, kind, id)| Entity {
        span,
        kind,
        id,
        confidence: 1.0,
    })
}

fn claim() -> impl Strategy<Value = Claim> {
    let roles = (prop::option::of(span()), prop::option::of(span()), span(), prop::option::of(span()));
    let labels = (
        prop::sample::select(vec![Act::Assertive, Act::Directive]),
        prop::sample::select(vec![Quote::Direct, Quote::Indirect]),
        prop::sample::select(vec![Factuality::Certain, Factuality::Possible]),
    );
    (roles, labels).prop_map(|((source, cue, content, more), (act, quote, factuality))| {
        let mut content = vec![content];
        content.extend(more.filter(|more| more.start() > content[0].end()));
        Claim {
            source: source.into_iter().collect(),
            cue: cue.into_iter().collect(),
            content,
            sentence: 0,
            voice: Voice::Attributed,
            quote: Some(quote),
            act,
            factuality,
            nested_in: None,
            source_id: None,
            proposition: None,
            confidence: 1.0,
        }
    })
}

fn document() -> impl Strategy<Value = Document> {
    let layers = (
        prop::collection::btree_set(span(), 0..4),
        prop::collection::vec(entity(), 0..5),
        prop::collection::vec(claim(), 0..4),
    );
    layers.prop_map(|(sentences, mut entities, claims)| {
        let mut document = Document::plain("d", &"aa ".repeat(2 * WORDS));
        document.sentences = sentences.into_iter().map(|span| Sentence { span }).collect();
        // A mention has one type and one id.
        entities.sort_by_key(|entity| entity.span);
        entities.dedup_by_key(|entity| entity.span);
        document.entities = entities;
        document.claims = claims;
        document
    })
}

fn close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-9,
        (a, b) => a == b,
    }
}

fn count(layer: Layer, gold: &Document, predicted: &Document, measure: &str) -> Counts {
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn anything_scores_one_against_itself(x in document()) {
        for layer in LAYERS {
            for (measure, counts) in compare(layer, &x, &x) {
                prop_assert!(counts.f1().is_none_or(|f1| (f1 - 1.0).abs() < 1e-9), "{measure}: {counts:?}");
            }
        }
    }

    #[test]
    fn swapping_the_sides_swaps_precision_and_recall((a, b) in (document(), document())) {
        for layer in LAYERS {
            for ((measure, one), (_, other)) in compare(layer, &a, &b).into_iter().zip(compare(layer, &b, &a)) {
                prop_assert!(close(one.precision(), other.recall()), "{measure}: {one:?} {other:?}");
                prop_assert!(close(one.recall(), other.precision()), "{measure}: {one:?} {other:?}");
            }
        }
    }

    #[test]
    fn the_order_of_the_items_changes_nothing((a, b) in (document(), document())) {
        let turned = |document: &Document| {
            let mut turned = document.clone();
            turned.sentences.reverse();
            turned.entities.reverse();
            turned.claims.reverse();
            turned
        };
        for layer in LAYERS {
            let before = compare(layer, &a, &b);
            for ((measure, one), (_, other)) in before.into_iter().zip(compare(layer, &turned(&a), &turned(&b))) {
                prop_assert!(close(one.f1(), other.f1()), "{measure}: {one:?} {other:?}");
            }
        }
    }

    #[test]
    fn a_wrong_item_never_raises_precision((gold, found, wrong) in (document(), document(), claim())) {
        // Past the words that gold marks.
        let far = |span: &Span| Span::new(span.start() + 3 * WORDS, span.end() + 3 * WORDS);
        let mut more = found.clone();
        more.sentences.push(Sentence { span: far(&wrong.content[0]) });
        more.entities.push(Entity {
            span: far(&wrong.content[0]),
            kind: EntityType::Org,
            id: Some("a".into()),
            confidence: 1.0,
        });
        let moved = |spans: &[Span]| spans.iter().map(far).collect();
        more.claims.push(Claim {
            source: moved(&wrong.source),
            cue: moved(&wrong.cue),
            content: moved(&wrong.content),
            ..wrong.clone()
        });
        for layer in LAYERS {
            for ((measure, one), (_, other)) in compare(layer, &gold, &found).into_iter().zip(compare(layer, &gold, &more)) {
                let raised = other.precision().zip(one.precision()).is_some_and(|(after, before)| after > before + 1e-9);
                prop_assert!(!raised, "{measure}: {one:?} {other:?}");
            }
        }
    }

    #[test]
    fn pooled_precision_lies_between_its_parts(
        ((a, b), (c, d)) in ((document(), document()), (document(), document()))
    ) {
        for layer in LAYERS {
            for ((measure, one), (_, other)) in compare(layer, &a, &b).into_iter().zip(compare(layer, &c, &d)) {
                let pooled = (one + other).precision();
                let parts: Vec<f64> = [one.precision(), other.precision()].into_iter().flatten().collect();
                let low = parts.iter().copied().fold(f64::INFINITY, f64::min);
                let high = parts.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                prop_assert!(pooled.is_none_or(|p| low - 1e-9 <= p && p <= high + 1e-9), "{measure}");
            }
        }
    }

    #[test]
    fn entities_agree_with_trying_every_alignment((a, b) in (document(), document())) {
        let (ours, theirs) = (&a.entities, &b.entities);
        type Weight = fn(&Entity, &Entity) -> f64;
        let measures: [(&str, Weight); 4] = [
            ("strict", |a, b| f64::from(u8::from(a.span == b.span && a.kind == b.kind))),
            ("exact", |a, b| f64::from(u8::from(a.span == b.span))),
            ("partial", |a, b| match (a.span == b.span, a.span.overlap(b.span) > 0) {
                (true, _) => 1.0,
                (false, true) => 0.5,
                _ => 0.0,
            }),
            ("type", |a, b| f64::from(u8::from(a.kind == b.kind && a.span.overlap(b.span) > 0))),
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
        let same = |layer, measure: &str, expected: (u64, u64, f64)| {
            let found = count(layer, &raw_a, &raw_b, measure);
            assert_eq!((found.gold, found.predicted, found.recalled), expected, "{measure}");
            assert_eq!(found.recalled, found.precise, "{measure}");
        };
        let of = |document: &Document, role: fn(&Claim) -> &Vec<Span>| -> Vec<Vec<Span>> {
            document.claims.iter().map(|claim| role(claim).clone()).filter(|spans| !spans.is_empty()).collect()
        };
        same(Layer::Claims, "source exact", hits(of(&a, |c| &c.source), of(&b, |c| &c.source)));
        same(Layer::Claims, "cue exact", hits(of(&a, |c| &c.cue), of(&b, |c| &c.cue)));
        same(Layer::Claims, "content exact", hits(of(&a, |c| &c.content), of(&b, |c| &c.content)));
        let pieces = |document: &Document| of(document, |c| &c.content).concat();
        same(Layer::Claims, "content spans", hits(pieces(&a), pieces(&b)));
        let parts = |document: &Document, quote: Quote| -> Vec<Vec<Span>> {
            document.claims.iter().filter(|c| c.quote == Some(quote)).map(|c| c.content.clone()).collect()
        };
        same(Layer::Claims, "content exact direct", hits(parts(&a, Quote::Direct), parts(&b, Quote::Direct)));
        let whole = |document: &Document| -> Vec<_> {
            document.claims.iter().map(|c| (c.source.clone(), c.cue.clone(), c.content.clone())).collect()
        };
        same(Layer::Claims, "whole exact", hits(whole(&a), whole(&b)));
        let spans = |document: &Document| -> Vec<Span> { document.sentences.iter().map(|s| s.span).collect() };
        let ends = |document: &Document| -> Vec<usize> { spans(document).iter().map(|s| s.end()).collect() };
        same(Layer::Sentences, "exact", hits(spans(&a), spans(&b)));
        same(Layer::Sentences, "boundary", hits(ends(&a), ends(&b)));
        let people = |document: &Document| -> Vec<Span> {
            document.entities.iter().filter(|e| e.kind == EntityType::Person).map(|e| e.span).collect()
        };
        same(Layer::Entities, "strict PERSON", hits(people(&a), people(&b)));
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
        let found = count(Layer::Sentences, &a, &b, "boundary final");
        assert_eq!((found.gold, found.predicted, found.recalled), hits(last(&a), last(&b)));
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
        let whole = count(Layer::Claims, &a, &b, "whole overlap");
        prop_assert!((whole.recalled - aligned(&a.claims, &b.claims, similarity)).abs() < 1e-9, "{whole:?}");
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
        let overlap = count(Layer::Claims, &a, &b, "content overlap");
        prop_assert!((overlap.recalled - ours.iter().map(|s| best(s, &theirs)).sum::<f64>()).abs() < 1e-9);
        prop_assert!((overlap.precise - theirs.iter().map(|s| best(s, &ours)).sum::<f64>()).abs() < 1e-9);
        let touched = count(Layer::Claims, &a, &b, "content any overlap");
        prop_assert_eq!(touched.recalled, ours.iter().filter(|s| best(s, &theirs) > 0.0).count() as f64);
        let same = count(Layer::Claims, &a, &b, "content no punctuation");
        prop_assert_eq!(same.recalled, ours.iter().filter(|s| theirs.contains(s)).count() as f64);
    }
}
