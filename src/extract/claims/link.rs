//! Linking: which source and which contents belong to which cue, when their spans are known.
//!
//! A logistic model of pairs (cue, span), trained as a field of one token and two labels.

use std::ops::Range;

use anyhow::Result;

use super::relation::Relation;
use super::view::{NONE, View};
use crate::crf::sequence::Sequence;
use crate::crf::train::{Options, Watch, fit};
use crate::crf::{Crf, Lattice, Sink, Weights, mix};
use crate::extract::cluster::form;
use crate::model::Model;

/// "These two belong together", and not.
const LABELS: usize = 2;

/// What a span is to a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Source = 1,
    Content = 2,
}

/// The spans of a document, each list in text order.
#[derive(Clone, Debug, Default)]
pub struct Spans {
    pub sources: Vec<Range<usize>>,
    pub cues: Vec<Range<usize>>,
    pub contents: Vec<Range<usize>>,
}

impl Spans {
    fn of(&self, role: Role) -> &[Range<usize>] {
        match role {
            Role::Source => &self.sources,
            Role::Content => &self.contents,
        }
    }
}

/// The model, ready to link.
pub struct Linker<'f> {
    crf: Crf<'f>,
}

/// A link to a source, or to a content, that is less likely than this is none. A wrong content costs
/// more, since it spoils what the cue has.
const SOURCE: f32 = 0.3;
const CONTENT: f32 = 0.5;

/// A cue and what belongs to it stand at most this many words apart, and this many cues.
const FAR: usize = 250;
const NEAR: usize = 4;

impl<'f> Linker<'f> {
    /// # Errors
    /// When the model's tensors are missing or of another shape.
    pub fn read(model: &Model<'f>) -> Result<Linker<'f>> {
        Ok(Linker { crf: Crf::read(model, "link", LABELS)? })
    }

    /// The relations among `spans`, in the order of their cues, of those that have a content, each with the probability of its
    /// weakest link.
    pub fn link(&self, view: &View, spans: &Spans, lattice: &mut Lattice) -> Vec<(Relation, f32)> {
        let cue = |cue: &Range<usize>| (Relation { cue: vec![cue.clone()], ..Relation::default() }, 1.0);
        let mut relations: Vec<(Relation, f32)> = spans.cues.iter().map(cue).collect();
        let mut best = vec![(SOURCE, None); spans.cues.len()];
        for source in 0..spans.sources.len() {
            for cue in near(&spans.cues, &spans.sources[source]) {
                let likely = self.probability(view, spans, cue, source, Role::Source, lattice);
                if likely > best[cue].0 {
                    best[cue] = (likely, Some(source));
                }
            }
        }
        for ((relation, least), (likely, source)) in relations.iter_mut().zip(&best) {
            if let Some(source) = source {
                relation.source.push(spans.sources[*source].clone());
                *least = *likely;
            }
        }
        for (at, content) in spans.contents.iter().enumerate() {
            let mut best = (CONTENT, None);
            for cue in near(&spans.cues, content) {
                let likely = self.probability(view, spans, cue, at, Role::Content, lattice);
                if likely > best.0 {
                    best = (likely, Some(cue));
                }
            }
            if let (likely, Some(cue)) = best {
                relations[cue].0.content.push(content.clone());
                relations[cue].1 = relations[cue].1.min(likely);
            }
        }
        relations.retain(|(relation, _)| !relation.content.is_empty());
        relations
    }

    fn probability(
        &self,
        view: &View,
        spans: &Spans,
        cue: usize,
        span: usize,
        role: Role,
        lattice: &mut Lattice,
    ) -> f32 {
        let mut tagger = lattice.tagger(&self.crf.rows);
        pair(view, spans, cue, span, role, &mut tagger);
        lattice.marginals(&self.crf.chain)[1]
    }
}

/// The indices of the cues that `span` may belong to.
fn near(cues: &[Range<usize>], span: &Range<usize>) -> impl Iterator<Item = usize> + use<> {
    let after = cues.partition_point(|cue| cue.start < span.start);
    let inside = cues[after..].partition_point(|cue| cue.start < span.end);
    let (first, last) = (after.saturating_sub(NEAR), cues.len().min(after + inside + NEAR));
    let gap = |cue: &Range<usize>| cue.start.saturating_sub(span.end).max(span.start.saturating_sub(cue.end));
    let close = cues[first..last].iter().enumerate().filter(move |(_, cue)| gap(cue) <= FAR);
    close.map(|(at, _)| first + at).collect::<Vec<_>>().into_iter()
}

/// What is to be seen of a pair.
fn pair(view: &View, spans: &Spans, cue: usize, span: usize, role: Role, sink: &mut impl Sink) {
    let own = spans.of(role);
    let (at, to) = (&spans.cues[cue], &own[span]);
    let left = to.end <= at.start;
    let gap = if left { to.end..at.start } else { at.end.min(to.start)..to.start };
    let between = |others: &[Range<usize>]| {
        let from = others.partition_point(|other| other.start < gap.start);
        let here = others[from..].iter().take_while(|other| other.start < gap.end);
        here.filter(|other| other.end <= gap.end).count().min(3) as u32
    };
    let sentence = |word: usize| view.sentences.partition_point(|sentence| sentence.end <= word);
    let (one, two) = (sentence(to.start), sentence(at.start));
    let apart = one.abs_diff(two).min(3) as u32;
    let blocks = |one: usize, two: usize| {
        let opens = view.opens_block.get(one.min(two) + 1..one.max(two) + 1).unwrap_or_default();
        opens.iter().filter(|opens| **opens).count()
    };
    let apart = mix(apart, blocks(one, two).min(2) as u32);
    let distance = |a: &Range<usize>, b: &Range<usize>| {
        let (one, two) = (sentence(a.start), sentence(b.start));
        let words = a.start.saturating_sub(b.end).max(b.start.saturating_sub(a.end));
        words + 8 * one.abs_diff(two).min(8) + 100 * blocks(one, two)
    };
    // Words between the two that belong to no span.
    let mut bare = 0;
    for at in gap.clone().take(30) {
        let inside = |spans: &[Range<usize>]| {
            let next = spans.partition_point(|span| span.end <= at);
            spans.get(next).is_some_and(|span| span.start <= at)
        };
        let word = view.words[at].is_word()
            && !(inside(&spans.sources) || inside(&spans.cues) || inside(&spans.contents));
        bare += u32::from(word);
    }
    let bare = match bare {
        0..=2 => bare,
        3..=4 => 3,
        5..=8 => 4,
        _ => 5,
    };
    let closer = |others: &[Range<usize>], this: usize, to: &Range<usize>| {
        let around = this.saturating_sub(4)..others.len().min(this + 5);
        let own = distance(&others[this], to);
        around.filter(|other| *other != this && distance(&others[*other], to) < own).count().min(3) as u32
    };
    let (nearer_cues, nearer_own) = (closer(&spans.cues, cue, to), closer(own, span, at));
    let side = mix(role as u32, u32::from(left));
    let far = match gap.len() {
        0..=3 => gap.len() as u32,
        4..=6 => 4,
        7..=12 => 5,
        13..=25 => 6,
        26..=50 => 7,
        51..=100 => 8,
        _ => 9,
    };
    let (cues, same) = (between(&spans.cues), between(own));
    let other = between(spans.of(if role == Role::Source { Role::Content } else { Role::Source }));
    let quote = |word: usize| view.words[word].quote;
    let quoted = u32::from(quote(to.start) != NONE) + 2 * u32::from(quote(at.start) != NONE);
    let word = |at: usize| form(view.word(at));
    let head = word(at.end - 1);
    let mut marks = 0;
    for mark in gap.clone().take(120).map(|k| view.mark(k)) {
        marks |= match mark {
            ',' => 1,
            '"' => 2,
            '.' | '?' | '!' | '\n' => 4,
            ';' | ':' | '-' => 8,
            _ => 0,
        };
    }
    let seen = mix(mix(side, far), mix(apart, mix(cues, mix(same, other))));
    for (salt, value) in [
        (1, far),
        (2, apart),
        (3, mix(cues, same)),
        (4, mix(cues, mix(same, other))),
        (5, mix(far, apart)),
        (6, mix(marks, cues)),
        (7, mix(head, far)),
        (8, mix(head, apart)),
        (9, mix(word(to.start), cues)),
        (10, mix(word(to.end - 1), cues)),
        (11, mix(quoted, apart)),
        (12, mix(mix(far, cues), mix(marks, same))),
        (13, seen),
        (14, mix(nearer_cues, mix(apart, quoted))),
        (15, mix(nearer_own, mix(cues, apart))),
        (16, mix(head, cues)),
        (17, u32::from(to.len().min(6) as u8)),
        (18, mix(nearer_cues, mix(nearer_own, marks))),
        (19, mix(head, mix(nearer_cues, nearer_own))),
        (20, mix(mix(quoted, cues), mix(nearer_cues, far))),
        (22, mix(bare, mix(cues, apart))),
        (23, mix(bare, mix(quoted, mix(nearer_cues, same)))),
        (24, mix(head, mix(bare, cues))),
        (25, mix(bare, mix(marks, nearer_cues))),
    ] {
        sink.feature(mix(mix(salt, side), value));
    }
    if gap.len() <= 3 {
        sink.feature(gap.fold(mix(21, side), |hash, k| mix(hash, word(k))));
    }
    sink.next();
}

/// Appends the pairs of the gold `relations` of a document to what [`train`] learns from; then again
/// those that there are when one cue in four is not seen, if `unseen`: what belongs to a cue that a
/// tagger misses belongs to none, and not to the next one.
pub fn pairs(view: &View, relations: &[Relation], unseen: bool, sequences: &mut Vec<Sequence>) {
    let mut spans = spans(relations);
    pairs_of(view, relations, &spans, sequences);
    if !unseen {
        return;
    }
    // Which ones is as good as chance, and the same each time.
    spans.cues.retain(|cue| mix(mix(cue.start as u32, 0), view.words.len() as u32) % 100 >= UNSEEN);
    pairs_of(view, relations, &spans, sequences);
}

/// In a hundred.
const UNSEEN: u32 = 25;

/// Rows of the model.
const MOST: usize = 20_000;

fn pairs_of(view: &View, relations: &[Relation], spans: &Spans, sequences: &mut Vec<Sequence>) {
    for (at, cue) in spans.cues.iter().enumerate() {
        let Some(relation) = relations.iter().find(|relation| relation.cue.contains(cue)) else { continue };
        for (role, all, own) in [
            (Role::Source, &spans.sources, &relation.source),
            (Role::Content, &spans.contents, &relation.content),
        ] {
            for (span, range) in all.iter().enumerate() {
                if !near(&spans.cues, range).any(|near| near == at) {
                    continue;
                }
                let labels = vec![u8::from(own.contains(range))];
                let mut sequence = Sequence { labels, ..Sequence::default() };
                pair(view, spans, at, span, role, &mut sequence);
                sequences.push(sequence);
            }
        }
    }
}

/// Trains on pairs.
///
/// # Errors
/// When `watch` cannot keep the state.
pub fn train(pairs: Vec<Sequence>, options: &Options, watch: &mut dyn Watch) -> Result<Weights> {
    fit("link", pairs, LABELS, |_, _| true, MOST, options, watch)
}

/// All spans of `relations`, each once.
pub fn spans(relations: &[Relation]) -> Spans {
    let all = |parts: fn(&Relation) -> &Vec<Range<usize>>| {
        let mut all: Vec<Range<usize>> =
            relations.iter().flat_map(|relation| parts(relation).clone()).collect();
        all.sort_by_key(|part| (part.start, part.end));
        all.dedup();
        all
    };
    Spans { sources: all(|r| &r.source), cues: all(|r| &r.cue), contents: all(|r| &r.content) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::extract::{Method, sentences_rules};

    #[test]
    fn near_are_the_cues_on_both_sides_and_inside_but_none_far_away() {
        let cues: Vec<Range<usize>> = [0, 10, 20, 30, 40, 500, 2000].map(|at| at..at + 1).into();
        assert_eq!(near(&cues, &(25..35)).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        assert_eq!(near(&cues, &(1000..1005)).collect::<Vec<_>>(), [0; 0]);
        assert_eq!(near(&[], &(0..1)).count(), 0);
    }

    #[test]
    fn a_gold_relation_gives_pairs_that_belong_and_pairs_that_do_not() {
        let text = "Jane Doe said it rained. The mayor denied it.";
        let mut document = Document::plain("t", text);
        sentences_rules::Rules.annotate(&mut document);
        let view = View::of(&document);
        let relation = |source: Range<usize>, cue: Range<usize>, content: Range<usize>| Relation {
            source: vec![source],
            cue: vec![cue],
            content: vec![content],
        };
        let relations = [relation(0..2, 2..3, 3..5), relation(6..8, 8..9, 9..10)];
        let mut found = Vec::new();
        pairs_of(&view, &relations, &spans(&relations), &mut found);
        let labels: Vec<u8> = found.iter().flat_map(|pair| pair.labels.clone()).collect();
        // For each cue its source and another's, then its content and another's.
        assert_eq!(labels, [1, 0, 1, 0, 0, 1, 0, 1]);
    }
}
