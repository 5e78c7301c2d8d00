//! Whom the speaker addresses, for claims of any method: "told [reporters]", "a letter to [the board]".

use std::ops::Range;

use crate::claims::view::View;
use crate::document::Span;
use crate::words::classes::*;
use crate::words::token::Kind;

/// How far after a cue the hearer may end, in words.
const REACH: usize = 24;

/// The hearer of the claim with these parts, in words: after a verb that takes one, or after "to"; empty where none is named.
pub fn of(view: &View, cue: &[Range<usize>], content: &[Range<usize>]) -> Vec<Span> {
    let Some(head) = cue.last().map(|part| part.end - 1) else { return Vec::new() };
    let start = head + 1;
    let limit = view.words.len().min(start + REACH);
    let sentence = (start..limit).find(|&at| matches!(view.mark(at), '.' | ';' | '\n'));
    let high = sentence.unwrap_or(limit);
    let tells = view.is(head, TELL);
    let start = if tells { start } else { start + 1 };
    let to = view.is(head, SPEECH | MEDIUM) && view.same(head + 1, "to");
    if start >= high || !tells && !to {
        return Vec::new();
    }
    // Within the content the hearer is who is to act: "asked [the council] to wait".
    let inside = content.iter().any(|part| part.contains(&start));
    let end = if inside { actor(view, start, high) } else { end(view, start, high) };
    if end > start { vec![view.span(start..end)] } else { Vec::new() }
}

/// Past who is asked "to" do something, from `start`; `start` where nobody is.
fn actor(view: &View, start: usize, high: usize) -> usize {
    const LONGEST: usize = 8;
    let to = (start + 1..high.min(start + LONGEST)).find(|&at| view.is(at, TO));
    to.filter(|&to| (start..to).all(|at| !view.is(at, AUXILIARY | VERB | SUBORDINATOR))).unwrap_or(start)
}

/// The end of the addressee that stands at `start`: `told [Doe] that`, `told [NBC News] on Friday`.
pub fn end(view: &View, start: usize, high: usize) -> usize {
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
