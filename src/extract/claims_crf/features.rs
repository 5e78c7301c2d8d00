//! What the claims' models see of a word, alone and from a cue.

use std::ops::Range;

use crate::crf::{Sink, mix};
use crate::document::Document;
use crate::extract::claims::cue;
use crate::extract::claims::relation::{Relation, words};
use crate::extract::claims::view::{NONE, View};
use crate::extract::claims::words::*;
use crate::extract::cluster::{self, Path};
use crate::extract::token::Kind;

/// Roles of words in an attribution, as numbers of labels.
pub const SOURCE: u8 = 1;
pub const CUE: u8 = 2;
pub const CONTENT: u8 = 3;

/// Which features are in use; each group can be left out, to see what it is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Groups {
    rules: bool,
    clusters: bool,
    lexicon: bool,
    entities: bool,
    quotes: bool,
}

impl Groups {
    pub const NAMES: &'static [&'static str] = &["rules", "clusters", "lexicon", "entities", "quotes"];

    /// All groups but those named.
    pub fn without<'n>(names: impl Iterator<Item = &'n str>) -> Groups {
        let mut groups = Groups { rules: true, clusters: true, lexicon: true, entities: true, quotes: true };
        for name in names {
            match name {
                "rules" => groups.rules = false,
                "clusters" => groups.clusters = false,
                "lexicon" => groups.lexicon = false,
                "entities" => groups.entities = false,
                "quotes" => groups.quotes = false,
                _ => {}
            }
        }
        groups
    }

    /// Takes out of `atom` what is not in use.
    fn trim(self, atom: &mut Atom) {
        if !self.rules {
            atom.role = 0;
        }
        if !self.clusters {
            atom.path = Path::default();
        }
        if !self.lexicon {
            (atom.class, atom.cue) = (0, 0);
        }
        if !self.entities {
            atom.entity = 0;
        }
        if !self.quotes {
            atom.quote = 0;
        }
    }
}

/// What is known of one word, worked out once.
#[derive(Clone, Copy, Default)]
pub struct Atom {
    form: u32,
    path: Path,
    ending: u32,
    shape: u32,
    class: u32,
    /// 0 outside, else type of the entity and whether it begins here.
    entity: u32,
    quote: u32,
    /// The role that the base method gives the word, and whether its span begins here.
    role: u32,
    /// For a word that may be a cue: how it is used and how often such a use is one.
    cue: u32,
}

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
}

impl<'v, 'd> Atoms<'v, 'd> {
    /// Reads the document's entities, and its claims as those of the base method.
    pub fn of(document: &Document, view: &'v View<'d>, groups: Groups) -> Atoms<'v, 'd> {
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
        atoms.iter_mut().for_each(|atom| groups.trim(atom));
        if !groups.rules {
            cue_of.fill(0);
        }
        Atoms { view, atoms, sentence, relations, cue_of }
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
        // The candidates for a cue nearest on the left and on the right, in the same sentence.
        let mut left: Option<usize> = None;
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
        let mut commas = 0;
        for at in range.clone() {
            let opens = at == range.start || self.ends_sentence(at - 1);
            if opens {
                left = None;
                commas = 0;
            }
            self.around(at, range, sink);
            let own = self.atoms[at];
            if let Some(left) = left {
                let cue = self.atoms[left];
                let far = bin(at - left);
                let about = mix(mix(200, far), commas.min(2));
                sink.feature(mix(about, cue.cue));
                sink.feature(mix(mix(201, cue.form), far));
                sink.feature(mix(mix(202, cue.path.prefix(16)), own.class));
                sink.feature(mix(mix(203, cue.form), own.role));
            } else {
                sink.feature(mix(204, own.role));
            }
            let to = right[at - range.start];
            if to != u32::MAX {
                let cue = self.atoms[to as usize];
                let far = bin(to as usize - at);
                sink.feature(mix(mix(205, far), cue.cue));
                sink.feature(mix(mix(206, cue.form), far));
                sink.feature(mix(mix(207, cue.path.prefix(16)), own.class));
                sink.feature(mix(mix(208, cue.form), own.role));
            } else {
                sink.feature(mix(209, own.role));
            }
            let sentence = &self.view.sentences[self.sentence[at] as usize];
            let (begun, ends) = (bin(at - sentence.start), bin(sentence.end - 1 - at));
            sink.feature(mix(mix(210, begun), own.role));
            sink.feature(mix(mix(211, ends.min(4)), mix(own.role, own.quote)));
            sink.feature(mix(mix(212, u32::from(opens)), own.path.prefix(16)));
            sink.next();
            if own.cue != 0 {
                left = Some(at);
                commas = 0;
            }
            commas += u32::from(self.view.mark(at) == ',');
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
        for (k, atom) in near.iter().enumerate().take(6).skip(1) {
            let salt = 8 * k as u32;
            sink.feature(mix(100 + salt, path(k)));
            sink.feature(mix(101 + salt, atom.class));
            sink.feature(mix(102 + salt, atom.role));
            sink.feature(mix(103 + salt, atom.cue));
        }
        for k in 1..5 {
            sink.feature(mix(mix(20 + k as u32, path(k)), path(k + 1)));
            sink.feature(mix(mix(25 + k as u32, near[k].role), near[k + 1].role));
        }
        sink.feature(mix(mix(30, before.form), own.form));
        sink.feature(mix(mix(31, own.form), after.form));
        sink.feature(mix(mix(mix(32, path(2)), path(3)), path(4)));
        sink.feature(mix(33, own.path.prefix(5)));
        sink.feature(mix(34, own.path.prefix(8)));
        sink.feature(mix(35, own.ending));
        sink.feature(mix(36, before.ending));
        sink.feature(mix(37, after.ending));
        sink.feature(mix(38, own.shape));
        sink.feature(mix(mix(39, before.shape), after.shape));
        sink.feature(mix(mix(40, before.entity), own.entity));
        sink.feature(mix(mix(41, own.entity), after.entity));
        sink.feature(mix(mix(42, before.quote), own.quote));
        sink.feature(mix(mix(43, own.quote), after.quote));
        sink.feature(mix(mix(44, own.role), own.quote));
        sink.feature(mix(mix(45, own.role), own.form));
        sink.feature(mix(mix(46, own.role), path(3)));
        sink.feature(mix(mix(mix(47, before.role), own.role), after.role));
        sink.feature(mix(mix(48, own.role), after.form));
        sink.feature(mix(mix(49, own.role), before.form));
        sink.feature(mix(mix(50, own.cue), own.role));
        sink.feature(mix(mix(51, own.form), own.cue));
        sink.feature(mix(mix(52, own.role), own.entity));
        sink.feature(mix(mix(53, own.class), after.class));
        sink.feature(mix(mix(54, before.class), own.class));
    }

    /// What the words of `range` are to the cue `cue`, when `cues` are the others.
    pub fn from_cue(
        &self,
        range: &Range<usize>,
        cue: &Range<usize>,
        cues: &[Range<usize>],
        sink: &mut impl Sink,
    ) {
        let head = self.head(cue);
        let known = self.atoms[head];
        let relation = cue.clone().find_map(|at| self.cue_of[at].checked_sub(1));
        let relation = relation.map(|index| &self.relations[index as usize]);
        let role = |at: isize| -> u32 {
            let (Some(relation), Ok(at)) = (relation, usize::try_from(at)) else { return 9 };
            let part = |parts: &[Range<usize>], label: u8| {
                parts
                    .iter()
                    .find(|p| p.contains(&at))
                    .map(|p| 2 * u32::from(label) + u32::from(p.start == at))
            };
            part(&relation.source, SOURCE).or_else(|| part(&relation.content, CONTENT)).unwrap_or(0)
        };
        let form = self.atoms[cue.start].form;
        let frame = self.get(cue.end as isize, range);
        let ahead = self.get(cue.start as isize - 1, range);
        let quoted = self.view.words[head].quote;
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
        let mut counts = Vec::with_capacity(range.len());
        let mut count = 0u32;
        for at in range.clone() {
            counts.push(count);
            count += u32::from(self.view.is(at, AUXILIARY | VERB) || self.atoms[at].cue != 0);
        }
        counts.push(count);
        for at in range.clone() {
            let own = self.atoms[at];
            let inside = cue.contains(&at);
            let (side, far) = if inside {
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
            let place = self.view.words[at].quote;
            let same_quote = u32::from(place != NONE) + u32::from(place == quoted);
            let sentences = self.sentence[at].abs_diff(own_sentence).min(2);
            let tag = role(at as isize);
            let near = [role(at as isize - 1), tag, role(at as isize + 1)];
            let stretch = mix(mix(side, commas.min(3)), mix(quotes.min(2), sentences));
            let standing = mix(mix(side, u32::from(other)), u32::from(between));
            let where_ = mix(side, far);
            sink.feature(mix(300, where_));
            sink.feature(mix(mix(301, where_), known.form));
            sink.feature(mix(mix(302, where_), known.path.prefix(16)));
            sink.feature(mix(mix(303, where_), own.path.prefix(8)));
            sink.feature(mix(mix(304, side), mix(own.form, known.path.prefix(8))));
            sink.feature(mix(mix(305, side), own.class));
            sink.feature(mix(mix(306, where_), own.class));
            sink.feature(mix(mix(307, stretch), known.form));
            sink.feature(mix(308, stretch));
            sink.feature(mix(mix(309, stretch), own.path.prefix(16)));
            sink.feature(mix(mix(310, stretch), own.form));
            sink.feature(mix(311, standing));
            sink.feature(mix(mix(312, standing), own.form));
            sink.feature(mix(mix(313, standing), tag));
            sink.feature(mix(mix(314, side), tag));
            sink.feature(mix(mix(mix(315, near[0]), near[1]), near[2]));
            sink.feature(mix(mix(mix(316, near[0]), near[1]), own.form));
            sink.feature(mix(mix(317, tag), known.form));
            sink.feature(mix(mix(mix(318, near[0]), near[1]), own.path.prefix(16)));
            sink.feature(mix(mix(mix(319, near[1]), near[2]), self.get(at as isize + 1, range).form));
            sink.feature(mix(mix(320, same_quote), side));
            sink.feature(mix(mix(321, same_quote), mix(side, tag)));
            sink.feature(mix(mix(322, side), mix(frame.form, far)));
            sink.feature(mix(mix(323, side), mix(frame.path.prefix(16), far)));
            sink.feature(mix(mix(324, side), mix(ahead.path.prefix(16), far)));
            sink.feature(mix(mix(325, side), mix(ahead.form, far)));
            sink.feature(mix(mix(326, where_), own.entity));
            sink.feature(mix(mix(327, side), mix(own.role, tag)));
            sink.feature(mix(mix(328, side), mix(own.cue, tag)));
            sink.feature(mix(mix(329, side), mix(form, own.class)));
            sink.feature(mix(mix(330, side), mix(known.cue, stretch)));
            sink.feature(mix(mix(331, far), mix(known.cue, side)));
            sink.feature(mix(mix(332, stretch), mix(own.quote, tag)));
            sink.feature(mix(mix(333, passed.min(2)), mix(side, tag)));
            let after = self.get(at as isize + 1, range);
            let before = self.get(at as isize - 1, range);
            let second = self.get(at as isize + 2, range);
            let sentence = &self.view.sentences[self.sentence[at] as usize];
            let (begun, ends) = (bin(at - sentence.start).min(4), bin(sentence.end - 1 - at).min(4));
            let verbs = counts[at.max(cue.end) - range.start]
                .abs_diff(counts[at.min(cue.start) - range.start])
                .min(4);
            sink.feature(mix(mix(334, side), mix(begun, tag)));
            sink.feature(mix(mix(335, side), mix(ends, own.quote)));
            sink.feature(mix(mix(336, side), mix(ends, mix(near[0], near[1]))));
            sink.feature(mix(mix(337, side), before.form));
            sink.feature(mix(mix(338, side), after.form));
            sink.feature(mix(mix(339, side), mix(own.form, after.form)));
            sink.feature(mix(mix(340, side), mix(after.form, second.form)));
            sink.feature(mix(mix(341, side), mix(after.form, second.path.prefix(8))));
            sink.feature(mix(mix(342, stretch), mix(verbs, own.class)));
            sink.feature(mix(mix(343, stretch), mix(verbs, after.form)));
            sink.feature(mix(mix(344, side), mix(verbs, mix(own.class, after.class))));
            sink.feature(mix(mix(345, side), mix(own.path.prefix(8), after.path.prefix(8))));
            sink.feature(mix(mix(346, mix(side, same_quote)), mix(own.quote, after.quote)));
            sink.feature(mix(mix(347, mix(side, same_quote)), mix(before.quote, own.quote)));
            sink.feature(mix(mix(348, known.form), mix(frame.class, far.min(4))));
            sink.feature(mix(mix(349, mix(side, known.cue)), mix(before.form, begun)));
            if side == 2 {
                commas += marks(at, ',');
                quotes += marks(at, '"');
            }
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

fn atom(view: &View, at: usize, sentence: &Range<usize>) -> Atom {
    let word = view.words[at];
    let text = view.word(at);
    let form = cluster::form(text);
    let candidate =
        if word.entry.cue != 0 || word.is(PERFORM) { cue::candidate(view, at, sentence, 5) } else { None };
    let quote = match (word.quote, word.kind) {
        (NONE, Kind::Quote) => 1,
        (NONE, _) => 0,
        (index, kind) => {
            let words = &view.quotations[index as usize].words;
            let edge = u32::from(at == words.start) + 2 * u32::from(at + 1 == words.end);
            2 + edge + 4 * u32::from(kind == Kind::Quote) + 8 * u32::from(words.len() > 6)
        }
    };
    Atom {
        form,
        path: cluster::of(form),
        ending: cluster::ending(text, 3),
        shape: cluster::shape(text),
        class: word.entry.class & !(SPEECH | THING | OFFICE) | u32::from(word.kind == Kind::Mark) << 31,
        entity: 0,
        quote,
        role: 0,
        cue: candidate.map_or(0, |cue| {
            (u32::from(cue.rate / 8) << 8)
                | (16 * (cue.context as u32) + 4 * u32::from(cue.modal) + 2 * u32::from(cue.negated) + 1)
        }),
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
