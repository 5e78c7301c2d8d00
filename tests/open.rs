//! The open set: whole, in parts that share nothing, each text with its licence.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use saidso::document::Voice;
use saidso::gold::{self, Labeled};

fn set() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/open")
}

fn labeled(part: &str) -> Vec<Labeled> {
    gold::load(&set().join(part), &set().join("articles")).expect("labels that fit their texts")
}

fn ids(labeled: &[Labeled]) -> BTreeSet<String> {
    labeled.iter().map(|own| own.article.id.clone()).collect()
}

#[test]
fn the_parts_share_nothing_and_are_all() {
    let parts = ["train", "dev", "test"].map(|part| ids(&labeled(part)));
    assert_eq!(parts.iter().map(BTreeSet::len).collect::<Vec<_>>(), [42, 17, 25]);
    let whole: BTreeSet<String> = parts.iter().flatten().cloned().collect();
    assert_eq!(whole.len(), 84);
    for pass in ["annotator-a", "annotator-b"] {
        assert_eq!(ids(&labeled(pass)), whole, "{pass}");
    }
}

#[test]
fn every_text_has_its_part_and_an_open_licence() {
    let table = fs::read_to_string(set().join("documents.tsv")).expect("the table of documents");
    let mut listed = 0;
    for row in table.lines().skip(1) {
        let [document, _, part, licence, source] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{row}");
        };
        assert!(set().join(part).join(format!("{document}.toml")).is_file(), "{document}");
        assert!(licence.starts_with("CC BY") && source.starts_with("http"), "{row}");
        listed += 1;
    }
    assert_eq!(listed, 84);
}

#[test]
fn it_has_the_claims_that_its_card_says() {
    let parts = ["train", "dev", "test"].map(labeled);
    let attributed =
        |own: &Labeled| own.document.claims.iter().filter(|c| c.voice == Voice::Attributed).count();
    let claims: usize = parts.iter().flatten().map(attributed).sum();
    let card = fs::read_to_string(set().join("README.md")).expect("the card");
    assert!(card.contains(&format!("- {claims} attributed claims in 84 texts")), "{claims}");
}
