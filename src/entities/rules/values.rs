//! The grammar of dates, times and numbers.

use crate::document::EntityType;
use crate::document::EntityType::*;
use crate::entities::rules::dates::date;
use crate::entities::rules::words::Word;
use crate::words::gazetteer::*;
use crate::words::token::Kind;

/// A value: the words that it takes, its type, and how often the pattern is right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Value {
    /// Past its last word.
    pub end: usize,
    pub kind: EntityType,
    pub confidence: f32,
}

pub fn value(end: usize, kind: EntityType, confidence: f32) -> Option<Value> {
    Some(Value { end, kind, confidence })
}

/// The value that begins at `words[at]`; `words` is one sentence.
pub fn at(words: &[Word], at: usize) -> Option<Value> {
    let word = &words[at];
    match word.token.kind {
        Kind::Number => return date(words, at).or_else(|| counted(words, at)),
        Kind::Mark if matches!(word.text, "$" | "€" | "£" | "¥" | "₹") => return money(words, at),
        Kind::Word => {}
        _ => return None,
    }
    const STARTS: Classes = MONTH
        | WEEKDAY
        | DATE_WORD
        | HOLIDAY
        | DATE_UNIT
        | SEASON
        | PART_OF_DAY
        | DATE_MOD
        | NUMBER
        | SCALE
        | PLURAL
        | ORDINAL
        | CURRENCY_MARK;
    if word.is(STARTS) || matches!(word.text, "a" | "an" | "several" | "many" | "few" | "New" | "half") {
        date(words, at).or_else(|| counted(words, at))
    } else {
        None
    }
}

pub fn get<'w, 't>(words: &'w [Word<'t>], at: usize) -> Option<&'w Word<'t>> {
    words.get(at)
}

pub fn is(words: &[Word], at: usize, classes: Classes) -> bool {
    words.get(at).is_some_and(|word| word.is(classes))
}

pub fn text<'t>(words: &[Word<'t>], at: usize) -> &'t str {
    words.get(at).map_or("", |word| word.text)
}

/// Whether no space stands between `words[at - 1]` and `words[at]`.
pub fn touches(words: &[Word], at: usize) -> bool {
    at > 0 && at < words.len() && words[at - 1].token.end == words[at].token.start
}

/// The digits of a number that is only digits.
pub fn digits(word: &Word) -> Option<u32> {
    let plain = word.token.kind == Kind::Number && word.text.len() <= 4;
    if plain { word.text.parse().ok() } else { None }
}

pub fn is_year(words: &[Word], at: usize) -> bool {
    get(words, at).is_some_and(|word| {
        word.text.len() == 4 && digits(word).is_some_and(|year| (1700..2100).contains(&year))
    })
}

/// A day of a month: "5", "25th".
pub fn is_day(words: &[Word], at: usize) -> bool {
    let Some(word) = get(words, at).filter(|word| word.token.kind == Kind::Number) else { return false };
    let (number, tail) = split(word.text);
    number.len() <= 2
        && number.parse().is_ok_and(|day: u32| (1..=31).contains(&day))
        && matches!(tail, "" | "st" | "nd" | "rd" | "th")
}

/// A number token as digits and the letters after them.
pub fn split(text: &str) -> (&str, &str) {
    let cut = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    text.split_at(cut)
}

pub fn is_month(words: &[Word], at: usize) -> bool {
    get(words, at).is_some_and(|word| word.is(MONTH) && word.is_capital())
}

/// Past the number that begins at `at`, and whether it is only the word "one".
pub fn number(words: &[Word], at: usize) -> Option<(usize, bool)> {
    let word = get(words, at)?;
    let mut end = at;
    if word.token.kind == Kind::Number {
        if !matches!(split(word.text).1, "" | "m" | "bn" | "mn" | "tn" | "k" | "M" | "B" | "K") {
            return None;
        }
        end += 1;
        if text(words, end) == "," && touches(words, end) {
            return Some((end, false));
        }
    } else if word.is(NUMBER) {
        end += 1;
        while end < at + 12 {
            let joined = usize::from(
                matches!(text(words, end), "-") && touches(words, end)
                    || text(words, end) == "and" && is(words, end - 1, SCALE),
            );
            if is(words, end + joined, NUMBER) && (joined > 0 || is(words, end - 1, SCALE | NUMBER)) {
                end += joined + 1;
            } else if is(words, end, SCALE) {
                end += 1;
            } else {
                break;
            }
        }
        return Some((end, end == at + 1 && word.text.eq_ignore_ascii_case("one")));
    } else if word.is(SCALE) {
        return Some((at + 1, false));
    } else {
        return None;
    }
    let half = text(words, end) == "and" && text(words, end + 1) == "a" && text(words, end + 2) == "half";
    if half {
        end += 3;
    }
    while is(words, end, SCALE) && end < at + 4 {
        end += 1;
    }
    Some((end, false))
}

fn money(words: &[Word], at: usize) -> Option<Value> {
    let (end, _) = number(words, at + 1)?;
    let end = if matches!(text(words, end), "-" | "–")
        && touches(words, end)
        && get(words, end + 1).is_some_and(|word| word.token.kind == Kind::Number)
    {
        number(words, end + 1).map_or(end, |range| range.0)
    } else {
        end
    };
    value(end, Money, 0.95)
}

/// Percentages, amounts, measures, ordinals and counts.
fn counted(words: &[Word], at: usize) -> Option<Value> {
    let word = &words[at];
    if word.is(CURRENCY_MARK) && word.is_capital() {
        let sign =
            at + 1 + usize::from(text(words, at + 1) == "." || matches!(text(words, at + 1), "$" | "£"));
        return if get(words, sign).is_some_and(|word| word.token.kind == Kind::Number) {
            money(words, sign - 1)
        } else {
            None
        };
    }
    if word.token.kind == Kind::Number {
        let (number, tail) = split(word.text);
        if matches!(tail, "st" | "nd" | "rd" | "th") {
            return value(at + 1, Ordinal, 0.95);
        }
        if matches!(
            tail,
            "km" | "kg"
                | "cm"
                | "mm"
                | "ft"
                | "mph"
                | "kph"
                | "lb"
                | "lbs"
                | "kW"
                | "MW"
                | "GW"
                | "GB"
                | "MB"
                | "TB"
                | "ml"
        ) && !number.is_empty()
        {
            return value(at + 1, Quantity, 0.9);
        }
    }
    if word.is(ORDINAL) {
        let verb = word.text == "seconds" || at > 0 && words[at - 1].is(NUMBER);
        return if verb { None } else { value(at + 1, Ordinal, 0.85) };
    }
    if word.is(PLURAL) {
        let mut end = at + 1;
        while text(words, end) == "of" && is(words, end + 1, PLURAL) {
            end += 2;
        }
        if text(words, end) == "of" && is(words, end + 1, CURRENCY) {
            return value(end + 2, Money, 0.85);
        }
        return if text(words, end) == "of" || end > at + 1 || word.text != "tens" {
            value(end, Cardinal, 0.8)
        } else {
            None
        };
    }
    let (mut end, one) = number(words, at)?;
    if matches!(text(words, end), "-" | "–")
        && touches(words, end)
        && touches(words, end + 1)
        && let Some((range, _)) = number(words, end + 1)
    {
        end = range;
    } else if text(words, end) == "/"
        && touches(words, end)
        && touches(words, end + 1)
        && get(words, end + 1).is_some_and(|word| word.token.kind == Kind::Number)
    {
        end += 2;
    }
    if is(words, end, PERCENT) || text(words, end) == "%" {
        return value(end + 1, Percent, 0.95);
    }
    if text(words, end) == "per" && text(words, end + 1) == "cent" {
        return value(end + 2, Percent, 0.95);
    }
    if text(words, end) == "percentage" && text(words, end + 1).starts_with("point") {
        return value(end + 2, Percent, 0.9);
    }
    let hyphen = usize::from(text(words, end) == "-" && touches(words, end) && touches(words, end + 1));
    let unit = end + hyphen;
    let area = unit + usize::from(is(words, unit, AREA_MOD));
    if is(words, area, UNIT) && !is(words, area, PERCENT) {
        let area = area
            + usize::from(
                is(words, area + 1, UNIT)
                    && !is(words, area + 1, FUNCTION)
                    && text(words, area).starts_with("degree"),
            );
        return value(area + 1, Quantity, 0.9);
    }
    if is(words, unit, CURRENCY) {
        return value(unit + 1, Money, 0.9);
    }
    if get(words, unit)
        .is_some_and(|word| word.own.kind == Some(Norp) || word.text == "US" || word.text == "U.S.")
        && is(words, unit + 1, CURRENCY)
    {
        return value(unit + 2, Money, 0.9);
    }
    if one {
        let pronoun = at > 0
            && matches!(
                words[at - 1].text,
                "no" | "No"
                    | "the"
                    | "this"
                    | "that"
                    | "any"
                    | "every"
                    | "each"
                    | "another"
                    | "some"
                    | "which"
            )
            || get(words, end).is_none_or(|word| {
                word.token.kind != Kind::Word || word.is(FUNCTION) || word.is(SAY) || word.is_capital()
            });
        return if pronoun { None } else { value(end, Cardinal, 0.7) };
    }
    if word.is(SCALE) && at > 0 && !matches!(words[at - 1].text, "a" | "A" | "half") {
        return None;
    }
    value(end, Cardinal, 0.85)
}
