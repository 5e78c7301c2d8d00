//! Laws of the scorer, over 10,000 random labelings each.

mod labelings;
#[path = "labelings/turned.rs"]
mod turned;

use proptest::prelude::*;
use saidso::document::{Claim, Document, Entity, EntityType, Sentence, Span};
use saidso::method::Layer;
use saidso::score::{compare, verdicts};

use labelings::{WORDS, claim, document};
use turned::turned;

const LAYERS: [Layer; 3] = [Layer::Sentences, Layer::Entities, Layer::Claims];

fn close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-9,
        (a, b) => a == b,
    }
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
    fn repeated_predictions_raise_no_measure(
        (gold, found, picks) in (document(), document(), prop::collection::vec(any::<prop::sample::Index>(), 1..4))
    ) {
        let mut more = found.clone();
        for pick in picks {
            let place = |length: usize| (length > 0).then(|| pick.index(length));
            more.sentences.extend(place(found.sentences.len()).map(|at| found.sentences[at].clone()));
            more.entities.extend(place(found.entities.len()).map(|at| found.entities[at].clone()));
            more.claims.extend(place(found.claims.len()).map(|at| found.claims[at].clone()));
        }
        for layer in LAYERS {
            prop_assert_eq!(compare(layer, &gold, &found), compare(layer, &gold, &more));
        }
    }

    #[test]
    fn white_space_at_the_ends_changes_nothing((gold, found, both) in (document(), document(), any::<bool>())) {
        // Every word has a blank after it, and those from the second on one before.
        let wider = |span: &Span| Span::new(span.start().saturating_sub(1), span.end() + 1);
        let widened = |document: &Document| {
            let mut document = document.clone();
            document.sentences.iter_mut().for_each(|sentence| sentence.span = wider(&sentence.span));
            document.entities.iter_mut().for_each(|entity| entity.span = wider(&entity.span));
            for claim in &mut document.claims {
                for pieces in [&mut claim.source, &mut claim.cue, &mut claim.content] {
                    pieces.iter_mut().for_each(|piece| *piece = wider(piece));
                }
            }
            document
        };
        for layer in LAYERS {
            let other = if both { widened(&gold) } else { gold.clone() };
            prop_assert_eq!(compare(layer, &gold, &found), compare(layer, &other, &widened(&found)));
            prop_assert_eq!(verdicts(layer, &gold, &found), verdicts(layer, &other, &widened(&found)));
        }
    }
}
