//! What articles say the same is told by every way that makes a dataset, and proved.

mod program;

use std::fs;
use std::path::Path;

use arrow::array::AsArray;
use arrow::datatypes::Float32Type;
use program::{saidso, shown};

const STORY: &str = "Ferry sinks off Oslo. Jane Doe said the ferry was late because of the ice on the fjord. \
                     The harbour master told reporters that nobody was hurt, and that the wreck would be raised \
                     in June by a crane from Bergen. The mayor denied that warnings had been ignored for years.";

/// An agency's story in three outlets, one of which changed a word and none of which was first by its name, and another.
fn input(folder: &Path) {
    let row = |id: &str, day: &str, text: &str| {
        serde_json::json!({"id": id, "published": day, "text": text}).to_string() + "\n"
    };
    let lines = [
        row("a", "2025-05-07", STORY),
        row("b", "2025-05-06", STORY),
        row("c", "2025-05-08", &STORY.replace("June", "July")),
        row("d", "2025-05-01", "Another bridge at Oslo stays closed, the council decided on Monday."),
    ];
    fs::create_dir_all(folder).expect("a folder");
    fs::write(folder.join("all.jsonl"), lines.concat()).expect("a file");
}

/// Article, original, likeness and similarity of each row.
fn rows(dataset: &Path) -> Vec<(String, String, String, f32)> {
    let file = fs::File::open(dataset.join("duplicates.parquet")).expect("a table");
    let reader =
        parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
    let mut found = Vec::new();
    for batch in reader.build().expect("rows") {
        let batch = batch.expect("a batch");
        let words = |name: &str, row| batch[name].as_string::<i32>().value(row).to_owned();
        for row in 0..batch.num_rows() {
            let similarity = batch["similarity"].as_primitive::<Float32Type>().value(row);
            found.push((
                words("article_id", row),
                words("original_id", row),
                words("likeness", row),
                similarity,
            ));
        }
    }
    found
}

#[test]
fn a_story_in_three_outlets_has_one_original() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    input(&at("in"));
    let build = |name: &str, more: &[&str]| {
        let (code, _, err) =
            saidso(&[&["build", "--fast", "-o", shown(&at(name)), shown(&at("in"))], more].concat());
        assert_eq!(code, 0, "{err}");
    };
    build("whole", &[]);
    let found = rows(&at("whole"));
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0], ("a".into(), "b".into(), "exact".into(), 1.0));
    assert_eq!((&found[1].0[..], &found[1].1[..], &found[1].2[..]), ("c", "b", "near"));
    assert!((0.7..1.0).contains(&found[1].3), "{found:?}");
    assert_eq!(saidso(&["verify", shown(&at("whole"))]).0, 0);

    build("one", &["--shard", "1/2"]);
    build("two", &["--shard", "2/2"]);
    let parts = [at("two"), at("one")];
    let merged = saidso(&["merge", shown(&parts[0]), shown(&parts[1]), "-o", shown(&at("merged"))]);
    assert_eq!(merged.0, 0, "{}", merged.2);
    assert_eq!(rows(&at("merged")), found);
}

/// A row that says another original than the texts do is found, though its hash is right.
#[test]
fn a_forged_duplicate_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    input(&at("in"));
    assert_eq!(saidso(&["build", "--fast", "-o", shown(&at("one")), shown(&at("in"))]).0, 0);
    let lines = fs::read_to_string(at("in").join("all.jsonl")).expect("a file");
    fs::create_dir(at("other")).expect("a folder");
    fs::write(at("other").join("all.jsonl"), lines.replace("2025-05-06", "2025-05-09")).expect("a file");
    assert_eq!(saidso(&["build", "--fast", "-o", shown(&at("two")), shown(&at("other"))]).0, 0);
    let table = |dataset: &str| at(dataset).join("duplicates.parquet");
    let manifest = |dataset: &str| -> serde_json::Value {
        serde_json::from_slice(&fs::read(at(dataset).join("manifest.json")).expect("a file")).expect("JSON")
    };
    let entry = |value: &serde_json::Value| {
        let files = value["files"].as_array().expect("files");
        files.iter().position(|file| file["path"] == "duplicates.parquet").expect("the table")
    };
    let (mut own, other) = (manifest("one"), manifest("two"));
    let place = entry(&own);
    own["files"][place] = other["files"][entry(&other)].clone();
    fs::copy(table("two"), table("one")).expect("copied");
    fs::write(at("one").join("manifest.json"), own.to_string()).expect("written");
    let (code, _, err) = saidso(&["verify", shown(&at("one"))]);
    assert!(
        code != 0 && err.contains("duplicates.parquet: row 0 (article b): the texts tell another"),
        "{err}"
    );
}
