//! What every method of a layer must do.

use std::sync::Arc;

use super::*;
use crate::document::{Document, Entity, EntityType, Span, Voice};
use crate::entities::{identity, words};
use crate::method::{Method, Shared};
use crate::pipeline::Pipeline;
use crate::sentences;

fn annotated(row: &Row, text: &str) -> Document {
    let mut document = Document::plain("t", text);
    Pipeline::with(row).annotate(&mut document, row.layer);
    document
}

/// All of `layer` but its baseline.
fn rows(layer: Layer) -> Vec<Row> {
    let baseline = |row: &&Row| matches!(&*row.name, "capitals" | "quotes");
    Methods::builtin().of(layer).filter(|row| !baseline(row)).cloned().collect()
}

#[test]
fn names_and_values_are_found() {
    let text = "Jane Doe met Angela Merkel in Berlin on 3 May 2021.";
    for row in rows(Layer::Entities) {
        let document = annotated(&row, text);
        let found: Vec<_> = document.entities.iter().map(|e| (e.span.text(text), e.kind)).collect();
        let expected = [
            ("Jane Doe", EntityType::Person),
            ("Angela Merkel", EntityType::Person),
            ("Berlin", EntityType::Gpe),
            ("3 May 2021", EntityType::Date),
        ];
        assert_eq!(found, expected, "{}", row.name);
        assert!(document.entities.iter().filter(|e| !e.kind.is_value()).all(|e| e.id.is_some()));
    }
}

#[test]
fn a_plain_report_is_found() {
    let text = "The bridge is unsafe, the mayor said on Monday. It rained.";
    let words = |spans: &[Span]| spans.iter().map(|s| s.text(text)).collect::<Vec<_>>().join(" / ");
    for row in rows(Layer::Claims) {
        let document = annotated(&row, text);
        let claims = document.claims.iter().filter(|claim| claim.voice == Voice::Attributed);
        let found: Vec<_> = claims
            .map(|claim| [&claim.source, &claim.cue, &claim.content].map(|spans| words(spans)))
            .collect();
        let expected = ["the mayor", "said", "The bridge is unsafe"].map(str::to_owned);
        assert_eq!(found, [expected], "{}", row.name);
    }
}

#[test]
fn a_text_without_words_has_no_entities_and_no_claims() {
    for row in rows(Layer::Entities).iter().chain(&rows(Layer::Claims)) {
        for text in ["", "…", "\n\n"] {
            let document = annotated(row, text);
            assert!(document.entities.is_empty() && document.claims.is_empty(), "{}", row.name);
        }
    }
}

#[test]
fn a_name_ends_with_its_sentence() {
    let mut document = Document::plain("t", "ß said:U.S. U.S.it was $3 million");
    sentences::rules::Rules.annotate(&mut document);
    assert_eq!(document.sentences.len(), 2, "as the splitter reads these odd dots");
    for row in rows(Layer::Entities) {
        let mut document = document.clone();
        row.annotate(&mut document, &mut Shared::default());
        for entity in &document.entities {
            let home = document.sentences.iter().any(|sentence| sentence.span.contains(entity.span));
            assert!(home, "{}: {entity:?}", row.name);
        }
    }
}

#[test]
#[cfg(feature = "neural")]
fn a_name_that_ends_within_a_word_gets_its_id() {
    let mut document = Document::plain("t", "on MondayBy Jane Doee\u{301}$3 millionJane Doe");
    sentences::rules::Rules.annotate(&mut document);
    let row = Methods::builtin().find(Layer::Entities, "neural").cloned().expect("a method");
    row.annotate(&mut document, &mut Shared::default());
    let (words, _) = words::read(&document, &mut Shared::default());
    let mut cut =
        vec![Entity { span: Span::new(3, 21), kind: EntityType::Person, id: None, confidence: 0.5 }];
    identity::name(&words, document.text(), &mut cut);
    assert!(cut[0].id.is_some());
}

/// The encoder runs once for both layers, and what it hands to the second is what it would say again.
#[test]
#[cfg(feature = "neural")]
fn both_neural_layers_find_the_same_together_as_apart() {
    let text =
        "The mayor, Jane Doe, said on Monday that the bridge at Oslo was closed. “We knew,” she added.";
    let methods = Methods::builtin();
    let row = |layer| methods.find(layer, "neural").cloned().expect("a method");
    let (entities, claims) = (row(Layer::Entities), row(Layer::Claims));
    let mut together = Document::plain("t", text);
    sentences::rules::Rules.annotate(&mut together);
    let mut apart = together.clone();
    let mut shared = Shared::default();
    for row in [entities, claims] {
        row.annotate(&mut together, &mut shared);
        row.annotate(&mut apart, &mut Shared::default());
    }
    assert_eq!(together, apart);
}

#[test]
fn a_wrong_name_is_told_the_right_ones() {
    let methods = Methods::builtin();
    let error = methods.find(Layer::Claims, "magic").err().expect("no such method");
    assert!(crate::hint::of(&error).is_some_and(|hint| hint.contains("rules")), "{error:#}");
    assert_eq!(methods.default(Layer::Entities).name, "crf");
}

#[test]
fn a_name_stands_once_in_a_layer() {
    struct Nothing;
    impl Method for Nothing {
        fn fill(&self, _: &mut Document, _: &mut Shared) {}
    }
    let mut methods = Methods::builtin();
    let row = |name| Row::new(Layer::Claims, name, "finds nothing", Arc::new(Nothing));
    assert!(methods.add(row("rules")).is_err());
    methods.add(row("nothing")).expect("a new name");
    assert!(methods.find(Layer::Claims, "nothing").is_ok());
}
