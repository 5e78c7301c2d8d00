//! Claims that need no verb or noun of speech: "in Doe's view", and "reportedly".

use std::ops::Range;

use crate::claims::draft::{Draft, SAYS};
use crate::claims::rules::content;
use crate::claims::rules::finder::Finder;
use crate::claims::view::{NONE, View};
use crate::words::classes::{ADVERB, DETERMINER, POSSESSIVE};
use crate::words::phrases::{PHRASES_BY_HEAD, Takes};
use crate::words::token::Kind;

/// The most words of an adverbial that names who thinks so.
const LONGEST: usize = 12;

/// What somebody can have of a matter.
const OPINIONS: &[&str] =
    &["view", "opinion", "words", "eyes", "judgment", "judgement", "estimation", "telling"];

/// What such a claim is worth before its parts are weighed.
const CONFIDENCE: f32 = 0.4;

impl Finder<'_, '_> {
    /// "In Doe's view, the plan is bad"; "Per the mayor, …": the source stands in an adverbial that opens the sentence.
    pub(super) fn opinion(&mut self, index: usize, range: &Range<usize>) {
        let view = self.view;
        let start = range.start;
        let Some(comma) = range.clone().take(LONGEST).find(|&at| view.mark(at) == ',') else { return };
        let view_of = |at: usize| OPINIONS.iter().any(|noun| view.same(at, noun));
        let (source, cue) = if view.same(start, "in") && view_of(comma - 1) && comma > start + 2 {
            // "In Doe’s view", "In his view".
            let owner = comma - 2;
            let clitic = view.words[owner].kind == Kind::Possessive;
            if !clitic && !view.is(owner, POSSESSIVE) {
                return;
            }
            (start + 1..owner + usize::from(!clitic), vec![start..start + 1, comma - 1..comma])
        } else if view.same(start, "per") && view.is(start + 1, DETERMINER) {
            let per = start..start + 1;
            (start + 1..comma, vec![per])
        } else {
            return;
        };
        let said = comma + 1..content::close(view, (comma + 1).min(range.end), range.end);
        if !source.is_empty() && !said.is_empty() {
            let draft = uncued(Some(source), cue, vec![said], index, Some(start));
            self.drafts.push(draft);
        }
    }

    /// "reportedly" and the like are cues whose content is the sentence around them.
    pub(super) fn hearsay(&mut self, index: usize, range: &Range<usize>) {
        let view = self.view;
        let end = content::close(view, range.start, range.end);
        for at in range.clone().filter(|&at| view.words[at].quote == NONE && is_hearsay(view, at)) {
            let around = [range.start..at, at + 1..end];
            let content: Vec<_> = around.into_iter().filter(|part| !part.is_empty()).collect();
            if !content.is_empty() {
                let cue = at..at + 1;
                self.drafts.push(uncued(None, vec![cue], content, index, Some(at)));
                return;
            }
        }
    }
}

fn is_hearsay(view: &View, at: usize) -> bool {
    view.is(at, ADVERB) && PHRASES_BY_HEAD.of(view.word(at)).any(|phrase| phrase.takes == Takes::Around)
}

/// A draft that no verb or noun of speech made.
pub(super) fn uncued(
    source: Option<Range<usize>>,
    cue: Vec<Range<usize>>,
    content: Vec<Range<usize>>,
    sentence: usize,
    head: Option<usize>,
) -> Draft {
    Draft {
        source,
        cue,
        content,
        sentence,
        known: SAYS,
        confidence: CONFIDENCE,
        negated: false,
        modal: false,
        head,
    }
}
