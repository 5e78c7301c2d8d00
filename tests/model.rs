//! A model that `train` wrote is used by every verb that runs methods, without a rebuild.

mod program;

use std::fs;
use std::path::{Path, PathBuf};

use program::{saidso, shown};

fn done(arguments: &[&str]) -> String {
    let (code, out, err) = saidso(arguments);
    assert_eq!(code, 0, "{arguments:?}: {err}");
    out
}

/// Documents with a claim each, in the form of a corpus.
fn corpus(folder: &Path) -> PathBuf {
    let path = folder.join("corpus.jsonl");
    let line = |(at, who): (usize, &str)| {
        let text = format!("{who} said it rained. It did.");
        let (source, cue) = (who.len(), who.len() + 5);
        format!(
            r#"{{"doc_id":"d{at}","text":"{text}","attributions":[{{"id":"1","source":[[0,{source}]],"cue":[[{},{cue}]],"content":[[{},{}]]}}]}}"#,
            source + 1,
            cue + 1,
            cue + 10
        )
    };
    let speakers = ["Jane Doe", "The mayor", "A witness", "The ferry company"];
    fs::write(&path, speakers.into_iter().enumerate().map(line).collect::<Vec<_>>().join("\n"))
        .expect("written");
    path
}

#[test]
fn what_train_wrote_is_used_by_build_extract_show_and_score() {
    let folder = tempfile::tempdir().expect("a folder");
    let (corpus, model) = (corpus(folder.path()), folder.path().join("own.safetensors"));
    let train =
        ["train", "--layer", "claims", "--method", "crf", "--epochs", "3", "--corpus", shown(&corpus)];
    let told: serde_json::Value =
        serde_json::from_str(&done(&[&train[..], &["--json", "-o", shown(&model)]].concat())).expect("JSON");
    assert_eq!((&told["version"], &told["header"]["method"]), (&1.into(), &"crf".into()));
    assert_eq!(told["bytes"], fs::metadata(&model).expect("a model").len());

    // The name says which file: the method, and the beginning of the model's SHA-256.
    let scores: serde_json::Value =
        serde_json::from_str(&done(&["score", "--gold", shown(&corpus), "--json", "--model", shown(&model)]))
            .expect("JSON");
    let rows = scores["standings"].as_array().expect("standings");
    let names: Vec<&str> = rows.iter().filter_map(|row| row["method"].as_str()).collect();
    let name = names.iter().find(|name| name.starts_with("crf@")).expect("the model's own row");
    assert!(names.contains(&"crf") && names.contains(&"rules"), "beside the program's own: {names:?}");

    let article = folder.path().join("ferry.txt");
    fs::write(&article, "Jane Doe said it rained. The ferry stayed in Oslo on Monday, the mayor said.\n")
        .expect("written");
    let output = folder.path().join("out");
    done(&["build", shown(&article), "-o", shown(&output), "--model", shown(&model)]);
    done(&["verify", shown(&output)]);
    let manifest: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(output.join("manifest.json")).expect("a manifest"))
            .expect("JSON");
    assert_eq!(manifest["options"]["claims"], *name);
    assert_eq!(manifest["options"]["entities"], "crf");

    let found = done(&["extract", shown(&article), "--model", shown(&model)]);
    assert!(found.contains("\"attributions\":["), "{found}");
    assert!(done(&["show", shown(&article), "--model", shown(&model)]).contains("Jane Doe"));
}

#[test]
fn a_truncated_or_changed_model_is_refused_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/models/entities-crf.safetensors");
    let bytes = fs::read(shipped).expect("a model");
    let article = "datasets/articles/000_63ad7653aed725de.txt";
    let path = folder.path().join("broken.safetensors");
    let mut changed = bytes.clone();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    for broken in [&bytes[..bytes.len() - 1], &bytes[..100], &changed[..], b"no model"] {
        fs::write(&path, broken).expect("written");
        let (code, _, err) = saidso(&["show", article, "--model", shown(&path)]);
        assert!(code == 2 && err.contains("broken.safetensors") && err.contains("hint: "), "{err}");
    }
    let (code, _, err) = saidso(&["show", article, "--model", "none.safetensors"]);
    assert!(code == 2 && err.contains("none.safetensors") && err.contains("hint: "), "{err}");
}
