//! Adverbials that can stand between a cue and its content: "on Tuesday", "in a statement", "on Bluesky".

use crate::claims::view::View;
use crate::words::classes::*;
use crate::words::token::Kind;

/// The most words of a time, without its preposition.
const TIME_WORDS: usize = 5;

/// The most words from a preposition to the occasion of speech: "in a short but clear statement".
const OCCASION_WORDS: usize = 7;

/// The most words of whom or what an occasion was with: "interview with NRK".
const PARTNER_WORDS: usize = 6;

/// The most words of an outlet's name.
const OUTLET_WORDS: usize = 4;

/// Where the adverbials at `start` end, or `start`.
pub fn end(view: &View, start: usize, high: usize) -> usize {
    let next = |at: &usize| Some(*at).filter(|&at| at < high).and_then(|at| one(view, at, high));
    std::iter::successors(Some(start), next).last().unwrap_or(start)
}

/// The end of the one adverbial at `at`.
fn one(view: &View, at: usize, high: usize) -> Option<usize> {
    let adverb = view.is(at, ADVERB) && !view.words[at].capital;
    let next = |words: &[&str]| words.iter().any(|word| view.same(at + 1, word));
    let hearers = view.same(at, "to") && view.is(at + 1, AUDIENCE);
    let by_phone = view.same(at, "by") && next(&["phone", "email", "telephone"]);
    adverb
        .then_some(at + 1)
        .or_else(|| time(view, at, high))
        .or_else(|| hearers.then_some(at + 2))
        .or_else(|| occasion(view, at, high))
        .or_else(|| if view.same(at, "on") { outlet(view, at + 1, high) } else { None })
        .or_else(|| by_phone.then_some(at + 2))
}

/// "on Tuesday", "late last week", "Friday".
fn time(view: &View, at: usize, high: usize) -> Option<usize> {
    const BEFORE: &[&str] = &["on", "late", "early", "in", "this", "last", "by", "at"];
    const INSIDE: &[&str] = &["late", "early", "this", "last", "the"];
    let start = at + usize::from(BEFORE.contains(&view.word(at)));
    let part = |at: usize| {
        let later = at > start && (view.words[at].kind == Kind::Number || clitic(view, at));
        view.is(at, TIME) || later || INSIDE.contains(&view.word(at))
    };
    let most = high.min(start + TIME_WORDS);
    let end = (start..most).find(|&at| !part(at)).unwrap_or(most.max(start));
    let timed = (start..end).any(|at| view.is(at, TIME)) && !view.is(end - 1, DETERMINER);
    (timed && !view.same(end, "and") && !clitic(view, end - 1)).then_some(end)
}

fn clitic(view: &View, at: usize) -> bool {
    matches!(view.word_at(at), Some("'s" | "’s"))
}

/// "in a statement", "during an interview with NRK".
fn occasion(view: &View, at: usize, high: usize) -> Option<usize> {
    if !matches!(view.word(at), "in" | "on" | "at" | "during" | "through" | "via" | "by" | "to") {
        return None;
    }
    let stops = |at: usize| !view.words[at].is_word() || view.is(at, AUXILIARY | SUBORDINATOR | SPEECH);
    for at in at + 1..high.min(at + OCCASION_WORDS) {
        if view.is(at, MEDIUM) {
            if !view.is(at + 1, MEDIUM) {
                return Some(after_partner(view, at + 1, high));
            }
        } else if stops(at) {
            break;
        }
    }
    None
}

/// The end of the phrase that hangs on an occasion: "interview [with NRK]", "statement [to reporters]".
fn after_partner(view: &View, at: usize, high: usize) -> usize {
    if at >= high || !matches!(view.word(at), "with" | "to" | "on") {
        return at;
    }
    let partner = |at: usize| {
        let word = &view.words[at];
        let part = word.capital || word.is(DETERMINER | AUDIENCE) || view.same(at, "of") || clitic(view, at);
        part && !word.is(PRONOUN)
    };
    let most = high.min(at + PARTNER_WORDS);
    let end = (at + 1..most).find(|&at| !partner(at)).unwrap_or(most);
    if end > at + 1 { end } else { at }
}

/// The end of a name at `at` after which another phrase or a clause opens: "wrote on [Bluesky] that".
fn outlet(view: &View, at: usize, high: usize) -> Option<usize> {
    let named = |at: &usize| view.words[*at].capital && !view.is(*at, TIME | PRONOUN | DETERMINER);
    let most = high.min(at + OUTLET_WORDS);
    let end = (at..most).find(|at| !named(at)).unwrap_or(most);
    let opens = end >= high
        || !view.words[end].is_word() && view.words[end].kind != Kind::Possessive
        || view.is(end, PRONOUN | DETERMINER | TIME | SUBORDINATOR | PREPOSITION | COORDINATOR | ADVERB);
    (end > at && opens).then_some(end)
}
