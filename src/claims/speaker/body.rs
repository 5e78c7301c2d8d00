//! Bodies without their names: "the company", "the agency", "the German carmaker".

use std::ops::Range;

use super::Speakers;
use super::named::campaigns;
use super::referred::is_definite;
use crate::claims::view::View;
use crate::document::{Entity, EntityType, Span};
use crate::words::bodies::{called, told};
use crate::words::classes::*;

/// So many sentences back a name may stand of which the noun is no word.
const NEAR: usize = 6;

/// Of so many mentions before, at most: a text of nothing but names must not take for ever.
const MOST: usize = 400;

/// How well a name goes with the noun that is to stand for it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The name does not tell: "Quarvik".
    Open,
    /// "Varlund Motors", "the carmaker".
    Kind,
    /// The noun is a word of the name: "Varlund University", "the university".
    Word,
}

impl<'d> Speakers<'d> {
    /// The body that a definite noun stands for: of those named before it in the story, the one whose name goes with it
    /// best, and of these the last.
    pub(super) fn body_called(
        &self,
        view: &View,
        span: Span,
        words: &Range<usize>,
        sentence: usize,
    ) -> Option<&'d str> {
        let noun = view.word(definite(view, words)?);
        let kinds = called(noun);
        let story = self.story(span.start());
        let before = self.entities.partition_point(|e| e.span.start() < span.start());
        let mentions = &self.entities[before.saturating_sub(MOST)..before];
        if noun == "campaign" {
            let named = mentions.iter().rev().take_while(|e| e.span.start() >= story);
            return named.filter(|e| campaigns(view, e).is_some()).find_map(|e| e.id.as_deref());
        }
        if kinds == 0 {
            return None;
        }
        let near = self.document.sentences.get(sentence.saturating_sub(NEAR))?.span.start();
        let fit = |entity: &Entity| {
            let name = entity.span.text(self.document.text());
            let of = told(name);
            let word = name.split(' ').any(|word| word.eq_ignore_ascii_case(noun));
            match (word, of & kinds != 0) {
                (true, _) => Some(Fit::Word),
                _ if entity.span.start() < near => None,
                (_, true) => Some(Fit::Kind),
                _ => (of == 0).then_some(Fit::Open),
            }
        };
        let bodies = mentions.iter().filter(|e| e.kind == EntityType::Org && e.span.start() >= story);
        let fits = bodies.filter_map(|e| Some((fit(e)?, self.sentence_of(e), e.id.as_deref()?)));
        // The first of a sentence is more often its subject.
        let best = fits.fold(None, |best: Option<(Fit, usize, &str)>, next| match best {
            Some(best) if (best.0, best.1) >= (next.0, next.1) => Some(best),
            _ => Some(next),
        });
        best.map(|(_, _, id)| id)
    }

    /// The number of the sentence in which an entity begins.
    fn sentence_of(&self, entity: &Entity) -> usize {
        self.document.sentences.partition_point(|s| s.span.start() <= entity.span.start())
    }
}

/// The head of "the company", "this state-owned bank", "the German carmaker": no name but a nation's stands in it, and
/// nothing after it.
fn definite(view: &View, words: &Range<usize>) -> Option<usize> {
    let the = is_definite(view, words);
    let head = words.end.checked_sub(1).filter(|&head| head > words.start)?;
    let plain = |at: usize| view.words[at].is_word() && !view.is(at, PREPOSITION | TO | COORDINATOR);
    (the && words.len() <= 4 && !view.words[head].capital && (words.start + 1..=head).all(plain))
        .then_some(head)
}
