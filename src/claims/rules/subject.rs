//! Who speaks: the subject of a verb, the owner of a noun, what is apposed to either.

use std::ops::Range;

use crate::claims::cue::Cue;
use crate::claims::draft::Draft;
use crate::claims::phrase;
use crate::claims::rules::finder::Finder;
use crate::claims::view::View;
use crate::words::classes::*;
use crate::words::lexicon::Context;
use crate::words::token::Kind;

impl Finder<'_, '_> {
    /// The source of a verb: its subject, or that of the verb it hangs on.
    pub(super) fn source(&self, cue: &Cue, range: &Range<usize>) -> Option<Range<usize>> {
        let view = self.view;
        let previous = || {
            let before = |draft: &&Draft| {
                draft.head.is_some_and(|head| head < cue.head && head >= range.start)
                    && !draft.holds(cue.head)
            };
            let last = self.here().iter().filter(before).max_by_key(|draft| draft.head);
            last.and_then(|draft| draft.source.clone())
        };
        let dependent = cue.participle || cue.context == Context::Infinitive;
        let mut edge = cue.first;
        while edge > range.start && view.is(edge - 1, ADVERB) && !view.words[edge - 1].capital {
            edge -= 1;
        }
        let joined = edge > range.start
            && (view.is(edge - 1, COORDINATOR)
                || view.mark(edge - 1) == ',' && !dependent && view.word(cue.head).ends_with("ed"));
        if dependent || joined {
            let before = cue.first.checked_sub(1).filter(|&at| at >= range.start);
            // "quoted Doe as saying".
            if cue.participle && before.is_some_and(|at| view.same(at, "as")) {
                return phrase::left(view, range.start, cue.first - 1)
                    .and_then(|words| after_verb(view, words));
            }
            let attached = cue.participle
                && before.is_some_and(|at| {
                    view.words[at].kind == Kind::Word
                        && !view.is(at, PREPOSITION | COORDINATOR | ADVERB | TO | AUXILIARY | SUBORDINATOR)
                });
            if attached {
                return absolute(view, range.start, cue.first)
                    .or_else(|| phrase::left(view, range.start, cue.first));
            }
            let before = previous();
            // "Doe, a lawyer, joked": the comma closes an apposition, and joins no second verb.
            let apposed = (!dependent && before.is_none()).then(|| self.subject(cue, range)).flatten();
            return before.or(apposed).or_else(|| self.main_subject(range, cue.first));
        }
        self.subject(cue, range).or_else(|| self.before_quotation(cue, edge))
    }

    /// "Doe “once again expressed …”": the subject stands before the quotation.
    fn before_quotation(&self, cue: &Cue, edge: usize) -> Option<Range<usize>> {
        let view = self.view;
        let quote = view.words[cue.head].quote;
        let open = view.quotations.get(quote as usize)?.words.start;
        let sentence = view.sentences.partition_point(|sentence| sentence.end <= open);
        (edge <= open + 1).then(|| phrase::left(view, view.sentences[sentence].start, open)).flatten()
    }

    /// The noun phrase before the verb group, with an apposition or inserted clause between.
    pub(super) fn subject(&self, cue: &Cue, range: &Range<usize>) -> Option<Range<usize>> {
        let view = self.view;
        let mut end = cue.first;
        while end > range.start && view.is(end - 1, ADVERB) && !view.words[end - 1].capital {
            end -= 1;
        }
        if end <= range.start {
            return None;
        }
        // "Doe on Monday said": the adverbial stands between.
        let mut back = end;
        while back > range.start && view.is(back - 1, TIME) {
            back -= 1;
        }
        if back < end && back > range.start {
            if view.is(back - 1, PREPOSITION | DETERMINER)
                || matches!(view.word(back - 1), "late" | "early" | "this")
            {
                back -= 1;
            }
            if let Some(found) = phrase::left(view, range.start, back) {
                return Some(found);
            }
        }
        if let Some(open) = dash_before(view, range.start, end - 1) {
            return phrase::left(view, range.start, open);
        }
        if view.mark(end - 1) != ',' {
            let found = phrase::left(view, range.start, end)?;
            return Some(self.list_left(found, range));
        }
        let close = end - 1;
        let open = (range.start..close)
            .rev()
            .take(30)
            .find(|&k| view.mark(k) == ',' && view.words[k].quote == view.words[close].quote)?;
        let segment = open + 1;
        let head = self.past_age(phrase::left(view, range.start, open)?, range);
        if segment == close {
            return None;
        }
        let word = &view.words[segment];
        let clause =
            word.is(RELATIVE | PREPOSITION | ADVERB | SUBORDINATOR | COORDINATOR | TIME | AUXILIARY | TO)
                || view.word(segment).ends_with("ing")
                || (segment..close).any(|k| view.is(k, SPEECH))
                || word.kind == Kind::Quote;
        if clause { Some(head) } else { Some(head.start..close) }
    }

    /// "A, B and C said": takes the names before the comma into the list.
    pub(super) fn list_left(&self, found: Range<usize>, range: &Range<usize>) -> Range<usize> {
        let view = self.view;
        let has_and = found.clone().any(|k| view.same(k, "and"));
        let comma = found.start > range.start + 1 && view.mark(found.start - 1) == ',';
        if has_and
            && comma
            && view.words[found.start].capital
            && view.words[found.start - 2].capital
            && let Some(before) = phrase::left(view, range.start, found.start - 1)
            && before.start == range.start
        {
            return before.start..found.end;
        }
        found
    }

    /// "Doe, 38, a nurse, said": steps back over the age and the like to the name.
    pub(super) fn past_age(&self, found: Range<usize>, range: &Range<usize>) -> Range<usize> {
        let view = self.view;
        let first = &view.words[found.start];
        let apposed = first.kind == Kind::Number
            || view.same(found.start, "a")
            || view.same(found.start, "an")
            || view.same(found.start, "the");
        if !apposed
            || found.start <= range.start + 1
            || view.mark(found.start - 1) != ','
            || !view.words[found.start - 2].capital
        {
            return found;
        }
        match phrase::left(view, range.start, found.start - 1) {
            Some(name) if view.words[name.start].capital => name.start..found.end,
            _ => found,
        }
    }

    /// The subject of the region's first clause.
    pub(super) fn main_subject(&self, range: &Range<usize>, before: usize) -> Option<Range<usize>> {
        let view = self.view;
        let mut start = range.start;
        while start < before
            && (view.is(start, COORDINATOR | ADVERB)
                || view.words[start].kind == Kind::Mark
                || view.words[start].kind == Kind::Quote)
        {
            start += 1;
        }
        if view.is(start, PREPOSITION | SUBORDINATOR | TIME)
            || start < before && view.word(start).ends_with("ing")
        {
            let comma = (start..before).find(|&k| view.mark(k) == ',')?;
            start = comma + 1;
        }
        // The verb is not known: the phrase ends before the first auxiliary or verb.
        let end = (start..before).find(|&k| {
            k > start
                && (view.is(k, AUXILIARY | VERB | SPEECH)
                    || view.words[k].kind == Kind::Word && !view.words[k].capital && verb_like(view.word(k))
                    || view.mark(k) == ',')
        })?;
        let found = phrase::right(view, start, end)?;
        (found.end <= before).then_some(found)
    }

    /// Who a noun of speech belongs to: "Doe's claim", "criticism from Doe", "the statement by Doe".
    pub(super) fn owner(&self, cue: &Cue, range: &Range<usize>) -> Option<Range<usize>> {
        let view = self.view;
        let mut at = cue.head;
        for _ in 0..4 {
            if at == range.start {
                break;
            }
            at -= 1;
            if view.is(at, POSSESSIVE) {
                return Some(at..at + 1);
            }
            if view.words[at].kind == Kind::Possessive {
                return phrase::left(view, range.start, at);
            }
            if !view.words[at].is_word()
                || view.is(at, PREPOSITION | AUXILIARY | DETERMINER | COORDINATOR | SUBORDINATOR)
            {
                break;
            }
        }
        let by = matches!(cue.preposition(), Some("by" | "from"));
        if by {
            return phrase::right(view, cue.after + 1, range.end);
        }
        None
    }
}

/// The part of a noun phrase after the last verb in it.
fn after_verb(view: &View, words: Range<usize>) -> Option<Range<usize>> {
    let verb = words.clone().rev().find(|&at| view.words[at].entry.cue != 0 && !view.words[at].capital);
    let start = verb.map_or(words.start, |at| at + 1);
    (start < words.end).then_some(start..words.end)
}

/// The dash that opens the insertion which the one at `close` ends: "Doe – who was there – said".
fn dash_before(view: &View, low: usize, close: usize) -> Option<usize> {
    let dash = |at: usize| {
        matches!(view.mark(at), '–' | '—') || view.mark(at) == '-' && view.spaced(at) && view.spaced(at + 1)
    };
    (close > low && dash(close)).then(|| (low + 1..close).rev().take(30).find(|&at| dash(at))).flatten()
}

/// A lower-case word that ends like a finite verb of the past.
pub(super) fn verb_like(word: &str) -> bool {
    word.ends_with("ed") && word.len() > 4
}

/// The source with the apposition that follows it: "Doe, the minister of transport,".
pub fn apposed(view: &View, source: Range<usize>, high: usize) -> Range<usize> {
    let start = source.end + 1;
    if view.mark(source.end) != ','
        || start >= high
        || view.words[source.end].quote != view.words[source.start].quote
    {
        return source;
    }
    let word = &view.words[start];
    if word.is(RELATIVE | COORDINATOR | SUBORDINATOR | PRONOUN | PREPOSITION | TIME | POSSESSIVE)
        || view.word(start).ends_with("ing")
        || word.kind == Kind::Quote
    {
        return source;
    }
    let named = view.words[source.start].capital;
    let Some(end) = (start..high.min(start + 25)).find(|&k| {
        view.mark(k) == ',' || k + 1 == high || view.is(k, RELATIVE | SUBORDINATOR | COORDINATOR | SPEECH)
    }) else {
        return source;
    };
    let verbal = (start..end).any(|k| view.is(k, AUXILIARY | VERB | PRONOUN | SPEECH));
    let article = word.is(DETERMINER) || !word.capital && word.kind == Kind::Word;
    if !named || verbal || !article || view.is(end, SPEECH) {
        return source;
    }
    let mut end = if view.same(end, "and") {
        (end..high.min(end + 15)).find(|&k| view.mark(k) == ',' || k + 1 == high).unwrap_or(end)
    } else {
        end
    };
    while end > start && view.words[end - 1].kind == Kind::Mark {
        end -= 1;
    }
    if end < high && view.words[end].is_word() && end + 1 == high {
        end += 1;
    }
    source.start..end
}

/// The subject of a participle after "with": "with [Ann Berg] saying that".
fn absolute(view: &View, low: usize, end: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 8;
    let with = (low..end).rev().take(LONGEST).find(|&at| view.same(at, "with"))?;
    let part = |at: usize| {
        view.words[at].is_word() && !view.is(at, VERB | AUXILIARY | SUBORDINATOR | RELATIVE | TO)
            || view.words[at].kind == Kind::Possessive
    };
    (with + 1 < end && (with + 1..end).all(part)).then_some(with + 1..end)
}
