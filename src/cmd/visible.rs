//! What a hostile file says must not reach the terminal as orders.

use std::borrow::Cow;

/// `text` with every control character, but for line ends and tabs, and every mark that turns the direction of writing,
/// replaced by "\u{fffd}".
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_order) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_order(c) { '\u{fffd}' } else { c }).collect())
}

fn is_order(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || c.is_control() && !matches!(c, '\n' | '\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_a_file_reached_the_terminal() {
        assert_eq!(
            visible("Oslo\x1b]0;pwned\x07\x1b[2J said\tso\n"),
            "Oslo\u{fffd}]0;pwned\u{fffd}\u{fffd}[2J said\tso\n"
        );
        assert!(matches!(visible("naïve “text”"), Cow::Borrowed(_)));
    }
}
