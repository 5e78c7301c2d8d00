//! Claims in words of the view, before they are labeled.

use std::ops::Range;

use crate::claims::clause;
use crate::claims::view::{NONE, View};
use crate::document::Act;
use crate::words::classes::{DETERMINER, PRONOUN};
use crate::words::lexicon::Use;

/// A claim in words of the view, not yet labeled.
#[derive(Clone, Debug)]
pub struct Draft {
    pub source: Option<Range<usize>>,
    pub cue: Vec<Range<usize>>,
    pub content: Vec<Range<usize>>,
    pub sentence: usize,
    pub known: Use,
    /// The method's estimate that the relation is right, 0 to 1.
    pub confidence: f32,
    pub negated: bool,
    pub modal: bool,
    /// The word of the cue that says most; `None` where the cue is empty.
    pub head: Option<usize>,
}

impl Draft {
    /// Whether the word stands in the content.
    pub fn holds(&self, at: usize) -> bool {
        self.content.iter().any(|part| part.contains(&at))
    }

    /// As many words as the content has.
    pub fn size(&self) -> usize {
        self.content.iter().map(|part| part.len()).sum()
    }

    /// Cuts an unquoted content before the ", but" after which the text speaks for itself again, as the guide has it.
    pub fn end_before_but(&mut self, view: &View) {
        const LEAST: usize = 3;
        let after_cue = self.cue.last().map_or(0, |part| part.end);
        let Some(part) = self.content.last_mut().filter(|part| part.start >= after_cue) else { return };
        let not_only = view.word(part.start) == "not" || view.same(part.start + 1, "only");
        let but =
            |&at: &usize| view.mark(at) == ',' && view.same(at + 1, "but") && view.words[at].quote == NONE;
        let cut = (part.start + LEAST..part.end.saturating_sub(1)).find(but);
        if let Some(cut) = cut.filter(|_| !not_only) {
            part.end = cut;
        }
    }

    /// Cuts an unquoted content at the end of the condition in which its cue stands: "If you think [it is old], we can go".
    pub fn end_with_condition(&mut self, view: &View) {
        const CONDITIONS: [&str; 4] = ["if", "unless", "whenever", "once"];
        let Some(first) = self.source.as_ref().map(|source| source.start).and_then(|at| at.checked_sub(1))
        else {
            return;
        };
        let supposed = CONDITIONS.iter().any(|word| view.same(first, word));
        let Some(part) = self.content.last_mut().filter(|part| supposed && part.start > first) else {
            return;
        };
        let ends = |&at: &usize| {
            view.mark(at) == ','
                && view.words[at].quote == NONE
                && (view.same(at + 1, "then") || view.is(at + 1, PRONOUN | DETERMINER))
                && clause::opens(view, at + 1, part.end)
        };
        if let Some(cut) = (part.start + 1..part.end).find(ends) {
            part.end = cut;
        }
    }

    /// The same attribution with another content, of sentence `sentence`.
    pub fn going_on(&self, content: Range<usize>, sentence: usize) -> Draft {
        Draft { content: vec![content], sentence, ..self.clone() }
    }
}

/// A plain assertion, for claims without a cue of the lexicon.
pub const SAYS: Use = Use::plain(Act::Assertive);
