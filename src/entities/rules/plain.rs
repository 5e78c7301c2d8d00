//! Names without a head: known ones, and those that only context can type.

use crate::document::EntityType;
use crate::entities::rules::cutter::{Cutter, LONGEST};
use crate::entities::rules::typing;
use crate::entities::rules::typing::KINDS;
use crate::words::gazetteer::*;
use crate::words::token::Kind;

impl Cutter<'_, '_> {
    /// A name without a head, beginning at `at`; past it.
    pub fn name(&mut self, at: usize, to: usize, title: bool) -> usize {
        let atom = self.atoms[at];
        let multiple = !atom.is_single();
        let capital = |end: usize| end < to && self.atoms[end].capital;
        if let Some(kind) = atom.own.kind.filter(|_| !title || multiple) {
            let given = atom.own.classes & GIVEN != 0 && !multiple;
            let follows = capital(at + 1)
                && self.atoms[at + 1].own.kind.is_none()
                && !self.atoms[at + 1].is(TITLE | FUNCTION);

            let open = !self.line.titled && follows && kind != EntityType::Norp
                || given && follows && !self.atoms[at + 1].is(COMMON)
                || given && capital(at + 1) && self.atoms[at + 1].is_known(EntityType::Person);
            let weak = atom.own.classes & WEAK != 0;
            if (multiple || !open) && !weak {
                let kind = if kind == EntityType::Norp && self.is_language(at) {
                    EntityType::Language
                } else {
                    kind
                };
                let common =
                    !multiple && atom.is(COMMON) && kind != EntityType::Norp && kind != EntityType::Gpe;
                let public = atom.own.classes & KNOWN_SURNAME != 0;
                if common && (self.is_first(at) || self.line.titled) && !self.word(at).is_acronym() && !public
                {
                    self.push_tentative(at);
                    return at + 1;
                }
                let ambiguous = !multiple
                    && (given || atom.own.classes & SURNAME != 0)
                    && atom.own.classes & COUNTRY == 0
                    && kind != EntityType::Norp
                    && KINDS.contains(&kind);
                let scores =
                    ambiguous.then(|| typing::score(self.words, self.line, self.atoms, at, at + 1, title));
                let scores = scores.map(|scores| typing::favour(scores, kind));
                self.push(at, at + 1, kind, if ambiguous { 0.75 } else { 0.9 }, scores);
                return at + 1;
            }
        }
        // A first word is capitalised anyway, and in a title all are.
        let shown =
            atom.is_single() && atom.is(COMMON) && atom.own.classes & GIVEN == 0 && atom.own.kind.is_none();
        if (self.is_first(at) || self.line.titled)
            && shown
            && !self.word(at).is_acronym()
            && (!title || self.line.titled)
        {
            self.push_tentative(at);
            return at + 1;
        }
        let mut end = at + 1;
        while end < to {
            let next = &self.atoms[end];
            let word = self.word(end);
            if next.capital {
                let stop = next.own.kind.is_some_and(|kind| {
                    kind == EntityType::Norp || !next.is_single() && kind != EntityType::Person
                }) || next.is(TITLE_END)
                    && end + 1 < to
                    && self.atoms[end + 1].capital
                    && next.own.classes & (GIVEN | SURNAME) == 0
                    || self.line.titled && next.is(COMMON) && next.own.classes & (GIVEN | SURNAME) == 0
                    || self.line.titled && next.is(FUNCTION);
                if stop {
                    break;
                }
                end += 1;
            } else if word.text == "."
                || word.text == "&" && !self.line.titled
                || word.is(PARTICLE)
                    && word.text != "the"
                    && end + 1 < to
                    && !(word.text == "la" || word.text == "y" || word.text == "e")
                || word.token.kind == Kind::Possessive
            {
                end += 1;
            } else {
                break;
            }
        }
        while end > at + 1
            && !self.atoms[end - 1].capital
            && !(self.word(end - 1).text == "."
                && matches!(self.word(end - 2).text, "Jr" | "Sr" | "Inc" | "Corp" | "Ltd"))
        {
            end -= 1;
        }
        self.generic(at, end, title);
        end
    }

    /// Only words of the dictionary: "Human Resources", or a title alone.
    fn is_all_common(&self, at: usize, end: usize) -> bool {
        let mut capitals = self.atoms[at..end].iter().filter(|atom| atom.capital);
        if end == at + 1 {
            return capitals.all(|atom| atom.is(TITLE) && atom.is(COMMON) && atom.is_single());
        }
        capitals.all(|atom| {
            atom.is(COMMON) && atom.own.kind.is_none() && atom.own.classes & (GIVEN | SURNAME) == 0
        })
    }

    /// Whether a nationality names its language: "spoke Danish", "in Danish."
    fn is_language(&self, at: usize) -> bool {
        let next = self.atoms.get(at + 1).map(|atom| self.words[atom.start].token.kind);
        let alone = next != Some(Kind::Word) && next != Some(Kind::Number);
        let before = if at > 0 { self.word(at - 1).text } else { "" };
        let listed = matches!(before, "and" | "or" | ",")
            && self.found.last().is_some_and(|last| {
                last.kind == EntityType::Language && last.end + 1 == self.atoms[at].start
            });
        matches!(before, "speak" | "speaks" | "spoke" | "speaking" | "spoken" | "learn" | "learning")
            || matches!(before, "in" | "into") && alone
            || listed && alone
    }

    /// A run that only its words and its surroundings can type.
    fn generic(&mut self, at: usize, end: usize, title: bool) {
        // Nothing of this length is a name; it is a list or noise.
        if at >= end || end > at + LONGEST {
            return;
        }
        let atom = &self.atoms[at];
        let alone = end == at + 1 && atom.is_single();
        let word = self.word(at);
        if alone && !title && (word.is(COMMON) || word.text.chars().count() < 2) && word.own.kind.is_none() {
            let letter = word.text == "X"
                && (at > 0
                    && matches!(self.word(at - 1).text, "on" | "On" | "platform" | "Platform" | "via"));
            if letter {
                self.push(at, end, EntityType::Org, 0.85, None);
                return;
            }
            let name = word.own.classes & (GIVEN | SURNAME) != 0
                && !self.is_first(at)
                && !self.line.titled
                && word.text.len() > 2;
            if !name && !word.is_acronym() || self.is_first(at) || self.line.titled {
                self.push_tentative(at);
                return;
            }
        }
        let country = LEXICON.misspelt_country(word.text).filter(|_| word.text.len() >= 7);
        if let Some(country) = country.filter(|_| atom.is_single()) {
            self.push(at, at + 1, EntityType::Gpe, 0.8, None);
            if let Some(found) = self.found.last_mut() {
                found.id = country;
            }
            return;
        }
        let direction =
            matches!(word.text, "North" | "South" | "East" | "West" | "Northern" | "Southern" | "Eastern");
        if alone && direction && !title {
            if at > 0 && self.word(at - 1).text == "the" && !word.text.ends_with("ern") {
                self.push(at, end, EntityType::Loc, 0.6, None);
            }
            return;
        }
        let label = word.text.len() <= 3 && word.text.bytes().skip(1).all(|byte| byte.is_ascii_digit());
        let field = end > at + 1
            && matches!(
                &self.text[word.token.start..self.words[self.atoms[end - 1].end - 1].token.end],
                "R&D" | "Q&A" | "M&A" | "B&B"
            );
        if alone && label && word.text != "X" && !title || field {
            return;
        }
        let plain = word.is(MONTH | WEEKDAY) || word.is(HEAD) && !word.is_acronym();
        if alone && (plain && !title || word.is(NO_NAME) && (word.is_acronym() || word.text == "Covid")) {
            return;
        }
        if !title && self.is_all_common(at, end) {
            return;
        }
        let scores = typing::score(self.words, self.line, self.atoms, at, end, title);
        let (kind, confidence) = typing::best(&scores);
        self.push(at, end, kind, confidence, Some(scores));
    }
}
