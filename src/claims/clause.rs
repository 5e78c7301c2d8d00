//! Whether words make a clause: a subject with its verb, found by closed classes and the forms of verbs.

use crate::claims::view::View;
use crate::words::classes::*;
use crate::words::token::Kind;
use crate::words::verbs;

/// How far a verb may stand from where its clause opens, in words.
const REACH: usize = 25;

/// Whether a clause opens at `start`: a subject, and its verb after it.
pub fn opens(view: &View, start: usize, high: usize) -> bool {
    let mut subject = false;
    for at in start..high.min(start + REACH) {
        let word = &view.words[at];
        match word.kind {
            Kind::Mark if matches!(view.mark(at), ',' | '-' | '(' | ')' | '&' | '$' | '/') => continue,
            Kind::Mark if view.mark(at) == '.' && at + 1 < high && !view.spaced(at) => continue,
            Kind::Mark | Kind::Quote if subject => return false,
            Kind::Mark | Kind::Quote => continue,
            Kind::Possessive if subject && is_clitic(view.word(at)) => {
                return true;
            }
            // "he's", "it's", "there's"
            Kind::Possessive
                if at > start && view.is(at - 1, PRONOUN) || view.same(at.wrapping_sub(1), "there") =>
            {
                return true;
            }
            _ => {}
        }
        if subject && is_finite(view, at) || is_contraction(view.word(at)) {
            return true;
        }
        let infinitive = word.is(TO)
            && view
                .words
                .get(at + 1)
                .is_some_and(|next| next.entry.verb & (verbs::BASE | verbs::NOUN) == verbs::BASE);
        if (infinitive || word.is(RELATIVE)) && at > start && !view.same(at, "that") {
            return false;
        }
        subject |=
            word.is_word() && !word.is(ADVERB | PREPOSITION | COORDINATOR) || word.kind == Kind::Number;
    }
    false
}

/// "you're", "I've": a subject and its verb in one word.
fn is_contraction(word: &str) -> bool {
    word.rfind(['\'', '’']).is_some_and(|at| at > 0 && is_clitic(&word[at..]))
}

/// Whether `tail`, from its apostrophe on, is a verb that hangs on a pronoun: "'ve".
pub fn is_clitic(tail: &str) -> bool {
    matches!(tail.trim_start_matches(['\'', '’']), "re" | "m" | "ve" | "ll" | "d")
}

/// Whether the word at `at` is the verb of a clause whose subject stands before it.
pub fn is_finite(view: &View, at: usize) -> bool {
    let word = &view.words[at];
    if word.kind != Kind::Word || word.capital {
        return false;
    }
    if word.is(AUXILIARY) {
        return !view.is(at.wrapping_sub(1), TO);
    }
    let before = (0..at).rev().take(3).find(|&back| !view.is(back, ADVERB)).unwrap_or(at);
    let closed = DETERMINER | PREPOSITION | TO | POSSESSIVE | AUXILIARY;
    if word.is(closed | PRONOUN | SUBORDINATOR | OBJECT)
        || view.is(before, closed)
        || view.words[before].kind == Kind::Possessive
    {
        return false;
    }
    let form = word.entry.verb;
    let pronoun = view.is(before, PRONOUN);
    let plural = view.words[before].kind == Kind::Word && view.word(before).ends_with('s');
    form & verbs::PAST != 0
        || form & verbs::THIRD != 0 && (form & verbs::NOUN == 0 || pronoun)
        || form & verbs::BASE != 0 && (pronoun || plural && form & verbs::NOUN == 0)
        || word.is(VERB)
}
