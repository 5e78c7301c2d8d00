//! The lexicon: what a word or a name of several words can be, looked up in one hash table.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use crate::document::{EntityType, Label, Span};
use crate::words::hash::Quick;
use crate::words::misspelt::Misspellings;
use crate::words::spellings::{may_be_spelling, spellings};
use crate::words::terms;
use crate::words::token::tokenize;

pub use crate::words::terms::*;

/// What the lexicon knows of a word or name.
#[derive(Clone, Copy, Default)]
pub struct Entry {
    pub classes: Classes,
    pub kind: Option<EntityType>,
    /// Empty: the slug of the name itself.
    pub id: &'static str,
    /// The most tokens of a name that begins with this word; 0 when none does.
    pub longest: u8,
}

type Table<V> = HashMap<&'static str, V, BuildHasherDefault<Quick>>;

/// The whole lexicon, built at the first use.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);

#[derive(Default)]
pub struct Lexicon {
    entries: Table<Entry>,
    countries: Misspellings<'static>,
    /// Public people by other spellings of their names.
    respelt: HashMap<String, Entry>,
}

impl Lexicon {
    pub fn get(&self, word: &str) -> Entry {
        let known = self.entries.get(word).copied();
        let respelt = || may_be_spelling(word).then(|| self.respelt.get(word).copied()).flatten();
        known.or_else(respelt).unwrap_or_default()
    }

    /// The country whose long name `word` is with one letter wrong.
    pub fn misspelt_country(&self, word: &str) -> Option<&'static str> {
        if self.entries.contains_key(word) { None } else { self.countries.find(word) }
    }

    fn build() -> Lexicon {
        let mut lexicon = Lexicon {
            entries: Table::with_capacity_and_hasher(200_000, Default::default()),
            ..Lexicon::default()
        };
        terms::each(|word, classes| lexicon.mark(word, classes));
        for (file, class) in [
            (include_str!("../../datasets/lexicon/words.txt"), COMMON),
            (include_str!("../../datasets/lexicon/surnames.txt"), SURNAME),
        ] {
            entries(file).for_each(|word| lexicon.mark(word, class));
        }
        for line in entries(include_str!("../../datasets/lexicon/given.txt")) {
            let (name, sex) = line.split_once('\t').unwrap_or((line, ""));
            let sex = match sex {
                "m" => MALE,
                "f" => FEMALE,
                _ => 0,
            };
            lexicon.mark(name, GIVEN | sex);
        }
        // The first file that knows a name decides: hand-written before generated.
        for line in entries(include_str!("../../datasets/lexicon/names.tsv")) {
            let mut fields = line.split('\t');
            let kind = fields.next().and_then(EntityType::parse);
            let id = fields.next().unwrap_or("");
            for name in fields.next().unwrap_or("").split(',') {
                lexicon.name(name, kind, id, 0);
            }
        }
        for line in entries(include_str!("../../datasets/lexicon/groups.tsv")) {
            let (id, names) = line.split_once('\t').unwrap_or((line, ""));
            names.split(',').for_each(|name| lexicon.name(name, Some(EntityType::Norp), id, 0));
        }
        for line in entries(include_str!("../../datasets/lexicon/people.tsv")) {
            let (id, names) = line.split_once('\t').unwrap_or((line, ""));
            for name in names.split(',') {
                let alone = if name.contains(' ') { 0 } else { KNOWN_SURNAME };
                lexicon.name(name, Some(EntityType::Person), id, alone);
                let entry = Entry { kind: Some(EntityType::Person), id, classes: alone, longest: 0 };
                lexicon.respelt.extend(spellings(name).map(|spelling| (spelling, entry)));
            }
        }
        for line in entries(include_str!("../../datasets/lexicon/places.tsv")) {
            let mut fields = line.split('\t');
            let name = fields.next().unwrap_or("");
            let (kind, classes) = match fields.next() {
                Some("L") => (EntityType::Loc, 0),
                Some("W") => (EntityType::Gpe, WEAK),
                Some("C") => (EntityType::Gpe, COUNTRY),
                _ => (EntityType::Gpe, 0),
            };
            lexicon.name(name, Some(kind), fields.next().unwrap_or(""), classes);
            if classes == COUNTRY {
                lexicon.countries.add(name);
            }
        }
        for line in entries(include_str!("../../datasets/lexicon/wordnet.tsv")) {
            let mut fields = line.split('\t');
            let name = fields.next().unwrap_or("");
            let kind = fields.next().and_then(EntityType::parse);
            lexicon.name(name, kind, fields.next().unwrap_or(""), 0);
        }
        lexicon.respell();
        lexicon
    }

    /// A spelling that a list of surnames has is the public person's too.
    fn respell(&mut self) {
        for (spelling, person) in &self.respelt {
            if let Some(entry) = self.entries.get_mut(spelling.as_str()).filter(|entry| entry.kind.is_none())
            {
                (entry.kind, entry.id) = (person.kind, person.id);
                entry.classes |= person.classes;
            }
        }
    }

    fn mark(&mut self, word: &'static str, class: Classes) {
        self.entries.entry(word).or_default().classes |= class;
    }

    fn name(&mut self, name: &'static str, kind: Option<EntityType>, id: &'static str, classes: Classes) {
        if name.is_empty() {
            return;
        }
        let entry = self.entries.entry(name).or_default();
        if entry.kind.is_none() {
            (entry.kind, entry.id) = (kind, id);
            entry.classes |= classes;
        }
        if name.bytes().any(|byte| !byte.is_ascii_alphanumeric()) {
            let mut tokens = Vec::new();
            tokenize(name, Span::new(0, name.len()), &mut tokens);
            if tokens.len() > 1 {
                let first = self.entries.entry(tokens[0].text(name)).or_default();
                first.longest = first.longest.max(tokens.len().min(9) as u8);
            }
        }
    }
}

/// The lines of a lexicon file but its header and comments.
fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_places_groups_and_people() {
        assert_eq!(LEXICON.get("Norway").kind, Some(EntityType::Gpe));
        assert_eq!(LEXICON.get("Danish").id, "danes");
        assert_eq!(LEXICON.get("Merkel").id, "angela-merkel");
        assert!(LEXICON.get("New").longest >= 2);
    }

    #[test]
    fn knows_public_people_by_every_spelling() {
        for name in ["Oleksandr Syrskyi", "Syrskyi", "Syrsky", "Oleksandr Syrskyy"] {
            assert_eq!(LEXICON.get(name).id, "oleksandr-syrskyi", "{name}");
        }
        assert_eq!(LEXICON.get("Mirziyoev").id, "shavkat-mirziyoyev");
    }
}
