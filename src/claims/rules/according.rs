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

impl Finder<'_, '_> {
    /// "according to Doe", before or after its content.
    pub(super) fn according(&mut self, cue: &Cue, index: usize, range: &Range<usize>) -> Option<usize> {
        let view = self.view;
        let Some(source) = phrase::right(view, cue.after, range.end) else { return None };
        let source = widened(view, source, range.end);
        let source = apposed(view, source, range.end);
        if cue.takes == Takes::Words && !source.clone().any(|at| view.is(at, MEDIUM)) {
            return None;
        }
        let after = source.end;
        let mut content = Vec::new();
        let mut left_end = cue.first;
        while left_end > range.start && view.mark(left_end - 1) == ',' {
            left_end -= 1;
        }
        let mut low = range.start;
        if let Some(stop) = (low..left_end).rev().take(80).find(|&k| view.mark(k) == ';') {
            low = stop + 1;
        }
        while low < left_end && (view.is(low, COORDINATOR) || view.mark(low) == ',') {
            low += 1;
        }
        if left_end > low {
            content.push(low..left_end);
        }
        let rest = if view.mark(after) == ',' { after + 1 } else { after };
        if rest < range.end && (content.is_empty() || view.mark(after) == ',') {
            let word = &view.words[rest];
            let stops = !content.is_empty()
                && (word.is(COORDINATOR | RELATIVE | SUBORDINATOR)
                    || view.word(rest).ends_with("ing")
                    || word.is(SPEECH)
                    || left_end - low > 12 && word.is(DETERMINER));
            if !stops {
                content.push(rest..content::end(view, rest, range.end, Style::Clause));
            }
        }
        self.push(cue, Some(source), content, index)
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
