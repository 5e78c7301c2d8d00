//! Behaviour as text that a person can review. A changed snapshot fails; renew it on purpose with
//! `INSTA_UPDATE=always cargo test --test snapshots`, and read the difference.

use assert_cmd::Command;

fn output(arguments: &[&str]) -> String {
    let mut command = Command::cargo_bin("saidso").expect("the binary");
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn schema() {
    insta::assert_snapshot!(output(&["schema"]));
}

#[test]
fn methods() {
    insta::assert_snapshot!(output(&["methods"]));
}

#[test]
fn agree() {
    insta::assert_snapshot!(output(&["agree", "--differences"]));
}

#[test]
fn show_gold() {
    insta::assert_snapshot!(output(&["show", "002_386677c1b31258c3", "--gold"]));
}

#[test]
fn show_rules() {
    insta::assert_snapshot!(output(&["show", "002_386677c1b31258c3"]));
}
