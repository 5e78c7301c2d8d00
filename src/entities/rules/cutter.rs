//! Cuts a run of capitalised words into titles and names.

use crate::document::{EntityType, Span};
use crate::entities::rules::atoms::Atom;
use crate::entities::rules::names::Found;
use crate::entities::rules::typing::Scores;
use crate::entities::rules::words::{Line, Word};
use crate::words::gazetteer::*;
use crate::words::token::Kind;

/// The most atoms of a name that no lexicon knows.
pub const LONGEST: usize = 12;

/// A sentence in which runs are cut, and where the mentions go.
pub struct Cutter<'a, 't> {
    pub words: &'a [Word<'t>],
    pub line: &'a Line,
    pub text: &'t str,
    pub atoms: &'a [Atom],
    pub found: &'a mut Vec<Found>,
}

impl Cutter<'_, '_> {
    pub fn word(&self, atom: usize) -> &Word<'_> {
        &self.words[self.atoms[atom].start]
    }

    pub fn is_first(&self, atom: usize) -> bool {
        let start = self.atoms[atom].start;
        start == self.line.start
            || start == self.line.start + 1 && !self.words[self.line.start].is_capital()
            || matches!(self.words[start - 1].text, ":" | "“" | "\"" | "‘" | "...")
    }

    /// Emits the mentions of the atoms `from..to`, one run.
    pub fn cut(&mut self, from: usize, to: usize) {
        let mut at = from;
        let mut title = false;
        while at < to {
            let atom = self.atoms[at];
            let word = self.word(at);
            if !atom.capital && atom.own.kind.is_none()
                || word.token.kind != Kind::Word && atom.is_single() && atom.own.kind.is_none()
            {
                at += 1;
                continue;
            }
            let single = atom.is_single();
            let initial = word.text.len() == 1 && at + 1 < to && self.word(at + 1).text == ".";
            let bare = single
                && !initial
                && (word.text.eq_ignore_ascii_case("the")
                    || word.is(FUNCTION) && !word.is_acronym() && word.own.kind.is_none());
            if bare && (word.own.classes & GIVEN == 0 || self.is_first(at) || self.line.titled) {
                at += 1;
                title = false;
                continue;
            }
            if single
                && at + 1 < to
                && self.word(at + 1).text == "X"
                && matches!(word.text, "Platform" | "Network" | "Site")
            {
                self.push(at + 1, at + 2, EntityType::Org, 0.85, None);
                at += 2;
                continue;
            }
            if single
                && matches!(word.text, "Operation" | "Hurricane" | "Typhoon" | "Cyclone")
                && at + 1 < to
                && self.atoms[at + 1].capital
                && !self.line.titled
            {
                let end = (at + 1..to).find(|&next| !self.atoms[next].capital).unwrap_or(to);
                self.push(at, end, EntityType::Event, 0.8, None);
                at = end;
                title = false;
                continue;
            }
            if let Some(end) = self.headed(at, to) {
                at = end;
                title = false;
                continue;
            }
            if single
                && atom.is(TITLE)
                && (atom.own.classes & GIVEN == 0 || at + 1 < to && atom.is(TITLE_END))
                && atom.own.kind.is_none_or(|kind| kind == EntityType::Person)
            {
                title = atom.is(TITLE_END | HONORIFIC);
                at += 1;
                at += usize::from(at < to && self.word(at).text == ".");
                at = self.office(at, to);
                continue;
            }
            at = self.name(at, to, title);
            title = false;
        }
    }

    /// Past the field of an office, which is no name: "Minister [of Health and Sport]".
    fn office(&self, at: usize, to: usize) -> usize {
        if at >= to || !matches!(self.word(at).text, "of" | "for") {
            return at;
        }
        let mut end = at + 1;
        while end < to {
            let atom = &self.atoms[end];
            let field = atom.is(COMMON) && atom.own.kind.is_none() && atom.is_single();
            let office =
                field && !(atom.is(ORG_HEAD) && atom.own.classes & GIVEN == 0) && !atom.is(TITLE_END);
            if atom.capital && !office {
                break;
            }
            end += 1;
        }
        end
    }

    /// A common word that only its capital makes look like a name.
    pub fn push_tentative(&mut self, at: usize) {
        self.push(at, at + 1, EntityType::Person, 0.0, Some([0.0; 5]));
        if let Some(found) = self.found.last_mut() {
            found.tentative = true;
        }
    }

    pub fn push(
        &mut self,
        from: usize,
        to: usize,
        kind: EntityType,
        confidence: f32,
        scores: Option<Scores>,
    ) {
        let (start, end) = (self.atoms[from].start, self.atoms[to - 1].end);
        let span = Span::new(self.words[start].token.start, self.words[end - 1].token.end);
        let entry = if to == from + 1 { self.atoms[from].own } else { LEXICON.get(span.text(self.text)) };
        // A language is no group, and its id is its own name.
        let id = if kind == EntityType::Language { "" } else { entry.id };
        let kind = if scores.is_none() { entry.kind.filter(|_| to > from + 1).unwrap_or(kind) } else { kind };
        self.found.push(Found {
            span,
            start,
            end,
            kind,
            confidence,
            id,
            scores,
            titled: self.line.titled,
            tentative: false,
        });
    }
}
