//! What is wrong with the kinds of lines.

use std::collections::BTreeMap;

use super::kind::{ErrorKind, Match};
use super::pairs::taken;
use crate::document::{Document, Span};

/// Both documents have the same lines, so that what was found for a line is found by its place.
pub fn matches(gold: &Document, predicted: &Document) -> Vec<Match> {
    let lines = |document: &Document| -> BTreeMap<Span, usize> {
        document.blocks().iter().enumerate().map(|(at, block)| (block.raw, at)).collect()
    };
    let (mut ours, mut theirs) = (lines(gold), lines(predicted));
    let mut found: Vec<Match> = Vec::new();
    for (a, b) in taken(&mut ours, &mut theirs) {
        let same = gold.blocks()[a].kind == predicted.blocks()[b].kind;
        let errors = if same { Vec::new() } else { vec![ErrorKind::WrongKind.into()] };
        found.push(Match::pair(a, b, errors));
    }
    found.extend(ours.into_values().map(Match::missed));
    found.extend(theirs.into_values().map(Match::invented));
    found
}
