//! Attributions in words of the view, before they are labeled.

use std::ops::Range;

use crate::claims::cue;
use crate::claims::draft::{Draft, SAYS};
use crate::claims::phrasal;
use crate::claims::view::{NONE, View};
use crate::document::{Claim, Document, Span, Voice};
use crate::words::classes::{ADVERB, NEGATION};
use crate::words::token::Kind;

/// Who, by which words, says what: parts in text order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Relation {
    pub cue: Vec<Range<usize>>,
    pub source: Vec<Range<usize>>,
    pub content: Vec<Range<usize>>,
}

impl Relation {
    /// `claim` in words of the view; parts that hold no word are gone.
    pub fn of(view: &View, claim: &Claim) -> Relation {
        let parts =
            |spans: &[Span]| spans.iter().map(|span| words(view, *span)).filter(|r| !r.is_empty()).collect();
        Relation { cue: parts(&claim.cue), source: parts(&claim.source), content: parts(&claim.content) }
    }

    /// The attributed claims of `document`.
    pub fn all(view: &View, document: &Document) -> Vec<Relation> {
        let attributed = document.claims.iter().filter(|claim| claim.voice == Voice::Attributed);
        attributed.map(|claim| Relation::of(view, claim)).collect()
    }

    /// From the first to the last word of the cue; `None` without one.
    pub fn whole_cue(&self) -> Option<Range<usize>> {
        Some(self.cue.first()?.start..self.cue.last()?.end)
    }

    /// Takes out what our guide does not mark and PolNeAR does: "that" before a content, adverbs in a
    /// cue, a clitic or comma at the end of a source; and gives the content its preposition.
    pub fn trim(&mut self, view: &View) {
        let Some(cue) = self.whole_cue() else { return };
        if let Some(source) = self.source.last_mut() {
            let hangs = |at: usize| view.words[at].kind == Kind::Possessive || view.mark(at) == ',';
            let clause = |at: usize| {
                view.mark(at) == ',' && ["who", "which", "whose"].iter().any(|word| view.same(at + 1, word))
            };
            if let Some(comma) = (source.start + 1..source.end).find(|&at| clause(at)) {
                source.end = comma;
            }
            while source.len() > 1 && hangs(source.end - 1) {
                source.end -= 1;
            }
        }
        for part in &mut self.content {
            let closes =
                |at: usize| matches!(view.mark(at), '.' | ',' | ';' | ':') && view.words[at].quote == NONE;
            while part.len() > 1 && closes(part.end - 1) && !abbreviated(view, part.end - 1) {
                part.end -= 1;
            }
        }
        let Some(head) = self.head(view) else { return };
        let mut end = cue.end;
        if let Some(content) = self.content.iter_mut().find(|part| part.start >= cue.end) {
            if content.len() > 1 && view.same(content.start, "that") && content.start == cue.end {
                content.start += 1;
            }
            let kept = phrase_end(view, head) == Some(end);
            let preposition = view.words[end - 1].entry.preposition > 0;
            if content.start == end && cue.len() > 1 && preposition && !kept && end - 1 > head {
                end -= 1;
                content.start = end;
            }
        }
        let mut parts: Vec<Range<usize>> = Vec::new();
        for at in cue.start..end {
            if at != head && view.is(at, ADVERB) && !view.is(at, NEGATION) {
                continue;
            }
            match parts.last_mut() {
                Some(last) if last.end == at => last.end += 1,
                _ => parts.push(at..at + 1),
            }
        }
        self.cue = parts;
    }

    /// The word of the cue that says most: of those that the lexicon has, the likeliest cue; else the
    /// last one; `None` where it is empty.
    pub fn head(&self, view: &View) -> Option<usize> {
        let rate = |at: usize| {
            let around = view.sentences.partition_point(|sentence| sentence.end <= at);
            let cue = view.sentences.get(around).and_then(|range| cue::candidate(view, at, range, 5));
            cue.map_or(0, |cue| cue.rate)
        };
        let words = self.cue.iter().cloned().flatten();
        words.max_by_key(|&at| (rate(at), at))
    }

    /// Appends the claims of this relation: one for each sentence of its content. `head` is the word
    /// that says most of the cue.
    pub fn drafts(&self, view: &View, head: Option<usize>, confidence: f32, drafts: &mut Vec<Draft>) {
        let known = head.and_then(|head| {
            let around = view.sentences.partition_point(|sentence| sentence.end <= head);
            cue::candidate(view, head, view.sentences.get(around)?, 0)
        });
        let first = drafts.len();
        for (sentence, part) in self.content.iter().flat_map(|part| by_sentence(view, part.clone())) {
            match drafts[first..].last_mut() {
                Some(draft) if draft.sentence == sentence => draft.content.push(part),
                _ => drafts.push(Draft {
                    source: self.source.first().cloned(),
                    cue: self.cue.clone(),
                    content: vec![part],
                    sentence,
                    known: known.as_ref().map_or(SAYS, |cue| cue.known),
                    confidence,
                    negated: known.as_ref().is_some_and(|cue| cue.negated),
                    modal: known.as_ref().is_some_and(|cue| cue.modal),
                    head,
                }),
            }
        }
    }
}

/// Whether the full stop at `at` belongs to a short form within the sentence: "Holm Inc." but not its last word.
fn abbreviated(view: &View, at: usize) -> bool {
    view.mark(at) == '.' && view.sentences.binary_search_by_key(&(at + 1), |sentence| sentence.end).is_err()
}

/// The end of the phrase of the lexicon that the word at `head` heads, if it heads one.
fn phrase_end(view: &View, head: usize) -> Option<usize> {
    let sentence = view.sentences.partition_point(|sentence| sentence.end <= head);
    let range = view.sentences.get(sentence)?;
    let found = phrasal::find(view, head, view.context(head, range.start), range)?;
    Some(found.words.end)
}

/// The pieces of `part` that lie in one sentence each, with its number; marks alone are none.
fn by_sentence(view: &View, part: Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> {
    let first = view.sentences.partition_point(|sentence| sentence.end <= part.start);
    let sentences = view.sentences.iter().enumerate().skip(first);
    let end = part.end;
    sentences
        .take_while(move |(_, sentence)| sentence.start < end)
        .map(move |(index, sentence)| (index, part.start.max(sentence.start)..end.min(sentence.end)))
        .filter(|(_, piece)| piece.clone().any(|at| view.words[at].is_word()))
}

/// The words that lie in `span`.
pub fn words(view: &View, span: Span) -> Range<usize> {
    let from = view.words.partition_point(|word| word.start < span.start());
    let to = view.words.partition_point(|word| word.end <= span.end());
    from..to.max(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::Method;
    use crate::sentences;

    /// The parts of a relation after trimming, where those before are given as words.
    fn trimmed(text: &str, source: &str, cue: &str, content: &str) -> [String; 3] {
        let mut document = Document::plain("t", text);
        sentences::rules::Rules.annotate(&mut document);
        let view = View::of(&document);
        let place = |part: &str| {
            let start = text.find(part).expect("a part of the text");
            vec![words(&view, Span::new(start, start + part.len()))]
        };
        let mut relation = Relation { cue: place(cue), source: place(source), content: place(content) };
        relation.trim(&view);
        [relation.source, relation.cue, relation.content].map(|parts| {
            parts
                .into_iter()
                .map(|part| view.span(part).text(text).to_owned())
                .collect::<Vec<_>>()
                .join(" / ")
        })
    }

    #[test]
    fn that_and_adverbs_are_left_out() {
        let found = trimmed(
            "Jane Doe had repeatedly said that it rained.",
            "Jane Doe",
            "had repeatedly said",
            "that it rained",
        );
        assert_eq!(found, ["Jane Doe", "had / said", "it rained"]);
    }

    #[test]
    fn the_preposition_goes_to_the_content() {
        let found =
            trimmed("Critics complained about the noise.", "Critics", "complained about", "the noise");
        assert_eq!(found, ["Critics", "complained", "about the noise"]);
    }

    #[test]
    fn a_source_keeps_no_comma_and_no_clitic() {
        let found =
            trimmed("The mayor's claim that it rained stood.", "The mayor's", "claim", "that it rained");
        assert_eq!(found, ["The mayor", "claim", "it rained"]);
    }

    #[test]
    fn marks_alone_are_no_content() {
        let mut document = Document::plain("t", "“It is late,” she thought”");
        sentences::rules::Rules.annotate(&mut document);
        let view = View::of(&document);
        let last = view.words.len() - 1;
        let relation = |content| Relation { content: vec![content], ..Relation::default() };
        let mut drafts = Vec::new();
        relation(last..last + 1).drafts(&view, None, 1.0, &mut drafts);
        assert_eq!(drafts.len(), 0);
        relation(0..last).drafts(&view, None, 1.0, &mut drafts);
        assert_eq!(drafts.len(), 1);
    }
}
