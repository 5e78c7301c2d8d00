//! A mark: the words as they stand, then ` #2` for their second occurrence in the sentence and
//! ` @7` when that is sentence 7 rather than the label's own.

use anyhow::{Result, bail, ensure};

use crate::document::Span;

/// The span that `mark`, standing under sentence number `own` (from 0), names in `text`.
///
/// # Errors
/// When the words do not stand there, or more than once without a number.
pub fn resolve(mark: &str, text: &str, sentences: &[Span], own: usize) -> Result<Span> {
    let (rest, at) = ending(mark, '@');
    let (words, occurrence) = ending(rest, '#');
    let number = at.unwrap_or(own + 1);
    let Some(sentence) = number.checked_sub(1).and_then(|index| sentences.get(index)) else {
        bail!("{mark:?}: there is no sentence {number}");
    };
    let found = occurrences(words, sentence.text(text));
    let times = found.len();
    ensure!(
        times > 0,
        "{words:?} does not stand in sentence {number}; quote it exactly, or add @ and the sentence"
    );
    let chosen = match occurrence {
        None if times > 1 => {
            bail!(
                "{words:?} stands {times} times in sentence {number}; write \"{words} #1\" to \"{words} #{times}\""
            )
        }
        None => 1,
        Some(n) if (1..=times).contains(&n) => n,
        Some(n) => bail!("{words:?} #{n}: it stands only {times} time(s) in sentence {number}"),
    };
    let start = sentence.start() + found[chosen - 1];
    Ok(Span::new(start, start + words.len()))
}

/// `mark` without the ` {sign}{digits}` at its end, and that number.
fn ending(mark: &str, sign: char) -> (&str, Option<usize>) {
    let parts = mark.rsplit_once(' ').and_then(|(words, tail)| {
        let digits = tail.strip_prefix(sign)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
        Some((words, digits.parse().ok()?))
    });
    parts.map_or((mark, None), |(words, number)| (words, Some(number)))
}

/// Where `words` stand in `sentence` as whole words.
fn occurrences(words: &str, sentence: &str) -> Vec<usize> {
    let edge = |outside: Option<char>, inside: Option<char>| {
        !(outside.is_some_and(char::is_alphanumeric) && inside.is_some_and(char::is_alphanumeric))
    };
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = sentence[from..].find(words).filter(|_| !words.is_empty()) {
        let (start, end) = (from + at, from + at + words.len());
        let left = edge(sentence[..start].chars().next_back(), words.chars().next());
        if left && edge(sentence[end..].chars().next(), words.chars().next_back()) {
            found.push(start);
        }
        from = start + sentence[start..].chars().next().map_or(1, char::len_utf8);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_occurrences_and_other_sentences() {
        let text = "Oslo and Oslo's Osloers. He left Oslo.";
        let sentences = [Span::new(0, 24), Span::new(25, text.len())];
        assert_eq!(occurrences("Oslo", sentences[0].text(text)), [0, 9]);
        assert_eq!(resolve("Oslo #2", text, &sentences, 0).ok(), Some(Span::new(9, 13)));
        assert_eq!(resolve("He @2", text, &sentences, 0).ok().map(Span::start), Some(25));
        assert!(resolve("Oslo", text, &sentences, 0).is_err());
        assert!(resolve("Oslo #3", text, &sentences, 0).is_err());
        assert!(resolve("He @9", text, &sentences, 0).is_err());
    }
}
