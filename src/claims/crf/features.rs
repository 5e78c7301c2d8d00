//! What the claims' models see of a word, alone and from a cue.

use std::ops::Range;

use crate::claims::crf::atom::{Atom, atom, trim};
use crate::claims::crf::hints::Hint;
use crate::claims::relation::{Relation, words};
use crate::claims::view::View;
use crate::document::Document;
use crate::learn::crf::groups::Groups;
use crate::learn::crf::{Sink, mix};
use crate::words::classes::*;

/// Roles of words in an attribution, as numbers of labels.
pub const SOURCE: u8 = 1;
pub const CUE: u8 = 2;
pub const CONTENT: u8 = 3;

/// What training can leave out.
pub const GROUPS: &[&str] = &["rules", "clusters", "lexicon", "entities", "quotes"];

/// The words of a document with their atoms.
pub struct Atoms<'v, 'd> {
    pub view: &'v View<'d>,
    atoms: Vec<Atom>,
    /// For each word the index of its sentence.
    sentence: Vec<u32>,
    /// The base method's relations as word ranges.
    relations: Vec<Relation>,
    /// For each word, the relation whose cue it is in, plus one.
    cue_of: Vec<u32>,
    /// Whether an encoder has been asked.
    hinted: bool,
}

/// The bit that tells what is seen from a cue, which has a table of its own, from what is not.
pub const FAR: u32 = 1 << 23;

/// Gives all features that bit, or none.
struct Told<'s, S, const SET: bool>(&'s mut S);

impl<S: Sink, const SET: bool> Sink for Told<'_, S, SET> {
    #[inline]
    fn feature(&mut self, hash: u32) {
        self.0.feature(if SET { hash | FAR } else { hash & !FAR });
    }

    fn next(&mut self) {
        self.0.next();
    }
}

impl<'v, 'd> Atoms<'v, 'd> {
    /// Reads the document's entities, and its claims as those of the base method; `hints` are an encoder's, one for each
    /// word, or none.
    pub fn of(document: &Document, view: &'v View<'d>, groups: Groups, hints: &[Hint]) -> Atoms<'v, 'd> {
        let count = view.words.len();
        let mut atoms = Vec::with_capacity(count);
        let mut sentence = Vec::with_capacity(count);
        for (index, range) in view.sentences.iter().enumerate() {
            for at in range.clone() {
                sentence.push(index as u32);
                atoms.push(atom(view, at, range));
            }
        }
        for entity in &document.entities {
            for (nth, at) in words(view, entity.span).enumerate() {
                atoms[at].entity = 2 + 2 * entity.kind as u32 + u32::from(nth == 0);
            }
        }
        for (atom, hint) in atoms.iter_mut().zip(hints) {
            atom.hint = *hint;
        }
        let relations = Relation::all(view, document);
        let mut cue_of = vec![0; count];
        for (parts, role) in relations.iter().flat_map(|r| [(&r.content, CONTENT), (&r.source, SOURCE)]) {
            mark(&mut atoms, parts, role);
        }
        for (index, relation) in relations.iter().enumerate() {
            mark(&mut atoms, &relation.cue, CUE);
            for at in relation.cue.iter().cloned().flatten() {
                cue_of[at] = index as u32 + 1;
            }
        }
        atoms.iter_mut().for_each(|atom| trim(atom, groups));
        if !groups.has("rules") {
            cue_of.fill(0);
        }
        Atoms { view, atoms, sentence, relations, cue_of, hinted: !hints.is_empty() }
    }

    fn get(&self, at: isize, range: &Range<usize>) -> Atom {
        let edge = |shape| Atom { shape, ..Atom::default() };
        match usize::try_from(at) {
            Ok(at) if range.contains(&at) => self.atoms[at],
            Ok(at) if at >= range.end => edge(0x100),
            _ => edge(0x200),
        }
    }

    /// What a word is like by itself and among its neighbours, for each word of `range`.
    pub fn local(&self, range: &Range<usize>, sink: &mut impl Sink) {
        let sink = &mut Told::<_, false>(sink);
        // The candidate for a cue nearest on the right, in the same sentence.
        let mut right: Vec<u32> = vec![u32::MAX; range.len()];
        let mut next = u32::MAX;
        for at in range.clone().rev() {
            if self.ends_sentence(at) {
                next = u32::MAX;
            }
            right[at - range.start] = next;
            if self.atoms[at].cue != 0 {
                next = at as u32;
            }
        }
        for at in range.clone() {
            let own = self.atoms[at];
            self.around(at, range, sink);
            if self.hinted {
                self.hinted_around(at, range, sink);
            }
            let to = right[at - range.start];
            if to != u32::MAX {
                let far = bin(to as usize - at);
                sink.feature(mix(mix(205, far), self.atoms[to as usize].cue));
            } else {
                sink.feature(mix(209, own.role));
            }
            let sentence = &self.view.sentences[self.sentence[at] as usize];
            let (begun, ends) = (bin(at - sentence.start), bin(sentence.end - 1 - at));
            let opens = at == range.start || self.ends_sentence(at - 1);
            sink.feature(mix(mix(210, begun), own.role));
            sink.feature(mix(mix(211, ends.min(4)), mix(own.role, own.quote)));
            sink.feature(mix(mix(212, u32::from(opens)), own.path.prefix(16)));
            sink.next();
        }
    }

    fn ends_sentence(&self, at: usize) -> bool {
        self.sentence.get(at + 1) != Some(&self.sentence[at])
    }

    fn around(&self, at: usize, range: &Range<usize>, sink: &mut impl Sink) {
        let near: [Atom; 7] = std::array::from_fn(|k| self.get(at as isize + k as isize - 3, range));
        let [_, _, before, own, after, _, _] = near;
        let path = |k: usize| near[k].path.prefix(16);
        for (k, atom) in near.iter().enumerate() {
            sink.feature(mix(k as u32, atom.form));
        }
        for k in 1..5 {
            sink.feature(mix(mix(20 + k as u32, path(k)), path(k + 1)));
        }
        for (salt, value) in [
            (50, path(2)),
            (51, path(3)),
            (52, path(4)),
            (53, before.class),
            (54, own.class),
            (55, own.cue),
            (56, before.role),
            (57, after.role),
            (58, near[5].role),
        ] {
            sink.feature(mix(salt, value));
        }
        sink.feature(mix(mix(26, near[1].role), before.role));
        sink.feature(mix(mix(29, after.role), near[5].role));
        sink.feature(mix(mix(30, before.form), own.form));
        sink.feature(mix(mix(31, own.form), after.form));
        sink.feature(mix(33, own.path.prefix(5)));
        sink.feature(mix(34, own.path.prefix(8)));
        sink.feature(mix(35, own.ending));
        sink.feature(mix(36, before.ending));
        sink.feature(mix(37, after.ending));
        sink.feature(mix(38, own.shape));
        sink.feature(mix(mix(39, before.shape), after.shape));
        sink.feature(mix(mix(40, before.entity), own.entity));
        sink.feature(mix(mix(42, before.quote), own.quote));
        sink.feature(mix(mix(43, own.quote), after.quote));
        sink.feature(mix(mix(44, own.role), own.quote));
        sink.feature(mix(mix(45, own.role), own.form));
        sink.feature(mix(mix(mix(47, before.role), own.role), after.role));
        sink.feature(mix(mix(49, own.role), before.form));
        sink.feature(mix(mix(59, own.form), own.cue));
        sink.feature(mix(mix(60, own.class), after.class));
        sink.feature(mix(mix(61, before.class), own.class));
    }

    /// What an encoder says of a word and its neighbours.
    fn hinted_around(&self, at: usize, range: &Range<usize>, sink: &mut impl Sink) {
        let [before, own, after] = [-1, 0, 1].map(|step| self.get(at as isize + step, range));
        for role in 0..3 {
            let salt = 400 + role as u32;
            let [left, here, right] = [before, own, after].map(|atom| atom.hint[role]);
            sink.feature(mix(salt, here));
            sink.feature(mix(mix(salt + 10, left), here));
            sink.feature(mix(mix(salt + 20, here), right));
            sink.feature(mix(mix(salt + 30, here), own.form));
            sink.feature(mix(mix(salt + 40, here), mix(own.role, own.quote)));
        }
        sink.feature(mix(450, mix(own.hint[0], mix(own.hint[1], own.hint[2]))));
    }

    /// What the words of `range` are to the cue `cue`, when `cues` are the others.
    pub fn seen_from_cue(
        &self,
        range: &Range<usize>,
        cue: &Range<usize>,
        cues: &[Range<usize>],
        sink: &mut impl Sink,
    ) {
        let sink = &mut Told::<_, true>(sink);
        let head = self.head(cue);
        let known = self.atoms[head];
        let relation = cue.clone().find_map(|at| self.cue_of[at].checked_sub(1));
        let relation = relation.map(|index| &self.relations[index as usize]);
        // What the base method says of a word from this very cue, if it has it.
        let role = |at: usize| -> u32 {
            let Some(relation) = relation else { return 9 };
            let part = |parts: &[Range<usize>], label: u8| {
                let part = parts.iter().find(|part| part.contains(&at));
                part.map(|part| 2 * u32::from(label) + u32::from(part.start == at))
            };
            part(&relation.source, SOURCE).or_else(|| part(&relation.content, CONTENT)).unwrap_or(0)
        };
        let form = self.atoms[cue.start].form;
        let frame = self.get(cue.end as isize, range);
        let ahead = self.get(cue.start as isize - 1, range);
        let own_sentence = self.sentence[head];
        let before_cue = cues.iter().rev().find(|other| other.end <= cue.start);
        let after_cue = cues.iter().find(|other| other.start >= cue.end);
        let mut others = cues.iter().filter(|other| *other != cue).peekable();
        let mut passed = 0;
        // On the left, what stands between a word and the cue is what is still to come.
        let left = range.start..cue.start;
        let marks = |at: usize, mark: char| u32::from(self.view.mark(at) == mark);
        let mut commas: u32 = left.clone().map(|at| marks(at, ',')).sum();
        let mut quotes: u32 = left.map(|at| marks(at, '"')).sum();
        // Verbs and likely cues before each word.
        let mut counts = Vec::with_capacity(range.len() + 1);
        let mut count = 0u32;
        for at in range.clone() {
            counts.push(count);
            count += u32::from(self.view.is(at, AUXILIARY | VERB) || self.atoms[at].cue != 0);
        }
        counts.push(count);
        let mut before_tag = range.start.checked_sub(1).map_or(0, role);
        for at in range.clone() {
            let own = self.atoms[at];
            let (side, far) = if cue.contains(&at) {
                (0, 0)
            } else if at < cue.start {
                (1, bin(cue.start - at))
            } else {
                (2, bin(at + 1 - cue.end))
            };
            if side == 1 {
                commas -= marks(at, ',');
                quotes -= marks(at, '"');
            }
            while others.peek().is_some_and(|other| other.end <= at) {
                others.next();
                passed += 1;
            }
            let other = others.peek().is_some_and(|other| other.contains(&at));
            let between = if at < cue.start {
                before_cue.is_some_and(|other| other.start > at)
            } else {
                after_cue.is_some_and(|other| other.end <= at)
            };
            let sentences = self.sentence[at].abs_diff(own_sentence).min(2);
            let tag = role(at);
            let after = self.get(at as isize + 1, range);
            let verbs = counts[at.max(cue.end) - range.start]
                .abs_diff(counts[at.min(cue.start) - range.start])
                .min(4);
            let before = self.get(at as isize - 1, range);
            let sentence = &self.view.sentences[self.sentence[at] as usize];
            let (begun, ends) = (bin(at - sentence.start).min(4), bin(sentence.end - 1 - at).min(4));
            let stretch = mix(mix(side, commas.min(3)), mix(quotes.min(2), sentences));
            let standing = mix(mix(side, u32::from(other)), u32::from(between));
            let where_ = mix(side, far);
            sink.feature(mix(mix(301, where_), known.form));
            sink.feature(mix(mix(302, where_), known.path.prefix(16)));
            sink.feature(mix(mix(304, side), mix(own.form, known.path.prefix(8))));
            sink.feature(mix(mix(306, where_), own.class));
            sink.feature(mix(mix(307, stretch), known.form));
            sink.feature(mix(308, stretch));
            sink.feature(mix(mix(309, stretch), own.path.prefix(16)));
            sink.feature(mix(mix(310, stretch), own.form));
            sink.feature(mix(311, standing));
            sink.feature(mix(mix(312, standing), own.form));
            sink.feature(mix(mix(313, standing), tag));
            sink.feature(mix(mix(316, before_tag), mix(tag, own.form)));
            sink.feature(mix(mix(317, tag), known.form));
            sink.feature(mix(mix(318, before_tag), mix(tag, own.path.prefix(16))));
            sink.feature(mix(mix(319, tag), after.form));
            sink.feature(mix(mix(322, where_), frame.form));
            sink.feature(mix(mix(323, where_), frame.path.prefix(16)));
            sink.feature(mix(mix(324, where_), ahead.path.prefix(16)));
            sink.feature(mix(mix(325, where_), ahead.form));
            sink.feature(mix(mix(329, side), mix(form, own.class)));
            sink.feature(mix(mix(331, where_), known.cue));
            sink.feature(mix(mix(332, stretch), mix(own.quote, tag)));
            sink.feature(mix(mix(333, passed.min(2)), mix(side, tag)));
            sink.feature(mix(mix(335, side), mix(ends, own.quote)));
            sink.feature(mix(mix(336, side), mix(ends, mix(before_tag, tag))));
            sink.feature(mix(mix(337, side), before.form));
            sink.feature(mix(mix(342, stretch), mix(verbs, own.class)));
            sink.feature(mix(mix(348, known.form), mix(frame.class, far.min(4))));
            sink.feature(mix(mix(349, mix(side, known.cue)), mix(before.form, begun)));
            if self.hinted {
                for (role, salt) in [(0, 460), (2, 470)] {
                    let [left, here, right] = [before, own, after].map(|atom| atom.hint[role]);
                    sink.feature(mix(mix(salt, where_), here));
                    sink.feature(mix(mix(salt + 1, standing), here));
                    sink.feature(mix(mix(salt + 2, stretch), here));
                    sink.feature(mix(mix(salt + 3, side), mix(left, here)));
                    sink.feature(mix(mix(salt + 4, side), mix(here, right)));
                    sink.feature(mix(mix(salt + 5, tag), here));
                }
            }
            if side == 2 {
                commas += marks(at, ',');
                quotes += marks(at, '"');
            }
            before_tag = tag;
            sink.next();
        }
    }

    /// The word of the cue that says most: the first that may be one, else the last.
    pub fn head(&self, cue: &Range<usize>) -> usize {
        let likely = cue.clone().filter(|&at| self.atoms[at].cue != 0);
        likely.max_by_key(|&at| self.atoms[at].cue >> 8).unwrap_or(cue.end - 1)
    }
}

fn mark(atoms: &mut [Atom], parts: &[Range<usize>], role: u8) {
    for part in parts {
        for at in part.clone() {
            atoms[at].role = 2 * u32::from(role) + u32::from(at == part.start);
        }
    }
}

/// A distance in few steps: exact up to 4, then ever wider.
fn bin(distance: usize) -> u32 {
    match distance {
        0..=4 => distance as u32,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=22 => 8,
        23..=40 => 9,
        _ => 10,
    }
}
