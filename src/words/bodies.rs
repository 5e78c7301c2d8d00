//! What texts call bodies by: "the airline", of "Varlund Airways".

use std::collections::HashMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../datasets/lexicon/bodies.tsv");

/// A set of kinds of bodies, a bit for each row of the table.
pub type Kinds = u32;

/// A row of `bodies.tsv`.
pub struct Row {
    pub kind: &'static str,
    /// What such a body is called without its name.
    pub nouns: &'static str,
    /// What tells in a name that it is such a body's.
    pub names: &'static str,
    /// A name and a noun that stands for it, each in brackets.
    pub example: &'static str,
}

/// The rows of the table. A test holds every line to be one.
pub fn rows() -> impl Iterator<Item = Row> {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let cells: [&str; 4] = line.split('\t').collect::<Vec<_>>().try_into().ok()?;
        let [kind, nouns, names, example] = cells;
        Some(Row { kind, nouns, names, example })
    })
}

/// By word in lower case: the kinds of body that it is a noun for, and those that it tells in a name.
static WORDS: LazyLock<HashMap<&str, (Kinds, Kinds)>> = LazyLock::new(|| {
    let mut words: HashMap<&str, (Kinds, Kinds)> = HashMap::new();
    for (at, row) in rows().enumerate() {
        // Of any kind: what may be called a group may be called so whatever else it is.
        let kind = if row.kind == "any" { Kinds::MAX } else { 1 << at };
        let own = if row.kind == "any" { 0 } else { kind };
        row.nouns.split(' ').for_each(|word| {
            let known = words.entry(word).or_default();
            known.0 |= kind;
            known.1 |= own;
        });
        row.names.split(' ').for_each(|word| words.entry(word).or_default().1 |= own);
    }
    words
});

/// The kinds of body that a common noun can mean; none of a word that means no body.
pub fn called(noun: &str) -> Kinds {
    WORDS.get(noun.to_lowercase().as_str()).map_or(0, |kinds| kinds.0)
}

/// The kinds of body that a name tells of; none where it does not tell.
pub fn told(name: &str) -> Kinds {
    let words = name.split(|c: char| !c.is_alphanumeric() && c != '-');
    words.filter_map(|word| WORDS.get(word.to_lowercase().as_str())).fold(0, |all, kinds| all | kinds.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_row() {
        assert_eq!(rows().count(), TABLE.lines().count() - 1);
        assert!(rows().count() < Kinds::BITS as usize);
    }

    #[test]
    fn a_name_tells_what_it_may_be_called() {
        assert_ne!(told("Varlund Airways") & called("airline"), 0);
        assert_eq!(told("Varlund University") & called("airline"), 0);
        assert_eq!(told("Quarvik"), 0);
        assert_eq!(called("bridge"), 0);
    }
}
