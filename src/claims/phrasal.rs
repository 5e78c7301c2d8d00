//! Where the rows of phrases stand in a text.

use std::ops::Range;

use crate::claims::view::View;
use crate::words::classes::*;
use crate::words::lexicon::{Context, LEXICON};
use crate::words::phrases::{PHRASES_BY_HEAD, Phrase, Piece};

/// The most words of those who hear, where a phrase has room for them.
const HEARERS: usize = 5;

/// A phrase as found, with the words that it takes.
pub struct Phrasal {
    pub phrase: &'static Phrase,
    pub words: Range<usize>,
}

/// The phrase whose head stands at `at`; the first row that fits counts.
pub fn find(view: &View, at: usize, context: Context, range: &Range<usize>) -> Option<Phrasal> {
    let mut rows = PHRASES_BY_HEAD.of(view.word(at)).filter(|phrase| phrase.contexts.contains(&context));
    rows.find_map(|phrase| words(view, phrase, at, range).map(|words| Phrasal { phrase, words }))
}

fn words(view: &View, phrase: &Phrase, head: usize, range: &Range<usize>) -> Option<Range<usize>> {
    let start = head.checked_sub(phrase.before.len()).filter(|&start| start >= range.start)?;
    if !phrase.before.iter().zip(start..).all(|(word, at)| view.same(at, word)) {
        return None;
    }
    // Where the next piece is looked for, and the end of the cue.
    let (mut at, mut end) = (head + 1, head + 1);
    for piece in &phrase.after {
        let next = at;
        at = match piece {
            Piece::Hearer => after_hearer(view, at, range.end),
            Piece::Next(words) => (at < range.end && follows(view, at, words)).then_some(at)?,
            Piece::Say => (at + 1 < range.end && refused(view, at)).then_some(at + 1)?,
            Piece::Word(words) => {
                (at < range.end && words.iter().any(|word| view.same(at, word))).then_some(at + 1)?
            }
        };
        if matches!(piece, Piece::Word(_) | Piece::Say) {
            debug_assert!(next == end, "a cue has no gap");
            end = at;
        }
    }
    Some(start..end)
}

/// Whether one of the words stands at `at`, or after adverbs there.
fn follows(view: &View, at: usize, words: &[&str]) -> bool {
    let at = (at..).find(|&at| !view.is(at, ADVERB)).unwrap_or(at);
    match words {
        [] => view.ing(at),
        _ => words.iter().any(|word| view.same(at, word)),
    }
}

/// Whether a refusal takes the verb at `at` with it, since more follows: "declined to say [why]".
fn refused(view: &View, at: usize) -> bool {
    let cue = view.words[at].entry.cue;
    let refused = LEXICON.cue(cue, Context::Verb).is_some_and(|known| known.refused);
    refused && view.words[at + 1].is_word()
}

/// After the hearers at `at`: the words up to the first preposition, if nothing else stops them.
fn after_hearer(view: &View, at: usize, high: usize) -> usize {
    let hearer = |at: &usize| {
        view.words[*at].is_word() && !view.is(*at, PREPOSITION | AUXILIARY | SUBORDINATOR | TO | VERB)
    };
    (at..high.min(at + HEARERS)).find(|at| !hearer(at)).unwrap_or(at)
}

/// "shot back", "went on", "chimed in".
pub fn is_particle(view: &View, at: usize) -> bool {
    ["back", "on", "in", "up", "out", "off"].iter().any(|word| view.same(at, word))
        && !view.is(at + 1, DETERMINER | TIME | POSSESSIVE)
}
