//! `import` and `export` on the project's own dataset and gold.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use saidso::exchange::FORMATS;

/// Runs the binary in the project's folder and gives what it told.
pub fn saidso(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_saidso"));
    let done = command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).assert().success();
    String::from_utf8_lossy(&done.get_output().stderr).into_owned()
}

/// The lines of a file, sorted: a folder is read in the order of its names.
fn lines(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("written");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

#[test]
fn the_gold_goes_through_dataset_brat_and_label_studio_and_stays_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    saidso(&["build", "-o", &path("dataset")]);
    saidso(&["export", "--format", "jsonl", &path("dataset"), "--gold", "-o", &path("dataset.jsonl")]);
    saidso(&["export", "--format", "jsonl", "datasets/gold", "-o", &path("gold.jsonl")]);
    let gold = lines(&folder.path().join("gold.jsonl"));
    assert_eq!(gold.len(), 5);
    assert!(gold[0].contains("\"proposition\""));
    assert_eq!(gold, lines(&folder.path().join("dataset.jsonl")));
    for format in ["brat", "label-studio"] {
        let (there, back) = (path(format), path(&format!("{format}.jsonl")));
        let told = saidso(&["export", "--format", format, &path("gold.jsonl"), "-o", &there]);
        assert!(!told.contains("could not be carried"), "{told}");
        saidso(&["import", "--format", format, &there, "-o", &back]);
        assert_eq!(gold, lines(Path::new(&back)), "{format}");
    }
    let told = saidso(&["export", "--format", "spacy", &path("dataset"), "-o", &path("spacy.jsonl")]);
    assert!(told.contains("could not be carried"), "{told}");
}

#[test]
fn an_export_that_breaks_off_leaves_nothing_of_what_was_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = folder.path().join("corpus.jsonl");
    fs::write(&corpus, "{\"doc_id\":\"a\",\"text\":\"Oslo\"}\n{\"doc_id\":\"b\"}\n").expect("written");
    // Into a new place, and for a folder into an empty one, too.
    let written = FORMATS.iter().filter(|format| format.write.is_some());
    let cases = written.flat_map(|format| [(format, false), (format, true)]);
    for (format, empty) in cases.filter(|(format, empty)| format.folder || !empty) {
        let output = folder.path().join("out");
        if empty {
            fs::create_dir(&output).expect("a folder");
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_saidso"));
        command.args(["export", "--format", format.name]).arg(&corpus).arg("-o").arg(&output);
        let done = command.assert().code(2);
        let told = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
        assert!(told.contains("corpus.jsonl:2"), "{}: {told}", format.name);
        if output.exists() {
            fs::remove_dir(&output).expect("the empty folder that stood there");
        }
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "{}", format.name);
    }
}

#[test]
fn what_could_not_be_carried_is_counted_as_json_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let line = r#"{"doc_id":"a","text":"Oslo","entities":[{"start":0,"end":4,"type":"GPE"}],"attributions":[{"id":"C1","source":[],"cue":[],"content":[[0,4]]}]}"#;
    fs::write(path("a.jsonl"), line).expect("written");
    let counted = |arguments: &[&str]| -> serde_json::Value {
        let done =
            Command::new(env!("CARGO_BIN_EXE_saidso")).args(arguments).arg("--json").assert().success();
        serde_json::from_slice(&done.get_output().stdout).expect("JSON")
    };
    let out = counted(&["export", "--format", "spacy", &path("a.jsonl"), "-o", &path("b.jsonl")]);
    assert_eq!((&out["version"], &out["documents"]), (&1.into(), &1.into()));
    assert_eq!(out["could_not_be_carried"]["attributions"], 1);
    let back = counted(&["import", "--format", "spacy", &path("b.jsonl"), "-o", &path("c.jsonl")]);
    assert_eq!((&back["documents"], &back["left_out"]), (&1.into(), &serde_json::json!({})));
    let told = counted(&["explain", "no-text"]);
    assert_eq!(told["codes"][0]["code"], "no-text");
}
