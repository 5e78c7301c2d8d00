//! What the entities' model sees of a word: itself, its neighbours, what the lexicon and the base
//! method say of it, and what the rest of the document does.

use std::ops::Range;

use crate::document::{Document, Entity, EntityType};
use crate::entities::word::{Line, Word};
use crate::learn::crf::groups::Groups;
use crate::learn::crf::{Sink, mix};
use crate::words::cluster;
use crate::words::cluster::{ByHash, Path};
use crate::words::gazetteer::{
    COMMON, COUNTRY, FAC_HEAD, FUNCTION, GIVEN, GPE_HEAD, HONORIFIC, KNOWN_SURNAME, LEXICON, LOC_FIRST,
    LOC_HEAD, MONTH, ORG_HEAD, PARTICLE, PERSON_VERB, PLACE_NOUN, ROLE, SURNAME, TITLE, WEAK, WEEKDAY,
};
use crate::words::token::Kind;

/// What training can leave out.
pub const GROUPS: &[&str] = &["rules", "clusters", "gazetteer", "document", "shapes", "affixes"];

/// Takes out of `atom` what is not in use.
fn trim(atom: &mut Atom, groups: Groups) {
    if !groups.has("rules") {
        (atom.tag, atom.sure) = (0, 0);
    }
    if !groups.has("clusters") {
        atom.path = Path::default();
    }
    if !groups.has("gazetteer") {
        (atom.own, atom.low, atom.raised) = (0, 0, 0);
    }
    if !groups.has("document") {
        (atom.known, atom.cased) = (0, 0);
    }
    if !groups.has("shapes") {
        atom.shape = 0;
    }
    if !groups.has("affixes") {
        (atom.heads, atom.tails) = ([0; 3], [0; 3]);
    }
}

/// What is known of one word, worked out once.
#[derive(Clone, Copy, Default)]
struct Atom {
    form: u32,
    /// The form as written, where that is not in lower case.
    exact: u32,
    path: Path,
    shape: u32,
    /// The first and the last two to four bytes.
    heads: [u32; 3],
    tails: [u32; 3],
    /// What the lexicon knows of the word as written, and in lower case.
    own: u32,
    low: u32,
    /// What the lexicon knows of a word without a capital, had it one ("chicago").
    raised: u32,
    /// The base method's type and whether its span begins here; with `sure`, how sure it is.
    tag: u32,
    sure: u32,
    /// What the base method calls the word elsewhere in the document.
    known: u32,
    /// How the document writes the word elsewhere: with a capital or without.
    cased: u32,
}

/// What a document has of a form.
#[derive(Clone, Copy, Default)]
struct Tally {
    lower: u16,
    /// With a capital where that tells something: inside a sentence that is no title.
    capital: u16,
    /// Mentions of the base method by [`class`], values left out.
    tags: [u16; CLASSES],
    /// Places in longer names: first or last word of a person's, part of an organisation's.
    parts: u8,
}

/// Types as the features tell them apart: none, person, organisation, place, group, other name, value.
const CLASSES: usize = 7;

fn class(kind: EntityType) -> usize {
    match kind {
        EntityType::Person => 1,
        EntityType::Org => 2,
        EntityType::Gpe | EntityType::Loc | EntityType::Fac => 3,
        EntityType::Norp => 4,
        kind if kind.is_value() => 6,
        _ => 5,
    }
}

/// The words of a document with their atoms.
pub struct Atoms<'a> {
    lines: &'a [Line],
    atoms: Vec<Atom>,
}

impl<'a> Atoms<'a> {
    /// Reads the document's entities as those of the base method.
    pub fn of(document: &Document, words: &[Word], lines: &'a [Line], groups: Groups) -> Atoms<'a> {
        let mut atoms: Vec<Atom> = words.iter().map(atom).collect();
        let mut tallies: ByHash<Tally> = ByHash::default();
        for entity in &document.entities {
            tag(entity, words, &mut atoms, &mut tallies);
        }
        for line in lines {
            for at in line.start..line.end {
                let word = &words[at];
                if word.token.kind != Kind::Word {
                    continue;
                }
                let tally = tallies.entry(atoms[at].form).or_default();
                if !word.token.capital {
                    tally.lower = tally.lower.saturating_add(1);
                } else if at > line.start && !line.titled {
                    tally.capital = tally.capital.saturating_add(1);
                }
            }
        }
        for (atom, word) in atoms.iter_mut().zip(words) {
            if word.token.kind == Kind::Word
                && let Some(tally) = tallies.get(&atom.form)
            {
                (atom.known, atom.cased) = summary(tally);
            }
        }
        lines.iter().for_each(|line| raise(&words[line.start..line.end], &mut atoms[line.start..line.end]));
        atoms.iter_mut().for_each(|atom| trim(atom, groups));
        Atoms { lines, atoms }
    }

    fn get(&self, at: isize, range: &Range<usize>) -> Atom {
        match usize::try_from(at) {
            Ok(at) if range.contains(&at) => self.atoms[at],
            Ok(at) if at >= range.end => Atom { form: 1, ..Atom::default() },
            _ => Atom { form: 2, ..Atom::default() },
        }
    }

    /// The features of sentence `index`.
    pub fn feed(&self, index: usize, words: &[Word], sink: &mut impl Sink) {
        let line = &self.lines[index];
        let range = line.start..line.end;
        let casing = casing(&words[range.clone()], line.titled);
        let mut near: [Atom; 5] = std::array::from_fn(|k| self.get((line.start + k) as isize - 3, &range));
        for at in range.clone() {
            near.rotate_left(1);
            near[4] = self.get(at as isize + 2, &range);
            let opens = u32::from(at == line.start);
            around(&near, mix(casing, opens), sink);
            sink.next();
        }
    }
}

fn around(near: &[Atom; 5], place: u32, sink: &mut impl Sink) {
    let [far, before, own, after, beyond] = near;
    for (k, atom) in near.iter().enumerate() {
        let salt = 16 * k as u32;
        sink.feature(mix(salt, atom.form));
        sink.feature(mix(1 + salt, atom.path.prefix(16)));
        sink.feature(mix(2 + salt, atom.tag));
        sink.feature(mix(3 + salt, atom.low));
        sink.feature(mix(4 + salt, mix(atom.own, atom.shape)));
        sink.feature(mix(5 + salt, atom.path.prefix(8)));
    }
    sink.feature(mix(mix(100, before.form), own.form));
    sink.feature(mix(mix(101, own.form), after.form));
    sink.feature(mix(102, own.exact));
    sink.feature(mix(mix(103, far.form), before.form));
    sink.feature(mix(mix(104, after.form), beyond.form));

    sink.feature(mix(110, own.path.prefix(4)));
    sink.feature(mix(111, own.path.prefix(12)));
    sink.feature(mix(mix(112, before.path.prefix(10)), own.path.prefix(10)));
    sink.feature(mix(mix(113, own.path.prefix(10)), after.path.prefix(10)));
    sink.feature(mix(mix(114, before.path.prefix(12)), own.shape));
    sink.feature(mix(mix(115, after.path.prefix(12)), own.shape));

    for (k, (head, tail)) in own.heads.iter().zip(&own.tails).enumerate() {
        sink.feature(mix(120 + k as u32, *head));
        sink.feature(mix(124 + k as u32, *tail));
    }
    sink.feature(mix(128, before.tails[1]));
    sink.feature(mix(129, after.tails[1]));

    sink.feature(mix(mix(130, own.shape), place));
    sink.feature(mix(131, own.shape));
    sink.feature(mix(mix(mix(132, before.shape), own.shape), after.shape));
    sink.feature(mix(mix(mix(133, own.shape), own.low), place));

    sink.feature(mix(mix(140, own.tag), own.sure));
    sink.feature(mix(mix(141, before.tag), own.tag));
    sink.feature(mix(mix(142, own.tag), after.tag));
    sink.feature(mix(mix(mix(143, before.tag), own.tag), after.tag));
    sink.feature(mix(mix(144, own.tag), own.form));
    sink.feature(mix(mix(145, own.tag), own.path.prefix(10)));
    sink.feature(mix(mix(146, own.tag), own.shape));
    sink.feature(mix(mix(147, own.tag), before.form));
    sink.feature(mix(mix(148, own.tag), after.form));
    sink.feature(mix(mix(149, own.tag), place));
    sink.feature(mix(mix(mix(150, own.tag), own.sure), own.own));
    sink.feature(mix(mix(151, own.tag), own.low));
    sink.feature(mix(mix(152, own.tag), before.path.prefix(8)));

    sink.feature(mix(160, own.own));
    sink.feature(mix(mix(161, before.low), own.own));
    sink.feature(mix(mix(162, own.own), after.low));
    sink.feature(mix(mix(163, before.own), own.own));
    sink.feature(mix(mix(164, own.own), after.own));

    sink.feature(mix(mix(165, own.raised), place));
    sink.feature(mix(mix(166, before.raised), own.raised));
    sink.feature(mix(mix(167, own.raised), after.raised));
    sink.feature(mix(mix(168, own.raised), before.low));

    sink.feature(mix(170, own.known));
    sink.feature(mix(mix(171, own.known), own.tag));
    sink.feature(mix(mix(172, own.cased), own.shape));
    sink.feature(mix(mix(mix(173, own.cased), own.tag), place));
    sink.feature(mix(mix(174, before.known), own.known));
    sink.feature(mix(mix(175, own.known), after.known));
}

/// Whether capitals tell something in a sentence: they do, it is a title, all are, none is.
fn casing(words: &[Word], titled: bool) -> u32 {
    let (mut upper, mut lower, mut all) = (0, 0, 0);
    for word in words.iter().filter(|word| word.token.kind == Kind::Word) {
        let shouted = word.text.len() > 1 && !word.text.bytes().any(|byte| byte.is_ascii_lowercase());
        upper += usize::from(word.token.capital && shouted);
        lower += usize::from(!word.token.capital);
        all += 1;
    }
    if all > 2 && lower == all {
        3
    } else if all > 2 && upper * 10 >= all * 7 {
        2
    } else {
        u32::from(titled)
    }
}

fn atom(word: &Word) -> Atom {
    let form = cluster::form(word.text);
    Atom {
        form,
        exact: if word.token.capital { cluster::exact(word.text) } else { 0 },
        path: cluster::of(form),
        shape: cluster::shape(word.text) | (word.token.kind as u32) << 8,
        heads: [2, 3, 4].map(|count| cluster::beginning(word.text, count)),
        tails: [2, 3, 4].map(|count| cluster::ending(word.text, count)),
        own: word.own.kind.map_or(0, |kind| 1 + kind as u32)
            | bits(word.own.classes, &[GIVEN, SURNAME, KNOWN_SURNAME, WEAK, COUNTRY]) << 5
            | u32::from(word.own.longest > 1) << 10,
        low: bits(
            word.low,
            &[
                TITLE,
                HONORIFIC,
                ROLE,
                ORG_HEAD,
                FAC_HEAD,
                LOC_HEAD | LOC_FIRST,
                GPE_HEAD,
                MONTH | WEEKDAY,
                PERSON_VERB,
                PLACE_NOUN,
                PARTICLE,
                FUNCTION,
                COMMON,
            ],
        ),
        ..Atom::default()
    }
}

/// Looks the words of a sentence up that have no capital, as if they had: alone, and with the next.
fn raise(words: &[Word], atoms: &mut [Atom]) {
    let mut raised = String::new();
    let lower = |word: &Word| {
        word.token.kind == Kind::Word && word.text.len() <= 20 && word.text.as_bytes()[0].is_ascii_lowercase()
    };
    for at in 0..words.len() {
        if !lower(&words[at]) || words[at].low & FUNCTION != 0 {
            continue;
        }
        raised.clear();
        title(words[at].text, &mut raised);
        let alone = LEXICON.get(&raised);
        if alone.longest > 1
            && let Some(next) = words.get(at + 1).filter(|next| lower(next))
        {
            raised.push(' ');
            title(next.text, &mut raised);
            if let Some(kind) = LEXICON.get(&raised).kind {
                (atoms[at].raised, atoms[at + 1].raised) = (64 + class(kind) as u32, 72 + class(kind) as u32);
            }
        }
        if atoms[at].raised == 0 && (alone.kind.is_some() || alone.classes & (GIVEN | SURNAME) != 0) {
            let common = u32::from(words[at].low & COMMON != 0);
            let person = bits(alone.classes, &[GIVEN, SURNAME]);
            atoms[at].raised = alone.kind.map_or(0, class) as u32 | common << 3 | person << 4;
        }
    }
}

/// Appends `word` with its first letter raised.
fn title(word: &str, raised: &mut String) {
    let from = raised.len();
    raised.push_str(word);
    if let Some(first) = raised.get_mut(from..from + 1) {
        first.make_ascii_uppercase();
    }
}

/// One bit for each of `masks` that `classes` has something of.
fn bits(classes: u64, masks: &[u64]) -> u32 {
    masks.iter().enumerate().fold(0, |bits, (at, mask)| bits | u32::from(classes & mask != 0) << at)
}

/// The words that `entity` has a part of.
pub fn covered(words: &[Word], entity: &Entity) -> Range<usize> {
    let from = words.partition_point(|word| word.token.end <= entity.span.start());
    let to = words.partition_point(|word| word.token.start < entity.span.end());
    from..to.max(from)
}

fn tag(entity: &Entity, words: &[Word], atoms: &mut [Atom], tallies: &mut ByHash<Tally>) {
    let range = covered(words, entity);
    let class = class(entity.kind);
    for at in range.clone() {
        let atom = &mut atoms[at];
        atom.tag = 2 * (1 + entity.kind as u32) + u32::from(at == range.start);
        atom.sure = (entity.confidence * 10.0) as u32;
        if words[at].token.kind != Kind::Word || class == 6 {
            continue;
        }
        let tally = tallies.entry(atom.form).or_default();
        tally.tags[class] = tally.tags[class].saturating_add(1);
        if range.len() > 1 {
            tally.parts |= match (class, at) {
                (1, at) if at == range.start => 1,
                (1, at) if at + 1 == range.end => 2,
                (2, _) => 4,
                _ => 0,
            };
        }
    }
}

/// Both numbers of a form that a [`Tally`] comes down to.
fn summary(tally: &Tally) -> (u32, u32) {
    let all: u32 = tally.tags.iter().map(|&count| u32::from(count)).sum();
    let (mut best, mut most) = (0, 0);
    for (class, &count) in tally.tags.iter().enumerate() {
        if count > most {
            (best, most) = (class as u32, count);
        }
    }
    let firm = u32::from(u32::from(most) * 10 >= all * 8);
    let often = match all {
        0 => 0,
        1 => 1,
        2..=3 => 2,
        _ => 3,
    };
    let known = best | firm << 3 | often << 4 | u32::from(tally.parts) << 6;
    let lower = if tally.lower == 0 { 0 } else { 1 + u32::from(tally.lower >= tally.capital) };
    (known, lower | u32::from(tally.capital.min(2)) << 2)
}
