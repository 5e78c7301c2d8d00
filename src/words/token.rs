//! Words, numbers and marks: what the rules of every layer look at.

use crate::document::Span;

/// What a token is, as far as its own characters tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters, with apostrophes inside ("didn’t") or as dotted initials ("U.S.").
    Word,
    /// Starts with a digit: "38", "1,600", "2.5", "19th".
    Number,
    /// The clitic "'s" or "’s", or the bare apostrophe of a plural, after a word.
    Possessive,
    /// A double quotation mark, or a single one that does not stand inside a word.
    Quote,
    /// Any other mark, one character each, but dots and dashes in one run.
    Mark,
}

/// A token; its span lies in the text that was tokenized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    /// The first character is an upper-case letter.
    pub capital: bool,
}

impl Token {
    pub fn text<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }

    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// Appends the tokens of `span` of `text` to `tokens`, in order.
pub fn tokenize(text: &str, span: Span, tokens: &mut Vec<Token>) {
    let bytes = &text.as_bytes()[..span.end()];
    let mut at = span.start();
    while let Some(&byte) = bytes.get(at) {
        // Most of a text is plain words and blanks, which need no look at characters.
        if matches!(byte, b' ' | b'\t'..=b'\r') {
            at += 1;
            continue;
        }
        let plain = if byte.is_ascii_alphabetic() { plain_word(&bytes[at..]) } else { None };
        let (kind, length, capital) = match plain {
            Some(length) => (Kind::Word, length, byte.is_ascii_uppercase()),
            None => {
                let rest = &text[at..span.end()];
                let c = rest.chars().next().expect("not at the end");
                if c.is_whitespace() {
                    at += c.len_utf8();
                    continue;
                }
                let (kind, length) = token(rest, c, &text[span.start()..at]);
                (kind, length, c.is_uppercase())
            }
        };
        tokens.push(Token { start: at, end: at + length, kind, capital });
        at += length;
    }
}

/// Bytes of the word at the start of `rest` where it is ASCII letters and digits and what follows
/// cannot belong to it.
fn plain_word(rest: &[u8]) -> Option<usize> {
    let end = rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
    match rest.get(end) {
        Some(b'\'' | 0x80..) => None,
        Some(b'.') if end == 1 => None,
        _ => Some(end),
    }
}

/// Kind and bytes of the token at the start of `rest`, whose first character is `c`.
fn token(rest: &str, c: char, before: &str) -> (Kind, usize) {
    if c.is_alphabetic() {
        (Kind::Word, word(rest))
    } else if c.is_ascii_digit() {
        (Kind::Number, number(rest))
    } else if rest.starts_with("``") {
        (Kind::Quote, 2)
    } else if matches!(c, '"' | '“' | '”' | '„' | '«' | '»') {
        (Kind::Quote, c.len_utf8())
    } else if is_apostrophe(c) || c == '‘' {
        apostrophe(rest, c, before.chars().next_back())
    } else if matches!(c, '.' | '-' | '–' | '—') {
        (Kind::Mark, rest.chars().take_while(|&d| d == c).map(char::len_utf8).sum())
    } else {
        (Kind::Mark, c.len_utf8())
    }
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}

/// "’s" and the "’" of a plural hang on the word before; any other apostrophe is a quotation mark.
fn apostrophe(rest: &str, c: char, before: Option<char>) -> (Kind, usize) {
    let length = c.len_utf8();
    let mut after = rest[length..].chars();
    let after = (after.next(), after.next());
    let on_word = before.is_some_and(char::is_alphanumeric) && c != '‘';
    match after {
        (Some('s' | 'S'), next) if on_word && !next.is_some_and(char::is_alphanumeric) => {
            (Kind::Possessive, length + 1)
        }
        (next, _) if on_word && before == Some('s') && next.is_some_and(char::is_whitespace) => {
            (Kind::Possessive, length)
        }
        _ => (Kind::Quote, length),
    }
}

/// Bytes of the word at the start of `rest`: letters and digits, apostrophes between letters
/// unless they open a possessive, and dotted initials.
fn word(rest: &str) -> usize {
    let dotted = initials(rest);
    if dotted > 0 {
        return dotted;
    }
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_alphanumeric() || is_combining(c) {
            end = at + c.len_utf8();
        } else if is_apostrophe(c) && chars.peek().is_some_and(|next| next.1.is_alphabetic()) {
            let tail = &rest[at + c.len_utf8()..];
            let possessive =
                tail.starts_with(['s', 'S']) && !tail[1..].chars().next().is_some_and(char::is_alphanumeric);
            if possessive {
                break;
            }
        } else {
            break;
        }
    }
    end
}

/// Marks that combine with the letter before them belong to its word.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}')
}

/// Bytes of "U.S." or "J.K." at the start of `rest`: single capitals each with a dot; 0 when fewer
/// than two stand there.
fn initials(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut end = 0;
    while end + 1 < bytes.len() && bytes[end].is_ascii_uppercase() && bytes[end + 1] == b'.' {
        end += 2;
    }
    if end >= 4 && !bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) { end } else { 0 }
}

/// Bytes of the number at the start of `rest`: digits, with ',', '.' or ':' between digits, and
/// letters that follow without a space ("19th", "5pm").
fn number(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut end = 0;
    while let Some(&byte) = bytes.get(end) {
        let inside = matches!(byte, b',' | b'.' | b':') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if byte.is_ascii_alphanumeric() || inside {
            end += 1;
        } else {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenize(text, Span::new(0, text.len()), &mut tokens);
        tokens.iter().map(|token| token.text(text)).collect()
    }

    #[test]
    fn splits_what_a_person_would() {
        assert_eq!(words("He didn’t say."), ["He", "didn’t", "say", "."]);
        assert_eq!(words("Oslo’s “big” day"), ["Oslo", "’s", "“", "big", "”", "day"]);
        assert_eq!(words("the U.S. at 1,600 feet"), ["the", "U.S.", "at", "1,600", "feet"]);
        assert_eq!(words("Malta-backed ... 'so'"), ["Malta", "-", "backed", "...", "'", "so", "'"]);
        assert_eq!(words("the workers’ pay"), ["the", "workers", "’", "pay"]);
    }

    #[test]
    fn what_is_no_plain_word_is_seen_whole() {
        assert_eq!(words("J.K. Rowling’s naïve don't"), ["J.K.", "Rowling", "’s", "naïve", "don't"]);
        assert_eq!(words("A.\u{a0}B2B, Zoë5e\u{301}x"), ["A", ".", "B2B", ",", "Zoë5e\u{301}x"]);
        assert_eq!(words("a\u{b}b\u{85}c"), ["a", "b", "c"]);
    }
}
