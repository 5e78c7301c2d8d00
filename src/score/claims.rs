//! Measures for claims: each role and the whole relation, exact and by overlap of tokens, and the
//! labels of claims that say the same.

use std::collections::BTreeSet;

use super::counts::Counts;
use super::labels::{ClaimLabel, label_pairs};
use super::measure::{Content, Fit, Measure, Role};
use super::overlap::{Roles, aligned, common, covered, distinct, similarity, tokens};
use super::trim::joined;
use crate::document::{Claim, Document, Label, Span, Voice};

/// White space at the ends of a span is no part of it, and pieces of a span that overlap or have nothing
/// but white space between them are one: a content that was marked sentence by sentence is the content
/// that was marked at once. A claim without any word left is none. A claim stated twice (same source,
/// cue and content) counts once in every measure.
///
/// Then over attributed claims, for source, cue and content each:
/// - `exact`: distinct spans, an interrupted one right only as a whole. A span that serves several
///   claims counts once: this says which words are sources at all, the `whole` measures of what they
///   are, and a name that a long quotation is tagged with sentence by sentence weighs no more than
///   another. It flatters a little, since spans that serve many claims are the easier ones, so `exact by
///   claim` counts a span for every claim that it serves. `no punctuation`: distinct spans by the tokens
///   that they cover. `spans`: the pieces of an interrupted span each by itself, as taggers of words are
///   scored.
/// - `overlap`: for each span the best share of its tokens that one span of the other side covers,
///   averaged (proportional overlap, Johansson and Moschitti 2013). `any overlap`: spans that share
///   a token with one of the other side.
///
/// For the whole relation:
/// - `whole exact`: claims with all three roles right.
/// - `whole overlap`: soft F1 under the best one-to-one alignment, a pair scoring the mean Dice of
///   the roles that either side has (PolNeAR's soft relation score, Newell et al. 2018).
///
/// `content exact` is also split by quote type and by whether the content is interrupted.
/// `author exact`: the sentences taken for claims of the author. Then the labels, over pairs of
/// claims with the same content: `voice`, `quote`, `act`, `factuality`, `source_ids`, `nested`.
pub fn compare(gold: &Document, predicted: &Document) -> Vec<(Measure, Counts)> {
    let tokens = tokens(gold.text());
    let [gold_claims, predicted_claims]: [Vec<Claim>; 2] =
        [gold, predicted].map(|document| cleaned(document).map(|(_, claim)| claim).collect());
    let (ours, theirs) = (of(&gold_claims, Voice::Attributed), of(&predicted_claims, Voice::Attributed));
    let cover = |claims: &[&Claim]| claims.iter().map(|claim| covered(claim, &tokens)).collect();
    let (our_roles, their_roles): (BTreeSet<Roles>, BTreeSet<Roles>) = (cover(&ours), cover(&theirs));
    let mut measures = Vec::new();
    for (at, &(role, ..)) in Role::ALL.iter().enumerate() {
        let (our_tokens, their_tokens) = (distinct(&our_roles, at), distinct(&their_roles, at));
        let mut add = |fit, counts| measures.push((Measure::Role(role, fit), counts));
        add(Fit::Exact, Counts::of_sets(&spans(role, &ours), &spans(role, &theirs)));
        add(Fit::ByClaim, Counts::of_sets(&spans_by_claim(role, &ours), &spans_by_claim(role, &theirs)));
        add(Fit::Spans, Counts::of_sets(&pieces(role, &ours), &pieces(role, &theirs)));
        add(Fit::NoPunctuation, Counts::of_sets(&our_tokens, &their_tokens));
        add(Fit::Overlap, proportional(&our_tokens, &their_tokens));
        add(Fit::AnyOverlap, any_overlap(&our_tokens, &their_tokens));
    }
    measures.push((Measure::WholeExact, Counts::of_sets(&relations(&ours), &relations(&theirs))));
    measures.push((Measure::WholeOverlap, whole_overlap(&our_roles, &their_roles)));
    for kind in Content::ALL {
        let (ours, theirs) = (of_kind(kind, &ours), of_kind(kind, &theirs));
        let counts = Counts::of_sets(&spans(Role::Content, &ours), &spans(Role::Content, &theirs));
        measures.push((Measure::ContentExact(kind), counts));
    }
    let (ours, theirs) = (of(&gold_claims, Voice::Author), of(&predicted_claims, Voice::Author));
    let counts = Counts::of_sets(&spans(Role::Content, &ours), &spans(Role::Content, &theirs));
    measures.push((Measure::AuthorExact, counts));
    let pairs = label_pairs(gold, predicted);
    for &(label, ..) in ClaimLabel::ALL {
        let values = pairs.iter().filter(|pair| pair.0 == label);
        let same = values.clone().filter(|pair| pair.1 == pair.2).count();
        let all = values.count();
        measures.push((Measure::Label(label), Counts::exact(all, all, same)));
    }
    measures
}

/// The claims of `document` as they are compared, each with its index, without those that mark no word.
pub fn cleaned(document: &Document) -> impl Iterator<Item = (usize, Claim)> + '_ {
    let claims = document.claims.iter().map(|claim| {
        let [source, cue, content] =
            [&claim.source, &claim.cue, &claim.content].map(|pieces| joined(document.text(), pieces));
        Claim { source, cue, content, ..claim.clone() }
    });
    claims.enumerate().filter(|(_, c)| !(c.source.is_empty() && c.cue.is_empty() && c.content.is_empty()))
}

fn of(claims: &[Claim], voice: Voice) -> Vec<&Claim> {
    claims.iter().filter(|claim| claim.voice == voice).collect()
}

fn of_kind<'c>(kind: Content, claims: &[&'c Claim]) -> Vec<&'c Claim> {
    claims.iter().copied().filter(|claim| kind.holds(claim)).collect()
}

/// The pieces of one part.
pub fn part(role: Role, claim: &Claim) -> &Vec<Span> {
    match role {
        Role::Source => &claim.source,
        Role::Cue => &claim.cue,
        Role::Content => &claim.content,
    }
}

/// The distinct spans of one role, empty ones left out.
fn spans<'c>(role: Role, claims: &[&'c Claim]) -> BTreeSet<&'c Vec<Span>> {
    claims.iter().map(|claim| part(role, claim)).filter(|spans| !spans.is_empty()).collect()
}

/// The same with each span once for every distinct claim that it serves, numbered.
fn spans_by_claim<'c>(role: Role, claims: &[&'c Claim]) -> BTreeSet<(&'c Vec<Span>, usize)> {
    let mut found = BTreeSet::new();
    for relation in relations(claims) {
        let spans = relation[role as usize];
        let served = (0..).find(|&served| !found.contains(&(spans, served)));
        found.extend(served.filter(|_| !spans.is_empty()).map(|served| (spans, served)));
    }
    found
}

fn pieces(role: Role, claims: &[&Claim]) -> BTreeSet<Span> {
    claims.iter().flat_map(|claim| part(role, claim)).copied().collect()
}

/// The distinct relations.
fn relations<'c>(claims: &[&'c Claim]) -> BTreeSet<[&'c Vec<Span>; 3]> {
    claims.iter().map(|claim| [&claim.source, &claim.cue, &claim.content]).collect()
}

fn proportional(ours: &BTreeSet<Vec<u32>>, theirs: &BTreeSet<Vec<u32>>) -> Counts {
    let best_share = |span: &Vec<u32>, others: &BTreeSet<Vec<u32>>| {
        let most = others.iter().map(|other| common(span, other)).max().unwrap_or(0);
        most as f64 / span.len() as f64
    };
    Counts {
        gold: ours.len() as u64,
        predicted: theirs.len() as u64,
        recalled: ours.iter().map(|span| best_share(span, theirs)).sum(),
        precise: theirs.iter().map(|span| best_share(span, ours)).sum(),
    }
}

fn any_overlap(ours: &BTreeSet<Vec<u32>>, theirs: &BTreeSet<Vec<u32>>) -> Counts {
    let touched = |spans: &BTreeSet<Vec<u32>>, others: &BTreeSet<Vec<u32>>| {
        spans.iter().filter(|span| others.iter().any(|other| common(span, other) > 0)).count() as f64
    };
    Counts {
        gold: ours.len() as u64,
        predicted: theirs.len() as u64,
        recalled: touched(ours, theirs),
        precise: touched(theirs, ours),
    }
}

fn whole_overlap(ours: &BTreeSet<Roles>, theirs: &BTreeSet<Roles>) -> Counts {
    let (ours, theirs): (Vec<&Roles>, Vec<&Roles>) = (ours.iter().collect(), theirs.iter().collect());
    let pairs = aligned(&ours, &theirs, |a, b| similarity(a, b));
    let sum: f64 = pairs.iter().map(|&(a, b)| similarity(ours[a], theirs[b])).sum();
    Counts { gold: ours.len() as u64, predicted: theirs.len() as u64, recalled: sum, precise: sum }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Act, Factuality};

    /// "Oslo said Malta may go", with source, cue and content given by their words' places.
    fn document(claims: &[[&[(usize, usize)]; 3]]) -> Document {
        let mut document = Document::plain("d", "Oslo said Malta may go");
        let spans = |parts: &[(usize, usize)]| parts.iter().map(|&(a, b)| Span::new(a, b)).collect();
        document.claims = claims
            .iter()
            .map(|[source, cue, content]| Claim {
                source: spans(source),
                cue: spans(cue),
                content: spans(content),
                sentence: 0,
                voice: Voice::Attributed,
                quote: None,
                act: Act::Assertive,
                factuality: Factuality::Certain,
                nested_in: None,
                source_ids: Vec::new(),
                addressee: Vec::new(),
                proposition: None,
                confidence: 1.0,
            })
            .collect();
        document
    }

    fn f1(gold: &Document, predicted: &Document, measure: Measure) -> Option<f64> {
        compare(gold, predicted).into_iter().find(|row| row.0 == measure).and_then(|row| row.1.f1())
    }

    fn content(fit: Fit) -> Measure {
        Measure::Role(Role::Content, fit)
    }

    #[test]
    fn half_a_content_is_half_right() {
        let gold = document(&[[&[(0, 4)], &[(5, 9)], &[(10, 22)]]]);
        let part = document(&[[&[(0, 4)], &[(5, 9)], &[(10, 15)]]]);
        assert_eq!(f1(&gold, &part, content(Fit::Exact)), Some(0.0));
        // 1 of 3 gold tokens found, 1 of 1 predicted right: F1 1/2; Dice 2/4.
        assert_eq!(f1(&gold, &part, content(Fit::Overlap)), Some(0.5));
        assert_eq!(f1(&gold, &part, Measure::WholeOverlap), Some(2.5 / 3.0));
        assert_eq!(f1(&gold, &gold, Measure::WholeExact), Some(1.0));
    }

    #[test]
    fn pieces_that_touch_are_one() {
        let whole = document(&[[&[(0, 4)], &[(5, 9)], &[(10, 22)]]]);
        let cut = document(&[[&[(0, 4)], &[(5, 9)], &[(16, 22), (10, 15)]]]);
        for measure in [content(Fit::Exact), content(Fit::Spans), Measure::WholeExact] {
            assert_eq!(f1(&whole, &cut, measure), Some(1.0), "{measure}");
        }
        let apart = document(&[[&[(0, 4)], &[(5, 9)], &[(10, 15), (20, 22)]]]);
        assert_eq!(f1(&whole, &apart, content(Fit::Exact)), Some(0.0));
    }

    #[test]
    fn a_span_stated_twice_counts_once() {
        let gold = document(&[[&[(0, 4)], &[(5, 9)], &[(10, 22)]]]);
        let twice = document(&[[&[(0, 4)], &[(5, 9)], &[(10, 22)]], [&[(0, 4)], &[(5, 9)], &[(10, 15)]]]);
        assert_eq!(f1(&gold, &twice, Measure::Role(Role::Source, Fit::Exact)), Some(1.0));
        assert_eq!(f1(&gold, &twice, content(Fit::Exact)), Some(2.0 / 3.0));
    }
}
