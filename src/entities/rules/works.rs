//! Titles of films, books and songs: by the noun before, by quotation marks, by the year in brackets after.

use crate::entities::rules::scan::{is, is_year, text};
use crate::entities::word::{Line, Word};
use crate::words::gazetteer::*;
use crate::words::token::Kind;

/// The most words of a title.
const LONGEST: usize = 14;

/// Past the title that begins at `at`; its "The" is left out.
pub fn work(words: &[Word], line: &Line, at: usize) -> Option<usize> {
    let words = &words[..line.end];
    let word = &words[at];
    if line.titled || !word.is_capital() || matches!(word.text, "The" | "Mr" | "Mrs" | "Ms" | "Dr" | "I") {
        return None;
    }
    // "the film The Red Anchor", "the film, “Red Anchor”"
    let the = at > line.start && matches!(words[at - 1].text, "The");
    let before = at - usize::from(the);
    let quote = before > line.start && words[before - 1].token.kind == Kind::Quote;
    if quote {
        return quoted(words, line, before, at);
    }
    let told = is_told(words, line, before);
    let end = title_end(words, at, told);
    let dated = text(words, end) == "("
        && is_year(words, end + 1)
        && text(words, end + 2) == ")"
        && !words[end].silent;
    let long = words[at..end].iter().filter(|word| word.is_capital()).count() > 1;
    let listed = before > line.start && matches!(words[before - 1].text, "," | "and" | "or");
    let known = is_known(words, at, end);
    if told && !known || dated && !known && (long || the || listed) && at > line.start {
        return Some(end);
    }
    None
}

/// Whether a noun for a work stands before `at`: "the novel", "a film called", "the drama series,".
fn is_told(words: &[Word], line: &Line, at: usize) -> bool {
    let before = |offset: usize| (at >= line.start + offset).then(|| &words[at - offset]);
    let cue = |offset: usize| before(offset).is_some_and(|word| word.is(WORK_CUE) && !word.token.capital);
    let called =
        before(1).is_some_and(|word| matches!(word.text, "called" | "titled" | "entitled" | "named"));
    cue(1) || called && (2..5).any(cue)
}

/// A title in quotation marks after a noun for a work, or before its year: past its last word.
fn quoted(words: &[Word], line: &Line, before: usize, at: usize) -> Option<usize> {
    let close = (at..words.len().min(at + LONGEST + 1)).find(|&end| words[end].token.kind == Kind::Quote)?;
    let open = before - 1;
    let comma = usize::from(open > line.start && words[open - 1].text == ",");
    let told = is_told(words, line, open - comma.min(open - line.start));
    let dated = text(words, close + 1) == "(" && is_year(words, close + 2) && text(words, close + 3) == ")";
    let end = close - usize::from(close > at && matches!(words[close - 1].text, "," | "."));
    ((told || dated) && end > at).then_some(end)
}

/// Past the words with capitals from `at`, with the small words between them.
fn title_end(words: &[Word], at: usize, told: bool) -> usize {
    const SMALL: [&str; 20] = [
        "of", "the", "in", "on", "a", "an", "and", "to", "for", "from", "with", "at", "by", "&", ":", "-",
        "as", "or", "into", "de",
    ];
    let mut end = at + 1;
    let mut next = at + 1;
    while next < words.len() && next < at + LONGEST {
        let word = &words[next];
        let owner = word.token.kind == Kind::Possessive && words.get(next + 1).is_some_and(Word::is_capital);
        let small = owner || SMALL.contains(&word.text) && (told || word.text != "and");
        if word.is_capital() && !word.is(MONTH | WEEKDAY) {
            end = next + 1;
        } else if !small {
            break;
        }
        next += 1;
        // Two small words at most stand between two with capitals.
        if next > end + 2 {
            break;
        }
    }
    end
}

/// Whether the words are somebody or something else: a person, a place, a company, an office.
fn is_known(words: &[Word], at: usize, end: usize) -> bool {
    let (first, last) = (&words[at], &words[end - 1]);
    let person = first.own.classes & GIVEN != 0 && end > at + 1 && last.own.classes & (SURNAME | GIVEN) != 0;
    let single = end == at + 1 && first.own.kind.is_some();
    let headed = is(words, end - 1, HEAD) && end > at + 1;
    person
        || single
        || headed
        || first.is(TITLE | ROLE | MONTH | WEEKDAY) && end == at + 1
        || first.is(HONORIFIC)
}
