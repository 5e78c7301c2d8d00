//! Offsets may count what the program's language counts, in what it is given and in what it answers.

use std::fs;

use saidso::document::Label;
use saidso::exchange::Unit;

use crate::program::{saidso, shown};

/// Finds Oslo; fails where a block or a sentence that it is given does not end with a full stop in its unit.
const PROGRAM: &str = r#"
import json, sys

unit = sys.argv[1]
code, width = {"bytes": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "code-points": ("utf-32-le", 4)}[unit]


def say(line):
    print(json.dumps(line), flush=True)


def length(text):
    return len(text.encode(code)) // width


say({"protocol": 1, "name": unit, "version": "1", "layers": ["entities"], "needs": ["sentences"], "offsets": unit})
for line in sys.stdin:
    document = json.loads(line)
    text = document["text"]
    ends = [end for _, end in document["sentences"]] + [block["end"] for block in document["blocks"]]
    for end in ends:
        assert text.encode(code)[:end * width].decode(code).endswith("."), (text, end)
    start = length(text[:text.index("Oslo")])
    say({"doc_id": document["doc_id"], "entities": [{"start": start, "end": start + 4, "type": "GPE"}]})
"#;

#[test]
fn offsets_are_in_the_unit_of_the_greeting_both_ways() {
    let folder = tempfile::tempdir().expect("a folder");
    let (program, gold) = (folder.path().join("program.py"), folder.path().join("gold.jsonl"));
    fs::write(&program, PROGRAM).expect("a file");
    let line = r#"{"doc_id":"d","text":"Zoë 😀 left.\n“She” waits in Oslo.","entities":[{"start":27,"end":31,"type":"GPE"}]}"#;
    fs::write(&gold, line).expect("a file");
    let commands: Vec<String> =
        Unit::names().iter().map(|unit| format!("python3 '{}' {unit}", program.display())).collect();
    let mut arguments = vec!["score", "--json", "--gold", shown(&gold), "--predicted", shown(&gold)];
    commands.iter().for_each(|command| arguments.extend(["--outside", command]));
    let (code, out, err) = saidso(&arguments);
    assert_eq!(code, 0, "{out}{err}");
    let scores: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    for unit in Unit::names() {
        let rows = scores["standings"].as_array().expect("standings");
        let mut own =
            rows.iter().filter(|row| row["method"] == format!("{unit} 1") && row["measure"] == "strict");
        assert_eq!(own.next().expect(unit)["f1"], 1.0, "{unit}");
    }
}
