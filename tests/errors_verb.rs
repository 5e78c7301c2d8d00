//! `saidso errors`: what is wrong is told by its kind, in words, as JSON and as Parquet, and the test part is not read.

mod program;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use arrow::json::LineDelimitedWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Value, json};

use program::{saidso, shown};

const TEXT: &str = "Jane Doe said the harbour was closed on Monday. Oslo waits for the ferry.";

/// Where `words` stand in the text, which is ASCII.
fn at(words: &str) -> [usize; 2] {
    let start = TEXT.find(words).expect("words of the text");
    [start, start + words.len()]
}

fn mention(words: &str, kind: &str, id: Option<&str>) -> Value {
    let [start, end] = at(words);
    json!({ "start": start, "end": end, "type": kind, "id": id })
}

fn claim(content: &str, act: &str) -> Value {
    json!({
        "id": "1", "voice": "attributed", "source": [at("Jane Doe")], "cue": [at("said")], "content": [at(content)],
        "quote": "indirect", "act": act, "factuality": "CT+",
    })
}

/// A corpus of one text, and what a tool found in it.
fn files(folder: &Path) -> [PathBuf; 2] {
    let gold = json!({
        "doc_id": "harbour", "text": TEXT,
        "sentences": [at("Jane Doe said the harbour was closed on Monday."), at("Oslo waits for the ferry.")],
        "entities": [
            mention("Jane Doe", "PERSON", Some("jane-doe")),
            mention("Monday", "DATE", None),
            mention("Oslo", "GPE", Some("oslo")),
        ],
        "attributions": [claim("the harbour was closed on Monday", "assertive")],
    });
    let found = json!({
        "doc_id": "harbour", "text": TEXT,
        "sentences": [[0, TEXT.len()]],
        "entities": [
            mention("Doe", "PERSON", Some("jane-doe")),
            mention("harbour", "FAC", Some("harbour")),
            mention("Oslo", "ORG", Some("oslo")),
        ],
        "attributions": [claim("the harbour was closed", "directive")],
    });
    [("gold.jsonl", gold), ("found.jsonl", found)].map(|(name, line)| {
        let path = folder.join(name);
        fs::write(&path, format!("{line}\n")).expect("a file");
        path
    })
}

/// What `errors` prints with `more` options for a layer of the two files.
fn errors(files: &[PathBuf; 2], layer: &str, more: &[&str]) -> String {
    let [gold, found] = files;
    let mut arguments = vec!["errors", "--gold", shown(gold), "--predicted", shown(found), "--layer", layer];
    arguments.extend(more);
    let (code, out, err) = saidso(&arguments);
    assert_eq!(code, 0, "{err}");
    out
}

fn json(files: &[PathBuf; 2], layer: &str, more: &[&str]) -> Value {
    let out = errors(files, layer, &[&["--json", "--list"], more].concat());
    serde_json::from_str(&out).expect("JSON")
}

/// Kind, part, and the words of both sides.
fn told(errors: &Value) -> Vec<[String; 4]> {
    let word = |value: &Value| value.as_str().unwrap_or("–").to_owned();
    let row = |error: &Value| {
        [&error["kind"], &error["part"], &error["gold"]["words"], &error["predicted"]["words"]].map(word)
    };
    errors["errors"].as_array().expect("a list").iter().map(row).collect()
}

#[test]
fn what_is_wrong_is_told_by_its_kind() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = files(folder.path());
    let entities = json(&files, "entities", &[]);
    assert_eq!(entities["version"], 1);
    assert_eq!(entities["items"], json!({ "gold": 3, "predicted": 3, "right": 0 }));
    assert_eq!(
        told(&entities),
        [
            ["start-late", "–", "Jane Doe", "Doe"],
            ["invented", "–", "–", "harbour"],
            ["missed", "–", "Monday", "–"],
            ["wrong-type", "–", "Oslo", "Oslo"],
        ]
    );
    let sentences = told(&json(&files, "sentences", &[]));
    let both = "Jane Doe said the harbour was closed on Monday. | Oslo waits for the ferry.";
    assert_eq!(sentences, [["merged", "–", both, TEXT]]);
    let (whole, part) = ("the harbour was closed on Monday", "the harbour was closed");
    let claims = told(&json(&files, "claims", &[]));
    assert_eq!(claims, [["end-early", "content", whole, part], ["wrong-act", "–", whole, part]]);
}

#[test]
fn a_list_shows_the_sentence_and_both_sides() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = errors(&files(folder.path()), "claims", &["--list", "--by", "cue"]);
    let wanted = "
harbour#1 content end-early, wrong-act
  in    Jane Doe said the harbour was closed on Monday.
  gold  attributed [Jane Doe] [said] [the harbour was closed on Monday] indirect assertive CT+ null nested in –
  found attributed [Jane Doe] [said] [the harbour was closed] indirect directive CT+ null nested in –
";
    assert!(out.contains(wanted), "{out}");
    assert!(out.contains("1 in the gold, 1 found, 0 right"), "{out}");
    let group: Vec<Vec<&str>> = out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert!(group.contains(&vec!["said", "1", "0.0", "2", "100.0"]), "{out}");
}

#[test]
fn one_kind_can_be_asked_for_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = files(folder.path());
    let claims = json(&files, "claims", &["--kind", "wrong-act", "--by", "length"]);
    assert_eq!(claims["kinds"], json!([{ "kind": "wrong-act", "part": null, "errors": 1 }]));
    let row = json!({ "group": "6–10", "items": 1, "right": 0, "errors": 1 });
    assert_eq!(claims["groups"], json!({ "by": "length", "rows": [row] }));
    assert_eq!(told(&claims).len(), 1);
}

#[test]
fn parquet_has_a_row_for_each_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("errors.parquet");
    errors(&files(folder.path()), "entities", &["--parquet", shown(&path)]);
    let file = File::open(&path).expect("written");
    let batches = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet").build().expect("rows");
    let mut lines = LineDelimitedWriter::new(Vec::new());
    batches.for_each(|batch| lines.write(&batch.expect("a batch")).expect("JSON"));
    let lines = lines.into_inner();
    let rows: Vec<Value> =
        serde_json::Deserializer::from_slice(&lines).into_iter().map(|row| row.expect("JSON")).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0]["kind"], "start-late");
    assert_eq!((&rows[0]["gold_start"], &rows[0]["predicted_start"]), (&json!(0), &json!(5)));
    assert_eq!((&rows[1]["gold"], &rows[1]["predicted"]), (&Value::Null, &json!("harbour")));
    assert_eq!((&rows[1]["type"], &rows[1]["cue"]), (&json!("FAC"), &Value::Null));
}

#[test]
fn the_test_part_is_counted_and_not_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("errors.parquet");
    let test = ["errors", "--gold", "datasets/open/dev/../test", "--layer", "sentences"];
    for more in [&["--list"][..], &["--json", "--list"], &["--parquet", shown(&path)]] {
        let (code, out, err) = saidso(&[&test[..], more].concat());
        assert_eq!((code, &*out), (2, ""), "{more:?}");
        assert!(err.contains("is scored and not read\nhint: "), "{err}");
    }
    assert!(!path.exists());
    let (code, out, err) = saidso(&[&test[..], &["--json"]].concat());
    assert_eq!(code, 0, "{err}");
    let counts: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((&counts["documents"], &counts["errors"]), (&json!(25), &Value::Null));
}

#[test]
fn what_a_layer_has_not_is_refused_with_what_it_has() {
    let folder = tempfile::tempdir().expect("a folder");
    let [gold, _] = files(folder.path());
    let (code, _, err) = saidso(&["errors", "--gold", shown(&gold), "--layer", "sentences", "--by", "cue"]);
    assert_eq!(code, 2);
    assert!(err.contains("--by cue: sentences have none\nhint: one of document, length"), "{err}");
    let (code, _, err) = saidso(&["errors", "--gold", shown(&gold), "--layer", "blocks"]);
    assert_eq!(code, 2);
    assert!(err.contains("no blocks are labeled in it\nhint: "), "{err}");
}

#[test]
fn escapes_of_a_corpus_do_not_reach_the_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let record = |entities: Value| {
        json!({ "doc_id": "a", "text": "Oslo\u{1b}[2J waits.", "entities": entities }).to_string()
    };
    let files = ["gold.jsonl", "found.jsonl"].map(|name| folder.path().join(name));
    let town = json!([{ "start": 0, "end": 8, "type": "GPE", "id": "oslo" }]);
    fs::write(&files[0], record(town)).expect("a file");
    fs::write(&files[1], record(json!([]))).expect("a file");
    let out = errors(&files, "entities", &["--list", "--by", "document"]);
    assert!(out.contains("Oslo\u{fffd}[2J waits.") && !out.contains('\u{1b}'), "{out:?}");
}
