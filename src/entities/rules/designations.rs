//! Names of things by letters and digits.

use crate::document::EntityType;
use crate::entities::word::{Line, Word};
use crate::words::gazetteer::*;
use crate::words::token::Kind;

/// Past the designation that begins at `at`: "Airbus A320", "U-571", "A320", the flight "KQ204".
pub fn designation(words: &[Word], line: &Line, at: usize) -> Option<usize> {
    let words = &words[..line.end];
    let word = &words[at];
    let flight = at > line.start && words[at - 1].text.eq_ignore_ascii_case("flight");
    if flight && let Some(end) = flight_number(words, at) {
        return Some(end);
    }
    if !word.is_capital() {
        return None;
    }
    let aircraft = || aircraft(words, at).filter(|_| word.is(AIRCRAFT));
    let dashed =
        || (word.text.len() <= 3 && word.own.kind.is_none() && dash_number(words, at + 1)).then_some(at + 3);
    let model = || (is_model(word.text) && word.text.len() >= 4).then_some(at + 1);
    aircraft().or_else(dashed).or_else(model)
}

/// A road, a place, a rule or a terminal by its number: "I-44", "Route 66", "47th Street", "Terminal 2", "Rule 37"; and the state in
/// "Tulsa, OK".
pub fn numbered(words: &[Word], line: &Line, at: usize) -> Option<(usize, EntityType)> {
    let words = &words[..line.end];
    let word = &words[at];
    let after = |at: usize| words.get(at).map_or("", |word| word.text);
    if word.token.kind == Kind::Number {
        let ordinal = word.text.ends_with(|c: char| c.is_ascii_alphabetic()) && word.text.len() <= 5;
        let road = words.get(at + 1).is_some_and(|next| next.is_capital() && next.is(FAC_HEAD));
        return (ordinal && road).then_some((at + 2, EntityType::Fac));
    }
    if !word.is_capital() {
        return None;
    }
    let code = word.is_acronym() && word.text.len() == 2 && word.is(STATE_CODE);
    if code && at >= line.start + 2 && words[at - 1].text == "," && words[at - 2].is_capital() {
        return Some((at + 1, EntityType::Gpe));
    }
    let short = |at: usize| {
        is_number(words, at)
            && words[at].text.len() <= 4
            && words[at].text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let hyphen = dash_number(words, at + 1);
    let number = at + 1 + usize::from(hyphen);
    if !short(number) {
        return None;
    }
    // "US 75 troops" is none.
    let ends = words
        .get(number + 1)
        .is_none_or(|next| next.token.kind != Kind::Word || next.is_capital() || next.is(FUNCTION));
    match word.text {
        "I" | "US" if hyphen => Some((number + 1, EntityType::Fac)),
        "US" if ends && after(number + 1) != "-" => Some((number + 1, EntityType::Fac)),
        "Route" | "Highway" | "Interstate" | "Hwy" | "Rte" | "Terminal" => {
            Some((number + 1, EntityType::Fac))
        }
        "Rule" | "Article" => Some((number + 1, EntityType::Law)),
        _ => None,
    }
}

/// The airline's code and digits, in one part or in two: "KQ204", "7C2216", "KQ 204".
fn flight_number(words: &[Word], at: usize) -> Option<usize> {
    let text = words[at].text;
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if text.len() <= 8 && digits >= 2 && text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Some(at + 1);
    }
    (words[at].is_capital() && text.len() == 2 && is_number(words, at + 1)).then_some(at + 2)
}

/// A maker and its model: "Cessna 172", "Airbus A320-200", "Boeing CH-47".
fn aircraft(words: &[Word], at: usize) -> Option<usize> {
    let model = |at: usize| is_number(words, at) || words.get(at).is_some_and(|word| is_model(word.text));
    let end = (at + 1..at + 3).find(|&end| !model(end)).unwrap_or(at + 3);
    if end > at + 1 {
        let variant = words.get(end).is_some_and(|word| word.text == "-") && is_number(words, end + 1);
        return Some(if variant { end + 2 } else { end });
    }
    let letters = words.get(at + 1).is_some_and(|word| word.is_capital() && word.text.len() <= 4);
    let dash = words.get(at + 2).is_some_and(|word| word.text == "-");
    (letters && dash && is_number(words, at + 3)).then_some(at + 4)
}

/// A hyphen at `at` and a short number, all without spaces: "-571".
fn dash_number(words: &[Word], at: usize) -> bool {
    let [before, dash, number] = words.get(at - 1..at + 2).unwrap_or(&[]) else { return false };
    dash.text == "-"
        && dash.token.start == before.token.end
        && number.token.start == dash.token.end
        && number.token.kind == Kind::Number
        && number.text.len() <= 5
}

fn is_number(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|word| word.token.kind == Kind::Number)
}

/// One to three capitals and then digits: "A320", "CH47D".
fn is_model(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = text.bytes().skip(letters).take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&letters) && (2..=4).contains(&digits) && text.len() <= letters + digits + 1
}
