//! What is wrong with sentences.

use std::collections::BTreeMap;

use super::kind::{ErrorKind, Match};
use super::pairs::{Chain, alike, chains, ends, paired, taken};
use crate::document::{Document, Span};
use crate::score::trim::trimmed;

/// Sentences with both ends right first. Where those left overlap, one on one side and several on the other are
/// merged or split; others are paired so that they share as much as they can.
pub fn matches(gold: &Document, predicted: &Document) -> Vec<Match> {
    let spans = |document: &Document| -> BTreeMap<Span, usize> {
        let all = document.sentences.iter().enumerate();
        all.filter_map(|(at, sentence)| Some((trimmed(gold.text(), sentence.span)?, at))).collect()
    };
    let (mut ours, mut theirs) = (spans(gold), spans(predicted));
    let same = taken(&mut ours, &mut theirs).into_iter().map(|(a, b)| Match::pair(a, b, Vec::new()));
    same.chain(chains(ours, theirs, |span| *span).into_iter().flat_map(of_chain)).collect()
}

fn of_chain(Chain { ours, theirs }: Chain<Span>) -> Vec<Match> {
    let kind = match (ours.len(), theirs.len()) {
        (2.., 1) => ErrorKind::Merged,
        (1, 2..) => ErrorKind::Split,
        _ => return paired(&ours, &theirs, |a, b| alike(*a, *b), |a, b| ends(*a, *b, None)),
    };
    let at = |side: &[(Span, usize)]| side.iter().map(|sentence| sentence.1).collect();
    vec![Match { gold: at(&ours), predicted: at(&theirs), errors: vec![kind.into()] }]
}
