//! The program, run as a person runs it, at the root of the repository.

use std::path::Path;

use assert_cmd::Command;

/// Its exit code, and what it wrote to standard output and to standard error.
pub fn saidso(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("saidso").expect("the binary");
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("NO_COLOR").args(arguments);
    let output = command.output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

/// A path as an argument.
pub fn shown(path: &Path) -> &str {
    path.to_str().expect("a temporary path is UTF-8")
}
