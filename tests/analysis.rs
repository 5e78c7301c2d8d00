//! The verbs that read what other verbs wrote: over datasets, and over scores.

mod program;

use std::fs;
use std::path::Path;

use serde_json::Value;

use program::{saidso, shown};

fn json(arguments: &[&str]) -> Value {
    let (code, out, err) = saidso(arguments);
    assert_eq!(code, 0, "{err}");
    serde_json::from_str(&out).expect("JSON")
}

/// A dataset of two articles in `folder`, the second as given.
#[cfg(feature = "analysis")]
fn dataset(folder: &Path, name: &str, second: &str) -> std::path::PathBuf {
    let articles = folder.join(format!("{name}-articles"));
    fs::create_dir(&articles).expect("a folder");
    let first = "“The bridge will open in May,” Jane Doe said. Doe said that it is safe.\n";
    fs::write(articles.join("a.txt"), first).expect("an article");
    fs::write(articles.join("b.txt"), second).expect("an article");
    let dataset = folder.join(name);
    let (code, _, err) = saidso(&["build", shown(&articles), "--output", shown(&dataset)]);
    assert_eq!(code, 0, "{err}");
    dataset
}

#[cfg(feature = "analysis")]
const FERRY: &str = "Officials said the ferry was late.\n\nIt left Oslo at noon, Jane Doe said.\n";

#[cfg(feature = "analysis")]
#[test]
fn stats_count_what_the_tables_hold() {
    let folder = tempfile::tempdir().expect("a folder");
    let dataset = dataset(folder.path(), "dataset", FERRY);
    let stats = json(&["stats", shown(&dataset), "--json"]);
    let rows = |section: &str| stats[section].as_array().expect("rows").clone();
    let sum = |section: &str, column: &str| -> u64 {
        rows(section).iter().map(|row| row[column].as_u64().expect("a count")).sum()
    };
    let of = |table: &str| {
        let found = rows("tables").into_iter().find(|row| row["table"] == table).expect("a table");
        found["rows"].as_u64().expect("a count")
    };
    assert_eq!((of("articles"), of("rejects")), (2, 0));
    assert_eq!(sum("acts_and_factuality", "claims"), of("claims"));
    assert_eq!(sum("claims_by_outlet_and_month", "claims"), of("claims"));
    assert_eq!(sum("quotes", "claims"), sum("sources", "claims"));
    assert_eq!(sum("claims_by_outlet_and_month", "attributed"), sum("sources", "claims"));
    let share = |kind: &str| {
        let found = rows("sources").into_iter().find(|row| row["source"] == kind).expect("a kind");
        found["claims"].as_u64().expect("a count")
    };
    assert_eq!((share("named"), share("unnamed")), (3, 1), "{stats:#}");
    let speaker = &rows("speakers")[0];
    assert_eq!((&speaker["source_id"], &speaker["claims"]), (&"jane-doe".into(), &3.into()));
    assert_eq!(speaker["articles"], 2);
    let (code, out, _) = saidso(&["stats", shown(&dataset), "--top", "0"]);
    assert!(code == 0 && out.contains("acts and factuality") && !out.contains("jane-doe"), "{out}");
}

#[cfg(feature = "analysis")]
#[test]
fn compare_lists_what_only_one_dataset_has() {
    let folder = tempfile::tempdir().expect("a folder");
    let a = dataset(folder.path(), "a", FERRY);
    let b = dataset(folder.path(), "b", &FERRY.replace("Jane Doe said", "and none knew"));
    let same = json(&["compare", shown(&a), shown(&a), "--json", "--list"]);
    for row in same["counts"].as_array().expect("rows") {
        assert_eq!((&row["only a"], &row["only b"]), (&0.into(), &0.into()), "{same:#}");
    }
    assert_eq!(same["rows"], Value::Array(Vec::new()));
    let apart = json(&["compare", shown(&a), shown(&b), "--json", "--list"]);
    assert!(apart["counts"][1]["both"].as_u64() > Some(0), "{apart:#}");
    let lost = apart["rows"].as_array().expect("rows").iter();
    let lost: Vec<&Value> = lost.filter(|row| row["in"] == "a" && row["source"] == "Jane Doe").collect();
    assert_eq!(lost.len(), 1, "{apart:#}");
    assert_eq!(lost[0]["article_id"], "b");
    let names = json(&["compare", shown(&a), shown(&b), "--table", "entities", "--json", "--list"]);
    let names = names["rows"].as_array().expect("rows").clone();
    assert!(names.iter().all(|row| row["in"] == "a" && row["text"] == "Jane Doe"), "{names:#?}");
    let (code, _, err) = saidso(&["compare", shown(&a), shown(&b), "--table", "blocks"]);
    assert!(code == 2 && err.contains("hint: one of claims, entities"), "{err}");
}

#[test]
fn rank_sets_the_scores_of_several_runs_side_by_side() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let text = "Jane Doe left Oslo.";
    let line = |entities: &str| format!(r#"{{"doc_id":"d","text":"{text}","entities":[{entities}]}}"#);
    let (doe, oslo) = (r#"{"start":0,"end":8,"type":"PERSON"}"#, r#"{"start":14,"end":18,"type":"GPE"}"#);
    fs::write(path("gold.jsonl"), line(&format!("{doe},{oslo}"))).expect("a file");
    fs::write(path("half.jsonl"), line(oslo)).expect("a file");
    fs::write(path("whole.jsonl"), line(&format!("{oslo},{doe}"))).expect("a file");
    let score = |gold: &str, predicted: &str| {
        let (gold, file) = (path(gold), path(&format!("{predicted}.jsonl")));
        let scores = json(&["score", "--json", "--gold", shown(&gold), "--predicted", shown(&file)]);
        fs::write(path(&format!("{predicted}.json")), scores.to_string()).expect("a file");
        path(&format!("{predicted}.json"))
    };
    let (half, whole) = (score("gold.jsonl", "half"), score("gold.jsonl", "whole"));
    let ranked = json(&["rank", shown(&half), shown(&whole), "--json"]);
    let strict = ranked.as_array().expect("rows").iter().filter(|row| row["measure"] == "strict");
    let found: Vec<(&str, u64)> = strict
        .map(|row| (row["method"].as_str().expect("a name"), row["place"].as_u64().expect("a place")))
        .collect();
    assert_eq!(found, [("half: half", 2), ("whole: whole", 1)]);
    // The other's text as gold: another gold.
    fs::write(path("other.jsonl"), line(doe)).expect("a file");
    let other = score("other.jsonl", "half");
    let (code, _, err) = saidso(&["rank", shown(&whole), shown(&other)]);
    assert!(code == 2 && err.contains("scored on another gold than") && err.contains("hint: "), "{err}");
    let (code, _, err) = saidso(&["rank", shown(&path("gold.jsonl"))]);
    assert!(code == 2 && err.contains("gold.jsonl") && err.contains("hint: give what"), "{err}");
}

#[test]
fn agreement_as_json_has_the_figures_of_the_table() {
    let agreed = json(&["agree", "--json"]);
    let (_, table, _) = saidso(&["agree"]);
    let articles = agreed["texts"].as_u64().expect("a number");
    assert!(table.starts_with(&format!("two annotators, {articles} articles\n")), "{table}");
    let whole = |own: &&Value| own["layer"] == "claims" && own["measure"] == "whole overlap";
    let standing = agreed["standings"].as_array().and_then(|all| all.iter().find(whole)).expect("scored");
    let f1 = format!("{:.1}", 100.0 * standing["f1"].as_f64().expect("a number"));
    let line = table.lines().find(|line| line.contains("claims") && line.contains("whole overlap"));
    assert!(line.is_some_and(|line| line.contains(&f1)), "{f1}: {table}");
    let kappas = agreed["labels"].as_array().expect("a list");
    for own in kappas {
        let line = format!(" {} ", own["label"].as_str().expect("a name"));
        let line = table.lines().find(|told| told.starts_with(&line)).expect("a line of the table");
        assert!(line.contains(&own["same"].to_string()), "{own}: {line}");
    }
    assert!(!kappas.is_empty());
}

#[test]
fn methods_as_json_have_one_default_of_each_layer() {
    let told = json(&["methods", "--json"]);
    let methods = told["methods"].as_array().expect("a list");
    let defaults: Vec<&str> =
        methods.iter().filter(|own| own["default"] == true).filter_map(|own| own["layer"].as_str()).collect();
    assert_eq!(defaults, ["blocks", "sentences", "entities", "claims"]);
    let (_, table, _) = saidso(&["methods"]);
    assert!(methods.iter().all(|own| table.contains(own["about"].as_str().expect("words"))), "{table}");
}
