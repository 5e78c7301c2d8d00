//! Names without a head: known ones, and those that only context can type.

use crate::document::EntityType;
use crate::entities::kinds::{KINDS, best, favour};
use crate::entities::rank::Rank;
use crate::entities::rules::chunks::Chunk;
use crate::entities::rules::cutter::{Cutter, LONGEST};
use crate::entities::rules::typing::score;
use crate::entities::word::Word;
use crate::words::gazetteer::*;
use crate::words::token::Kind;

/// What the chunk at which a name begins tells.
enum Verdict {
    /// A name of the gazetteers, whole.
    Known(EntityType),
    /// A common word, unless the article knows it as a name.
    Tentative,
    /// It begins a run that ends where its words say.
    Run,
}

/// Letters of the shortest single word that context alone makes a name.
const SHORTEST: usize = 3;

impl Cutter<'_, '_> {
    /// A name without a head, beginning at `at`; past it.
    pub fn name(&mut self, at: usize, to: usize, title: bool) -> usize {
        match self.verdict(at, to, title) {
            _ if self.partners(at, to) => {
                // "Barnes & Noble"
                self.push(at, at + 3, EntityType::Org, Rank::Likely);
                return at + 3;
            }
            Verdict::Known(kind) => self.known(at, kind, title),
            Verdict::Tentative => self.push_tentative(at),
            Verdict::Run => {
                let end = self.run_end(at, to);
                self.unknown(at, end, title);
                return end;
            }
        }
        at + 1
    }

    /// Two names that "&" makes a firm.
    fn partners(&self, at: usize, to: usize) -> bool {
        let name = |at: usize| self.chunks[at].capital && self.chunks[at].is_single();
        at + 2 < to && self.word(at + 1).text == "&" && name(at) && name(at + 2) && !self.line.titled
    }

    fn verdict(&self, at: usize, to: usize, title: bool) -> Verdict {
        let chunk = &self.chunks[at];
        let single = chunk.is_single();
        let acronym = self.word(at).is_acronym();
        let weak = chunk.own.classes & WEAK != 0;
        if let Some(kind) = chunk.own.kind.filter(|_| !(title && single)) {
            let whole = !single || !self.begins_longer(at, to, kind);
            let word = single && chunk.is(COMMON) && !matches!(kind, EntityType::Norp | EntityType::Gpe);
            let public = chunk.own.classes & KNOWN_SURNAME != 0;
            if whole && !weak {
                let doubtful = word && self.is_capital_anyway(at) && !acronym && !public;
                return if doubtful { Verdict::Tentative } else { Verdict::Known(kind) };
            }
        }
        let word = single && chunk.is(COMMON) && chunk.own.classes & GIVEN == 0 && chunk.own.kind.is_none();
        let told = title && !self.line.titled;
        if word && self.is_capital_anyway(at) && !acronym && !told {
            Verdict::Tentative
        } else {
            Verdict::Run
        }
    }

    /// Whether a known word is only the beginning of a longer name: "Berlin" in "Berlin Hansen".
    fn begins_longer(&self, at: usize, to: usize, kind: EntityType) -> bool {
        let Some(next) = self.chunks.get(at + 1).filter(|next| at + 1 < to && next.capital) else {
            return false;
        };
        let given = self.chunks[at].own.classes & GIVEN != 0;
        let unknown = next.own.kind.is_none() && !next.is(TITLE | FUNCTION);
        // "Chelsea Clinton": whatever else a first name is, before a surname it is one.
        let surname = next.own.classes & (SURNAME | KNOWN_SURNAME | GIVEN) != 0 && next.is_single();
        if given && surname && !self.line.titled {
            return true;
        }
        unknown && kind != EntityType::Norp && !self.line.titled
            || unknown && given && !next.is(COMMON)
            || given && next.is_known(EntityType::Person)
    }

    /// A name of the gazetteers.
    fn known(&mut self, at: usize, kind: EntityType, title: bool) {
        let chunk = &self.chunks[at];
        let kind = if kind == EntityType::Norp && self.is_language(at) { EntityType::Language } else { kind };
        // Jordan and Washington are people, too.
        let ambiguous = chunk.is_single()
            && chunk.own.classes & (GIVEN | SURNAME) != 0
            && chunk.own.classes & COUNTRY == 0
            && kind != EntityType::Norp
            && KINDS.contains(&kind);
        if ambiguous {
            let scores = score(self.words, self.line, self.chunks, at, at + 1, title);
            self.push_scored(at, at + 1, (kind, Rank::Weak.confidence()), favour(scores, kind));
        } else {
            self.push(at, at + 1, kind, Rank::Firm);
        }
    }

    /// Past the run of a name that begins at `at`.
    fn run_end(&self, at: usize, to: usize) -> usize {
        let goes_on = |&end: &usize| {
            if self.chunks[end].capital {
                !self.begins_other(end, to)
            } else {
                self.is_joint_of_name(end, to)
            }
        };
        let mut end = (at + 1..to).take_while(goes_on).last().map_or(at + 1, |last| last + 1);
        while end > at + 1 && !self.chunks[end - 1].capital && !self.is_dot_of_suffix(end - 1) {
            end -= 1;
        }
        end
    }

    /// Whether a chunk with a capital is no part of the name before it.
    fn begins_other(&self, at: usize, to: usize) -> bool {
        let chunk = &self.chunks[at];
        let person = chunk.own.classes & (GIVEN | SURNAME) != 0;
        let group = chunk.is_known(EntityType::Norp);
        let long = !chunk.is_single() && chunk.own.kind.is_some_and(|kind| kind != EntityType::Person);
        // "Norway Jean Petit": a first name after a state begins another name.
        let state =
            self.chunks[at - 1].own.classes & COUNTRY != 0 && self.chunks[at - 1].own.classes & GIVEN == 0;
        let citizen = state && chunk.own.classes & GIVEN != 0 && at + 1 < to && self.chunks[at + 1].capital;
        let title = chunk.is(TITLE_END) && at + 1 < to && self.chunks[at + 1].capital && !person;
        let word = self.line.titled && (chunk.is(FUNCTION) || chunk.is(COMMON) && !person);
        group || long || citizen || title || word
    }

    /// Whether a chunk without a capital stands inside a name: "." and "van der".
    fn is_joint_of_name(&self, at: usize, to: usize) -> bool {
        let word = self.word(at);
        let particle = word.is(PARTICLE) && !matches!(word.text, "la" | "y" | "e") && at + 1 < to;
        let quoted = word.token.kind == Kind::Quote && at > 0 && at + 1 < to;
        quoted
            || word.text == "."
            || word.text == "&" && !self.line.titled
            || particle
            || word.token.kind == Kind::Possessive
    }

    /// Only words of the dictionary: "Human Resources", or a title alone.
    fn is_all_common(&self, at: usize, end: usize) -> bool {
        let mut capitals = self.chunks[at..end].iter().filter(|chunk| chunk.capital);
        if end == at + 1 {
            return capitals.all(|chunk| chunk.is(TITLE) && chunk.is(COMMON) && chunk.is_single());
        }
        let common = |chunk: &Chunk| {
            chunk.is(COMMON) && chunk.own.kind.is_none() && chunk.own.classes & (GIVEN | SURNAME) == 0
        };
        capitals.all(common)
    }

    /// Whether a nationality names its language: "spoke Danish", "in Danish.", "Danish is spoken".
    fn is_language(&self, at: usize) -> bool {
        let next = self.chunks.get(at + 1).map(|chunk| &self.words[chunk.start]);
        let plain = next.filter(|next| {
            next.token.kind == Kind::Word
                && !((next.is(FUNCTION) || next.text.ends_with("ly")) && !next.token.capital)
        });
        let alone = plain.is_none() && next.is_none_or(|next| next.text != "-");
        let own = [
            "pronunciation",
            "language",
            "languages",
            "dialect",
            "dialects",
            "lexicon",
            "grammar",
            "vocabulary",
            "spelling",
            "orthography",
        ];
        if next.is_some_and(|next| own.contains(&next.text))
            || self.text_before(at) == "(" && next.is_some_and(|next| next.text == ":")
        {
            return true;
        }
        let listed = matches!(self.text_before(at), "and" | "or" | "," | "some" | "-")
            && self.found.last().is_some_and(|last| {
                last.kind == EntityType::Language && self.chunks[at].start - last.end <= 2
            });
        let himself = at > 1
            && matches!(
                self.text_before(at),
                "himself" | "herself" | "myself" | "themselves" | "fluent" | "some" | "broken"
            );
        let spoken = at > 0 && self.word(at - 1 - usize::from(himself)).is(LANGUAGE_CUE);
        // An adjective is no subject: "Danish is", but not "the Danish are" or "A German is".
        let before = self.text_before(at);
        let noun = matches!(before, "the" | "The" | "a" | "A" | "an" | "An" | "this" | "This" | "one")
            || self.word(at).text.ends_with('s')
            || at > 0 && self.word(at - 1).is_capital();
        let subject = !noun && next.is_some_and(|next| matches!(next.text, "is" | "was" | "has"));
        spoken
            || alone
                && (listed
                    || subject
                    || matches!(self.text_before(at), "in" | "into")
                    || self.is_near_language(at))
    }

    /// Whether the words about a nationality that stands alone speak of languages.
    fn is_near_language(&self, at: usize) -> bool {
        const REACH: usize = 6;
        let start = self.chunks[at].start;
        let near =
            &self.words[start.saturating_sub(REACH).max(self.line.start)..(start + REACH).min(self.line.end)];
        let told = |word: &Word| {
            let word = word.text;
            matches!(
                word,
                "language" | "languages" | "dialect" | "dialects" | "fluently" | "bilingual" | "translated"
            )
        };
        near.iter().any(told)
            && matches!(self.text_before(at), "like" | "of" | "and" | "or" | "," | "from" | ":")
    }

    /// A run that no gazetteer knows: only its words and its surroundings can type it.
    fn unknown(&mut self, at: usize, end: usize, title: bool) {
        if at >= end || end > at + LONGEST {
            return;
        }
        let alone = end == at + 1 && self.chunks[at].is_single();
        if alone && !title && self.word_alone(at) || alone && self.misspelt(at) {
            return;
        }
        if !title && alone && self.direction(at) || self.is_no_name(at, end, title) {
            return;
        }
        let scores = score(self.words, self.line, self.chunks, at, end, title);
        self.push_scored(at, end, best(&scores), scores);
    }

    /// A common word or a letter with a capital and without a title; whether that settles it.
    fn word_alone(&mut self, at: usize) -> bool {
        let word = self.word(at);
        let letters = word.text.chars().count();
        if word.own.kind.is_some() || !(word.is(COMMON) || letters < 2) {
            return false;
        }
        // "Image: Anna Berg": a label.
        if self.words.get(self.chunks[at].end).is_some_and(|next| next.text == ":") && !word.is_acronym() {
            return true;
        }
        if letters < 2 && self.is_on_medium(at) {
            self.push(at, at + 1, EntityType::Org, Rank::Likely);
            return true;
        }
        let name = word.own.classes & (GIVEN | SURNAME) != 0 && word.text.len() >= SHORTEST;
        if self.is_capital_anyway(at) || !name && !word.is_acronym() {
            self.push_tentative(at);
            return true;
        }
        false
    }

    /// Where a post stands: "on X", "the platform Y", "via X".
    fn is_on_medium(&self, at: usize) -> bool {
        matches!(
            self.text_before(at),
            "on" | "On" | "via" | "platform" | "network" | "site" | "app" | "Platform"
        )
    }

    /// A long name of a state with one letter wrong.
    fn misspelt(&mut self, at: usize) -> bool {
        let Some(country) = LEXICON.misspelt_country(self.word(at).text) else { return false };
        self.push(at, at + 1, EntityType::Gpe, Rank::Fair);
        if let Some(mention) = self.found.last_mut() {
            mention.id = country;
        }
        true
    }

    /// "the South" is a region, "South" alone is none; whether the word is a direction.
    fn direction(&mut self, at: usize) -> bool {
        let text = self.word(at).text;
        let noun = matches!(
            text,
            "North"
                | "South"
                | "East"
                | "West"
                | "Northeast"
                | "Northwest"
                | "Southeast"
                | "Southwest"
                | "Midwest"
        );
        if noun && self.text_before(at) == "the" {
            self.push(at, at + 1, EntityType::Loc, Rank::Poor);
        }
        noun || matches!(text, "Northern" | "Southern" | "Eastern")
    }

    /// Labels, months, heads and common words that have a capital without being a name.
    fn is_no_name(&self, at: usize, end: usize, title: bool) -> bool {
        let word = self.word(at);
        let last = &self.words[self.chunks[end - 1].end - 1];
        let field = matches!(&self.text[word.token.start..last.token.end], "R&D" | "Q&A" | "M&A" | "B&B");
        if end == at + 1 && self.chunks[at].is_single() {
            // "A1", "B": a label.
            let label = word.text.len() <= 3 && word.text.bytes().skip(1).all(|byte| byte.is_ascii_digit());
            let plain = word.is(MONTH | WEEKDAY) || word.is(HEAD) && !word.is_acronym();
            let capitals = word.text.chars().filter(|c| c.is_uppercase()).count();
            let short = word.is(NO_NAME) && (word.is_acronym() || capitals > 1 || word.text == "Covid");
            if short || !title && (label || plain) {
                return true;
            }
        }
        field || !title && self.is_all_common(at, end)
    }
}
