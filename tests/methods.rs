//! The table of methods: nothing forgotten, and every row keeps the contract.

mod common;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use saidso::document::{Document, Label};
use saidso::evaluate::{Gold, predict};
use saidso::gold;
use saidso::method::Layer;
use saidso::methods::Methods;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of each layer has a module for each method that another crate could have written, too.
#[test]
fn every_type_that_is_a_method_stands_in_the_table() {
    // Rows that a feature brings stand in a file of their own, which the table asks.
    let rows = |file| fs::read_to_string(root().join("src/methods").join(file)).expect("rows of the table");
    let table = rows("builtin.rs") + &rows("neural.rs");
    for (_, layer, _) in Layer::ALL {
        for path in sources(&root().join("src").join(layer)) {
            let text = fs::read_to_string(&path).expect("a source file");
            let below = path.strip_prefix(root().join("src").join(layer)).expect("below").with_extension("");
            let method = below.iter().next().expect("a name").to_string_lossy();
            if text.contains("impl Method for ") {
                assert!(
                    table.contains(&format!("{layer}::{method}::")),
                    "{}: its method has no row\nhelp: give it one in src/methods/builtin.rs",
                    path.display()
                );
            }
        }
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder of a layer") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn every_layer_has_two_methods_and_names_are_unique() {
    for (layer, name, _) in Layer::ALL {
        let methods = Methods::builtin();
        let names: Vec<&str> = methods.of(*layer).map(|row| &*row.name).collect();
        assert!(names.len() >= 2, "{name} has only {names:?}\nhelp: a method is judged against another");
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len(), "{name}: a name stands twice");
    }
}

#[test]
fn every_method_keeps_the_contract_on_the_gold_articles() {
    let labeled = gold::load(&root().join("datasets/gold"), &root().join("datasets/articles")).expect("gold");
    for item in &labeled {
        common::well_formed(&item.document, "gold");
        let gold = Gold::of(item);
        for row in Methods::builtin().rows() {
            let who = format!("{}/{}", row.layer.name(), row.name);
            let document = predict(row, &gold.bare);
            common::well_formed(&document, &who);
            assert_eq!(
                document,
                predict(row, &gold.bare),
                "{who}: a second run differs\nhelp: no random order"
            );
        }
    }
}

/// Long runs of one thing cost most where a rule looks back or ahead without a bound. Nothing here
/// is timed: a method that is quadratic keeps the test from ending.
#[test]
fn every_method_gets_through_hostile_text() {
    let pieces = [
        "\"",
        "“",
        "’",
        "said ",
        "A",
        "1",
        ".",
        "Mr. ",
        "said that ",
        "(",
        "X said, “",
        "according to ",
        "\n",
    ];
    for piece in pieces {
        for row in Methods::builtin().rows() {
            // Without optimisation, those that learned are thousands of times slower than the rules.
            let bytes = match &*row.name {
                "neural" => 2_000,
                "crf" => 20_000,
                _ => 200_000,
            };
            let text = piece.repeat(bytes / piece.len());
            let document = predict(row, &Document::plain("hostile", &text));
            common::well_formed(&document, &format!("{}/{} on {piece:?}", row.layer.name(), row.name));
        }
    }
}
