//! Figures of the scorer that once were wrong, or flattered, each with the case that shows it.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use saidso::evaluate::predict;
use saidso::exchange::Record;
use saidso::method::Layer;
use saidso::methods::Methods;
use saidso::{exchange, gold};
use serde_json::Value;

/// A gold of one document, and a place for predictions.
struct Case {
    folder: tempfile::TempDir,
}

const TEXT: &str = "Jane Doe said the ferry to Oslo may be late. It left at noon.";
const SENTENCES: &str = r#""sentences":[[0,44],[45,61]]"#;
const ENTITIES: &str =
    r#""entities":[{"start":0,"end":8,"type":"PERSON"},{"start":27,"end":31,"type":"GPE"}]"#;
const CLAIM: &str = r#""source":[[0,8]],"cue":[[9,13]],"content":[[14,43]]"#;

impl Case {
    fn new(layers: &str) -> Case {
        let case = Case { folder: tempfile::tempdir().expect("a folder") };
        case.write("gold.jsonl", &line(layers));
        case
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// What `saidso score --json` says of `predicted`: exit code, output, messages.
    fn score(&self, predicted: &[&str]) -> (i32, Value, String) {
        let gold = self.path("gold.jsonl");
        let files = predicted.iter().flat_map(|name| ["--predicted".into(), self.path(name)]);
        score(&gold, &files.collect::<Vec<PathBuf>>())
    }
}

fn line(layers: &str) -> String {
    format!(r#"{{"doc_id":"d","text":"{TEXT}",{layers}}}"#)
}

fn score(gold: &Path, arguments: &[PathBuf]) -> (i32, Value, String) {
    let mut command = Command::cargo_bin("saidso").expect("the binary");
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = command.args(["score", "--json", "--gold"]).arg(gold).args(arguments).output();
    let output = output.expect("it runs");
    let scores = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (output.status.code().unwrap_or(-1), scores, String::from_utf8_lossy(&output.stderr).into_owned())
}

/// The rows of one measure as (method, gold, predicted, F1).
fn rows(scores: &Value, layer: &str, measure: &str) -> Vec<(String, u64, u64, f64)> {
    let standings = scores["standings"].as_array().expect("standings").iter();
    let own = standings.filter(|row| row["layer"] == layer && row["measure"] == measure);
    let row = |row: &Value| {
        let count = |key: &str| row[key].as_u64().unwrap_or_default();
        let method = row["method"].as_str().unwrap_or_default().to_owned();
        (method, count("gold"), count("predicted"), row["f1"].as_f64().unwrap_or(-1.0))
    };
    own.map(row).collect()
}

fn measures(scores: &Value) -> Vec<&str> {
    let standings = scores["standings"].as_array().expect("standings");
    standings.iter().filter_map(|row| row["measure"].as_str()).collect()
}

#[test]
fn two_files_with_one_stem_are_two_rows() {
    let case = Case::new(ENTITIES);
    case.write("a/out.jsonl", &line(ENTITIES));
    case.write("b/out.jsonl", &line(r#""entities":[]"#));
    let (code, scores, err) = case.score(&["a/out.jsonl", "b/out.jsonl"]);
    assert_eq!(code, 0, "{err}");
    let expected = [("a/out".to_owned(), 2, 2, 1.0), ("b/out".to_owned(), 2, 0, 0.0)];
    assert_eq!(rows(&scores, "entities", "strict"), expected);
}

#[test]
fn the_same_predictions_twice_are_refused() {
    let case = Case::new(ENTITIES);
    case.write("out.jsonl", &line(ENTITIES));
    case.write("copy.jsonl", &line(ENTITIES));
    for twice in [["out.jsonl", "out.jsonl"], ["out.jsonl", "copy.jsonl"]] {
        let (code, _, err) = case.score(&twice);
        assert_eq!(code, 2, "{twice:?}");
        assert!(err.contains("the very same predictions as") && err.contains("hint: "), "{err}");
    }
}

#[test]
fn labels_that_a_tool_does_not_give_are_not_credited() {
    let labels = r#""voice":"attributed","quote":"indirect","act":"assertive","factuality":"PS+","source_ids":["jane-doe"]"#;
    let claims = |labels: &str| format!(r#""attributions":[{{"id":"C1",{CLAIM}{labels}}}]"#);
    let case = Case::new(&claims(&format!(",{labels}")));
    case.write("spans.jsonl", &line(&claims("")));
    case.write("acts.jsonl", &line(&claims(r#","act":"assertive""#)));
    let (code, scores, err) = case.score(&["spans.jsonl"]);
    assert_eq!(code, 0, "{err}");
    for label in ["voice", "quote", "act", "factuality", "source_ids", "nested", "author exact"] {
        assert!(!measures(&scores).contains(&label), "{label}");
    }
    assert_eq!(scores["labels"].as_array().map(Vec::len), Some(0));
    assert_eq!(rows(&scores, "claims", "whole exact")[0].3, 1.0);
    let (_, scores, _) = case.score(&["acts.jsonl"]);
    let labels: Vec<&Value> =
        scores["labels"].as_array().expect("a list").iter().map(|row| &row["label"]).collect();
    assert_eq!(labels, ["act"]);
    assert_eq!(rows(&scores, "claims", "act"), [("acts".to_owned(), 1, 1, 1.0)]);
    assert!(!measures(&scores).contains(&"factuality"));
}

#[test]
fn white_space_at_a_sentences_ends_costs_nothing() {
    let case = Case::new(SENTENCES);
    // The blank between the two belongs to the first here; then it is a sentence of its own.
    case.write("first.jsonl", &line(r#""sentences":[[0,45],[45,61]]"#));
    case.write("own.jsonl", &line(r#""sentences":[[0,44],[44,45],[45,61]]"#));
    let (code, scores, err) = case.score(&["first.jsonl", "own.jsonl"]);
    assert_eq!(code, 0, "{err}");
    for measure in ["exact", "boundary", "boundary final"] {
        assert!(rows(&scores, "sentences", measure).iter().all(|row| row.3 == 1.0), "{measure}");
    }
}

#[test]
fn repeated_predictions_do_not_raise_recall_by_overlap() {
    let two = r#"{"id":"C1","source":[[0,8]],"cue":[[9,13]],"content":[[14,43]]},{"id":"C2","source":[],"cue":[],"content":[[27,43]]}"#;
    let case = Case::new(&format!(r#""attributions":[{two}]"#));
    let claim = |id: usize| format!(r#"{{"id":"C{id}",{CLAIM}}}"#);
    case.write("once.jsonl", &line(&format!(r#""attributions":[{}]"#, claim(1))));
    case.write("often.jsonl", &line(&format!(r#""attributions":[{},{},{}]"#, claim(1), claim(2), claim(3))));
    let (code, scores, err) = case.score(&["once.jsonl", "often.jsonl"]);
    assert_eq!(code, 0, "{err}");
    let found = rows(&scores, "claims", "whole overlap");
    assert_eq!((found[0].2, found[0].3), (1, 2.0 / 3.0));
    assert_eq!((found[1].2, found[1].3), (found[0].2, found[0].3));
}

#[test]
fn a_score_of_nothing_is_an_error() {
    let case = Case::new(ENTITIES);
    case.write("out.jsonl", &line(SENTENCES));
    let (code, _, err) = case.score(&["out.jsonl"]);
    assert_eq!(code, 2);
    assert!(err.contains("it predicts nothing of what is labeled in the gold (entities)"), "{err}");
    assert!(err.contains("hint: an empty list"), "{err}");
    for (gold, message) in [
        (String::new(), "it has no document"),
        (line(r#""entities":[],"sentences":[]"#), "nothing is labeled in it"),
    ] {
        case.write("gold.jsonl", &gold);
        for predicted in [&["out.jsonl"][..], &[]] {
            let (code, _, err) = case.score(predicted);
            assert_eq!(code, 2);
            assert!(err.contains(&format!("gold.jsonl: {message}")), "{err}");
        }
    }
}

#[test]
fn a_line_without_the_layer_is_not_taken_for_an_empty_one() {
    let case = Case::new(ENTITIES);
    let other = |line: String| line.replace(r#""doc_id":"d""#, r#""doc_id":"e""#);
    case.write("gold.jsonl", &format!("{}\n{}", line(ENTITIES), other(line(ENTITIES))));
    case.write("out.jsonl", &format!("{}\n{}", line(ENTITIES), other(line(SENTENCES))));
    let (code, _, err) = case.score(&["out.jsonl"]);
    assert_eq!(code, 2);
    assert!(err.contains("out.jsonl:2: no entities, which other lines have"), "{err}");
}

#[test]
fn the_signature_says_what_was_scored_by_what() {
    let case = Case::new(ENTITIES);
    case.write("out.jsonl", &line(ENTITIES));
    let (_, scores, _) = case.score(&["out.jsonl"]);
    let signature = &scores["signature"];
    assert_eq!(signature["build"], option_env!("SAIDSO_REVISION").unwrap_or(env!("CARGO_PKG_VERSION")));
    assert_eq!(signature["predicted"][0]["method"], "out");
    let hash = saidso::source::sha256(line(ENTITIES).as_bytes());
    assert_eq!(signature["predicted"][0]["sha256"], hash.as_str());
    let (_, scores, _) = case.score(&[]);
    let models = scores["signature"]["models"].as_array().expect("models").iter();
    let of_entities = models.filter(|model| model["layer"] == "entities");
    let named: Vec<&Value> = of_entities.clone().map(|model| &model["method"]).collect();
    assert_eq!(named, ["crf", "neural"]);
    assert!(of_entities.clone().all(|model| model["sha256"].as_str().is_some_and(|hash| hash.len() == 64)));
}

#[test]
fn through_json_lines_the_rules_score_as_inside() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let labeled = gold::load(&root.join("datasets/gold"), &root.join("datasets/articles")).expect("the gold");
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let write = |name: &str, records: Vec<Record>| {
        let lines = records.iter().map(|record| serde_json::to_string(record).expect("JSON") + "\n");
        fs::write(path(name), lines.collect::<String>()).expect("a file");
    };
    let whole =
        |labeled: &gold::Labeled| Record::of(&labeled.document, [true; 3]).with_blocks(&labeled.document);
    write("gold.jsonl", labeled.iter().map(whole).collect());
    let lines = fs::read(path("gold.jsonl")).expect("just written");
    let lines = exchange::read("gold.jsonl", lines.as_slice()).expect("records");
    let (methods, mut predicted) = (Methods::builtin(), Vec::new());
    for (layer, name) in [(Layer::Entities, "entities"), (Layer::Claims, "claims")] {
        let row = methods.find(layer, "rules").expect("a method");
        let wanted = [Layer::Sentences, Layer::Entities, Layer::Claims].map(|other| other == layer);
        let found = lines.iter().map(|line| predict(row, &line.bare_document().expect("a document")));
        write(&format!("{name}.jsonl"), found.map(|found| Record::of(&found, wanted)).collect());
        predicted.push((name, path(&format!("{name}.jsonl"))));
    }
    let (_, inside, _) = score(&root.join("datasets/gold"), &[]);
    for (layer, file) in predicted {
        let (code, outside, err) = score(&path("gold.jsonl"), &["--predicted".into(), file]);
        assert_eq!(code, 0, "{err}");
        let counts = |scores: &Value, method: &str| -> Vec<Value> {
            let standings = scores["standings"].as_array().expect("standings").iter();
            let own = standings.filter(|row| row["layer"] == layer && row["method"] == method);
            own.map(|row| {
                ["measure", "gold", "predicted", "recalled", "precise"].map(|key| row[key].clone()).into()
            })
            .collect()
        };
        assert_eq!(counts(&inside, "rules"), counts(&outside, layer), "{layer}");
    }
}
