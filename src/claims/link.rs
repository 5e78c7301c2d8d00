//! Linking: which of the sources and contents that were found belong to which cue.
//!
//! A logistic model of pairs (cue, span), trained as a field of one token and two labels, on what the
//! tagger finds in labeled text: so it learns which of its spans to leave alone, too.

use std::ops::Range;

use anyhow::Result;

use crate::claims::relation::Relation;
use crate::claims::view::{NONE, View};
use crate::learn::crf::groups::Groups;
use crate::learn::crf::sequence::Sequence;
use crate::learn::crf::train::{Options, Watch, fit};
use crate::learn::crf::{Crf, Lattice, Sink, Weights, mix};
use crate::learn::model::Model;
use crate::words::cluster::form;

/// "These two belong together", and not.
const LABELS: usize = 2;

/// What a span is to a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Source = 1,
    Content = 2,
}

/// A span that a tagger has found, in words of the view.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub words: Range<usize>,
    /// The tagger's probability of it.
    pub likely: f32,
}

/// What was found in a document, each list in text order.
#[derive(Clone, Debug, Default)]
pub struct Spans {
    pub sources: Vec<Found>,
    pub cues: Vec<Found>,
    pub contents: Vec<Found>,
}

impl Spans {
    fn of(&self, role: Role) -> &[Found] {
        match role {
            Role::Source => &self.sources,
            Role::Content => &self.contents,
        }
    }
}

/// What training can leave out: how likely the tagger says that the spans are.
pub const GROUPS: &[&str] = &["likely"];

/// The model, ready to link.
pub struct Linker {
    crf: Crf,
    groups: Groups,
}

/// A link to a source, or to a content, that is less likely than this is none. A wrong content costs
/// more, since it spoils what the cue has. Set on PolNeAR dev.
const SOURCE: f32 = 0.2;
const CONTENT: f32 = 0.4;

/// A cue and what belongs to it stand at most this many words apart, and this many cues.
const FAR: usize = 250;
const NEAR: usize = 4;

impl Linker {
    /// # Errors
    /// When the model's tensors are missing or of another shape.
    pub fn read(model: &Model) -> Result<Linker> {
        let groups = Groups::without(GROUPS, model.header.without());
        Ok(Linker { crf: Crf::read(model, "link", LABELS)?, groups })
    }

    /// The relations among `spans`, in the order of their cues, of those that have a content, each with
    /// its probability: that of its weakest link, and of its cue, its source and its first content.
    pub fn link(&self, view: &View, spans: &Spans, lattice: &mut Lattice) -> Vec<(Relation, f32)> {
        let cue = |cue: &Found| Linked {
            relation: Relation { cue: vec![cue.words.clone()], ..Relation::default() },
            weakest: 1.0,
            parts: cue.likely,
        };
        let mut linked: Vec<Linked> = spans.cues.iter().map(cue).collect();
        let mut best = vec![(SOURCE, None); spans.cues.len()];
        for (at, source) in spans.sources.iter().enumerate() {
            for cue in near(&spans.cues, &source.words) {
                let likely = self.probability(view, spans, cue, at, Role::Source, lattice);
                if likely > best[cue].0 {
                    best[cue] = (likely, Some(source));
                }
            }
        }
        for (own, (likely, source)) in linked.iter_mut().zip(best) {
            if let Some(source) = source {
                own.relation.source.push(source.words.clone());
                own.weakest = likely;
                own.parts *= source.likely;
            }
        }
        for (at, content) in spans.contents.iter().enumerate() {
            let mut best = (CONTENT, None);
            for cue in near(&spans.cues, &content.words) {
                let likely = self.probability(view, spans, cue, at, Role::Content, lattice);
                if likely > best.0 {
                    best = (likely, Some(cue));
                }
            }
            if let (likely, Some(cue)) = best {
                let own = &mut linked[cue];
                if own.relation.content.is_empty() {
                    own.parts *= content.likely;
                }
                own.relation.content.push(content.words.clone());
                own.weakest = own.weakest.min(likely);
            }
        }
        linked.retain(|own| !own.relation.content.is_empty());
        linked.into_iter().map(|own| (own.relation, own.weakest * own.parts)).collect()
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
        pair(view, spans, self.groups, (cue, span, role), &mut tagger);
        lattice.marginals(&self.crf.chain)[1]
    }
}

/// A relation in the making.
struct Linked {
    relation: Relation,
    /// The probability of its weakest link.
    weakest: f32,
    /// The product of those of its parts.
    parts: f32,
}

/// The indices of the cues that `span` may belong to.
fn near(cues: &[Found], span: &Range<usize>) -> impl Iterator<Item = usize> + use<> {
    let after = cues.partition_point(|cue| cue.words.start < span.start);
    let inside = cues[after..].partition_point(|cue| cue.words.start < span.end);
    let (first, last) = (after.saturating_sub(NEAR), cues.len().min(after + inside + NEAR));
    let gap = |cue: &Range<usize>| cue.start.saturating_sub(span.end).max(span.start.saturating_sub(cue.end));
    let close = cues[first..last].iter().enumerate().filter(move |(_, cue)| gap(&cue.words) <= FAR);
    close.map(|(at, _)| first + at).collect::<Vec<_>>().into_iter()
}

/// A probability in few steps.
fn step(likely: f32) -> u32 {
    const ENDS: [f32; 6] = [0.35, 0.5, 0.65, 0.8, 0.9, 0.97];
    ENDS.iter().filter(|end| likely >= **end).count() as u32
}

/// What is to be seen of a pair: the cue and the span of a role, by their places in the lists of `spans`.
fn pair(
    view: &View,
    spans: &Spans,
    groups: Groups,
    (cue, span, role): (usize, usize, Role),
    sink: &mut impl Sink,
) {
    let own = spans.of(role);
    let (at, to) = (&spans.cues[cue].words, &own[span].words);
    let left = to.end <= at.start;
    let gap = if left { to.end..at.start } else { at.end.min(to.start)..to.start };
    let between = |others: &[Found]| {
        let from = others.partition_point(|other| other.words.start < gap.start);
        let here = others[from..].iter().take_while(|other| other.words.start < gap.end);
        here.filter(|other| other.words.end <= gap.end).count().min(3) as u32
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
        let inside = |spans: &[Found]| {
            let next = spans.partition_point(|span| span.words.end <= at);
            spans.get(next).is_some_and(|span| span.words.start <= at)
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
    let closer = |others: &[Found], this: usize, to: &Range<usize>| {
        let around = this.saturating_sub(4)..others.len().min(this + 5);
        let own = distance(&others[this].words, to);
        let nearer = |other: &usize| *other != this && distance(&others[*other].words, to) < own;
        around.filter(nearer).count().min(3) as u32
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
    if groups.has("likely") {
        let (one, two) = (step(spans.cues[cue].likely), step(own[span].likely));
        for (salt, value) in [
            (40, one),
            (41, two),
            (42, mix(one, two)),
            (43, mix(two, mix(far, nearer_cues))),
            (44, mix(two, mix(nearer_own, apart))),
            (45, mix(two, mix(same, nearer_own))),
            (46, mix(mix(one, two), mix(nearer_own, nearer_cues))),
            (47, mix(two, head)),
        ] {
            sink.feature(mix(mix(salt, side), value));
        }
    }
    if gap.len() <= 3 {
        sink.feature(gap.fold(mix(21, side), |hash, k| mix(hash, word(k))));
    }
    sink.next();
}

/// Appends the pairs among the `spans` that were found in a document to what [`train`] learns from. Two
/// belong together if their like do in one of the gold `relations`: a cue that shares a word with it,
/// and a part that shares more than half of its words. What is like none belongs to none.
pub fn pairs(
    view: &View,
    relations: &[Relation],
    spans: &Spans,
    groups: Groups,
    sequences: &mut Vec<Sequence>,
) {
    let shared = |a: &Range<usize>, b: &Range<usize>| a.end.min(b.end).saturating_sub(a.start.max(b.start));
    for (at, cue) in spans.cues.iter().enumerate() {
        let of =
            |relation: &&Relation| relation.cue.iter().map(|part| shared(part, &cue.words)).sum::<usize>();
        let relation = relations.iter().filter(|relation| of(relation) > 0).max_by_key(of);
        for role in [Role::Source, Role::Content] {
            let own = relation.map_or(&[][..], |relation| match role {
                Role::Source => &relation.source,
                Role::Content => &relation.content,
            });
            for (span, found) in spans.of(role).iter().enumerate() {
                if !near(&spans.cues, &found.words).any(|near| near == at) {
                    continue;
                }
                let like =
                    |part: &Range<usize>| 4 * shared(part, &found.words) > part.len() + found.words.len();
                let labels = vec![u8::from(own.iter().any(like))];
                let mut sequence = Sequence { labels, ..Sequence::default() };
                pair(view, spans, groups, (at, span, role), &mut sequence);
                sequences.push(sequence);
            }
        }
    }
}

/// Rows of the model.
const MOST: usize = 20_000;

/// Trains on pairs.
///
/// # Errors
/// When `watch` cannot keep the state.
pub fn train(pairs: Vec<Sequence>, options: &Options, watch: &mut dyn Watch) -> Result<Weights> {
    fit("link", pairs, LABELS, |_, _| true, MOST, options, watch)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::method::Method;
    use crate::sentences;

    fn found(places: &[Range<usize>]) -> Vec<Found> {
        places.iter().map(|words| Found { words: words.clone(), likely: 0.9 }).collect()
    }

    #[test]
    fn near_are_the_cues_on_both_sides_and_inside_but_none_far_away() {
        let cues = found(&[0, 10, 20, 30, 40, 500, 2000].map(|at| at..at + 1));
        assert_eq!(near(&cues, &(25..35)).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        assert_eq!(near(&cues, &(1000..1005)).collect::<Vec<_>>(), [0; 0]);
        assert_eq!(near(&[], &(0..1)).count(), 0);
    }

    #[test]
    fn what_was_found_belongs_together_as_its_like_in_the_gold() {
        let text = "Jane Doe said it rained. The mayor denied it.";
        let mut document = Document::plain("t", text);
        sentences::rules::Rules.annotate(&mut document);
        let view = View::of(&document);
        let relation = |source: Range<usize>, cue: Range<usize>, content: Range<usize>| Relation {
            source: vec![source],
            cue: vec![cue],
            content: vec![content],
        };
        let relations = [relation(0..2, 2..3, 3..5), relation(6..8, 8..9, 9..10)];
        // The second cue is one word too long, and the gold has no third.
        let spans = Spans {
            sources: found(&[0..2, 7..8]),
            cues: found(&[2..3, 8..10, 10..11]),
            contents: found(&[3..5, 5..6]),
        };
        let mut sequences = Vec::new();
        pairs(&view, &relations, &spans, Groups::without(GROUPS, []), &mut sequences);
        let labels: Vec<u8> = sequences.iter().flat_map(|pair| pair.labels.clone()).collect();
        // For each cue both sources, then both contents.
        assert_eq!(labels, [1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn a_likelier_span_is_on_no_lower_step() {
        let steps: Vec<u32> = (0..=100).map(|percent| step(percent as f32 / 100.0)).collect();
        assert!(steps.is_sorted());
        assert_eq!((steps[0], steps[50], steps[100]), (0, 2, 6));
    }
}
