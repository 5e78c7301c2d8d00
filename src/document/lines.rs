//! Lines of a text.

use super::span::Span;

/// Whether a line ends with `c`: LF, CR, VT, FF (a page's end), NEL, and the two separators of Unicode.
pub fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// White space, and the byte order mark.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// The non-empty lines of `text` without the white space around them, in order.
pub fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut start = 0;
    text.split_inclusive(ends_line).filter_map(move |line| {
        let from = start;
        start += line.len();
        let left = line.trim_start_matches(is_blank);
        let kept = left.trim_end_matches(is_blank);
        let begin = from + (line.len() - left.len());
        (!kept.is_empty()).then(|| Span::new(begin, begin + kept.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_with_any_of_the_marks_that_end_lines() {
        for end in ["\n", "\r\n", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}", "\n\n"] {
            let text = format!("Mayor quits{end} Jane Doe said no. {end}She left.");
            let found: Vec<&str> = lines(&text).map(|span| span.text(&text)).collect();
            assert_eq!(found, ["Mayor quits", "Jane Doe said no.", "She left."], "{end:?}");
        }
    }
}
