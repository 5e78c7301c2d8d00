//! Cuts a run of capitalised words into titles and names.

use super::atoms::Atom;
use super::gazetteer::*;
use super::names::Found;
use super::typing::{self, Scores};
use super::words::{Line, Word};
use crate::document::{EntityType, Span};
use crate::extract::token::Kind;

/// A sentence in which runs are cut, and where the mentions go.
pub struct Cutter<'a, 't> {
    pub words: &'a [Word<'t>],
    pub line: &'a Line,
    pub text: &'t str,
    pub atoms: &'a [Atom],
    pub found: &'a mut Vec<Found>,
}

impl Cutter<'_, '_> {
    fn word(&self, atom: usize) -> &Word<'_> {
        &self.words[self.atoms[atom].start]
    }

    fn is_first(&self, atom: usize) -> bool {
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
                || word.token.kind != Kind::Word && atom.end == atom.start + 1
            {
                at += 1;
                continue;
            }
            let single = atom.end == atom.start + 1;
            let initial = word.text.len() == 1 && at + 1 < to && self.word(at + 1).text == ".";
            let bare = single
                && !initial
                && (word.text.eq_ignore_ascii_case("the")
                    || word.is(FUNCTION) && !word.is_all_capitals() && word.own.kind.is_none());
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
            let field = atom.is(COMMON) && atom.own.kind.is_none() && atom.end == atom.start + 1;
            let office =
                field && !(atom.is(ORG_HEAD) && atom.own.classes & GIVEN == 0) && !atom.is(TITLE_END);
            if atom.capital && !office {
                break;
            }
            end += 1;
        }
        end
    }

    /// A name that ends with a head ("Ministry", "Airport"), with what hangs on its "of"; past it.
    fn headed(&mut self, at: usize, to: usize) -> Option<usize> {
        let mut head = None;
        let mut next = at;
        while next < to.min(at + 9) {
            let atom = &self.atoms[next];
            let word = self.word(next);
            let single = atom.end == atom.start + 1;
            if next > at
                && single
                && atom.is(TITLE_END)
                && !atom.is(HEAD)
                && !(next + 1 < to
                    && self.atoms[next + 1].is(HEAD)
                    && self.word(next).text != "President"
                    && self.word(next).text != "Minister")
            {
                if !self.owns_head(next, to) {
                    break;
                }
            }
            let inner = next > at && self.is_headed_name(atom);
            if atom.capital
                && single
                && atom.is(HEAD)
                && (next > at || atom.own.kind.is_none())
                && word.own.kind != Some(EntityType::Norp)
                || inner
            {
                head = Some(next);
            } else if head.is_some()
                && word.text == "and"
                && next + 2 < to
                && self.atoms[next + 1].is(COMMON)
                && self.atoms[next + 2].is(ORG_HEAD)
            {
                // "Hospital and Research Centre"
            } else if head.is_some()
                && !(atom.capital
                    && next + 1 < to
                    && self.atoms[next + 1].is(HEAD)
                    && single
                    && atom.is(COMMON))
            {
                break;
            } else if !atom.capital
                && !matches!(word.text, "&" | "." | "," | "and" | "for" | "-")
                && word.token.kind != Kind::Possessive
                && !(word.is(PARTICLE))
            {
                break;
            }
            if matches!(word.text, "and" | "for")
                && next > at
                && (self.atoms[next - 1].own.kind.is_some()
                    || self.atoms[next - 1].own.classes & GIVEN != 0 && !self.atoms[next - 1].is(COMMON))
            {
                break;
            }
            next += 1;
        }
        let mut head = head?;
        let class = if self.is_headed_name(&self.atoms[head]) { ORG_HEAD } else { self.atoms[head].low };
        let first = self.atoms[at];
        // "Lake Victoria", "Mount Kenya", "Cape Horn": the head stands first.
        let leading = head == at && class & LOC_FIRST != 0 && head + 1 < to && self.atoms[head + 1].capital;
        let of = self.word_after(head, to, "of") || class & ORG_HEAD != 0 && self.word_after(head, to, "for");
        if head == at && !of && !leading {
            let alone = !self.line.titled
                && !self.is_first(at)
                && matches!(
                    self.word(at).text,
                    "Parliament"
                        | "Congress"
                        | "Senate"
                        | "Cabinet"
                        | "Tribunal"
                        | "Treasury"
                        | "Army"
                        | "Navy"
                        | "Church"
                );
            if alone {
                self.push(at, at + 1, EntityType::Org, 0.6, None);
                return Some(at + 1);
            }
            return None;
        }
        // "Susan House": a first name before a surname that is also a head.
        let surname = self.atoms[head].own.classes & SURNAME != 0;
        if head == at + 1
            && surname
            && first.own.classes & GIVEN != 0
            && first.own.kind.is_none()
            && !first.is(COMMON)
            && !of
        {
            return None;
        }
        if self.line.titled
            && (at..head).all(|atom| self.atoms[atom].is(COMMON) && self.atoms[atom].own.kind.is_none())
            && !class_is_firm(class)
        {
            return None;
        }
        // A sentence's first word is capitalised anyway: drop it unless the name needs it.
        let mut start = at;
        if self.is_first(at)
            && head > at + 1
            && first.end == first.start + 1
            && first.is(COMMON)
            && first.own.kind.is_none()
            && first.own.classes & GIVEN == 0
            && self.atoms[at + 1].own.kind.is_some()
        {
            start = at + 1;
        }
        if leading {
            head += 1;
            self.push(start, head + 1, EntityType::Loc, 0.85, None);
            return Some(head + 1);
        }
        let end = if of { self.object(head, to) } else { head + 1 };
        let kind = typing::head_kind(class, self.word(head).text, of);
        self.push(start, end, kind, 0.8, None);
        Some(end)
    }

    /// A known organisation of several words with a head: "Department of State".
    fn is_headed_name(&self, atom: &Atom) -> bool {
        let (first, last) = (&self.words[atom.start], &self.words[atom.end - 1]);
        atom.end > atom.start + 1
            && atom.is_known(EntityType::Org)
            && (first.is(ORG_HEAD) || last.is(ORG_HEAD))
    }

    /// Whether a possessive inside the run hangs a head on what stands before it: "Prosecutor
    /// General's Office".
    fn owns_head(&self, at: usize, to: usize) -> bool {
        (at + 1..to.min(at + 4)).any(|next| {
            self.word(next).token.kind == Kind::Possessive && next + 1 < to && self.atoms[next + 1].is(HEAD)
        })
    }

    fn word_after(&self, atom: usize, to: usize, text: &str) -> bool {
        atom + 2 < to && self.word(atom + 1).text == text
    }

    /// Past the object of the "of" or "for" after the head.
    fn object(&self, head: usize, to: usize) -> usize {
        let mut end = head + 2;
        if self.word(end).text.eq_ignore_ascii_case("the") && end + 1 < to {
            end += 1;
        }
        while end < to {
            let atom = &self.atoms[end];
            if atom.capital {
                let title = atom.is(TITLE_END)
                    && !atom.is(ORG_HEAD)
                    && !matches!(self.word(end).text, "Justice" | "Commerce" | "Executive");
                if title || atom.own.classes & GIVEN != 0 && atom.own.kind.is_none() && !atom.is(COMMON) {
                    break;
                }
                end += 1;
                if atom.own.kind.is_some() && !(end < to && (self.atoms[end].is(HEAD))) {
                    break;
                }
            } else if matches!(self.word(end).text, "and" | "of" | "the" | "&" | "for")
                && end + 1 < to
                && self.atoms[end - 1].own.kind.is_none()
            {
                // "Ministry of Finance and Economy", but not "Ministry of Finance and Oslo".
                let next = end + 1 + usize::from(end + 2 < to && !self.atoms[end + 1].capital);
                if self.atoms[next].own.kind.is_some() && self.word(end).text == "and"
                    || !self.atoms[next].is(COMMON)
                {
                    break;
                }
                end = next;
            } else {
                break;
            }
        }
        while end > head + 1 && !self.atoms[end - 1].capital {
            end -= 1;
        }
        end
    }

    /// A name without a head, beginning at `at`; past it.
    fn name(&mut self, at: usize, to: usize, title: bool) -> usize {
        let atom = self.atoms[at];
        let multiple = atom.end > atom.start + 1;
        let capital = |end: usize| end < to && self.atoms[end].capital;
        if let Some(kind) = atom.own.kind.filter(|_| !title || multiple) {
            let given = atom.own.classes & GIVEN != 0 && !multiple;
            let follows = capital(at + 1)
                && self.atoms[at + 1].own.kind.is_none()
                && !self.atoms[at + 1].is(TITLE | FUNCTION)
                && self.atoms[at + 1].end >= self.atoms[at + 1].start + 1;
            let personal = kind == EntityType::Person;
            let open = !self.line.titled && follows && kind != EntityType::Norp
                || given && follows && !self.atoms[at + 1].is(COMMON)
                || given && capital(at + 1) && self.atoms[at + 1].is_known(EntityType::Person);
            let weak = atom.own.classes & WEAK != 0;
            if !(open && !multiple || weak || personal && !multiple && open) {
                let common =
                    !multiple && atom.is(COMMON) && kind != EntityType::Norp && kind != EntityType::Gpe;
                if common && (self.is_first(at) || self.line.titled) && !self.word(at).is_all_capitals() {
                    return at + 1;
                }
                let ambiguous = !multiple
                    && (given || atom.own.classes & SURNAME != 0)
                    && atom.own.classes & COUNTRY == 0
                    && !matches!(kind, EntityType::Norp | EntityType::Loc);
                let scores =
                    ambiguous.then(|| typing::score(self.words, self.line, self.atoms, at, at + 1, title));
                let scores = scores.map(|scores| typing::favour(scores, kind));
                self.push(at, at + 1, kind, if ambiguous { 0.75 } else { 0.93 }, scores);
                return at + 1;
            }
        }
        let mut end = at + 1;
        while end < to {
            let next = &self.atoms[end];
            let word = self.word(end);
            if next.capital {
                let stop = next.own.kind.is_some_and(|kind| {
                    kind == EntityType::Norp || next.end > next.start + 1 && kind != EntityType::Person
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

    /// A run that only its words and its surroundings can type.
    fn generic(&mut self, mut at: usize, end: usize, title: bool) {
        let first = self.atoms[at];
        let common = |atom: &Atom| {
            atom.end == atom.start + 1
                && atom.is(COMMON)
                && atom.own.classes & GIVEN == 0
                && atom.own.kind.is_none()
        };
        if (self.is_first(at) || self.line.titled)
            && common(&first)
            && !self.word(at).is_all_capitals()
            && !(title && !self.line.titled)
        {
            at += 1;
            while at < end && !self.atoms[at].capital {
                at += 1;
            }
        }
        if at >= end {
            return;
        }
        let atom = &self.atoms[at];
        let alone = end == at + 1 && atom.end == atom.start + 1;
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
            if !name && !word.is_all_capitals() || self.is_first(at) || self.line.titled {
                return;
            }
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
        let plain = word.is(MONTH | WEEKDAY) || word.is(HEAD) && !word.is_all_capitals();
        if alone && (plain && !title || word.is(NO_NAME) && (word.is_all_capitals() || word.text == "Covid"))
        {
            return;
        }
        let scores = typing::score(self.words, self.line, self.atoms, at, end, title);
        let (kind, confidence) = typing::best(&scores);
        self.push(at, end, kind, confidence, Some(scores));
    }

    fn push(&mut self, from: usize, to: usize, kind: EntityType, confidence: f32, scores: Option<Scores>) {
        let (start, end) = (self.atoms[from].start, self.atoms[to - 1].end);
        let span = Span::new(self.words[start].token.start, self.words[end - 1].token.end);
        let entry = if to == from + 1 { self.atoms[from].own } else { LEXICON.get(span.text(self.text)) };
        let kind = if scores.is_none() { entry.kind.filter(|_| to > from + 1).unwrap_or(kind) } else { kind };
        self.found.push(Found {
            span,
            start,
            end,
            kind,
            confidence,
            id: entry.id,
            scores,
            titled: self.line.titled,
        });
    }
}

/// Heads that make a name even of common words in a title.
fn class_is_firm(class: Classes) -> bool {
    class & (ORG_HEAD | FAC_HEAD) != 0
}
