//! Values: dates, times, and numbers with what they count.

use crate::document::EntityType;
use crate::document::EntityType::{Cardinal, Money, Ordinal, Quantity};
use crate::entities::rank::Rank;
use crate::entities::rules::dates::date;
use crate::entities::rules::scan::{
    DASHES, ORDINAL_TAILS, Value, is, is_decade, is_kind, is_month, is_year, joins, number, split, text,
    touches, value,
};
use crate::entities::rules::units::{is_unit, measured};
use crate::entities::word::Word;
use crate::words::gazetteer::*;
use crate::words::token::Kind;

/// What a value in words may begin with.
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
    | CURRENCY_MARK
    | QUANTIFIER;

/// Whether the word is another that may open one.
fn opens(word: &str) -> bool {
    matches!(
        word,
        "a" | "A"
            | "an"
            | "An"
            | "several"
            | "Several"
            | "many"
            | "Many"
            | "few"
            | "New"
            | "half"
            | "aged"
            | "Aged"
            | "age"
            | "Age"
            | "ages"
            | "all"
            | "All"
            | "AD"
            | "summers"
            | "winters"
            | "autumns"
            | "summertime"
            | "wintertime"
            | "that"
            | "these"
            | "those"
            | "some"
            | "hours"
    )
}

/// The value that begins at `words[at]`; `words` is one sentence.
pub fn at(words: &[Word], at: usize) -> Option<Value> {
    let word = &words[at];
    if is_first_name(words, at) {
        return None;
    }
    if let Some(age) = age(words, at) {
        return Some(age);
    }
    let may = match word.token.kind {
        Kind::Number => true,
        Kind::Mark if matches!(word.text, "$" | "€" | "£" | "¥" | "₹") => {
            return money(words, at).map(|first| range(words, at, first));
        }
        Kind::Word => word.is(STARTS) || opens(word.text) || word.is_acronym() && text(words, at + 1) == "$",
        _ => false,
    };
    if !may || is_tail(words, at) {
        return None;
    }
    single(words, at).map(|first| range(words, at, first))
}

/// The value at `at` without the range that it may open.
fn single(words: &[Word], at: usize) -> Option<Value> {
    date(words, at).or_else(|| counted(words, at))
}

/// "high-five", "pre-1" : a number that a hyphen makes the end of a word; a year is one all the same.
fn is_tail(words: &[Word], at: usize) -> bool {
    let hyphen = at > 1 && joins(words, at - 1, &["-"]) && words[at - 2].token.kind == Kind::Word;
    let number = words[at].token.kind == Kind::Number || words[at].is(NUMBER | SCALE | ORDINAL);
    hyphen
        && number
        && !is_year(words, at)
        && !is_decade(words, at)
        && !words[at - 2].is(NUMBER | WEEKDAY | MONTH | DATE_MOD)
}

/// `first`, or the range from it to the value that follows: "1947 to 1960", "5 – 10 minutes", "9 am - 3 pm". The guide marks
/// a range once.
fn range(words: &[Word], at: usize, first: Value) -> Value {
    let joint = text(words, first.end);
    let between = at > 0 && words[at - 1].text.eq_ignore_ascii_case("between");
    let dash = DASHES.contains(&joint);
    let either = joint == "or" && first.kind == Cardinal;
    if !(dash || joint == "to" || joint == "and" && between || either) {
        return first;
    }
    let next = first.end + 1 + usize::from(joint == "to" && text(words, first.end + 1) == "the");
    let digits = is_kind(words, next - 2, Kind::Number) && is_kind(words, next, Kind::Number);
    let month = is_month(words, next + 1);
    let short_year =
        dash && is_year(words, first.end - 1) && digits && text(words, next).len() == 2 && !month;
    if short_year && first.kind == EntityType::Date {
        return Value { end: next + 1, ..first };
    }
    let Some(second) = words.get(next).and_then(|_| single(words, next)) else { return first };
    let calendar = |value: Value| value.rank >= Rank::Firm || is_year(words, value.end - 1);
    let of_century = matches!(words[second.end - 1].text, "century" | "centuries");
    let one = match (first.kind, second.kind) {
        (EntityType::Date, EntityType::Date) => calendar(first) && calendar(second),
        (EntityType::Time, EntityType::Time) => {
            first.rank >= Rank::Likely && second.rank >= Rank::Likely && joint != "and"
        }
        (Ordinal, EntityType::Date) => of_century,
        (Money, Cardinal) => dash,
        (Cardinal, Cardinal) if either => true,
        _ if either => false,
        (
            Cardinal,
            Cardinal | Quantity | Money | EntityType::Percent | EntityType::Date | EntityType::Time,
        ) => {
            let whole = first.end == at + 1 || !dash;
            // "three – two of them dead": between words a dash breaks the clause.
            whole
                && (!dash || digits)
                && joint != "and"
                && !(second.kind == EntityType::Date && is_year(words, next))
        }
        _ => false,
    };
    if one {
        Value {
            end: second.end,
            kind: if first.kind == Money { Money } else { second.kind },
            rank: first.rank.min(second.rank),
        }
    } else {
        first
    }
}

/// "June Brown", "May Reed": a month that is a first name too, before a surname, and no "in" before it.
fn is_first_name(words: &[Word], at: usize) -> bool {
    let word = &words[at];
    let surname = words.get(at + 1).is_some_and(|next| {
        next.is_capital()
            && !next.is(MONTH | WEEKDAY | HOLIDAY)
            && !next.is_acronym()
            && (next.own.classes & (SURNAME | GIVEN) != 0 || at == 0)
    });
    let dated = at > 0 && (words[at - 1].is(DATE_CUE | DATE_MOD) || words[at - 1].token.kind == Kind::Number);
    is_month(words, at) && word.own.classes & GIVEN != 0 && surname && !dated
}

/// "Jane Doe, 43, …": an age is a date, by the conventions of OntoNotes.
fn age(words: &[Word], at: usize) -> Option<Value> {
    let years = split(words, at);
    let number = years.1.is_empty() && matches!(years.0.len(), 2) || years.0.len() == 1 && years.1.is_empty();
    let named = at > 1 && words[at - 1].text == "," && words[at - 2].is_capital();
    let closed = matches!(text(words, at + 1), "," | "." | ";") && !touches(words, at + 2);
    (number && named && closed && words[at - 2].own.classes & (SURNAME | GIVEN) != 0).then_some(())?;
    value(at + 1, EntityType::Date, Rank::Fair)
}

/// An amount after the sign at `at`: "$3 million", "£5-6m".
fn money(words: &[Word], at: usize) -> Option<Value> {
    let end = number(words, at + 1)?;
    let range = DASHES.iter().any(|dash| joins(words, end, &[dash])) && is_kind(words, end + 1, Kind::Number);
    let end = if range { number(words, end + 1).unwrap_or(end) } else { end };
    value(end, Money, Rank::Certain)
}

/// Percentages, amounts, measures, ordinals and counts.
fn counted(words: &[Word], at: usize) -> Option<Value> {
    let word = &words[at];
    if word.is_acronym() && word.text.len() <= 3 && text(words, at + 1) == "$" {
        // "US $ 8"
        return money(words, at + 1);
    }
    if word.is(CURRENCY_MARK) && word.is_capital() {
        let sign = at + usize::from(matches!(text(words, at + 1), "." | "$" | "£"));
        return money(words, sign).filter(|_| is_kind(words, sign + 1, Kind::Number));
    }
    if word.token.kind == Kind::Number {
        let tail = split(words, at).1;
        if ORDINAL_TAILS.contains(&tail) {
            return value(at + 1, Ordinal, Rank::Certain);
        }
        if !tail.is_empty() && (is_unit(tail) || tail == "m" && matches!(text(words, at + 1), "²" | "³")) {
            let power = matches!(text(words, at + 1), "²" | "³");
            return value(at + 1 + usize::from(power), Quantity, Rank::Firm);
        }
    }
    if word.is(ORDINAL) {
        let time = word.text == "seconds" || at > 0 && words[at - 1].is(NUMBER);
        return value(at + 1, Ordinal, Rank::Likely).filter(|_| !time);
    }
    if word.is(PLURAL) {
        // "Their scores were …" counts nothing.
        let noun = word.text == "scores" && text(words, at + 1) != "of";
        return vague(words, at).filter(|_| !noun);
    }
    if let Some(value) = one_of_scale(words, at) {
        return Some(value);
    }
    let end = past_range(words, number(words, at)?);
    measured(words, end).or_else(|| bare(words, at, end))
}

/// "a hundred", "a million".
fn one_of_scale(words: &[Word], at: usize) -> Option<Value> {
    let scale = matches!(words[at].text, "a" | "A") && is(words, at + 1, SCALE);
    let end = number(words, at + 1).filter(|_| scale)?;
    let counted = measured(words, end).or_else(|| value(end, Cardinal, Rank::Likely))?;
    Some(counted).filter(|_| !matches!(words[at + 1].text, "dozen"))
}

/// "dozens", "hundreds of thousands", "millions of euros"; "tens" alone is nothing.
fn vague(words: &[Word], at: usize) -> Option<Value> {
    let mut end = at + 1;
    while text(words, end) == "of" && is(words, end + 1, PLURAL) {
        end += 2;
    }
    let of = text(words, end) == "of";
    if of && is(words, end + 1, CURRENCY) {
        return value(end + 2, Money, Rank::Likely);
    }
    if of && is(words, end + 1, UNIT) {
        return value(end + 2, Quantity, Rank::Likely);
    }
    if of && is(words, end + 1, DATE_UNIT) {
        let ago = matches!(text(words, end + 2), "ago" | "later" | "earlier");
        return value(end + 2 + usize::from(ago), EntityType::Date, Rank::Likely);
    }
    let idle = words[at].text == "tens" && !of && end == at + 1;
    value(end, Cardinal, Rank::Fair).filter(|_| !idle)
}

/// Past the second number of a range or a fraction whose first one ends before `end`: "5-6", "3/4".
fn past_range(words: &[Word], end: usize) -> usize {
    if DASHES.iter().any(|dash| joins(words, end, &[dash])) {
        return number(words, end + 1).unwrap_or(end);
    }
    let fraction = joins(words, end, &["/"]) && is_kind(words, end + 1, Kind::Number);
    if fraction { end + 2 } else { end }
}

/// A number that counts what no table knows: "38 people".
fn bare(words: &[Word], at: usize, end: usize) -> Option<Value> {
    let word = &words[at];
    let either = matches!(text(words, at + 1), "or" | "to") && is(words, at + 2, NUMBER);
    if end == at + 1 && word.text.eq_ignore_ascii_case("one") && !either {
        return value(end, Cardinal, Rank::Doubtful).filter(|_| !is_pronoun(words, at));
    }
    // "the million" counts nothing, "a million" does.
    let counts = !word.is(SCALE) || at == 0 || matches!(words[at - 1].text, "a" | "A" | "half");
    value(end, Cardinal, Rank::Likely).filter(|_| counts)
}

/// "no one", "the one", "one of them", "one said".
fn is_pronoun(words: &[Word], at: usize) -> bool {
    let counted =
        |word: &Word| word.token.kind == Kind::Word && !word.is(FUNCTION | PERSON_VERB) && !word.is_capital();
    // "one goes": no noun in the plural follows "one".
    let verb = words.get(at + 1).is_some_and(|next| {
        let ends = |tail: &str| next.text.ends_with(tail);
        ends("s") && !ends("ss") && !ends("us") && !ends("is") && next.token.kind == Kind::Word
    });
    at > 0 && words[at - 1].is(PRONOMINAL)
        || verb
        || text(words, at + 1) == "cannot"
        || !words.get(at + 1).is_some_and(counted)
}
