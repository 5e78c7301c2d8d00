//! What annotation tools send back of what they were given is gold, with what a person did to it.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use saidso::document::{Act, EntityType, Factuality, Label};
use serde_json::{Value, json};

use crate::samples::imported;
use crate::verbs::saidso;

/// A task as Label Studio 1 exports it once a person has submitted the prediction: each result of a region with its place
/// and its remarks, tasks with much that is of no interest here.
fn submitted(task: &Value) -> Value {
    let predicted = task["predictions"][0]["result"].as_array().expect("a result");
    let remarks = |id: &Value| predicted.iter().find(|own| own["id"] == *id && own["type"] == "labels");
    let results = predicted.iter().map(|own| {
        let mut own = own.clone();
        own["origin"] = json!("prediction");
        if let Some(meta) = remarks(&own["id"]).and_then(|region| region.get("meta")) {
            own["meta"] = meta.clone();
        }
        own
    });
    // Choices stand before the labels of their region as often as behind.
    let mut results: Vec<Value> = results.collect();
    results.sort_by_key(|own| (own["type"] == "relation", own["id"].as_str().map(str::to_owned)));
    json!({
        "id": 70, "inner_id": 1, "project": 1, "data": task["data"], "meta": {}, "file_upload": "1-tasks.json",
        "created_at": "2026-11-01T10:00:00Z", "updated_at": "2026-11-01T10:05:00Z", "total_annotations": 1,
        "cancelled_annotations": 0, "total_predictions": 1, "comment_count": 0, "comment_authors": [], "drafts": [],
        "predictions": [9], "updated_by": 1,
        "annotations": [{
            "id": 7, "completed_by": 1, "was_cancelled": false, "ground_truth": false, "lead_time": 61.2,
            "created_at": "2026-11-01T10:05:00Z", "draft_created_at": null, "prediction": {"id": 9}, "result_count": 3,
            "unique_id": "5c9e", "task": 70, "project": 1, "updated_by": 1, "parent_annotation": null, "result": results,
        }],
    })
}

/// The F1 of every measure of `predicted` against `gold`.
fn scores(gold: &Path, predicted: &Path) -> Vec<f64> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_saidso"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["score", "--json", "--gold"]).arg(gold);
    let done = command.arg("--predicted").arg(predicted).assert().success();
    let told: Value = serde_json::from_slice(&done.get_output().stdout).expect("JSON");
    let rows = told["standings"].as_array().expect("standings").iter();
    rows.filter_map(|row| row["f1"].as_f64()).collect()
}

#[test]
fn the_gold_comes_back_from_the_tools_and_scores_100() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let shown = |name: &str| path(name).display().to_string();
    saidso(&["export", "--format", "jsonl", "datasets/gold", "-o", &shown("gold.jsonl")]);
    let export = ["export", "--format", "label-studio-predictions", &shown("gold.jsonl"), "-o"];
    let told = saidso(&[&export[..], &[&shown("tasks.json")]].concat());
    assert!(told.contains("tasks.xml: beside it") && path("tasks.xml").is_file(), "{told}");
    let tasks: Value =
        serde_json::from_str(&fs::read_to_string(path("tasks.json")).expect("tasks")).expect("JSON");
    let tasks = tasks.as_array().expect("a list");
    assert!(tasks.iter().all(|task| task["predictions"][0]["score"] == 1.0 && task["annotations"].is_null()));
    let sent_back: Vec<Value> = tasks.iter().map(submitted).collect();
    fs::write(path("back.json"), json!(sent_back).to_string()).expect("written");
    saidso(&["import", "--format", "label-studio", &shown("back.json"), "-o", &shown("studio.jsonl")]);
    saidso(&["export", "--format", "brat", &shown("gold.jsonl"), "-o", &shown("brat")]);
    saidso(&["import", "--format", "brat", &shown("brat"), "-o", &shown("brat.jsonl")]);
    for back in ["studio.jsonl", "brat.jsonl"] {
        let scores = scores(&path(back), &path("gold.jsonl"));
        assert!(scores.len() > 40 && scores.iter().all(|f1| *f1 == 1.0), "{back}: {scores:?}");
    }
}

/// A task of “We wait,” said Doe. in which a program found one claim and one name.
fn task() -> Value {
    let line = json!({"doc_id": "d", "text": "“We wait,” said Doe. Roe agreed.",
        "entities": [{"start": 16, "end": 19, "type": "PERSON", "confidence": 0.75}],
        "attributions": [{"id": "C1", "source": [[16, 19]], "cue": [[11, 15]], "content": [[0, 10]], "act": "assertive",
            "factuality": "CT+", "source_ids": ["doe"], "confidence": 0.5}]});
    let records = saidso::exchange::read("a.jsonl", line.to_string().as_bytes()).expect("a record");
    let format = saidso::exchange::find("label-studio-predictions").expect("a format");
    let mut files = Vec::new();
    format.export(records.into_iter().map(Ok), &mut files).expect("written");
    let tasks: Value = serde_json::from_str(&files[0].1).expect("JSON");
    tasks[0].clone()
}

#[test]
fn a_prediction_has_its_confidences_as_scores_and_its_labels_as_choices() {
    let task = task();
    let prediction = &task["predictions"][0];
    assert_eq!(prediction["score"], 0.625);
    let results = prediction["result"].as_array().expect("results");
    let found =
        |kind: &str, name: &str| results.iter().find(|own| own["type"] == kind && own["from_name"] == name);
    let act = found("choices", "act").expect("an act");
    assert_eq!(act["value"], json!({"start": 0, "end": 10, "text": "“We wait,”", "choices": ["assertive"]}));
    let content = results.iter().find(|own| own["value"]["labels"][0] == "Content").expect("a content");
    assert_eq!((&content["id"], &content["score"]), (&act["id"], &json!(0.5)));
    assert_eq!(content["meta"]["saidso"], json!({"id": "C1", "source_ids": ["doe"]}));
}

#[test]
fn what_a_person_changes_is_what_is_read() {
    let mut back = submitted(&task());
    let results = back["annotations"][0]["result"].as_array_mut().expect("results");
    // Another act, no factuality, and a claim that nobody had found, first in the list.
    results.retain(|own| own["from_name"] != "factuality");
    let act = results.iter_mut().find(|own| own["from_name"] == "act").expect("an act");
    act["value"]["choices"] = json!(["commissive"]);
    let region = |id: &str, start: usize, end: usize, label: &str| {
        json!({"id": id, "from_name": "label", "to_name": "text", "type": "labels", "origin": "manual",
            "value": {"start": start, "end": end, "labels": [label]}})
    };
    results.insert(0, region("new1", 25, 31, "Cue"));
    results.insert(1, region("new2", 21, 24, "Source"));
    results.push(
        json!({"type": "relation", "from_id": "new1", "to_id": "new2", "direction": "right", "labels": []}),
    );
    results.push(json!({"id": "new2", "from_name": "mood", "to_name": "text", "type": "choices",
        "value": {"start": 21, "end": 24, "choices": ["merry"]}}));
    let (records, left) =
        imported("label-studio", &[("a.json", &json!([back]).to_string())], &[]).expect("tasks");
    let claims = records[0].attributions.as_ref().expect("labeled");
    let old = claims.iter().find(|own| own.id == "C1").expect("the id that it had");
    assert_eq!(
        (old.act.as_deref(), &old.factuality, &old.source_ids[..]),
        (Some("commissive"), &None, &["doe".to_owned()][..])
    );
    let new = claims.iter().find(|own| own.id == "C2").expect("an id that is free");
    assert_eq!((&new.source[..], &new.cue[..], &new.act), (&[[21, 24]][..], &[[25, 31]][..], &None));
    assert_eq!((claims.len(), left.of("results choices"), left.of("predictions")), (2, 1, 1));
}

#[test]
fn a_sentence_that_a_person_adds_at_the_end_finds_its_place() {
    let ann = "T1\tSentence 6 11\tWaits\nT2\tSentence 0 5\tOslo.\n";
    let (records, _) = imported("brat", &[("d.txt", "Oslo. Waits"), ("d.ann", ann)], &[]).expect("brat");
    assert_eq!(records[0].sentences, Some(vec![[0, 5], [6, 11]]));
}

#[test]
fn what_a_person_labels_from_nothing_is_labeled() {
    for predicted in [json!({}), json!({"entities": []}), json!({"sentences": [[0, 4]]})] {
        let mut line = predicted.clone();
        line["doc_id"] = json!("d");
        line["text"] = json!("Oslo");
        let records = saidso::exchange::read("a.jsonl", line.to_string().as_bytes()).expect("a record");
        let format = saidso::exchange::find("label-studio-predictions").expect("a format");
        let mut files = Vec::new();
        format.export(records.into_iter().map(Ok), &mut files).expect("written");
        let mut tasks: Value = serde_json::from_str(&files[0].1).expect("JSON");
        let region = json!({"id": "n", "from_name": "label", "to_name": "text", "type": "labels",
            "value": {"start": 0, "end": 4, "labels": ["GPE"]}});
        let found = tasks[0]["predictions"].as_array().expect("a list");
        assert_eq!(found.is_empty(), predicted["sentences"].is_null(), "{predicted}");
        tasks[0]["annotations"] = json!([{"result": [region]}]);
        let (back, _) = imported("label-studio", &[("a.json", &tasks.to_string())], &[]).expect("tasks");
        assert_eq!(back[0].entities.as_ref().map(Vec::len), Some(1), "{predicted}");
    }
}

#[test]
fn both_tools_are_told_every_label() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    saidso(&["export", "--format", "label-studio", "datasets/gold", "-o", &path("gold.json")]);
    saidso(&["export", "--format", "brat", "datasets/gold", "-o", &path("brat")]);
    let interface = fs::read_to_string(path("gold.xml")).expect("an interface");
    let conf = fs::read_to_string(path("brat/annotation.conf")).expect("brat's own");
    for name in [EntityType::names(), vec!["Source", "Cue", "Content", "Sentence"]].concat() {
        assert!(interface.contains(&format!("<Label value=\"{name}\"")), "{name}");
        assert!(conf.lines().any(|line| line == name), "{name}");
    }
    for name in [Act::names(), Factuality::names()].concat() {
        assert!(interface.contains(&format!("<Choice value=\"{name}\"/>")), "{name}");
        let mut values = conf.lines().filter_map(|line| line.split_once("Value:"));
        assert!(values.any(|(_, values)| values.split('|').any(|value| value == name)), "{name}");
    }
    let well_formed = "import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])";
    Command::new("python3").args(["-c", well_formed, &path("gold.xml")]).assert().success();
    // The same rules as in brat's own reader: a name, then arguments of the form KEY:TYPE|TYPE.
    for line in conf.lines().filter(|line| line.contains('\t')) {
        let arguments = line.split_once('\t').expect("a tab").1;
        assert!(
            arguments.split(", ").all(|own| own.split_once(':').is_some_and(|(_, types)| !types.is_empty())),
            "{line}"
        );
    }
}
