//! The closed sets of labels, in the field's standard terms. The names here are the values that
//! stand in the files.

use std::fmt;

/// A closed set of labels: the values that stand in the files, each with its meaning.
pub trait Label: Copy + Eq + fmt::Debug + 'static {
    /// Every label as (value, name in the files, meaning).
    const ALL: &'static [(Self, &'static str, &'static str)];

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|row| row.1 == name).map(|row| row.0)
    }

    /// The names in order, for messages and for the schema.
    fn names() -> Vec<&'static str> {
        Self::ALL.iter().map(|row| row.1).collect()
    }
}

/// What a line of an article is (annotation scheme, section 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    Headline,
    Subheading,
    Body,
    Caption,
    Credit,
    Metadata,
    Related,
    Duplicate,
}

impl BlockKind {
    /// Whether blocks of this kind make up the document's text.
    pub fn kept(self) -> bool {
        use BlockKind::*;
        matches!(self, Headline | Subheading | Body | Caption)
    }
}

impl Label for BlockKind {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Headline, "headline", "the title of the article"),
        (Self::Subheading, "subheading", "a title inside the article"),
        (Self::Body, "body", "running text"),
        (Self::Caption, "caption", "text that describes a picture"),
        (Self::Credit, "credit", "photographer, agency or byline alone; dropped"),
        (Self::Metadata, "metadata", "dates, reading time, navigation, section labels; dropped"),
        (Self::Related, "related", "teasers for other stories; dropped"),
        (Self::Duplicate, "duplicate", "stands again in the same article; dropped"),
    ];
}

/// OntoNotes 5 entity types (Weischedel et al. 2013).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityType {
    Person,
    Norp,
    Fac,
    Org,
    Gpe,
    Loc,
    Product,
    Event,
    WorkOfArt,
    Law,
    Language,
    Date,
    Time,
    Percent,
    Money,
    Quantity,
    Ordinal,
    Cardinal,
}

impl EntityType {
    /// Dates, times and numbers: found by grammar, without an identity in the world.
    pub fn is_value(self) -> bool {
        use EntityType::*;
        matches!(self, Date | Time | Percent | Money | Quantity | Ordinal | Cardinal)
    }
}

impl Label for EntityType {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Person, "PERSON", "people, fictional ones too"),
        (Self::Norp, "NORP", "nationalities, religious and political groups"),
        (Self::Fac, "FAC", "buildings, airports, roads, bridges"),
        (Self::Org, "ORG", "companies, agencies, institutions, platforms"),
        (Self::Gpe, "GPE", "countries, cities, states"),
        (Self::Loc, "LOC", "places that are no GPE: seas, mountains, continents"),
        (Self::Product, "PRODUCT", "vehicles, weapons, devices, flight numbers"),
        (Self::Event, "EVENT", "named wars, storms, games"),
        (Self::WorkOfArt, "WORK_OF_ART", "titles of books, films, songs"),
        (Self::Law, "LAW", "named documents made into law"),
        (Self::Language, "LANGUAGE", "named languages"),
        (Self::Date, "DATE", "dates and periods of a day or more, relative ones too"),
        (Self::Time, "TIME", "times shorter than a day"),
        (Self::Percent, "PERCENT", "percentages with their sign or word"),
        (Self::Money, "MONEY", "amounts with their unit"),
        (Self::Quantity, "QUANTITY", "measures with their unit"),
        (Self::Ordinal, "ORDINAL", "first, second, 3rd"),
        (Self::Cardinal, "CARDINAL", "any other count"),
    ];
}

/// Who puts a claim forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voice {
    Attributed,
    Author,
}

impl Label for Voice {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Attributed, "attributed", "someone in the article says, thinks or wants it"),
        (Self::Author, "author", "the outlet says it in its own voice"),
    ];
}

/// How much of the content is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quote {
    Direct,
    Indirect,
    Mixed,
}

impl Label for Quote {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Direct, "direct", "wholly inside quotation marks of its own"),
        (Self::Indirect, "indirect", "no quotation mark in it"),
        (Self::Mixed, "mixed", "partly quoted"),
    ];
}

/// Speech acts (Searle 1976).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    Assertive,
    Directive,
    Expressive,
    Commissive,
    Declaration,
}

impl Label for Act {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Assertive, "assertive", "says how things are"),
        (Self::Directive, "directive", "wants someone to do something"),
        (Self::Expressive, "expressive", "apology, condolence, concern, wish, thanks"),
        (Self::Commissive, "commissive", "commits the source to do something"),
        (Self::Declaration, "declaration", "saying it makes it so"),
    ];
}

/// The source's commitment to the content (FactBank, Saurí and Pustejovsky 2009).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Factuality {
    Certain,
    Probable,
    Possible,
    CertainNot,
    ProbableNot,
    PossibleNot,
    Uncommitted,
}

impl Label for Factuality {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Certain, "CT+", "certain that it is so"),
        (Self::Probable, "PR+", "probable"),
        (Self::Possible, "PS+", "possible"),
        (Self::CertainNot, "CT-", "certain that it is not so"),
        (Self::ProbableNot, "PR-", "probably not"),
        (Self::PossibleNot, "PS-", "possibly not"),
        (Self::Uncommitted, "UU", "uncommitted"),
    ];
}

/// How a run of a text comes of the raw bytes behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum How {
    Same,
    Joined,
    Escaped,
    Decoded,
    Dropped,
}

impl Label for How {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Same, "same", "byte for byte"),
        (
            Self::Joined,
            "joined",
            "a line's end and the marks around it, or the marks of a page, became a blank or nothing",
        ),
        (
            Self::Escaped,
            "escaped",
            "decoded from an escape of a JSON string, or a doubled quotation mark of CSV",
        ),
        (
            Self::Decoded,
            "decoded",
            "a character reference of HTML, a ligature, another blank or a letter in another encoding, as what it means",
        ),
        (
            Self::Dropped,
            "dropped",
            "a mark that nobody sees or that sets words bold became nothing: a soft hyphen, a direction mark; in a page \
             an element that is no part of the article",
        ),
    ];
}

/// Why an input gave no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    Unreadable,
    Empty,
    NotUtf8,
    Binary,
    Markup,
    Data,
    TooLarge,
    BadRecord,
    SameId,
    NoText,
    Failed,
}

impl Label for Reason {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Unreadable, "unreadable", "the file could not be read"),
        (Self::Empty, "empty", "nothing but white space"),
        (Self::NotUtf8, "not-utf8", "the bytes are no UTF-8 text"),
        (Self::Binary, "binary", "a file of another program, or compressed"),
        (Self::Markup, "markup", "XML, RTF, or text full of the tags of HTML"),
        (Self::Data, "data", "JSON that is no JSON Lines, or a table without a column of texts"),
        (Self::TooLarge, "too-large", "more bytes than an article may have"),
        (Self::BadRecord, "bad-record", "a line or row without text, or none at all"),
        (Self::SameId, "same-id", "another input has the same id"),
        (Self::NoText, "no-text", "no line of running text, only boilerplate"),
        (Self::Failed, "failed", "the program failed at it, by a fault of its own"),
    ];
}
