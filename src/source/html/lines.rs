//! The lines of an article, gathered from pieces of a page.

use super::markup::{is_left_out, is_wordless};
use crate::document::{How, Span, Traced, is_blank, is_invisible, plain_form};

/// What stands between the last word and the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Between {
    Nothing,
    Blank,
    Break,
}

/// Lines with a blank between their words, whatever the page has there.
pub struct Lines<'p> {
    page: &'p str,
    text: Traced,
    /// Where the bytes of the last word end.
    end: usize,
    between: Between,
}

impl<'p> Lines<'p> {
    pub fn of(page: &'p str) -> Lines<'p> {
        Lines { page, text: Traced::default(), end: 0, between: Between::Nothing }
    }

    /// Ends the line.
    pub fn end_line(&mut self) {
        self.between = Between::Break;
    }

    /// Adds the part `span` of the page's `words`, if it stands behind all before: a line that a page moves up has no
    /// place in the order of its bytes.
    pub fn push(&mut self, words: &Traced, span: Span) {
        let text = span.text(words.text());
        for run in words.part(span) {
            let piece = &text[run.start..run.end];
            if run.raw_start < self.end {
                continue;
            }
            if run.how == How::Same {
                self.push_same(piece, run.raw_start);
            } else {
                self.push_decoded(piece, run.raw_start, run.raw_end);
            }
        }
    }

    /// Adds `piece`, which stands as it is at `at`.
    fn push_same(&mut self, piece: &str, at: usize) {
        let special = |c: char| is_blank(c) || !c.is_ascii() && (is_invisible(c) || plain_form(c).is_some());
        let mut rest = piece;
        while let Some(first) = rest.chars().next() {
            let start = at + piece.len() - rest.len();
            let length =
                if special(first) { first.len_utf8() } else { rest.find(special).unwrap_or(rest.len()) };
            if special(first) {
                self.push_decoded(&rest[..length], start, start + length);
            } else {
                self.push_word(&rest[..length], start, start + length, How::Same);
            }
            rest = &rest[length..];
        }
    }

    /// Adds what a reference or one character means.
    fn push_decoded(&mut self, meant: &str, start: usize, end: usize) {
        let shown = shown(meant);
        if shown.trim_matches(is_blank).is_empty() {
            let blank = if shown.is_empty() { Between::Nothing } else { Between::Blank };
            self.between = self.between.max(blank);
        } else {
            self.push_word(&shown, start, end, How::Decoded);
        }
    }

    fn push_word(&mut self, word: &str, start: usize, end: usize, how: How) {
        let gap = self.end..start;
        let written = &self.page[gap.clone()];
        let (between, joins) = match self.between {
            // What has no byte between its words has no blank or line end there that could be traced.
            _ if self.text.text().is_empty() || gap.is_empty() => ("", None),
            Between::Blank if written == " " => (" ", Some(How::Same)),
            Between::Break => ("\n", Some(How::Joined)),
            kind => {
                let between = if kind == Between::Blank { " " } else { "" };
                let joins = if is_wordless(written) {
                    Some(How::Joined)
                } else {
                    is_left_out(written).then_some(How::Dropped)
                };
                // Words that were lost part what stands before them from what stands behind.
                if joins.is_some() { (between, joins) } else { ("\n", Some(How::Joined)) }
            }
        };
        if let Some(joins) = joins {
            self.text.push(between, gap, joins);
        }
        self.text.push(word, start..end, how);
        (self.end, self.between) = (end, Between::Nothing);
    }

    pub fn finish(self) -> Traced {
        self.text
    }
}

/// What a reader sees of characters: ligatures and blanks in their plain form, nothing of those that are invisible.
pub fn shown(meant: &str) -> String {
    let mut shown = String::with_capacity(meant.len());
    for c in meant.chars().filter(|c| !is_invisible(*c)) {
        match plain_form(c) {
            Some(plain) => shown.push_str(plain),
            None => shown.push(c),
        }
    }
    shown
}
