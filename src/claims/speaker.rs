//! Which entities speak: names, offices, pronouns and role titles resolved. Null rather than the wrong one.

mod body;
mod named;
mod referred;

use std::collections::HashMap;
use std::ops::Range;

use crate::claims::interview;
use crate::claims::people::People;
use crate::claims::view::View;
use crate::document::{Document, Entity, EntityType, Span};

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
    /// Bodies with longer names, by the word that may stand for each; none where it may stand for several.
    longer: HashMap<&'d str, Option<&'d str>>,
    /// The body that the text is about: more than half of its mentions of bodies.
    house: Option<&'d str>,
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
            topic: interview::topic(entities, EntityType::Person),
            house: interview::topic(entities, EntityType::Org),
            longer: longer(entities, document.text()),
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
            // Who is said to speak in a quotation is not whom the text goes on with.
            if view.quoted(span.start()).is_some() {
                return vec![id.to_owned()];
            }
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
}

/// The organisations of more words than one, by the word that may stand for each: the last, or what stands before "of".
fn longer<'d>(entities: &'d [Entity], text: &'d str) -> HashMap<&'d str, Option<&'d str>> {
    /// The fewest bytes of such a word.
    const SHORTEST: usize = 4;
    let mut found: HashMap<&str, Option<&str>> = HashMap::new();
    for entity in entities.iter().filter(|entity| entity.kind == EntityType::Org) {
        let (name, Some(id)) = (entity.span.text(text), entity.id.as_deref()) else { continue };
        let head =
            name.split_once(' ').filter(|(_, rest)| rest.starts_with("of ") || rest.starts_with("for "));
        let words = [head.map(|(head, _)| head), name.rsplit_once(' ').map(|(_, last)| last)];
        for word in words.into_iter().flatten().filter(|word| word.len() >= SHORTEST) {
            let known = found.entry(word).or_insert(Some(id));
            *known = known.filter(|known| *known == id);
        }
    }
    found
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

    #[test]
    fn each_row_of_bodies_holds() {
        for row in crate::words::bodies::rows() {
            let text = row.example.replace(['[', ']'], "");
            let name = row.example.split(['[', ']']).nth(1).unwrap_or_default();
            let name = name.strip_prefix("The ").unwrap_or(name);
            assert_eq!(
                speakers(&text, &[(name, EntityType::Org, "the-body")]).last(),
                Some(&Some("the-body".to_owned())),
                "{}: {text}",
                row.kind
            );
        }
    }
}
