//! Uses in which a form of the lexicon signals no attribution: other senses, names of works, nouns without a clause.

use std::ops::Range;

use crate::claims::clause;
use crate::claims::cue::Cue;
use crate::claims::people::is_role;
use crate::claims::view::View;
use crate::words::classes::*;
use crate::words::lexicon::{Context, Frame};
use crate::words::token::Kind;
use crate::words::verbs;

/// How often a form must be a cue with a preposition of place, to be one where nothing else tells.
const PLACED: u8 = 85;

/// How often a noun must be one with "to" or a preposition.
const NOUN: u8 = 60;

/// How far "as" may stand from "described", in words.
const REACH: usize = 24;

/// The longest quotation that can be the name of a work, in words, marks included.
const WORK: usize = 10;

/// Whether the form is used in another sense than that of speech or thought.
pub fn other_sense(view: &View, cue: &Cue, range: &Range<usize>) -> bool {
    let at = cue.head;
    work(view, at)
        || naming(view, cue, range)
        || bare_writing(view, cue, range)
        || restarts(view, cue)
        || bare_description(view, cue, range)
        || idiom(view, cue, range)
        || match cue.context {
            Context::Noun => bare_noun(view, cue, range),
            Context::Verb => {
                imperative(view, cue, range)
                    || adverbial_when(view, cue)
                    || adjective(view, cue)
                    || noun_after_all(view, cue, range)
                    || reduced(view, cue, range)
            }
            Context::Infinitive | Context::Passive => false,
        }
}

/// Inside the name of a work: the film “Say No More”.
fn work(view: &View, at: usize) -> bool {
    let Some(words) = view.quotation(at).filter(|words| words.len() <= WORK && words.len() > 3) else {
        return false;
    };
    let inner = || (words.start + 1..words.end).filter(|&at| view.words[at].kind == Kind::Word);
    let small =
        |at: usize| view.words[at].capital || view.is(at, PREPOSITION | DETERMINER | COORDINATOR | TO);
    inner().count() > 1 && inner().all(small) && inner().filter(|&at| view.words[at].capital).count() > 1
}

/// "a podcast called “The Long Night”", "York was named Jorvik": what a thing is called is no opinion of anybody.
fn naming(view: &View, cue: &Cue, range: &Range<usize>) -> bool {
    const NAMES: [&str; 4] = ["called", "named", "titled", "entitled"];
    let names = NAMES.iter().any(|form| view.same(cue.head, form));
    let Some(next) = view.words.get(cue.after).filter(|_| names && cue.after == cue.head + 1) else {
        return false;
    };
    let title = next.kind == Kind::Quote && work(view, cue.after + 1);
    // "which is called representation theory", but "was called on to act".
    let passive = cue.context == Context::Passive && next.is_word() && cue.frame == Frame::Other;
    let agent = || (cue.after..range.end.min(cue.after + REACH)).any(|at| view.same(at, "by"));
    title || passive && !agent()
}

/// "wrote letters to friends", "writes for a magazine": a work is written, and nobody hears what it says.
fn bare_writing(view: &View, cue: &Cue, range: &Range<usize>) -> bool {
    const VERBS: [&str; 4] = ["write", "writes", "wrote", "writing"];
    let works = match cue.frame {
        Frame::Other | Frame::To => true,
        Frame::Preposition(_) => cue.preposition() == Some("for"),
        _ => false,
    };
    let writes = works && VERBS.iter().any(|form| view.same(cue.head, form));
    // “It is late,” wrote Doe; It is late, wrote Doe.
    let inverted = cue.first > range.start
        && (view.mark(cue.first - 1) == ',' || view.words[cue.first - 1].kind == Kind::Quote);
    let told = |at: usize| {
        view.same(at, "that") || matches!(view.mark(at), ':' | ',') || view.words[at].kind == Kind::Quote
    };
    writes && !inverted && !(cue.after..range.end).take(REACH).any(told)
}

/// "Yes, I think -- I think so": who speaks breaks off and says the same again.
fn restarts(view: &View, cue: &Cue) -> bool {
    let dash = |at: usize| matches!(view.mark(at), '—' | '–' | '-') && view.words[at].kind == Kind::Mark;
    let after = (cue.after..view.words.len()).find(|&at| !dash(at)).filter(|&at| at > cue.after);
    let Some(before) = cue.first.checked_sub(1) else { return false };
    after.is_some_and(|after| {
        let again =
            |at: usize| view.words[at].is_word() && view.word(at).eq_ignore_ascii_case(view.word(after));
        again(before) || again(cue.first)
    })
}

/// "The paper describes a method", "to make sure that": only what a thing is described *as*, or how, is claimed of it.
fn bare_description(view: &View, cue: &Cue, range: &Range<usize>) -> bool {
    const VERBS: [&str; 7] =
        ["describe", "describes", "described", "describing", "outlines", "outlined", "outlining"];
    if view.same(cue.head, "sure") && cue.head > range.start {
        return ["make", "makes", "made", "making"].iter().any(|word| view.same(cue.head - 1, word));
    }
    let described = VERBS.iter().any(|form| view.same(cue.head, form)) && cue.context != Context::Passive;
    let mut rest = (cue.after..range.end).take(REACH);
    let told = |at: usize| {
        view.same(at, "as")
            || view.is(at, QUESTION)
            || view.same(at, "that")
            || view.words[at].kind == Kind::Quote
    };
    described && cue.frame == Frame::Other && !rest.any(told)
}

/// "That said, …", "needless to say", "having said that", "(like, say, …)", "goes without saying".
fn idiom(view: &View, cue: &Cue, range: &Range<usize>) -> bool {
    let at = cue.head;
    let before = |back: usize, word: &str| at >= range.start + back && view.same(at - back, word);
    let closed = matches!(view.mark(cue.after), ',' | '.' | ')') || cue.after >= range.end;
    let said = view.same(at, "said")
        && closed
        && before(1, "that")
        && (at - 1 == range.start || view.mark(at - 2) == ',');
    let having = view.same(at, "said") && before(1, "having");
    let needless = view.same(at, "say") && before(2, "needless")
        || view.same(at, "saying") && before(1, "without") && before(2, "goes");
    let example = view.same(at, "say")
        && at > range.start
        && matches!(view.mark(at - 1), ',' | '(')
        && view.mark(cue.after) == ',';
    let so = view.same(at, "say")
        && closed
        && (before(1, "to") && before(2, "that's")
            || before(1, "to") && before(2, "is") && before(3, "that"));
    said || having || needless || example || so
}

/// A noun that opens no clause: "the asylum claim was withdrawn".
fn bare_noun(view: &View, cue: &Cue, range: &Range<usize>) -> bool {
    if cue.after > cue.head + 1 {
        return false;
    }
    match cue.frame {
        Frame::That | Frame::Quote => false,
        Frame::Mark => !opens_quotation(view, cue.after + 1, range.end),
        Frame::To | Frame::Preposition(_) => cue.rate < NOUN,
        Frame::Question | Frame::Gerund | Frame::End => true,
        Frame::Other => !clause::opens(view, cue.after, range.end) || clause::is_finite(view, cue.after),
    }
}

fn opens_quotation(view: &View, at: usize, high: usize) -> bool {
    at < high && view.marked_quotation(at).is_some_and(|words| words.start == at)
}

/// "Express 47 leaves at noon", "Note the date": no subject stands before a bare form at the head of a sentence.
fn imperative(view: &View, cue: &Cue, range: &Range<usize>) -> bool {
    let form = view.words[cue.head].entry.verb;
    cue.first == range.start && cue.first == cue.head && form & verbs::BASE != 0 && form & verbs::PAST == 0
}

/// Verbs after which "when" tells what somebody knows or asks, rather than when it was.
const WHEN: &[&str] = &[
    "ask",
    "asked",
    "asks",
    "asking",
    "know",
    "knows",
    "knew",
    "told",
    "tell",
    "tells",
    "remember",
    "remembers",
    "remembered",
    "wonder",
    "wondered",
    "explain",
    "explained",
    "decide",
    "decided",
    "specify",
    "specified",
];

fn adverbial_when(view: &View, cue: &Cue) -> bool {
    let next = (cue.after..view.words.len()).find(|&at| !view.is(at, ADVERB));
    let when = next.is_some_and(|at| view.same(at, "when") || view.same(at, "while"));
    when && !WHEN.iter().any(|verb| view.same(cue.head, verb)) && !cue.negated
}

/// A participle before its noun: "a demanding era", "the noted rapper".
fn adjective(view: &View, cue: &Cue) -> bool {
    let before = cue.first.checked_sub(1);
    cue.participle && cue.frame == Frame::Other && before.is_some_and(|at| view.is(at, DETERMINER))
}

/// A form that its neighbours make a noun: "criminal [suspects] fled", "911 [calls] on Tuesday".
fn noun_after_all(view: &View, cue: &Cue, range: &Range<usize>) -> bool {
    let form = view.words[cue.head].entry.verb;
    let nominal = form & (verbs::THIRD | verbs::BASE) != 0 && form & verbs::PAST == 0;
    if !nominal
        || view.is(cue.head, SPEECH)
        || cue.first != cue.head
        || matches!(cue.frame, Frame::That | Frame::Quote)
    {
        return false;
    }
    let counted = cue.head > range.start && view.words[cue.head - 1].kind == Kind::Number;
    counted || cue.after < range.end && clause::is_finite(view, cue.after)
}

/// A participle that says what was done to the noun before it: "the sailors [found] in the water jumped".
fn reduced(view: &View, cue: &Cue, range: &Range<usize>) -> bool {
    let placed = matches!(
        cue.preposition(),
        Some("in" | "at" | "on" | "by" | "from" | "with" | "into" | "up" | "over" | "after")
    );
    placed
        && !view.is(cue.head, SPEECH)
        && cue.rate < PLACED
        && cue.takes_content()
        && !in_group(view, cue, range)
}

/// Whether an auxiliary or a particle belongs to the cue.
fn in_group(view: &View, cue: &Cue, range: &Range<usize>) -> bool {
    cue.after > cue.head + 1 || (cue.first.max(range.start)..cue.head).any(|at| view.is(at, AUXILIARY))
}

/// Whether `content`, which follows the cue, says nothing: a thing for an object ("called the police"), a pronoun.
pub fn says_nothing(view: &View, cue: &Cue, content: &Range<usize>) -> bool {
    let words = || content.clone().filter(|&at| view.words[at].is_word());
    let lone = words().count() == 1
        && words().all(|at| view.is(at, PRONOUN | OBJECT | DETERMINER) && !view.same(at, "no"));
    let own = view.words[cue.head].quote;
    let quoted = content.clone().any(|at| view.words[at].kind == Kind::Quote && view.words[at].quote != own);
    if quoted || matches!(cue.frame, Frame::That | Frame::Question | Frame::Quote) {
        return false;
    }
    if lone || gerund_subject(view, cue, content) {
        return true;
    }
    if cue.context == Context::Noun
        || cue.context == Context::Passive
        || !matches!(cue.frame, Frame::Other | Frame::End)
    {
        return false;
    }
    if names(view, cue.head) {
        return !judges(view, content) || clause::opens(view, content.start, content.end);
    }
    if cue.known.shows && shows_a_thing(view, cue) && !clause::opens(view, content.start, content.end) {
        return true;
    }
    let phrase = cue.after > cue.head + 1;
    !cue.known.object && !cue.performs && !phrase && !clause::opens(view, content.start, content.end)
}

/// "The test indicates growth", "which reveals its charms": evidence speaks in clauses alone.
fn shows_a_thing(view: &View, cue: &Cue) -> bool {
    let Some(before) = (0..cue.first).rev().find(|&at| !view.is(at, ADVERB)) else { return false };
    let word = &view.words[before];
    word.is(RELATIVE)
        || word.kind == Kind::Word && !word.capital && !word.is(PRONOUN) && !is_role(view.word(before))
}

/// "Adding salt to water is good": the participle is the subject of what follows.
fn gerund_subject(view: &View, cue: &Cue, content: &Range<usize>) -> bool {
    let opens = cue.first == 0 || !view.words[cue.first - 1].is_word() || view.is(cue.first - 1, SPEECH);
    let goes_on = view.mark(content.end) == ',';
    cue.participle
        && opens
        && !goes_on
        && cue.frame == Frame::Other
        && clause::opens(view, content.start, content.end)
}

/// "call" and its like, which need what somebody or something is called.
fn names(view: &View, at: usize) -> bool {
    ["call", "calls", "called", "calling", "consider", "considers", "considered", "considering"]
        .iter()
        .any(|form| view.same(at, form))
}

/// "the plan [a mistake]", "it [unfair]": a second phrase after the object.
fn judges(view: &View, content: &Range<usize>) -> bool {
    let first = content.start;
    let article = |at: usize| view.same(at, "a") || view.same(at, "an") || view.same(at, "the");
    let pronoun = view.is(first, OBJECT)
        || view.same(first, "it")
        || view.same(first, "this")
        || view.same(first, "that");
    (first + 1..content.end).any(article) && content.len() > 2 || pronoun && content.len() > 1
}
