//! Where a text comes from: a sorted list of runs, each a part of the text and the raw bytes behind it.

use std::ops::Range;

use super::label::How;
use super::span::Span;

/// A part of a text and the raw bytes behind it, both half-open, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub start: usize,
    /// At `start` where the bytes became nothing.
    pub end: usize,
    pub raw_start: usize,
    pub raw_end: usize,
    pub how: How,
}

/// A text that knows the raw bytes behind each of its parts: its runs tile it, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traced {
    text: String,
    runs: Vec<Run>,
}

impl Traced {
    /// A text that is its own raw bytes.
    pub fn same(text: &str) -> Traced {
        let mut traced = Traced::default();
        traced.push(text, 0..text.len(), How::Same);
        traced
    }

    /// Adds `text`, which comes of the bytes `raw`; they stand behind those before.
    ///
    /// # Panics
    /// When words come of no bytes: a fault of the reader, never of the input.
    pub fn push(&mut self, text: &str, raw: Range<usize>, how: How) {
        assert!(text.is_empty() || !raw.is_empty(), "{text:?} comes of no bytes");
        if raw.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        let run = Run { start, end: self.text.len(), raw_start: raw.start, raw_end: raw.end, how };
        match self.runs.last_mut() {
            Some(last) if how == How::Same && last.how == How::Same && last.raw_end == run.raw_start => {
                (last.end, last.raw_end) = (run.end, run.raw_end);
            }
            _ => self.runs.push(run),
        }
    }

    /// Adds the part `span` of `other` with its runs.
    pub fn push_part(&mut self, other: &Traced, span: Span) {
        for run in other.part(span) {
            let text = &span.text(other.text())[run.start..run.end];
            self.push(text, run.raw_start..run.raw_end, run.how);
        }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The raw bytes behind `span`. Where it starts or ends inside a run that is not byte for byte, it takes all of
    /// that run's bytes.
    pub fn raw(&self, span: Span) -> Span {
        let (first, last) = (self.first(span), self.last(span));
        let same = |run: &Run| run.how == How::Same;
        let start = first.raw_start + if same(first) { span.start() - first.start } else { 0 };
        let end = last.raw_end - if same(last) { last.end - span.end() } else { 0 };
        Span::new(start, end)
    }

    /// The runs of the part `span`, counted from its start and cut at its ends.
    pub fn part(&self, span: Span) -> Vec<Run> {
        let from = self.runs.partition_point(|run| run.start <= span.start()) - 1;
        let to = self.runs.partition_point(|run| run.start < span.end());
        let cut = |run: &Run| {
            let (start, end) = (run.start.max(span.start()), run.end.min(span.end()));
            let raw = Span::of(&self.text, start..end).map(|piece| self.raw(piece));
            Run {
                start: start - span.start(),
                end: end - span.start(),
                raw_start: raw.map_or(run.raw_start, Span::start),
                raw_end: raw.map_or(run.raw_end, Span::end),
                how: run.how,
            }
        };
        self.runs[from..to].iter().map(cut).collect()
    }

    /// The run in which the first byte of `span` stands.
    fn first(&self, span: Span) -> &Run {
        &self.runs[self.runs.partition_point(|run| run.start <= span.start()) - 1]
    }

    /// The run in which the last byte of `span` stands.
    fn last(&self, span: Span) -> &Run {
        &self.runs[self.runs.partition_point(|run| run.start < span.end()) - 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `The inter-\n> national port\nof O\u0073lo` as it is read.
    fn traced() -> Traced {
        let mut traced = Traced::default();
        traced.push("The inter", 0..9, How::Same);
        traced.push("", 9..13, How::Joined);
        traced.push("national", 13..21, How::Same);
        traced.push(" port", 21..26, How::Same);
        traced.push(" ", 26..27, How::Joined);
        traced.push("of O", 27..31, How::Same);
        traced.push("s", 31..37, How::Escaped);
        traced.push("lo", 37..39, How::Same);
        traced
    }

    fn raw(words: &str) -> (usize, usize) {
        let traced = traced();
        let start = traced.text().find(words).expect("its words");
        let span = traced.raw(Span::new(start, start + words.len()));
        (span.start(), span.end())
    }

    #[test]
    fn a_span_takes_the_bytes_that_its_words_come_of() {
        assert_eq!(traced().text(), "The international port of Oslo");
        assert_eq!(raw("The"), (0, 3));
        assert_eq!(raw("inter"), (4, 9));
        assert_eq!(raw("national"), (13, 21));
        assert_eq!(raw("international port"), (4, 26));
        assert_eq!(raw("Os"), (30, 37));
        assert_eq!(raw("s"), (31, 37));
        assert_eq!(raw(" of"), (26, 29));
    }

    #[test]
    fn runs_that_go_on_are_one() {
        assert_eq!(traced().runs().len(), 7);
        assert_eq!(Traced::same("").runs(), []);
    }

    #[test]
    fn a_part_has_its_own_runs() {
        let traced = traced();
        let part = traced.part(Span::new(6, 22));
        let shown: Vec<_> = part.iter().map(|r| (r.start, r.end, r.raw_start, r.raw_end)).collect();
        assert_eq!(shown, [(0, 3, 6, 9), (3, 3, 9, 13), (3, 16, 13, 26)]);
        let mut again = Traced::default();
        again.push_part(&traced, Span::new(0, traced.text().len()));
        assert_eq!(again, traced);
    }
}
