//! Which entity speaks: names, offices, pronouns and role titles resolved.

use std::collections::HashMap;

use crate::claims::view::View;
use crate::document::{Document, Entity, EntityType, Span};
use crate::words::classes::*;
use crate::words::gazetteer::{LEXICON, ROLE};

/// Resolves the sources of one document; asked in text order.
pub struct Speakers<'d> {
    entities: &'d [Entity],
    /// The state that stands for each group ("russians" → "russia"), where the text names it.
    states: HashMap<&'d str, &'d str>,
    /// Persons by the words before their name, lower-case: "president" → the last one so called.
    roles: Vec<(usize, String, Option<&'d str>, &'d str)>,
    /// Persons, each with the state named beside the first of their roles.
    persons: HashMap<&'d str, Option<&'d str>>,
    person: Option<&'d str>,
    body: Option<&'d str>,
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
        let mut speakers = Speakers {
            entities,
            states,
            roles: Vec::new(),
            persons: HashMap::new(),
            person: None,
            body: None,
        };
        speakers.collect_roles(document.text());
        speakers
    }

    /// Notes for each person the role and nationality named right before: "Norwegian minister Doe".
    fn collect_roles(&mut self, text: &str) {
        for (at, entity) in self.entities.iter().enumerate() {
            let (EntityType::Person, Some(id)) = (entity.kind, entity.id.as_deref()) else {
                continue;
            };
            self.persons.entry(id).or_default();
            let before = text[..entity.span.start()].trim_end();
            let nation = at.checked_sub(1).map(|k| &self.entities[k]).filter(|n| {
                let between = text.get(n.span.end()..entity.span.start());
                matches!(n.kind, EntityType::Norp | EntityType::Gpe | EntityType::Org)
                    && between.is_some_and(|gap| gap.len() < 40 && !gap.contains(['.', ',', '\n']))
            });
            let word = before.rsplit(|c: char| !c.is_alphanumeric()).next();
            // "Norway's Jane Doe" has no role of her own, but may be called its leader.
            let owned = nation.filter(|n| matches!(&text[n.span.end()..entity.span.start()], "'s " | "’s "));
            let Some(role) = word.filter(|role| is_role(role)).or(owned.map(|_| "leader")) else {
                continue;
            };
            let nation = nation.and_then(|n| self.state(n));
            let known = self.persons.entry(id).or_default();
            *known = known.or(nation);
            self.roles.push((entity.span.start(), role.to_lowercase(), nation, id));
        }
    }

    /// The state that an entity stands for.
    fn state(&self, entity: &'d Entity) -> Option<&'d str> {
        let id = entity.id.as_deref()?;
        match entity.kind {
            EntityType::Norp => self.states.get(id).copied(),
            _ => Some(id),
        }
    }

    /// The id of who the source at `span` is.
    pub fn resolve(&mut self, view: &View, span: Span, words: std::ops::Range<usize>) -> Option<String> {
        let found = self.named(view, span, &words).or_else(|| self.referred(view, span, &words));
        if let Some(id) = found {
            if self.persons.contains_key(id) {
                self.person = Some(id);
            } else {
                self.body = Some(id);
            }
        }
        found.map(str::to_owned)
    }

    fn inside(&self, span: Span) -> &'d [Entity] {
        let first = self.entities.partition_point(|e| e.span.start() < span.start());
        let after = self.entities.partition_point(|e| e.span.start() < span.end());
        &self.entities[first..after.max(first)]
    }

    fn named(&self, view: &View, span: Span, words: &std::ops::Range<usize>) -> Option<&'d str> {
        let inside = self.inside(span);
        let comma =
            words.clone().find(|&at| view.mark(at) == ',').map_or(span.end(), |at| view.words[at].start);
        let role_end = |entity: &Entity| {
            // "Doe's office", "Russia's president": the name owns what speaks.
            words
                .clone()
                .any(|at| view.words[at].start == entity.span.end() && matches!(view.word(at), "'s" | "’s"))
        };
        let head = |kind: EntityType| {
            inside.iter().rev().find(|e| e.kind == kind && e.span.start() < comma && !role_end(e))
        };
        if let Some(found) = head(EntityType::Person)
            .or_else(|| inside.iter().find(|e| e.kind == EntityType::Person && !role_end(e)))
        {
            return found.id.as_deref();
        }
        // "Norges Bank chief": the name is inside a title.
        if is_role(view.word(words.end - 1)) {
            return None;
        }
        // "the firm's statement": who issued it speaks.
        let owner = inside.iter().find(|e| role_end(e));
        if let Some(owner) = owner.filter(|_| view.is(words.end - 1, MEDIUM)) {
            return self.state(owner);
        }
        if let Some(found) = head(EntityType::Org)
            .or_else(|| inside.iter().find(|e| e.kind == EntityType::Org && !role_end(e)))
        {
            return found.id.as_deref();
        }
        let office = words.clone().any(|at| view.is(at, OFFICE));
        let first = inside.iter().find(|e| {
            matches!(e.kind, EntityType::Gpe | EntityType::Norp | EntityType::Org | EntityType::Person)
        })?;
        if first.kind == EntityType::Person {
            let office = words.clone().any(|at| view.same(at, "office"));
            return first.id.as_deref().and_then(|id| *self.persons.get(id)?).filter(|_| office);
        }
        let whole = first.span.start() <= span.start() + 4 && first.span.end() == span.end();
        if office || whole && first.kind != EntityType::Norp { self.state(first) } else { None }
    }

    /// Pronouns and roles: "he", "the firm", "the Norwegian minister".
    fn referred(&self, view: &View, span: Span, words: &std::ops::Range<usize>) -> Option<&'d str> {
        let only = words.len() == 1;
        let form = view.word(words.start);
        if only && ["he", "she", "his", "her"].iter().any(|p| form.eq_ignore_ascii_case(p)) {
            return self.person.or_else(|| self.before(span, &[EntityType::Person]));
        }
        if only && ["it", "its", "they"].iter().any(|p| form.eq_ignore_ascii_case(p)) {
            return self.body.or_else(|| self.before(span, &[EntityType::Org]));
        }
        if only && form == "who" {
            return self.before(span, &[EntityType::Person, EntityType::Org]);
        }
        let medium = words.clone().any(|at| view.is(at, MEDIUM)) && self.inside(span).is_empty();
        if medium && ["the", "that", "this"].iter().any(|the| form.eq_ignore_ascii_case(the)) {
            return self.body.or(self.person);
        }
        let role = words.clone().rev().find(|&at| is_role(view.word(at)))?;
        let name = view.word(role).to_lowercase();
        let nation = self
            .inside(span)
            .iter()
            .find(|e| matches!(e.kind, EntityType::Norp | EntityType::Gpe | EntityType::Org))
            .and_then(|e| self.state(e));
        let fits = |r: &&(usize, String, Option<&'d str>, &'d str)| match nation {
            Some(nation) => {
                r.2 == Some(nation) && (r.1 == name || ["leader", "chief", "diplomat"].contains(&&name[..]))
            }
            None => r.1 == name,
        };
        let (earlier, later) = self.roles.split_at(self.roles.partition_point(|r| r.0 < span.start()));
        let found = earlier.iter().rev().take(50).find(fits);
        found.or_else(|| later.iter().take(50).find(fits)).map(|r| r.3)
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

/// Whether a person can be called so: "the mayor".
fn is_role(word: &str) -> bool {
    LEXICON.get(&word.to_lowercase()).classes & ROLE != 0
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
        document.claims.into_iter().map(|claim: Claim| claim.source_id).collect()
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
