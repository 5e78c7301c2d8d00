//! The classes of words that the rules for names, dates and numbers know, and which of them a word of
//! `terms.tsv` has.

use crate::words::{calendar, lexicon, titles};

/// A set of word classes, one bit each.
pub type Classes = u64;

/// Before a name, no part of it: "former", "Prime", "Minister".
pub const TITLE: Classes = 1;
/// A title that may stand last: "Minister", but not "Prime".
pub const TITLE_END: Classes = 1 << 1;
/// A title in short form, or a form of address: "Dr", "Lady".
pub const HONORIFIC: Classes = 1 << 2;
/// What people are by work or by kin, in lower case: "the novelist".
pub const ROLE: Classes = 1 << 3;
/// Ends the name of an organisation.
pub const ORG_HEAD: Classes = 1 << 4;
/// Ends the name of a building or road.
pub const FAC_HEAD: Classes = 1 << 5;
/// Ends the name of a landscape or water.
pub const LOC_HEAD: Classes = 1 << 6;
/// Begins one: "Lake", "Mount".
pub const LOC_FIRST: Classes = 1 << 7;
/// Ends the name of a place with a government.
pub const GPE_HEAD: Classes = 1 << 8;
/// Ends the name of an event.
pub const EVENT_HEAD: Classes = 1 << 9;
/// Ends the name of a law or treaty.
pub const LAW_HEAD: Classes = 1 << 10;
pub const MONTH: Classes = 1 << 11;
pub const WEEKDAY: Classes = 1 << 12;
/// A date by itself: "yesterday", "daily".
pub const DATE_WORD: Classes = 1 << 13;
pub const HOLIDAY: Classes = 1 << 14;
/// A day or longer.
pub const DATE_UNIT: Classes = 1 << 15;
pub const SEASON: Classes = 1 << 16;
/// Shorter than a day.
pub const TIME_UNIT: Classes = 1 << 17;
pub const PART_OF_DAY: Classes = 1 << 18;
/// A part of the day that is a time by itself: "noon".
pub const CLOCK_TIME: Classes = 1 << 19;
pub const TIME_ZONE: Classes = 1 << 20;
/// Before a date, a part of it: "last", "early".
pub const DATE_MOD: Classes = 1 << 21;
/// Points at a date from where one speaks: "last", "this".
pub const DEICTIC: Classes = 1 << 22;
/// Before a date, and no part of it: after it a year or a month needs no more.
pub const DATE_CUE: Classes = 1 << 23;
pub const NUMBER: Classes = 1 << 24;
pub const SCALE: Classes = 1 << 25;
/// A vague number: "dozens".
pub const PLURAL: Classes = 1 << 26;
pub const ORDINAL: Classes = 1 << 27;
/// Before "one", makes a pronoun of it.
pub const PRONOMINAL: Classes = 1 << 28;
/// What is measured in.
pub const UNIT: Classes = 1 << 29;
/// Before a unit: "square".
pub const AREA_MOD: Classes = 1 << 30;
pub const CURRENCY: Classes = 1 << 31;
/// Before an amount: "CHF 40".
pub const CURRENCY_MARK: Classes = 1 << 32;
pub const PERCENT: Classes = 1 << 33;
/// What persons do: verbs of speech, and "died", "married", "met".
pub const PERSON_VERB: Classes = 1 << 34;
/// What only a person has: "wife", "death".
pub const KIN: Classes = 1 << 35;
/// After a name, makes a person of it: "administration", "family".
pub const DYNASTY: Classes = 1 << 36;
/// A common noun for a place.
pub const PLACE_NOUN: Classes = 1 << 37;
/// Before a place: "near", "northern".
pub const PLACE_CUE: Classes = 1 << 38;
/// A common noun for an organisation, beside the heads.
pub const ORG_NOUN: Classes = 1 << 39;
/// A head of organisations that is none in lower case: "force".
pub const NOT_ORG_NOUN: Classes = 1 << 40;
/// A head that is a name without more: "Parliament".
pub const BARE_ORG: Classes = 1 << 41;
/// Begins the name of an event: "Hurricane".
pub const EVENT_FIRST: Classes = 1 << 42;
/// Joins the words of a name.
pub const CONNECTOR: Classes = 1 << 43;
/// Joins the words of a person’s name.
pub const PARTICLE: Classes = 1 << 44;
/// Closes a name, with or without a dot: "Jr", "Inc".
pub const NAME_SUFFIX: Classes = 1 << 45;
/// After a name and a hyphen, no part of it: "based".
pub const SUFFIX_WORD: Classes = 1 << 46;
/// Before a language: "speaks".
pub const LANGUAGE_CUE: Classes = 1 << 47;
/// A maker of aircraft.
pub const AIRCRAFT: Classes = 1 << 48;
/// A function word, or one as good as.
pub const FUNCTION: Classes = 1 << 49;
/// In capitals, but no name: "GPS", "CEO".
pub const NO_NAME: Classes = 1 << 50;
/// A common English word.
pub const COMMON: Classes = 1 << 51;
/// A first name.
pub const GIVEN: Classes = 1 << 52;
pub const SURNAME: Classes = 1 << 53;
/// The gazetteer's meaning is a rare one: only a context can confirm it.
pub const WEAK: Classes = 1 << 54;
/// A person known by the surname alone.
pub const KNOWN_SURNAME: Classes = 1 << 55;
pub const COUNTRY: Classes = 1 << 56;
/// A first name of men, or what only a man is called: "Mr", "uncle".
pub const MALE: Classes = 1 << 57;
/// The same of women.
pub const FEMALE: Classes = 1 << 58;
/// Before a number that only tells which one is meant: "Figure 2".
pub const NUMBERED: Classes = 1 << 59;
/// What a work of art is, before its title: "the novel".
pub const WORK_CUE: Classes = 1 << 60;
/// Before a unit of time, part of the date: "every", "another".
pub const QUANTIFIER: Classes = 1 << 61;
/// A state of the US in two letters, after a town and a comma.
pub const STATE_CODE: Classes = 1 << 62;
/// Ends the name of a prize.
pub const WORK_HEAD: Classes = 1 << 63;

/// Any class of word that ends a name of an organisation, place, event or law.
pub const HEAD: Classes = ORG_HEAD | FAC_HEAD | LOC_HEAD | GPE_HEAD | EVENT_HEAD | LAW_HEAD | WORK_HEAD;

/// The rows of `terms.tsv`, and all that a word of the row is.
const ROWS: &[(&str, Classes)] = &[
    ("titlepart", TITLE),
    ("titleend", TITLE | TITLE_END),
    ("addressform", HONORIFIC | TITLE | TITLE_END),
    ("deictic", DEICTIC | DATE_MOD),
    ("phase", DATE_MOD),
    ("clocktime", CLOCK_TIME | PART_OF_DAY),
    ("lifeverb", PERSON_VERB),
    ("role", ROLE),
    ("man", MALE),
    ("woman", FEMALE),
    ("orghead", ORG_HEAD),
    ("fachead", FAC_HEAD),
    ("lochead", LOC_HEAD),
    ("locfirst", LOC_FIRST),
    ("gpehead", GPE_HEAD),
    ("eventhead", EVENT_HEAD),
    ("lawhead", LAW_HEAD),
    ("dateword", DATE_WORD),
    ("dayword", HOLIDAY),
    ("dateunit", DATE_UNIT),
    ("season", SEASON),
    ("timeunit", TIME_UNIT),
    ("partofday", PART_OF_DAY),
    ("timezone", TIME_ZONE),
    ("datecue", DATE_CUE),
    ("number", NUMBER),
    ("scale", SCALE),
    ("plural", PLURAL),
    ("ordinal", ORDINAL),
    ("pronominal", PRONOMINAL),
    ("unit", UNIT),
    ("areamod", AREA_MOD),
    ("currency", CURRENCY),
    ("currencymark", CURRENCY_MARK),
    ("percent", PERCENT),
    ("kin", KIN),
    ("dynasty", DYNASTY),
    ("placenoun", PLACE_NOUN),
    ("placecue", PLACE_CUE),
    ("orgnoun", ORG_NOUN),
    ("notorgnoun", NOT_ORG_NOUN),
    ("bareorg", BARE_ORG),
    ("eventfirst", EVENT_FIRST),
    ("connector", CONNECTOR),
    ("nameparticle", PARTICLE),
    ("namesuffix", NAME_SUFFIX),
    ("suffixword", SUFFIX_WORD),
    ("languagecue", LANGUAGE_CUE),
    ("aircraft", AIRCRAFT),
    ("functionword", FUNCTION),
    ("noname", NO_NAME),
    ("numbered", NUMBERED),
    ("frequency", DATE_WORD),
    ("quantifier", QUANTIFIER),
    ("statecode", STATE_CODE),
    ("workcue", WORK_CUE),
    ("workhead", WORK_HEAD),
];

const TABLE: &str = include_str!("../../datasets/lexicon/terms.tsv");

/// A row of `terms.tsv`.
pub struct Row {
    pub classes: Classes,
    pub words: &'static str,
    /// A sentence with the mentions that are to be found in it, each as `[TYPE words]`.
    pub example: &'static str,
}

/// The rows of the table. A test holds every row to be one that is known.
pub fn rows() -> impl Iterator<Item = Row> {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        let name = cells.next()?;
        let (_, classes) = *ROWS.iter().find(|row| row.0 == name)?;
        Some(Row { classes, words: cells.next()?, example: cells.next()? })
    })
}

/// Every word that has a class by its row or by the lists that other layers read too.
pub fn each(mut mark: impl FnMut(&'static str, Classes)) {
    for row in rows() {
        row.words.split(' ').for_each(|word| mark(word, row.classes));
    }
    let months = calendar::MONTHS.into_iter().chain(calendar::SHORT_MONTHS);
    months.for_each(|word| mark(word, MONTH));
    let days = calendar::WEEKDAYS.into_iter().chain(calendar::SHORT_WEEKDAYS);
    days.for_each(|word| mark(word, WEEKDAY));
    for word in ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"] {
        mark(word, WEEKDAY);
    }
    titles::SHORT.into_iter().for_each(|word| mark(word, HONORIFIC | TITLE | TITLE_END));
    lexicon::reporting_verbs().for_each(|word| mark(word, PERSON_VERB));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_row_and_every_row_a_line() {
        assert_eq!(rows().count(), TABLE.lines().count() - 1);
        assert_eq!(rows().count(), ROWS.len());
    }

    #[test]
    fn an_example_shows_a_word_of_its_row() {
        for row in rows() {
            let shown = row.example.to_lowercase();
            let mut words = shown.split(|c: char| !c.is_alphanumeric() && c != '&');
            assert!(words.any(|word| row.words.split(' ').any(|listed| listed == word)), "{}", row.example);
        }
    }
}
