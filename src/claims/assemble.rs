//! How drafts become claims of the document: labeled, nested in one another, with their speakers.

use std::cmp::Reverse;
use std::ops::Range;

use crate::claims::addressee;
use crate::claims::clause;
use crate::claims::draft::Draft;
use crate::claims::label;
use crate::claims::relation;
use crate::claims::speaker::Speakers;
use crate::claims::view::{NONE, View};
use crate::document::{Act, BlockKind, Claim, Document, Factuality, Span, Voice};
use crate::words::classes::*;
use crate::words::token::Kind;

/// The claims of `document` that `drafts` found, labeled, and the outlet's own where they found none.
pub fn claims(document: &Document, view: &View, mut drafts: Vec<Draft>) -> Vec<Claim> {
    for draft in &mut drafts {
        draft.end_with_condition(view);
        draft.end_before_but(view);
    }
    drafts.sort_by_key(order);
    drafts.dedup_by(|a, b| a.content == b.content && a.cue == b.cue);
    let mut speakers = Speakers::of(document);
    let mut claims: Vec<Claim> = Vec::with_capacity(drafts.len());
    let mut rest = &drafts[..];
    let mut blocks = document.kept().peekable();
    for (index, sentence) in document.sentences.iter().enumerate() {
        while blocks.peek().is_some_and(|(_, span)| span.end() < sentence.span.end()) {
            blocks.next();
        }
        let (here, later) = rest.split_at(rest.partition_point(|draft| draft.sentence <= index));
        rest = later;
        if here.is_empty() {
            let kind = blocks.peek().map_or(BlockKind::Body, |block| block.0);
            claims.extend(author(view, index, kind));
        }
        let base = claims.len();
        for at in 0..here.len() {
            let mut claim = claim(view, here, at, &mut speakers);
            claim.nested_in = outer(here, at).map(|outer| base + outer);
            let first_person = claim.source.first().is_some_and(|span| span.text(view.text) == "I");
            if let Some(outer) = claim.nested_in.filter(|_| first_person).and_then(|k| claims.get(k)) {
                claim.source_ids.clone_from(&outer.source_ids);
            }
            claims.push(claim);
        }
    }
    claims
}

/// `claims`, which methods have labeled, as the claims of `document`: nested in one another anew, their speakers
/// resolved in text order, and the outlet's own beside them.
pub fn settled(document: &Document, view: &View, mut claims: Vec<Claim>) -> Vec<Claim> {
    claims.sort_by_key(|claim| {
        (claim.sentence, claim.content[0].start(), Reverse(claim.content.last().map(|span| span.end())))
    });
    let mut speakers = Speakers::of(document);
    let mut all: Vec<Claim> = Vec::with_capacity(claims.len());
    let mut blocks = document.kept().peekable();
    let mut rest = claims.into_iter().peekable();
    for (index, sentence) in document.sentences.iter().enumerate() {
        while blocks.peek().is_some_and(|(_, span)| span.end() < sentence.span.end()) {
            blocks.next();
        }
        let base = all.len();
        while let Some(mut claim) = rest.next_if(|claim| claim.sentence <= index) {
            claim.source_ids = match claim.source.first() {
                Some(&span) => speakers.resolve(view, span, relation::words(view, span), index),
                None => Vec::new(),
            };
            let words = |parts: &[Span]| -> Vec<Range<usize>> {
                parts.iter().map(|&part| relation::words(view, part)).collect()
            };
            claim.addressee = addressee::of(view, &words(&claim.cue), &words(&claim.content));
            all.push(claim);
        }
        if all.len() == base {
            let kind = blocks.peek().map_or(BlockKind::Body, |block| block.0);
            all.extend(author(view, index, kind));
        }
        for at in base..all.len() {
            all[at].nested_in = around(&all, base, at);
            if let Some(outer) = all[at]
                .nested_in
                .filter(|_| all[at].source.first().is_some_and(|span| span.text(view.text) == "I"))
            {
                all[at].source_ids = all[outer].source_ids.clone();
            }
        }
    }
    all
}

/// The smallest claim from `base` on whose content holds the cue of the one at `at`.
fn around(all: &[Claim], base: usize, at: usize) -> Option<usize> {
    let cue = all[at].cue.first()?;
    let holds = |claim: &Claim, cue: &Span| claim.content.iter().any(|part| part.contains(*cue));
    let mutual = |other: &Claim| other.cue.first().is_some_and(|cue| holds(&all[at], cue));
    let outer =
        (base..all.len()).take(2 * NEAR).filter(|&k| k != at && holds(&all[k], cue) && !mutual(&all[k]));
    outer.min_by_key(|&k| all[k].content.iter().map(|part| part.bytes()).sum::<usize>())
}

/// By sentence, then first word of content, the longer content before what nests in it.
fn order(draft: &Draft) -> (usize, usize, Reverse<usize>, bool, Option<usize>) {
    let start = draft.content.first().map_or(0, |part| part.start);
    let end = draft.content.last().map_or(0, |part| part.end);
    (draft.sentence, start, Reverse(end), draft.head.is_none(), draft.head)
}

/// How many claims before or after one may be asked whether it nests in them; keeps long
/// sentences linear.
const NEAR: usize = 40;

/// The most claims that may nest in one.
const MOST_NESTED: usize = 4;

fn near(here: &[Draft], at: usize) -> impl Iterator<Item = usize> + use<> {
    let around = at.saturating_sub(NEAR)..here.len().min(at + NEAR);
    around.filter(move |&k| k != at)
}

/// The smallest claim of the sentence whose content holds the cue of the one at `at`.
fn outer(here: &[Draft], at: usize) -> Option<usize> {
    let own = &here[at];
    let head = own.head?;
    let around = |k: &usize| {
        let other = &here[*k];
        let mutual = other.head.is_some_and(|head| own.holds(head));
        other.cue != own.cue && other.holds(head) && !mutual
    };
    near(here, at).filter(around).min_by_key(|&k| here[k].size())
}

/// The claim of the draft at `at` among those of its sentence.
fn claim(view: &View, here: &[Draft], at: usize, speakers: &mut Speakers) -> Claim {
    let draft = &here[at];
    let inside = |k: &usize| here[*k].head.is_some_and(|head| draft.holds(head));
    let nested: Vec<usize> = near(here, at).filter(inside).take(MOST_NESTED).collect();
    let own = |word: usize| !nested.iter().any(|&k| here[k].holds(word));
    let spans =
        |parts: &[Range<usize>]| -> Vec<Span> { parts.iter().map(|part| view.span(part.clone())).collect() };
    let mut source: Vec<Span> = draft.source.iter().map(|part| view.span(part.clone())).collect();
    let mut cue = spans(&draft.cue);
    part_contraction(view, &mut source, &mut cue);
    let source_ids: Vec<String> = match (&draft.source, source.first()) {
        (Some(words), Some(&span)) => speakers.resolve(view, span, words.clone(), draft.sentence),
        _ => Vec::new(),
    };
    let act = label::act(view, draft);
    Claim {
        source,
        cue,
        content: spans(&draft.content),
        sentence: draft.sentence,
        voice: Voice::Attributed,
        quote: Some(label::quote(view, draft)),
        act,
        factuality: label::factuality(view, draft, act, own),
        nested_in: None,
        source_ids,
        addressee: addressee::of(view, &draft.cue, &draft.content),
        proposition: None,
        confidence: draft.confidence,
    }
}

/// "I’m sure", "we’ve said": the pronoun is the source, what hangs on it belongs to the cue.
fn part_contraction(view: &View, source: &mut [Span], cue: &mut Vec<Span>) {
    let (Some(last), Some(first)) = (source.last_mut(), cue.first().copied()) else { return };
    let words = last.text(view.text);
    let Some(at) = words.rfind(['\'', '’']).filter(|&at| at > 0 && clause::is_clitic(&words[at..])) else {
        return;
    };
    let clitic = Span::new(last.start() + at, last.end());
    *last = Span::new(last.start(), clitic.start());
    if first.start() >= clitic.end() {
        let gap = view.text.get(clitic.end()..first.start()).is_some_and(|gap| gap.trim().is_empty());
        if gap {
            cue[0] = Span::new(clitic.start(), first.end());
        } else {
            cue.insert(0, clitic);
        }
    }
}

/// The claim of a sentence in the outlet's own voice, if it states something that can be checked.
fn author(view: &View, index: usize, kind: BlockKind) -> Option<Claim> {
    let words = view.sentences[index].clone();
    if !matches!(kind, BlockKind::Body | BlockKind::Caption) || words.len() < 4 {
        return None;
    }
    let quoted = words.clone().all(|at| view.words[at].quote != NONE);
    let asks = view.mark(words.end - 1) == '?';
    let verb = words.clone().any(|at| {
        view.is(at, AUXILIARY | VERB) || view.word(at).ends_with("ed") || view.word(at).ends_with("ing")
    });
    let named = words.clone().skip(1).any(|at| view.words[at].capital || view.words[at].kind == Kind::Number);
    let personal = words.clone().any(|at| matches!(view.word(at), "I" | "you" | "You" | "we" | "We"));
    if quoted || asks || personal || !verb || !named && words.len() < 8 {
        return None;
    }
    let factuality = label::hedge(view, words.clone()).unwrap_or(Factuality::Certain);
    Some(Claim {
        source: Vec::new(),
        cue: Vec::new(),
        content: vec![view.span(words)],
        sentence: index,
        voice: Voice::Author,
        quote: None,
        act: Act::Assertive,
        factuality,
        nested_in: None,
        source_ids: Vec::new(),
        addressee: Vec::new(),
        proposition: None,
        confidence: 0.7,
    })
}
