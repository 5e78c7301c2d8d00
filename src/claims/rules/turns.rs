//! Speech whose speaker a label names: turns of debates and interviews, "Doe: Malta must pay", signed quotations.

use std::ops::Range;

use crate::claims::clause;
use crate::claims::people::is_role;
use crate::claims::phrase;
use crate::claims::rules::content;
use crate::claims::rules::finder::Finder;
use crate::claims::rules::uncued::uncued;
use crate::claims::view::View;
use crate::document::{BlockKind, EntityType};
use crate::words::classes::*;
use crate::words::token::Kind;

/// The most words of a label: "The Minister for Roads (Ms Holm)".
const LONGEST: usize = 16;

/// The fewest words of what a headline's name says, when it is not quoted.
const SHORTEST: usize = 4;

/// So many labels make a record of speech, in which a turn runs on through paragraphs.
const RECORD: usize = 3;

/// The most words of who signs a quotation.
const SIGNATURE: usize = 14;

impl Finder<'_, '_> {
    /// The label of the block that opens with sentence `index`: who speaks, and where what they say begins.
    pub(super) fn label(&self, index: usize) -> Option<(Range<usize>, usize)> {
        let view = self.view;
        let range = view.sentences.get(index).filter(|_| view.opens_block[index])?;
        let colon = range.clone().take(LONGEST).find(|&at| view.mark(at) == ':')?;
        let label = range.start..colon;
        let heading = matches!(self.kinds[index], BlockKind::Headline | BlockKind::Subheading);
        let fits = if heading { self.is_name(&label) } else { self.is_speaker(&label) };
        let said = colon + 1..content::close(view, (colon + 1).min(range.end), range.end);
        let quoted = view.words.get(said.start).is_some_and(|word| word.kind == Kind::Quote);
        let long = if heading { said.len() >= SHORTEST || quoted } else { !said.is_empty() };
        (!label.is_empty() && fits && long).then(|| (self.without_bracket(label), colon + 1))
    }

    /// "Doe", "Harbour Board of Oslo": a name and nothing else, few words long.
    fn is_name(&self, words: &Range<usize>) -> bool {
        let view = self.view;
        let named = |at: usize| view.words[at].capital || view.same(at, "of") || view.mark(at) == '.';
        let asks = words.len() == 1 && matches!(view.word(words.start), "Q" | "A");
        let whole = words.clone().all(named) && words.clone().any(|at| view.words[at].is_word());
        asks || words.len() <= 7 && whole
    }

    /// Somebody who can have the word: a person, a role, "Q" and "A".
    fn is_speaker(&self, words: &Range<usize>) -> bool {
        let view = self.view;
        let one = words.len() == 1 && matches!(view.word(words.start), "Q" | "A" | "Question" | "Answer");
        let small = PREPOSITION | DETERMINER | COORDINATOR | TO;
        let part = |at: usize| {
            let word = &view.words[at];
            word.capital
                || word.is(small)
                || matches!(view.mark(at), '.' | ',' | '(' | ')' | '-')
                || word.kind == Kind::Possessive
        };
        let person = self.has(words, EntityType::Person);
        let role = words.clone().any(|at| view.words[at].capital && is_role(view.word(at)));
        one || view.words[words.start].capital && words.clone().all(part) && (person || role)
    }

    /// Whether an entity of this kind stands in the words.
    fn has(&self, words: &Range<usize>, kind: EntityType) -> bool {
        if words.is_empty() {
            return false;
        }
        let span = self.view.span(words.clone());
        let entities = &self.document.entities;
        let first = entities.partition_point(|entity| entity.span.start() < span.start());
        entities[first..].iter().take_while(|e| e.span.end() <= span.end()).any(|e| e.kind == kind)
    }

    /// "Mr. Berg (Oslo, North) (Lab)": what the brackets after a person's name hold is no part of it.
    fn without_bracket(&self, label: Range<usize>) -> Range<usize> {
        let open = label.clone().find(|&at| self.view.mark(at) == '(');
        match open {
            Some(open) if self.has(&(label.start..open), EntityType::Person) => label.start..open,
            _ => label,
        }
    }

    /// Every sentence of a turn is a claim of its speaker, and has no cue.
    pub(super) fn turn(&mut self, index: usize, range: &Range<usize>) {
        let view = self.view;
        if view.opens_block[index] {
            let label = self.label(index);
            let goes_on = self.labels >= RECORD && self.kinds[index] == BlockKind::Body;
            self.speaking = match label {
                Some((source, from)) => {
                    self.utter(source.clone(), from..range.end, index);
                    self.speaking = Some(source);
                    return;
                }
                None => self.speaking.take().filter(|_| goes_on),
            };
        }
        if let Some(source) = self.speaking.clone() {
            self.utter(source, range.clone(), index);
        }
    }

    fn utter(&mut self, source: Range<usize>, words: Range<usize>, index: usize) {
        let end = content::close(self.view, words.start.min(words.end), words.end);
        if words.start < end {
            let said = words.start..end;
            self.drafts.push(uncued(Some(source), Vec::new(), vec![said], index, None));
        }
    }

    /// “The plan is bad.” — Jane Doe, mayor of Oslo; “The plan is bad.” Jane Doe, mayor
    pub(super) fn signed(&mut self, index: usize, range: &Range<usize>) {
        let view = self.view;
        let dash = |at: &usize| matches!(view.mark(*at), '—' | '–' | '-') && *at > 0;
        let closing = |at: &usize| view.marked_quotation(at - 1).is_some_and(|words| words.end == *at);
        let dashed = range.clone().filter(dash).find(closing).map(|at| (at, at + 1));
        let ends_block = view.opens_block.get(index + 1).is_none_or(|opens| *opens);
        let bare = || Some((range.start, range.start)).filter(|(at, _)| ends_block && *at > 0 && closing(at));
        let Some((at, from)) = dashed.or_else(bare) else { return };
        let Some(words) = view.quotation(at - 1) else { return };
        let first = view.sentences.partition_point(|sentence| sentence.end <= words.start);
        let opens = view.opens_block[first] && view.sentences[first].start == words.start;
        let Some(name) = self.signature(from..range.end).filter(|_| opens) else { return };
        self.claimed[view.words[at - 1].quote as usize] = true;
        for sentence in first..=index {
            let part =
                view.sentences[sentence].start.max(words.start)..view.sentences[sentence].end.min(words.end);
            if !part.is_empty() {
                self.drafts.push(uncued(Some(name.clone()), Vec::new(), vec![part], sentence, None));
            }
        }
    }

    /// The name of a person and what is apposed to it, if the words are nothing else but the title of a work or a credit.
    fn signature(&self, words: Range<usize>) -> Option<Range<usize>> {
        let view = self.view;
        let end = content::close(view, words.start.min(words.end), words.end);
        let credit = |at: &usize| {
            view.words[*at].kind == Kind::Quote
                || matches!(view.word(*at), "image" | "photo" | "picture" | "via")
        };
        let end = (words.start..end).find(credit).unwrap_or(end);
        let name = words.start..content::close(view, words.start.min(end), end);
        let named = !name.is_empty()
            && name.len() <= SIGNATURE
            && view.words[name.start].capital
            && !clause::opens(view, name.start, name.end);
        let role = || is_role(view.word(name.end - 1));
        (named && (self.has(&name, EntityType::Person) || role())).then_some(name)
    }

    /// "And from Chairwoman Rosa Wolff:" before a quotation in the next sentence or block.
    pub(super) fn leads_in(&mut self, index: usize, range: &Range<usize>) {
        let view = self.view;
        let colon = range.end.saturating_sub(1);
        let (Some(next), true) =
            (view.sentences.get(index + 1), view.mark(colon) == ':' && self.here().is_empty())
        else {
            return;
        };
        let Some(words) = view.marked_quotation(next.start).filter(|words| words.start == next.start) else {
            return;
        };
        let from = range.clone().rev().find(|&at| view.same(at, "from") || view.same(at, "by"));
        let source = from.map(|from| from + 1..colon).or_else(|| phrase::left(view, range.start, colon));
        let Some(source) = source.filter(|source| self.has(source, EntityType::Person)) else { return };
        self.claimed[view.words[next.start].quote as usize] = true;
        let following = view.sentences.iter().enumerate().skip(index + 1);
        for (sentence, range) in following.take_while(|(_, range)| range.start < words.end) {
            let part = range.start..range.end.min(words.end);
            self.drafts.push(uncued(Some(source.clone()), Vec::new(), vec![part], sentence, None));
        }
    }
}

/// How many blocks open with a label.
pub fn labels(finder: &Finder) -> usize {
    (0..finder.view.sentences.len())
        .filter(|&index| finder.kinds[index] == BlockKind::Body && finder.label(index).is_some())
        .count()
}

/// Where the first sentence of a block begins after its dateline ("OSLO (AP) —") or the time of a post ("16.06").
pub fn past_dateline(view: &View, range: &Range<usize>) -> usize {
    let start = range.start;
    let clock = view.words[start].kind == Kind::Number && view.word(start).contains(['.', ':']);
    if clock && range.len() > 2 && view.words[start + 1].capital {
        return start + 1;
    }
    let dash = range.clone().take(LONGEST).find(|&at| {
        matches!(view.mark(at), '—' | '–') || view.mark(at) == '-' && view.spaced(at) && view.spaced(at + 1)
    });
    let Some(dash) = dash.filter(|&dash| dash > start && dash + 2 < range.end) else { return start };
    let part = |at: usize| !view.words[at].is_word() || view.words[at].capital;
    let loud = |at: usize| {
        view.words[at].kind == Kind::Word
            && view.word(at).len() > 2
            && view.word(at).chars().all(char::is_uppercase)
    };
    if (start..dash).all(part) && (loud(start) || view.mark(dash - 1) == ')') { dash + 1 } else { start }
}
