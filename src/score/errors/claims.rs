//! What is wrong with claims.

use std::collections::BTreeMap;

use super::kind::{Error, ErrorKind, Match};
use super::pairs::{ends, paired, taken};
use crate::document::{Claim, Document, Label, Span, Voice};
use crate::score::claims::{cleaned, part};
use crate::score::labels::{ClaimLabel, SAME_CONTENT, Values, values};
use crate::score::measure::Role;
use crate::score::overlap::{Roles, covered, dice, similarity, tokens};

/// A claim as it is compared, what it covers, and its labels.
struct Said<'d> {
    claim: Claim,
    roles: Roles,
    labels: Values<'d>,
}

/// What tells claims apart; the author's have a content alone.
type Key = (Voice, [Vec<Span>; 3]);

/// Claims with all parts right first (`whole exact` of a source, `author exact` of the author). Those left are paired
/// where they share half of the content, or of all parts on average, so that they share as much as they can.
/// Without `voices` the author's claims are left out: one side does not tell them.
pub fn matches(gold: &Document, predicted: &Document, voices: bool) -> Vec<Match> {
    let tokens = tokens(gold.text());
    let (mut ours, mut theirs) = (distinct(gold, &tokens, voices), distinct(predicted, &tokens, voices));
    let same = taken(&mut ours, &mut theirs).into_iter();
    let mut found: Vec<Match> = same.map(|(a, b)| Match::pair(a.1, b.1, errors(&a.0, &b.0))).collect();
    let (ours, theirs): (Vec<_>, Vec<_>) = (ours.into_values().collect(), theirs.into_values().collect());
    found.extend(paired(&ours, &theirs, weight, errors));
    found
}

/// The distinct claims, each with its index; of equal ones the labels that sort first.
fn distinct<'d>(document: &'d Document, tokens: &[Span], voices: bool) -> BTreeMap<Key, (Said<'d>, usize)> {
    let mut found: BTreeMap<Key, (Said, usize)> = BTreeMap::new();
    for (at, mut claim) in cleaned(document) {
        if claim.voice == Voice::Author {
            if !voices || claim.content.is_empty() {
                continue;
            }
            claim.source.clear();
            claim.cue.clear();
        }
        let parts = [&claim.source, &claim.cue, &claim.content].map(Vec::clone);
        let said = Said { roles: covered(&claim, tokens), labels: values(&document.claims[at]), claim };
        let key = (said.claim.voice, parts);
        if found.get(&key).is_none_or(|(first, _)| said.labels < first.labels) {
            found.insert(key, (said, at));
        }
    }
    found
}

fn weight(a: &Said, b: &Said) -> f64 {
    let alike = similarity(&a.roles, &b.roles);
    let content = dice(&a.roles[2], &b.roles[2]).unwrap_or(0.0);
    if content.max(alike) >= SAME_CONTENT { alike } else { 0.0 }
}

/// Of claims of different voices the contents are compared and not the rest, which one of them has not.
fn errors(a: &Said, b: &Said) -> Vec<Error> {
    let attributed = [a, b].iter().all(|said| said.claim.voice == Voice::Attributed);
    let parts = Role::ALL.iter().map(|row| row.0).filter(|role| attributed || *role == Role::Content);
    let mut all: Vec<Error> = parts.flat_map(|role| of_part(role, a, b)).collect();
    let labels = ClaimLabel::ALL.iter().zip(a.labels.iter().zip(&b.labels));
    let wrong = labels.filter(|(_, (a, b))| a.is_some() && b.is_some() && a != b);
    all.extend(wrong.map(|(row, _)| Error::from(ErrorKind::of_label(row.0))));
    all
}

/// What is wrong with one part: another one altogether where less than half of the words are shared.
fn of_part(role: Role, a: &Said, b: &Said) -> Vec<Error> {
    let (ours, theirs) = (part(role, &a.claim), part(role, &b.claim));
    if ours == theirs {
        return Vec::new();
    }
    let shared = dice(&a.roles[role as usize], &b.roles[role as usize]).unwrap_or(1.0);
    let of_kind = |kind| vec![Error { kind, part: Some(role) }];
    match (ends_of(ours), ends_of(theirs)) {
        (Some(ours), Some(theirs)) if shared >= SAME_CONTENT => {
            let wrong = ends(ours, theirs, Some(role));
            if wrong.is_empty() { of_kind(ErrorKind::OtherPieces) } else { wrong }
        }
        _ => of_kind(ErrorKind::of_role(role)),
    }
}

/// From the first piece to the last; pieces stand in text order.
fn ends_of(pieces: &[Span]) -> Option<Span> {
    Some(Span::new(pieces.first()?.start(), pieces.last()?.end()))
}
