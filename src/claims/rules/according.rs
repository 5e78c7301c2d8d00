//! "according to Doe": a source with its content before it, after it, or around it.

use std::ops::Range;

use crate::claims::cue::Cue;
use crate::claims::phrase;
use crate::claims::rules::content;
use crate::claims::rules::content::Style;
use crate::claims::rules::finder::Finder;
use crate::claims::rules::subject::apposed;
use crate::claims::view::View;
use crate::words::classes::*;
use crate::words::phrases::Takes;
use crate::words::verbs;

/// How far back a content is looked through for a semicolon.
const BACK: usize = 80;

/// The most words of what is said of such a source.
const MODIFIER: usize = 15;

/// After a content of more words, a noun phrase goes on with the source rather than with the content.
const LONG: usize = 12;

impl Finder<'_, '_> {
    /// "according to Doe", before or after its content.
    pub(super) fn according(&mut self, cue: &Cue, index: usize, range: &Range<usize>) -> Option<usize> {
        let view = self.view;
        let source = phrase::right(view, cue.after, range.end)?;
        let source = apposed(view, widened(view, source, range.end), range.end);
        let source = published(view, cue, source, range);
        if cue.takes == Takes::Words && !source.clone().any(|at| view.is(at, MEDIUM)) {
            return None;
        }
        let before = content_before(view, cue, range);
        let after = content_after(view, before.len(), source.end, range.end);
        let content = [before, after.unwrap_or_default()].to_vec();
        self.push(cue, Some(source), content, index)
    }
}

/// The clause that ends at the cue; empty where none does.
fn content_before(view: &View, cue: &Cue, range: &Range<usize>) -> Range<usize> {
    let comma = |at: usize| view.mark(at) == ',';
    let end = (range.start..cue.first).rev().find(|&at| !comma(at)).map_or(range.start, |last| last + 1);
    let semicolon = (range.start..end).rev().take(BACK).find(|&at| view.mark(at) == ';');
    let low = semicolon.map_or(range.start, |semicolon| semicolon + 1);
    let start = (low..end).find(|&at| !view.is(at, COORDINATOR) && !comma(at)).unwrap_or(end);
    start..end
}

/// The clause after the source, if it is the content or goes on with the one of `before` words.
fn content_after(view: &View, before: usize, at: usize, high: usize) -> Option<Range<usize>> {
    let comma = view.mark(at) == ',';
    let start = at + usize::from(comma);
    if start >= high || before > 0 && !comma {
        return None;
    }
    let other = view.is(start, COORDINATOR | RELATIVE | SUBORDINATOR | SPEECH) || view.ing(start);
    let stops = before > 0 && (other || before > LONG && view.is(start, DETERMINER));
    (!stops).then(|| start..content::end(view, start, high, Style::Clause))
}

/// "According to a note published in the Post on Monday, …": what is said of the source goes on to the comma.
fn published(view: &View, cue: &Cue, source: Range<usize>, range: &Range<usize>) -> Range<usize> {
    let opens = cue.first == range.start && !view.words[source.start].capital;
    let participle = |at: usize| view.words.get(at).is_some_and(|word| word.entry.verb & verbs::PAST != 0);
    let said_of = participle(source.end) || participle(source.end - 1) && view.is(source.end, PREPOSITION);
    let comma = (source.end..range.end.min(source.end + MODIFIER)).find(|&at| view.mark(at) == ',');
    match comma.filter(|_| opens && said_of) {
        Some(comma) => source.start..comma,
        None => source,
    }
}

/// "according to a study by Doe of Oslo": "by", "from" and "in" belong to such a source.
fn widened(view: &View, source: Range<usize>, high: usize) -> Range<usize> {
    if view.words[source.start].capital {
        return source;
    }
    let mut end = source.end;
    while end < high
        && matches!(view.word(end), "by" | "from" | "of" | "with" | "to" | "on")
        && !view.is(end + 1, TIME)
    {
        match phrase::right(view, end + 1, high) {
            Some(more) => end = more.end,
            None => break,
        }
    }
    source.start..end
}
