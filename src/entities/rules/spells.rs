//! Spans of time without a date: "every year", "in the morning", "aged 7", "the third week".

use crate::document::EntityType::{Date, Time};
use crate::entities::rank::Rank;
use crate::entities::rules::scan::{Value, is, is_kind, is_year, number, text, value};
use crate::entities::word::Word;
use crate::words::gazetteer::*;
use crate::words::token::Kind;

/// Those whose first word is no number and no part of a date.
pub fn spell(words: &[Word], at: usize) -> Option<Value> {
    let word = &words[at];
    if matches!(word.text, "rush") && matches!(text(words, at + 1), "hour" | "hours") {
        return value(at + 2, Time, Rank::Firm);
    }
    // "on day five"
    if matches!(word.text, "day" | "week")
        && (is(words, at + 1, NUMBER) || is_kind(words, at + 1, Kind::Number))
        && !(at > 0 && is_kind(words, at - 1, Kind::Number))
    {
        return value(at + 2, Date, Rank::Fair);
    }
    aged(words, at)
        .or_else(|| quantified(words, at))
        .or_else(|| part_of_day(words, at))
        .or_else(|| season(words, at))
}

/// What is left when no rule for dates fits: "the third week", "for years", "a year".
pub fn loose(words: &[Word], at: usize) -> Option<Value> {
    which(words, at)
        .or_else(|| half_hour(words, at))
        .or_else(|| one_unit(words, at))
        .or_else(|| bare_units(words, at))
}

/// "aged 14", "aged 7 and 9 years old", "age seventeen", "the age of 23".
fn aged(words: &[Word], at: usize) -> Option<Value> {
    let word = words[at].text.to_ascii_lowercase();
    let of = text(words, at + 1) == "of";
    let opens = word == "aged"
        || matches!(word.as_str(), "age" | "ages")
            && (of || is_kind(words, at + 1, Kind::Number) || is(words, at + 1, NUMBER));
    if !opens {
        return None;
    }
    let mut end = number(words, at + 1 + usize::from(of && word != "aged"))?;
    if matches!(text(words, end), "and" | "to" | "-" | "–") {
        end = number(words, end + 1).unwrap_or(end);
    }
    if matches!(text(words, end), "years" | "months") && text(words, end + 1) == "old" {
        end += 2;
    }
    value(end, Date, Rank::Firm)
}

/// "every year", "each Friday night", "another 30 days", "these days", "that year".
fn quantified(words: &[Word], at: usize) -> Option<Value> {
    let word = words[at].text.to_ascii_lowercase();
    let next = at + 1;
    let plural = text(words, next).ends_with('s');
    let counted = words[at].is(QUANTIFIER);
    let pointing = match word.as_str() {
        "that" => !plural,
        "these" | "those" | "some" => plural,
        "all" => {
            is(words, next, PART_OF_DAY | SEASON) || matches!(text(words, next), "day" | "year" | "week")
        }
        _ => counted,
    };
    if !pointing {
        return None;
    }
    if is(words, next, WEEKDAY) && words[next].is_capital() && counted {
        let part = is(words, next + 1, PART_OF_DAY);
        return value(next + 1 + usize::from(part), if part { Time } else { Date }, Rank::Firm);
    }
    if is(words, next, PART_OF_DAY) {
        return value(next + 1, Time, Rank::Likely);
    }
    if is(words, next, DATE_UNIT | SEASON) && !words[next].token.capital {
        return value(next + 1, Date, Rank::Firm);
    }
    let unit = number(words, next).filter(|_| counted)?;
    let kind = if is(words, unit, DATE_UNIT) { Date } else { is(words, unit, TIME_UNIT).then_some(Time)? };
    value(unit + 1, kind, Rank::Firm)
}

/// "the morning", "in the evenings", "overnight"; not "a night show".
fn part_of_day(words: &[Word], at: usize) -> Option<Value> {
    const BEFORE: [&str; 12] =
        ["the", "in", "at", "and", "or", "by", "until", "to", "one", "a", "during", "of"];
    let word = &words[at];
    if matches!(word.text, "a" | "one" | "One") && is(words, at + 1, PART_OF_DAY) && !idle(words, at + 2) {
        return value(at + 2, Time, Rank::Fair);
    }
    if !word.is(PART_OF_DAY) || word.token.capital || word.is(CLOCK_TIME) || idle(words, at + 1) {
        return None;
    }
    let free = word.text == "overnight"
        || word.text.ends_with('s')
        || at > 0 && BEFORE.contains(&words[at - 1].text);
    value(at + 1, Time, Rank::Fair).filter(|_| free)
}

/// What makes the word before it the name of a kind: "night shift", "evening gown".
fn idle(words: &[Word], at: usize) -> bool {
    matches!(
        text(words, at),
        "show"
            | "shows"
            | "shift"
            | "shifts"
            | "club"
            | "clubs"
            | "gown"
            | "dress"
            | "market"
            | "sky"
            | "life"
            | "-"
    )
}

/// "summer", "the winters", "fall 2004", "the winter of 1776".
fn season(words: &[Word], at: usize) -> Option<Value> {
    let word = &words[at];
    let plural = matches!(word.text, "summers" | "winters" | "autumns" | "summertime" | "wintertime");
    if !(word.is(SEASON) || plural) {
        return None;
    }
    let of = usize::from(text(words, at + 1) == "of");
    if is_year(words, at + 1 + of) {
        return value(at + 2 + of, Date, Rank::Firm);
    }
    // A fall and a spring are other things, too.
    let plain = plural || matches!(word.text, "summer" | "winter" | "autumn");
    value(at + 1, Date, Rank::Likely).filter(|_| plain && !word.token.capital)
}

/// "the third week", "the 20th minute".
fn which(words: &[Word], at: usize) -> Option<Value> {
    let ordinal = words[at].is(ORDINAL)
        || is_kind(words, at, Kind::Number) && !text(words, at).bytes().all(|byte| byte.is_ascii_digit());
    let unit = text(words, at + 1);
    match unit {
        _ if !ordinal => None,
        "day" | "week" | "month" | "year" | "decade" | "weekend" => value(at + 2, Date, Rank::Fair),
        "minute" | "hour" => value(at + 2, Time, Rank::Fair),
        _ => None,
    }
}

/// "half an hour".
fn half_hour(words: &[Word], at: usize) -> Option<Value> {
    let half = text(words, at) == "half" && matches!(text(words, at + 1), "a" | "an");
    value(at + 3, Time, Rank::Firm).filter(|_| half && is(words, at + 2, TIME_UNIT))
}

/// "a year as a fellow"; a rate is none: "twice a day", "$20 a week".
fn one_unit(words: &[Word], at: usize) -> Option<Value> {
    let one = matches!(words[at].text, "a" | "A" | "an")
        && matches!(text(words, at + 1), "day" | "week" | "month" | "year" | "decade" | "century");
    let rate = at > 0 && {
        let before = &words[at - 1];
        before.is(NUMBER | SCALE | CURRENCY | DATE_UNIT | TIME_UNIT | UNIT)
            || matches!(before.token.kind, Kind::Number)
            || matches!(before.text, "once" | "twice" | "times" | "time" | "%")
            || before.text.ends_with('s')
    };
    value(at + 2, Date, Rank::Doubtful).filter(|_| one && !rate && text(words, at + 2) != "-")
}

/// "for years", "centuries ago", "the weekend".
fn bare_units(words: &[Word], at: usize) -> Option<Value> {
    let word = &words[at];
    let free = at == 0 || words[at - 1].is(FUNCTION) || words[at - 1].token.kind == Kind::Mark;
    let kind = match word.text {
        "years" | "months" | "weeks" | "decades" | "centuries" | "weekend" | "weekends" => Date,
        "hours" if at > 0 && words[at - 1].text == "for" => Time,
        _ => return None,
    };
    let ago = usize::from(matches!(text(words, at + 1), "ago" | "later" | "earlier"));
    let old = text(words, at + 1) == "-" && text(words, at + 2) == "old";
    value(at + 1 + ago + if old { 2 } else { 0 }, kind, Rank::Doubtful).filter(|_| free)
}
