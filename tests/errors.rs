//! What a person reads after a slip: what was wrong, by its name, and what to do next.

mod program;

use std::fs;
use std::process::{Command, Stdio};

use program::{saidso, shown};

#[test]
fn an_error_names_what_is_wrong_and_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::write(path("notes.md"), "x").expect("a file");
    fs::write(path("bad.jsonl"), "{\"text\":1}\n").expect("a file");
    let (out, bad, none) = (path("out"), path("bad.jsonl"), path("none"));
    let (out, bad, none, here) = (shown(&out), shown(&bad), shown(&none), shown(folder.path()));
    let wrong: &[(&[&str], &str)] = &[
        (&["build", none, "-o", out], none),
        (&["build", here, "--gold", none, "-o", out], none),
        (&["build", bad, "-o", out], "bad.jsonl:1"),
        (&["build", bad, "-o", here], here),
        (&["build", bad, "--model", none, "-o", out], none),
        (&["build", bad, "--model", bad, "-o", out], bad),
        (&["verify", none], none),
        (&["show", none], none),
        (&["extract", none], none),
        (&["score", "--gold", none], none),
        (&["errors", "--gold", none, "--layer", "claims"], none),
        (&["rank", none], none),
        (&["rank", bad], bad),
        (&["export", "--format", "brat", none, "-o", out], none),
        (&["status", none], none),
        (&["diff", none, none], none),
    ];
    for (arguments, name) in wrong {
        let (code, _, err) = saidso(arguments);
        assert!(code == 1 || code == 2, "{arguments:?}: {code}");
        assert!(err.starts_with("error: ") && err.contains(name), "{arguments:?}: {err}");
        assert!(err.contains("\nhint: "), "{arguments:?}: {err}");
    }
}

#[test]
fn a_slip_of_the_finger_is_answered_with_the_word_that_was_meant() {
    let slips: &[(&[&str], &str, &str)] = &[
        (&["biuld"], "biuld", "build"),
        (&["build", "--claims", "jugde"], "--claims", "judge"),
        (&["build", "--entities", "neurall"], "--entities", "neural"),
        (&["build", "--thread", "2"], "--thread", "--threads"),
        (&["extract", "-", "--layer", "claim"], "--layer", "claims"),
        (&["extract", "-", "--method", "rule"], "--method", "rules"),
        (&["explain", "not-utf"], "CODE", "not-utf8"),
    ];
    for (arguments, typed, meant) in slips {
        let (code, _, err) = saidso(arguments);
        assert_eq!(code, 2, "{arguments:?}: {err}");
        assert!(err.contains(typed) && err.contains("tip: "), "{arguments:?}: {err}");
        assert!(err.contains(&format!("'{meant}'")), "{arguments:?}: {err}");
    }
}

#[test]
fn an_empty_folder_is_told_how_to_begin() {
    let folder = tempfile::tempdir().expect("a folder");
    for (arguments, what) in [(&["build"][..], "datasets/articles"), (&[], "saidso build FOLDER -o DIR")] {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("saidso"));
        let output = command.current_dir(folder.path()).args(arguments).output().expect("it runs");
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(err.contains(what) && err.contains("saidso build FOLDER"), "{err}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_said_plainly() {
    for arguments in [&["schema"][..], &["methods"], &["man"], &["completions", "bash"], &["explain"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("saidso"));
        let output = command.args(arguments).stdout(Stdio::from(full)).output().expect("it runs");
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {err}");
        assert!(
            err.starts_with("error: standard output: ") && err.contains("\nhint: "),
            "{arguments:?}: {err}"
        );
    }
}
