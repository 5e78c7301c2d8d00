//! Dates by weekday, holiday, year or distance, and durations.

use crate::document::EntityType::{self, Date, Time};
use crate::entities::rank::Rank;
use crate::entities::rules::calendar::calendar;
use crate::entities::rules::clock::clock;
use crate::entities::rules::scan::{
    DASHES, Value, digits, is, is_day, is_decade, is_kind, is_month, is_year, joins, number, text, touches,
    value,
};
use crate::entities::rules::spells::{loose, spell};
use crate::entities::word::Word;
use crate::words::gazetteer::*;
use crate::words::token::Kind;

/// The date, time or duration that begins at `at`.
pub fn date(words: &[Word], at: usize) -> Option<Value> {
    if let Some(end) = calendar(words, at) {
        let deictic =
            matches!(text(words, end), "this" | "last" | "next" | "that") && text(words, end + 1) == "year";
        return value(end + if deictic { 2 } else { 0 }, Date, Rank::Certain);
    }
    let word = &words[at];
    if word.is(WEEKDAY) && word.is_capital() && word.text.len() > SHORT_WEEKDAY {
        return weekday(words, at);
    }
    if let Some(spell) = spell(words, at) {
        return Some(spell);
    }
    // "Daily" with a capital is a newspaper's.
    if word.is(DATE_WORD) && !(word.is_capital() && word.text.ends_with("ly")) {
        let part = is(words, at + 1, PART_OF_DAY);
        return if part { value(at + 2, Time, Rank::Fair) } else { value(at + 1, Date, Rank::Firm) };
    }
    if word.is_capital() && (word.is(HOLIDAY) || word.text == "New") {
        return holiday(words, at);
    }
    clock(words, at)
        .or_else(|| relative(words, at))
        .or_else(|| duration(words, at))
        .or_else(|| year(words, at))
        .or_else(|| loose(words, at))
}

/// "Sat", "Sun" and "Thur" are other words too; only longer ones are days by themselves.
const SHORT_WEEKDAY: usize = 4;

/// "Friday", "Friday morning", "Friday, May 3".
fn weekday(words: &[Word], at: usize) -> Option<Value> {
    let end = at + 1;
    if is(words, end, PART_OF_DAY) {
        return value(end + 1, Time, Rank::Likely);
    }
    let next = end + usize::from(text(words, end) == ",");
    let dated = is_month(words, next) || is_day(words, next);
    let full = calendar(words, next).filter(|_| dated);
    value(full.unwrap_or(end), Date, Rank::Certain)
}

/// "Easter", "Easter Sunday", "New Year", "New Year's Eve".
fn holiday(words: &[Word], at: usize) -> Option<Value> {
    let day = |at: usize| matches!(text(words, at), "Day" | "day" | "Eve" | "eve" | "Sunday" | "Monday");
    if !words[at].is(HOLIDAY) {
        if text(words, at + 1) != "Year" {
            return None;
        }
        let eve = is_kind(words, at + 2, Kind::Possessive) && day(at + 3);
        return value(if eve { at + 4 } else { at + 2 }, Date, Rank::Firm);
    }
    value(at + 1 + usize::from(day(at + 1)), Date, Rank::Likely)
}

/// "earlier this week", "last Friday", "early 2014", "mid-2014", "end of last year".
fn relative(words: &[Word], at: usize) -> Option<Value> {
    if !words[at].is(DATE_MOD) {
        return None;
    }
    let end = past_modifiers(words, at);
    let last = &words[end - 1];
    // "the start of the 2014 Games"
    let year = is_year(words, end) && text(words, end - 1) != "the";
    let dated = calendar(words, end).or_else(|| year.then_some(end + 1));
    if let Some(end) = dated.or_else(|| century(words, end)) {
        return value(end, Date, Rank::Firm);
    }
    if is_decade(words, end) {
        return value(end + 1, Date, Rank::Firm);
    }
    if is(words, end, PART_OF_DAY) && !matches!(text(words, end), "dawn" | "dusk") {
        return value(end + 1, Time, Rank::Fair);
    }
    if last.is(DATE_MOD) && words.get(end).is_some_and(Word::is_capital) {
        if is(words, end, WEEKDAY) {
            let part = is(words, end + 1, PART_OF_DAY);
            return value(end + 1 + usize::from(part), if part { Time } else { Date }, Rank::Firm);
        }
        if is(words, end, HOLIDAY) {
            return value(end + 1, Date, Rank::Firm);
        }
    }
    if !last.is(DEICTIC) {
        return None;
    }
    if is(words, end, DATE_UNIT | SEASON) {
        let idle = last.text == "same" && !is(words, end, DATE_UNIT);
        return value(end + 1, Date, Rank::Firm).filter(|_| !idle);
    }
    if is(words, end, TIME_UNIT) && !last.text.eq_ignore_ascii_case("this") {
        return value(end + 1, Time, Rank::Weak);
    }
    let some = match text(words, end) {
        "few" | "several" => Some(end + 1),
        "couple" if text(words, end + 1) == "of" => Some(end + 2),
        _ => None,
    };
    let unit = some.or_else(|| number(words, end))?;
    let (kind, rank) = match unit_kind(words, unit)? {
        Date => (Date, Rank::Firm),
        kind => (kind, Rank::Likely),
    };
    value(unit + 1, kind, rank)
}

/// Past what stands before a date and is part of it: "earlier", "the end of last", "mid-".
fn past_modifiers(words: &[Word], at: usize) -> usize {
    let mut end = at;
    while end < at + 3 && is(words, end, DATE_MOD) {
        end += 1;
        end += usize::from(joins(words, end, &["-"]));
    }
    let within = text(words, end) == "in"
        && (is(words, end + 1, MONTH) || text(words, end + 1) == "the" || is_year(words, end + 1));
    end += usize::from(text(words, end) == "of" || within);
    // "later the army" is no date.
    end += usize::from(text(words, end) == "the" && end > at + 1);
    while end < at + 6 && is(words, end, DATE_MOD) {
        end += 1;
    }
    end
}

fn unit_kind(words: &[Word], at: usize) -> Option<EntityType> {
    if is(words, at, DATE_UNIT) { Some(Date) } else { is(words, at, TIME_UNIT).then_some(Time) }
}

/// "two days", "three years ago", "a week later", "30-minute", "15-year-old".
fn duration(words: &[Word], at: usize) -> Option<Value> {
    let one = matches!(words[at].text, "a" | "an" | "A" | "An");
    let few = one && text(words, at + 1) == "few";
    let vague = one || matches!(words[at].text, "several" | "Several" | "many" | "Many" | "few");
    let mut unit = if vague { at + 1 + usize::from(few) } else { number(words, at)? };
    if !vague {
        unit += usize::from(joins(words, unit, DASHES));
        let kind = ["working", "business", "consecutive", "straight", "full", "long", "more", "calendar"];
        unit += usize::from(kind.contains(&text(words, unit)) && unit_kind(words, unit + 1).is_some());
    } else if text(words, at + 1) == "couple" && text(words, at + 2) == "of" {
        unit = at + 3;
    }
    let kind = unit_kind(words, unit)?;
    // "World Cup 2018 day five"
    if unit == at + 1 && is_year(words, at) && !text(words, unit).ends_with('s') {
        return None;
    }
    let end = unit + 1;
    if matches!(text(words, end), "ago" | "later" | "earlier") {
        return value(end + 1, kind, Rank::Firm);
    }
    if one && unit == at + 1 {
        return None;
    }
    if text(words, end) == "back" && one {
        return value(end + 1, kind, Rank::Firm);
    }
    if text(words, end) == "-" && text(words, end + 1) == "old" {
        return value(end + 2 + usize::from(text(words, end + 2) == "s"), kind, Rank::Likely);
    }
    let old = usize::from(text(words, end) == "old");
    value(end + old, kind, if vague { Rank::Doubtful } else { Rank::Likely })
}

/// Numbers of four digits below it are years only where something says so.
const MODERN: u32 = 1700;

/// Past "21st century", "17th-century".
fn century(words: &[Word], at: usize) -> Option<usize> {
    let hyphen = usize::from(joins(words, at + 1, &["-"]));
    let end = at + 1 + hyphen;
    let named = matches!(text(words, end), "century" | "centuries" | "Century" | "Centuries");
    let which = words.get(at)?;
    (named && (which.is(ORDINAL) || which.token.kind == Kind::Number)).then_some(end + 1)
}

/// Past "347 AD", "AD 71", "44 BC".
fn era(words: &[Word], at: usize) -> Option<usize> {
    let year = |at: usize| digits(words, at).is_some();
    if text(words, at) == "AD" && year(at + 1) {
        return Some(at + 2);
    }
    (year(at) && matches!(text(words, at + 1), "AD" | "BC" | "CE" | "BCE")).then_some(at + 2)
}

/// "2014", "2014-15", "the 1990s", "21st century".
fn year(words: &[Word], at: usize) -> Option<Value> {
    if is_decade(words, at) {
        return value(at + 1, Date, Rank::Firm);
    }
    // "the 1930's"
    let round =
        is_year(words, at) && words[at].text.ends_with('0') && is_kind(words, at + 1, Kind::Possessive);
    if round && at > 0 && words[at - 1].text == "the" && touches(words, at + 1) {
        return value(at + 2, Date, Rank::Firm);
    }
    if let Some(end) = era(words, at) {
        return value(end, Date, Rank::Firm);
    }
    if let Some(end) = century(words, at) {
        return value(end, Date, Rank::Firm);
    }
    let counts = is(words, at + 1, UNIT | CURRENCY | SCALE | PERCENT) || text(words, at + 1) == "%";
    if !is_year(words, at) || counts {
        return None;
    }
    let marked = at == 0 || words[at - 1].token.kind == Kind::Mark || words[at - 1].text == "the";
    let modern = digits(words, at).is_some_and(|year| year >= MODERN);
    let bracketed = text(words, at + 1) == ")" && at > 0 && words[at - 1].text == "(";
    let cued = at > 0 && words[at - 1].is(DATE_CUE) || marked && modern || bracketed;
    // "2014 boats": a count, unless something says that it is a year.
    let plural = |word: &Word| {
        word.text.ends_with('s') && word.text.chars().all(char::is_lowercase) && !word.is(FUNCTION)
    };
    let counts = words.get(at + 1).is_some_and(plural);
    if (!cued || !modern) && counts || !cued && !modern {
        return None;
    }
    let range = joins(words, at + 1, &["/"]) || DASHES.iter().any(|dash| joins(words, at + 1, &[dash]));
    let end = if range && digits(words, at + 2).is_some() { at + 3 } else { at + 1 };
    value(end, Date, if cued { Rank::Firm } else { Rank::Weak })
}
