//! The attributions of a document as they are found, and what finding the next one asks of them.

use std::ops::Range;

use crate::claims::cue::Cue;
use crate::claims::draft::Draft;
use crate::claims::view::{NONE, View};
use crate::document::{BlockKind, Document};
use crate::words::classes::{HAVE_DO, MODAL};
use crate::words::lexicon::Context;
use crate::words::token::Kind;

/// Works through the sentences of one document.
pub struct Finder<'v, 'd> {
    pub view: &'v View<'d>,
    pub(super) document: &'v Document,
    /// The kind of the block in which each sentence stands.
    pub(super) kinds: Vec<BlockKind>,
    /// How many paragraphs open with a speaker's label.
    pub(super) labels: usize,
    /// Whose turn it is.
    pub(super) speaking: Option<Range<usize>>,
    pub drafts: Vec<Draft>,
    /// The first of the drafts that came from the sentence at hand.
    pub(super) first: usize,
    /// For each quotation, whether a claim holds it.
    pub(super) claimed: Vec<bool>,
    /// The reported speech that a sentence may continue.
    pub(super) speech: Option<Speech>,
}

/// Reported speech: its attribution and the sentence in which it ends so far.
#[derive(Clone, Copy)]
pub(super) struct Speech {
    pub draft: usize,
    pub sentence: usize,
}

impl<'v, 'd> Finder<'v, 'd> {
    pub fn new(document: &'v Document, view: &'v View<'d>) -> Self {
        let claimed = vec![false; view.quotations.len()];
        let kind = |span| document.block_of(span).map_or(BlockKind::Body, |at| document.blocks()[at].kind);
        let kinds = document.sentences.iter().map(|sentence| kind(sentence.span)).collect();
        Finder {
            view,
            document,
            kinds,
            labels: 0,
            speaking: None,
            drafts: Vec::new(),
            first: 0,
            claimed,
            speech: None,
        }
    }

    /// The drafts of the sentence at hand.
    pub(super) fn here(&self) -> &[Draft] {
        &self.drafts[self.first..]
    }

    /// The region in which a word's relation lies: its sentence, or the quotation it stands in.
    pub(super) fn region(&self, at: usize, sentence: &Range<usize>) -> Range<usize> {
        let Some(words) = self.view.quotation(at) else { return sentence.clone() };
        let inner = (words.start + 1).max(sentence.start)..words.end.min(sentence.end);
        if inner.end > inner.start { inner } else { sentence.clone() }
    }

    /// The part of the smallest content so far in which the cue stands, else its region.
    pub(super) fn inner_region(&self, at: usize, sentence: &Range<usize>) -> Range<usize> {
        let region = self.region(at, sentence);
        self.here()
            .iter()
            .flat_map(|draft| draft.content.iter())
            .filter(|part| part.contains(&at) && part.start >= sentence.start && part.end <= sentence.end)
            .map(|part| part.start.max(region.start)..part.end.min(region.end))
            .min_by_key(|part| part.len())
            .unwrap_or(region)
    }

    /// Whether the cue's head already is part of another cue or source.
    pub(super) fn taken(&self, cue: &Cue) -> bool {
        self.here().iter().any(|draft| {
            draft.cue.iter().any(|part| part.contains(&cue.head))
                || cue.context != Context::Verb
                    && draft.source.as_ref().is_some_and(|source| source.contains(&cue.head))
        })
    }

    /// Adds an attribution unless its content is empty; its place among the drafts.
    pub(super) fn push(
        &mut self,
        cue: &Cue,
        source: Option<Range<usize>>,
        mut content: Vec<Range<usize>>,
        sentence: usize,
    ) -> Option<usize> {
        content.retain(|part| !part.is_empty());
        if content.is_empty() {
            return None;
        }
        for part in &content {
            for at in [part.start, part.end - 1] {
                let quote = self.view.words[at].quote;
                if quote != NONE && self.view.quotations[quote as usize].words.start >= part.start {
                    self.claimed[quote as usize] = true;
                }
            }
        }
        let source_start = source.as_ref().map(|source| source.start);
        let negated = cue.negated || source.as_ref().is_some_and(|source| self.is_nobody(source));
        let mut parts = cue.parts.clone();
        if let Some(auxiliary) = source.as_ref().and_then(|source| self.asking(cue, source)) {
            parts.insert(0, auxiliary);
        }
        self.drafts.push(Draft {
            source,
            cue: parts,
            content,
            sentence,
            known: cue.known,
            confidence: confidence(cue.rate),
            negated,
            modal: cue.modal || self.is_asked(cue) || self.is_supposed(cue, source_start),
            head: Some(cue.head),
        });
        Some(self.drafts.len() - 1)
    }

    /// "[Do] you think": the auxiliary of a question stands before its subject.
    fn asking(&self, cue: &Cue, source: &Range<usize>) -> Option<Range<usize>> {
        let auxiliary = source.start.checked_sub(1)?;
        let asks = source.end == cue.first && self.view.is(auxiliary, HAVE_DO | MODAL) && self.is_asked(cue);
        asks.then_some(auxiliary..source.start)
    }

    /// "Nobody believes that …", "Few experts say that …".
    fn is_nobody(&self, source: &Range<usize>) -> bool {
        let view = self.view;
        let none =
            ["nobody", "no", "none", "few", "neither"].iter().any(|word| view.same(source.start, word));
        none && view.mark(source.start + 1) != '.'
    }

    /// "Did she say that it rained?": the sentence, or the quotation around the cue, ends with a question mark.
    fn is_asked(&self, cue: &Cue) -> bool {
        let view = self.view;
        let sentence = view.sentences.partition_point(|sentence| sentence.end <= cue.head);
        let Some(range) = view.sentences.get(sentence) else { return false };
        let own = |at: &usize| {
            view.words[*at].quote == view.words[cue.head].quote && view.words[*at].kind != Kind::Quote
        };
        (cue.head..range.end).rev().find(own).is_some_and(|last| view.mark(last) == '?')
    }

    /// "If she says that it rained, …".
    fn is_supposed(&self, cue: &Cue, source: Option<usize>) -> bool {
        let first = source.unwrap_or(cue.first).min(cue.first);
        first > 0 && self.view.same(first - 1, "if")
    }
}

/// From the percent of uses in which a form is a cue; [`weigh`](super::confidence::weigh) weighs it with what was found.
fn confidence(rate: u8) -> f32 {
    f32::from(rate) / 200.0 + 0.1
}
