//! Claims that need no verb or noun of speech: a line that a name labels, and "reportedly".

use std::ops::Range;

use crate::claims::draft::{Draft, SAYS};
use crate::claims::rules::content;
use crate::claims::rules::finder::Finder;
use crate::claims::view::{NONE, View};
use crate::words::classes::ADVERB;
use crate::words::phrases::{PHRASES_BY_HEAD, Takes};
use crate::words::token::Kind;

/// The most words of a name that labels a line.
const LONGEST_LABEL: usize = 7;

/// The fewest words of what a name says, when it is not quoted.
const SHORTEST: usize = 4;

/// What such a claim is worth before its parts are weighed.
const CONFIDENCE: f32 = 0.4;

impl Finder<'_, '_> {
    /// "Doe: Malta must pay" or "Doe: “…”" as a whole line: a claim without a cue.
    pub(super) fn label_line(&mut self, index: usize, range: &Range<usize>) {
        let view = self.view;
        if !view.opens_block[index] {
            return;
        }
        let colon = range.clone().take(LONGEST_LABEL).find(|&at| view.mark(at) == ':');
        let Some(colon) = colon.filter(|&colon| self.is_label(range.start..colon)) else { return };
        let said = colon + 1..content::close(view, (colon + 1).min(range.end), range.end);
        let quoted = view.words.get(said.start).is_some_and(|word| word.kind == Kind::Quote);
        if !said.is_empty() && (said.len() >= SHORTEST || quoted) {
            let draft = uncued(Some(range.start..colon), Vec::new(), vec![said], index, None);
            self.drafts.push(draft);
        }
    }

    /// Whether the words are a name and nothing else.
    fn is_label(&self, words: Range<usize>) -> bool {
        let view = self.view;
        let named = |at: usize| view.words[at].capital || view.same(at, "of") || view.mark(at) == '.';
        words.clone().all(named) && words.clone().any(|at| view.words[at].is_word())
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

fn uncued(
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
