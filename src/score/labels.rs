//! The labels of claims that say the same.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::overlap::{Roles, aligned, covered, dice, similarity, tokens};
use crate::document::{Claim, Document, EntityType, Label, Span, Voice};

/// Claims whose contents share at least this Dice score are taken to be the same claim when their
/// labels are compared; a claim is right when its roles each share as much with the gold's.
pub const SAME_CONTENT: f64 = 0.5;

/// What claims with the same content are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClaimLabel {
    Voice,
    Quote,
    Act,
    Factuality,
    SourceIds,
    Nested,
}

impl Label for ClaimLabel {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Voice, "voice", "whether a source or the author speaks"),
        (Self::Quote, "quote", "in whose words"),
        (Self::Act, "act", "what is done by saying it"),
        (Self::Factuality, "factuality", "how sure the source is"),
        (Self::SourceIds, "source_ids", "who speaks, pronouns and roles resolved"),
        (Self::Nested, "nested", "whether it stands inside another claim"),
    ];
}

impl ClaimLabel {
    /// The label's value; absent where it does not apply: a quote type and a source belong to
    /// attributed claims alone.
    fn of(self, claim: &Claim) -> Option<Cow<'_, str>> {
        let attributed = claim.voice == Voice::Attributed;
        match self {
            ClaimLabel::Voice => Some(claim.voice.name().into()),
            ClaimLabel::Quote => claim.quote.map(|quote| quote.name().into()),
            ClaimLabel::Act => Some(claim.act.name().into()),
            ClaimLabel::Factuality => Some(claim.factuality.name().into()),
            ClaimLabel::SourceIds => attributed.then(|| speakers(claim)),
            ClaimLabel::Nested => attributed.then(|| claim.nested_in.map_or("outer", |_| "inner").into()),
        }
    }
}

/// A claim's labels, each absent where it does not apply.
pub type Values<'d> = Vec<Option<Cow<'d, str>>>;

/// Who speaks, in whatever order they are named.
fn speakers(claim: &Claim) -> Cow<'_, str> {
    match &claim.source_ids[..] {
        [] => "null".into(),
        [one] => one.into(),
        several => {
            let mut sorted = several.to_vec();
            sorted.sort_unstable();
            sorted.join(" ").into()
        }
    }
}

/// All labels of a claim, in the order of [`ClaimLabel::ALL`].
pub fn values(claim: &Claim) -> Values<'_> {
    ClaimLabel::ALL.iter().map(|row| row.0.of(claim)).collect()
}

/// What agreeing labels add to a pair's weight: too little to outweigh a word, enough to choose
/// between alignments that are equally good otherwise, so that the order of the claims decides
/// nothing. No two sets of labels add the same.
const TIES: [f64; ClaimLabel::ALL.len()] = [1e-6, 0.618e-6, 0.414e-6, 0.732e-6, 0.236e-6, 0.303e-6];

/// (label, gold value, predicted value) for every label of every pair of claims with the same
/// content, aligned one to one over both voices. A claim stated twice counts once, also where the
/// two are labeled differently: else stating a claim with every label would find the right one.
pub fn label_pairs(gold: &Document, predicted: &Document) -> Vec<(ClaimLabel, String, String)> {
    let tokens = tokens(gold.text());
    let (ours, theirs) = (distinct(gold, &tokens), distinct(predicted, &tokens));
    let pairs = aligned(&ours, &theirs, |(a, ours), (b, theirs)| {
        if dice(&a[2], &b[2]).is_none_or(|score| score < SAME_CONTENT) {
            return 0.0;
        }
        let agree = ours.iter().zip(theirs).zip(TIES).filter(|((ours, theirs), _)| ours == theirs);
        similarity(a, b) + agree.map(|(_, tie)| tie).sum::<f64>()
    });
    let labels = pairs.into_iter().flat_map(|(a, b)| {
        let values = ours[a].1.iter().zip(&theirs[b].1);
        // Where a voice differs, that is counted once, under voice.
        ClaimLabel::ALL
            .iter()
            .zip(values)
            .filter_map(|(row, (a, b))| Some((row.0, a.as_deref()?.to_owned(), b.as_deref()?.to_owned())))
    });
    labels.collect()
}

/// (gold type, predicted type) of the mentions that both mark with the same span.
pub fn type_pairs(gold: &Document, predicted: &Document) -> Vec<(EntityType, EntityType)> {
    let pairs = gold.entities.iter().filter_map(|ours| {
        let theirs = predicted.entities.iter().find(|theirs| theirs.span == ours.span)?;
        Some((ours.kind, theirs.kind))
    });
    pairs.collect()
}

/// The distinct claims of `document` with their labels; of equal ones the labels that sort first.
fn distinct<'d>(document: &'d Document, tokens: &[Span]) -> Vec<(Roles, Values<'d>)> {
    let mut claims: BTreeMap<Roles, Values> = BTreeMap::new();
    for claim in &document.claims {
        let values = values(claim);
        claims
            .entry(covered(claim, tokens))
            .and_modify(|kept| *kept = kept.clone().min(values.clone()))
            .or_insert(values);
    }
    claims.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Act, Factuality};

    /// One claim for each act, all of the same words.
    fn document(acts: &[Act]) -> Document {
        let mut document = Document::plain("d", "Doe said the ferry may go");
        let claim = |&act: &Act| Claim {
            source: vec![Span::new(0, 3)],
            cue: vec![Span::new(4, 8)],
            content: vec![Span::new(9, 25)],
            sentence: 0,
            voice: Voice::Attributed,
            quote: None,
            act,
            factuality: Factuality::Certain,
            nested_in: None,
            source_ids: Vec::new(),
            addressee: Vec::new(),
            proposition: None,
            confidence: 1.0,
        };
        document.claims = acts.iter().map(claim).collect();
        document
    }

    #[test]
    fn a_claim_stated_with_every_label_finds_no_label_by_that() {
        let all: Vec<Act> = Act::ALL.iter().map(|row| row.0).collect();
        let right = all.iter().flat_map(|act| {
            let pairs = label_pairs(&document(&[*act]), &document(&all));
            let acts = pairs.into_iter().filter(|pair| pair.0 == ClaimLabel::Act).collect::<Vec<_>>();
            assert_eq!(acts.len(), 1, "one pair for one claim of the gold");
            acts
        });
        assert_eq!(right.filter(|pair| pair.1 == pair.2).count(), 1, "as many as one label for all finds");
    }
}
