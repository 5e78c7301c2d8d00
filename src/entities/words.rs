//! Tokens with what the lexicon knows of them.

use std::ops::Range;

use crate::document::Document;
use crate::entities::silent;
use crate::entities::word::{Line, Word};
use crate::method::Shared;
use crate::words::gazetteer::{COMMON, FUNCTION, GIVEN, HEAD, LEXICON};
use crate::words::token::{Kind, Token};
use crate::words::tokens::Tokens;

/// The words of `document` and its sentences as ranges of them.
pub fn read<'d>(document: &'d Document, shared: &mut Shared) -> (Vec<Word<'d>>, Vec<Line>) {
    let (text, tokens) = (document.text(), Tokens::of(document, shared));
    let word = |(at, &token): (usize, &Token)| {
        let known = tokens.known(at);
        Word { token, text: token.text(text), own: known.own, low: known.low, silent: false }
    };
    let mut words: Vec<Word> = tokens.tokens.iter().enumerate().map(word).collect();
    for sentence in tokens.sentences.iter() {
        let words = &mut words[sentence.clone()];
        if is_loud(words) {
            words.iter_mut().for_each(lower);
        }
    }
    let line =
        |&Range { start, end }: &Range<usize>| Line { start, end, titled: is_titled(&words[start..end]) };
    let lines: Vec<Line> = tokens.sentences.iter().map(line).collect();
    let silent = silent::find(&words, &lines);
    words.iter_mut().zip(silent).for_each(|(word, silent)| word.silent = silent);
    (words, lines)
}

/// Whether all letters are capitals, so that none tells anything: "TESLA TO OPEN NEW PLANT".
fn is_loud(words: &[Word]) -> bool {
    let long = || words.iter().filter(|word| word.token.kind == Kind::Word && word.text.len() > 2);
    long().count() >= 3 && long().all(|word| word.text.chars().all(|c| !c.is_lowercase()))
}

/// Reads a word of such a line as it would be written elsewhere: a common one without its capital, a name with one.
fn lower(word: &mut Word) {
    let mut letters = word.text.chars();
    let titled: String = letters.next().into_iter().chain(letters.flat_map(char::to_lowercase)).collect();
    let known = LEXICON.get(&titled);
    let common =
        word.is(FUNCTION) || word.is(COMMON | HEAD) && known.kind.is_none() && known.classes & GIVEN == 0;
    if common {
        word.token.capital = false;
    } else if word.own.kind.is_none() {
        word.own = known;
    }
}

/// Whether at least three words after the first are long and nearly all of these are capitalised; all, in a line that a full stop ends.
fn is_titled(words: &[Word]) -> bool {
    let long = words.iter().skip(1).filter(|word| word.token.kind == Kind::Word && word.text.len() >= 4);
    let (all, capital) =
        long.fold((0, 0), |(all, capital), word| (all + 1, capital + usize::from(word.token.capital)));
    let stopped = words.last().is_some_and(|last| last.text == ".");
    if stopped { all >= 5 && capital == all } else { all >= 3 && capital * 5 >= all * 4 }
}
