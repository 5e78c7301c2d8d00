//! Sources that hold a name: the name speaks, or the one who stands beside it.

use std::ops::Range;

use super::{Speakers, state};
use crate::claims::people::is_role;
use crate::claims::view::View;
use crate::document::{Entity, EntityType, Span};
use crate::words::classes::*;
use crate::words::token::Kind;

impl<'d> Speakers<'d> {
    /// "Doe, Roe and the Harbour Board": those that a coordinator or a comma joins, if it is a list of names.
    pub(super) fn list(&self, view: &View, span: Span, words: &Range<usize>) -> Vec<&'d str> {
        let inside = self.inside(span);
        let joined = words.clone().any(|at| view.same(at, "and") && at + 1 < words.end);
        if !joined || inside.len() < 2 || view.same(words.start, "neither") {
            return Vec::new();
        }
        let speaks =
            |entity: &&Entity| matches!(entity.kind, EntityType::Person | EntityType::Org | EntityType::Gpe);
        let names: Vec<&Entity> = inside.iter().filter(speaks).collect();
        let text = self.document.text();
        let bridges = names.windows(2).all(|pair| {
            let gap = text.get(pair[0].span.end()..pair[1].span.start()).unwrap_or_default();
            let joins = gap.split([' ', ',']).any(|word| word == "and") || gap.trim() == ",";
            joins && !gap.split(' ').any(|word| matches!(word, "of" | "at" | "for" | "in" | "’s" | "'s"))
        });
        let first = names.first().is_some_and(|name| {
            let lead = text.get(span.start()..name.span.start()).unwrap_or_default();
            !lead.contains([',']) && lead.len() < 40
        });
        if !bridges || !first {
            return Vec::new();
        }
        names.iter().filter_map(|entity| self.own(entity)).collect()
    }

    /// The entity's id, unless it is a surname that two people of the text have, and none of them more than the other.
    fn own(&self, entity: &'d Entity) -> Option<&'d str> {
        let id = entity.id.as_deref()?;
        let name = entity.span.text(self.document.text());
        let surname = id.rsplit('-').next().unwrap_or(id);
        let alone = entity.kind == EntityType::Person && !name.contains([' ', '-', '.']);
        if !alone || id == surname || self.people.leads(id, surname) {
            return Some(id);
        }
        let of_that_name = |person: &&str| person.ends_with(surname);
        self.topic.filter(of_that_name).or(self.person.map(|(person, _)| person).filter(of_that_name))
    }

    pub(super) fn named(&self, view: &View, span: Span, words: &Range<usize>) -> Option<&'d str> {
        let inside = self.inside(span);
        let comma =
            words.clone().find(|&at| view.mark(at) == ',').map_or(span.end(), |at| view.words[at].start);
        let role_end = |entity: &Entity| {
            // "Doe's office", "Russia's president": the name owns what speaks.
            words
                .clone()
                .any(|at| view.words[at].start == entity.span.end() && matches!(view.word(at), "'s" | "’s"))
        };
        let hangs = |entity: &Entity| self.hangs(view, words, entity) || of_many(view, words, entity);
        if let Some(apposed) = self.apposed(view, words, inside) {
            return self.own(apposed);
        }
        if let Some(runs) =
            inside.iter().find(|e| campaigns(view, e) == Some(words.end)).filter(|e| !hangs(e))
        {
            return self.own(runs);
        }
        if let Some(author) = by(view, words, inside) {
            return self.own(author);
        }
        let head = |kind: EntityType| {
            let own = |e: &&Entity| e.kind == kind && e.span.start() < comma && !role_end(e) && !hangs(e);
            inside.iter().rev().find(own)
        };
        if let Some(found) = head(EntityType::Person) {
            return self.own(found);
        }
        // "Norges Bank chief", "France's ambassador to Norway": the name is inside a title.
        let end = words
            .clone()
            .find(|&at| view.is(at, PREPOSITION | TO) || view.mark(at) == ',')
            .unwrap_or(words.end);
        if end > words.start && is_role(view.word(end - 1)) {
            return None;
        }
        // "the firm's statement": who issued it speaks.
        let owner = inside.iter().find(|e| role_end(e));
        if let Some(owner) = owner.filter(|_| view.is(end - 1, MEDIUM)) {
            return state(&self.states, owner);
        }
        if let Some(found) = head(EntityType::Org) {
            return self.fuller(found.span.text(self.document.text())).or(found.id.as_deref());
        }
        let office = words.clone().any(|at| view.is(at, OFFICE));
        let first = inside.iter().find(|e| {
            matches!(e.kind, EntityType::Gpe | EntityType::Norp | EntityType::Org | EntityType::Person)
        })?;
        if first.kind == EntityType::Person {
            let office = words.clone().any(|at| view.same(at, "office"));
            return first.id.as_deref().and_then(|id| self.people.nation(id)).filter(|_| office);
        }
        let whole = first.span.start() <= span.start() + 4 && first.span.end() == span.end();
        let speaks = office || whole && first.kind != EntityType::Norp;
        speaks.then(|| state(&self.states, first)).flatten()
    }

    /// "his father, [Johann]", "Doe’s coach, [Ola Moe]", "the minister of trade, [Ola Moe]": whose kin, colleague or officer it
    /// is does not speak.
    fn apposed(&self, view: &View, words: &Range<usize>, inside: &'d [Entity]) -> Option<&'d Entity> {
        let comma = words.clone().find(|&at| view.mark(at) == ',')?;
        let owned = view.is(words.start, POSSESSIVE)
            || (words.start..comma).any(|at| view.words[at].kind == Kind::Possessive);
        let noun = &view.words[comma.checked_sub(1)?];
        let next = view.words.get(comma + 1)?;
        let named = inside.iter().find(|e| e.kind == EntityType::Person && e.span.start() == next.start);
        let role = view.is(words.start, DETERMINER) && (words.start..comma).any(|at| is_role(view.word(at)));
        named.filter(|_| (owned || role) && noun.is_word() && !noun.capital)
    }

    /// The longer name of an organisation of the text that `name` stands for: "the Church", of "Church of Oslo".
    pub(super) fn fuller(&self, name: &str) -> Option<&'d str> {
        self.longer.get(name).copied().flatten()
    }

    /// Whether a common noun before the entity is what speaks: "a lawyer [for Doe]", "an aide [to Doe]".
    fn hangs(&self, view: &View, words: &Range<usize>, entity: &Entity) -> bool {
        let at =
            words.start + view.words[words.clone()].partition_point(|word| word.start < entity.span.start());
        let preposition = (words.start..at).rev().take(3).find(|&k| view.is(k, PREPOSITION | TO));
        let Some(preposition) = preposition.filter(|&k| k > words.start) else { return false };
        let noun = &view.words[preposition - 1];
        let joined = (preposition + 1..at).all(|k| view.is(k, DETERMINER) || is_role(view.word(k)));
        let opens = preposition == words.start + 1;
        (opens || !noun.capital) && noun.is_word() && joined
    }
}

/// Where the words end that name a person's campaign: "the Doe campaign", "Doe’s presidential campaign".
pub(super) fn campaigns(view: &View, entity: &Entity) -> Option<usize> {
    let after = view.words.partition_point(|word| word.start < entity.span.end());
    let noun = (after..after + 3).find(|&at| view.same(at, "campaign") || view.same(at, "camp"))?;
    let between =
        (after..noun).all(|at| view.words[at].kind == Kind::Possessive || view.word(at).ends_with("al"));
    (between && entity.kind == EntityType::Person).then_some(noun + 1)
}

/// Whose words they are: "a poll by the [Coastal Institute]", "a letter from [Jane Doe]".
fn by<'e>(view: &View, words: &Range<usize>, inside: &'e [Entity]) -> Option<&'e Entity> {
    let medium = words.clone().find(|&at| view.is(at, MEDIUM))?;
    let by = (medium + 1..words.end).find(|&at| view.same(at, "by") || view.same(at, "from"))?;
    let name = by + 1 + usize::from(view.is(by + 1, DETERMINER));
    let start = view.words.get(name).filter(|_| name < words.end)?.start;
    let speaks =
        |e: &&Entity| matches!(e.kind, EntityType::Person | EntityType::Org) && e.span.start() == start;
    inside.iter().find(speaks)
}

/// "the firm [volunteers]": those who have to do with a body, and are not its officials.
fn of_many(view: &View, words: &Range<usize>, entity: &Entity) -> bool {
    let next = words.clone().find(|&at| view.words[at].start >= entity.span.end());
    next.is_some_and(|at| {
        let (word, noun) = (view.word(at), &view.words[at]);
        noun.is_word()
            && !noun.capital
            && word.ends_with('s')
            && word.len() > 4
            && !is_role(&word[..word.len() - 1])
            && !is_role(word)
    })
}
