//! The table of methods: nothing forgotten, and every row keeps the contract.

mod common;

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use saidso::document::{Document, Label};
use saidso::evaluate::{Gold, predict};
use saidso::gold;
use saidso::method::Layer;
use saidso::methods::METHODS;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_method_file_has_a_row_and_every_row_a_file() {
    let mut files = HashSet::new();
    for entry in fs::read_dir(root().join("src/extract")).expect("the folder of the methods") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".rs") else { continue };
        let layer = Layer::ALL.iter().find(|(_, layer, _)| stem.starts_with(&format!("{layer}_")));
        if let Some((layer, prefix, _)) = layer {
            let method = &stem[prefix.len() + 1..];
            assert!(
                METHODS.iter().any(|row| row.layer == *layer && row.name == method),
                "src/extract/{name} has no row in METHODS\n\
                 help: add `Row {{ layer: Layer::{layer:?}, name: \"{method}\", … }}` to METHODS in src/extract/mod.rs"
            );
            files.insert((*layer, method.to_owned()));
        }
    }
    for row in METHODS {
        assert!(
            files.contains(&(row.layer, row.name.to_owned())),
            "{}/{} is in METHODS but src/extract/{0}_{1}.rs is not there\nhelp: one file a method, named after its row",
            row.layer.name(),
            row.name
        );
    }
}

#[test]
fn every_layer_has_two_methods_and_names_are_unique() {
    for (layer, name, _) in Layer::ALL {
        let names: Vec<&str> = METHODS.iter().filter(|row| row.layer == *layer).map(|row| row.name).collect();
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
        for row in METHODS {
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
        for row in METHODS {
            // Without optimisation, those that learned are thousands of times slower than the rules.
            let bytes = match row.name {
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
