//! Names that end with a head: "Ministry of Trade", "Kastrup Airport", "Lake Como".

use crate::document::EntityType;
use crate::entities::kinds::head_kind;
use crate::entities::rank::Rank;
use crate::entities::rules::chunks::Chunk;
use crate::entities::rules::cutter::{Cutter, LONGEST};
use crate::words::gazetteer::*;
use crate::words::token::Kind;

/// How many chunks from a name's start its head is looked for.
const REACH: usize = 9;

impl Cutter<'_, '_> {
    /// A name that ends with a head ("Ministry", "Airport"), with what hangs on its "of"; past it.
    pub fn headed(&mut self, at: usize, to: usize) -> Option<usize> {
        let head = self.last_head(at, to)?;
        let organisation = self.is_headed_name(&self.chunks[head]);
        let class = if organisation { ORG_HEAD } else { self.chunks[head].low };
        let follows = |text: &str| head + 2 < to && self.word(head + 1).text == text;
        let of = follows("of") || class & ORG_HEAD != 0 && follows("for");
        // "Lake Como", "Cape Horn": the head stands first.
        let leads = head == at && class & LOC_FIRST != 0 && head + 1 < to && self.chunks[head + 1].capital;
        if head == at && !of && !leads {
            return self.bare_head(at);
        }
        if !of && self.is_person(at, head) || self.is_phrase_of_title(at, head, class) {
            return None;
        }
        let start = at + usize::from(self.is_word_before_name(at, head));
        if leads {
            self.push(start, head + 2, EntityType::Loc, Rank::Likely);
            return Some(head + 2);
        }
        let end = if of { self.object(head, to) } else { head + 1 };
        let end = end + usize::from(end < to && self.is_dot_of_suffix(end));
        self.push(start, end, head_kind(class, of), Rank::Weak);
        Some(end)
    }

    /// The last head of the name that begins at `at`.
    fn last_head(&self, at: usize, to: usize) -> Option<usize> {
        let mut head = None;
        for next in at..to.min(at + REACH) {
            if next > at && self.is_title_before_name(next, to) {
                break;
            }
            if self.is_head(at, next) {
                head = Some(next);
                continue;
            }
            let goes_on = match head {
                Some(_) => self.joins_heads(next, to) || self.stands_before_head(next, to),
                None => self.chunks[next].capital || self.is_joint(next),
            };
            if !goes_on || self.divides(at, next) {
                break;
            }
        }
        head
    }

    fn is_head(&self, at: usize, next: usize) -> bool {
        let chunk = &self.chunks[next];
        let word = chunk.capital
            && chunk.is_single()
            && chunk.is(HEAD)
            && (next > at || chunk.own.kind.is_none())
            && self.word(next).own.kind != Some(EntityType::Norp);
        word || next > at && self.is_headed_name(chunk)
    }

    /// A known organisation of several words with a head: "Department of State".
    fn is_headed_name(&self, chunk: &Chunk) -> bool {
        let (first, last) = (&self.words[chunk.start], &self.words[chunk.end - 1]);
        !chunk.is_single() && chunk.is_known(EntityType::Org) && (first.is(ORG_HEAD) || last.is(ORG_HEAD))
    }

    /// A title after which a person's name begins, unless a head hangs on it: "Governor" in "Oslo
    /// Governor Anna Berg", but not in "Governor House" and "Auditor General’s Office".
    fn is_title_before_name(&self, next: usize, to: usize) -> bool {
        let chunk = &self.chunks[next];
        let before_head = next + 1 < to
            && self.chunks[next + 1].is(HEAD)
            && !matches!(self.word(next).text, "President" | "Minister");
        let owns = |at: usize| {
            self.word(at).token.kind == Kind::Possessive && at + 1 < to && self.chunks[at + 1].is(HEAD)
        };
        let owns_head = (next + 1..to.min(next + 4)).any(owns);
        chunk.is_single() && chunk.is(TITLE_END) && !chunk.is(HEAD) && !before_head && !owns_head
    }

    /// "Hospital and Research Centre".
    fn joins_heads(&self, next: usize, to: usize) -> bool {
        self.word(next).text == "and"
            && next + 2 < to
            && self.chunks[next + 1].is(COMMON)
            && self.chunks[next + 2].is(ORG_HEAD)
    }

    /// "Department Press Office": a common noun between two heads.
    fn stands_before_head(&self, next: usize, to: usize) -> bool {
        let chunk = &self.chunks[next];
        let common = chunk.is_single() && chunk.capital && chunk.is(COMMON);
        common && next + 1 < to && self.chunks[next + 1].is(HEAD)
    }

    fn is_joint(&self, next: usize) -> bool {
        let word = self.word(next);
        matches!(word.text, "&" | "." | "," | "and" | "for" | "-")
            || word.token.kind == Kind::Possessive
            || word.is(PARTICLE)
    }

    /// "Fund for Peace Union", but not "Berg for Malta Airways".
    fn divides(&self, at: usize, next: usize) -> bool {
        let before = &self.chunks[next.max(at + 1) - 1];
        matches!(self.word(next).text, "and" | "for") && (before.own.kind.is_some() || !before.is(COMMON))
    }

    /// A head that is a name alone: "Parliament".
    fn bare_head(&mut self, at: usize) -> Option<usize> {
        if self.is_capital_anyway(at) || !self.chunks[at].is(BARE_ORG) {
            return None;
        }
        self.push(at, at + 1, EntityType::Org, Rank::Poor);
        Some(at + 1)
    }

    /// "Susan House": a first name before a surname that is also a head.
    fn is_person(&self, at: usize, head: usize) -> bool {
        let first = &self.chunks[at];
        // "in Linda Park" is a place as Linda Park speaks, walks and is heard from.
        let placed = [
            "the", "The", "in", "In", "at", "At", "on", "near", "outside", "around", "across", "through",
            "into", "to",
        ];
        let sexed = first.own.classes & (MALE | FEMALE) != 0;
        let place = self.chunks[head].low & (FAC_HEAD | LOC_HEAD) != 0;
        head == at + 1
            && (self.chunks[head].own.classes & SURNAME != 0
                || sexed && place && !placed.contains(&self.text_before(at)))
            && first.own.classes & GIVEN != 0
            && (first.own.kind.is_none() || first.own.classes & WEAK != 0)
            && !first.is(COMMON)
    }

    /// Common words of a title that end with a head, which only a firm one makes a name.
    fn is_phrase_of_title(&self, at: usize, head: usize, class: Classes) -> bool {
        let common = |chunk: &Chunk| chunk.is(COMMON) && chunk.own.kind.is_none();
        self.line.titled && class & (ORG_HEAD | FAC_HEAD) == 0 && self.chunks[at..head].iter().all(common)
    }

    /// A sentence's first word has a capital anyway: it is dropped unless the name needs it.
    fn is_word_before_name(&self, at: usize, head: usize) -> bool {
        let first = &self.chunks[at];
        self.is_first(at)
            && head > at + 1
            && first.is_single()
            && first.is(COMMON)
            && first.own.kind.is_none()
            && first.own.classes & GIVEN == 0
            && self.chunks[at + 1].own.kind.is_some()
    }

    /// Past the object of the "of" or "for" after the head.
    fn object(&self, head: usize, to: usize) -> usize {
        let mut end = head + 2;
        end += usize::from(self.word(end).text.eq_ignore_ascii_case("the") && end + 1 < to);
        while end < to.min(head + LONGEST) {
            if !self.chunks[end].capital {
                match self.after_joint(end, to) {
                    Some(next) => end = next,
                    None => break,
                }
                continue;
            }
            if self.begins_person(end) {
                break;
            }
            end += 1;
            let known = self.chunks[end - 1].own.kind.is_some();
            if known && !(end < to && self.chunks[end].is(HEAD)) {
                break;
            }
        }
        while end > head + 1 && !self.chunks[end - 1].capital {
            end -= 1;
        }
        end
    }

    /// "Ministry of Finance and Economy", but not "Ministry of Finance and Oslo": past the joint.
    fn after_joint(&self, at: usize, to: usize) -> Option<usize> {
        let text = self.word(at).text;
        let joint = matches!(text, "and" | "of" | "the" | "&" | "for");
        if !joint || at + 1 >= to || self.chunks[at - 1].own.kind.is_some() {
            return None;
        }
        let next = at + 1 + usize::from(at + 2 < to && !self.chunks[at + 1].capital);
        let chunk = &self.chunks[next];
        let other = chunk.own.kind.is_some() && text == "and" || !chunk.is(COMMON);
        (!other).then_some(next)
    }

    /// A title or a first name inside the object: a person follows.
    fn begins_person(&self, at: usize) -> bool {
        let chunk = &self.chunks[at];
        let field = matches!(self.word(at).text, "Justice" | "Commerce" | "Executive");
        let title = chunk.is(TITLE_END) && !chunk.is(ORG_HEAD) && !field;
        title || chunk.own.classes & GIVEN != 0 && chunk.own.kind.is_none() && !chunk.is(COMMON)
    }
}
