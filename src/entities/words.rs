//! Tokens with what the lexicon knows of them.

use std::ops::Range;

use crate::document::Document;
use crate::method::Shared;
use crate::words::gazetteer::{COMMON, Classes, Entry};
use crate::words::token::{Kind, Token};
use crate::words::tokens::Tokens;

/// A token and its two readings: as it is written, and in lower case.
#[derive(Clone, Copy)]
pub struct Word<'t> {
    pub token: Token,
    pub text: &'t str,
    /// The lexicon's entry for the word as written.
    pub own: Entry,
    /// The classes of the word in lower case.
    pub low: Classes,
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

/// The words of `document` and its sentences as ranges of them.
pub fn read<'d>(document: &'d Document, shared: &mut Shared) -> (Vec<Word<'d>>, Vec<Line>) {
    let (text, tokens) = (document.text(), Tokens::of(document, shared));
    let word = |(at, &token): (usize, &Token)| {
        let known = tokens.known(at);
        Word { token, text: token.text(text), own: known.own, low: known.low }
    };
    let words: Vec<Word> = tokens.tokens.iter().enumerate().map(word).collect();
    let line =
        |&Range { start, end }: &Range<usize>| Line { start, end, titled: is_titled(&words[start..end]) };
    let lines = tokens.sentences.iter().map(line).collect();
    (words, lines)
}

/// Whether at least four words are long and nearly all of these are capitalised.
fn is_titled(words: &[Word]) -> bool {
    let long = words.iter().filter(|word| word.token.kind == Kind::Word && word.text.len() >= 4);
    let (all, capital) =
        long.fold((0, 0), |(all, capital), word| (all + 1, capital + usize::from(word.token.capital)));
    all >= 3 && capital * 5 >= all * 4
}
