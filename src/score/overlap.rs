//! Claims as the tokens that their parts cover, and how many of these two claims share.

use std::collections::BTreeSet;

use super::align::best;
use crate::document::{Claim, Span};

/// Indices of the tokens that source, cue and content cover, sorted.
pub type Roles = [Vec<u32>; 3];

/// Runs of letters and digits: punctuation carries no weight in an overlap.
pub fn tokens(text: &str) -> Vec<Span> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                tokens.push(Span::new(from, at));
                start = None;
            }
            _ => {}
        }
    }
    tokens
}

/// What `claim` covers of a text's `tokens`.
pub fn covered(claim: &Claim, tokens: &[Span]) -> Roles {
    [&claim.source, &claim.cue, &claim.content].map(|spans| {
        let mut found = Vec::new();
        for span in spans {
            let first = tokens.partition_point(|token| token.end() <= span.start());
            let after = tokens.partition_point(|token| token.start() < span.end());
            found.extend((first..after).map(|at| at as u32));
        }
        found.sort_unstable();
        found.dedup();
        found
    })
}

/// Tokens that both lists have.
pub fn common(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, count) = (i + 1, j + 1, count + 1),
        }
    }
    count
}

/// Dice's coefficient (Dice 1945); absent when neither side has the role.
pub fn dice(a: &[u32], b: &[u32]) -> Option<f64> {
    let size = a.len() + b.len();
    (size > 0).then(|| 2.0 * common(a, b) as f64 / size as f64)
}

/// Mean Dice of the roles that either claim has.
pub fn similarity(a: &Roles, b: &Roles) -> f64 {
    let scores: Vec<f64> = a.iter().zip(b).filter_map(|(a, b)| dice(a, b)).collect();
    if scores.is_empty() { 0.0 } else { scores.iter().sum::<f64>() / scores.len() as f64 }
}

/// The best one-to-one alignment by `weight`.
pub fn aligned<T>(ours: &[T], theirs: &[T], weight: impl Fn(&T, &T) -> f64) -> Vec<(usize, usize)> {
    let weights: Vec<Vec<f64>> = ours.iter().map(|a| theirs.iter().map(|b| weight(a, b)).collect()).collect();
    best(&weights, theirs.len())
}

/// The distinct token lists of one role, empty ones left out.
pub fn distinct(claims: &BTreeSet<Roles>, role: usize) -> BTreeSet<Vec<u32>> {
    claims.iter().map(|roles| roles[role].clone()).filter(|span| !span.is_empty()).collect()
}
