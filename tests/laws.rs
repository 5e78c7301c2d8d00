//! Laws, over texts that look like news and texts that look like nothing.

mod common;

use std::fs;
use std::sync::Arc;

use proptest::prelude::*;
use saidso::dataset;
use saidso::dataset::schema::{Aside, Table, rows};
use saidso::dataset::tables::Entry;
use saidso::dataset::unit::{MethodNames, Unit};
use saidso::dataset::verify;
use saidso::dataset::writing::Writing;
use saidso::document::{Document, How, Label, Reason, Span, Traced};
use saidso::evaluate::predict;
use saidso::exchange::Record;
use saidso::method::Layer;
use saidso::methods::Methods;
use saidso::pipeline::{Pipeline, Read};
use saidso::score::compare;
use saidso::source;

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

/// A way to come of raw bytes, with words and bytes of that kind.
fn piece() -> impl Strategy<Value = (How, String, String)> {
    let row = |how, words: &str, bytes: &str| (how, words.to_owned(), bytes.to_owned());
    prop_oneof![
        "[a-cø ]{1,9}".prop_map(|words| (How::Same, words.clone(), words)),
        Just(row(How::Joined, " ", " \r\n> ")),
        Just(row(How::Joined, "", "-\n")),
        Just(row(How::Escaped, "\"", "\\\"")),
        Just(row(How::Escaped, "😀", "\\ud83d\\ude00")),
    ]
}

/// The document of `raw`, with no text when it has no words.
fn document(raw: &str) -> Document {
    match source::text("a", "a.txt", raw.into()) {
        Ok(article) => {
            let mut document = Document::read(&article);
            Pipeline::default().annotate(&mut document, Layer::Blocks);
            document
        }
        Err(_) => Document::plain("a", ""),
    }
}

// `PROPTEST_CASES` asks for more than the usual 256.
proptest! {
    #[test]
    fn every_paragraph_is_one_block_and_comes_of_its_bytes(raw in text()) {
        let document = document(&raw);
        prop_assert_eq!(document.blocks().len(), document.lines().len());
        for (at, (block, line)) in document.blocks().iter().zip(document.lines()).enumerate() {
            prop_assert_eq!(block.kind.kept(), block.span.is_some());
            if let Some(span) = block.span {
                prop_assert_eq!(span.text(document.text()), line);
                prop_assert_eq!(document.raw(span), Some(block.raw));
            }
            let mut end = (0, block.raw.start());
            for run in document.runs(at) {
                prop_assert_eq!((run.start, run.raw_start), end);
                if run.how == How::Same {
                    prop_assert_eq!(&line[run.start..run.end], &raw[run.raw_start..run.raw_end]);
                }
                end = (run.end, run.raw_end);
            }
            prop_assert_eq!(end, (line.len(), block.raw.end()));
        }
    }

    /// Runs of every kind, with nothing left out: any words of the text come of the bytes that they name.
    #[test]
    fn any_span_maps_to_the_bytes_that_its_words_come_of(pieces in prop::collection::vec(piece(), 1..12), cut in any::<[prop::sample::Index; 2]>()) {
        let (mut traced, mut raw) = (Traced::default(), String::new());
        for (how, words, bytes) in &pieces {
            traced.push(words, raw.len()..raw.len() + bytes.len(), *how);
            raw.push_str(bytes);
        }
        let bounds: Vec<usize> = traced.text().char_indices().map(|(at, _)| at).chain([traced.text().len()]).collect();
        let [a, b] = cut.map(|index| *index.get(&bounds));
        let Some(span) = Span::of(traced.text(), a.min(b)..a.max(b)) else { return Ok(()) };
        let place = traced.raw(span);
        let mut rebuilt = String::new();
        for run in traced.part(span) {
            let (words, bytes) = (&span.text(traced.text())[run.start..run.end], &raw[run.raw_start..run.raw_end]);
            prop_assert_eq!(rebuilt.len(), run.start);
            rebuilt.push_str(words);
            if run.how == How::Same {
                prop_assert_eq!(words, bytes);
            } else {
                prop_assert!(pieces.iter().any(|piece| piece.2 == bytes), "a run is whole: {bytes:?}");
            }
        }
        prop_assert_eq!(rebuilt.as_str(), span.text(traced.text()));
        let (part, hull) = (traced.part(span), (place.start(), place.end()));
        prop_assert_eq!((part[0].raw_start, part[part.len() - 1].raw_end), hull);
    }

    #[test]
    fn every_method_keeps_the_contract(raw in text()) {
        let document = document(&raw);
        for row in Methods::builtin().rows() {
            let who = format!("{}/{} on {raw:?}", row.layer.name(), row.name);
            common::well_formed(&predict(row, &document), &who);
        }
    }

    #[test]
    fn sentences_hold_every_character_but_white_space(raw in text()) {
        let document = document(&raw);
        for row in Methods::builtin().rows().iter().filter(|row| row.layer == Layer::Sentences) {
            let found = predict(row, &document);
            let held: String = found.sentences.iter().map(|s| s.span.text(found.text())).collect();
            let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(dense(&held), dense(document.text()), "{}", row.name);
        }
    }

    #[test]
    fn a_document_scores_one_against_itself(raw in text()) {
        let mut document = document(&raw);
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
        let bare = document(&raw);
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
    fn a_dataset_of_anything_can_be_verified(raw in text(), width in 20..90usize) {
        let folder = tempfile::tempdir().expect("a folder");
        let wrapped = raw.split(' ').fold(String::new(), |line, word| {
            let column = line.len() - line.rfind('\n').map_or(0, |at| at + 1);
            let end = if column + word.len() < width { " " } else { "\n" };
            line + end + word
        });
        let record = |id: &str, text: &str| serde_json::json!({"id": id, "text": text, "words": id.len()}).to_string();
        let lines = format!("{}\n\n {}\r\n", record("x", &raw), record("y", &wrapped));
        for (name, contents) in [("a.txt", &raw), ("b.txt", &wrapped), ("c.jsonl", &lines)] {
            fs::write(folder.path().join(name), contents).expect("a file");
        }
        let output = folder.path().join("out");
        let methods = Arc::new(MethodNames::gold());
        let files = source::list(&[folder.path().to_owned()]).expect("files");
        let mut writing = Writing::create(&output, None).expect("a writer");
        let inputs = source::inputs(files, source::Columns::default());
        let taken = Pipeline::default().read_all(inputs, 2, |_, _| None, |result| {
            let unit = |Read { article, document, .. }| Unit { article, document, methods: methods.clone() };
            let read = match result {
                Err(reject) if reject.reason == Reason::Failed => anyhow::bail!(reject.message),
                Err(_) => return Ok(()),
                Ok(read) => read,
            };
            writing.add(Entry::Found(Box::new(unit(read))), None)
        });
        prop_assert!(taken.is_ok(), "{taken:?}");
        let files = writing.finish(Vec::new()).expect("files");
        dataset::Manifest::new(Default::default(), files).write(&output).expect("a manifest");
        let proof = verify::verify(&output, None, || Ok(()));
        prop_assert!(proof.is_ok(), "{:#}", proof.expect_err("failed"));
    }
}

#[test]
fn a_table_of_no_rows_has_the_columns_of_one() {
    for (table, ..) in Table::ALL {
        let mut document = Document::plain("a", "Jane Doe said Oslo may wait. It rains in Oslo.");
        Pipeline::default().annotate(&mut document, Layer::Claims);
        let article = source::text("a", "a.txt", document.text().into()).expect("prose");
        let unit = Unit { article, document, methods: Arc::new(MethodNames::gold()) };
        assert_eq!(
            rows(*table, &[&unit], &Aside::default()).schema(),
            rows(*table, &[], &Aside::default()).schema()
        );
    }
}
