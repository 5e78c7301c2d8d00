//! Whatever a program does, it costs it documents, and others nothing.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::program::{saidso, shown};

/// Oslo in every text, but as the first argument says in the text of `wrong`.
const PROGRAM: &str = r#"
import json, os, signal, sys, time

fault, wrong = sys.argv[1], sys.argv[2].split(",")


def say(line):
    print(json.dumps(line), flush=True)


def answer(doc_id, end=4, kind="GPE"):
    return {"doc_id": doc_id, "entities": [{"start": 0, "end": end, "type": kind}]}


if fault == "silent":
    time.sleep(600)
say({"protocol": 2 if fault == "protocol" else 1, "name": fault, "version": "1", "layers": ["entities"],
     "offsets": "code-points"})
before = "warm-up"
for line in sys.stdin:
    doc_id = json.loads(line)["doc_id"]
    right = answer(doc_id)
    if doc_id not in wrong:
        say(right)
    elif fault == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    elif fault == "ends":
        sys.exit(3)
    elif fault == "closes":
        os.close(1)
        time.sleep(600)
    elif fault == "hangs":
        time.sleep(600)
    elif fault == "garbage":
        print("\x1b[31mOslo!", flush=True)
    elif fault == "long":
        print("x" * (17 << 20), flush=True)
    elif fault == "another":
        say(answer("z"))
    elif fault == "previous":
        say(answer(before))
    elif fault == "twice":
        say(right)
        say(right)
    elif fault == "past":
        say(answer(doc_id, end=999))
    elif fault == "empty":
        say(answer(doc_id, end=0))
    elif fault == "silent layer":
        say({"doc_id": doc_id})
    elif fault == "type":
        say(answer(doc_id, kind="CITY"))
    elif fault == "text":
        say(right | {"text": "Bergen waits."})
    elif fault == "gives up":
        say({"doc_id": doc_id, "failed": "the purse is empty"})
    elif fault == "number":
        say(answer(doc_id, end="4"))
    before = doc_id
"#;

/// A gold of documents `a#1`, `b#2`, … in which Oslo is a place, and the program.
pub struct Case {
    folder: tempfile::TempDir,
}

impl Case {
    pub fn new(documents: usize) -> Case {
        let case = Case { folder: tempfile::tempdir().expect("a folder") };
        let line = |at: usize| {
            let id = char::from(b'a' + at as u8);
            let oslo = r#"{"start":0,"end":4,"type":"GPE"}"#;
            format!("{{\"doc_id\":\"{id}\",\"text\":\"Oslo waits.\",\"entities\":[{oslo}]}}\n")
        };
        let gold: String = (0..documents).map(line).collect();
        fs::write(case.path("gold.jsonl"), &gold).expect("a file");
        fs::write(case.path("other.jsonl"), gold.replace("\"end\":4", "\"end\":3")).expect("a file");
        fs::write(case.path("program.py"), PROGRAM).expect("a file");
        case
    }

    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// What is said of predictions of another tool, a good program, and one with a fault at the documents `wrong`.
    fn score(&self, fault: &str, wrong: &str, deadline: &str) -> (i32, Value) {
        self.beside_a_good_one(&self.command(fault, wrong), deadline)
    }

    fn beside_a_good_one(&self, faulty: &str, deadline: &str) -> (i32, Value) {
        self.run(&["--outside", &self.command("good", ""), "--outside", faulty, "--deadline", deadline])
    }

    pub fn command(&self, fault: &str, wrong: &str) -> String {
        format!("exec python3 '{}' '{fault}' '{wrong}'", self.path("program.py").display())
    }

    pub fn run(&self, arguments: &[&str]) -> (i32, Value) {
        let (gold, other) = (self.path("gold.jsonl"), self.path("other.jsonl"));
        let fixed = ["score", "--json", "--gold", shown(&gold), "--predicted", shown(&other)];
        let (code, out, err) = saidso(&[&fixed, arguments].concat());
        (code, serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}")))
    }
}

/// The counts of `method`, measure by measure and document by document.
pub fn counts(scores: &Value, method: &str) -> Vec<Value> {
    let rows = scores["standings"].as_array().expect("standings").iter();
    let own = rows.filter(|row| row["method"] == method);
    own.map(|row| json!([row["measure"], row["documents"], row["f1"], row["low"], row["high"]])).collect()
}

/// Fails unless `fault` costs the program the document b of four, and nothing else.
fn costs_one(fault: &str, kind: &str, why: &str) {
    let case = Case::new(4);
    costs_one_of(&case, fault, &case.command(fault, "b#2"), kind, why);
}

/// Fails unless `method`, which calls itself `fault`, fails at the document b of the four of `case`, and nothing else is
/// other than without it.
pub fn costs_one_of(case: &Case, fault: &str, method: &str, kind: &str, why: &str) {
    let (code, alone) = case.run(&["--outside", &case.command("good", "")]);
    assert_eq!(code, 0, "{alone:#}");
    let (code, scores) = case.beside_a_good_one(method, "5");
    assert_eq!(code, 1, "a document failed: {scores:#}");
    for other in ["other", "good 1"] {
        assert!(!counts(&alone, other).is_empty());
        assert_eq!(counts(&scores, other), counts(&alone, other), "{other} beside {fault}");
    }
    let outside = &scores["outside"][1];
    assert_eq!(outside["method"], format!("{fault} 1"));
    assert_eq!(
        (&outside["documents"], &outside["failures"]),
        (&json!(4), &json!({ kind: 1 })),
        "{outside:#}"
    );
    let failed = &outside["failed"][0];
    assert_eq!((&failed[0], &failed[1]), (&json!("b#2"), &json!(kind)));
    assert!(failed[2].as_str().is_some_and(|text| text.contains(why)), "{failed}");
    let found = scores["standings"].as_array().expect("standings").iter();
    let mut strict = found.filter(|row| row["measure"] == "strict" && row["method"] == format!("{fault} 1"));
    let documents = &strict.next().expect("a standing")["documents"];
    let found: Vec<&Value> = documents.as_array().expect("documents").iter().map(|row| &row[2]).collect();
    assert_eq!(found, [1, 0, 1, 1], "nothing was found in b, and what it is in the others");
}

#[test]
fn a_program_that_is_killed() {
    costs_one("killed", "crashed", "signal: 9");
}

#[test]
fn a_program_that_ends() {
    costs_one("ends", "crashed", "exit status: 3");
}

#[test]
fn a_program_that_closes_its_output() {
    costs_one("closes", "crashed", "");
}

#[test]
fn a_program_that_hangs() {
    costs_one("hangs", "hung", "within 5 s");
}

#[test]
fn a_program_that_prints_garbage() {
    costs_one("garbage", "malformed", "line 1");
    costs_one("long", "malformed", "16 MiB");
}

#[test]
fn a_program_that_answers_out_of_order() {
    costs_one("another", "out of order", "\"z\"");
    costs_one("previous", "out of order", "\"a#1\"");
}

#[test]
fn a_program_that_answers_twice() {
    costs_one("twice", "twice", "second");
}

#[test]
fn spans_outside_the_document() {
    costs_one("past", "spans outside", "entities[0]: 0..999");
    costs_one("empty", "spans outside", "entities[0]: 0..0");
}

#[test]
fn a_malformed_answer_names_its_field() {
    costs_one("silent layer", "malformed", "entities: missing");
    costs_one("type", "malformed", "entities[0].type: \"CITY\"");
    costs_one("text", "malformed", "text: ");
    costs_one("number", "malformed", "entities[0].end: ");
}

#[test]
fn a_program_that_says_why_it_has_no_answer() {
    costs_one("gives up", "gave up", "the purse is empty");
}

#[test]
fn the_last_document_answered_twice_is_found_out() {
    let (_, scores) = Case::new(3).score("twice", "c#3", "5");
    assert_eq!(scores["outside"][1]["failed"][0][0], "c#3", "{scores:#}");
}

#[test]
fn a_program_that_crashes_at_every_other_document_is_started_anew_each_time() {
    let (_, scores) = Case::new(8).score("ends", "b#2,d#4,f#6,h#8", "5");
    assert_eq!(scores["outside"][1]["failures"], json!({"crashed": 4}), "{scores:#}");
}

#[test]
fn a_program_that_crashes_at_every_document_is_given_up() {
    let (_, scores) = Case::new(5).score("killed", "a#1,b#2,c#3,d#4,e#5", "5");
    assert_eq!(scores["outside"][1]["failures"], json!({"crashed": 3, "not asked": 2}), "{scores:#}");
}

#[test]
fn a_program_that_does_not_say_who_it_is_fails_at_every_document() {
    let case = Case::new(2);
    for (command, kind, why) in [
        ("/no/such/program".to_owned(), "crashed", "exit status: 127"),
        ("echo hello".to_owned(), "malformed", "its first line"),
        (case.command("protocol", ""), "malformed", "protocol: 2"),
        (case.command("silent", ""), "hung", "within 5 s"),
        (case.command("past", "warm-up"), "spans outside", "entities[0]"),
    ] {
        let (code, scores) = case.run(&["--outside", &command, "--deadline", "0.5"]);
        let own = &scores["outside"][0];
        assert_eq!((code, &own["method"]), (1, &json!(command)), "{scores:#}");
        assert_eq!(own["failures"], json!({ kind: 2 }), "{own:#}");
        assert!(own["failed"][1][2].as_str().is_some_and(|text| text.contains(why)), "{own:#}");
        assert!(!counts(&scores, "other").is_empty());
    }
}

#[test]
fn two_programs_of_one_name_are_told_apart_and_what_they_took_is_told() {
    let case = Case::new(3);
    let good = case.command("good", "");
    let (code, scores) = case.run(&["--outside", &good, "--outside", &good]);
    assert_eq!(code, 0);
    assert_eq!(counts(&scores, "good 1"), counts(&scores, "good 1 #2"));
    for own in scores["outside"].as_array().expect("a list") {
        assert!(own["seconds"]["median"].is_f64() && own["seconds"]["total"].is_f64(), "{own:#}");
        assert!(own["cpu_seconds"].as_f64().is_some_and(|seconds| seconds > 0.0), "{own:#}");
        // An interpreter has some megabytes; fewer would be of the shell alone.
        let known = own["peak_kib"].as_u64();
        assert!(known.is_some_and(|kib| kib > 2048) || !cfg!(target_os = "linux"), "{own:#}");
    }
    let signature = &scores["signature"]["outside"];
    assert_eq!(signature[0]["answers_sha256"], signature[1]["answers_sha256"]);
}

#[test]
fn the_table_names_what_failed_and_no_escape_reaches_the_terminal() {
    let case = Case::new(2);
    let gold = case.path("gold.jsonl");
    let other = case.path("other.jsonl");
    let table = |gold: &Path, command: &str| {
        let fixed = ["score", "--gold", shown(gold), "--predicted", shown(&other)];
        saidso(&[&fixed[..], &["--outside", command]].concat())
    };
    let (code, out, _) = table(&gold, &case.command("garbage", "b#2"));
    assert_eq!(code, 1);
    assert!(out.contains("b#2") && out.contains("malformed") && !out.contains('\u{1b}'), "{out}");
    let (code, out, _) = table(&gold, &case.command("good", ""));
    assert!(code == 0 && out.contains("good 1") && !out.contains("why"), "{out}");
}

#[test]
fn a_deadline_is_a_number_of_seconds() {
    for wrong in ["0", "-1", "soon", "inf", "NaN", "1e9"] {
        let (code, _, err) = saidso(&["score", &format!("--deadline={wrong}")]);
        assert!(code == 2 && err.contains("seconds"), "{wrong}: {err}");
    }
}
