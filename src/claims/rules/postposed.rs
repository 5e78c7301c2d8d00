//! Cues after their content: “…,” Doe said; the bridge, Doe said, will close.

use std::ops::Range;

use crate::claims::addressee;
use crate::claims::adverbial;
use crate::claims::cue::Cue;
use crate::claims::draft::Draft;
use crate::claims::phrase;
use crate::claims::rules::content;
use crate::claims::rules::content::Style;
use crate::claims::rules::finder::{Finder, Speech};
use crate::claims::rules::subject::apposed;
use crate::claims::view::{NONE, View};
use crate::words::classes::*;
use crate::words::lexicon::{Context, Frame};
use crate::words::token::Kind;

/// How far back a content is looked through for a semicolon.
const BACK: usize = 80;

/// A quotation of more words, marks included, is a sentence of its own.
const SENTENCE: usize = 6;

/// A phrase of so many words before "Doe said" is an adverbial rather than a content.
const ADVERBIAL: usize = 7;

/// The fewest words of a content without quotation marks.
const SHORTEST: usize = 3;

/// A cue with its source where both may follow a content.
struct Place {
    source: Option<Range<usize>>,
    /// The first word of source and cue.
    first: usize,
    /// The word after both.
    after: usize,
}

/// The content before a cue.
struct Before<'v> {
    content: Range<usize>,
    /// The words of the quotation that closes it.
    quotation: Option<&'v Range<usize>>,
}

impl<'v> Finder<'v, '_> {
    /// A cue after (a part of) its content: “…,” Doe said; …, according to Doe.
    pub(super) fn postposed(&mut self, cue: &Cue, index: usize, range: &Range<usize>) -> Option<usize> {
        let view = self.view;
        if cue.is_according() {
            return self.according(cue, index, range);
        }
        let finite = matches!(cue.context, Context::Verb | Context::Passive) && !cue.participle;
        if !cue.speech || !finite {
            return None;
        }
        let place = if cue.context == Context::Passive && view.is(cue.head, TELL) {
            self.told(cue, range)?
        } else {
            self.inverted(cue, range).or_else(|| self.straight(cue, range))?
        };
        let Before { content, quotation } = self.before(cue, &place, index, range)?;
        let after = past_hearer(view, cue, &place, range.end);
        let rest = self.resumes(after, range, quotation.is_some());
        let source = place.source;
        // A quotation that began in sentences before: one claim for each of them, in order.
        if let Some(words) = quotation.filter(|words| words.start < range.start) {
            self.backwards(cue, &source, words, index);
        }
        let draft = self.push(cue, source, std::iter::once(content).chain(rest).collect(), index)?;
        if quotation.is_some() {
            self.speech = Some(Speech { draft, sentence: index });
        }
        Some(draft)
    }

    /// “…,” said Doe: the source follows.
    fn inverted(&self, cue: &Cue, range: &Range<usize>) -> Option<Place> {
        let view = self.view;
        let before = cue.first.checked_sub(1).filter(|&at| at >= range.start)?;
        let parted = view.mark(before) == ',' || view.marked_quotation(before).is_some();
        if cue.first != cue.head || !parted || view.is(cue.after, TO | SUBORDINATOR | AUDIENCE | OBJECT) {
            return None;
        }
        if view.mark(before) == ',' && self.has_apposed_subject(cue, range) {
            return None;
        }
        let source = phrase::right(view, cue.after, range.end)?;
        if view.is(source.end, AUXILIARY | VERB) || view.is(source.start, TIME) {
            return None;
        }
        let source = apposed(view, source, range.end);
        Some(Place { first: cue.first, after: source.end, source: Some(source) })
    }

    /// Whether the comma before the cue closes an apposition to its subject: “…,” [Doe, the mayor,] told Roe.
    fn has_apposed_subject(&self, cue: &Cue, range: &Range<usize>) -> bool {
        let view = self.view;
        self.subject(cue, range).is_some_and(|subject| {
            let opens = subject.start == range.start || view.words[subject.start - 1].kind == Kind::Quote;
            let predicate = |at: usize| view.is(at, AUXILIARY) && view.mark(at - 1) == ',';
            let whole = !(subject.start + 1..cue.first).any(predicate);
            opens && whole && view.words[subject.start].capital && subject.len() > 1
        })
    }

    /// “…,” Doe said: the source stands before its verb.
    fn straight(&self, cue: &Cue, range: &Range<usize>) -> Option<Place> {
        let view = self.view;
        cue.first.checked_sub(1).filter(|&at| at >= range.start)?;
        if matches!(cue.frame, Frame::That | Frame::Question) {
            return None;
        }
        let source = self.subject(cue, range)?;
        let first = source.start;
        let object = matches!(cue.frame, Frame::Other | Frame::Gerund | Frame::To);
        let adverbial = adverbial::end(view, cue.after, range.end) > cue.after;
        let quoted = first > range.start && view.words[first - 1].kind == Kind::Quote;
        if object && !adverbial && !view.is(cue.head, TELL) && !quoted {
            return None;
        }
        let comma = first > range.start && view.mark(first - 1) == ',';
        if comma && cue.frame != Frame::End && self.content_follows(cue, first, range) {
            return None;
        }
        Some(Place { source: Some(source), first, after: cue.after })
    }

    /// "…, jurors were told.": the subject hears, and nobody is named.
    fn told(&self, cue: &Cue, range: &Range<usize>) -> Option<Place> {
        let subject = self.subject(cue, range).filter(|_| cue.frame == Frame::End)?;
        Some(Place { source: None, first: subject.start, after: cue.after })
    }

    /// "On Monday, Doe said, “…”": what follows is the content, not what the comma closes.
    fn content_follows(&self, cue: &Cue, first: usize, range: &Range<usize>) -> bool {
        let view = self.view;
        let closed = first >= range.start + 2 && view.words[first - 2].kind == Kind::Quote;
        if closed {
            return false;
        }
        let next = adverbial::end(view, cue.after, range.end);
        let next = if view.is(cue.head, TELL) { addressee::end(view, next, range.end) } else { next };
        let next = adverbial::end(view, next, range.end);
        let opens = next < range.end && view.marked_quotation(next).is_some_and(|words| words.start == next);
        let marked = next + 1 < range.end
            && matches!(view.mark(next), ',' | ':')
            && view.words[next + 1].kind == Kind::Quote;
        let long = first - range.start > 10 && matches!(cue.frame, Frame::Preposition(_));
        let clause = next < range.end && view.words[next].is_word() && !long;
        opens || marked || view.mark(next) == ':' || clause
    }

    /// The content that ends right before the source and cue of `place`.
    fn before(&self, cue: &Cue, place: &Place, index: usize, range: &Range<usize>) -> Option<Before<'v>> {
        let view = self.view;
        let edge = place.first - usize::from(place.first > range.start && view.same(place.first - 1, "as"));
        let edge = before_note(view, edge, range.start);
        let closing = edge.checked_sub(1).filter(|&at| at >= range.start)?;
        let comma = view.mark(closing) == ',';
        if !comma && view.marked_quotation(closing).is_none() {
            return None;
        }
        let inside = comma && closing > range.start && view.words[closing - 1].kind == Kind::Quote;
        let last = closing - usize::from(inside);
        let quotation = view.marked_quotation(last);
        let low = self.earliest(cue, index, range.start..closing, quotation.is_some())?;
        let end = if quotation.is_some() { last + 1 } else { closing };
        if low >= end {
            return None;
        }
        let start = match quotation {
            Some(words) => quoted_start(view, words, low),
            None => {
                let more = place.after < range.end;
                let goes_on =
                    more && view.mark(place.after) == ',' && view.is(place.after + 1, AUXILIARY | VERB);
                unquoted_start(view, cue, low..end, more, goes_on)?
            }
        };
        (start < end).then_some(Before { content: start..end, quotation })
    }

    /// Where the content can begin: claims before this one keep theirs, and a semicolon parts.
    fn earliest(&self, cue: &Cue, index: usize, within: Range<usize>, quoted: bool) -> Option<usize> {
        let view = self.view;
        let end = |draft: &Draft| {
            let head = draft.head.filter(|&head| draft.sentence == index && head < cue.head)?;
            draft.content.iter().map(|part| part.end).max().map(|end| end.max(head + 1))
        };
        let mut low = within.start;
        if let Some(before) = self.here().iter().filter_map(end).max() {
            let stop = (before..within.end).find(|&at| view.mark(at) == ';' || view.is(at, COORDINATOR));
            match stop {
                Some(stop) if stop + 2 < within.end => low = stop + 1,
                _ if !quoted => return None,
                _ => {}
            }
        }
        let semicolon = |at: &usize| view.mark(*at) == ';' && view.words[*at].quote == NONE;
        let parted = (low..within.end).rev().take(BACK).find(semicolon);
        Some(parted.map_or(low, |semicolon| semicolon + 1))
    }

    /// The content that goes on after an inserted "Doe said".
    pub(super) fn resumes(&self, after: usize, range: &Range<usize>, quoted: bool) -> Option<Range<usize>> {
        let view = self.view;
        if after >= range.end || !matches!(view.mark(after), ',' | ':' | '-' | '—' | '"') {
            return None;
        }
        let start = if view.words[after].kind == Kind::Quote { after } else { after + 1 };
        if start >= range.end {
            return None;
        }
        let opens = view.words[start].kind == Kind::Quote && view.words[start].quote != NONE;
        if opens {
            let quote = view.quotations[view.words[start].quote as usize].words.clone();
            return (quote.start == start).then(|| start..quote.end.min(range.end));
        }
        if quoted && !view.is(start, RELATIVE) || view.mark(after) != ',' {
            return None;
        }
        let word = &view.words[start];
        let inserted = word.is(COORDINATOR | SUBORDINATOR) && !view.same(start, "that")
            || word.is(RELATIVE) && view.same(start, "who")
            || view.word(start).ends_with("ing")
            || word.is(SPEECH);
        if inserted {
            return None;
        }
        let end = content::end(view, start, range.end, Style::Clause);
        (end > start).then_some(start..end)
    }
}

/// Before the mark of a note: "The road was shut,[1] police said".
fn before_note(view: &View, edge: usize, low: usize) -> usize {
    let note = edge >= low + 4
        && view.mark(edge - 1) == ']'
        && view.mark(edge - 3) == '['
        && view.words[edge - 2].kind == Kind::Number;
    if note { edge - 3 } else { edge }
}

/// Where a content begins that ends with the quotation `words`: with it, unless words lead into it.
fn quoted_start(view: &View, words: &Range<usize>, low: usize) -> usize {
    let whole = words.len() > SENTENCE && view.words.get(words.start + 1).is_some_and(|word| word.capital);
    let loose = (low..words.start).all(|at| view.is(at, COORDINATOR | ADVERB) || view.mark(at) == ',');
    if words.start > low && (whole || loose) { words.start } else { low }
}

/// Where a content without quotation marks begins; `None` where `within` is but an adverbial. `more` tells whether
/// words follow source and cue, `goes_on` whether those are the verb of what stands before.
fn unquoted_start(view: &View, cue: &Cue, within: Range<usize>, more: bool, goes_on: bool) -> Option<usize> {
    let start = within.clone().find(|&at| !view.is(at, COORDINATOR) && view.mark(at) != ',')?;
    let size = within.end - start;
    let short = size < SHORTEST && !view.is(start, DETERMINER) && !goes_on;
    let adverbial = size <= ADVERBIAL
        && (view.is(start, PREPOSITION | SUBORDINATOR | ADVERB | TIME)
            || view.ing(start)
            || view.word(start).ends_with("ed"));
    let pronoun = view.same(start, "that") && view.is(start + 1, AUXILIARY);
    let clause = view.is(start, SUBORDINATOR) && !pronoun && cue.frame == Frame::Other;
    let rest = adverbial && more && cue.frame != Frame::End;
    (!short && !rest && !clause).then_some(start)
}

/// After source and cue, what stands with them and the hearer: “…,” Doe told Roe on Monday.
fn past_hearer(view: &View, cue: &Cue, place: &Place, high: usize) -> usize {
    let tells = view.is(cue.head, TELL)
        && cue.frame == Frame::Other
        && place.source.as_ref().is_some_and(|source| source.start < cue.head);
    let after = if tells { addressee::end(view, cue.after, high) } else { place.after };
    adverbial::end(view, after, high)
}
