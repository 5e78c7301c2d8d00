//! Cues: which words of a sentence signal an attribution, and how far the verb group reaches.

use std::ops::Range;

use crate::claims::clause;
use crate::claims::draft::SAYS;
use crate::claims::phrasal;
use crate::claims::view::View;
use crate::document::Act;
use crate::words::classes::*;
use crate::words::lexicon::{Context, Frame, LEXICON, PREPOSITIONS, Use};
use crate::words::phrases::{Phrase, Takes};
use crate::words::token::Kind;

/// Least percent of uses in which a form must be a cue to be taken for one.
const LEAST: u8 = 42;

/// A rate that needs no clause to bear it out.
const SURE: u8 = 75;

/// How much less often a clause without "that" hangs on a verb than one with it, in percent.
const WITHOUT_THAT: u8 = 12;

/// A cue as found, before source and content are.
#[derive(Clone, Debug)]
pub struct Cue {
    pub head: usize,
    /// The first word of the verb group, auxiliaries and adverbs included.
    pub first: usize,
    /// After the last word of the cue, particle included.
    pub after: usize,
    /// The words of the cue, adverbs left out.
    pub parts: Vec<Range<usize>>,
    pub context: Context,
    pub frame: Frame,
    pub known: Use,
    pub rate: u8,
    pub takes: Takes,
    /// A verb that may follow a quotation.
    pub speech: bool,
    /// A verb that performs an act with a noun: "extended an apology".
    pub performs: bool,
    pub negated: bool,
    /// An auxiliary like "could" stands before the head.
    pub modal: bool,
    /// A participle without an auxiliary: its subject is that of the main verb.
    pub participle: bool,
}

/// The cue with its head at `at` in the sentence or region `range`, if there is one.
pub fn find(view: &View, at: usize, range: &Range<usize>) -> Option<Cue> {
    candidate(view, at, range, LEAST)
}

/// As [`find`], for forms that are a cue in at least `least` percent of their uses.
pub fn candidate(view: &View, at: usize, range: &Range<usize>, least: u8) -> Option<Cue> {
    let entry = view.words[at].entry;
    if entry.cue == 0 && entry.class & PERFORM == 0 {
        return None;
    }
    let context = view.context(at, range.start);
    let performs = context != Context::Noun && performs(view, at, range.end);
    let single = match LEXICON.cue(entry.cue, context) {
        Some(known) => Some(*known),
        None => performs.then_some(PERFORMED),
    };
    let (frame, next) = view.frame(at, range.end);
    let phrasal = phrasal::find(view, at, context, range);
    let phrase = phrasal.as_ref().map(|found| found.phrase);
    let known = known(single, phrase)?;
    let rate = phrase.and_then(|phrase| phrase.percent).unwrap_or(known.rate(frame));
    let rate = if performs { rate.max(PERFORMED_RATE) } else { rate };
    // "was described by critics as …": the frame stands past the agent.
    let agent = context == Context::Passive && view.same(next, "by");
    let rate = if agent { rate.max(past_agent(&known)) } else { rate };
    // “…,” Doe remarked to the paper.
    let whom = frame == Frame::To
        && view.words.get(next + 1).is_some_and(|word| word.is(DETERMINER) || word.capital);
    let placed =
        (whom || matches!(frame, Frame::Preposition(_))) && context == Context::Verb && view.is(at, SPEECH);
    let quoted = || {
        let next = view.quotations.partition_point(|quotation| quotation.words.end <= range.start);
        view.quotations.get(next).is_some_and(|quotation| quotation.words.start < range.end)
    };
    let rate = if placed && rate < SURE && quoted() {
        rate.max(known.rate(Frame::End).saturating_sub(WITHOUT_THAT))
    } else {
        rate
    };
    // "thinks moving it was wrong": a gerund can be the subject of the clause.
    let clause = matches!(context, Context::Verb | Context::Infinitive)
        && matches!(frame, Frame::Other | Frame::Gerund);
    let rate =
        if clause && rate < SURE && !clause::is_finite(view, next) && clause::opens(view, next, range.end) {
            rate.max(known.rate(Frame::That).saturating_sub(WITHOUT_THAT))
        } else {
            rate
        };
    let named = view.words[at].capital && at > range.start && context != Context::Verb;
    if rate < least || named || hyphenated(view, at, range.start) {
        return None;
    }
    let words = phrasal.map_or(at..at + 1, |found| found.words);
    let (first, negated, modal) = group(view, at, context, range.start);
    let participle = context == Context::Verb && !(first..at).any(|k| view.is(k, AUXILIARY)) && view.ing(at);
    Some(Cue {
        head: at,
        first: first.min(words.start),
        after: words.end,
        parts: parts(view, first, &words, context),
        context,
        frame,
        known,
        rate,
        takes: phrase.map_or(Takes::Content, |phrase| phrase.takes),
        speech: view.is(at, SPEECH),
        performs,
        negated,
        modal,
        participle,
    })
}

/// How often a verb is a cue that stands beside a quotation like one.
const BY_PLACE: u8 = 80;

/// What a verb that performs an act with a noun says by itself, and how often it does.
const PERFORMED: Use = Use::plain(Act::Expressive);
const PERFORMED_RATE: u8 = 70;

/// How often a passive is a cue with what may stand after its agent.
fn past_agent(known: &Use) -> u8 {
    let at = PREPOSITIONS.iter().position(|preposition| *preposition == "as").unwrap_or(0);
    let frames = [Frame::To, Frame::That, Frame::Preposition(at as u8)];
    frames.into_iter().map(|frame| known.rate(frame)).max().unwrap_or(0)
}

/// What the word alone says, but for what the phrase says otherwise.
fn known(single: Option<Use>, phrase: Option<&Phrase>) -> Option<Use> {
    let Some(phrase) = phrase else { return single };
    let plain = (phrase.act.is_some() && phrase.percent.is_some()).then_some(SAYS);
    let mut known = single.or(plain)?;
    known.act = phrase.act.unwrap_or(known.act);
    known.factuality = phrase.factuality.unwrap_or(known.factuality);
    Some(known)
}

/// Whether the word is part of a compound: "so-called", "well-known".
fn hyphenated(view: &View, at: usize, low: usize) -> bool {
    let joins = |mark: usize| view.mark(mark) == '-' && !view.spaced(mark) && !view.spaced(mark + 1);
    joins(at + 1) || at > low && at > 1 && joins(at - 1)
}

/// Whether the word is such a verb with its noun: "extended his deep condolences".
fn performs(view: &View, at: usize, high: usize) -> bool {
    view.is(at, PERFORM)
        && (at + 1..high.min(at + 7))
            .take_while(|&k| view.words[k].is_word() && !view.is(k, TO | AUXILIARY | SUBORDINATOR))
            .any(|k| view.is(k, ACT_NOUN))
}

/// The first word of the verb group that ends with `head`, whether it is negated, and whether something
/// only can or may be said.
fn group(view: &View, head: usize, context: Context, low: usize) -> (usize, bool, bool) {
    if context == Context::Noun {
        return (head, false, false);
    }
    if context == Context::Infinitive {
        let to = (low..head).rev().find(|&at| view.is(at, TO)).unwrap_or(low);
        return (to, to > low && view.is(to - 1, NEGATION), false);
    }
    let (mut first, mut negated, mut modal) = (head, false, false);
    for at in (low..head).rev() {
        let word = &view.words[at];
        let clitic = word.kind == Kind::Possessive && at > low && view.is(at - 1, PRONOUN);
        if word.is(AUXILIARY | NEGATION) || clitic {
            negated |= word.is(NEGATION);
            modal |= word.is(MODAL) && !view.same(at, "will");
            first = at;
        } else if !word.is(ADVERB) || view.same(at, "then") {
            break;
        }
    }
    (first, negated, modal)
}

/// The words of the cue: the group from `first` on without its adverbs, in as many parts as they leave; the
/// word or phrase alone where it is a noun or stands after "to".
fn parts(view: &View, first: usize, words: &Range<usize>, context: Context) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    if matches!(context, Context::Verb | Context::Passive) {
        let kept = |at: &usize| !view.is(*at, ADVERB) || view.is(*at, NEGATION);
        for at in (first..words.start).filter(kept) {
            append(&mut parts, at..at + 1);
        }
    }
    append(&mut parts, words.clone());
    parts
}

fn append(parts: &mut Vec<Range<usize>>, part: Range<usize>) {
    match parts.last_mut() {
        Some(last) if last.end == part.start => last.end = part.end,
        _ => parts.push(part),
    }
}

impl Cue {
    /// The verb at `at`, which its place beside a quotation makes a cue.
    pub fn by_place(view: &View, at: usize, range: &Range<usize>) -> Cue {
        let context = Context::Verb;
        let (first, negated, modal) = group(view, at, context, range.start);
        let particle = !view.is(at, SPEECH) && phrasal::is_particle(view, at + 1);
        let words = at..at + 1 + usize::from(particle);
        Cue {
            head: at,
            first,
            after: words.end,
            parts: parts(view, first, &words, context),
            context,
            frame: view.frame(at, range.end).0,
            known: LEXICON.cue(view.words[at].entry.cue, context).copied().unwrap_or(SAYS),
            rate: BY_PLACE,
            takes: Takes::Content,
            speech: true,
            performs: false,
            negated,
            modal,
            participle: false,
        }
    }

    /// Whether the source follows, and the content is what stands around both: "according to".
    pub fn is_according(&self) -> bool {
        matches!(self.takes, Takes::Source | Takes::Words)
    }

    /// Whether the content follows, or stands before as of a verb of speech.
    pub fn takes_content(&self) -> bool {
        self.takes == Takes::Content
    }

    /// The preposition that follows, as a word.
    pub fn preposition(&self) -> Option<&'static str> {
        match self.frame {
            Frame::Preposition(at) => Some(PREPOSITIONS[usize::from(at)]),
            _ => None,
        }
    }
}
