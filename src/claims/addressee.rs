//! Whom the speaker addresses, for claims of any method: "told [reporters]", "a letter to [the board]".

use std::ops::Range;

use crate::claims::rules::addressee::addressee;
use crate::claims::view::View;
use crate::document::Span;
use crate::words::classes::*;

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
    if start >= high || !tells && !(view.is(head, SPEECH | MEDIUM) && view.same(start - 1, "to")) {
        return Vec::new();
    }
    // Within the content the hearer is who is to act: "asked [the council] to wait".
    let inside = content.iter().any(|part| part.contains(&start));
    let end = if inside { actor(view, start, high) } else { addressee(view, start, high) };
    if end > start { vec![view.span(start..end)] } else { Vec::new() }
}

/// Past who is asked "to" do something, from `start`; `start` where nobody is.
fn actor(view: &View, start: usize, high: usize) -> usize {
    const LONGEST: usize = 8;
    let to = (start + 1..high.min(start + LONGEST)).find(|&at| view.is(at, TO));
    to.filter(|&to| (start..to).all(|at| !view.is(at, AUXILIARY | VERB | SUBORDINATOR))).unwrap_or(start)
}
