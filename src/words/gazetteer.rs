//! The lexicon: what a word or a name of several words can be, looked up in one hash table.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use crate::document::{EntityType, Label, Span};
use crate::words::token::tokenize;

/// A set of word classes, one bit each.
pub type Classes = u64;

/// The classes of `terms.tsv`, in the order of their bits.
const TERMS: &[&str] = &[
    "title",
    "titleend",
    "honorific",
    "role",
    "orghead",
    "fachead",
    "lochead",
    "locfirst",
    "gpehead",
    "eventhead",
    "lawhead",
    "month",
    "weekday",
    "dateword",
    "dayword",
    "dateunit",
    "season",
    "timeunit",
    "partofday",
    "datemod",
    "number",
    "scale",
    "plural",
    "ordinal",
    "unit",
    "areamod",
    "currency",
    "currencymark",
    "percent",
    "say",
    "placeprep",
    "placenoun",
    "connector",
    "nameparticle",
    "aircraft",
    "functionword",
    "noname",
];

pub const TITLE: Classes = 1;
pub const TITLE_END: Classes = 1 << 1;
pub const HONORIFIC: Classes = 1 << 2;
pub const ROLE: Classes = 1 << 3;
pub const ORG_HEAD: Classes = 1 << 4;
pub const FAC_HEAD: Classes = 1 << 5;
pub const LOC_HEAD: Classes = 1 << 6;
pub const LOC_FIRST: Classes = 1 << 7;
pub const GPE_HEAD: Classes = 1 << 8;
pub const EVENT_HEAD: Classes = 1 << 9;
pub const LAW_HEAD: Classes = 1 << 10;
pub const MONTH: Classes = 1 << 11;
pub const WEEKDAY: Classes = 1 << 12;
pub const DATE_WORD: Classes = 1 << 13;
pub const HOLIDAY: Classes = 1 << 14;
pub const DATE_UNIT: Classes = 1 << 15;
pub const SEASON: Classes = 1 << 16;
pub const TIME_UNIT: Classes = 1 << 17;
pub const PART_OF_DAY: Classes = 1 << 18;
pub const DATE_MOD: Classes = 1 << 19;
pub const NUMBER: Classes = 1 << 20;
pub const SCALE: Classes = 1 << 21;
pub const PLURAL: Classes = 1 << 22;
pub const ORDINAL: Classes = 1 << 23;
pub const UNIT: Classes = 1 << 24;
pub const AREA_MOD: Classes = 1 << 25;
pub const CURRENCY: Classes = 1 << 26;
pub const CURRENCY_MARK: Classes = 1 << 27;
pub const PERCENT: Classes = 1 << 28;
pub const SAY: Classes = 1 << 29;
pub const PLACE_NOUN: Classes = 1 << 31;
pub const CONNECTOR: Classes = 1 << 32;
pub const PARTICLE: Classes = 1 << 33;
pub const AIRCRAFT: Classes = 1 << 34;
pub const FUNCTION: Classes = 1 << 35;
/// Short forms of common nouns: "GPS", "CEO".
pub const NO_NAME: Classes = 1 << 36;
/// A common English word.
pub const COMMON: Classes = 1 << 40;
pub const GIVEN: Classes = 1 << 41;
pub const SURNAME: Classes = 1 << 42;
/// The gazetteer's meaning is a rare one: only a context can confirm it.
pub const WEAK: Classes = 1 << 43;
/// A person known by the surname alone.
pub const KNOWN_SURNAME: Classes = 1 << 44;
pub const COUNTRY: Classes = 1 << 45;

/// Any class of word that ends a name of an organisation, place, event or law.
pub const HEAD: Classes = ORG_HEAD | FAC_HEAD | LOC_HEAD | GPE_HEAD | EVENT_HEAD | LAW_HEAD;

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

/// Multiplies and rotates, eight bytes at a time. Fast, and safe here: the keys are ours, and a
/// text only looks up.
#[derive(Default)]
struct QuickHasher(u64);

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        const ODD: u64 = 0x517c_c1b7_2722_0a95;
        for chunk in bytes.chunks(8) {
            let mut eight = [0; 8];
            eight[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(eight)).wrapping_mul(ODD);
        }
    }

    fn finish(&self) -> u64 {
        // The table reads the low bits, and the product's high ones are mixed best.
        self.0.rotate_left(26)
    }
}

type Table<V> = HashMap<&'static str, V, BuildHasherDefault<QuickHasher>>;

/// The whole lexicon, built at the first use.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);

#[derive(Default)]
pub struct Lexicon {
    entries: Table<Entry>,
    /// Long names of countries with one letter missing, and the names.
    misspelt: HashMap<String, &'static str>,
}

impl Lexicon {
    pub fn get(&self, word: &str) -> Entry {
        self.entries.get(word).copied().unwrap_or_default()
    }

    /// The country whose name `word` is but for one missing letter.
    pub fn misspelt_country(&self, word: &str) -> Option<&'static str> {
        self.misspelt.get(word).copied()
    }

    fn build() -> Lexicon {
        let mut lexicon = Lexicon {
            entries: Table::with_capacity_and_hasher(200_000, Default::default()),
            ..Lexicon::default()
        };
        for line in rows(include_str!("../../datasets/lexicon/terms.tsv")) {
            let (class, words) = line.split_once('\t').unwrap_or((line, ""));
            let bit = TERMS.iter().position(|&term| term == class);
            for word in words.split(' ') {
                lexicon.mark(word, bit.map_or(0, |bit| 1 << bit));
            }
        }
        for (file, class) in [
            (include_str!("../../datasets/lexicon/words.txt"), COMMON),
            (include_str!("../../datasets/lexicon/given.txt"), GIVEN),
            (include_str!("../../datasets/lexicon/surnames.txt"), SURNAME),
        ] {
            rows(file).for_each(|word| lexicon.mark(word, class));
        }
        // The first file that knows a name decides: hand-written before generated.
        for line in rows(include_str!("../../datasets/lexicon/names.tsv")) {
            let mut fields = line.split('\t');
            let kind = fields.next().and_then(EntityType::parse);
            let id = fields.next().unwrap_or("");
            for name in fields.next().unwrap_or("").split(',') {
                lexicon.name(name, kind, id, 0);
            }
        }
        for line in rows(include_str!("../../datasets/lexicon/groups.tsv")) {
            let (id, names) = line.split_once('\t').unwrap_or((line, ""));
            names.split(',').for_each(|name| lexicon.name(name, Some(EntityType::Norp), id, 0));
        }
        for line in rows(include_str!("../../datasets/lexicon/people.tsv")) {
            let (id, names) = line.split_once('\t').unwrap_or((line, ""));
            for name in names.split(',') {
                let alone = if name.contains(' ') { 0 } else { KNOWN_SURNAME };
                lexicon.name(name, Some(EntityType::Person), id, alone);
            }
        }
        for line in rows(include_str!("../../datasets/lexicon/places.tsv")) {
            let mut fields = line.split('\t');
            let name = fields.next().unwrap_or("");
            let (kind, classes) = match fields.next() {
                Some("L") => (EntityType::Loc, 0),
                Some("W") => (EntityType::Gpe, WEAK),
                Some("C") => (EntityType::Gpe, COUNTRY),
                _ => (EntityType::Gpe, 0),
            };
            lexicon.name(name, Some(kind), fields.next().unwrap_or(""), classes);
            if classes == COUNTRY && name.len() >= 8 && name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                let without = |at| format!("{}{}", &name[..at], &name[at + 1..]);
                lexicon.misspelt.extend((1..name.len()).map(|at| (without(at), name)));
            }
        }
        let known = &lexicon.entries;
        lexicon.misspelt.retain(|word, _| !known.contains_key(word.as_str()));
        for line in rows(include_str!("../../datasets/lexicon/wordnet.tsv")) {
            let mut fields = line.split('\t');
            let name = fields.next().unwrap_or("");
            let kind = fields.next().and_then(EntityType::parse);
            lexicon.name(name, kind, fields.next().unwrap_or(""), 0);
        }
        lexicon
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
fn rows(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_of_the_terms_has_its_bit() {
        for line in rows(include_str!("../../datasets/lexicon/terms.tsv")) {
            let class = line.split('\t').next().unwrap_or_default();
            assert!(TERMS.contains(&class), "{class}");
        }
        assert_eq!(TERMS.iter().position(|&term| term == "functionword"), Some(35));
        assert_eq!(TERMS.iter().position(|&term| term == "month"), Some(11));
    }

    #[test]
    fn knows_places_groups_and_people() {
        assert_eq!(LEXICON.get("Norway").kind, Some(EntityType::Gpe));
        assert_eq!(LEXICON.get("Danish").id, "danes");
        assert_eq!(LEXICON.get("Merkel").id, "angela-merkel");
        assert!(LEXICON.get("New").longest >= 2);
    }
}
