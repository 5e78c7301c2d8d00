//! A token as the names' rules see it, and the sentence that it stands in.

use crate::words::gazetteer::{COMMON, Classes, Entry};
use crate::words::token::{Kind, Token};

/// A token and its two readings: as it is written, and in lower case.
#[derive(Clone, Copy)]
pub struct Word<'t> {
    pub token: Token,
    pub text: &'t str,
    /// The lexicon's entry for the word as written.
    pub own: Entry,
    /// The classes of the word in lower case.
    pub low: Classes,
    /// Part of a reference, a list mark or a telephone number: no name or value holds it.
    pub silent: bool,
}

impl Word<'_> {
    pub fn is(&self, classes: Classes) -> bool {
        self.low & classes != 0
    }

    pub fn is_capital(&self) -> bool {
        self.token.capital && self.token.kind == Kind::Word
    }

    /// Two or more letters, all upper case ("EU", "U.S.", "BBC2"), but no shouted common word.
    pub fn is_acronym(&self) -> bool {
        let mut letters = self.text.chars().filter(|c| c.is_alphabetic());
        let shouted = self.text.len() > 3 && self.is(COMMON) && self.own.kind.is_none();
        self.is_capital() && self.text.len() > 1 && !shouted && letters.all(char::is_uppercase)
    }
}

/// A sentence: its words, and whether it is set like a title.
pub struct Line {
    /// Half-open range into the words of the document.
    pub start: usize,
    pub end: usize,
    /// Most words begin with a capital, so a capital tells nothing.
    pub titled: bool,
}
