//! Times of day.

use crate::document::EntityType::Time;
use crate::entities::rank::Rank;
use crate::entities::rules::scan::{Value, is, is_kind, split, text, touches, value};
use crate::entities::word::Word;
use crate::words::gazetteer::*;
use crate::words::token::Kind;

/// "2:40 p.m.", "5pm", "14:00 GMT", "noon".
pub fn clock(words: &[Word], at: usize) -> Option<Value> {
    if is_kind(words, at, Kind::Number) {
        let end = hours(words, at)?;
        return value(end + usize::from(is(words, end, TIME_ZONE)), Time, Rank::Firm);
    }
    if words[at].is(NUMBER) && matches!(text(words, at + 1), "o'clock" | "o’clock") {
        return value(at + 2, Time, Rank::Firm);
    }
    // Dawn is a first name, too.
    let name = words[at].is_capital() && words[at].own.classes & (GIVEN | SURNAME) != 0;
    if words[at].is(CLOCK_TIME) && !name { value(at + 1, Time, Rank::Likely) } else { None }
}

/// Past the hours and minutes in digits at `at`, with what says that they are.
fn hours(words: &[Word], at: usize) -> Option<usize> {
    let (number, tail) = split(words, at);
    let minutes = number.contains(':') && number.len() <= 5;
    let hour = number.len() <= 2 || number.len() <= 5 && number.contains('.');
    if !(minutes || hour) {
        return None;
    }
    if !tail.is_empty() {
        return is_half(tail).then_some(at + 1);
    }
    let end = at + 1;
    let next = text(words, end);
    // "5 am" may be "5 am I" in a poor text, but "5:00 am" is a time.
    let ranged = matches!(text(words, end + 1), "-" | "–" | "to");
    if is_half(next) && (minutes || next != "am" || ranged) {
        return Some(end + 1);
    }
    let dotted = matches!(next, "a" | "p")
        && text(words, end + 1) == "."
        && text(words, end + 2) == "m"
        && touches(words, end + 2);
    if dotted {
        let last = end + 3;
        return Some(last + usize::from(text(words, last) == "." && touches(words, last)));
    }
    if matches!(next, "o'clock" | "o’clock") {
        return Some(end + 1);
    }
    minutes.then_some(end)
}

/// "am", "PM": the half of the day, written without dots inside a word.
fn is_half(text: &str) -> bool {
    matches!(text, "am" | "pm" | "AM" | "PM" | "A.M." | "P.M.")
}
