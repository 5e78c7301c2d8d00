//! Nouns of thought that "is" ties to their content: "Our goal is to win", "Doe's fear was that it sinks".

use std::ops::Range;

use crate::claims::clause;
use crate::claims::draft::Draft;
use crate::claims::rules::content;
use crate::claims::rules::finder::{Finder, Speech};
use crate::claims::rules::uncued::uncued;
use crate::claims::view::{NONE, View};
use crate::document::Act;
use crate::words::classes::*;
use crate::words::lexicon::Use;
use crate::words::token::Kind;

/// What somebody can have whose content a clause with "to" or "that" tells, and the act.
const AIMS: &[(&[&str], Act)] = &[
    (
        &[
            "agreement",
            "aim",
            "aims",
            "goal",
            "goals",
            "intention",
            "intent",
            "objective",
            "plan",
            "plans",
            "pledge",
            "promise",
            "purpose",
        ],
        Act::Commissive,
    ),
    (&["concern", "desire", "dream", "fear", "hope", "wish", "worry"], Act::Expressive),
    (
        &[
            "answer",
            "argument",
            "assumption",
            "belief",
            "claim",
            "conclusion",
            "contention",
            "defence",
            "defense",
            "feeling",
            "finding",
            "guess",
            "hypothesis",
            "idea",
            "impression",
            "message",
            "opinion",
            "point",
            "position",
            "prediction",
            "premise",
            "reply",
            "response",
            "theory",
            "understanding",
            "view",
        ],
        Act::Assertive,
    ),
    (&["advice", "demand", "proposal", "recommendation", "request", "suggestion"], Act::Directive),
];

/// What somebody can have that is a quotation.
const WORDS: [&str; 8] = ["answer", "message", "motto", "reply", "response", "slogan", "verdict", "words"];

/// What such a claim is worth before its parts are weighed.
const CONFIDENCE: f32 = 0.5;

/// The most words of an owner.
const LONGEST: usize = 10;

impl Finder<'_, '_> {
    /// The claims of the sentence that such a noun makes.
    pub(super) fn aim(&mut self, index: usize, range: &Range<usize>) {
        let view = self.view;
        for at in range.start + 1..range.end.saturating_sub(2) {
            let Some(act) = view.is(at + 1, BE).then(|| act(view, at)).flatten() else { continue };
            let Some(source) = owner(view, at, range.start, act) else { continue };
            let that = usize::from(view.same(at + 2, "that"));
            let start = at + 2 + that;
            let clause = that == 1
                || view.is(at + 2, TO)
                || source.is_some() && matches!(view.word(start), "yes" | "no")
                || source.is_some() && act != Act::Commissive && clause::opens(view, start, range.end);
            if !clause || start >= range.end || view.words[at].quote != view.words[start].quote {
                continue;
            }
            let content = start..content::close(view, start, range.end);
            if !content.is_empty() {
                let cue = at..at + 1;
                let draft = uncued(source, vec![cue], vec![content], index, Some(at));
                self.drafts.push(Draft { known: Use::plain(act), confidence: CONFIDENCE, ..draft });
            }
        }
    }
}

impl Finder<'_, '_> {
    /// "His last words to Ann were: “…”": what is somebody's and is a quotation, in this sentence or the next.
    pub(super) fn quoted_words(&mut self, index: usize, range: &Range<usize>) {
        let view = self.view;
        for be in (range.start + 2..range.end).filter(|&at| view.is(at, BE)) {
            let plain = |at: &usize| {
                view.words[*at].is_word() && !view.is(*at, BE | VERB | SPEECH | SUBORDINATOR | RELATIVE)
            };
            let mut before = (range.start + 1..be).rev().take(LONGEST).take_while(plain);
            let Some(at) = before.find(|&at| WORDS.iter().any(|noun| view.same(at, noun))) else { continue };
            let Some(Some(source)) = owner(view, at, range.start, Act::Assertive) else { continue };
            let open =
                (be + 1..range.end).find(|&at| !matches!(view.mark(at), ':' | ',')).unwrap_or(range.end);
            let here = usize::from(open >= range.end) + index;
            let Some(sentence) = view.sentences.get(here) else { continue };
            let start = if here == index { open } else { sentence.start };
            let Some(words) = view.marked_quotation(start).filter(|words| words.start == start) else {
                continue;
            };
            self.claimed[view.words[start].quote as usize] = true;
            let content = start..words.end.min(sentence.end);
            let draft = self.drafts.len();
            let cue = at..at + 1;
            self.drafts.push(uncued(Some(source), vec![cue], vec![content], here, Some(at)));
            self.speech = Some(Speech { draft, sentence: here });
            self.forwards(draft, words, here);
        }
    }
}

fn act(view: &View, at: usize) -> Option<Act> {
    AIMS.iter().find(|row| row.0.iter().any(|noun| view.same(at, noun))).map(|row| row.1)
}

/// Whose it is: a possessive pronoun, or the words before "'s"; an adjective may stand between. "The claim was that" has nobody.
fn owner(view: &View, noun: usize, from: usize, act: Act) -> Option<Option<Range<usize>>> {
    let adjective = |at: usize| {
        view.words[at].is_word() && !view.words[at].capital && !view.is(at, DETERMINER | PREPOSITION)
    };
    let last = (from..noun)
        .rev()
        .take(2)
        .find(|&at| view.is(at, POSSESSIVE) || view.words[at].kind == Kind::Possessive || !adjective(at))?;
    if view.is(last, POSSESSIVE) {
        return Some(Some(last..last + 1));
    }
    let that = view.same(noun + 2, "that");
    if view.same(last, "the") && last + 1 == noun && (that || act == Act::Assertive) {
        return Some(None);
    }
    if view.words[last].kind != Kind::Possessive {
        return None;
    }
    let part = |at: &usize| {
        view.words[*at].is_word()
            && !view.is(*at, PREPOSITION | BE | HAVE_DO | MODAL | SUBORDINATOR | COORDINATOR | PRONOUN)
            && view.words[*at].quote == NONE
    };
    let start = (from..last).rev().take(LONGEST).take_while(part).last()?;
    Some(Some(start..last))
}
