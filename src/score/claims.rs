//! Measures for claims: each role and the whole relation, exact and by overlap of tokens, and the
//! labels of claims that say the same.

use std::collections::BTreeSet;

use super::align::best;
use super::{Counts, sets};
use crate::document::{Claim, Document, Label, Quote, Span, Voice};

/// Claims whose contents share at least this Dice score are taken to be the same claim when their
/// labels are compared; a claim is right when its roles each share as much with the gold's.
const SAME_CONTENT: f64 = 0.5;

type Role = fn(&Claim) -> &Vec<Span>;

const ROLES: [(&str, Role); 3] =
    [("source", |claim| &claim.source), ("cue", |claim| &claim.cue), ("content", |claim| &claim.content)];

/// Pieces of a span with nothing but white space between them are one, whoever cut it: a content that
/// was marked sentence by sentence is the content that was marked at once. Then over attributed claims,
/// for source, cue and content each:
/// - `exact`: distinct spans, an interrupted one right only as a whole; a span that serves several
///   claims counts once. `no punctuation`: the same, by the tokens that a span covers. `spans`: the
///   pieces of an interrupted span each by itself, as taggers of words are scored.
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
/// claims with the same content: `voice`, `quote`, `act`, `factuality`, `source_id`, `nested`.
pub fn compare(gold: &Document, predicted: &Document) -> Vec<(String, Counts)> {
    let tokens = tokens(gold.text());
    let (gold, predicted) = (&joined(gold), &joined(predicted));
    let (ours, theirs) = (attributed(gold), attributed(predicted));
    let (our_roles, their_roles) = (covered(&ours, &tokens), covered(&theirs, &tokens));
    let mut measures = Vec::new();
    for (at, (name, role)) in ROLES.iter().enumerate() {
        let spans = |claims: &[&Claim]| -> BTreeSet<Vec<Span>> {
            claims.iter().map(|claim| role(claim).clone()).filter(|spans| !spans.is_empty()).collect()
        };
        let pieces = |claims: &[&Claim]| -> BTreeSet<Span> {
            claims.iter().flat_map(|claim| role(claim)).copied().collect()
        };
        let (our_tokens, their_tokens) = (distinct(&our_roles, at), distinct(&their_roles, at));
        measures.push((format!("{name} exact"), sets(&spans(&ours), &spans(&theirs))));
        measures.push((format!("{name} spans"), sets(&pieces(&ours), &pieces(&theirs))));
        measures.push((format!("{name} no punctuation"), sets(&our_tokens, &their_tokens)));
        measures.push((format!("{name} overlap"), proportional(&our_tokens, &their_tokens)));
        measures.push((format!("{name} any overlap"), any_overlap(&our_tokens, &their_tokens)));
    }
    measures.push(("whole exact".to_owned(), whole_exact(&ours, &theirs)));
    measures.push(("whole overlap".to_owned(), whole_overlap(&our_roles, &their_roles)));
    for (name, belongs) in parts() {
        let contents = |claims: &[&Claim]| -> BTreeSet<Vec<Span>> {
            let own = claims.iter().filter(|claim| belongs(claim) && !claim.content.is_empty());
            own.map(|claim| claim.content.clone()).collect()
        };
        measures.push((format!("content exact {name}"), sets(&contents(&ours), &contents(&theirs))));
    }
    let author = |document: &Document| -> BTreeSet<Vec<Span>> {
        document.claims.iter().filter(|c| c.voice == Voice::Author).map(|c| c.content.clone()).collect()
    };
    measures.push(("author exact".to_owned(), sets(&author(gold), &author(predicted))));
    let pairs = label_pairs(gold, predicted);
    for label in LABELS {
        let values = pairs.iter().filter(|pair| pair.0 == label);
        let same = values.clone().filter(|pair| pair.1 == pair.2).count();
        let all = values.count();
        measures.push((label.to_owned(), Counts::exact(all, all, same)));
    }
    measures
}

type Belongs = fn(&Claim) -> bool;

/// Kinds of content that methods find unevenly well.
fn parts() -> [(&'static str, Belongs); 5] {
    [
        (Quote::Direct.name(), |claim| claim.quote == Some(Quote::Direct)),
        (Quote::Indirect.name(), |claim| claim.quote == Some(Quote::Indirect)),
        (Quote::Mixed.name(), |claim| claim.quote == Some(Quote::Mixed)),
        ("in one part", |claim| claim.content.len() == 1),
        ("interrupted", |claim| claim.content.len() > 1),
    ]
}

/// The labels that claims are compared by.
pub const LABELS: [&str; 6] = ["voice", "quote", "act", "factuality", "source_id", "nested"];

/// What agreeing labels add to a pair's weight: too little to outweigh a word, enough to choose
/// between alignments that are equally good otherwise, so that the order of the claims decides
/// nothing. No two sets of labels add the same.
const TIES: [f64; 6] = [1e-6, 0.618e-6, 0.414e-6, 0.732e-6, 0.236e-6, 0.303e-6];

/// (label, gold value, predicted value) for every label of every pair of claims with the same
/// content, aligned one to one over both voices.
pub fn label_pairs(gold: &Document, predicted: &Document) -> Vec<(&'static str, String, String)> {
    let tokens = tokens(gold.text());
    let all = |document: &Document| covered(&document.claims.iter().collect::<Vec<_>>(), &tokens);
    let (ours, theirs) = (all(gold), all(predicted));
    let weight = |a: usize, b: usize| {
        let same = dice(&ours[a][2], &theirs[b][2]).is_some_and(|score| score >= SAME_CONTENT);
        let agreed = || {
            let agree = LABELS
                .iter()
                .zip(TIES)
                .filter(|(label, _)| value(label, &gold.claims[a]) == value(label, &predicted.claims[b]));
            agree.map(|(_, tie)| tie).sum::<f64>()
        };
        if same { similarity(&ours[a], &theirs[b]) + agreed() } else { 0.0 }
    };
    let weights: Vec<Vec<f64>> =
        (0..ours.len()).map(|a| (0..theirs.len()).map(|b| weight(a, b)).collect()).collect();
    let pairs = best(&weights, theirs.len());
    let values = pairs.into_iter().flat_map(|(a, b)| {
        let (a, b) = (&gold.claims[a], &predicted.claims[b]);
        LABELS.map(|label| (label, value(label, a), value(label, b)))
    });
    // A quote type and a source belong to attributed claims alone; where a voice differs, that is
    // counted once, under voice.
    values.filter(|(label, a, b)| *label == "voice" || !(a == ABSENT || b == ABSENT)).collect()
}

/// Stands for "this label does not apply to the claim".
const ABSENT: &str = "";

fn value(label: &str, claim: &Claim) -> String {
    let author = claim.voice == Voice::Author;
    match label {
        "voice" => claim.voice.name().to_owned(),
        "quote" => claim.quote.map_or(ABSENT, Label::name).to_owned(),
        "act" => claim.act.name().to_owned(),
        "factuality" => claim.factuality.name().to_owned(),
        "source_id" if author => ABSENT.to_owned(),
        "source_id" => claim.source_id.clone().unwrap_or_else(|| "null".to_owned()),
        _ if author => ABSENT.to_owned(),
        _ => claim.nested_in.map_or("outer", |_| "inner").to_owned(),
    }
}

/// The document with each role's pieces in text order, and those that white space alone keeps apart as one.
fn joined(document: &Document) -> Document {
    let mut document = document.clone();
    let mut claims = std::mem::take(&mut document.claims);
    for claim in &mut claims {
        for pieces in [&mut claim.source, &mut claim.cue, &mut claim.content] {
            if pieces.len() < 2 {
                continue;
            }
            pieces.sort();
            pieces.dedup_by(|next, last| {
                let gap = document.text().get(last.end()..next.start());
                let one = gap.is_some_and(|gap| gap.chars().all(char::is_whitespace));
                if one {
                    *last = Span::new(last.start(), next.end());
                }
                one
            });
        }
    }
    document.claims = claims;
    document
}

fn attributed(document: &Document) -> Vec<&Claim> {
    document.claims.iter().filter(|claim| claim.voice == Voice::Attributed).collect()
}

/// Indices of the tokens that source, cue and content cover, sorted.
type Roles = [Vec<u32>; 3];

fn covered(claims: &[&Claim], tokens: &[Span]) -> Vec<Roles> {
    let cover = |spans: &Vec<Span>| {
        let mut found = Vec::new();
        for span in spans {
            let first = tokens.partition_point(|token| token.end() <= span.start());
            let after = tokens.partition_point(|token| token.start() < span.end());
            found.extend((first..after).map(|at| at as u32));
        }
        found.dedup();
        found
    };
    claims.iter().map(|claim| ROLES.map(|(_, role)| cover(role(claim)))).collect()
}

/// Runs of letters and digits: punctuation carries no weight in an overlap.
fn tokens(text: &str) -> Vec<Span> {
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

fn common(a: &[u32], b: &[u32]) -> usize {
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
fn dice(a: &[u32], b: &[u32]) -> Option<f64> {
    let size = a.len() + b.len();
    (size > 0).then(|| 2.0 * common(a, b) as f64 / size as f64)
}

/// Mean Dice of the roles that either claim has.
fn similarity(a: &Roles, b: &Roles) -> f64 {
    let scores: Vec<f64> = a.iter().zip(b).filter_map(|(a, b)| dice(a, b)).collect();
    if scores.is_empty() { 0.0 } else { scores.iter().sum::<f64>() / scores.len() as f64 }
}

fn aligned(ours: &[Roles], theirs: &[Roles], weight: impl Fn(&Roles, &Roles) -> f64) -> Vec<(usize, usize)> {
    let weights: Vec<Vec<f64>> = ours.iter().map(|a| theirs.iter().map(|b| weight(a, b)).collect()).collect();
    best(&weights, theirs.len())
}

fn whole_exact(ours: &[&Claim], theirs: &[&Claim]) -> Counts {
    let relation = |claim: &&Claim| (claim.source.clone(), claim.cue.clone(), claim.content.clone());
    sets(&ours.iter().map(relation).collect(), &theirs.iter().map(relation).collect())
}

/// The distinct token lists of one role, empty ones left out.
fn distinct(claims: &[Roles], role: usize) -> BTreeSet<Vec<u32>> {
    claims.iter().map(|roles| roles[role].clone()).filter(|span| !span.is_empty()).collect()
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

fn whole_overlap(ours: &[Roles], theirs: &[Roles]) -> Counts {
    let pairs = aligned(ours, theirs, similarity);
    let sum: f64 = pairs.iter().map(|&(a, b)| similarity(&ours[a], &theirs[b])).sum();
    Counts { gold: ours.len() as u64, predicted: theirs.len() as u64, recalled: sum, precise: sum }
}

/// Which claims are right, as [`super::verdicts`] says.
pub fn verdicts(gold: &Document, predicted: &Document) -> Vec<(usize, bool)> {
    let tokens = tokens(gold.text());
    let ours = covered(&attributed(gold), &tokens);
    let theirs = covered(&attributed(predicted), &tokens);
    let mut right = vec![false; theirs.len()];
    for (a, b) in aligned(&ours, &theirs, similarity) {
        let shares = ours[a].iter().zip(&theirs[b]).filter_map(|(a, b)| dice(a, b));
        right[b] = shares.fold(f64::INFINITY, f64::min) >= SAME_CONTENT;
    }
    let authors: BTreeSet<&[Span]> =
        gold.claims.iter().filter(|c| c.voice == Voice::Author).map(|c| &c.content[..]).collect();
    let mut right = right.into_iter();
    let verdict = |claim: &Claim| match claim.voice {
        Voice::Attributed => right.next().unwrap_or(false),
        Voice::Author => authors.contains(&claim.content[..]),
    };
    predicted.claims.iter().map(verdict).enumerate().collect()
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
                source_id: None,
                proposition: None,
                confidence: 1.0,
            })
            .collect();
        document
    }

    fn f1(gold: &Document, predicted: &Document, measure: &str) -> Option<f64> {
        compare(gold, predicted).into_iter().find(|row| row.0 == measure).and_then(|row| row.1.f1())
    }

    #[test]
    fn half_a_content_is_half_right() {
        let gold = document(&[[&[(0, 4)], &[(5, 9)], &[(10, 22)]]]);
        let part = document(&[[&[(0, 4)], &[(5, 9)], &[(10, 15)]]]);
        assert_eq!(f1(&gold, &part, "content exact"), Some(0.0));
        // 1 of 3 gold tokens found, 1 of 1 predicted right: F1 1/2; Dice 2/4.
        assert_eq!(f1(&gold, &part, "content overlap"), Some(0.5));
        assert_eq!(f1(&gold, &part, "whole overlap"), Some(2.5 / 3.0));
        assert_eq!(f1(&gold, &gold, "whole exact"), Some(1.0));
    }

    #[test]
    fn pieces_that_touch_are_one() {
        let whole = document(&[[&[(0, 4)], &[(5, 9)], &[(10, 22)]]]);
        let cut = document(&[[&[(0, 4)], &[(5, 9)], &[(16, 22), (10, 15)]]]);
        for measure in ["content exact", "content spans", "whole exact"] {
            assert_eq!(f1(&whole, &cut, measure), Some(1.0), "{measure}");
        }
        let apart = document(&[[&[(0, 4)], &[(5, 9)], &[(10, 15), (20, 22)]]]);
        assert_eq!(f1(&whole, &apart, "content exact"), Some(0.0));
    }

    #[test]
    fn a_span_stated_twice_counts_once() {
        let gold = document(&[[&[(0, 4)], &[(5, 9)], &[(10, 22)]]]);
        let twice = document(&[[&[(0, 4)], &[(5, 9)], &[(10, 22)]], [&[(0, 4)], &[(5, 9)], &[(10, 15)]]]);
        assert_eq!(f1(&gold, &twice, "source exact"), Some(1.0));
        assert_eq!(f1(&gold, &twice, "content exact"), Some(2.0 / 3.0));
    }
}
