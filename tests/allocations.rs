//! The loops over tokens allocate nothing: buffers grow once and are used again.

use allocation_counter::measure;
use saidso::document::{Document, Label};
use saidso::method::{Layer, Shared};
use saidso::methods::{Methods, Row};

const SENTENCES: usize = 60;
/// Words of one repetition within a sentence.
const FILLER: &str = "the old bridge over the river is safe and ";

/// Allocations of `row` on sentences that each repeat the filler so often.
fn allocations(methods: &Methods, row: &Row, often: usize) -> u64 {
    let sentence = format!("Jane Doe said that {}it rained.", FILLER.repeat(often));
    let mut document = Document::plain("t", &vec![sentence; SENTENCES].join("\n\n"));
    for layer in [Layer::Sentences, Layer::Entities] {
        if layer != row.layer {
            methods.default(layer).annotate(&mut document, &mut Shared::default());
        }
    }
    // What is read once for all documents is read before.
    row.annotate(&mut document.clone(), &mut Shared::default());
    measure(|| row.annotate(&mut document, &mut Shared::default())).count_total
}

#[test]
fn rules_and_random_fields_allocate_nothing_per_token() {
    let methods = Methods::builtin();
    for row in methods.rows().iter().filter(|row| ["rules", "crf"].contains(&&*row.name)) {
        let (few, many) = (allocations(&methods, row, 1), allocations(&methods, row, 8));
        let tokens = (SENTENCES * 7 * FILLER.split_whitespace().count()) as u64;
        assert!(
            many.saturating_sub(few) < tokens / 20,
            "{} {}: {few} allocations, and {many} for {tokens} more tokens\n\
             help: take the buffer out of the loop over tokens",
            row.layer.name(),
            row.name
        );
    }
}
