//! Dates of the calendar, in words and in digits.

use crate::entities::rules::scan::{DASHES, digits, dot, is, is_day, is_month, is_year, text, touches};
use crate::entities::word::Word;
use crate::words::calendar::AMBIGUOUS_MONTHS;
use crate::words::gazetteer::*;

/// Past the date that begins at `at`: "May 3, 2021", "3 May", "May 2021", "5/3/2021", "2021-05-03".
pub fn calendar(words: &[Word], at: usize) -> Option<usize> {
    if is_month(words, at) {
        return Some(after_month(words, at)).filter(|&end| end > at);
    }
    if is_day(words, at) {
        return day_first(words, at);
    }
    let iso = is_year(words, at)
        && text(words, at + 1) == "-"
        && is_day(words, at + 2)
        && text(words, at + 3) == "-"
        && is_day(words, at + 4);
    iso.then_some(at + 5)
}

/// Past a date that begins with its month; `at` where the month alone is none.
fn after_month(words: &[Word], at: usize) -> usize {
    let day = dot(words, at + 1);
    if is_day(words, day) && !text(words, day + 1).starts_with(':') {
        return year_after(words, days(words, day));
    }
    let end = year_after(words, day);
    if end > day {
        return end;
    }
    if text(words, day) == "of" && is_year(words, day + 1) {
        return day + 2;
    }
    let word = words[at].text;
    let ambiguous = AMBIGUOUS_MONTHS.iter().any(|month| month.eq_ignore_ascii_case(word));
    let cued = at > 0 && words[at - 1].is(DATE_CUE | DATE_MOD);
    if ambiguous && !cued { at } else { at + 1 }
}

/// Past a day of a month, or past two of them: "3", "3-5".
fn days(words: &[Word], at: usize) -> usize {
    let joined = DASHES.contains(&text(words, at + 1)) && touches(words, at + 1);
    let more = joined && is_day(words, at + 2) && !is(words, at + 3, MONTH | DATE_UNIT);
    at + if more { 3 } else { 1 }
}

fn day_first(words: &[Word], at: usize) -> Option<usize> {
    if is_month(words, at + 1) {
        let short = text(words, at + 1).len() <= 4 && !matches!(text(words, at + 1), "May" | "June" | "July");
        return Some(year_after(words, if short { dot(words, at + 2) } else { at + 2 }));
    }
    if text(words, at + 1) == "of" && is_month(words, at + 2) {
        return Some(year_after(words, at + 3));
    }
    let slashes = text(words, at + 1) == "/"
        && is_day(words, at + 2)
        && text(words, at + 3) == "/"
        && digits(words, at + 4).is_some();
    slashes.then_some(at + 5)
}

/// A year after a date, with or without a comma, or nothing.
fn year_after(words: &[Word], end: usize) -> usize {
    if is_year(words, end) && !is(words, end + 1, UNIT) {
        end + 1
    } else if text(words, end) == "," && is_year(words, end + 1) {
        end + 2
    } else {
        end
    }
}
