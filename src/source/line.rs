//! The lines of a text as a width left them, before it is known which belong together.

use crate::document::{Span, ends_line, is_blank, lines};
use crate::words::gazetteer::{FUNCTION, LEXICON};

/// A line without the white space and the quotation marks of mail (`> `) around it.
#[derive(Clone, Copy, Debug)]
pub struct Line<'t> {
    pub span: Span,
    pub text: &'t str,
    /// How often mail quotes it: the number of `>` before it.
    pub quoted: usize,
    /// Columns before the text, without the marks.
    pub indent: usize,
    pub apart: Apart,
}

/// What stands between a line and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apart {
    /// The end of a line.
    Line,
    /// The end of a page.
    Page,
    /// An empty line, or the start of the text.
    Blank,
}

impl<'t> Line<'t> {
    /// Columns from the left, the white space before the text with them.
    pub fn width(&self) -> usize {
        self.indent + self.text.chars().count()
    }

    pub fn words(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        self.text.split(is_blank).filter(|word| !word.is_empty())
    }

    /// Whether it begins with the mark or the number of an item of a list.
    pub fn is_item(&self) -> bool {
        let mut words = self.words();
        let first = words.next().unwrap_or_default();
        let number = first.strip_suffix(['.', ')']).is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
        let mark = matches!(first, "-" | "–" | "•" | "*" | "·" | "▪" | "►") || number && first.len() < 4;
        mark && words.next().is_some()
    }

    /// Ends as a sentence does.
    pub fn is_closed(&self) -> bool {
        let bare = self.text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '*']);
        bare.ends_with(['.', '!', '?', '…', ':'])
    }

    /// Begins with a letter of that case, behind any opening mark.
    pub fn opens(&self, case: fn(char) -> bool) -> bool {
        self.text.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(case)
    }

    /// Begins with a capital and a word that is no name.
    pub fn opens_sentence(&self) -> bool {
        let first = self.words().next().unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric());
        self.opens(char::is_uppercase) && LEXICON.get(&first.to_lowercase()).classes & FUNCTION != 0
    }

    /// Its long words begin with capitals, as in titles in English.
    pub fn is_title(&self) -> bool {
        let long: Vec<&str> = self.words().filter(|word| word.chars().count() > 3).collect();
        let opens = |word: &&&str| {
            word.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase)
        };
        let capitals = long.iter().filter(opens).count();
        !long.is_empty() && capitals * 10 >= long.len() * 8
    }
}

/// The lines of `text` that hold more than marks of quotation.
pub fn read(text: &str) -> Vec<Line<'_>> {
    let mut found: Vec<Line> = Vec::new();
    for span in lines(text) {
        let whole = span.text(text);
        let bare = whole.trim_start_matches(|c: char| c == '>' || is_blank(c));
        let marks = &whole[..whole.len() - bare.len()];
        let Some(place) = Span::of(text, span.end() - bare.len()..span.end()) else { continue };
        let quoted = marks.matches('>').count();
        let indent = match marks.rsplit_once('>') {
            Some((_, behind)) => columns(behind).saturating_sub(1),
            None => columns(&text[..span.start()]),
        };
        let apart = found.last().map_or(Apart::Blank, |last| between(&text[last.span.end()..place.start()]));
        found.push(Line { span: place, text: bare, quoted, indent, apart });
    }
    found
}

/// The columns that the white space at the end of `before` takes in its line.
fn columns(before: &str) -> usize {
    let blanks = before.chars().rev().take_while(|&c| is_blank(c) && !ends_line(c));
    blanks.map(|c| if c == '\t' { 8 } else { usize::from(c != '\u{feff}') }).sum()
}

fn between(gap: &str) -> Apart {
    let pairs = gap.matches("\r\n").count();
    let ends = gap.chars().filter(|c| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}')).count() - pairs;
    if gap.contains(['\u{b}', '\u{c}']) {
        Apart::Page
    } else if ends > 1 || gap.contains('\u{2029}') {
        Apart::Blank
    } else {
        Apart::Line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aparts(text: &str) -> Vec<Apart> {
        read(text).iter().map(|line| line.apart).collect()
    }

    #[test]
    fn empty_lines_tell_whatever_ends_a_line() {
        use Apart::{Blank, Line, Page};
        assert_eq!(aparts("a\nb\n\nc"), [Blank, Line, Blank]);
        assert_eq!(aparts("a\r\nb\r\n\r\nc"), [Blank, Line, Blank]);
        assert_eq!(aparts("a\rb\r\rc"), [Blank, Line, Blank]);
        assert_eq!(aparts("a\u{2028}b\u{2029}c"), [Blank, Line, Blank]);
        assert_eq!(aparts("> a\n> b\n>\n> c"), [Blank, Line, Blank]);
        assert_eq!(aparts("a\n\n\u{c}b"), [Blank, Page]);
    }

    #[test]
    fn marks_of_mail_are_no_words_and_no_columns() {
        let lines = read("> > The mayor\n>>   resigned.");
        let shown: Vec<_> = lines.iter().map(|line| (line.text, line.quoted, line.indent)).collect();
        assert_eq!(shown, [("The mayor", 2, 0), ("resigned.", 2, 2)]);
    }

    #[test]
    fn items_and_titles_are_told_from_running_text() {
        let first = |text: &str| read(text).first().map(|line| (line.is_item(), line.is_title()));
        assert_eq!(first("1. The mayor resigned"), Some((true, false)));
        assert_eq!(first("- The mayor resigned"), Some((true, false)));
        assert_eq!(first("Mayor of Oslo Resigns Over Flood"), Some((false, true)));
        assert_eq!(first("The mayor of Oslo resigned on Monday"), Some((false, false)));
    }
}
