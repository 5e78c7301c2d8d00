//! Verbs that report by their place beside a quotation, whatever the lexicon says of them.

use std::ops::Range;

use crate::claims::clause;
use crate::claims::cue::Cue;
use crate::claims::rules::finder::{Finder, Speech};
use crate::claims::view::{NONE, View};
use crate::claims::{phrasal, phrase};
use crate::words::classes::*;
use crate::words::lexicon::{Context, Frame, LEXICON};
use crate::words::token::Kind;
use crate::words::verbs;

/// The fewest words of a quotation that somebody utters, marks included; below are scare quotes.
const SHORTEST: usize = 5;

/// The most words between a quotation and the verb of its speaker.
const REACH: usize = 8;

impl<'v> Finder<'v, '_> {
    /// “…,” Doe sighed; “…,” sighed Doe: the verb beside a quotation that opens the sentence and
    /// that no claim holds yet.
    pub(super) fn beside_quotation(&mut self, index: usize, range: &Range<usize>) {
        let view = self.view;
        for at in range.clone() {
            let closes = |words: &&Range<usize>| words.end == at + 1 && words.start <= range.start;
            let Some(words) = self.unclaimed(at).filter(closes) else { continue };
            if let Some(verb) = self.verb_after(words, range.end) {
                self.postposed(&Cue::by_place(view, verb, range), index, range);
            }
        }
    }

    /// "…, they conclude.": a verb of speech or thought that closes the sentence, with its subject after a comma.
    pub(super) fn closing_verb(&mut self, index: usize, range: &Range<usize>) {
        let view = self.view;
        let Some(verb) = range.clone().rev().find(|&at| view.words[at].is_word()) else { return };
        let says = view.words[verb].entry.verb & verbs::SAYS != 0 && clause::is_finite(view, verb);
        let held = self.here().iter().any(|draft| draft.head == Some(verb) || draft.holds(verb));
        if !says || held || view.is(verb, SPEECH | AUXILIARY) || view.words[verb].quote != NONE {
            return;
        }
        let Some(subject) = phrase::left(view, range.start, verb) else { return };
        let comma = subject.end == verb
            && subject.start > range.start + SHORTEST
            && view.mark(subject.start - 1) == ',';
        let stated = comma
            && !view.is(range.start, SUBORDINATOR)
            && clause::opens(view, range.start, subject.start - 1);
        if stated {
            self.postposed(&Cue::by_place(view, verb, range), index, range);
        }
    }

    /// Doe faulted the board: “…”.
    pub(super) fn before_quotation_mark(&mut self, index: usize, range: &Range<usize>) {
        let view = self.view;
        for colon in range.clone().filter(|&at| view.mark(at) == ':') {
            let Some(words) = self.unclaimed(colon + 1).filter(|words| words.start == colon + 1) else {
                continue;
            };
            let verb = (range.start..colon).find(|&at| is_verb(view, at));
            let subject = verb.and_then(|verb| self.subject(&Cue::by_place(view, verb, range), range));
            if let (Some(verb), Some(source)) = (verb, subject.filter(|words| words.start == range.start)) {
                let cue = Cue::by_place(view, verb, range);
                let content = words.start..words.end.min(range.end);
                if let Some(draft) = self.push(&cue, Some(source), vec![content], index) {
                    self.speech = Some(Speech { draft, sentence: index });
                    self.forwards(draft, words, index);
                }
            }
        }
    }

    /// The verb of whoever utters the quotation `words`, which ends with a comma, a question or a cry.
    fn verb_after(&self, words: &Range<usize>, high: usize) -> Option<usize> {
        let view = self.view;
        let inside = matches!(view.mark(words.end.saturating_sub(2)), ',' | '?' | '!');
        let outside = view.mark(words.end) == ',';
        if !inside && !outside {
            return None;
        }
        let at = words.end + usize::from(outside);
        if is_verb(view, at) {
            return Some(at);
        }
        let verb = (at + 1..high.min(at + REACH)).find(|&verb| is_verb(view, verb))?;
        self.spoken_by(verb, at..high).then_some(verb)
    }

    /// Whether the words from `within.start` to the verb are its subject, and nothing that it takes follows.
    fn spoken_by(&self, verb: usize, within: Range<usize>) -> bool {
        let view = self.view;
        let subject = self.subject(&Cue::by_place(view, verb, &within), &within);
        let next = verb + 1 + usize::from(phrasal::is_particle(view, verb + 1));
        let closed = next >= within.end
            || matches!(view.mark(next), '.' | ',' | '"')
            || view.is(next, PREPOSITION | ADVERB | TIME);
        closed && subject.is_some_and(|subject| subject.start == within.start)
    }

    /// "The plan, Doe mused, was bad": a subject and a verb of speech or thought between two commas.
    pub(super) fn inserted(&mut self, index: usize, range: &Range<usize>) {
        let view = self.view;
        let verbs =
            range.clone().filter(|&at| view.words[at].entry.verb & verbs::SAYS != 0 && !view.is(at, SPEECH));
        for verb in verbs.filter(|&at| view.mark(at + 1) == ',' && clause::is_finite(view, at)) {
            let goes_on = view.is(verb + 2, AUXILIARY | VERB)
                || view.words.get(verb + 2).is_some_and(|word| word.entry.verb & verbs::PAST != 0);
            let comma = (range.start + 1..verb).rev().take(REACH).filter(|&at| view.mark(at) == ',');
            let mut opening = comma.filter(|&comma| self.spoken_by(verb, comma + 1..range.end));
            let opens = opening.next_back();
            let held = self.here().iter().any(|draft| draft.head == Some(verb));
            if goes_on && !held && opens.is_some_and(|comma| comma > range.start + 1) {
                self.postposed(&Cue::by_place(view, verb, range), index, range);
            }
        }
    }

    /// The words of the quotation with a mark at `at`, if it is long enough and no claim holds it.
    fn unclaimed(&self, at: usize) -> Option<&'v Range<usize>> {
        let words = self.view.marked_quotation(at).filter(|words| words.len() >= SHORTEST)?;
        (!self.claimed[self.view.words[at].quote as usize]).then_some(words)
    }
}

/// A verb of speech or thought that the lexicon lacks, or has for other uses, by the clause with "that" that hangs on
/// it; in a headline "that" is left out: "Court rules bridge is legal".
pub fn with_clause(view: &View, at: usize, region: &Range<usize>, heading: bool) -> Option<Cue> {
    let entry = view.words[at].entry;
    let noun = |at: usize| {
        view.words[at].is_word() && !view.is(at, DETERMINER | PREPOSITION | AUXILIARY | TO | ADVERB)
    };
    let present = entry.verb & verbs::THIRD != 0 && at > region.start && noun(at - 1);
    let means = ["mean", "means", "meant"].iter().any(|form| view.same(at, form));
    if means || entry.verb & verbs::SAYS == 0 || !clause::is_finite(view, at) && !present {
        return None;
    }
    let known = LEXICON.cue(entry.cue, Context::Verb).map_or(0, |known| known.rate(Frame::That));
    let cue = Cue::by_place(view, at, region);
    let that = cue.frame == Frame::That && clause::opens(view, at + 2, region.end);
    let bare = heading
        && entry.verb & verbs::THIRD != 0
        && cue.frame == Frame::Other
        && clause::opens(view, at + 1, region.end);
    let asked = known == 0 || bare;
    (asked && (that || bare)).then_some(Cue { speech: false, ..cue })
}

/// A word in lower case that can be a finite verb: one of a lexicon, or one that ends in "-ed".
fn is_verb(view: &View, at: usize) -> bool {
    let Some(word) = view.words.get(at).filter(|word| word.kind == Kind::Word && !word.capital) else {
        return false;
    };
    let closed = DETERMINER | PRONOUN | PREPOSITION | AUXILIARY | ADVERB | SUBORDINATOR | COORDINATOR | TIME;
    let form = word.entry.verb;
    let past = view.word(at).ends_with("ed") && word.end - word.start > 4 || form & verbs::PAST != 0;
    let present = form & verbs::THIRD != 0 && (form & verbs::NOUN == 0 || form & verbs::SAYS != 0);
    !word.is(closed | TO | OBJECT) && (word.is(SPEECH) || past || present)
}
