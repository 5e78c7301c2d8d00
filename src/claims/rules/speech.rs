//! Speech beyond one sentence, and the claims that need no cue of the lexicon.

use std::ops::Range;

use crate::claims::cue::Cue;
use crate::claims::draft::{Draft, SAYS};
use crate::claims::rules::content;
use crate::claims::rules::relation::Finder;
use crate::claims::view::NONE;
use crate::words::classes::*;
use crate::words::token::Kind;

impl Finder<'_, '_> {
    /// "Doe: Malta must pay" or "Doe: “…”" as a whole line: a claim without a cue.
    pub(super) fn label_line(&mut self, index: usize, range: &Range<usize>) {
        let view = self.view;
        if !view.opens_block[index] {
            return;
        }
        let Some(colon) = range.clone().take(7).find(|&at| view.mark(at) == ':') else { return };
        let named = colon > range.start
            && (range.start..colon)
                .all(|at| view.words[at].capital || view.same(at, "of") || view.mark(at) == '.')
            && (range.start..colon).any(|at| view.words[at].is_word());
        if !named || colon + 1 >= range.end {
            return;
        }
        let end = content::close(view, colon + 1, range.end);
        if end > colon + 1 && (end - colon > 4 || view.words[colon + 1].kind == Kind::Quote) {
            let known = SAYS;
            self.drafts.push(Draft {
                source: Some(range.start..colon),
                cue: Vec::new(),
                content: std::iter::once(colon + 1..end).collect(),
                sentence: index,
                known,
                confidence: 0.4,
                negated: false,
                modal: false,
                head: usize::MAX,
            });
        }
    }

    /// "reportedly" and "allegedly" are cues whose content is the sentence around them.
    pub(super) fn reportedly(&mut self, index: usize, range: &Range<usize>) {
        let view = self.view;
        for at in range.clone() {
            let word = &view.words[at];
            if !word.is(ADVERB)
                || word.quote != NONE
                || !matches!(
                    view.word(at),
                    "reportedly" | "allegedly" | "Reportedly" | "Allegedly" | "purportedly"
                )
            {
                continue;
            }
            let end = content::close(view, range.start, range.end);
            let mut content = Vec::new();
            if at > range.start {
                content.push(range.start..at);
            }
            if at + 1 < end {
                content.push(at + 1..end);
            }
            if content.is_empty() {
                continue;
            }
            self.drafts.push(Draft {
                source: None,
                cue: std::iter::once(at..at + 1).collect(),
                content,
                sentence: index,
                known: SAYS,
                confidence: 0.4,
                negated: false,
                modal: false,
                head: at,
            });
            return;
        }
    }

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
        let sentences = &self.view.sentences;
        let mut sentence = index + 1;
        while sentence < sentences.len() && sentences[sentence].start < words.end {
            let part = sentences[sentence].start..sentences[sentence].end.min(words.end);
            let copy =
                Draft { content: std::iter::once(part).collect(), sentence, ..self.drafts[draft].clone() };
            self.drafts.push(copy);
            self.last = Some((draft, sentence));
            sentence += 1;
        }
    }

    /// What the sentence after reported speech can go on with: an open quotation, or a demand that
    /// only the speaker can make ("Malta must pay").
    pub(super) fn speaks_on(&mut self, index: usize, range: &Range<usize>, from: usize) {
        let view = self.view;
        let here = &self.drafts[from..];
        let spoken = (from..self.drafts.len()).filter(|&k| {
            let draft = &self.drafts[k];
            draft.head != usize::MAX
                && view.words[draft.head].quote == NONE
                && draft.source.is_some()
                && view.is(draft.head, SPEECH)
        });
        if let Some(draft) = spoken.min_by_key(|&k| self.drafts[k].head) {
            if self.last.is_none_or(|last| last.1 != index) {
                self.last = Some((draft, index));
            }
            return;
        }
        let Some((draft, at)) = self.last else { return };
        if !here.is_empty() || at + 1 != index || view.opens_block[index] {
            return;
        }
        let demand = range.clone().take(8).any(|at| view.same(at, "must") && view.words[at].quote == NONE);
        let direct = range
            .clone()
            .any(|at| view.words[at].kind == Kind::Quote || matches!(view.word(at), "I" | "We" | "we"));
        let end = content::close(view, range.start, range.end);
        if demand && !direct && end > range.start + 3 {
            let copy = Draft {
                content: std::iter::once(range.start..end).collect(),
                sentence: index,
                ..self.drafts[draft].clone()
            };
            self.drafts.push(copy);
        }
    }

    /// A sentence that opens with a quotation no cue of its own holds belongs to the speech before.
    pub(super) fn goes_on(&mut self, index: usize, range: &Range<usize>, from: usize) {
        let view = self.view;
        let quote = view.words.get(range.start).map_or(NONE, |word| word.quote);
        let Some((draft, at)) = self.last else { return };
        let covered = self.drafts[from..]
            .iter()
            .any(|d| d.sentence == index && d.content.iter().any(|part| part.contains(&range.start)));
        if quote == NONE || covered || at + 1 != index || self.held[quote as usize] {
            return;
        }
        let words = view.quotations[quote as usize].words.clone();
        if words.start != range.start || words.len() < 4 {
            return;
        }
        // A later "Doe said" that closes the quotation takes it.
        let after = view.words.get(words.end);
        let sentence_end = view.sentences.partition_point(|s| s.end < words.end);
        let own = after.is_some() && view.sentences.get(sentence_end).is_some_and(|s| words.end + 1 < s.end);
        if own {
            return;
        }
        if view.opens_block[index] && (words.end < range.end) {
            return;
        }
        self.held[quote as usize] = true;
        let copy = Draft {
            content: std::iter::once(words.start..words.end.min(range.end)).collect(),
            sentence: index,
            ..self.drafts[draft].clone()
        };
        self.drafts.push(copy);
        self.last = Some((draft, index));
        self.forwards(draft, &words, index);
    }
}
