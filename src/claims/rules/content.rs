//! Where a content that follows its cue ends.

use crate::claims::cue;
use crate::claims::cue::Cue;
use crate::claims::view::{NONE, View};
use crate::words::classes::*;
use crate::words::lexicon::{Context, Frame};
use crate::words::token::Kind;

/// How far a content goes by nature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A full clause runs through its commas.
    Clause,
    /// A noun phrase or an infinitive mostly ends at the first.
    Object,
}

/// How far a rule looks ahead.
const AHEAD: usize = 8;

/// The end of the content that starts at `start` in a region that ends at `high`.
pub fn end(view: &View, start: usize, high: usize, style: Style) -> usize {
    let mut at = start;
    let mut listed = false;
    while at < high {
        let word = &view.words[at];
        match word.kind {
            Kind::Quote if word.quote != NONE && view.words[start].quote != word.quote => {
                let quote = &view.quotations[word.quote as usize].words;
                at = quote.end.clamp(at + 1, high);
                let comma = at >= 2 && at < high && view.mark(at - 2) == ',';
                if comma && stops(view, start, at - 1, high, Style::Clause, &mut listed) {
                    break;
                }
                continue;
            }
            Kind::Mark => match view.mark(at) {
                ';' => break,
                '(' => {
                    at = (at..high.min(at + 30)).find(|&k| view.mark(k) == ')').unwrap_or(at);
                }
                '—' | '–' | '-'
                    if dash(view, at)
                        && (style == Style::Object && !repairs(view, at) || gloss(view, at, high)) =>
                {
                    break;
                }
                ',' if stops(view, start, at, high, style, &mut listed) => break,
                _ => {}
            },
            // “go home” and I went
            Kind::Word if at > start && view.is(at, COORDINATOR) && closes_quotation(view, start, at) => {
                break;
            }
            Kind::Word
                if at > start
                    && view.is(at, COORDINATOR | SUBORDINATOR)
                    && new_speech(view, at, high, style) =>
            {
                break;
            }
            _ => {}
        }
        at += 1;
    }
    close(view, start, at)
}

/// Whether a quotation that opens the content ends before the coordinator at `at`, after which a new subject stands.
fn closes_quotation(view: &View, start: usize, at: usize) -> bool {
    let whole = view.marked_quotation(start).is_some_and(|words| words.start == start && words.end == at);
    whole && view.is(at + 1, PRONOUN)
}

/// Whether a dash opens the reporter's own gloss, which runs to the end: "said it was safe – something few believe".
fn gloss(view: &View, at: usize, high: usize) -> bool {
    let another =
        (at + 1..high).any(|later| matches!(view.mark(later), '—' | '–' | '-') && dash(view, later));
    let noun =
        view.is(at + 1, DETERMINER) || matches!(view.word_at(at + 1), Some("something" | "one" | "which"));
    view.words[at].quote == NONE && !another && noun && !repairs(view, at)
}

/// Whether a dash only breaks off speech that begins anew with the same word: "that the -- the owner".
fn repairs(view: &View, dash: usize) -> bool {
    let mark = |at: &usize| matches!(view.mark(*at), '—' | '–' | '-');
    let before = (0..dash).rev().find(|at| !mark(at));
    let after = (dash + 1..view.words.len()).find(|at| !mark(at));
    before.zip(after).is_some_and(|(before, after)| {
        view.words[before].is_word() && view.word(before).eq_ignore_ascii_case(view.word(after))
    })
}

fn dash(view: &View, at: usize) -> bool {
    view.mark(at) != '-'
        || view.spaced(at) && view.spaced(at + 1)
        || view.words[at].end - view.words[at].start > 1
}

/// Whether the content ends at the comma at `at`.
fn stops(view: &View, start: usize, at: usize, high: usize, style: Style, listed: &mut bool) -> bool {
    let next = at + 1;
    if next >= high || other_speech(view, next, high, style) {
        return true;
    }
    if style == Style::Clause || KEEPS.iter().any(|keep| view.same(next, keep)) {
        return false;
    }
    if view.same(next, "and") {
        return !*listed;
    }
    // "a quick, full inquiry": an adjective follows.
    let adjectives = at - start <= 3 && view.is(start, DETERMINER) && view.words[next].is_word();
    if adjectives && !view.words[next].capital && view.words[next].entry.class & !THING == 0 {
        return false;
    }
    *listed = is_listed(view, next, high, *listed);
    !*listed
}

/// Words after a comma that go on with a noun phrase or an infinitive.
const KEEPS: &[&str] = &[
    "including",
    "such",
    "or",
    "from",
    "to",
    "not",
    "like",
    "especially",
    "particularly",
    "if",
    "that",
    "of",
    "for",
    "along",
    "about",
    "on",
    "among",
];

/// Whether another attribution opens at `at`: ", adding …", ", according to …", ", said …", ", but she denied …".
fn other_speech(view: &View, at: usize, high: usize, style: Style) -> bool {
    let own = |cue: Cue| cue.participle && view.ing(at) || cue.is_according();
    cue::find(view, at, &(at..high)).is_some_and(own)
        || view.is(at, SPEECH) && !view.words[at].capital
        || view.is(at, COORDINATOR | SUBORDINATOR | RELATIVE) && new_speech(view, at, high, style)
}

/// "A, B and C": a short item and then another comma with "and", or "and" itself.
fn is_listed(view: &View, at: usize, high: usize, listed: bool) -> bool {
    let end = (at..high.min(at + AHEAD)).find(|&end| view.mark(end) == ',' || view.same(end, "and"));
    end.is_some_and(|end| {
        let conjunct = view.same(end, "and") || view.same(end + 1, "and") || listed;
        conjunct && (at..end).all(|at| !view.is(at, AUXILIARY | VERB | PRONOUN | SPEECH | SUBORDINATOR))
    })
}

/// Whether "and", "but", "while" … at `at` opens speech of its own: "and said", "but he denied".
fn new_speech(view: &View, at: usize, high: usize, style: Style) -> bool {
    let next = at + 1;
    if view.is(at, SUBORDINATOR | RELATIVE)
        && !matches!(view.word(at), "while" | "whereas" | "although" | "though")
    {
        return false;
    }
    for k in next..high.min(next + AHEAD) {
        let word = &view.words[k];
        if word.kind == Kind::Quote
            || word.kind == Kind::Mark && view.mark(k) != '.'
            || word.is(TO | SUBORDINATOR | RELATIVE) && k > next
        {
            return false;
        }
        if word.entry.cue != 0 {
            let cue = cue::find(view, k, &(next..high));
            if cue.is_some_and(|cue| {
                let verb = matches!(cue.context, Context::Verb | Context::Passive) && !cue.participle;
                // "and 190 towns have accepted it" goes on, "and the mayor said that" does not.
                let reports = cue.speech || matches!(cue.frame, Frame::That | Frame::Quote);
                let own = if k > next + 1 { reports } else { view.is(k, SPEECH) };
                verb && (own || style == Style::Object) && cue.rate >= 60
            }) {
                return true;
            }
        }
        if word.is(AUXILIARY) && k == next && style == Style::Object {
            return true;
        }
    }
    false
}

/// The end without the marks that close a sentence or clause outside quotation marks.
pub fn close(view: &View, start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start {
        let last = &view.words[end - 1];
        let mark = last.kind == Kind::Mark
            && matches!(view.mark(end - 1), '.' | ',' | ';' | ':' | '—' | '–' | '-' | '?' | '!');
        let quoted = last.quote != NONE && view.words[start].quote == last.quote;
        let abbreviation =
            view.mark(end - 1) == '.' && end < view.words.len() && end >= 2 && view.is(end - 2, TITLE);
        if mark && !quoted && !abbreviation {
            end -= 1;
        } else {
            break;
        }
    }
    end
}
