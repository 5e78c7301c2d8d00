//! How a method fails at a document.

use std::time::Duration;

use crate::document::Label;

/// What kind of failure it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Crashed,
    Hung,
    Malformed,
    OutOfOrder,
    Twice,
    Outside,
    NotAsked,
    Refused,
    GaveUp,
}

impl Label for Kind {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Crashed, "crashed", "it ended, or closed its output, before it answered"),
        (Self::Hung, "hung", "no answer within the deadline; it was killed"),
        (
            Self::Malformed,
            "malformed",
            "a line that is no answer: no JSON, a field missing or wrong, too long",
        ),
        (
            Self::OutOfOrder,
            "out of order",
            "an answer for another document than the one that was asked about",
        ),
        (Self::Twice, "twice", "a second answer for the document, so that neither counts"),
        (Self::Outside, "spans outside", "a span that is empty, past the text's end or inside a character"),
        (
            Self::NotAsked,
            "not asked",
            "several starts in a row brought no right answer, so that it was not started again",
        ),
        (Self::Refused, "refused", "a service answered with another status than 200"),
        (Self::GaveUp, "gave up", "it said itself that it has no answer, and why"),
    ];
}

/// A document that a method failed at.
#[derive(Clone, Debug)]
pub struct Failure {
    pub kind: Kind,
    /// What was seen, with the field where one is wrong.
    pub why: String,
}

impl Failure {
    pub fn new(kind: Kind, why: impl Into<String>) -> Failure {
        Failure { kind, why: why.into() }
    }
}

/// Why there is nothing to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    Late,
    /// It is gone, in words.
    Closed(String),
    TooLong,
    /// What came is no HTTP.
    NoHttp(String),
    /// The status of HTTP.
    Refused(u16),
}

impl Lost {
    /// Whether it may still be asked.
    pub fn goes_on(&self) -> bool {
        matches!(self, Lost::Refused(_))
    }

    /// What it means where so long was waited, and the program `ended` in that way.
    pub fn failure(self, patience: Duration, ended: Option<String>) -> Failure {
        match self {
            Lost::Late => Failure::new(Kind::Hung, format!("no answer within {} s", patience.as_secs_f64())),
            Lost::Closed(why) => {
                let ended = ended.map_or(String::new(), |ended| format!(" ({ended})"));
                Failure::new(Kind::Crashed, format!("{why}{ended}"))
            }
            Lost::TooLong => {
                Failure::new(Kind::Malformed, "a line that cannot be read, or of more than 16 MiB")
            }
            Lost::NoHttp(why) => Failure::new(Kind::Malformed, format!("no HTTP: {why}")),
            Lost::Refused(status) => Failure::new(Kind::Refused, format!("status {status}")),
        }
    }
}
