//! Words that belong together whatever stands around them: known names of several words, compounds,
//! designations and values.

use crate::document::EntityType;
use crate::entities::rules::values;
use crate::entities::rules::words::{Line, Word};
use crate::words::gazetteer::*;
use crate::words::token::Kind;

/// One or more words that the rules treat as one: a word, a known name, a compound, a value.
#[derive(Clone, Copy)]
pub struct Atom {
    /// Half-open range of words.
    pub start: usize,
    pub end: usize,
    /// As written, when the lexicon knows the whole of it.
    pub own: Entry,
    pub low: Classes,
    pub capital: bool,
    /// A value of the grammar, no part of a name.
    pub value: Option<values::Value>,
}

impl Atom {
    pub fn is(&self, classes: Classes) -> bool {
        self.low & classes != 0
    }

    /// One word, not a known name of several or a compound.
    pub fn is_single(&self) -> bool {
        self.end == self.start + 1
    }

    pub fn is_known(&self, kind: EntityType) -> bool {
        self.own.kind == Some(kind)
    }
}

/// The sentence as atoms.
pub fn atoms(words: &[Word], line: &Line, text: &str) -> Vec<Atom> {
    let mut atoms = Vec::with_capacity(line.end - line.start);
    let sentence = &words[line.start..line.end];
    let mut at = line.start;
    while at < line.end {
        let word = &words[at];
        let here = at - line.start;
        let atom = known(words, line, at, text).or_else(|| designation(words, line, at)).or_else(|| {
            let value = values::at(sentence, here)?;
            Some(Atom {
                start: at,
                end: line.start + value.end,
                own: Entry::default(),
                low: 0,
                capital: false,
                value: Some(value),
            })
        });
        let atom = atom.or_else(|| compound(words, line, at)).unwrap_or(Atom {
            start: at,
            end: at + 1,
            own: word.own,
            low: word.low,
            capital: word.is_capital(),
            value: None,
        });
        at = atom.end;
        atoms.push(atom);
    }
    atoms
}

/// The longest name of several words in the lexicon that begins here.
fn known(words: &[Word], line: &Line, at: usize, text: &str) -> Option<Atom> {
    let longest = usize::from(words[at].own.longest).min(line.end - at);
    let start = words[at].token.start;
    (2..=longest).rev().find_map(|length| {
        let last = &words[at + length - 1];
        let entry = LEXICON.get(&text[start..last.token.end]);
        entry.kind.is_some().then_some(Atom {
            start: at,
            end: at + length,
            own: entry,
            low: 0,
            capital: true,
            value: None,
        })
    })
}

/// Names of things by letters and digits: "MH17", "Su-27", "Airbus A320", "Embraer 190".
fn designation(words: &[Word], line: &Line, at: usize) -> Option<Atom> {
    let word = &words[at];
    let flight = at > line.start && words[at - 1].text.eq_ignore_ascii_case("flight");
    let code = flight
        && word.text.len() <= 8
        && word.text.bytes().any(|byte| byte.is_ascii_uppercase())
        && word.text.bytes().filter(u8::is_ascii_digit).count() >= 2;
    if !word.is_capital() && !code {
        return None;
    }
    let product = Entry { kind: Some(EntityType::Product), ..Entry::default() };
    let atom = |end| Some(Atom { start: at, end, own: product, low: 0, capital: true, value: None });
    let next = |offset: usize| words.get(at + offset).filter(|_| at + offset < line.end);
    if word.is(AIRCRAFT) {
        let mut end = at + 1;
        while next(end - at).is_some_and(|word| word.token.kind == Kind::Number || is_model(word.text))
            && end < at + 3
        {
            end += 1;
        }
        if next(end - at).is_some_and(|word| word.text == "-")
            && end > at + 1
            && next(end + 1 - at).is_some_and(|word| word.token.kind == Kind::Number)
        {
            end += 2;
        }
        // "Embraer ERJ-190"
        let series = next(1).is_some_and(|word| word.is_capital() && word.text.len() <= 4)
            && next(2).is_some_and(|word| word.text == "-");
        if end == at + 1 && series && next(3).is_some_and(|word| word.token.kind == Kind::Number) {
            end += 3;
        }
        if end > at + 1 {
            return atom(end);
        }
    }
    let number = next(2).filter(|number| number.token.kind == Kind::Number && number.text.len() <= 5);
    let dash = next(1).is_some_and(|dash| dash.text == "-" && dash.token.start == word.token.end);
    if dash
        && number.is_some_and(|number| number.token.start == word.token.end + 1)
        && word.text.len() <= 3
        && word.own.kind.is_none()
    {
        return atom(at + 3);
    }
    if is_model(word.text) && word.text.len() >= 4 {
        return atom(at + 1);
    }
    // A flight number in two parts: airline code and digits.
    if code {
        return atom(at + 1);
    }
    if flight && word.text.len() == 2 && next(1).is_some_and(|number| number.token.kind == Kind::Number) {
        return atom(at + 2);
    }
    None
}

/// One to three capitals and then digits, as in "A320" or "MH17".
fn is_model(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = text.bytes().skip(letters).take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&letters) && (2..=4).contains(&digits) && text.len() <= letters + digits + 1
}

/// "Kassym-Jomart", "Al-Riyadh": capitalised parts joined by hyphens without a space. Two places
/// or groups joined so stay two.
fn compound(words: &[Word], line: &Line, at: usize) -> Option<Atom> {
    let joins = |end: usize| {
        end + 1 < line.end
            && words[end].text == "-"
            && words[end].token.start == words[end - 1].token.end
            && words[end + 1].token.start == words[end].token.end
            && words[end + 1].token.kind == Kind::Word
    };
    let particle = matches!(
        words[at].text,
        "al" | "el" | "Al" | "El" | "as" | "an" | "ar" | "ad" | "ash" | "ul" | "bin"
    );
    if !(words[at].is_capital() || particle) {
        return None;
    }
    let mut end = at + 1;
    while joins(end) && end < at + 8 {
        let next = &words[end + 1];
        let short = !next.token.capital && next.text.len() <= 6;
        let family = at > line.start && words[at - 1].is_capital() && !words[at - 1].is(TITLE | FUNCTION);
        let own = words[end - 1].own;
        let town =
            family && own.kind == Some(EntityType::Gpe) && own.classes & COUNTRY == 0 && !next.is(COMMON);
        let part = words[end - 1].text.len() <= 6 && (own.kind.is_none() || town);
        let tail = short
            && part
            && (family || next.text.len() <= 4 && !next.is(COMMON))
            && !matches!(
                next.text,
                "based"
                    | "led"
                    | "born"
                    | "old"
                    | "run"
                    | "made"
                    | "style"
                    | "type"
                    | "era"
                    | "wide"
                    | "held"
                    | "owned"
            );
        if !next.token.capital && !tail && !matches!(next.text, "al" | "el" | "ul" | "i" | "de" | "la" | "le")
        {
            break;
        }
        let place = |word: &Word| {
            matches!(word.own.kind, Some(EntityType::Gpe | EntityType::Norp | EntityType::Org))
                && word.own.classes & (GIVEN | WEAK) == 0
        };
        if place(&words[end - 1]) && place(next) {
            break;
        }
        end += 2;
    }
    if end == at + 1 {
        return None;
    }
    let capitals = words[at..end].iter().any(Word::is_capital);
    let given = words[at].own.classes & (GIVEN | SURNAME);
    capitals.then_some(Atom {
        start: at,
        end,
        own: Entry { classes: given, ..Entry::default() },
        low: if words[at..end].iter().any(|word| word.is(HEAD)) { COMMON } else { 0 },
        capital: true,
        value: None,
    })
}
