//! Speech beyond one sentence: quotations over several, and what goes on from the speech before.

use std::ops::Range;

use crate::claims::cue::Cue;
use crate::claims::rules::finder::{Finder, Speech};
use crate::claims::view::NONE;
use crate::words::classes::*;

/// The fewest words of a quotation, marks included, that goes on with speech; below are scare quotes.
const SHORTEST: usize = 4;

impl Finder<'_, '_> {
    /// Claims for the sentences before `index` that the quotation `words` covers.
    pub(super) fn backwards(
        &mut self,
        cue: &Cue,
        source: &Option<Range<usize>>,
        words: &Range<usize>,
        index: usize,
    ) {
        let sentences = &self.view.sentences;
        let first = sentences.partition_point(|sentence| sentence.end <= words.start);
        for (sentence, range) in sentences.iter().enumerate().take(index).skip(first) {
            let part = range.start.max(words.start)..range.end;
            self.push(cue, source.clone(), vec![part], sentence);
        }
    }

    /// Claims for the sentences after `index` that the quotation goes on through.
    pub(super) fn forwards(&mut self, draft: usize, words: &Range<usize>, index: usize) {
        let following = self.view.sentences.iter().enumerate().skip(index + 1);
        for (sentence, range) in following.take_while(|(_, range)| range.start < words.end) {
            let copy = self.drafts[draft].going_on(range.start..range.end.min(words.end), sentence);
            self.drafts.push(copy);
            self.speech = Some(Speech { draft, sentence });
        }
    }

    /// Keeps in mind what the sentence after this one may continue: its first reported speech.
    pub(super) fn remember_speech(&mut self, index: usize) {
        let view = self.view;
        let spoken = |draft: usize| {
            let found = &self.drafts[draft];
            let head = found.head.filter(|_| found.source.is_some())?;
            (view.words[head].quote == NONE && view.is(head, SPEECH)).then_some((head, draft))
        };
        let first = (self.first..self.drafts.len()).filter_map(spoken).min_by_key(|found| found.0);
        if let Some((_, draft)) = first
            && self.speech.is_none_or(|speech| speech.sentence < index)
        {
            self.speech = Some(Speech { draft, sentence: index });
        }
    }

    /// The speech that the sentence may continue: that of the sentence before.
    fn speech_before(&self, index: usize) -> Option<Speech> {
        self.speech.filter(|speech| speech.sentence + 1 == index)
    }

    /// A sentence that opens with a quotation no cue of its own holds belongs to the speech before.
    pub(super) fn continue_quotation(&mut self, index: usize, range: &Range<usize>) {
        let view = self.view;
        let (Some(speech), Some(words)) = (self.speech_before(index), view.quotation(range.start)) else {
            return;
        };
        let quote = view.words[range.start].quote as usize;
        let covered = self.here().iter().any(|draft| draft.sentence == index && draft.holds(range.start));
        if covered || self.claimed[quote] || words.start != range.start || words.len() < SHORTEST {
            return;
        }
        if self.has_cue_after(words) || view.opens_block[index] && words.end < range.end {
            return;
        }
        self.claimed[quote] = true;
        let copy = self.drafts[speech.draft].going_on(words.start..words.end.min(range.end), index);
        self.drafts.push(copy);
        self.speech = Some(Speech { draft: speech.draft, sentence: index });
        self.forwards(speech.draft, words, index);
    }

    /// Whether more follows in the sentence that closes a quotation: "Doe said" takes it.
    fn has_cue_after(&self, words: &Range<usize>) -> bool {
        let sentences = &self.view.sentences;
        let last = sentences.partition_point(|sentence| sentence.end < words.end);
        sentences.get(last).is_some_and(|sentence| words.end + 1 < sentence.end)
    }
}
