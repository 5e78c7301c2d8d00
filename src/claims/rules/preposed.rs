//! Cues before their content: Doe said that …; Doe said: “…”.

use std::ops::Range;

use crate::claims::cue::Cue;
use crate::claims::phrase;
use crate::claims::rules::content;
use crate::claims::rules::content::Style;
use crate::claims::rules::postposed::is_according;
use crate::claims::rules::relation::Finder;
use crate::claims::view::{NONE, View};
use crate::words::classes::*;
use crate::words::lexicon::{Context, Frame};
use crate::words::token::Kind;

impl Finder<'_, '_> {
    /// A cue before its content.
    pub(super) fn preposed(&mut self, cue: &Cue, index: usize, range: &Range<usize>, from: usize) -> bool {
        let view = self.view;
        if is_according(view, cue) {
            return view.words[cue.head].quote != NONE && self.according(cue, index, range);
        }
        let mut start = cue.after;
        if cue.speech(view) || view.is(cue.head, TELL) {
            start = phrase::adverbials(view, start, range.end);
            start = past_place(view, cue, start, range.end);
            if view.is(cue.head, TELL) && cue.frame == Frame::Other {
                start = addressee(view, start, range.end);
                start = phrase::adverbials(view, start, range.end);
            }
        } else {
            while start < range.end && view.is(start, ADVERB) {
                start += 1;
            }
        }
        let marked = start < range.end && matches!(view.mark(start), ',' | ':');
        let introduced = start < range.end && view.mark(start) == ':';
        if marked {
            let next = start + 1;
            let opens = next < range.end && view.words[next].kind == Kind::Quote;
            if view.mark(start) == ',' && !opens && next < range.end {
                // "said, however, that": the insertion ends at the next comma.
                match (next..range.end.min(next + 9)).find(|&k| view.mark(k) == ',') {
                    Some(comma)
                        if view.same(comma + 1, "that") || comma - next <= 2 && view.is(next, ADVERB) =>
                    {
                        start = comma
                    }
                    _ if view.same(next, "that") || cue.speech(view) => {}
                    _ => return false,
                }
            }
            start += 1;
        }
        let that = start < range.end && view.same(start, "that");
        if that {
            start += 1;
        }
        let passive = cue.context == Context::Passive;
        let mut source = None;
        let mut front = None;
        if passive {
            let subject = self.subject(cue, range);
            if view.same(start, "by") {
                source = phrase::right(view, start + 1, range.end);
                let after = source.as_ref().map_or(start + 1, |s| s.end);
                start = after;
                front = subject;
            } else if view.is(cue.head, TELL) {
                // "was told that": the subject is spoken to.
            } else {
                front = subject.filter(|s| !view.same(s.start, "it"));
            }
        } else if cue.context == Context::Noun {
            source = self.owner(cue, range);
            if source.is_none() && !that {
                return false;
            }
        } else {
            source = self.source(cue, range, from);
            let lone = source.as_ref().filter(|s| s.len() == 1 && !view.words[s.start].capital);
            if lone.is_some_and(|s| view.word(s.start).ends_with("ed") || view.is(s.start, ADVERB)) {
                return false;
            }
            let things =
                source.as_ref().is_some_and(|s| view.is(s.end - 1, THING) || view.is(s.start, THING));
            if things && (!cue.speech(view) || view.word(cue.head).starts_with("suggest")) {
                return false;
            }
        }
        if start >= range.end {
            // "He said:" before a quotation in the next sentence or block.
            return introduced && self.introduces(cue, source, index);
        }
        let opening = view.words[start].kind == Kind::Quote
            && view.words[start].quote != NONE
            && view.words[start].quote != view.words[cue.head].quote;
        let mut content = Vec::new();
        let mut quotation = None;
        if opening {
            let words = view.quotations[view.words[start].quote as usize].words.clone();
            if words.end > range.end || marked && words.start == start {
                content.push(start..words.end.min(range.end));
                quotation = Some(words);
            }
        }
        if content.is_empty() {
            let clause = that
                || view.is(start, QUESTION)
                || matches!(cue.frame, Frame::That | Frame::Question)
                || cue.speech(view) && !matches!(cue.frame, Frame::Preposition(_) | Frame::To);
            let style = if clause { Style::Clause } else { Style::Object };
            let mut end = content::end(view, start, range.end, style);
            if style == Style::Object {
                end = before_time(view, start, end);
            }
            if end <= start {
                return false;
            }
            // "who", "which": the content is what they stand for; followed on only as they are.
            if let Some(front) = front
                && front.end <= cue.first
            {
                content.push(front);
            }
            content.push(start..end);
        }
        if source.is_none() && !passive && cue.context != Context::Noun && cue.rate < 75 && !cue.participle {
            return false;
        }
        let quote = view.words[cue.head].quote;
        if let Some(part) = content.last_mut().filter(|_| quote != NONE) {
            // Marks of the quotation around the cue close that, not this content.
            while part.end > part.start + 1
                && view.words[part.end - 1].quote == quote
                && matches!(view.mark(part.end - 1), ',' | '"')
            {
                part.end -= 1;
            }
        }
        without_addressee(view, cue, &mut content);
        let pushed = self.push(cue, source, content, index);
        if pushed && let Some(words) = quotation {
            let draft = self.drafts.len() - 1;
            self.last = Some((draft, index));
            self.forwards(draft, &words, index);
        }
        pushed
    }

    /// A line that ends "Doe said:" takes the quotation that the next sentence opens with.
    pub(super) fn introduces(&mut self, cue: &Cue, source: Option<Range<usize>>, index: usize) -> bool {
        let view = self.view;
        let Some(next) = view.sentences.get(index + 1) else { return false };
        let quote = view.words.get(next.start).map_or(NONE, |word| word.quote);
        if quote == NONE {
            return false;
        }
        let words = view.quotations[quote as usize].words.clone();
        if words.start != next.start {
            return false;
        }
        let part = words.start..words.end.min(next.end);
        let pushed = self.push(cue, source, vec![part], index + 1);
        let draft = self.drafts.len() - 1;
        self.last = Some((draft, index + 1));
        self.forwards(draft, &words, index + 1);
        pushed
    }
}

/// After "wrote on the platform X that": the content opens at "that" or at a quotation mark.
pub(super) fn past_place(view: &View, cue: &Cue, start: usize, high: usize) -> usize {
    let place = matches!(cue.preposition(), Some("on" | "in" | "at" | "by" | "after" | "through"));
    if !place || !cue.speech(view) || start != cue.after {
        return start;
    }
    for at in start + 1..high.min(start + 12) {
        let opens = view.words[at].kind == Kind::Quote && at + 3 < high;
        if view.same(at, "that") || opens || view.mark(at) == ':' {
            let comma = opens && matches!(view.mark(at - 1), ',' | ':');
            return if comma { at - 1 } else { at };
        }
        if view.is(at, AUXILIARY | VERB | SPEECH | SUBORDINATOR | PRONOUN) {
            break;
        }
    }
    start
}

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

/// Cuts adverbials of time from the end of a noun phrase or infinitive.
fn before_time(view: &View, start: usize, end: usize) -> usize {
    let mut at = end;
    while at > start
        && (view.is(at - 1, TIME) && !view.same(at - 1, "may") && !view.same(at - 1, "march")
            || view.words[at - 1].kind == Kind::Number && at >= 2 && view.is(at - 2, TIME))
    {
        at -= 1;
    }
    if at == end || at <= start + 1 {
        return end;
    }
    if matches!(view.word(at - 1), "on" | "in" | "this" | "late" | "early" | "since" | "by") {
        at -= 1;
    }
    if view.words[at.max(start + 1) - 1].kind == Kind::Possessive
        || at <= start
        || view.is(at - 1, PREPOSITION | DETERMINER)
    {
        end
    } else {
        at
    }
}
