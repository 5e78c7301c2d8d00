//! What the judge sees of a candidate.

use std::ops::Range;

use crate::claims::clause;
use crate::claims::cue;
use crate::claims::relation::Relation;
use crate::claims::view::{NONE, View};
use crate::document::{Document, EntityType, Quote};
use crate::judge::candidates::Candidate;
use crate::learn::crf::{Sink, mix};
use crate::words::classes::*;
use crate::words::cluster;
use crate::words::token::Kind;

/// What training can leave out.
pub const GROUPS: &[&str] = &[];

/// How many candidates before and after one are looked at for another reading of the same words.
const NEAR: usize = 12;

/// The features of the candidate at `at` among `all`.
pub fn features(document: &Document, view: &View, all: &[Candidate], at: usize, sink: &mut impl Sink) {
    let own = &all[at];
    let relation = &own.relation;
    let (who, roughly) = (who(own, &STEPS), who(own, &ROUGH));
    let rivals = rivals(all, at);
    let head = relation.head(view);
    let form = head.map_or(1, |head| cluster::form(view.word(head)));
    let path = head.map_or(0, |head| cluster::of(cluster::form(view.word(head))).prefix(12));
    let use_ = head.map_or(0, |head| use_of(view, head));
    let first = relation.content[0].start;
    let opening = cluster::form(view.word(first));
    let source = source_kind(document, view, relation);
    let speaker = relation.source.first().map_or(0, |words| cluster::form(view.word(words.end - 1)));
    let quote = match own.claim.quote {
        Some(Quote::Direct) => 1,
        Some(Quote::Mixed) => 2,
        Some(Quote::Indirect) => 3,
        None => 0,
    };
    let order = order(relation);
    let words: usize = relation.content.iter().map(|part| part.len()).sum();
    let long = bin(words);
    let finite = u32::from(clause::opens(view, first, relation.content[0].end));
    let gap = gap(relation);
    let nested = u32::from(own.claim.nested_in.is_some());
    let next = relation.cue.last().map_or(0, |cue| view.word_at(cue.end).map_or(2, cluster::form));
    let before = relation
        .cue
        .first()
        .and_then(|cue| cue.start.checked_sub(1))
        .map_or(0, |at| cluster::form(view.word(at)));
    let closes = relation.content.last().map_or(0, |part| view.mark(part.end) as u32);
    let opens = first.checked_sub(1).map_or(0, |before| view.mark(before) as u32);
    let parts = relation.content.len().min(3) as u32 * 4 + relation.cue.len().min(3) as u32;
    let inside = u32::from(head.is_some_and(|head| view.words[head].quote != NONE));
    let act = own.claim.act as u32;
    let singles = [
        who, rivals, form, path, use_, opening, source, speaker, quote, order, long, finite, gap, nested,
        next, before, closes, opens, parts, inside, act,
    ];
    for (salt, sure) in own.sure.iter().enumerate() {
        sink.feature(mix(400 + salt as u32, STEPS.partition_point(|bound| bound < sure) as u32));
    }
    for (salt, value) in singles.into_iter().enumerate() {
        sink.feature(mix(salt as u32, value));
        sink.feature(mix(mix(100 + salt as u32, value), roughly));
    }
    let pairs = [
        (form, opening),
        (form, source),
        (form, quote),
        (form, next),
        (form, before),
        (form, order),
        (form, finite),
        (form, gap),
        (use_, source),
        (use_, finite),
        (use_, quote),
        (source, quote),
        (source, order),
        (speaker, quote),
        (path, opening),
        (path, finite),
        (path, source),
        (quote, order),
        (quote, long),
        (finite, long),
        (rivals, quote),
        (nested, quote),
        (opening, finite),
        (next, finite),
        (gap, order),
        (closes, quote),
        (opens, order),
        (inside, source),
        (act, opening),
    ];
    for (salt, (a, b)) in pairs.into_iter().enumerate() {
        sink.feature(mix(mix(200 + salt as u32, a), b));
        sink.feature(mix(mix(mix(300 + salt as u32, a), b), roughly));
    }
    sink.next();
}

/// Bounds between the steps of how sure a method is; close together where an eager one is hardly sure.
const STEPS: [f32; 11] = [0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.75, 0.88, 0.95];

/// The same where it stands with others: so many steps of so many methods would be seen too rarely.
const ROUGH: [f32; 4] = [0.0, 0.1, 0.45, 0.8];

/// Who put it up, and how sure each is, in steps that begin above `bounds`.
fn who(own: &Candidate, bounds: &[f32]) -> u32 {
    let step = |sure: f32| bounds.partition_point(|bound| *bound < sure) as u32;
    own.sure.iter().fold(0, |all, sure| all * (bounds.len() as u32 + 1) + step(*sure))
}

/// Whether other candidates read the same cue or the same content otherwise.
fn rivals(all: &[Candidate], at: usize) -> u32 {
    let own = &all[at];
    let around = at.saturating_sub(NEAR)..all.len().min(at + NEAR);
    let mut found = 0;
    for other in around.filter(|&other| other != at).map(|other| &all[other]) {
        let cue = meet(&own.relation.cue, &other.relation.cue);
        let content = meet(&own.relation.content, &other.relation.content);
        let source = own.relation.source == other.relation.source;
        let by = other.sure.iter().zip(&own.sure).any(|(theirs, ours)| *theirs > 0.0 && *ours == 0.0);
        found |= match (cue, content) {
            (true, true) => 1 + 2 * u32::from(source) + 4 * u32::from(by),
            (true, false) => 8,
            (false, true) => 16 + 32 * u32::from(by),
            _ => 0,
        };
    }
    found
}

pub fn meet(a: &[Range<usize>], b: &[Range<usize>]) -> bool {
    a.iter().any(|a| b.iter().any(|b| a.start < b.end && b.start < a.end))
}

/// How the head is used, and how often such a use is a cue.
fn use_of(view: &View, head: usize) -> u32 {
    let sentence = view.sentences.partition_point(|sentence| sentence.end <= head);
    let found = view.sentences.get(sentence).and_then(|range| cue::candidate(view, head, range, 0));
    let word = &view.words[head];
    let verb = u32::from(word.entry.verb);
    match found {
        Some(cue) => {
            let (frame, _) = view.frame(head, view.words.len());
            let context = cue.context as u32;
            let flags = u32::from(cue.participle)
                | u32::from(cue.negated) << 1
                | u32::from(cue.modal) << 2
                | u32::from(cue.known.object) << 3;
            mix(
                mix(mix(u32::from(cue.rate) / 8, context), flags),
                mix(u32::from(word.is(SPEECH)), frame.index() as u32),
            )
        }
        None => mix(7, verb),
    }
}

/// What kind of thing speaks.
fn source_kind(document: &Document, view: &View, relation: &Relation) -> u32 {
    let Some(words) = relation.source.first() else { return 0 };
    let span = view.span(words.clone());
    let first = document.entities.partition_point(|entity| entity.span.start() < span.start());
    let inside = document.entities[first..].iter().take_while(|entity| entity.span.end() <= span.end());
    let kinds = inside.fold(0u32, |kinds, entity| {
        kinds
            | match entity.kind {
                EntityType::Person => 1,
                EntityType::Org => 2,
                EntityType::Gpe | EntityType::Norp => 4,
                _ => 8,
            }
    });
    let last = words.end - 1;
    let class =
        view.words[last].entry.class & (PRONOUN | OBJECT | RELATIVE | OFFICE | MEDIUM | THING | AUDIENCE);
    let shape = u32::from(words.len() == 1) << 1
        | u32::from(view.words[last].capital) << 2
        | u32::from(view.is(words.start, DETERMINER)) << 3;
    let number = u32::from(view.words[last].kind == Kind::Number);
    mix(mix(16 + kinds, class), shape + number)
}

/// In which order source, cue and content stand.
fn order(relation: &Relation) -> u32 {
    let start = |parts: &[Range<usize>]| parts.first().map_or(usize::MAX, |part| part.start);
    let (source, cue, content) = (start(&relation.source), start(&relation.cue), start(&relation.content));
    u32::from(source < cue)
        | u32::from(cue < content) << 1
        | u32::from(source < content) << 2
        | u32::from(relation.source.is_empty()) << 3
        | u32::from(relation.cue.is_empty()) << 4
}

/// How many words stand between the cue and the nearest part of the content, and between source and cue.
fn gap(relation: &Relation) -> u32 {
    let Some(cue) = relation.whole_cue() else { return 99 };
    let away = |parts: &[Range<usize>]| {
        let one = |part: &Range<usize>| {
            if part.start >= cue.end { part.start - cue.end } else { cue.start.saturating_sub(part.end) }
        };
        parts.iter().map(one).min().map_or(15, |away| bin(away).min(6))
    };
    away(&relation.content) * 16 + away(&relation.source)
}

/// A count in steps that double.
fn bin(count: usize) -> u32 {
    usize::BITS - count.leading_zeros()
}
