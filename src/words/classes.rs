//! Closed classes of words: what stands in for a tagger and a parser. Their words are data.

use crate::words::{calendar, titles};

/// A set of classes, one bit each.
pub type Class = u32;

pub const DETERMINER: Class = 1;
pub const PRONOUN: Class = 1 << 1;
pub const PREPOSITION: Class = 1 << 2;
pub const HAVE_DO: Class = 1 << 3;
pub const BE: Class = 1 << 4;
pub const MODAL: Class = 1 << 5;
pub const NEGATION: Class = 1 << 6;
/// Adverbs that stand between subject, auxiliary and verb.
pub const ADVERB: Class = 1 << 7;
/// Words in "-ly" that are no adverb: to have an entry is all that it takes.
pub const NO_ADVERB: Class = 0;
/// Opens a subordinate clause.
pub const SUBORDINATOR: Class = 1 << 8;
pub const COORDINATOR: Class = 1 << 9;
pub const RELATIVE: Class = 1 << 10;
/// Weekdays, months and the like: adverbials of time.
pub const TIME: Class = 1 << 11;
/// Titles that a full stop may follow.
pub const TITLE: Class = 1 << 12;
pub const TO: Class = 1 << 13;
/// Question words that open a content.
pub const QUESTION: Class = 1 << 14;
/// Those whom one speaks to without naming them.
pub const AUDIENCE: Class = 1 << 15;
pub const PROBABLE: Class = 1 << 16;
pub const POSSIBLE: Class = 1 << 17;
pub const DEMAND: Class = 1 << 18;
/// Verbs of speech that may follow a quotation: "said", "wrote", "added"; the cue lexicon tells which.
pub const SPEECH: Class = 1 << 19;
/// Verbs of speech with an addressee before the content: "told", "reminded"; likewise.
pub const TELL: Class = 1 << 20;
/// Nouns for the medium or occasion of speech: "statement", "interview".
pub const MEDIUM: Class = 1 << 21;
/// Object pronouns and others that never are a subject.
pub const OBJECT: Class = 1 << 22;
/// Verbs that are no cue and frequent enough to end a noun phrase.
pub const VERB: Class = 1 << 23;
/// Offices and groups that stand for the state they name.
pub const OFFICE: Class = 1 << 24;
/// Nouns that are evidence at most, but no words and nobody who speaks: "photos", "damage".
pub const THING: Class = 1 << 25;
/// Verbs that perform an act of speech with a noun: "extended an apology".
pub const PERFORM: Class = 1 << 27;
/// Nouns for such acts.
pub const ACT_NOUN: Class = 1 << 28;
/// Possessive pronouns.
pub const POSSESSIVE: Class = 1 << 26;
/// Roles that so many have that "the official" is nobody of whom the text has told.
pub const ANYBODY: Class = 1 << 29;

pub const AUXILIARY: Class = HAVE_DO | BE | MODAL;

/// Each class of the file with the name that it has there. The models know the bits: a new class takes a new one.
const NAMES: &[(&str, Class)] = &[
    ("act-noun", ACT_NOUN),
    ("adverb", ADVERB),
    ("anybody", ANYBODY),
    ("audience", AUDIENCE),
    ("be", BE),
    ("coordinator", COORDINATOR),
    ("demand", DEMAND),
    ("determiner", DETERMINER),
    ("have-do", HAVE_DO),
    ("medium", MEDIUM),
    ("modal", MODAL),
    ("negation", NEGATION),
    ("no-adverb", NO_ADVERB),
    ("object", OBJECT),
    ("office", OFFICE),
    ("perform", PERFORM),
    ("possessive", POSSESSIVE),
    ("possible", POSSIBLE),
    ("preposition", PREPOSITION),
    ("probable", PROBABLE),
    ("pronoun", PRONOUN),
    ("question", QUESTION),
    ("relative", RELATIVE),
    ("subordinator", SUBORDINATOR),
    ("thing", THING),
    ("time", TIME),
    ("title", TITLE),
    ("to", TO),
    ("verb", VERB),
];

/// Class, words and an example that has one of them in brackets.
const WORDS: &str = include_str!("../../datasets/lexicon/classes.tsv");

/// The words of each class, with those of the lists that other layers read, too; a test holds every row to have a class.
pub fn words() -> impl Iterator<Item = (Class, &'static str)> {
    let own = rows().flat_map(|(name, words, _)| {
        let class = NAMES.iter().find(|row| row.0 == name).map_or(0, |row| row.1);
        words.split(' ').map(move |word| (class, word))
    });
    let times = calendar::MONTHS.into_iter().chain(calendar::WEEKDAYS).map(|word| (TIME, word));
    own.chain(times).chain(titles::SHORT.into_iter().map(|word| (TITLE, word)))
}

fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    WORDS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (name, rest) = line.split_once('\t')?;
        let (words, example) = rest.split_once('\t')?;
        Some((name, words, example))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_one_row_with_an_example_of_it() {
        let mut seen: Vec<&str> = rows().map(|row| row.0).collect();
        seen.dedup();
        assert_eq!(seen, NAMES.iter().map(|row| row.0).collect::<Vec<_>>(), "in alphabetical order");
        for (name, words, example) in rows() {
            let word = example.split(['[', ']']).nth(1).unwrap_or_default().to_lowercase();
            assert!(words.split(' ').any(|other| other == word), "{name}: {example}");
        }
    }
}
