//! Places in a text.

use std::ops::Range;

/// A half-open, non-empty range of bytes in a text that no longer changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: usize,
    end: usize,
}

impl Span {
    /// The span of `range` in `text`; `None` when it is empty, past the end or cuts a character.
    pub fn of(text: &str, range: Range<usize>) -> Option<Span> {
        let found = text.get(range.clone())?;
        (!found.is_empty()).then_some(Span { start: range.start, end: range.end })
    }

    /// A span whose ends are known to be right, as inside a method that has just found them.
    ///
    /// # Panics
    /// When it would be empty: a fault of the method, never of the input.
    pub fn new(start: usize, end: usize) -> Span {
        assert!(start < end, "empty span {start}..{end}");
        Span { start, end }
    }

    pub fn start(self) -> usize {
        self.start
    }

    pub fn end(self) -> usize {
        self.end
    }

    /// Length in bytes, never 0.
    pub fn bytes(self) -> usize {
        self.end - self.start
    }

    /// The words that the span marks.
    ///
    /// # Panics
    /// When `text` is not the text that the span was made for.
    pub fn text(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Bytes that both spans cover.
    pub fn overlap(self, other: Span) -> usize {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }
}
