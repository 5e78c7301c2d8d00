//! Options from a file and from the environment, and how verbs tell what they did.

mod program;

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use program::{saidso, shown};

const TEXT: &str = "Ferry runs late\n\nJane Doe said the ferry was late.\n";

/// The program in `folder`, with variables set.
fn within(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("saidso").expect("the binary");
    command.current_dir(folder).envs(variables.iter().copied()).args(arguments);
    let output = command.output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

#[test]
fn what_is_typed_stands_above_the_environment_and_that_above_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "[build]\nthreads = 3\nclaims = \"quotes\"\nmin-confidence = 0.25\ncolumn = [\"text=body\"]\n";
    fs::write(folder.path().join("saidso.toml"), text).expect("written");
    let variables = [("SAIDSO_BUILD_THREADS", "2"), ("SAIDSO_BUILD_CLAIMS", "crf")];
    let (code, out, err) =
        within(folder.path(), &variables, &["build", "--threads", "1", "in", "--show-config"]);
    assert_eq!(code, 0, "{err}");
    for line in [
        "threads = \"1\" # typed",
        "claims = \"crf\" # SAIDSO_BUILD_CLAIMS",
        "min-confidence = \"0.25\" # saidso.toml",
        "column = [\"text=body\"] # saidso.toml",
        "output = \"dataset\" # default",
        "fast = false # default",
        "# shard is not set",
    ] {
        assert!(out.lines().any(|own| own == line), "{line} is not in\n{out}");
    }
    // What is typed beats what it cannot stand beside.
    let (code, out, err) = within(folder.path(), &variables, &["build", "--fast", "--show-config"]);
    assert!(
        code == 0 && out.contains("fast = true # typed") && out.contains("# claims is not set"),
        "{out}{err}"
    );
    let other = folder.path().join("other.toml");
    fs::write(&other, "[build]\nthreds = 3\n").expect("written");
    let (code, _, err) = within(folder.path(), &[], &["--config", shown(&other), "build"]);
    assert!(code == 2 && err.contains("[build] has no option \"threds\"") && err.contains("hint: "), "{err}");
    let (code, _, err) = within(folder.path(), &[], &["build", "--config=none.toml"]);
    assert!(code == 2 && err.contains("none.toml") && err.contains("--config takes a file"), "{err}");
}

#[test]
fn a_file_s_options_are_used() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.txt"), TEXT).expect("written");
    fs::write(folder.path().join("saidso.toml"), "[build]\nfast = true\noutput = \"made\"\n")
        .expect("written");
    let (code, out, err) = within(folder.path(), &[], &["build", "a.txt", "--json"]);
    assert_eq!(code, 0, "{err}");
    let told: serde_json::Value = serde_json::from_str(&out).expect("one object");
    assert_eq!(told["version"], 1);
    assert_eq!(told["manifest"]["options"]["claims"], "rules");
    assert!(folder.path().join("made").join("manifest.json").exists());
}

#[test]
fn quiet_says_nothing_and_a_dry_run_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&input).expect("a folder");
    fs::write(input.join("a.txt"), TEXT).expect("written");
    fs::write(input.join("b.jsonl"), "{\"text\":\"It rains.\"}\n{\"text\":\"It snows.\"}\n")
        .expect("written");
    let build =
        |more: &[&str]| saidso(&[&["build", "--fast", "-o", shown(&output), shown(&input)], more].concat());
    let (code, out, err) = build(&["--dry-run"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("a dataset of at most 3 articles in 2 files would be made"), "{out}");
    assert!(!output.exists());
    assert_eq!(build(&["--quiet"]), (0, String::new(), String::new()));
    let (_, out, _) = build(&["--dry-run"]);
    assert!(out.contains("would replace one of 3 articles"), "{out}");
    let (code, out, _) = saidso(&["verify", shown(&output), "--json"]);
    let told: serde_json::Value = serde_json::from_str(&out).expect("one object");
    assert!(code == 0 && told["version"] == 1 && told["rows"].as_u64() > Some(3), "{out}");
    assert_eq!(saidso(&["verify", shown(&output), "-q"]), (0, String::new(), String::new()));
}

#[test]
fn colours_are_as_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.txt");
    fs::write(&path, TEXT).expect("written");
    let shows = |when: &str| saidso(&["show", shown(&path), "--color", when]).1.contains('\u{1b}');
    assert_eq!((shows("always"), shows("never"), shows("auto")), (true, false, false));
    assert_eq!(saidso(&["methods", "--color", "sometimes"]).0, 2);
}
