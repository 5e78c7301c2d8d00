//! Claims in words of the view, before they are labeled.

use std::ops::Range;

use crate::claims::view::{NONE, View};
use crate::document::Act;
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

    /// The same attribution with another content, of sentence `sentence`.
    pub fn going_on(&self, content: Range<usize>, sentence: usize) -> Draft {
        Draft { content: vec![content], sentence, ..self.clone() }
    }
}

/// A plain assertion, for claims without a cue of the lexicon.
pub const SAYS: Use = Use::plain(Act::Assertive);
