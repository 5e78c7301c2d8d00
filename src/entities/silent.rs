//! Words that name and count nothing: references to literature, numbers of figures, list marks and telephone numbers.
//! The guide leaves them unmarked ("Entities off news").

use std::collections::HashSet;

use crate::entities::word::{Line, Word};
use crate::words::gazetteer::*;
use crate::words::token::Kind;

/// What makes a text a scholarly one, in which "(Berg, 1999)" and "Berg (1999)" cite, too: the former count
/// one, citations of several authors or works two.
const SCHOLARLY: usize = 3;

/// The most digits of a telephone number (ITU-T E.164).
const MOST_DIGITS: usize = 15;

/// For every word, whether no name or value may hold it.
pub fn find(words: &[Word], lines: &[Line]) -> Vec<bool> {
    let mut silent = vec![false; words.len()];
    let mut weak = Vec::new();
    let mut weight = 0;
    for line in lines {
        let mut at = line.start;
        while at < line.end {
            let end = match words[at].text {
                "[" => reference(words, at, line.end),
                "(" => match citation(words, at, line.end) {
                    Some((end, true)) => {
                        weight += 2;
                        Some(end)
                    }
                    Some((end, false)) => {
                        weight += usize::from(end > at + 3);
                        weak.push(at..end);
                        None
                    }
                    None => None,
                },
                _ => number(words, line, at),
            };
            let end = end.unwrap_or(at);
            silent[at..end].fill(true);
            at = end.max(at + 1);
        }
    }
    let short = short_forms(words);
    for (word, silent) in words.iter().zip(&mut silent) {
        *silent |= !short.is_empty() && short.contains(word.text.strip_suffix('s').unwrap_or(word.text));
    }
    if weight >= SCHOLARLY {
        weak.into_iter().for_each(|range| silent[range].fill(true));
    }
    silent
}

/// Acronyms for what is no name: "sea surface salinity (SSS)".
fn short_forms<'t>(words: &[Word<'t>]) -> HashSet<&'t str> {
    let mut found = HashSet::new();
    for (at, three) in words.windows(3).enumerate() {
        let [open, short, close] = three else { continue };
        let letters = short.text.strip_suffix('s').unwrap_or(short.text);
        let size = letters.len();
        let named =
            open.text == "(" && close.text == ")" && letters.bytes().all(|byte| byte.is_ascii_uppercase());
        if !(named && (2..=6).contains(&size)) {
            continue;
        }
        // The last words before the bracket, one for each letter; a hyphen parts two.
        let before = words[at.saturating_sub(3 * size)..at].iter().rev();
        let long: Vec<&Word> = before.filter(|word| word.token.kind == Kind::Word).take(size).collect();
        let spelt = long.len() == size
            && letters
                .bytes()
                .rev()
                .zip(&long)
                .all(|(letter, word)| word.text.as_bytes()[0].eq_ignore_ascii_case(&letter));
        if spelt && long.iter().filter(|word| !word.token.capital).count() * 2 > size {
            found.insert(letters);
        }
    }
    found
}

fn is_number(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|word| word.token.kind == Kind::Number)
}

fn text<'t>(words: &[Word<'t>], at: usize) -> &'t str {
    words.get(at).map_or("", |word| word.text)
}

/// "[17]", "[2–9]", "[3, 4]": past it.
fn reference(words: &[Word], at: usize, to: usize) -> Option<usize> {
    let end = (at + 1..to)
        .find(|&end| !is_number(words, end) && !matches!(text(words, end), "," | "–" | "-" | ";"))?;
    (words[end].text == "]" && end > at + 1).then_some(end + 1)
}

/// A year of a work, with the letter that tells two of a year apart: "1999", "2004a".
fn is_work_year(word: &Word) -> bool {
    let (year, letter) = word.text.split_at_checked(4).unwrap_or((word.text, ""));
    let lettered =
        letter.is_empty() || letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_lowercase());
    word.token.kind == Kind::Number
        && lettered
        && year.parse().is_ok_and(|year: u32| (1500..2100).contains(&year))
}

/// "(see Berg et al., 1999; Varlund & Moe 2004, p. 7)", past it, and whether its form alone tells that it cites; "(Berg,
/// 1999)" and the bare "(1999)" after an author may be a film's.
fn citation(words: &[Word], at: usize, to: usize) -> Option<(usize, bool)> {
    const LONGEST: usize = 80;
    let close = (at + 1..to.min(at + LONGEST)).find(|&end| matches!(words[end].text, ")" | "("))?;
    if words[close].text != ")" {
        return None;
    }
    let works: Vec<&[Word]> = words[at + 1..close].split(|word| word.text == ";").collect();
    let mut firm = works.len() > 1;
    for work in &works {
        let year = work.iter().position(is_work_year)?;
        let (authors, rest) = (&work[..year], &work[year + 1..]);
        let page = rest.iter().all(|word| {
            word.token.kind != Kind::Word && !matches!(word.text, "-" | "–")
                || matches!(word.text, "p" | "pp" | "in" | "for" | "see")
        });
        let pages = rest.is_empty() || page || rest[0].text == "," && rest.len() < 8;
        let by = authors.iter().all(is_of_author);
        if !(pages && by) {
            return None;
        }
        if authors.is_empty() {
            let after_author = works.len() == 1 && at > 0 && is_author(words, at - 1);
            return after_author.then_some((close + 1, false));
        }
        authors.iter().find(|word| is_name(word))?;
        firm |= authors.iter().any(|word| matches!(word.text, "&" | "al"));
    }
    Some((close + 1, firm))
}

/// Whether the name that ends at `at`, with a comma or a possessive perhaps, may be an author's.
fn is_author(words: &[Word], at: usize) -> bool {
    let skip = usize::from(matches!(words[at].token.kind, Kind::Possessive) || words[at].text == ",");
    at >= skip && is_name(&words[at - skip]) || words[at].text == "al" || words[at].text == "."
}

fn is_name(word: &Word) -> bool {
    use crate::document::EntityType::{Gpe, Norp};
    let place = matches!(word.own.kind, Some(Gpe | Norp)) && word.own.classes & (SURNAME | GIVEN) == 0;
    word.is_capital() && !word.is(MONTH | WEEKDAY | FUNCTION) && !place
}

/// What a list of authors may hold: names, joints, and "see", "e.g.".
fn is_of_author(word: &Word) -> bool {
    const WORDS: [&str; 14] =
        ["see", "also", "for", "example", "e.g", "e", "g", "cf", "and", "et", "al", "in", "among", "others"];
    match word.token.kind {
        Kind::Word => {
            is_name(word) || word.is(PARTICLE) || WORDS.contains(&word.text.to_lowercase().as_str())
        }
        Kind::Mark => matches!(word.text, "," | "&" | "." | "-" | "–"),
        Kind::Possessive => true,
        _ => false,
    }
}

/// A number that counts nothing, with what belongs to it; past it.
fn number(words: &[Word], line: &Line, at: usize) -> Option<usize> {
    let words = &words[..line.end];
    let word = &words[at];
    let before = (at > line.start).then(|| &words[at - 1]);
    if word.token.kind == Kind::Number {
        let opens = at == line.start && line.end > at + 2 && !word.text.contains('.');
        if opens && matches!(text(words, at + 1), "." | ")") && word.text.len() <= 2 {
            return Some(at + 1);
        }
        if text(words, at + 1) == ")" && word.text.len() <= 2 && !in_brackets(words, line.start, at) {
            return Some(at + 1);
        }
        if is_of_house(words, at) {
            return Some(at + 1);
        }
        if before.is_some_and(|before| matches!(before.text, "=" | "<" | ">" | "±" | "≥" | "≤" | "≈" | "#"))
        {
            // "n = 31", and "#44", which only tells which bus.
            return Some(at + 1);
        }
        if let Some(end) = telephone(words, at) {
            return Some(end);
        }
    }
    let value = word.token.kind == Kind::Number || word.is(NUMBER);
    let numbered = before.is_some_and(|before| before.is(NUMBERED) && before.token.kind == Kind::Word);
    // "p. 7", "Fig. 2", "No. 8"
    let dotted = || {
        let short = |word: &Word| {
            word.is(NUMBERED) && word.text.len() <= 4 || matches!(word.text, "No" | "Nos" | "no" | "nos")
        };
        at >= line.start + 2 && words[at - 1].text == "." && short(&words[at - 2])
    };
    (value && (numbered || dotted())).then(|| past_list(words, at + 1))
}

/// Whether a bracket that opens after `from` is open at `at`.
fn in_brackets(words: &[Word], from: usize, at: usize) -> bool {
    words[from..at].iter().rev().find_map(|word| match word.text {
        "(" => Some(true),
        ")" => Some(false),
        _ => None,
    }) == Some(true)
}

/// "1214 Anderson Ave".
fn is_of_house(words: &[Word], at: usize) -> bool {
    const STREETS: [&str; 11] =
        ["Street", "St", "Avenue", "Ave", "Road", "Rd", "Boulevard", "Blvd", "Drive", "Lane", "Square"];
    let name = words[at + 1..].iter().take(4).take_while(|word| word.is_capital());
    words[at].text.len() <= 5 && name.skip(1).any(|word| STREETS.contains(&word.text))
}

/// Past the other numbers of a list or range whose first ends before `end`: "Figures 2, 3 and 5–7".
fn past_list(words: &[Word], mut end: usize) -> usize {
    while matches!(text(words, end), "," | "and" | "–" | "-" | "&") && is_number(words, end + 1) {
        let more = text(words, end + 1).len() <= 4 && text(words, end) != ",";
        if !more {
            break;
        }
        end += 2;
    }
    end
}

/// "201-224-7900", "+44 20 7946 0958", "0590883899": past the run of groups of digits, if it is a telephone number's.
fn telephone(words: &[Word], at: usize) -> Option<usize> {
    let digits = |at: usize| is_number(words, at) && words[at].text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(at) {
        return None;
    }
    let (mut end, mut count, mut groups, mut dashed) = (at + 1, words[at].text.len(), 1, false);
    loop {
        let dash = matches!(text(words, end), "-" | "–") && end < words.len();
        let next = end + usize::from(dash);
        let near = digits(next) && words[next].token.start - words[end - 1].token.end <= 1;
        if !near || count > MOST_DIGITS {
            break;
        }
        dashed |= dash;
        count += words[next].text.len();
        groups += 1;
        end = next + 1;
    }
    let last = words[end - 1].text.len();
    let plus = at > 0 && words[at - 1].text == "+";
    let grouped = groups > 1
        && (dashed || plus)
        && (7..=MOST_DIGITS).contains(&count)
        && last >= 3
        && words[end - 2].text.len() < 4;
    let whole = groups == 1 && words[at].text.starts_with('0') && (9..=12).contains(&count);
    (grouped || whole).then_some(end)
}
