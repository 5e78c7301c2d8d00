//! What the methods below put up, one claim each, with who put it up.

use std::collections::HashMap;
use std::sync::Arc;

use crate::claims::relation::Relation;
use crate::claims::view::View;
use crate::document::{Claim, Document, Voice};
use crate::method::{Method, Shared};

/// A claim that one method or more put up.
pub struct Candidate {
    pub claim: Claim,
    /// The same in words of the view.
    pub relation: Relation,
    /// How sure each method is of it; 0 where it did not find it.
    pub sure: Vec<f32>,
}

/// Every attributed claim that one of `methods` finds in `document`, which has the layers below.
pub fn all(document: &mut Document, shared: &mut Shared, methods: &[Arc<dyn Method>]) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut places: HashMap<Relation, usize> = HashMap::new();
    for (at, method) in methods.iter().enumerate() {
        method.fill(document, shared);
        let view = View::shared(document, shared);
        let claims = document.claims.iter().filter(|claim| claim.voice == Voice::Attributed);
        for claim in claims {
            let relation = Relation::of(&view, claim);
            if relation.content.is_empty() {
                continue;
            }
            let place = *places.entry(relation.clone()).or_insert(found.len());
            if place == found.len() {
                found.push(Candidate { claim: claim.clone(), relation, sure: vec![0.0; methods.len()] });
            }
            found[place].sure[at] = claim.confidence;
        }
    }
    found.sort_by_key(key);
    found
}

/// Text order, and an order among those that begin together.
fn key(candidate: &Candidate) -> (usize, usize, usize, usize) {
    let Relation { source, cue, content } = &candidate.relation;
    let first = |parts: &[std::ops::Range<usize>]| parts.first().map_or(0, |part| part.start);
    let end = content.last().map_or(0, |part| part.end);
    (first(content), usize::MAX - end, first(cue), first(source))
}
