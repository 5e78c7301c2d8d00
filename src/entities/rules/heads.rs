//! Names that end with a head: "Ministry of Trade", "Kastrup Airport", "Lake Como".

use crate::document::EntityType;
use crate::entities::rules::atoms::Atom;
use crate::entities::rules::cutter::{Cutter, LONGEST};
use crate::entities::rules::typing;
use crate::words::gazetteer::*;
use crate::words::token::Kind;

impl Cutter<'_, '_> {
    /// A name that ends with a head ("Ministry", "Airport"), with what hangs on its "of"; past it.
    pub fn headed(&mut self, at: usize, to: usize) -> Option<usize> {
        let mut head = None;
        let mut next = at;
        while next < to.min(at + 9) {
            let atom = &self.atoms[next];
            let word = self.word(next);
            let single = atom.is_single();
            if next > at
                && single
                && atom.is(TITLE_END)
                && !atom.is(HEAD)
                && !(next + 1 < to
                    && self.atoms[next + 1].is(HEAD)
                    && self.word(next).text != "President"
                    && self.word(next).text != "Minister")
                && !self.owns_head(next, to)
            {
                break;
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
            } else {
                let before_head = atom.is_single()
                    && atom.capital
                    && atom.is(COMMON)
                    && next + 1 < to
                    && self.atoms[next + 1].is(HEAD);
                let joint = matches!(word.text, "&" | "." | "," | "and" | "for" | "-")
                    || word.token.kind == Kind::Possessive
                    || word.is(PARTICLE);
                let stop = if head.is_some() { !before_head } else { !atom.capital && !joint };
                if stop {
                    break;
                }
            }
            // "Fund for Peace Union", but not "Berg for Malta Airways".
            let before = &self.atoms[next.max(at + 1) - 1];
            if matches!(word.text, "and" | "for") && (before.own.kind.is_some() || !before.is(COMMON)) {
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
            && first.is_single()
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
        self.push(start, end, kind, 0.75, None);
        Some(end)
    }

    /// A known organisation of several words with a head: "Department of State".
    fn is_headed_name(&self, atom: &Atom) -> bool {
        let (first, last) = (&self.words[atom.start], &self.words[atom.end - 1]);
        !atom.is_single() && atom.is_known(EntityType::Org) && (first.is(ORG_HEAD) || last.is(ORG_HEAD))
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
        while end < to.min(head + LONGEST) {
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
}

/// Heads that make a name even of common words in a title.
fn class_is_firm(class: Classes) -> bool {
    class & (ORG_HEAD | FAC_HEAD) != 0
}
