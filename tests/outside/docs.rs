//! What datasets/protocol.md and the README show runs as it is written.

use std::fs;
use std::path::{Path, PathBuf};

use saidso::exchange::{Answer, Question, alone};
use saidso::outside::Hello;

use crate::program::saidso;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The code blocks of `page` in `language`.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let opening = format!("```{language}\n");
    let parts = page.split(&opening).skip(1);
    parts.map(|part| part.split("```").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_examples_of_lines_are_lines_of_the_protocol() {
    let examples = blocks(&text("datasets/protocol.md"), "json");
    let [hello, question, answer] = &examples[..] else { panic!("three examples, not {}", examples.len()) };
    Hello::parse(hello).expect("a greeting");
    let question = Question::parse(question).expect("a question");
    let document = question.document().expect("fits");
    assert_eq!(document.kept().count(), 2, "a headline and a line");
    let record = Answer::parse(answer).and_then(|answer| answer.about(&question.record)).expect("an answer");
    alone(&record).expect("fits");
    let claims = record.document().expect("fits").claims;
    let words: Vec<&str> = [&claims[0].source, &claims[0].cue, &claims[0].content]
        .map(|spans| spans[0].text(document.text()))
        .to_vec();
    assert_eq!(words, ["Doe", "said", "“We wait,”"]);
}

#[test]
fn the_methods_of_the_docs_are_the_scripts_and_are_short() {
    let page = text("datasets/protocol.md");
    for (language, script) in [("python", "quotes.py"), ("sh", "percents.sh")] {
        let script = text(&format!("scripts/methods/{script}"));
        assert_eq!(
            blocks(&page, language),
            [script.as_str()],
            "help: copy the script into datasets/protocol.md"
        );
        assert!(script.lines().count() <= 40);
    }
}

/// The command in the README and in the docs, and what the two methods find in texts of which it is known.
#[test]
fn the_methods_of_the_docs_run_as_written() {
    let command = "saidso score --gold datasets/gold --outside 'python3 scripts/methods/quotes.py' --outside 'sh scripts/methods/percents.sh'";
    for page in ["README.md", "datasets/protocol.md"] {
        assert!(text(page).lines().any(|line| line == command), "{page} says: {command}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let gold: PathBuf = folder.path().join("gold.jsonl");
    let line = r#"{"doc_id":"d","text":"“Zoë waits,” Jane Doe said in 2021. Rents rose 5.5 percent.","entities":[
        {"start":30,"end":34,"type":"DATE"},{"start":47,"end":58,"type":"PERCENT"}],"attributions":[
        {"id":"a","source":[[13,21]],"cue":[[22,26]],"content":[[0,12]],"quote":"direct"}]}"#;
    fs::write(&gold, line.replace('\n', " ")).expect("a file");
    let run = command.replace("datasets/gold", gold.to_str().expect("UTF-8")).replace('\'', "\u{1}");
    let quoted = run.split('\u{1}').enumerate().flat_map(|(at, part)| match at % 2 {
        1 => vec![part.to_owned()],
        _ => part.split_whitespace().map(str::to_owned).collect(),
    });
    let arguments: Vec<String> = quoted.skip(1).chain(["--json".to_owned()]).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (code, out, err) = saidso(&arguments);
    assert_eq!(code, 0, "help: the method of the shell needs jq\n{err}{out}");
    let scores: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let standings = scores["standings"].as_array().expect("standings");
    for (method, measure) in [("quotes.py 1", "whole exact"), ("percents.sh 1", "strict")] {
        let mut own = standings.iter().filter(|row| row["method"] == method && row["measure"] == measure);
        assert_eq!(own.next().expect(method)["f1"], 1.0, "{method}");
    }
}
