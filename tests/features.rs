//! What a library asks for that leaves the command line out.

use std::collections::BTreeSet;
use std::env;
use std::process::Command;

/// What only verbs and the program need.
const OF_THE_COMMAND_LINE: &[&str] = &[
    "anstream",
    "anstyle",
    "clap",
    "clap_complete",
    "clap_mangen",
    "comfy-table",
    "glob",
    "indicatif",
    "polars",
    "signal-hook",
];

/// The models that are large.
const MODELS: &[&str] = &["saidso-neural-1", "saidso-neural-2"];

/// The crates that a build with `options` is made of, by name.
fn crates(options: &[&str]) -> BTreeSet<String> {
    let cargo = env::var_os("CARGO").expect("cargo runs the tests");
    let tree = Command::new(cargo)
        .args(["tree", "--locked", "--offline", "--edges", "normal", "--prefix", "none"])
        .args(options)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let lines = String::from_utf8(tree.stdout).expect("names");
    lines.lines().filter_map(|line| Some(line.split(' ').next()?.to_owned())).collect()
}

#[test]
fn a_library_needs_nothing_of_the_command_line() {
    let (all, library) = (crates(&[]), crates(&["--no-default-features"]));
    for &name in OF_THE_COMMAND_LINE.iter().chain(MODELS) {
        let on_this_system = name != "signal-hook" || cfg!(unix);
        assert!(
            all.contains(name) || !on_this_system,
            "{name}\nhelp: say here which crate has taken its place"
        );
        assert!(
            !library.contains(name),
            "{name}\nhelp: make it optional, and let the feature `cli` ask for it"
        );
    }
    let small = crates(&["--no-default-features", "--features", "cli"]);
    assert!(
        small.contains("clap")
            && !small.contains("polars")
            && MODELS.iter().all(|name| !small.contains(*name))
    );
}
