//! Laws, over texts that look like news and texts that look like nothing.

mod common;

use std::fs;
use std::sync::Arc;

use proptest::prelude::*;
use saidso::blocks::normalize;
use saidso::dataset;
use saidso::dataset::schema::{MethodNames, Table, Unit, rows};
use saidso::dataset::{Tables, verify};
use saidso::document::{Article, Document, Label, lines};
use saidso::evaluate::predict;
use saidso::exchange::Record;
use saidso::method::Layer;
use saidso::methods::Methods;
use saidso::pipeline::Pipeline;
use saidso::score::compare;
use saidso::source::sha256;

/// Words, marks and oddities that the rules look at, in any order.
fn news() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Jane Doe",
        "Doe",
        "the minister",
        "He",
        "it",
        "Oslo",
        "Norwegian",
        "Malta",
        "said",
        "told",
        "denied",
        "that",
        "“",
        "”",
        "\"",
        "’s",
        "'",
        "‘",
        "according to",
        "Reuters",
        "on Monday",
        "38",
        "$3 million",
        "5 percent",
        "said:",
        ",",
        ".",
        "?",
        "...",
        "\n",
        "\n\n",
        "\r\n",
        "–",
        "—",
        "(",
        ")",
        "U.S.",
        "Mr.",
        "may",
        "not",
        "reportedly",
        "it was",
        "called for",
        "an inquiry",
        "ALSO READ:",
        "- ",
        "By Jane Doe",
        "28 December 2024",
        "🛩",
        "e\u{301}",
        "שלום",
        "\u{a0}",
        "\u{feff}",
        "İ",
        "ß",
        "if",
        "whether",
        "apologized",
        "reports that",
        "expressed",
        "condolences",
        "must",
    ]);
    prop::collection::vec((piece, any::<bool>()), 0..60).prop_map(|pieces| {
        pieces.iter().map(|(piece, space)| format!("{piece}{}", if *space { " " } else { "" })).collect()
    })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![4 => news(), 1 => "\\PC{0,120}", 1 => any::<String>()]
}

fn article(raw: String) -> Article {
    Article { id: "a".into(), path: "a.txt".into(), sha256: sha256(raw.as_bytes()), raw }
}

// `PROPTEST_CASES` asks for more than the usual 256.
proptest! {
    #[test]
    fn every_line_is_one_block_and_slices_back(raw in text()) {
        let article = article(raw);
        let document = normalize(&article);
        let places: Vec<_> = lines(&article.raw).collect();
        prop_assert_eq!(document.blocks().len(), places.len());
        for (block, place) in document.blocks().iter().zip(places) {
            prop_assert_eq!(block.raw, place);
            prop_assert_eq!(block.kind.kept(), block.span.is_some());
            if let Some(span) = block.span {
                prop_assert_eq!(span.text(document.text()), place.text(&article.raw));
                prop_assert_eq!(document.raw(span), Some(place));
            }
        }
    }

    #[test]
    fn every_method_keeps_the_contract(raw in text()) {
        let document = normalize(&article(raw.clone()));
        for row in Methods::builtin().rows() {
            let who = format!("{}/{} on {raw:?}", row.layer.name(), row.name);
            common::well_formed(&predict(row, &document), &who);
        }
    }

    #[test]
    fn sentences_hold_every_character_but_white_space(raw in text()) {
        let document = normalize(&article(raw));
        for row in Methods::builtin().rows().iter().filter(|row| row.layer == Layer::Sentences) {
            let found = predict(row, &document);
            let held: String = found.sentences.iter().map(|s| s.span.text(found.text())).collect();
            let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(dense(&held), dense(document.text()), "{}", row.name);
        }
    }

    #[test]
    fn a_document_scores_one_against_itself(raw in text()) {
        let mut document = normalize(&article(raw));
        Pipeline::default().annotate(&mut document, Layer::Claims);
        for (layer, ..) in Layer::ALL {
            for (measure, counts) in compare(*layer, &document, &document) {
                let f1 = counts.f1();
                prop_assert!(f1.is_none_or(|f1| (f1 - 1.0).abs() < 1e-9), "{measure}: {f1:?}");
            }
        }
    }

    #[test]
    fn swapping_gold_and_prediction_swaps_precision_and_recall(raw in text()) {
        let bare = normalize(&article(raw));
        for (layer, ..) in Layer::ALL {
            let methods = Methods::builtin();
            let mut own = methods.of(*layer);
            let (one, two) = (own.next().expect("a method"), own.next().expect("another"));
            let (a, b) = (predict(one, &bare), predict(two, &bare));
            for ((measure, ours), (_, theirs)) in compare(*layer, &a, &b).into_iter().zip(compare(*layer, &b, &a)) {
                let close = |x: Option<f64>, y: Option<f64>| match (x, y) {
                    (Some(x), Some(y)) => (x - y).abs() < 1e-9,
                    (x, y) => x == y,
                };
                prop_assert!(close(ours.precision(), theirs.recall()), "{measure}");
                prop_assert!(close(ours.recall(), theirs.precision()), "{measure}");
            }
        }
    }

    #[test]
    fn json_lines_come_back_the_same(raw in text()) {
        let mut document = Document::plain("a", &raw);
        Pipeline::default().annotate(&mut document, Layer::Claims);
        let record = Record::of(&document, [true; 3]);
        let line = serde_json::to_string(&record).expect("a record is JSON");
        prop_assert!(!line.contains('\n'));
        let back: Record = serde_json::from_str(&line).expect("its own line");
        prop_assert_eq!(back.document().expect("its own offsets"), document);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_dataset_of_anything_can_be_verified(raw in text()) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.txt");
        fs::write(&path, &raw).expect("a file");
        let Ok((article, document)) = Pipeline::default().read(&path) else { return Ok(()) };
        let output = folder.path().join("out");
        let methods = Arc::new(MethodNames::gold());
        let mut tables = Tables::create(&output).expect("a writer");
        tables.write(&[Unit { article, document, methods }], &[]).expect("rows");
        let pending = tables.finish().expect("files");
        dataset::Pending::publish(vec![pending], &output, Default::default()).expect("a manifest");
        let proof = verify::verify(&output, None);
        prop_assert!(proof.is_ok(), "{:#}", proof.expect_err("failed"));
    }
}

#[test]
fn a_table_of_no_rows_has_the_columns_of_one() {
    for (table, ..) in Table::ALL {
        let mut document = Document::plain("a", "Jane Doe said Oslo may wait. It rains in Oslo.");
        Pipeline::default().annotate(&mut document, Layer::Claims);
        let article = article(document.text().to_owned());
        let unit = Unit { article, document, methods: Arc::new(MethodNames::gold()) };
        assert_eq!(rows(*table, &[unit], &[]).schema(), rows(*table, &[], &[]).schema());
    }
}
