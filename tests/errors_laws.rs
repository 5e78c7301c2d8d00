//! Laws of the errors, over random labelings: nothing is lost, nothing is counted twice, and what is right is what the
//! scorer says is right.

mod labelings;
#[path = "labelings/turned.rs"]
mod turned;

use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;
use saidso::document::{Document, Voice};
use saidso::evaluate::{Gold, run};
use saidso::gold::{self, Labeled};
use saidso::method::Layer;
use saidso::methods::Methods;
use saidso::score::errors::{ErrorKind, Match, matches, place};
use saidso::score::{ClaimLabel, Counts, LabelKind, Measure, compare};
use turned::turned;

const LAYERS: [Layer; 4] = [Layer::Blocks, Layer::Sentences, Layer::Entities, Layer::Claims];

/// A labeling in which some of the claims are the author's.
fn document() -> impl Strategy<Value = Document> {
    (labelings::document(), prop::collection::vec(any::<bool>(), 4)).prop_map(|(mut document, author)| {
        for (claim, _) in document.claims.iter_mut().zip(author).filter(|(_, author)| *author) {
            claim.voice = Voice::Author;
            claim.quote = None;
        }
        document
    })
}

fn all(layer: Layer, gold: &Document, predicted: &Document) -> Vec<Match> {
    matches(layer, gold, predicted, &LabelKind::all())
}

/// What the exact measures of `layer` count together.
fn counted(layer: Layer, gold: &Document, predicted: &Document) -> Counts {
    let exact: &[Measure] = match layer {
        Layer::Blocks => &[Measure::Kind(None)],
        Layer::Sentences => &[Measure::Exact],
        Layer::Entities => &[Measure::Strict(None)],
        Layer::Claims => &[Measure::WholeExact, Measure::AuthorExact],
    };
    let rows = compare(layer, gold, predicted).into_iter();
    rows.filter(|row| exact.contains(&row.0)).map(|row| row.1).sum()
}

fn with(found: &[Match], kind: ErrorKind) -> usize {
    found.iter().filter(|found| found.errors.iter().any(|error| error.kind == kind)).count()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn every_item_stands_in_one_match_and_as_many_are_right_as_the_scorer_counts((a, b) in (document(), document())) {
        for layer in LAYERS {
            let (found, counts) = (all(layer, &a, &b), counted(layer, &a, &b));
            let gold: Vec<usize> = found.iter().flat_map(|found| found.gold.clone()).collect();
            let predicted: Vec<usize> = found.iter().flat_map(|found| found.predicted.clone()).collect();
            prop_assert_eq!(gold.len() as u64, counts.gold, "{:?}", layer);
            prop_assert_eq!(predicted.len() as u64, counts.predicted, "{:?}", layer);
            prop_assert_eq!(gold.iter().collect::<BTreeSet<_>>().len(), gold.len());
            prop_assert_eq!(predicted.iter().collect::<BTreeSet<_>>().len(), predicted.len());
            let right = found.iter().filter(|found| found.is_right()).count();
            prop_assert_eq!(right as f64, counts.recalled, "{:?}", layer);
        }
    }

    #[test]
    fn one_side_is_empty_where_an_item_is_missed_or_invented_and_nowhere_else((a, b) in (document(), document())) {
        for layer in LAYERS {
            for found in all(layer, &a, &b) {
                let alone = |kind: ErrorKind| found.errors.len() == 1 && found.errors[0].kind == kind;
                prop_assert_eq!(found.predicted.is_empty(), alone(ErrorKind::Missed), "{:?}", found);
                prop_assert_eq!(found.gold.is_empty(), alone(ErrorKind::Invented), "{:?}", found);
                let several = found.gold.len() > 1 || found.predicted.len() > 1;
                let cut = alone(ErrorKind::Merged) || alone(ErrorKind::Split);
                prop_assert_eq!(several, cut, "{:?}", found);
            }
        }
    }

    #[test]
    fn nothing_is_wrong_with_the_gold_itself(a in document()) {
        for layer in LAYERS {
            prop_assert!(all(layer, &a, &a).iter().all(|found| found.errors.is_empty()), "{layer:?}");
        }
    }

    #[test]
    fn swapping_the_sides_swaps_missed_and_invented((a, b) in (document(), document())) {
        for layer in LAYERS {
            let (one, other) = (all(layer, &a, &b), all(layer, &b, &a));
            prop_assert_eq!(with(&one, ErrorKind::Split), with(&other, ErrorKind::Merged));
            let counts = |found: &[Match]| (found.len(), found.iter().filter(|found| found.is_right()).count());
            prop_assert_eq!(with(&one, ErrorKind::Missed), with(&other, ErrorKind::Invented), "{:?}", layer);
            prop_assert_eq!(counts(&one), counts(&other), "{:?}", layer);
        }
    }

    #[test]
    fn the_order_of_the_items_changes_nothing((a, b) in (document(), document())) {
        let (c, d) = (turned(&a), turned(&b));
        for layer in LAYERS {
            let told = |gold: &Document, predicted: &Document| {
                let mut told: Vec<_> = all(layer, gold, predicted)
                    .into_iter()
                    .map(|found| (place(layer, gold, &found.gold), place(layer, predicted, &found.predicted), found.errors))
                    .collect();
                told.sort();
                told
            };
            prop_assert_eq!(told(&a, &b), told(&c, &d), "{:?}", layer);
        }
    }

    #[test]
    fn names_linked_to_another_are_those_that_the_scorer_counts((a, b) in (document(), document())) {
        let ids = compare(Layer::Entities, &a, &b).into_iter().find(|row| row.0 == Measure::Id);
        let counts = ids.expect("a measure of entities").1;
        let wrong = with(&all(Layer::Entities, &a, &b), ErrorKind::LinkedToAnother);
        prop_assert_eq!(wrong as f64, counts.gold as f64 - counts.recalled);
    }

    #[test]
    fn labels_that_one_side_does_not_state_are_not_wrong((a, b) in (document(), document())) {
        let stated: Vec<LabelKind> = LabelKind::all().into_iter().filter(|label| *label != LabelKind::Claim(ClaimLabel::Act)).collect();
        let (some, every) = (matches(Layer::Claims, &a, &b, &stated), all(Layer::Claims, &a, &b));
        prop_assert_eq!(with(&some, ErrorKind::WrongAct), 0);
        prop_assert_eq!(with(&some, ErrorKind::WrongFactuality), with(&every, ErrorKind::WrongFactuality));
        let attributed = |document: &Document| {
            let mut document = document.clone();
            document.claims.retain(|claim| claim.voice == Voice::Attributed);
            document
        };
        let silent = matches(Layer::Claims, &a, &b, &[]);
        let counts = compare(Layer::Claims, &attributed(&a), &attributed(&b));
        let whole = counts.into_iter().find(|row| row.0 == Measure::WholeExact).expect("a measure of claims").1;
        prop_assert_eq!(silent.iter().map(|found| found.gold.len() as u64).sum::<u64>(), whole.gold);
    }
}

/// The five articles.
fn five() -> Vec<Labeled> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets");
    gold::load(&root.join("gold"), &root.join("articles")).expect("the gold")
}

#[test]
fn nothing_is_wrong_with_the_five_articles_themselves() {
    for own in five() {
        for layer in LAYERS {
            let found = all(layer, &own.document, &own.document);
            assert!(!found.is_empty(), "{} {layer:?}", own.article.id);
            assert!(found.iter().all(|found| found.errors.is_empty()), "{} {layer:?}", own.article.id);
        }
    }
}

#[test]
fn the_rules_are_as_often_right_in_the_five_articles_as_the_scorer_says() {
    let (methods, five) = (Methods::builtin(), five());
    let gold: Vec<Gold> = five.iter().map(Gold::of).collect();
    for layer in LAYERS {
        let run = run(methods.find(layer, "rules").expect("a method"), &gold, |_, found| found);
        for (gold, predicted, found) in run.matches(&gold) {
            let counts = counted(layer, &gold.document, predicted);
            let items = |of: fn(&Match) -> usize| found.iter().map(of).sum::<usize>() as u64;
            assert_eq!(items(|found| found.gold.len()), counts.gold, "{} {layer:?}", gold.name);
            assert_eq!(items(|found| found.predicted.len()), counts.predicted, "{} {layer:?}", gold.name);
            let right = items(|found| found.is_right().into());
            assert_eq!(right as f64, counts.recalled, "{} {layer:?}", gold.name);
        }
    }
}
