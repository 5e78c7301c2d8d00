//! What the grammar of dates, times and numbers is made of: looking at the words of a sentence from a
//! place on. Past its end there is nothing: no class, no text.

use crate::document::EntityType;
use crate::entities::rank::Rank;
use crate::entities::word::Word;
use crate::words::gazetteer::*;
use crate::words::token::Kind;

/// A value: the words that it takes, its type, and how sure the pattern is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Value {
    /// Past its last word.
    pub end: usize,
    pub kind: EntityType,
    pub rank: Rank,
}

pub fn value(end: usize, kind: EntityType, rank: Rank) -> Option<Value> {
    Some(Value { end, kind, rank })
}

pub fn is(words: &[Word], at: usize, classes: Classes) -> bool {
    words.get(at).is_some_and(|word| word.is(classes))
}

pub fn text<'t>(words: &[Word<'t>], at: usize) -> &'t str {
    words.get(at).map_or("", |word| word.text)
}

pub fn is_kind(words: &[Word], at: usize, kind: Kind) -> bool {
    words.get(at).is_some_and(|word| word.token.kind == kind)
}

/// Whether no space stands between `words[at - 1]` and `words[at]`.
pub fn touches(words: &[Word], at: usize) -> bool {
    at > 0 && at < words.len() && words[at - 1].token.end == words[at].token.start
}

/// Whether `words[at]` is one of `marks` with no space on either side: "5-6", "and/or".
pub fn joins(words: &[Word], at: usize, marks: &[&str]) -> bool {
    marks.contains(&text(words, at)) && touches(words, at) && touches(words, at + 1)
}

pub const DASHES: &[&str] = &["-", "–"];

/// Past an abbreviation's dot at `at`.
pub fn dot(words: &[Word], at: usize) -> usize {
    at + usize::from(text(words, at) == "." && touches(words, at) && at + 1 < words.len())
}

/// The digits of a number that is only digits.
pub fn digits(words: &[Word], at: usize) -> Option<u32> {
    let word = words.get(at).filter(|word| word.token.kind == Kind::Number && word.text.len() <= 4)?;
    word.text.parse().ok()
}

pub fn is_year(words: &[Word], at: usize) -> bool {
    text(words, at).len() == 4 && digits(words, at).is_some_and(|year| (1000..2100).contains(&year))
}

/// The endings of an ordinal in digits.
pub const ORDINAL_TAILS: [&str; 4] = ["st", "nd", "rd", "th"];

/// A day of a month: "5", "25th".
pub fn is_day(words: &[Word], at: usize) -> bool {
    let (number, tail) = split(words, at);
    number.len() <= 2
        && number.parse().is_ok_and(|day: u32| (1..=31).contains(&day))
        && (tail.is_empty() || ORDINAL_TAILS.contains(&tail))
}

/// A number token as digits and the letters after them; empty where no number stands.
pub fn split<'t>(words: &[Word<'t>], at: usize) -> (&'t str, &'t str) {
    let text = if is_kind(words, at, Kind::Number) { text(words, at) } else { "" };
    let cut = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    text.split_at(cut)
}

pub fn is_month(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|word| word.is(MONTH) && word.is_capital())
}

/// "1990s", "80s".
pub fn is_decade(words: &[Word], at: usize) -> bool {
    let (number, tail) = split(words, at);
    tail == "s" && matches!(number.len(), 2 | 4) && number.ends_with('0')
}

/// Past the number that begins at `at`.
pub fn number(words: &[Word], at: usize) -> Option<usize> {
    let word = words.get(at)?;
    if word.token.kind == Kind::Number {
        in_digits(words, at)
    } else if word.is(NUMBER) {
        Some(in_words(words, at))
    } else {
        word.is(SCALE).then_some(at + 1)
    }
}

/// "5", "1.5m", "3 and a half million".
fn in_digits(words: &[Word], at: usize) -> Option<usize> {
    const MAGNITUDES: [&str; 9] = ["", "m", "bn", "mn", "tn", "k", "M", "B", "K"];
    if !MAGNITUDES.contains(&split(words, at).1) {
        return None;
    }
    let mut end = at + 1;
    if text(words, end) == "," && touches(words, end) {
        return Some(end);
    }
    if ["and", "a", "half"].iter().enumerate().all(|(offset, part)| text(words, end + offset) == *part) {
        end += 3;
    }
    while is(words, end, SCALE) && end < at + 4 {
        end += 1;
    }
    Some(end)
}

/// "twenty-one", "two hundred and five thousand".
fn in_words(words: &[Word], at: usize) -> usize {
    let mut end = at + 1;
    while end < at + 12 {
        let hyphen = text(words, end) == "-" && touches(words, end);
        let joint = usize::from(hyphen || text(words, end) == "and" && is(words, end - 1, SCALE));
        if is(words, end + joint, NUMBER) && (joint > 0 || is(words, end - 1, SCALE | NUMBER)) {
            end += joint + 1;
        } else if is(words, end, SCALE) {
            end += 1;
        } else {
            break;
        }
    }
    end
}
