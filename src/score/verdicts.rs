//! Which of the items that were found are right, one by one, for the measuring of confidences.

use std::collections::BTreeSet;

use super::entities::mentions;
use super::labels::SAME_CONTENT;
use super::overlap::{Roles, aligned, covered, dice, similarity, tokens};
use super::trim::{joined, trimmed};
use crate::document::{Claim, Document, Span, Voice};
use crate::method::Layer;

/// Which of the items that were found are right: (index in the layer, whether it is).
///
/// - Entities: span and type are those of a mention of the gold (`strict`). One stated twice counts
///   once.
/// - Claims of a source: the best one-to-one alignment of `whole overlap` pairs it with a claim of
///   the gold, and of source, cue and content each that either has, the two share half (Dice of
///   their tokens at least 1/2). So a claim is right that says who said what with which words, a
///   determiner or a trailing clause aside, and wrong where a role is missing or points elsewhere.
/// - Claims of the author: the gold has one with the same content (`author exact`).
/// - Sentences have no confidence.
pub fn verdicts(layer: Layer, gold: &Document, predicted: &Document) -> Vec<(usize, bool)> {
    match layer {
        Layer::Blocks | Layer::Sentences => Vec::new(),
        Layer::Entities => entities(gold, predicted),
        Layer::Claims => claims(gold, predicted),
    }
}

fn entities(gold: &Document, predicted: &Document) -> Vec<(usize, bool)> {
    let ours = mentions(gold);
    let found = predicted.entities.iter().enumerate();
    let mut theirs: Vec<_> =
        found.filter_map(|(at, e)| Some(((trimmed(predicted.text(), e.span)?, e.kind), at))).collect();
    theirs.sort_unstable();
    theirs.dedup_by_key(|mention| mention.0);
    theirs.into_iter().map(|(mention, at)| (at, ours.binary_search(&mention).is_ok())).collect()
}

fn claims(gold: &Document, predicted: &Document) -> Vec<(usize, bool)> {
    let tokens = tokens(gold.text());
    let roles = |document: &Document| -> Vec<Roles> {
        let attributed = document.claims.iter().filter(|claim| claim.voice == Voice::Attributed);
        attributed.map(|claim| covered(claim, &tokens)).collect()
    };
    let (ours, theirs) = (roles(gold), roles(predicted));
    let mut right = vec![false; theirs.len()];
    for (a, b) in aligned(&ours, &theirs, similarity) {
        let shares = ours[a].iter().zip(&theirs[b]).filter_map(|(a, b)| dice(a, b));
        right[b] = shares.fold(f64::INFINITY, f64::min) >= SAME_CONTENT;
    }
    let content = |document: &Document, claim: &Claim| joined(document.text(), &claim.content);
    let author = gold.claims.iter().filter(|claim| claim.voice == Voice::Author);
    let author: BTreeSet<Vec<Span>> = author.map(|claim| content(gold, claim)).collect();
    let mut right = right.into_iter();
    let verdict = |claim: &Claim| match claim.voice {
        Voice::Attributed => right.next().unwrap_or(false),
        Voice::Author => author.contains(&content(predicted, claim)),
    };
    predicted.claims.iter().map(verdict).enumerate().collect()
}
