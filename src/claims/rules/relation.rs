//! The attribution relations of a sentence: each cue with its source and content.

use std::ops::Range;

use crate::claims::cue;
use crate::claims::cue::Cue;
use crate::claims::draft::Draft;
use crate::claims::view::{NONE, View};
use crate::words::classes::*;
use crate::words::lexicon::Context;

/// Longer sentences are worked through in pieces of so many words, so that time stays linear.
const LONGEST: usize = 400;

/// Works through the sentences of one document.
pub struct Finder<'v, 'd> {
    pub view: &'v View<'d>,
    pub drafts: Vec<Draft>,
    /// For each quotation, whether a claim holds it.
    pub held: Vec<bool>,
    /// The draft whose quotation closed last and the sentence of its end, for speech that goes on.
    pub(super) last: Option<(usize, usize)>,
}

impl<'v, 'd> Finder<'v, 'd> {
    pub fn new(view: &'v View<'d>) -> Self {
        Finder { view, drafts: Vec::new(), held: vec![false; view.quotations.len()], last: None }
    }

    pub fn run(&mut self) {
        for sentence in 0..self.view.sentences.len() {
            let range = self.view.sentences[sentence].clone();
            for start in range.clone().step_by(LONGEST) {
                self.piece(sentence, start..range.end.min(start + LONGEST));
            }
        }
    }

    /// The region in which a word's relation lies: its sentence, or the quotation it stands in.
    pub(super) fn region(&self, at: usize, sentence: &Range<usize>) -> Range<usize> {
        match self.view.words[at].quote {
            NONE => sentence.clone(),
            quote => {
                let words = &self.view.quotations[quote as usize].words;
                let inner = (words.start + 1).max(sentence.start)..words.end.min(sentence.end);
                if inner.end > inner.start { inner } else { sentence.clone() }
            }
        }
    }

    /// A sentence, or a piece of one too long to be honest.
    pub(super) fn piece(&mut self, index: usize, range: Range<usize>) {
        let mut cues: Vec<Cue> = Vec::new();
        for at in range.clone() {
            if self.view.words[at].entry.cue != 0 || self.view.is(at, PERFORM) {
                let region = self.region(at, &range);
                cues.extend(cue::find(self.view, at, &region));
            }
        }
        let from = self.drafts.len();
        self.label_line(index, &range);
        self.reportedly(index, &range);
        let mut done = vec![false; cues.len()];
        for (at, cue) in cues.iter().enumerate() {
            if self.view.words[cue.head].quote == NONE {
                done[at] = self.postposed(cue, index, &range, from);
            }
        }
        for (at, cue) in cues.iter().enumerate() {
            if !done[at] && !self.taken(from, cue) {
                let region = self.inner_region(from, cue.head, &range);
                self.preposed(cue, index, &region, from);
            }
        }
        self.speaks_on(index, &range, from);
        self.goes_on(index, &range, from);
    }

    /// The part of the smallest content so far in which the cue stands, else its region.
    pub(super) fn inner_region(&self, from: usize, at: usize, sentence: &Range<usize>) -> Range<usize> {
        let region = self.region(at, sentence);
        self.drafts[from..]
            .iter()
            .flat_map(|draft| draft.content.iter())
            .filter(|part| part.contains(&at) && part.start >= sentence.start && part.end <= sentence.end)
            .map(|part| part.start.max(region.start)..part.end.min(region.end))
            .min_by_key(|part| part.len())
            .unwrap_or(region)
    }

    /// Whether the cue's head already is part of another cue or source.
    pub(super) fn taken(&self, from: usize, cue: &Cue) -> bool {
        self.drafts[from..].iter().any(|draft| {
            draft.cue.iter().any(|part| part.contains(&cue.head))
                || cue.context != Context::Verb
                    && draft.source.as_ref().is_some_and(|source| source.contains(&cue.head))
        })
    }

    pub(super) fn push(
        &mut self,
        cue: &Cue,
        source: Option<Range<usize>>,
        content: Vec<Range<usize>>,
        sentence: usize,
    ) -> bool {
        let content: Vec<_> = content.into_iter().filter(|part| !part.is_empty()).collect();
        if content.is_empty() {
            return false;
        }
        for part in &content {
            for quote in [self.view.words[part.start].quote, self.view.words[part.end - 1].quote] {
                if quote != NONE && self.view.quotations[quote as usize].words.start >= part.start {
                    self.held[quote as usize] = true;
                }
            }
        }
        self.drafts.push(Draft {
            source,
            cue: cue.parts.clone(),
            content,
            sentence,
            known: cue.known,
            confidence: f32::from(cue.rate) / 200.0 + 0.1,
            negated: cue.negated,
            modal: cue.modal,
            head: cue.head,
        });
        true
    }
}
