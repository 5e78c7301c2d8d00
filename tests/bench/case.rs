//! A small gold, a program that finds what is in it, and one with a fault.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::program::{saidso, shown};

/// Finds Oslo, or with `half` in every other document; at the documents of its second argument it does what its first
/// says.
const PROGRAM: &str = r#"
import json, os, signal, sys, time

fault, wrong = sys.argv[1], sys.argv[2].split(",")
print(json.dumps({"protocol": 1, "name": fault, "version": "1", "layers": ["entities"], "offsets": "code-points"}), flush=True)
for number, line in enumerate(sys.stdin):
    doc_id = json.loads(line)["doc_id"]
    found = [{"start": 0, "end": 4, "type": "GPE"}]
    if doc_id in wrong:
        if fault == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        elif fault == "hangs":
            time.sleep(600)
        elif fault == "garbage":
            print("\x1b[31mOslo!", flush=True)
            continue
        elif fault == "half":
            found = []
        elif fault == "unsure":
            found = [{"start": 0, "end": 4, "type": "ORG", "confidence": 0.25}]
        elif fault == "moody":
            try:
                open(sys.argv[0] + ".seen", "x").close()
            except FileExistsError:
                found = []
    print(json.dumps({"doc_id": doc_id, "entities": found}), flush=True)
"#;

pub struct Case {
    folder: tempfile::TempDir,
}

impl Case {
    /// A gold of `documents` documents a#1, b#2, … in which Oslo is a place.
    pub fn new(documents: usize) -> Case {
        let case = Case { folder: tempfile::tempdir().expect("a folder") };
        let line = |at: usize| {
            let id = char::from(b'a' + at as u8);
            let oslo = r#"{"start":0,"end":4,"type":"GPE"}"#;
            let text = "Oslo waits for <script>alert(1)</script> & the ferry.";
            format!("{{\"doc_id\":\"{id}\",\"text\":\"{text}\",\"entities\":[{oslo}]}}\n")
        };
        fs::write(case.path("gold.jsonl"), (0..documents).map(line).collect::<String>()).expect("a file");
        fs::write(case.path("program.py"), PROGRAM).expect("a file");
        case
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn gold(&self) -> String {
        self.path("gold.jsonl").display().to_string()
    }

    /// A method of a spec: the program with `fault` at the documents `wrong`.
    pub fn method(&self, name: &str, fault: &str, wrong: &str) -> String {
        let program = self.path("program.py");
        format!(
            "[[method]]\nname = \"{name}\"\nlayers = [\"entities\"]\ncommand = \"exec python3 '{}' {fault} '{wrong}'\"\n",
            program.display()
        )
    }

    /// Runs the `methods` on the gold into the folder `name`; the exit code, and what went to standard error.
    pub fn bench(&self, name: &str, head: &str, methods: &[String]) -> (i32, String) {
        let corpus = format!("[[corpus]]\nname = \"oslo\"\ngold = \"{}\"\n", self.gold());
        fs::write(self.path("spec.toml"), format!("{head}\n{corpus}{}", methods.concat())).expect("a file");
        let (code, _, err) = saidso(&[
            "bench",
            "run",
            shown(&self.path("spec.toml")),
            "-o",
            shown(&self.path(name)),
            "--quiet",
        ]);
        (code, err)
    }

    /// What `bench run` wrote into the folder `name`.
    pub fn results(&self, name: &str) -> Value {
        let text = fs::read_to_string(self.path(name).join("results.json")).expect("results");
        serde_json::from_str(&text).expect("JSON")
    }

    /// What a verb says of the folders `names`, as JSON.
    pub fn says(&self, verb: &str, names: &[&str], rest: &[&str]) -> (i32, Value) {
        let (code, out, err) = self.told(verb, names, &[rest, &["--json"]].concat());
        (code, serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{err}")))
    }

    /// The same in words.
    pub fn told(&self, verb: &str, names: &[&str], rest: &[&str]) -> (i32, String, String) {
        let paths: Vec<PathBuf> = names.iter().map(|name| self.path(name)).collect();
        let paths: Vec<&str> = paths.iter().map(|path| shown(path)).collect();
        saidso(&[&["bench", verb], &paths[..1], rest, &paths[1..]].concat())
    }
}

/// The trial of `method`.
pub fn trial<'v>(results: &'v Value, method: &str) -> &'v Value {
    let mut trials = results["trials"].as_array().expect("trials").iter();
    trials.find(|trial| trial["method"] == method).expect("a trial")
}
