//! Who may use whom: data flows one way, and what stands beside the flow knows only the documents.

use std::fs;
use std::path::{Path, PathBuf};

/// A module and the modules of the crate that it may use. `document` uses nothing.
const MAY_USE: &[(&str, &[&str])] = &[
    ("document", &[]),
    ("hint", &[]),
    ("neural", &[]),
    ("model", &["hint"]),
    ("crf", &["model"]),
    ("ingest", &["document", "hint"]),
    ("normalize", &["document", "crf", "model"]),
    ("extract", &["document", "crf", "model", "neural"]),
    ("pipeline", &["document", "ingest", "normalize", "extract"]),
    ("dataset", &["document", "hint", "ingest"]),
    ("gold", &["document", "hint", "ingest"]),
    ("exchange", &["document", "hint"]),
    ("convention", &["document"]),
    ("score", &["document", "extract"]),
    ("evaluate", &["document", "ingest", "normalize", "extract", "pipeline", "gold", "exchange", "score"]),
    ("agreement", &["document", "extract", "gold", "score", "evaluate"]),
];

#[test]
fn modules_use_only_what_flows_into_them() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in files(&source) {
        let below = path.strip_prefix(&source).expect("below src");
        let module =
            below.iter().next().expect("a name").to_string_lossy().trim_end_matches(".rs").to_owned();
        if matches!(module.as_str(), "cmd" | "lib" | "main") {
            continue;
        }
        let Some((_, allowed)) = MAY_USE.iter().find(|row| row.0 == module) else {
            panic!("src/{module} stands in no row of MAY_USE\nhelp: say in tests/layers.rs what it may use");
        };
        let text = fs::read_to_string(&path).expect("a source file");
        // What tests use is no part of the structure.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for used in code.split("crate::").skip(1) {
            let used: Vec<&str> = match used.strip_prefix('{') {
                Some(list) => list.split('}').next().unwrap_or_default().split(',').collect(),
                None => vec![used],
            };
            for name in used {
                let name =
                    name.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                assert!(
                    name.is_empty() || name == module || allowed.contains(&name),
                    "{} uses crate::{name}\nhelp: {module} may use {allowed:?}; move the shared part to where data \
                     comes from",
                    below.display()
                );
            }
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}
