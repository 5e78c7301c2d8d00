//! Sources without a name: pronouns, roles, and what stands for a name that the text has given.

use std::ops::Range;

use super::{Speakers, state};
use crate::claims::people::{Role, Sex, is_role, sex_of};
use crate::claims::view::View;
use crate::document::{Entity, EntityType, Span};
use crate::words::classes::*;

/// How far from its start, in bytes, a sentence's subject may begin.
const LEAD: usize = 60;

/// How many sentences back "he" may be looked for.
const BACK: usize = 6;

/// A subject so many sentences before counts for more than one who is named beside another.
const SUBJECT: usize = 3;

/// In so many sentences a body is still "they".
const NEAR: usize = 5;

/// How many bytes may stand between "who" and whom it is about: a comma, a bracket.
const GAP: usize = 3;

/// Whether the words open with "the", "that" or "this".
pub(super) fn is_definite(view: &View, words: &Range<usize>) -> bool {
    ["the", "that", "this"].iter().any(|the| view.same(words.start, the))
}

/// Of "his letter", "her campaign".
fn owner(form: &str) -> Option<Sex> {
    let own = [("his", Sex::Male), ("her", Sex::Female)];
    own.into_iter().find(|(word, _)| form.eq_ignore_ascii_case(word)).map(|(_, sex)| sex)
}

impl<'d> Speakers<'d> {
    fn body(&self) -> Option<&'d str> {
        self.body.map(|(id, _)| id)
    }

    /// Whether the paragraph of a sentence is the interviewer's: it ends with a question.
    fn asks(&self, sentence: usize) -> bool {
        let block = self.document.sentences.get(sentence).and_then(|own| self.document.block_of(own.span));
        let text =
            |block: usize| self.document.blocks()[block].span.map(|span| span.text(self.document.text()));
        block.and_then(text).is_some_and(|text| text.trim_end_matches(['"', '”', ' ']).ends_with('?'))
    }

    /// Pronouns and roles: "he", "the firm", "the Norwegian minister".
    pub(super) fn referred(
        &self,
        view: &View,
        span: Span,
        words: &Range<usize>,
        sentence: usize,
    ) -> Option<&'d str> {
        let only = words.len() == 1;
        let form = view.word(words.start);
        let one_of = |forms: &[&str]| only && forms.iter().any(|own| form.eq_ignore_ascii_case(own));
        if one_of(&["he", "his", "him"]) {
            return self.recent(view, span, sentence, Some(Sex::Male));
        }
        if one_of(&["she", "her"]) {
            return self.recent(view, span, sentence, Some(Sex::Female));
        }
        if one_of(&["I", "my", "me"]) && self.interview {
            return self.guest.filter(|_| !self.asks(sentence));
        }
        if one_of(&["you", "your"]) && self.interview {
            return self.guest.filter(|_| self.asks(sentence));
        }
        if one_of(&["we", "our", "us"]) && self.interview && !self.asks(sentence) {
            return self.house.or(self.guest);
        }
        if one_of(&["they", "their"]) {
            return self.body.filter(|(_, at)| at + NEAR >= sentence).map(|(id, _)| id);
        }
        if one_of(&["it", "its"]) {
            return self.body().or_else(|| self.before(span, &[EntityType::Org]));
        }
        if one_of(&["who", "which"]) {
            return self.beside(span);
        }
        let last = words.end.saturating_sub(1);
        let words_of = view.is(last, MEDIUM) || view.same(last, "campaign") || view.same(last, "camp");
        if let Some(sex) = owner(form).filter(|_| words_of) {
            return self.recent(view, span, sentence, Some(sex));
        }
        let medium = words.len() == 2 && view.is(last, MEDIUM);
        if medium && is_definite(view, words) {
            return self.body().or(self.person.map(|person| person.0));
        }
        let short = words.len() == 2 && form.eq_ignore_ascii_case("the") && view.words[words.end - 1].capital;
        if let Some(body) = short.then(|| self.fuller(view.word(words.end - 1))).flatten() {
            return Some(body);
        }
        self.in_role(view, span, words)
            .or_else(|| self.by_trade(view, span, words, sentence))
            .or_else(|| self.body_called(view, span, words, sentence))
            .or_else(|| self.surname(view, words))
    }

    /// The one person of the text who has this surname, where no method saw a name in it.
    fn surname(&self, view: &View, words: &Range<usize>) -> Option<&'d str> {
        let name = words.len() == 1
            && view.words[words.start].capital
            && !view.is(words.start, PRONOUN | DETERMINER);
        self.people.of_surname(&view.word(words.start).to_lowercase()).filter(|_| name)
    }

    /// Who "he" or "she" is: the last speaker or the subject of a sentence of late; without one, whom the nearest sentence
    /// names first. Whom somebody else's quotation names is not meant outside it, nor its speaker within it.
    fn recent(&self, view: &View, span: Span, sentence: usize, sex: Option<Sex>) -> Option<&'d str> {
        let may = |id: &str| sex.is_none_or(|sex| self.people.may_be(id, sex));
        let story = self.story(span.start());
        let own = view.quoted(span.start());
        let speaker = self.person.filter(|(id, at)| may(id) && (own.is_none() || *at != sentence));
        // In the life of one person, "he" is another only where a sentence opens with that one's name.
        let about = self.topic.filter(|topic| may(topic));
        let mut named: Option<(&str, usize)> = None;
        for back in (sentence.saturating_sub(BACK)..=sentence).rev() {
            let range = self.document.sentences.get(back)?.span;
            let far = named.is_some_and(|(_, at)| at > back + SUBJECT);
            if range.start() < story || far {
                break;
            }
            if let Some((id, at)) = speaker
                && at == back
            {
                return Some(id);
            }
            let heard =
                |e: &&Entity| view.quoted(e.span.start()).is_none_or(|quotation| own == Some(quotation));
            let before = |e: &&Entity| e.kind == EntityType::Person && e.span.end() <= span.start();
            let people = self.inside(range).iter().filter(before).filter(heard);
            let mut fits = people.filter(|e| e.id.as_deref().is_some_and(may));
            let Some((first, id)) = fits.next().and_then(|e| Some((e, e.id.as_deref()?))) else { continue };
            if first.span.start() <= range.start() + LEAD {
                return Some(id);
            }
            named = named.or(about.or(Some(id)).map(|id| (id, back)));
        }
        named.map(|(id, _)| id)
    }

    /// Where the story around `at` begins.
    pub(super) fn story(&self, at: usize) -> usize {
        self.stories.iter().rev().find(|&&start| start <= at).copied().unwrap_or(0)
    }

    /// The person or body that stands right before "who" or "which".
    fn beside(&self, span: Span) -> Option<&'d str> {
        let end = self.entities.partition_point(|e| e.span.start() < span.start());
        let last =
            self.entities[..end].last().filter(|e| span.start().saturating_sub(e.span.end()) <= GAP)?;
        matches!(last.kind, EntityType::Person | EntityType::Org | EntityType::Gpe)
            .then_some(last.id.as_deref())
            .flatten()
    }

    /// "the minister", "the Norwegian leader".
    fn in_role(&self, view: &View, span: Span, words: &Range<usize>) -> Option<&'d str> {
        let role = words.clone().rev().find(|&at| is_role(view.word(at)))?;
        let definite = is_definite(view, words);
        let name = view.word(role).to_lowercase();
        let nation = self
            .inside(span)
            .iter()
            .find(|e| matches!(e.kind, EntityType::Norp | EntityType::Gpe | EntityType::Org))
            .and_then(|e| state(&self.states, e));
        if !definite && nation.is_none() {
            return None;
        }
        let story = self.story(span.start());
        let fits = |r: &&Role<'d>| match nation {
            Some(nation) => {
                r.of == Some(nation)
                    && (r.name == name || ["leader", "chief", "diplomat"].contains(&&name[..]))
            }
            None => r.name == name,
        };
        let roles = &self.people.roles;
        let (earlier, later) = roles.split_at(roles.partition_point(|r| r.at < span.start()));
        let found = earlier.iter().rev().take(50).take_while(|r| r.at >= story).find(fits);
        found.or_else(|| later.iter().take(50).find(fits)).map(|r| r.person)
    }

    /// "the actress", "the Republican candidate", whom nobody has called so: the person whom the text is at.
    fn by_trade(&self, view: &View, span: Span, words: &Range<usize>, sentence: usize) -> Option<&'d str> {
        let last = words.end.checked_sub(1)?;
        let definite = is_definite(view, words);
        let other = |e: &Entity| !matches!(e.kind, EntityType::Norp | EntityType::Gpe);
        if !definite
            || !is_role(view.word(last))
            || view.is(last, ANYBODY)
            || self.inside(span).iter().any(other)
        {
            return None;
        }
        self.recent(view, span, sentence, sex_of(&view.word(last).to_lowercase()))
    }

    /// The last entity of these kinds before the span.
    fn before(&self, span: Span, kinds: &[EntityType]) -> Option<&'d str> {
        let end = self.entities.partition_point(|e| e.span.start() < span.start());
        self.entities[..end]
            .iter()
            .rev()
            .take(60)
            .find(|e| kinds.contains(&e.kind))
            .and_then(|e| e.id.as_deref())
    }
}
