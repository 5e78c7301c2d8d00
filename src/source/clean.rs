//! Text as it is meant: character references decoded, marks that nobody sees left out.

use crate::document::{How, Span, Traced, is_invisible, reference};

/// `text` with each reference decoded and without what is invisible; as it stands where it has neither.
pub fn clean(text: Traced) -> Traced {
    let words = text.text();
    let may = |c: char| c == '&' || !c.is_ascii() && is_invisible(c);
    if !words.contains(may) {
        return text;
    }
    let mut cleaned = Traced::default();
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = words[at..].find(may) {
        at += found;
        let rest = &words[at..];
        let decoded = reference(rest);
        let (length, meant) = match &decoded {
            // "&lt;p&gt;" is markup that somebody wrote about, or left: decoding it twice would lose that.
            Some((length, meant)) => (*length, meant.as_str()),
            None if rest.starts_with('&') => {
                at += 1;
                continue;
            }
            None => (rest.chars().next().map_or(1, char::len_utf8), ""),
        };
        if kept < at {
            cleaned.push_part(&text, Span::new(kept, at));
        }
        let raw = text.raw(Span::new(at, at + length));
        let shown = if meant.chars().all(is_invisible) { "" } else { meant };
        cleaned.push(shown, raw.start()..raw.end(), if decoded.is_some() { How::Decoded } else { How::Dropped });
        at += length;
        kept = at;
    }
    if kept < words.len() {
        cleaned.push_part(&text, Span::new(kept, words.len()));
    }
    cleaned
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
