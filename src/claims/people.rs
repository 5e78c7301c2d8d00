//! The people of a document: what it calls each of them, and whether that is a man or a woman.

use std::collections::HashMap;

use crate::document::{Entity, EntityType, ends_line};
use crate::words::gazetteer::{Classes, FEMALE, LEXICON, MALE, ROLE};

/// How far before a name its nation may stand, in bytes: "Norwegian foreign minister Doe".
const NATION: usize = 40;

/// A surname that more people of a text have means none of them.
const NAMESAKES: usize = 50;

/// A man or a woman, as far as a title, a role, kinship or the first name tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sex {
    Male,
    Female,
}

/// Somebody in a role: "president", and the state or body of which.
pub struct Role<'d> {
    pub at: usize,
    pub name: String,
    pub of: Option<&'d str>,
    pub person: &'d str,
}

/// What the text says of its people.
#[derive(Default)]
pub struct People<'d> {
    /// In text order.
    pub roles: Vec<Role<'d>>,
    /// The state or body named beside the first role of each person.
    nations: HashMap<&'d str, Option<&'d str>>,
    /// Those of more names than one, by the last.
    surnames: HashMap<&'d str, Vec<&'d str>>,
    /// How often each is named in full.
    in_full: HashMap<&'d str, usize>,
    /// By title or role, which count for more than the name.
    called: HashMap<&'d str, Sex>,
    named: HashMap<&'d str, Sex>,
}

impl<'d> People<'d> {
    /// `state` tells what state an entity stands for.
    pub fn of(
        entities: &'d [Entity],
        text: &str,
        state: impl Fn(&'d Entity) -> Option<&'d str>,
    ) -> People<'d> {
        let mut people = People::default();
        for (at, entity) in entities.iter().enumerate() {
            let (EntityType::Person, Some(id)) = (entity.kind, entity.id.as_deref()) else { continue };
            if !people.nations.contains_key(id) {
                people.nations.insert(id, None);
                let surname = id.rsplit_once('-').map(|(_, surname)| surname);
                surname.into_iter().for_each(|surname| people.surnames.entry(surname).or_default().push(id));
            }
            if entity.span.text(text).contains(' ') {
                *people.in_full.entry(id).or_default() += 1;
            }
            people.sex_of(id, entity, text);
            let before = at.checked_sub(1).map(|before| &entities[before]);
            people.role_of(id, entity, before, text, &state);
        }
        people
    }

    fn sex_of(&mut self, id: &'d str, entity: &Entity, text: &str) {
        let name = entity.span.text(text);
        let first = name.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        // A surname alone has the first name in its id.
        let given = if name.contains(' ') {
            Some(first.to_owned())
        } else {
            id.split_once('-').map(|own| capital(own.0))
        };
        if let Some(sex) = given.and_then(|given| sex_of(&given)) {
            self.named.entry(id).or_insert(sex);
        }
        let before = last_word(&text[..entity.span.start()]).map(str::to_lowercase);
        let after = apposed(&text[entity.span.end()..]);
        let words = before.iter().map(String::as_str).chain(after);
        if let Some(sex) = words.filter_map(sex_of).next() {
            self.called.entry(id).or_insert(sex);
        }
    }

    fn role_of(
        &mut self,
        id: &'d str,
        entity: &Entity,
        before: Option<&'d Entity>,
        text: &str,
        state: impl Fn(&'d Entity) -> Option<&'d str>,
    ) {
        let nation = before.filter(|n| {
            let between = text.get(n.span.end()..entity.span.start());
            matches!(n.kind, EntityType::Norp | EntityType::Gpe | EntityType::Org)
                && between.is_some_and(|gap| {
                    gap.len() < NATION && !gap.contains(|c| matches!(c, '.' | ',') || ends_line(c))
                })
        });
        // "Norway's Jane Doe" has no role of her own, but may be called its leader.
        let owned = nation.filter(|n| matches!(&text[n.span.end()..entity.span.start()], "'s " | "’s "));
        let word = last_word(&text[..entity.span.start()]).filter(|word| is_role(word));
        let Some(role) = word.or(owned.map(|_| "leader")) else { return };
        let of = nation.and_then(state);
        let known = self.nations.entry(id).or_default();
        *known = known.or(of);
        self.roles.push(Role { at: entity.span.start(), name: role.to_lowercase(), of, person: id });
    }

    pub fn is_person(&self, id: &str) -> bool {
        self.nations.contains_key(id)
    }

    /// The state or body that the person with this id stands for.
    pub fn nation(&self, id: &str) -> Option<&'d str> {
        *self.nations.get(id)?
    }

    /// Whether the person can be one of that sex, as far as anybody tells.
    pub fn may_be(&self, id: &str, sex: Sex) -> bool {
        self.called.get(id).or_else(|| self.named.get(id)).is_none_or(|known| *known == sex)
    }

    /// The one person of this document whose name ends in this surname's slug.
    pub fn of_surname(&self, surname: &str) -> Option<&'d str> {
        self.surnames.get(surname).filter(|people| people.len() == 1).map(|people| people[0])
    }

    /// Whether a surname alone can mean this person: nobody else of that name is named in full as often.
    pub fn leads(&self, id: &str, surname: &str) -> bool {
        let named = |id: &str| self.in_full.get(id).copied().unwrap_or_default();
        let namesakes = self.surnames.get(surname).map_or(&[][..], Vec::as_slice);
        let others = namesakes.iter().filter(|other| **other != id);
        namesakes.len() <= NAMESAKES
            && others.map(|other| named(other)).max().is_none_or(|most| most < named(id))
    }
}

/// Whether a person can be called so: "the mayor".
pub fn is_role(word: &str) -> bool {
    LEXICON.get(&word.to_lowercase()).classes & ROLE != 0
}

/// What a word tells of the sex of who is called so, as the lexicon has it.
pub fn sex_of(word: &str) -> Option<Sex> {
    sex(LEXICON.get(word).classes)
}

fn sex(classes: Classes) -> Option<Sex> {
    match (classes & MALE != 0, classes & FEMALE != 0) {
        (true, false) => Some(Sex::Male),
        (false, true) => Some(Sex::Female),
        _ => None,
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The word that ends right before a name: "Mr." in "Mr. Doe".
fn last_word(before: &str) -> Option<&str> {
    let before = before.trim_end().trim_end_matches('.');
    before.rsplit(|c: char| !c.is_alphanumeric()).next().filter(|word| !word.is_empty())
}

/// The words of an apposition right after a name, up to the next comma: ", the chairman of the board,".
fn apposed(after: &str) -> impl Iterator<Item = &str> {
    let open = after.strip_prefix(", a ").or_else(|| after.strip_prefix(", the "));
    let words =
        open.unwrap_or_default().split(|c| matches!(c, ',' | '.') || ends_line(c)).next().unwrap_or_default();
    let head = words.split(" of ").next().unwrap_or_default().split(' ').take(4);
    // "a nurse whose wife": only what stands before tells of the one named.
    head.take_while(|word| !matches!(*word, "who" | "whose" | "and" | "with" | "to"))
}
