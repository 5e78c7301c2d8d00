//! Text as it is meant: character references decoded, marks that nobody sees left out.

use crate::document::{How, Span, Traced, is_invisible, plain_form, reference};

/// `text` with each reference decoded and without what is invisible; as it stands where it has neither.
pub fn clean(text: Traced) -> Traced {
    let words = text.text();
    let may =
        |c: char| matches!(c, '&' | '*') || !c.is_ascii() && (is_invisible(c) || plain_form(c).is_some());
    if !words.contains(may) {
        return text;
    }
    let mut cleaned = Traced::default();
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = words[at..].find(may) {
        at += found;
        let rest = &words[at..];
        let first = rest.chars().next().unwrap_or_default();
        let decoded = reference(rest).or_else(|| Some((first.len_utf8(), plain_form(first)?.to_owned())));
        let (length, meant) = match &decoded {
            // "&lt;p&gt;" is markup that somebody wrote about, or left: decoding it twice would lose that.
            Some((length, meant)) => (*length, meant.as_str()),
            None if rest.starts_with("**") && is_bold(words, at) => (2, ""),
            None if first.is_ascii() => {
                at += 1;
                continue;
            }
            None => (first.len_utf8(), ""),
        };
        if kept < at {
            cleaned.push_part(&text, Span::new(kept, at));
        }
        let raw = text.raw(Span::new(at, at + length));
        let shown = if meant.chars().all(is_invisible) { "" } else { meant };
        cleaned.push(
            shown,
            raw.start()..raw.end(),
            if decoded.is_some() { How::Decoded } else { How::Dropped },
        );
        at += length;
        kept = at;
    }
    if kept < words.len() {
        cleaned.push_part(&text, Span::new(kept, words.len()));
    }
    cleaned
}

/// Whether the two stars at `at` set the word on one side of them bold.
fn is_bold(text: &str, at: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "“”\"‘’'.,!?".contains(c));
    let (before, after) = (text[..at].chars().next_back(), text[at + 2..].chars().next());
    before != Some('*') && after != Some('*') && letter(before) != letter(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_with_the_bytes_behind_it() {
        let cleaned = clean(Traced::same("A\u{ad}nn &ldquo;x&rdquo; AT&T"));
        assert_eq!(cleaned.text(), "Ann “x” AT&T");
        assert_eq!(cleaned.raw(Span::new(4, 7)), Span::new(6, 13));
        let plain = Traced::same("Ann & Roe");
        assert_eq!(clean(plain.clone()), plain);
    }
}
