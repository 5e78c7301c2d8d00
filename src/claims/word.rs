//! A token and what the lexicon knows of it.

use crate::words::classes::Class;
use crate::words::lexicon::Entry;
use crate::words::token::Kind;

/// A token and what the table knows of it.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    pub capital: bool,
    pub entry: Entry,
    /// Index of the quotation that the word stands in, marks included; `NONE` outside.
    pub quote: u32,
}

/// No quotation.
pub const NONE: u32 = u32::MAX;

impl Word {
    pub fn is(&self, class: Class) -> bool {
        self.entry.class & class != 0
    }

    pub fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Number)
    }
}
