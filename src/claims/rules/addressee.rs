//! Those who hear: they stand between a cue and its content, or inside it, and belong to neither.

use std::ops::Range;

use crate::claims::cue::Cue;
use crate::claims::view::View;
use crate::words::classes::*;
use crate::words::token::Kind;

/// Cuts the one apologized or condoled to out of a content: "an apology [to Doe] for the delay".
pub(super) fn without_addressee(view: &View, cue: &Cue, content: &mut Vec<Range<usize>>) {
    let verb = view.word(cue.head).to_ascii_lowercase();
    if verb.starts_with("wish") {
        // "wished the team a good trip": the team is addressed.
        let Some(part) = content.last_mut() else { return };
        if let Some(gift) = (part.start + 1..part.end.min(part.start + 7))
            .find(|&at| view.same(at, "a") || view.same(at, "an"))
        {
            part.start = gift;
        }
    }
    let wish = verb.starts_with("wish") || verb.starts_with("apolog");
    if !wish && !view.is(cue.head, PERFORM) {
        return;
    }
    let Some(part) = content.last().cloned() else { return };
    let Some(to) = part.clone().take(8).find(|&at| view.is(at, TO)) else { return };
    let named = view.is(to + 1, DETERMINER | OBJECT | POSSESSIVE)
        || view.words.get(to + 1).is_some_and(|word| word.capital);
    if !named || (part.start..to).any(|at| view.words[at].quote != view.words[part.start].quote) {
        return;
    }
    let stop = |at: usize| {
        view.is(at, SUBORDINATOR | COORDINATOR | TO | RELATIVE) && !view.is(at, PREPOSITION)
            || at > to + 1 && view.is(at, PREPOSITION) && !view.same(at, "of")
            || matches!(view.mark(at), ',' | '"')
    };
    let end = (to + 1..part.end).find(|&at| stop(at)).unwrap_or(part.end);
    // An apposition in commas goes with the one it is about.
    let end = if view.mark(end) == ',' && end < part.end {
        (end + 1..part.end).find(|&at| view.mark(at) == ',').map_or(end, |comma| comma + 1)
    } else {
        end
    };
    let end = match (end..part.end).find(|&at| !view.is(at, TIME) && !matches!(view.word(at), "on" | "in")) {
        Some(after) if after > end && view.is(after - 1, TIME) => after,
        _ => end,
    };
    content.pop();
    if to > part.start {
        content.push(part.start..to);
    }
    if end < part.end {
        let that = if view.same(end, "that") { end + 1 } else { end };
        content.push(that..part.end);
    }
}

/// The end of the addressee that stands at `start`: `told [Doe] that`, `told [NBC News] on Friday`.
pub fn addressee(view: &View, start: usize, high: usize) -> usize {
    if start >= high || !view.words[start].is_word() {
        return start;
    }
    let opens = |at: usize| {
        at >= high
            || view.same(at, "that")
            || view.is(at, QUESTION | TO)
            || matches!(view.mark(at), ',' | ':' | '"' | '.')
    };
    if view.is(start, OBJECT | AUDIENCE)
        || view.same(start, "it")
        || view.same(start, "her") && opens(start + 1)
    {
        return start + 1;
    }
    if let Some(that) = (start..high.min(start + 14)).find(|&k| {
        view.same(k, "that")
            || view.is(k, QUESTION)
            || view.words[k].kind == Kind::Quote
            || matches!(view.mark(k), ',' | ':')
    }) {
        let of = (start + 1..that).find(|&k| {
            matches!(view.word(k), "of" | "about") && !view.words[start..k].iter().any(|w| w.is(DETERMINER))
        });
        if let Some(of) = of {
            return of;
        }
        let clean = (start..that).all(|k| !view.is(k, AUXILIARY | VERB | PRONOUN | SUBORDINATOR));
        if clean && that > start {
            return that;
        }
    }
    let mut at = start;
    while at < high && (view.is(at, DETERMINER) || view.words[at].kind == Kind::Possessive) && at < start + 2
    {
        at += 1;
    }
    if at < high && view.words[at].capital {
        while at < high
            && (view.words[at].capital && view.words[at].is_word()
                || view.mark(at) == '.' && !view.spaced(at)
                || view.is(at, PREPOSITION)
                    && view.same(at, "of")
                    && view.words.get(at + 1).is_some_and(|word| word.capital)
                || view.same(at, "and") && view.words[(at + 1).min(high - 1)].capital)
        {
            at += 1;
        }
        if view.is(at, AUDIENCE) {
            at += 1;
        }
        return at;
    }
    // Lower-case nouns: up to the determiner, pronoun or name that opens the clause.
    let mut end = at;
    while end < high
        && end < at + 6
        && view.words[end].is_word()
        && !view.words[end].capital
        && !(end > at && view.is(end, DETERMINER | PRONOUN | AUXILIARY))
    {
        end += 1;
    }
    if end < high
        && end > start
        && (view.is(end, DETERMINER | PRONOUN) || view.words[end].capital || opens(end))
    {
        end
    } else {
        start
    }
}
