//! Cues after their content: "…," Doe said; …, according to Doe.

use std::ops::Range;

use crate::claims::cue::Cue;
use crate::claims::phrase;
use crate::claims::rules::content;
use crate::claims::rules::content::Style;
use crate::claims::rules::preposed::addressee;
use crate::claims::rules::relation::Finder;
use crate::claims::rules::subject::{apposed, widened};
use crate::claims::view::{NONE, View};
use crate::words::classes::*;
use crate::words::lexicon::{Context, Frame};
use crate::words::token::Kind;

impl Finder<'_, '_> {
    /// A cue after (a part of) its content: "…," Doe said; …, according to Doe.
    pub(super) fn postposed(&mut self, cue: &Cue, index: usize, range: &Range<usize>, from: usize) -> bool {
        let view = self.view;
        if is_according(view, cue) {
            return self.according(cue, index, range);
        }
        if !cue.speech(view)
            || cue.participle
            || cue.context == Context::Infinitive
            || cue.context == Context::Noun
        {
            return false;
        }
        let (source, mut edge, mut after) = match self.around(cue, range) {
            Some(found) => found,
            None => return false,
        };
        let mut low = range.start;
        if edge > low && view.same(edge - 1, "as") {
            edge -= 1;
        }
        if edge <= low {
            return false;
        }
        let closing = edge - 1;
        let quoted = view.words[closing].kind == Kind::Quote && view.words[closing].quote != NONE;
        let comma = view.mark(closing) == ',';
        if !quoted && !comma {
            return false;
        }
        let inner = if comma && closing > low && view.words[closing - 1].kind == Kind::Quote {
            closing - 1
        } else {
            closing
        };
        let quote = if view.words[inner].kind == Kind::Quote { view.words[inner].quote } else { NONE };
        // Clauses of speech before this one keep their content.
        if let Some(before) = self.drafts[from..]
            .iter()
            .filter(|d| d.sentence == index && d.head < cue.head)
            .map(|d| d.content.iter().map(|p| p.end).max().unwrap_or(0).max(d.head + 1))
            .max()
        {
            let stop = (before..closing).find(|&k| matches!(view.mark(k), ';') || view.is(k, COORDINATOR));
            match stop {
                Some(stop) if stop + 2 < closing => low = stop + 1,
                _ if quote == NONE => return false,
                _ => {}
            }
        }
        if let Some(semicolon) =
            (low..closing).rev().take(80).find(|&k| view.mark(k) == ';' && view.words[k].quote == NONE)
        {
            low = semicolon + 1;
        }
        let content_end = if quote != NONE { inner + 1 } else { closing };
        if low >= content_end {
            return false;
        }
        let content_end =
            if view.mark(content_end - 1) == ',' && quote == NONE { content_end - 1 } else { content_end };
        let mut begins = low;
        if quote != NONE {
            let words = view.quotations[quote as usize].words.clone();
            let lead = words.start.saturating_sub(low);
            let whole = words.len() > 6 && view.words.get(words.start + 1).is_some_and(|word| word.capital);
            let loose = words.start > low
                && (low..words.start).all(|k| view.is(k, COORDINATOR | ADVERB) || view.mark(k) == ',');
            if words.start <= low {
                begins = low;
            } else if loose || whole && lead > 0 {
                begins = words.start;
            }
        } else {
            while begins < content_end && (view.is(begins, COORDINATOR) || view.mark(begins) == ',') {
                begins += 1;
            }
            let short = content_end.saturating_sub(begins) < 3 && !view.is(begins, DETERMINER);
            let adverbial = content_end.saturating_sub(begins) <= 7
                && (view.is(begins, PREPOSITION | SUBORDINATOR | ADVERB | TIME)
                    || view.word(begins).ends_with("ing")
                    || view.word(begins).ends_with("ed"));
            if short || adverbial && after < range.end && !matches!(cue.frame, Frame::End) {
                return false;
            }
            if begins < content_end
                && view.is(begins, SUBORDINATOR)
                && matches!(cue.frame, Frame::That | Frame::Other | Frame::Question)
            {
                return false;
            }
        }
        if begins >= content_end {
            return false;
        }
        after = phrase::adverbials(view, after, range.end);
        if view.is(cue.head, TELL)
            && cue.frame == Frame::Other
            && source.as_ref().is_none_or(|s| s.start < cue.head)
        {
            after = addressee(view, cue.after, range.end);
            after = phrase::adverbials(view, after, range.end);
        }
        let mut content: Vec<_> = std::iter::once(begins..content_end).collect();
        if let Some(rest) = self.resumes(after, range, quote != NONE) {
            content.push(rest);
        }
        // A quotation that began in sentences before: one claim for each of them, in order.
        if quote != NONE {
            let words = view.quotations[quote as usize].words.clone();
            if words.start < range.start {
                self.backwards(cue, &source, &words, index);
            }
        }
        let pushed = self.push(cue, source, content, index);
        if pushed && quote != NONE {
            self.last = Some((self.drafts.len() - 1, index));
        }
        pushed
    }

    /// Source, first word of source and cue, and the word after both, of a cue that may follow its
    /// content.
    pub(super) fn around(
        &self,
        cue: &Cue,
        range: &Range<usize>,
    ) -> Option<(Option<Range<usize>>, usize, usize)> {
        let view = self.view;
        let before = cue.first.checked_sub(1).filter(|&at| at >= range.start)?;
        let inverted = cue.first == cue.head
            && (view.mark(before) == ','
                || view.words[before].kind == Kind::Quote && view.words[before].quote != NONE);
        if inverted && !view.is(cue.after, TO | SUBORDINATOR) {
            let start = cue.after;
            if let Some(source) = phrase::right(view, start, range.end)
                && !view.is(source.end, AUXILIARY | VERB)
                && !view.is(source.start, TIME)
            {
                let source = apposed(view, source, range.end);
                let after = source.end;
                return Some((Some(source), cue.first, after));
            }
        }
        if !matches!(
            cue.frame,
            Frame::End
                | Frame::Mark
                | Frame::Quote
                | Frame::Preposition(_)
                | Frame::Gerund
                | Frame::Other
                | Frame::To
        ) {
            return None;
        }
        let source = self.subject(cue, range)?;
        let other = matches!(cue.frame, Frame::Other | Frame::Gerund | Frame::To);
        let adverbial = phrase::adverbials(view, cue.after, range.end) > cue.after;
        let tell = view.is(cue.head, TELL);
        let edge = source.start;
        if other && !adverbial && !tell {
            let quoted = edge > range.start && view.words[edge - 1].kind == Kind::Quote;
            if !quoted {
                return None;
            }
        }
        let comma = edge > range.start && view.mark(edge - 1) == ',';
        if comma && (other || matches!(cue.frame, Frame::Quote | Frame::Mark | Frame::Preposition(_))) {
            // "On Monday, Doe said, “…”": what follows is the content.
            let next = phrase::adverbials(view, cue.after, range.end);
            let next = if tell { addressee(view, next, range.end) } else { next };
            let next = phrase::adverbials(view, next, range.end);
            let opens = next < range.end
                && view.words[next].kind == Kind::Quote
                && view.words[next].quote != NONE
                && view.quotations[view.words[next].quote as usize].words.start == next;
            let marked = next + 1 < range.end
                && matches!(view.mark(next), ',' | ':')
                && view.words[next + 1].kind == Kind::Quote;
            let closed = edge >= 2 && view.words[edge - 2].kind == Kind::Quote;
            if (opens || marked || view.mark(next) == ':') && !closed {
                return None;
            }
            let long = edge - range.start > 10 && matches!(cue.frame, Frame::Preposition(_));
            if next < range.end && view.words[next].is_word() && !closed && !long {
                return None;
            }
        }
        Some((Some(source), edge, cue.after))
    }

    /// "according to Doe", before or after its content.
    pub(super) fn according(&mut self, cue: &Cue, index: usize, range: &Range<usize>) -> bool {
        let view = self.view;
        let Some(source) = phrase::right(view, cue.after, range.end) else { return false };
        let source = widened(view, source, range.end);
        let source = apposed(view, source, range.end);
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

pub(super) fn is_according(view: &View, cue: &Cue) -> bool {
    view.same(cue.head, "according")
        || view.same(cue.after - 1, "with") && view.same(cue.after.saturating_sub(2), "accordance")
}
