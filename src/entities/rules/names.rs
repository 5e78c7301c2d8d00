//! Names: runs of capitalised words, cut into mentions by heads, titles and the gazetteers.

use crate::document::{EntityType, Span};
use crate::entities::mention::Mention;
use crate::entities::rank::Rank;
use crate::entities::rules::chunks::chunks;
use crate::entities::rules::cutter::Cutter;
use crate::entities::rules::runs::run;
use crate::entities::word::{Line, Word};
use crate::words::gazetteer::*;
use crate::words::token::Kind;

/// The mentions of one sentence, in order.
pub fn find(words: &[Word], line: &Line, text: &str, found: &mut Vec<Mention>) {
    let chunks = chunks(words, line, text);
    let first = found.len();
    let mut at = 0;
    while at < chunks.len() {
        let chunk = &chunks[at];
        if let Some(value) = chunk.value {
            found.push(Mention {
                span: Span::new(words[chunk.start].token.start, words[chunk.end - 1].token.end),
                start: chunk.start,
                end: chunk.end,
                kind: value.kind,
                confidence: value.rank.confidence(),
                id: "",
                scores: None,
                titled: false,
                tentative: false,
            });
            at += 1;
        } else if chunk.capital || chunk.own.kind.is_some() {
            let end = run(&chunks, words, at);
            let mut cutter = Cutter { words, line, text, chunks: &chunks, found };
            cutter.cut(at, end);
            at = end;
        } else {
            at += 1;
        }
    }
    join_years(words, text, first, found);
}

/// "2014 Winter Games", "27th Film Festival", "World Cup 2018": which of them it was belongs to the name of an event.
fn join_years(words: &[Word], text: &str, first: usize, found: &mut Vec<Mention>) {
    let mut at = first;
    while at < found.len() {
        if found[at].kind == EntityType::Event {
            let one = |mention: &Mention| {
                mention.end == mention.start + 1 && words[mention.start].token.kind == Kind::Number
            };
            let which = |mention: &Mention| {
                one(mention) && matches!(mention.kind, EntityType::Date | EntityType::Ordinal)
            };
            if found.get(at + 1).is_some_and(|next| {
                next.start == found[at].end && which(next) && next.kind == EntityType::Date
            }) {
                let year = found.remove(at + 1);
                found[at].end = year.end;
            }
            if at > first && found[at - 1].end == found[at].start && which(&found[at - 1]) {
                let which = found.remove(at - 1);
                at -= 1;
                found[at].start = which.start;
            }
            let event = &mut found[at];
            let span = Span::new(words[event.start].token.start, words[event.end - 1].token.end);
            if span != event.span {
                (event.span, event.id) = (span, LEXICON.get(span.text(text)).id);
            }
        }
        at += 1;
    }
}

impl Cutter<'_, '_> {
    /// Emits the mentions of the chunks `from..to`, one run.
    fn cut(&mut self, from: usize, to: usize) {
        let mut at = from;
        let mut title = false;
        while at < to {
            if self.is_no_part(at) {
                at += 1;
            } else if self.is_function_word(at, to) {
                at += 1;
                title = false;
            } else if let Some(end) = self.platform(at, to).or_else(|| self.event(at, to)) {
                at = end;
                title = false;
            } else if let Some(end) = self.headed(at, to) {
                at = end;
                title = false;
            } else if let Some(end) = self.town(at, to) {
                at = end;
                title = false;
            } else if self.is_title(at, to) {
                title = self.chunks[at].is(TITLE_END | HONORIFIC);
                at += 1;
                at += usize::from(at < to && self.word(at).text == ".");
                at = self.office(at, to);
            } else {
                at = self.name(at, to, title);
                title = false;
            }
        }
    }

    /// Marks and small words between names.
    fn is_no_part(&self, at: usize) -> bool {
        let chunk = &self.chunks[at];
        let mark = self.word(at).token.kind != Kind::Word && chunk.is_single();
        chunk.own.kind.is_none() && (!chunk.capital || mark)
    }

    /// A function word with a capital, which is no name: "The", "However".
    fn is_function_word(&self, at: usize, to: usize) -> bool {
        let word = self.word(at);
        let initial = word.text.len() == 1 && at + 1 < to && self.word(at + 1).text == ".";
        if !self.chunks[at].is_single() || initial {
            return false;
        }
        let bare = word.text.eq_ignore_ascii_case("the")
            || word.is(FUNCTION) && !word.is_acronym() && word.own.kind.is_none();
        // Will and May are first names, but not where any word has a capital.
        bare && (word.own.classes & GIVEN == 0 || self.is_capital_anyway(at))
    }

    /// "Platform X", "Network Bluesky": a noun for the medium, with a capital as a heading or a
    /// translation has it, then the platform's own name.
    fn platform(&mut self, at: usize, to: usize) -> Option<usize> {
        let noun = self.chunks[at].is_single()
            && matches!(self.word(at).text, "Platform" | "Network" | "Site" | "App");
        let next = self.chunks.get(at + 1).filter(|_| noun && at + 1 < to)?;
        let letter = self.word(at + 1).text.chars().count() == 1;
        let ends = at + 2 == to || !self.chunks[at + 2].capital;
        if !(next.capital && ends && (letter || next.is_known(EntityType::Org))) {
            return None;
        }
        self.push(at + 1, at + 2, EntityType::Org, Rank::Likely);
        Some(at + 2)
    }

    /// "Hurricane Anna", "Operation Long Night".
    fn event(&mut self, at: usize, to: usize) -> Option<usize> {
        let first = &self.chunks[at];
        let named = at + 1 < to && self.chunks[at + 1].capital;
        if !(first.is_single() && first.is(EVENT_FIRST) && named && !self.line.titled) {
            return None;
        }
        let end = (at + 1..to).find(|&next| !self.chunks[next].capital).unwrap_or(to);
        self.push(at, end, EntityType::Event, Rank::Fair);
        Some(end)
    }

    /// "Fort Lee", "Port Hutt": a word that begins the names of towns, and one more.
    fn town(&mut self, at: usize, to: usize) -> Option<usize> {
        let first =
            self.chunks[at].is_single() && matches!(self.word(at).text, "Fort" | "Port" | "Ft" | "Santa");
        let next = self.chunks.get(at + 1).filter(|_| first && at + 1 < to)?;
        let town = next.capital && next.is_single() && !self.line.titled && !next.is(HEAD);
        town.then(|| self.push(at, at + 2, EntityType::Gpe, Rank::Likely))?;
        Some(at + 2)
    }

    fn is_title(&self, at: usize, to: usize) -> bool {
        let chunk = &self.chunks[at];
        // Dean and Prince are first names: titles only before a name, and where they may end one.
        let name = chunk.own.classes & GIVEN != 0 && !(at + 1 < to && chunk.is(TITLE_END));
        let known = chunk.own.kind.is_some_and(|kind| kind != EntityType::Person);
        chunk.is_single() && chunk.is(TITLE) && !name && !known
    }

    /// Past the field of an office, which is no name: "Minister [of Health and Sport]".
    fn office(&self, at: usize, to: usize) -> usize {
        if at >= to || !matches!(self.word(at).text, "of" | "for") {
            return at;
        }
        let field = |chunk: usize| {
            let chunk = &self.chunks[chunk];
            let organisation = chunk.is(ORG_HEAD) && chunk.own.classes & GIVEN == 0;
            let common = chunk.is(COMMON) && chunk.own.kind.is_none() && chunk.is_single();
            !chunk.capital || common && !organisation && !chunk.is(TITLE_END)
        };
        (at + 1..to).find(|&end| !field(end)).unwrap_or(to)
    }
}
