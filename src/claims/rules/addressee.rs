//! Those who hear: they stand between a cue and its content, or inside it, and belong to neither.

use std::ops::Range;

use crate::claims::cue::Cue;
use crate::claims::view::View;
use crate::words::classes::*;

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
