//! Dates, times of day and durations.

use crate::document::EntityType::*;
use crate::entities::rules::values::{
    Value, digits, get, is, is_day, is_month, is_year, number, split, text, touches, value,
};
use crate::entities::rules::words::Word;
use crate::words::gazetteer::*;
use crate::words::token::Kind;

/// Past an abbreviation's dot at `at`.
fn dot(words: &[Word], at: usize) -> usize {
    at + usize::from(text(words, at) == "." && touches(words, at) && at + 1 < words.len())
}

/// A year after a date, with or without a comma, or nothing.
fn year_after(words: &[Word], end: usize) -> usize {
    if is_year(words, end) {
        end + 1
    } else if text(words, end) == "," && is_year(words, end + 1) {
        end + 2
    } else {
        end
    }
}

/// "December 25, 2024", "25 December", "December 2024", "12/28/2024", "2024-12-28".
fn calendar(words: &[Word], at: usize) -> Option<usize> {
    if is_month(words, at) {
        let month = dot(words, at + 1);
        if is_day(words, month) && !text(words, month + 1).starts_with(':') {
            let mut end = month + 1;
            if matches!(text(words, end), "-" | "–" | "to" | "and")
                && is_day(words, end + 1)
                && !is(words, end + 2, MONTH | DATE_UNIT)
                && touches(words, end)
            {
                end += 2;
            }
            return Some(year_after(words, end));
        }
        return Some(year_after(words, month)).filter(|&end| end > month).or_else(|| {
            let month_alone = !matches!(text(words, at), "May" | "March" | "Mar" | "Sep" | "Jan" | "Dec")
                || at > 0
                    && matches!(
                        words[at - 1].text,
                        "in" | "In"
                            | "since"
                            | "until"
                            | "by"
                            | "of"
                            | "from"
                            | "last"
                            | "next"
                            | "early"
                            | "late"
                            | "mid"
                            | "to"
                            | "through"
                            | "this"
                            | "and"
                            | "during"
                            | "before"
                            | "after"
                    );
            month_alone.then_some(if month < words.len() || month == at + 1 { at + 1 } else { month })
        });
    }
    if is_day(words, at) {
        if is_month(words, at + 1) {
            return Some(year_after(words, dot(words, at + 2)));
        }
        if text(words, at + 1) == "of" && is_month(words, at + 2) {
            return Some(year_after(words, at + 3));
        }
        if text(words, at + 1) == "/"
            && is_day(words, at + 2)
            && text(words, at + 3) == "/"
            && get(words, at + 4).is_some_and(|word| digits(word).is_some())
        {
            return Some(at + 5);
        }
    }
    let iso = is_year(words, at)
        && text(words, at + 1) == "-"
        && is_day(words, at + 2)
        && text(words, at + 3) == "-"
        && is_day(words, at + 4);
    iso.then_some(at + 5)
}

/// Dates and times that a calendar word, a clock word or a year gives away.
pub fn date(words: &[Word], at: usize) -> Option<Value> {
    if let Some(end) = calendar(words, at) {
        return value(end, Date, 0.95);
    }
    let word = &words[at];
    if word.is(WEEKDAY) && word.is_capital() && word.text.len() > 4 {
        let mut end = at + 1;
        if is(words, end, PART_OF_DAY) {
            return value(end + 1, Time, 0.85);
        }
        let comma = end + usize::from(text(words, end) == ",");
        if let Some(full) = calendar(words, comma).filter(|_| is_month(words, comma) || is_day(words, comma))
        {
            end = full;
        }
        return value(end, Date, 0.95);
    }
    if word.is(DATE_WORD) {
        let later = is(words, at + 1, PART_OF_DAY);
        return if later { value(at + 2, Time, 0.8) } else { value(at + 1, Date, 0.9) };
    }
    if word.text == "New" && text(words, at + 1) == "Year" {
        let mut end = at + 2;
        if get(words, end).is_some_and(|word| word.token.kind == Kind::Possessive) {
            if !matches!(text(words, end + 1), "Day" | "Eve" | "day" | "eve") {
                return value(end, Date, 0.9);
            }
            end += 2;
        }
        return value(end, Date, 0.9);
    }
    if word.is(HOLIDAY) && word.is_capital() {
        let end = at + 1;
        let day = matches!(text(words, end), "Day" | "day" | "Eve" | "eve" | "Sunday" | "Monday");
        return value(end + usize::from(day), Date, 0.85);
    }
    clock(words, at)
        .or_else(|| relative(words, at))
        .or_else(|| duration(words, at))
        .or_else(|| year(words, at))
}

/// "2:40 p.m.", "5pm", "14:00 GMT", "noon".
fn clock(words: &[Word], at: usize) -> Option<Value> {
    let word = &words[at];
    if word.token.kind == Kind::Number {
        let (number, tail) = split(word.text);
        let colon = number.contains(':') && number.len() <= 5;
        let hour = number.len() <= 2 || number.len() <= 5 && number.contains('.');
        let mut end = at + 1;
        let mut found = colon && tail.is_empty();
        if (colon || hour) && matches!(tail, "am" | "pm" | "AM" | "PM") {
            found = true;
        } else if (colon || hour) && tail.is_empty() {
            if matches!(text(words, end), "am" | "pm" | "AM" | "PM" | "A.M." | "P.M.")
                && (colon || !text(words, end).starts_with("am"))
            {
                (found, end) = (true, end + 1);
            } else if matches!(text(words, end), "a" | "p")
                && text(words, end + 1) == "."
                && text(words, end + 2) == "m"
                && touches(words, end + 2)
            {
                found = true;
                end += 3;
                end += usize::from(text(words, end) == "." && touches(words, end));
            } else if text(words, end) == "o"
                || text(words, end) == "o'clock"
                || text(words, end) == "o’clock"
            {
                (found, end) = (true, end + 1);
            }
        }
        if found {
            let zone = matches!(
                text(words, end),
                "GMT" | "UTC" | "EST" | "EDT" | "ET" | "PST" | "CET" | "BST" | "IST"
            );
            return value(end + usize::from(zone), Time, 0.9);
        }
    }
    let named = matches!(word.text, "noon" | "midnight" | "midday" | "tonight" | "Tonight" | "dawn" | "dusk");
    if named { value(at + 1, Time, 0.85) } else { None }
}

/// "earlier this week", "last Friday", "early 2014", "mid-2014", "end of last year".
fn relative(words: &[Word], at: usize) -> Option<Value> {
    if !words[at].is(DATE_MOD) {
        return None;
    }
    let mut end = at;
    while end < at + 3 && is(words, end, DATE_MOD) {
        end += 1;
        if text(words, end) == "-" && touches(words, end) && touches(words, end + 1) {
            end += 1;
        }
    }
    let within = text(words, end) == "in" && (is(words, end + 1, MONTH) || text(words, end + 1) == "the");
    end += usize::from(text(words, end) == "of" || within);
    end += usize::from(text(words, end) == "the" && end > at + 1);
    while end > at && end < at + 6 && is(words, end, DATE_MOD) {
        end += 1;
    }
    let last = words[end - 1].text;
    if let Some(calendar) = calendar(words, end).or_else(|| is_year(words, end).then_some(end + 1)) {
        // "earlier May" or "recent June" are no dates of their own: the calendar word decides.
        return value(calendar, Date, 0.9);
    }
    if decade(words, end) {
        return value(end + 1, Date, 0.9);
    }
    if is(words, end, PART_OF_DAY) && !matches!(text(words, end), "dawn" | "dusk") {
        return value(end + 1, Time, 0.8);
    }
    let close = matches!(
        last,
        "last"
            | "next"
            | "this"
            | "Last"
            | "Next"
            | "This"
            | "past"
            | "coming"
            | "previous"
            | "following"
            | "same"
            | "recent"
    );
    let near = close
        || matches!(
            last,
            "earlier" | "later" | "early" | "late" | "mid" | "middle" | "start" | "end" | "beginning"
        );
    if near && get(words, end).is_some_and(|word| word.is(WEEKDAY) && word.is_capital()) {
        let day = is(words, end + 1, PART_OF_DAY);
        return value(end + 1 + usize::from(day), if day { Time } else { Date }, 0.9);
    }
    if near && is(words, end, HOLIDAY) && words[end].is_capital() {
        return value(end + 1, Date, 0.9);
    }
    if !close {
        return None;
    }
    if is(words, end, DATE_UNIT | SEASON) && (text(words, end) != "springs") {
        let same_time = last == "same" && !is(words, end, DATE_UNIT);
        return if same_time { None } else { value(end + 1, Date, 0.9) };
    }
    if is(words, end, TIME_UNIT) && last != "this" {
        return value(end + 1, Time, 0.75);
    }
    let (count, _) = number(words, end)?;
    if is(words, count, DATE_UNIT) {
        return value(count + 1, Date, 0.9);
    }
    if is(words, count, TIME_UNIT) { value(count + 1, Time, 0.85) } else { None }
}

fn decade(words: &[Word], at: usize) -> bool {
    get(words, at).is_some_and(|word| {
        let (number, tail) = split(word.text);
        word.token.kind == Kind::Number
            && tail == "s"
            && matches!(number.len(), 2 | 4)
            && number.ends_with('0')
    })
}

/// "two days", "three years ago", "a week later", "30-minute", "15-year-old".
fn duration(words: &[Word], at: usize) -> Option<Value> {
    let article = matches!(words[at].text, "a" | "an" | "several" | "many" | "few");
    let mut end = if article {
        let few = words[at].text == "a" && text(words, at + 1) == "few";
        at + 1 + usize::from(few)
    } else {
        number(words, at)?.0
    };
    if !article && text(words, end) == "-" && touches(words, end) && touches(words, end + 1) {
        end += 1;
    }
    if article && is(words, end, DATE_MOD) {
        return None;
    }
    let kind = if is(words, end, DATE_UNIT) {
        Date
    } else if is(words, end, TIME_UNIT) {
        Time
    } else {
        return None;
    };
    end += 1;
    let shift = matches!(text(words, end), "ago" | "later" | "earlier" | "before");
    if article
        && matches!(words[at].text, "a" | "an")
        && end == at + 2
        && !(shift && text(words, end) != "before")
    {
        return None;
    }
    if shift && text(words, end) != "before" {
        return value(end + 1, kind, 0.9);
    }
    if text(words, end) == "-" && text(words, end + 1) == "old" {
        let more = usize::from(text(words, end + 2) == "s");
        return value(end + 2 + more, kind, 0.85);
    }
    let old = text(words, end) == "old";
    value(end + usize::from(old), kind, if article { 0.7 } else { 0.85 })
}

/// "2014", "2014-15", "the 1990s", "21st century".
fn year(words: &[Word], at: usize) -> Option<Value> {
    if decade(words, at) {
        return value(at + 1, Date, 0.9);
    }
    let word = &words[at];
    if matches!(text(words, at + 1), "century" | "centuries")
        && (word.is(ORDINAL) || word.token.kind == Kind::Number)
    {
        return value(at + 2, Date, 0.9);
    }
    if !is_year(words, at)
        || is(words, at + 1, UNIT | CURRENCY | SCALE | PERCENT)
        || text(words, at + 1) == "%"
    {
        return None;
    }
    let cued = at == 0
        || words[at - 1].token.kind == Kind::Mark
        || matches!(
            words[at - 1].text,
            "in" | "since"
                | "of"
                | "by"
                | "until"
                | "from"
                | "during"
                | "before"
                | "after"
                | "and"
                | "to"
                | "the"
                | "("
                | "In"
                | "Since"
        );
    let next = text(words, at + 1);
    let counted =
        next.ends_with('s') && next.chars().all(char::is_lowercase) && !words[at + 1].is(FUNCTION) && !cued;
    if counted {
        return None;
    }
    let range = matches!(next, "-" | "–" | "/")
        && touches(words, at + 1)
        && touches(words, at + 2)
        && get(words, at + 2).is_some_and(|word| digits(word).is_some());
    value(if range { at + 3 } else { at + 1 }, Date, if cued { 0.9 } else { 0.75 })
}
