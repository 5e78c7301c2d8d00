//! Cues: which words of a sentence signal an attribution, and how far the verb group reaches.

use std::ops::Range;

use crate::claims::view::View;
use crate::document::Act;
use crate::words::classes::*;
use crate::words::lexicon::{Context, Frame, LEXICON, PREPOSITIONS, Use};
use crate::words::token::Kind;

/// Least percent of uses in which a form must be a cue to be taken for one.
const LEAST: u8 = 42;

/// A cue as found, before source and content are.
#[derive(Clone, Debug)]
pub struct Cue {
    pub head: usize,
    /// The first word of the verb group, auxiliaries and adverbs included.
    pub first: usize,
    /// After the last word of the cue, particle included.
    pub after: usize,
    /// The words of the cue itself, adverbs left out.
    pub parts: Vec<Range<usize>>,
    pub context: Context,
    pub frame: Frame,
    pub known: Use,
    pub rate: u8,
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
    let performs = performs(view, at, range.end);
    let known = match LEXICON.cue(entry.cue, context) {
        Some(known) => *known,
        None if performs && context != Context::Noun => PERFORMED,
        None => return None,
    };
    let (frame, _) = view.frame(at, range.end);
    let short = view.same(at + 1, "short") && view.same(at + 2, "of") && context != Context::Noun;
    let rate = if short { 80 } else { known.rate(frame) };
    let rate = rate.max(if performs && context != Context::Noun { 70 } else { 0 });
    if rate < least || view.words[at].capital && at > range.start && context != Context::Verb {
        return None;
    }
    let joined = |k: usize| {
        k > 0 && k < view.words.len() && view.mark(k) == '-' && !view.spaced(k) && !view.spaced(k + 1)
    };
    if joined(at + 1) || at > range.start && joined(at - 1) {
        return None;
    }
    let mut cue = Cue {
        head: at,
        first: at,
        after: at + 1,
        parts: Vec::new(),
        context,
        frame,
        known,
        rate,
        negated: false,
        modal: false,
        participle: false,
    };
    if context != Context::Noun {
        cue.group(view, range.start);
    }
    cue.participle = context == Context::Verb
        && !(cue.first..at).any(|k| view.is(k, AUXILIARY))
        && view.word(at).ends_with("ing");
    cue.extend(view, range.end);
    cue.parts.push(cue.head..cue.after);
    cue.split(view);
    Some(cue)
}

/// What a verb that performs an act with a noun says by itself.
/// Gerunds of speech that belong to a refusal.
const SAYING: &[&str] =
    &["saying", "admitting", "confirming", "acknowledging", "calling", "blaming", "accusing", "endorsing"];

const PERFORMED: Use = Use::plain(Act::Expressive);

/// Whether the word is such a verb with its noun: "extended his deep condolences".
fn performs(view: &View, at: usize, high: usize) -> bool {
    view.is(at, PERFORM)
        && (at + 1..high.min(at + 7))
            .take_while(|&k| view.words[k].is_word() && !view.is(k, TO | AUXILIARY | SUBORDINATOR))
            .any(|k| view.is(k, ACT_NOUN))
}

impl Cue {
    /// Takes the auxiliaries before the head.
    fn group(&mut self, view: &View, low: usize) {
        let mut at = self.head;
        if self.context == Context::Infinitive {
            while at > low && !view.is(at, TO) {
                at -= 1;
            }
            self.first = at;
            if at > low && view.is(at - 1, NEGATION) {
                self.negated = true;
            }
            return;
        }
        while at > low {
            let before = at - 1;
            let word = &view.words[before];
            let clitic = word.kind == Kind::Possessive && before > low && view.is(before - 1, PRONOUN);
            if word.is(AUXILIARY | NEGATION) || clitic {
                self.negated |= word.is(NEGATION);
                self.modal |= word.is(MODAL) && !view.same(before, "will");
                self.first = before;
            } else if !word.is(ADVERB) || view.same(before, "then") {
                break;
            }
            at = before;
        }
    }

    /// Takes particles and the prepositions that belong to the cue.
    fn extend(&mut self, view: &View, high: usize) {
        let next = self.after;
        if next >= high {
            return;
        }
        let head = view.word(self.head);
        let call = head.get(..4).is_some_and(|form| form.eq_ignore_ascii_case("call"));
        let point = head.get(..5).is_some_and(|form| form.eq_ignore_ascii_case("point"));
        let with = call && matches!(view.word(next), "for" | "on" | "upon")
            || (point || matches!(head, "spelled" | "spell" | "rule" | "ruled" | "laid" | "lay"))
                && view.same(next, "out")
            || view.same(self.head, "according") && view.same(next, "to");
        if with {
            self.after += 1;
        }
        if call && with {
            self.known.act = Act::Directive;
        }
        if view.same(self.head, "accordance") && view.same(next, "with") {
            self.first = self.head.saturating_sub(1);
            self.head = self.first;
            self.after = next + 1;
        }
        // "stops short of", "refrained from": with the word of speech that follows.
        let short = view.same(next, "short")
            && view.same(next + 1, "of")
            && head.get(..3).is_some_and(|form| form.eq_ignore_ascii_case("sto"));
        let refrain = head.starts_with("refrain") && view.same(next, "from");
        if short || refrain {
            self.after = if short { next + 2 } else { next + 1 };
            let said = self.after;
            let speech = view.word(said.min(high - 1)).ends_with("ing")
                && (view.is(said, SPEECH) || SAYING.contains(&view.word(said.min(high - 1))));
            if speech && said + 1 < high {
                self.after += 1;
            }
            return;
        }
        // "declined to say": a refusal of speech takes the verb of speech with it.
        let refusal = matches!(self.frame, Frame::To)
            && ["declin", "refus", "refrain"].iter().any(|stem| head.starts_with(stem))
            && view.is(next, TO)
            && next + 1 < high
            && (view.is(next + 1, SPEECH)
                || matches!(
                    view.word(next + 1),
                    "confirm" | "discuss" | "admit" | "comment" | "answer" | "acknowledge"
                ));
        if refusal && next + 2 < high && view.words[next + 2].is_word() {
            self.after = next + 2;
        }
    }

    /// The group without its adverbs, in as many parts as they leave.
    fn split(&mut self, view: &View) {
        if self.context == Context::Infinitive || self.context == Context::Noun {
            return;
        }
        let tail = self.head..self.after;
        self.parts.clear();
        for at in self.first..self.head {
            let word = &view.words[at];
            if word.is(ADVERB) && !word.is(NEGATION) {
                continue;
            }
            match self.parts.last_mut() {
                Some(part) if part.end == at => part.end = at + 1,
                _ => self.parts.push(at..at + 1),
            }
        }
        match self.parts.last_mut() {
            Some(part) if part.end == tail.start => part.end = tail.end,
            _ => self.parts.push(tail),
        }
    }

    pub fn speech(&self, view: &View) -> bool {
        view.is(self.head, SPEECH)
    }

    /// The preposition that follows, as a word.
    pub fn preposition(&self) -> Option<&'static str> {
        match self.frame {
            Frame::Preposition(at) => Some(PREPOSITIONS[usize::from(at)]),
            _ => None,
        }
    }
}
