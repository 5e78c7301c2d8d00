//! What can be wrong with what was found.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::document::Label;
use crate::score::labels::ClaimLabel;
use crate::score::measure::{LabelKind, Role};

/// A way in which what was found is not what the gold has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorKind {
    Missed,
    Invented,
    StartEarly,
    StartLate,
    EndEarly,
    EndLate,
    OtherPieces,
    Merged,
    Split,
    WrongKind,
    WrongType,
    LinkedToAnother,
    WrongSource,
    WrongCue,
    WrongContent,
    WrongVoice,
    WrongQuote,
    WrongAct,
    WrongFactuality,
    WrongSpeaker,
    WrongNesting,
}

impl Label for ErrorKind {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Missed, "missed", "the gold has it, and nothing was found for it"),
        (Self::Invented, "invented", "found, and nothing in the gold is like it"),
        (Self::StartEarly, "start-early", "begins before the gold's"),
        (Self::StartLate, "start-late", "begins after the gold's"),
        (Self::EndEarly, "end-early", "ends before the gold's"),
        (Self::EndLate, "end-late", "ends after the gold's"),
        (Self::OtherPieces, "other-pieces", "both ends are right, and it is interrupted elsewhere"),
        (Self::Merged, "merged", "several sentences of the gold were found as one"),
        (Self::Split, "split", "one sentence of the gold was found as several"),
        (Self::WrongKind, "wrong-kind", "a line of another kind"),
        (Self::WrongType, "wrong-type", "a mention of another type"),
        (Self::LinkedToAnother, "linked-to-another", "a right mention with the id of another thing, or none"),
        (Self::WrongSource, "wrong-source", "another source, or one on one side alone"),
        (Self::WrongCue, "wrong-cue", "another cue, or one on one side alone"),
        (Self::WrongContent, "wrong-content", "another content, the other parts alike"),
        (Self::WrongVoice, "wrong-voice", "a source's for the author's, or the reverse"),
        (Self::WrongQuote, "wrong-quote", "another quote type"),
        (Self::WrongAct, "wrong-act", "another act"),
        (Self::WrongFactuality, "wrong-factuality", "another factuality"),
        (Self::WrongSpeaker, "wrong-speaker", "resolved to others, or to none"),
        (Self::WrongNesting, "wrong-nesting", "inside another claim on one side alone"),
    ];
}

impl ErrorKind {
    /// The label that is wrong where the item itself is right: exact measures count it as found. A
    /// voice is none, since they look for claims of a source and of the author apart.
    pub fn label(self) -> Option<LabelKind> {
        match self {
            ErrorKind::LinkedToAnother => Some(LabelKind::EntityId),
            ErrorKind::WrongQuote => Some(LabelKind::Claim(ClaimLabel::Quote)),
            ErrorKind::WrongAct => Some(LabelKind::Claim(ClaimLabel::Act)),
            ErrorKind::WrongFactuality => Some(LabelKind::Claim(ClaimLabel::Factuality)),
            ErrorKind::WrongSpeaker => Some(LabelKind::Claim(ClaimLabel::SourceIds)),
            ErrorKind::WrongNesting => Some(LabelKind::Claim(ClaimLabel::Nested)),
            _ => None,
        }
    }

    /// That of a claim's `label`.
    pub fn of_label(label: ClaimLabel) -> ErrorKind {
        match label {
            ClaimLabel::Voice => ErrorKind::WrongVoice,
            ClaimLabel::Quote => ErrorKind::WrongQuote,
            ClaimLabel::Act => ErrorKind::WrongAct,
            ClaimLabel::Factuality => ErrorKind::WrongFactuality,
            ClaimLabel::SourceIds => ErrorKind::WrongSpeaker,
            ClaimLabel::Nested => ErrorKind::WrongNesting,
        }
    }

    /// That of a part of a claim which is another one altogether.
    pub fn of_role(role: Role) -> ErrorKind {
        match role {
            Role::Source => ErrorKind::WrongSource,
            Role::Cue => ErrorKind::WrongCue,
            Role::Content => ErrorKind::WrongContent,
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Error {
    pub kind: ErrorKind,
    /// Of a claim, the part that is wrong; `None` where it is a label or the whole.
    pub part: Option<Role>,
}

/// In words: "missed", "content end-early".
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part.filter(|part| ErrorKind::of_role(*part) != self.kind) {
            Some(part) => write!(f, "{} {}", part.name(), self.kind.name()),
            None => f.write_str(self.kind.name()),
        }
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Error {
        Error { kind, part: None }
    }
}

/// What belongs together, and all that is wrong about it: an item of the gold and one that was
/// found, as their indices in the layer. One side is empty where an item is missed or invented, and
/// only sentences that were merged or split have several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    pub gold: Vec<usize>,
    pub predicted: Vec<usize>,
    pub errors: Vec<Error>,
}

impl Match {
    /// Of one item a side.
    pub fn pair(gold: usize, predicted: usize, errors: Vec<Error>) -> Match {
        Match { gold: vec![gold], predicted: vec![predicted], errors }
    }

    pub fn missed(gold: usize) -> Match {
        Match { gold: vec![gold], predicted: Vec::new(), errors: vec![ErrorKind::Missed.into()] }
    }

    pub fn invented(predicted: usize) -> Match {
        Match { gold: Vec::new(), predicted: vec![predicted], errors: vec![ErrorKind::Invented.into()] }
    }

    /// Whether exact measures count it as found: nothing is wrong but labels.
    pub fn is_right(&self) -> bool {
        self.errors.iter().all(|error| error.kind.label().is_some())
    }
}
