//! How a program fails at a document.

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
    ];
}

/// A document that a program failed at.
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
