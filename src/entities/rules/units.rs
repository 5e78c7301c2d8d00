//! What a number counts, by the words after it: a table, one row a unit.

use crate::document::EntityType::{self, Money, Norp, Percent, Quantity};
use crate::entities::rank::Rank;
use crate::entities::rules::scan::{Value, is, joins, text, value};
use crate::entities::word::Word;
use crate::words::gazetteer::*;

/// A word of a unit.
enum Part {
    Class(Classes),
    /// This word or its plural.
    Noun(&'static str),
    /// This word or mark alone.
    Word(&'static str),
    /// A state before its currency: "Danish", "US".
    State,
}

use Part::{Class, Noun, State, Word as Exactly};

struct Unit {
    parts: &'static [Part],
    kind: EntityType,
    rank: Rank,
}

/// The first that fits decides; longer units stand before their beginnings.
const UNITS: &[Unit] = &[
    unit(&[Class(PERCENT)], Percent, Rank::Certain),
    unit(&[Noun("%")], Percent, Rank::Certain),
    unit(&[Noun("per"), Noun("cent")], Percent, Rank::Certain),
    unit(&[Noun("percentage"), Noun("point")], Percent, Rank::Firm),
    unit(&[Class(AREA_MOD), Class(UNIT)], Quantity, Rank::Firm),
    unit(&[Noun("degree"), Class(UNIT)], Quantity, Rank::Firm),
    unit(&[Noun("°"), Exactly("C")], Quantity, Rank::Certain),
    unit(&[Noun("°"), Exactly("F")], Quantity, Rank::Certain),
    unit(&[Noun("°")], Quantity, Rank::Firm),
    unit(&[Exactly("m"), Exactly("/"), Exactly("s")], Quantity, Rank::Firm),
    unit(&[Class(UNIT), Exactly("/"), Exactly("h")], Quantity, Rank::Firm),
    unit(&[Exactly("m")], Quantity, Rank::Fair),
    unit(&[Exactly("K"), Exactly("/"), Class(UNIT)], Quantity, Rank::Firm),
    unit(&[Class(UNIT)], Quantity, Rank::Firm),
    unit(&[Class(CURRENCY)], Money, Rank::Firm),
    unit(&[State, Class(CURRENCY)], Money, Rank::Firm),
];

const fn unit(parts: &'static [Part], kind: EntityType, rank: Rank) -> Unit {
    Unit { parts, kind, rank }
}

/// The value whose number ends before `at`, if a unit follows, after a hyphen or without.
pub fn measured(words: &[Word], at: usize) -> Option<Value> {
    let hyphen = joins(words, at, &["-"]);
    let at = at + usize::from(hyphen);
    let fits = |unit: &&Unit| (at..).zip(unit.parts).all(|(at, part)| is_part(words, at, part));
    let unit = UNITS.iter().find(fits)?;
    // "two real-world maps": the unit is the beginning of another word.
    let end = at + unit.parts.len();
    if joins(words, end, &["-"]) && !hyphen && unit.kind == Money {
        return None;
    }
    value(end, unit.kind, unit.rank)
}

fn is_part(words: &[Word], at: usize, part: &Part) -> bool {
    match part {
        Class(classes) => is(words, at, *classes),
        Noun(noun) => text(words, at).strip_prefix(noun).is_some_and(|tail| matches!(tail, "" | "s")),
        Exactly(word) => text(words, at) == *word,
        State => words
            .get(at)
            .is_some_and(|word| word.own.kind == Some(Norp) || matches!(word.text, "US" | "U.S.")),
    }
}

/// Whether the letters that hang on a number are a unit: "40km".
pub fn is_unit(tail: &str) -> bool {
    LEXICON.get(&tail.to_ascii_lowercase()).classes & UNIT != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Sentence};
    use crate::entities::words;

    /// The values of [`UNITS`], row by row, in brackets.
    const EXAMPLES: &[&str] = &[
        "It rose [5 percent].",
        "It rose [5 %].",
        "It rose [5 per cent].",
        "It rose [5 percentage points].",
        "It burnt [12 square miles].",
        "It was [20 degrees Celsius].",
        "It was [24 °C].",
        "It was [75°F].",
        "It turned [90°].",
        "It blew at [12 m/s].",
        "It ran at [60 km/h].",
        "It rises to [335 m].",
        "It is [0.4 K/psu].",
        "It lay at [1,600 feet].",
        "It cost [40 euros].",
        "It cost [40 Danish kroner].",
    ];

    #[test]
    fn every_unit_does_as_its_example_says() {
        assert_eq!(UNITS.len(), EXAMPLES.len());
        for (unit, example) in UNITS.iter().zip(EXAMPLES) {
            let (before, rest) = example.split_once('[').expect("an example has a value");
            let (inside, after) = rest.split_once(']').expect("a value ends");
            let mut document = Document::plain("a", &[before, inside, after].concat());
            document.sentences = document.kept().map(|(_, span)| Sentence { span }).collect();
            let (words, _) = words::read(&document, &mut crate::method::Shared::default());
            let at = words.iter().position(|word| word.token.start == before.len()).expect("a word");
            let found = measured(&words, at + 1).expect(example);
            assert_eq!(words[found.end - 1].token.end, before.len() + inside.len(), "{example}");
            assert_eq!((found.kind, found.rank), (unit.kind, unit.rank), "{example}");
        }
    }
}
