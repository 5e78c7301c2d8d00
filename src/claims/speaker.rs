//! Which entities speak: names, offices, pronouns and role titles resolved. Null rather than the wrong one.

use std::collections::HashMap;
use std::ops::Range;

use crate::claims::interview;
use crate::claims::people::{People, Role, Sex, is_role};
use crate::claims::view::View;
use crate::document::{Document, Entity, EntityType, Span};
use crate::words::classes::*;

/// How far from its start, in bytes, a sentence's subject may begin.
const LEAD: usize = 24;

/// How many sentences back "he" may be looked for.
const BACK: usize = 6;

/// In so many sentences a body is still "they".
const NEAR: usize = 2;

/// How many bytes may stand between "who" and whom it is about: a comma, a bracket.
const GAP: usize = 3;

/// Resolves the sources of one document; asked in text order.
pub struct Speakers<'d> {
    document: &'d Document,
    entities: &'d [Entity],
    /// Where another story begins, so that no pronoun reaches over.
    stories: Vec<usize>,
    /// The state that stands for each group ("russians" → "russia"), where the text names it.
    states: HashMap<&'d str, &'d str>,
    people: People<'d>,
    /// Who spoke last, and in which sentence.
    person: Option<(&'d str, usize)>,
    body: Option<(&'d str, usize)>,
    /// The last source that was several people.
    several: Vec<&'d str>,
    /// Whether the text opens by saying that it is an interview.
    interview: bool,
    /// The person whom the text is about: more than half of its mentions of people.
    topic: Option<&'d str>,
    /// Whom it is an interview with, if it is one.
    guest: Option<&'d str>,
}

impl<'d> Speakers<'d> {
    pub fn of(document: &'d Document) -> Speakers<'d> {
        let entities = &document.entities[..];
        let mut places: Vec<&str> =
            entities.iter().filter(|e| e.kind == EntityType::Gpe).filter_map(|e| e.id.as_deref()).collect();
        places.sort_unstable();
        places.dedup();
        let mut states = HashMap::new();
        for id in entities.iter().filter(|e| e.kind == EntityType::Norp).filter_map(|e| e.id.as_deref()) {
            if !states.contains_key(id)
                && let Some(place) = state_of(&places, id)
            {
                states.insert(id, place);
            }
        }
        let people = People::of(entities, document.text(), |entity| state(&states, entity));
        Speakers {
            document,
            entities,
            stories: document.stories(),
            states,
            people,
            person: None,
            body: None,
            several: Vec::new(),
            interview: interview::is_one(document),
            topic: interview::topic(entities),
            guest: interview::guest(document),
        }
    }

    /// The ids of who the source at `span` is, which stands in sentence number `sentence`.
    pub fn resolve(&mut self, view: &View, span: Span, words: Range<usize>, sentence: usize) -> Vec<String> {
        let several = self.list(view, span, &words);
        if several.len() > 1 {
            self.several.clone_from(&several);
            return several.into_iter().map(str::to_owned).collect();
        }
        if words.len() == 1 && view.same(words.start, "they") && !self.several.is_empty() {
            return self.several.iter().map(|&id| id.to_owned()).collect();
        }
        if words.len() == 1 && matches!(view.word(words.start), "A" | "Answer") {
            let first = || self.entities.iter().find(|e| e.kind == EntityType::Person)?.id.as_deref();
            return self.guest.or_else(first).into_iter().map(str::to_owned).collect();
        }
        let found = self.named(view, span, &words).or_else(|| self.referred(view, span, &words, sentence));
        if let Some(id) = found {
            self.several.clear();
            if self.people.is_person(id) {
                self.person = Some((id, sentence));
            } else {
                self.body = Some((id, sentence));
            }
        }
        found.map(str::to_owned).into_iter().collect()
    }

    fn inside(&self, span: Span) -> &'d [Entity] {
        let first = self.entities.partition_point(|e| e.span.start() < span.start());
        let after = self.entities.partition_point(|e| e.span.start() < span.end());
        &self.entities[first..after.max(first)]
    }

    /// "Doe, Roe and the Harbour Board": those that a coordinator or a comma joins, if it is a list of names.
    fn list(&self, view: &View, span: Span, words: &Range<usize>) -> Vec<&'d str> {
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

    /// The entity's id, unless it is a surname that two people of the text have.
    fn own(&self, entity: &'d Entity) -> Option<&'d str> {
        let id = entity.id.as_deref()?;
        let name = entity.span.text(self.document.text());
        let surname = id.rsplit('-').next().unwrap_or(id);
        let alone = entity.kind == EntityType::Person && !name.contains([' ', '-', '.']);
        if !alone || id == surname || self.people.namesakes(surname) < 2 {
            return Some(id);
        }
        let of_that_name = |person: &&str| person.ends_with(surname);
        self.topic.filter(of_that_name).or(self.person.map(|(person, _)| person).filter(of_that_name))
    }

    fn named(&self, view: &View, span: Span, words: &Range<usize>) -> Option<&'d str> {
        let inside = self.inside(span);
        let comma =
            words.clone().find(|&at| view.mark(at) == ',').map_or(span.end(), |at| view.words[at].start);
        let role_end = |entity: &Entity| {
            // "Doe's office", "Russia's president": the name owns what speaks.
            words
                .clone()
                .any(|at| view.words[at].start == entity.span.end() && matches!(view.word(at), "'s" | "’s"))
        };
        let hangs = |entity: &Entity| self.hangs(view, words, entity);
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
        if let Some(owner) = owner.filter(|_| view.is(words.end - 1, MEDIUM)) {
            return state(&self.states, owner);
        }
        if let Some(found) = head(EntityType::Org) {
            return found.id.as_deref();
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

    /// Whether a common noun before the entity is what speaks: "a lawyer [for Doe]", "an aide [to Doe]".
    fn hangs(&self, view: &View, words: &Range<usize>, entity: &Entity) -> bool {
        let at =
            words.start + view.words[words.clone()].partition_point(|word| word.start < entity.span.start());
        let preposition = (words.start..at).rev().take(3).find(|&k| view.is(k, PREPOSITION | TO));
        let Some(preposition) = preposition.filter(|&k| k > words.start) else { return false };
        let noun = &view.words[preposition - 1];
        let joined = (preposition + 1..at).all(|k| view.is(k, DETERMINER) || is_role(view.word(k)));
        !noun.capital && noun.is_word() && joined
    }

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
    fn referred(&self, view: &View, span: Span, words: &Range<usize>, sentence: usize) -> Option<&'d str> {
        let only = words.len() == 1;
        let form = view.word(words.start);
        let one_of = |forms: &[&str]| only && forms.iter().any(|own| form.eq_ignore_ascii_case(own));
        if one_of(&["he", "his", "him"]) {
            return self.recent(span, sentence, Sex::Male);
        }
        if one_of(&["she", "her"]) {
            return self.recent(span, sentence, Sex::Female);
        }
        if one_of(&["I", "my", "me"]) && self.interview {
            return self.guest.filter(|_| !self.asks(sentence));
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
        let medium = words.clone().any(|at| view.is(at, MEDIUM)) && self.inside(span).is_empty();
        if medium && ["the", "that", "this"].iter().any(|the| form.eq_ignore_ascii_case(the)) {
            return self.body().or(self.person.map(|person| person.0));
        }
        self.in_role(view, span, words)
    }

    /// Who "he" or "she" is: the last speaker, if he was of late, else the one whom the nearest sentence back names first.
    fn recent(&self, span: Span, sentence: usize, sex: Sex) -> Option<&'d str> {
        let story = self.story(span.start());
        let speaker = self.person.filter(|(id, _)| self.people.may_be(id, sex));
        for back in (sentence.saturating_sub(BACK)..=sentence).rev() {
            let range = self.document.sentences.get(back)?.span;
            if range.start() < story {
                return None;
            }
            if let Some((id, at)) = speaker
                && at == back
            {
                return Some(id);
            }
            let named = self
                .inside(range)
                .iter()
                .filter(|e| e.kind == EntityType::Person && e.span.end() <= span.start());
            let mut fits = named.filter(|e| e.id.as_deref().is_some_and(|id| self.people.may_be(id, sex)));
            // In the life of one person, "he" is another only where a sentence opens with that one's name.
            let about = self.topic.filter(|topic| self.people.may_be(topic, sex));
            if let Some(named) = fits.next() {
                let opens = named.span.start() <= range.start() + LEAD;
                return if opens { named.id.as_deref() } else { about.or(named.id.as_deref()) };
            }
        }
        None
    }

    /// Where the story around `at` begins.
    fn story(&self, at: usize) -> usize {
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
        let definite = ["the", "that", "this"].iter().any(|the| view.same(words.start, the));
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

/// The state that an entity stands for.
fn state<'d>(states: &HashMap<&'d str, &'d str>, entity: &'d Entity) -> Option<&'d str> {
    let id = entity.id.as_deref()?;
    match entity.kind {
        EntityType::Norp => states.get(id).copied(),
        _ => Some(id),
    }
}

/// The place whose slug shares the most with the group's: "norwegians" and "norway".
fn state_of<'d>(places: &[&'d str], group: &str) -> Option<&'d str> {
    let shared = |place: &str| place.bytes().zip(group.bytes()).take_while(|(a, b)| a == b).count();
    let near = places.partition_point(|place| *place < group);
    let best = [near.checked_sub(1), Some(near)]
        .into_iter()
        .flatten()
        .filter_map(|at| places.get(at))
        .max_by_key(|place| shared(place))?;
    (shared(best) >= 4 && shared(best) + 2 >= best.len()).then_some(*best)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Claim;
    use crate::method::Method;
    use crate::{claims, sentences};

    /// The speakers of the claims in `text`, where the names in `names` are entities.
    fn speakers(text: &str, names: &[(&str, EntityType, &str)]) -> Vec<Option<String>> {
        let mut document = Document::plain("t", text);
        sentences::rules::Rules.annotate(&mut document);
        for &(name, kind, id) in names {
            for (at, _) in text.match_indices(name) {
                let span = Span::new(at, at + name.len());
                document.entities.push(Entity { span, kind, id: Some(id.to_owned()), confidence: 1.0 });
            }
        }
        document.entities.sort_by_key(|entity| entity.span);
        claims::rules::Rules.annotate(&mut document);
        document.claims.into_iter().map(|claim: Claim| claim.source_ids.into_iter().next()).collect()
    }

    #[test]
    fn pronouns_and_roles_go_back_to_the_person() {
        let text = "Norwegian minister Jane Doe said it rained. She said it snowed. The Norwegian leader said it froze.";
        let names =
            [("Norwegian", EntityType::Norp, "norwegians"), ("Jane Doe", EntityType::Person, "jane-doe")];
        let found = speakers(
            &format!("Norway is cold. {text}"),
            &[("Norway", EntityType::Gpe, "norway"), names[0], names[1]],
        );
        assert_eq!(found[found.len() - 3..], ["jane-doe"; 3].map(|id| Some(id.to_owned())));
    }

    #[test]
    fn an_office_takes_its_state_and_witnesses_have_no_id() {
        let malta = [("Malta", EntityType::Gpe, "malta")];
        assert_eq!(speakers("Malta’s government said it rained.", &malta), [Some("malta".to_owned())]);
        assert_eq!(speakers("Two witnesses in Malta said it rained.", &malta), [None]);
    }
}
