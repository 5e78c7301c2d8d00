use std::fs::{self, File};
use std::path::{Path, PathBuf};

use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use saidso::bench::spec::Spec;
use serde_json::{Value, json};

use crate::case::{Case, trial};
use crate::program::saidso;

const HEAD: &str = "rounds = 2\ndeadline = 5\nprice = { cpu_hour = 3.6, currency = \"EUR\" }";

/// What `score` says of our own rules, measure by measure and document by document, is what the bench says.
#[test]
fn scores_are_those_of_score_to_the_last_count() {
    let case = Case::new(3);
    let own = "[[method]]\nname = \"rules\"\nlayers = [\"entities\"]\n".to_owned();
    let (code, err) = case.bench("out", HEAD, &[own, case.method("good", "good", "")]);
    assert_eq!(code, 0, "{err}");
    let (code, out, err) = saidso(&["score", "--json", "--gold", &case.gold()]);
    assert_eq!(code, 0, "{err}");
    let scores: Value = serde_json::from_str(&out).expect("JSON");
    let rows = scores["standings"].as_array().expect("standings").iter();
    let inside: Vec<Value> = rows
        .filter(|row| row["method"] == "rules" && row["layer"] == "entities")
        .map(|row| json!([row["measure"], row["documents"]]))
        .collect();
    let results = case.results("out");
    let tallies = trial(&results, "rules")["tallies"].as_array().expect("tallies").iter();
    let here: Vec<Value> = tallies.map(|tally| json!([tally["measure"], tally["documents"]])).collect();
    assert!(!inside.is_empty());
    assert_eq!(here, inside);
    assert_eq!(results["corpora"][0]["gold_sha256"], scores["signature"]["gold_sha256"]);
    let command = trial(&results, "rules")["command"].as_str().expect("a command");
    assert_eq!(command, "saidso serve --layer entities --method rules", "no path of this machine");
}

/// In the process that measures a method says what it says over a pipe, and what finds nothing shows what measuring takes.
#[test]
fn a_method_inside_says_the_same_and_measuring_takes_next_to_nothing() {
    let case = Case::new(3);
    let own =
        |name: &str, more: &str| format!("[[method]]\nname = \"{name}\"\nlayers = [\"entities\"]\n{more}");
    let methods = [
        own("rules", ""),
        own("rules, inside", "method = \"rules\"\ninside = true\n"),
        own("nothing", "inside = true\n"),
    ];
    let (code, err) = case.bench("out", HEAD, &methods);
    assert_eq!(code, 0, "{err}");
    let results = case.results("out");
    let (piped, inside) = (trial(&results, "rules"), trial(&results, "rules, inside"));
    for key in ["tallies", "answers_sha256", "says", "groups", "confused", "believed", "failures"] {
        assert_eq!(piped[key], inside[key], "{key}");
    }
    assert_eq!((&piped["inside"], &inside["inside"]), (&Value::Null, &json!("rules")));
    assert!(inside["rounds"][1]["seconds"].as_array().is_some_and(|times| times.iter().all(Value::is_f64)));
    assert_eq!((&inside["rounds"][0]["peak"], &inside["rounds"][0]["cpu"]), (&Value::Null, &Value::Null));
    let found = trial(&results, "nothing")["tallies"][0]["documents"].clone();
    assert!(
        found.as_array().is_some_and(|rows| rows.len() == 3 && rows.iter().all(|row| row[2] == 0)),
        "{found}"
    );
    let (_, out, _) = case.told("rank", &["out"], &[]);
    assert!(out.contains("% of the fastest method inside (rules, inside)"), "{out}");
    let (code, err) = case.bench("pipe", HEAD, &[own("nothing", "")]);
    assert!(code == 2 && err.contains("nothing: no such method"), "{err}");
}

/// Whatever a method does, it is named, its failures are counted, and the figures of others stay what they are.
#[test]
fn a_faulty_method_costs_itself_documents_and_others_nothing() {
    let case = Case::new(3);
    let good = case.method("good", "good", "");
    assert_eq!(case.bench("alone", HEAD, std::slice::from_ref(&good)).0, 0);
    let alone = case.results("alone");
    for (fault, kind) in [("killed", "crashed"), ("hangs", "hung"), ("garbage", "malformed")] {
        let (code, err) = case.bench(fault, HEAD, &[case.method("bad", fault, "b#2"), good.clone()]);
        assert_eq!(code, 1, "a document failed: {err}");
        let results = case.results(fault);
        let (bad, own) = (trial(&results, "bad"), trial(&results, "good"));
        assert_eq!(own["tallies"], trial(&alone, "good")["tallies"], "good beside {fault}");
        assert_eq!(own["failures"], json!([]));
        let failures = bad["failures"].as_array().expect("failures");
        let told: Vec<Value> =
            failures.iter().map(|own| json!([own["round"], own["document"], own["kind"]])).collect();
        assert_eq!(told, [json!([1, "b#2", kind]), json!([2, "b#2", kind])], "{fault}");
        let strict =
            bad["tallies"].as_array().expect("tallies").iter().find(|own| own["measure"] == "strict");
        let found: Vec<&Value> = strict.expect("a tally")["documents"]
            .as_array()
            .expect("rows")
            .iter()
            .map(|row| &row[2])
            .collect();
        assert_eq!(found, [1, 0, 1], "nothing was found in b");
        assert_eq!(bad["rounds"][0]["seconds"][1], Value::Null, "{fault}: a failure has no time");
    }
}

#[test]
fn a_program_that_never_says_who_it_is_or_finds_something_else_has_no_score() {
    let case = Case::new(2);
    let silent = "[[method]]\nname = \"silent\"\nlayers = [\"entities\"]\ncommand = \"exit 3\"\n".to_owned();
    let other = case.method("other", "good", "").replace("[\"entities\"]", "[\"entities\", \"claims\"]");
    let (code, err) = case.bench("out", HEAD, &[silent, case.method("good", "good", "")]);
    assert_eq!(code, 1, "{err}");
    let (_, ranks) = case.says("rank", &["out"], &[]);
    let methods = &ranks["boards"][0]["methods"];
    assert_eq!((&methods[0]["method"], &methods[1]["method"]), (&json!("good"), &json!("silent")));
    assert_eq!((&methods[1]["rank"], &methods[1]["costs"]["failures"]["value"]), (&Value::Null, &json!(4.0)));
    let (code, err) = case.bench("other", HEAD, &[other]);
    assert!(code == 2 && err.contains("in no corpus are claims labeled"), "{err}");
}

/// An answer that is another one than was scored has no time, and is counted.
#[test]
fn an_answer_that_changes_is_told() {
    let case = Case::new(2);
    let (code, err) = case.bench("out", "rounds = 3\ndeadline = 5", &[case.method("moody", "moody", "b#2")]);
    assert_eq!(code, 0, "{err}");
    let results = case.results("out");
    let moody = trial(&results, "moody");
    assert_eq!(moody["changed"], 2);
    let timed = |document: usize| -> Vec<bool> {
        let rounds = moody["rounds"].as_array().expect("rounds").iter();
        rounds.map(|round| round["seconds"][document].is_f64()).collect()
    };
    assert_eq!((timed(0), timed(1)), (vec![true, true, true], vec![true, false, false]));
}

#[test]
fn every_figure_is_a_row_of_the_table_with_what_it_depends_on() {
    let case = Case::new(2);
    assert_eq!(case.bench("out", HEAD, &[case.method("good", "good", "")]).0, 0);
    let file = File::open(case.path("out").join("results.parquet")).expect("a file");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet").build().expect("batches");
    let mut lines = Vec::new();
    let mut writer = arrow::json::LineDelimitedWriter::new(&mut lines);
    reader.for_each(|batch| writer.write(&batch.expect("a batch")).expect("JSON"));
    writer.finish().expect("JSON");
    let rows: Vec<Value> = String::from_utf8(lines)
        .expect("UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let of = |measure: &str| rows.iter().find(|row| row["measure"] == measure).expect("a row");
    assert_eq!((of("strict")["value"].as_f64(), of("strict")["rank"].as_i64()), (Some(1.0), Some(1)));
    for measure in ["seconds a document", "bytes a second", "seconds to start"] {
        assert!(of(measure)["value"].as_f64().is_some_and(|value| value > 0.0), "{measure}");
    }
    if cfg!(target_os = "linux") {
        let (hour, million) = (of("processor seconds a document"), of("cost of a million documents"));
        let cost = |row: &Value| row["value"].as_f64().expect("a figure");
        assert!((cost(million) - 1000.0 * cost(hour)).abs() < 1e-6, "3.6 an hour");
        assert!(of("peak memory")["value"].as_f64().is_some_and(|bytes| bytes > 1e6));
    }
    for key in ["gold_sha256", "answers_sha256", "tool", "build", "at", "processor", "command", "says"] {
        assert!(rows.iter().all(|row| row[key].as_str().is_some_and(|text| !text.is_empty())), "{key}");
    }
}

/// The test part of the open set is scored, and nothing of its text is written down.
#[test]
fn a_set_that_stays_unread_is_scored_alone() {
    let case = Case::new(1);
    for (part, shown) in [("dev", true), ("test", false)] {
        let own = "[[method]]\nname = \"uax29\"\nlayers = [\"sentences\"]\n".to_owned();
        let open = format!("rounds = 1\n[[corpus]]\nname = \"open\"\ngold = \"datasets/open/{part}\"");
        assert_eq!(case.bench(part, &open, &[own]).0, 0);
        let results = case.results(part);
        assert!(trial(&results, "uax29")["tallies"].as_array().is_some_and(|tallies| !tallies.is_empty()));
        let wrong = fs::read_to_string(case.path(part).join("wrong.jsonl")).expect("a file");
        assert_eq!((!wrong.is_empty(), &results["corpora"][0]["readable"]), (shown, &json!(shown)), "{part}");
    }
}

#[test]
fn the_specs_of_the_repository_and_of_its_docs_are_specs() {
    let benches = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches");
    let files = fs::read_dir(&benches).expect("a folder").map(|entry| entry.expect("an entry").path());
    let specs: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|ending| ending == "toml")).collect();
    assert!(!specs.is_empty());
    let page = fs::read_to_string(benches.join("README.md")).expect("a page");
    let shown = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let case = Case::new(1);
    fs::write(case.path("shown.toml"), shown).expect("a file");
    for path in specs.iter().chain([&case.path("shown.toml")]) {
        Spec::read(path).unwrap_or_else(|error| panic!("{error:#}"));
    }
}

#[test]
fn what_is_wrong_with_a_spec_is_told_with_its_path() {
    let case = Case::new(1);
    let (code, err) = case.bench("out", "rounds = \"many\"", &[case.method("good", "good", "")]);
    assert!(
        code == 2 && err.contains("spec.toml") && err.contains("rounds") && err.contains("hint:"),
        "{err}"
    );
    let own = "[[method]]\nname = \"rulez\"\nlayers = [\"claims\"]\n".to_owned();
    let (code, err) = case.bench("out", HEAD, &[own]);
    assert!(code == 2 && err.contains("rulez") && err.contains("judge"), "{err}");
    fs::remove_file(case.path("gold.jsonl")).expect("it is there");
    let from = "\n[[corpus]]\nname = \"x\"\ngold = \"nowhere.jsonl\"\nfrom = \"ask the mayor\"";
    let (code, err) = case.bench("out", &format!("{HEAD}{from}"), &[case.method("good", "good", "")]);
    assert!(code == 2 && err.contains("nowhere.jsonl") && err.contains("ask the mayor"), "{err}");
}
