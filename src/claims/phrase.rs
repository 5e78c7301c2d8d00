//! Noun phrases left and right of a cue, found by what cannot be inside one.

use std::ops::Range;

use crate::claims::clause;
use crate::claims::people::is_role;
use crate::claims::view::{View, Word};
use crate::words::classes::*;
use crate::words::gazetteer::{LEXICON, NAME_SUFFIX};
use crate::words::lexicon::Context;
use crate::words::token::Kind;
use crate::words::verbs::{BASE, PAST, THIRD};

/// No noun phrase is followed further; keeps every walk short on hostile input.
const LONGEST: usize = 40;

/// The most words in a bracket that belongs to a name.
const BRACKET: usize = 8;

/// The most words of a quotation inside a noun phrase, marks included.
const SHORT_QUOTATION: usize = 6;

/// The noun phrase that ends before `end`, not reaching before `low`.
pub fn left(view: &View, low: usize, end: usize) -> Option<Range<usize>> {
    let low = low.max(end.saturating_sub(LONGEST));
    let mut end = end;
    while end > low
        && (view.is(end - 1, ADVERB) || view.same(end - 1, "then"))
        && !view.words[end - 1].capital
    {
        end -= 1;
    }
    if end == low {
        return None;
    }
    if view.mark(end - 1) == ')' {
        return bracketed(view, low, end);
    }
    if view.is(end - 1, PRONOUN | OBJECT) || (view.same(end - 1, "that") && end - low > 1) {
        return Some(end - 1..end);
    }
    let mut at = end;
    while at > low && inside_left(view, low, at - 1, end) {
        at -= 1;
    }
    trim(view, at..end)
}

/// "Jane Doe (left)": the phrase with the bracket that closes it.
fn bracketed(view: &View, low: usize, end: usize) -> Option<Range<usize>> {
    let open = (low..end - 1).rev().take(BRACKET).find(|&at| view.mark(at) == '(')?;
    let before = left(view, low, open)?;
    (before.end == open).then_some(before.start..end)
}

/// The word that a noun phrase is about: the last one before what hangs on it.
pub fn head(view: &View, words: &Range<usize>) -> usize {
    let hangs = |at: &usize| {
        view.is(*at, PREPOSITION | RELATIVE | COORDINATOR | TO) || view.words[*at].kind == Kind::Mark
    };
    let end = (words.start + 1..words.end).find(hangs).unwrap_or(words.end);
    end - 1
}

/// Whether the word at `at` can belong to a noun phrase that ends before `end`.
fn inside_left(view: &View, low: usize, at: usize, end: usize) -> bool {
    match view.words[at].kind {
        Kind::Possessive | Kind::Number => true,
        Kind::Quote => nickname(view, low, at),
        // "Sen. Doe, R-Fla.," and "Doe, 38," are apposed; "A, B and C" a list.
        Kind::Mark if view.mark(at) == ',' => between_names(view, low, at, end) && lists(view, at, end),
        Kind::Mark => mark_inside(view, low, at, end),
        Kind::Word => word_inside_left(view, low, at, end),
    }
}

fn word_inside_left(view: &View, low: usize, at: usize, end: usize) -> bool {
    let word = &view.words[at];
    if view.same(at, "and") {
        return joins(view, low, at, end);
    }
    if view.same(at, "who") || view.same(at, "whose") {
        return at > low && view.words[at - 1].is_word() && at + 2 < end;
    }
    let clause = word.is(SUBORDINATOR) && !word.is(PREPOSITION)
        || matches!(view.word(at), "however" | "meanwhile" | "nevertheless" | "then");
    // Right before the verb no other verb stands: "press reports have speculated".
    let present = word.entry.verb & (THIRD | BASE) != 0 && word.entry.verb & PAST == 0;
    let context = || view.context(at, low) == Context::Noun || present && at + 1 == end;
    let noun = word.is(SPEECH | TELL) && context();
    if word.is(TO) && at > low {
        // "France's ambassador to Norway".
        return at + 1 < end && view.words[at + 1].capital && is_role(view.word(at - 1));
    }
    let speech = word.is(SPEECH | TELL) && !noun;
    let closed = word.is(COORDINATOR | AUXILIARY | TO | VERB | OBJECT | RELATIVE) && !noun;
    let pronoun = word.is(PRONOUN) && !view.same(at, "others");
    !(clause || speech || closed || pronoun || view.same(at, "that"))
}

/// Whether a mark other than a comma can stand inside a noun phrase between `low` and `high`: that of an
/// initial, a hyphen, "&" and the like.
fn mark_inside(view: &View, low: usize, at: usize, high: usize) -> bool {
    let word = &view.words[at];
    match view.mark(at) {
        '.' => {
            let joined = at > low && view.words[at - 1].end == word.start && word.end - word.start == 1;
            joined && (at + 1 < high || is_suffix(view.word(at - 1)))
        }
        '-' => !view.spaced(at) || !view.spaced(at + 1),
        mark => "&/%$@#£€()".contains(mark),
    }
}

fn between_names(view: &View, low: usize, at: usize, end: usize) -> bool {
    at + 1 < end && view.words[at + 1].capital && at > low && view.words[at - 1].capital
}

/// A list of names: "and" follows the last comma before `end`.
fn lists(view: &View, comma: usize, end: usize) -> bool {
    (comma + 1..end).any(|at| view.same(at, "and"))
}

/// A quotation of few words inside a name: "Joe “Kid” Doe".
fn nickname(view: &View, low: usize, at: usize) -> bool {
    let Some(words) = short_quotation(view, at) else { return false };
    words.start > low
        && (view.words[words.start - 1].capital || view.is(words.start - 1, DETERMINER))
        && !words.clone().any(|k| view.mark(k) == ',')
}

/// The words of the quotation around `at`, if they are but a name's or a term's.
fn short_quotation<'v>(view: &'v View, at: usize) -> Option<&'v Range<usize>> {
    view.quotation(at).filter(|words| words.len() <= SHORT_QUOTATION)
}

/// Whether "and" at `at` joins two noun phrases rather than two clauses.
fn joins(view: &View, low: usize, at: usize, end: usize) -> bool {
    if at == low || at + 1 >= end {
        return false;
    }
    let before = &view.words[at - 1];
    let after = &view.words[at + 1];
    if !before.is_word() || after.is(PRONOUN) && !view.same(at + 1, "others") {
        return false;
    }
    let start = (low..at).rev().take(6).find(|&k| !view.words[k].is_word()).map_or(low, |k| k + 1);
    // "The board met on May 10 and Doe said so."
    if clause::opens(view, start, at) {
        return false;
    }
    if before.capital && (after.capital || after.is(DETERMINER)) || view.same(at + 1, "others") {
        return true;
    }
    at - start <= 5
        && (start..at).all(|k| !view.is(k, AUXILIARY | VERB | TO | SPEECH | SUBORDINATOR | PRONOUN))
}

/// Cuts what stands at the front of a range but in no noun phrase.
fn trim(view: &View, range: Range<usize>) -> Option<Range<usize>> {
    let Range { mut start, end } = range;
    loop {
        if start >= end {
            return None;
        }
        let word = &view.words[start];
        let other = word.kind == Kind::Mark && !matches!(view.mark(start), '$' | '@' | '#')
            || word.kind == Kind::Possessive;
        let indefinite =
            matches!(view.word(start), "something" | "anything" | "everything") && start + 1 < end;
        let titled = view.mark(start) == '(' && (start..end).any(|at| view.mark(at) == ')');
        let other = other && !titled;
        let so = view.same(start, "so") && start + 1 < end && view.is(start + 1, DETERMINER);
        let loose = so || word.is(COORDINATOR | SUBORDINATOR) && !word.is(PREPOSITION);
        let adverb = word.is(ADVERB) && !view.words[start + 1..end].is_empty();
        if other || loose || adverb || indefinite || view.same(start, "then") {
            start += 1;
        } else if word.entry.preposition > 0 || word.is(PREPOSITION) {
            // "after police said": what may be a preposition opens a clause here.
            let clause = (word.is(SUBORDINATOR) && start + 1 < end).then_some(start + 1);
            start = after_adverbial(view, start, end).or(clause)?;
        } else if let Some(after) = after_time(view, start, end) {
            start = after;
        } else if word.is(TIME)
            && start + 1 < end
            && (view.words[start + 1].capital || view.is(start + 1, DETERMINER | PRONOUN))
        {
            start += 1;
        } else {
            break;
        }
    }
    let nominal = |word: &Word| {
        word.is_word() && !word.is(PREPOSITION | DETERMINER | ADVERB | COORDINATOR)
            || word.is(PRONOUN)
            || word.kind == Kind::Number
    };
    let tail = &view.words[end - 1];
    let tail_ok = tail.is_word() && !tail.is(PREPOSITION | COORDINATOR)
        || view.mark(end - 1) == ')'
        || view.mark(end - 1) == '"'
        || view.mark(end - 1) == '.';
    let possessed = tail.kind == Kind::Possessive;
    ((tail_ok || possessed) && (view.words[start..end].iter().any(nominal) || view.is(end - 1, DETERMINER)))
        .then_some(start..end)
}

/// "Last night Doe", "16.06 Doe": where a name or an article begins after a time without a preposition.
fn after_time(view: &View, start: usize, end: usize) -> Option<usize> {
    let begins = |at: usize| at < end && (view.words[at].capital || view.is(at, DETERMINER | PRONOUN));
    let pointed = matches!(
        view.word(start).to_lowercase().as_str(),
        "last" | "this" | "next" | "earlier" | "late" | "early"
    ) && view.is(start + 1, TIME)
        && begins(start + 2);
    let clock =
        view.words[start].kind == Kind::Number && view.word(start).contains(['.', ':']) && begins(start + 1);
    if pointed { Some(start + 2) } else { clock.then_some(start + 1) }
}

/// Whether a word ends names with a full stop of its own: "Jr.", "Inc."
pub fn is_suffix(word: &str) -> bool {
    LEXICON.get(&word.to_lowercase()).classes & NAME_SUFFIX != 0
}

/// Where the subject begins after an adverbial phrase without a comma: "At a rally on Monday Doe".
fn after_adverbial(view: &View, start: usize, end: usize) -> Option<usize> {
    let begins = |at: usize| {
        let (before, word) = (&view.words[at - 1], &view.words[at]);
        let closed = before.is(PREPOSITION | DETERMINER)
            || before.kind == Kind::Possessive
            || before.kind == Kind::Mark;
        !closed
            && (word.is(DETERMINER | PRONOUN)
                || word.capital && (before.is(TIME) || !before.capital || before.kind == Kind::Number))
    };
    let time = (start..end).rev().find(|&at| view.is(at, TIME) && at + 1 < end);
    time.map(|at| at + 1).or_else(|| (start + 2..end).rev().find(|&at| begins(at)))
}

/// The noun phrase that starts at `start`, not reaching `high`.
pub fn right(view: &View, start: usize, high: usize) -> Option<Range<usize>> {
    let high = high.min(start + LONGEST).min(view.words.len());
    if start >= high {
        return None;
    }
    if view.is(start, PRONOUN | OBJECT) {
        return Some(start..start + 1);
    }
    let mut at = start;
    while at < high && inside_right(view, start, at, high) {
        at += 1;
    }
    while at > start
        && (view.is(at - 1, PREPOSITION | COORDINATOR | DETERMINER | ADVERB)
            || view.words[at - 1].kind == Kind::Mark && view.mark(at - 1) != ')')
    {
        if view.mark(at - 1) == '.'
            && view.words[at - 1].start == view.words[at.saturating_sub(2)].end
            && at < high
        {
            break;
        }
        at -= 1;
    }
    let nominal = view.words[start..at]
        .iter()
        .any(|word| word.is_word() && !word.is(PREPOSITION | DETERMINER | ADVERB));
    (nominal && !view.is(start, PREPOSITION | COORDINATOR | AUXILIARY)).then_some(start..at)
}

fn inside_right(view: &View, start: usize, at: usize, high: usize) -> bool {
    match view.words[at].kind {
        Kind::Possessive | Kind::Number => true,
        Kind::Quote => short_quotation(view, at).is_some(),
        Kind::Mark => mark_inside(view, start, at, high),
        Kind::Word => word_inside_right(view, start, at, high),
    }
}

fn word_inside_right(view: &View, start: usize, at: usize, high: usize) -> bool {
    /// Prepositions that may end a noun phrase; "of", "from" and the like never do.
    const ENDING: &[&str] = &[
        "in", "on", "at", "after", "during", "before", "as", "by", "to", "with", "into", "over", "about",
        "against",
    ];
    let word = &view.words[at];
    if view.same(at, "and") {
        return joins_right(view, at + 1, high);
    }
    let day = word.is(TIME) && word.capital && at > start && !view.is(at - 1, PREPOSITION | DETERMINER);
    if day {
        return false;
    }
    // "According to Moe the property was returned".
    if word.is(DETERMINER) && at > start && view.words[at - 1].capital && !view.is(at - 1, PREPOSITION) {
        return false;
    }
    if ENDING.contains(&view.word(at)) {
        let hangs = matches!(view.word(at), "in" | "at" | "on" | "with" | "to");
        let common = at > start && !view.words[start].capital;
        return hangs && common && !view.is(at + 1, TIME) && !medium(view, at + 1, high);
    }
    let stop = COORDINATOR | AUXILIARY | TO | VERB | OBJECT | RELATIVE | PRONOUN;
    let clause = word.is(SUBORDINATOR) && !word.is(PREPOSITION);
    let speech = word.is(SPEECH) && at > start && !view.is(at - 1, DETERMINER | PREPOSITION);
    let late = word.is(ADVERB) && at > start;
    !(word.is(stop) && !view.same(at, "others") || clause || speech || late)
}

/// Whether the words after "and" belong to the same noun phrase rather than to another clause.
fn joins_right(view: &View, next: usize, high: usize) -> bool {
    let verb = (next..high.min(next + 5)).any(|at| view.is(at, SPEECH | AUXILIARY | VERB));
    let other = view.is(next, PRONOUN | SPEECH | ADVERB | AUXILIARY | SUBORDINATOR);
    next < high && !other && !verb || view.same(next, "others")
}

/// "a statement", "an interview": what follows "in" where nobody's place is told.
pub fn medium(view: &View, at: usize, high: usize) -> bool {
    (at..high.min(at + 4)).any(|k| view.is(k, MEDIUM))
}
