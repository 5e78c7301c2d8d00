//! What a method's own confidence is worth: small monotone tables, measured on labeled text, that
//! turn it into the probability that what was found is right.
//!
//! The tables stand in `datasets/models/calibration.toml`, which `saidso calibrate` writes, and
//! [`crate::methods::Row::annotate`] applies them, so that no caller can forget to. Where a method has no
//! table for a group of items, those keep the method's own confidence.

mod fit;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::OnceLock;

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::document::{Document, EntityType, Label, Voice};
use crate::method::Layer;

pub use fit::fit;

/// Items whose confidences are comparable. Entities are parted by what corpora label: most have
/// people, organisations and places of one kind, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    People,
    Organisations,
    Places,
    Others,
    Values,
    Attributed,
    Author,
}

impl Label for Group {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::People, "people", "entities: PERSON"),
        (Self::Organisations, "organisations", "entities: ORG"),
        (Self::Places, "places", "entities: GPE, LOC, FAC"),
        (Self::Others, "others", "entities: the other names"),
        (Self::Values, "values", "entities: dates and numbers"),
        (Self::Attributed, "attributed", "claims of a source"),
        (Self::Author, "author", "claims of the author"),
    ];
}

impl Group {
    pub fn of_entity(kind: EntityType) -> Group {
        match kind {
            EntityType::Person => Group::People,
            EntityType::Org => Group::Organisations,
            EntityType::Gpe | EntityType::Loc | EntityType::Fac => Group::Places,
            _ if kind.is_value() => Group::Values,
            _ => Group::Others,
        }
    }

    pub fn of_claim(voice: Voice) -> Group {
        match voice {
            Voice::Attributed => Group::Attributed,
            Voice::Author => Group::Author,
        }
    }
}

/// A point of a table: a method's own confidence, and the probability that it stands for.
pub type Step = (f32, f32);

/// What one method's confidences are worth for one group of items, and how that is known.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Table {
    #[serde(deserialize_with = "label")]
    pub layer: Layer,
    pub method: String,
    #[serde(deserialize_with = "label")]
    pub group: Group,
    /// The command that measured it.
    pub command: String,
    /// Each corpus by its file's name, with the SHA-256 of the file.
    pub corpora: BTreeMap<String, String>,
    /// How many items it was measured on.
    pub items: u64,
    /// Both numbers rise from step to step, the second perhaps not strictly.
    pub steps: Vec<Step>,
}

fn label<'de, D: Deserializer<'de>, L: Label>(deserializer: D) -> Result<L, D::Error> {
    let name = String::deserialize(deserializer)?;
    L::parse(&name).ok_or_else(|| D::Error::custom(format!("{name:?} is none of {}", L::names().join(", "))))
}

/// The tables that the program has.
pub fn tables() -> &'static [Table] {
    static TABLES: OnceLock<Vec<Table>> = OnceLock::new();
    const FILE: &str = include_str!("../../datasets/models/calibration.toml");
    TABLES.get_or_init(|| read(FILE).expect("the file in the program is whole; a test says so"))
}

/// The tables in `text`.
///
/// # Errors
/// What is wrong, with the row, counted from 1.
pub fn read(text: &str) -> Result<Vec<Table>, String> {
    #[derive(Deserialize)]
    struct File {
        #[serde(default)]
        table: Vec<Table>,
    }
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    for (at, table) in file.table.iter().enumerate() {
        let share = |number: f32| (0.0..=1.0).contains(&number);
        let shares = table.steps.iter().all(|step| share(step.0) && share(step.1));
        let rises = table.steps.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1);
        if !(shares && rises && !table.steps.is_empty()) {
            return Err(format!("table {}: steps that do not rise from 0 to 1", at + 1));
        }
    }
    Ok(file.table)
}

/// `tables` as [`read`] reads them.
pub fn write(tables: &[Table]) -> String {
    let mut text =
        "# What the methods' confidences are worth. Written by `saidso calibrate -o`, row by row; \
                    not edited by hand.\n"
            .to_owned();
    for table in tables {
        let Table { method, command, corpora, items, steps, .. } = table;
        let (layer, group) = (table.layer.name(), table.group.name());
        let corpora: Vec<String> =
            corpora.iter().map(|(file, hash)| format!("{file:?} = {hash:?}\n")).collect();
        let steps: Vec<String> = steps.iter().map(|(own, worth)| format!("[{own:?}, {worth:?}]")).collect();
        let steps: Vec<String> = steps.chunks(6).map(|line| format!("  {},\n", line.join(", "))).collect();
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "\n[[table]]\nlayer = {layer:?}\nmethod = {method:?}\ngroup = {group:?}\ncommand = {command:?}\n\
             items = {items}\nsteps = [\n{}]\n[table.corpora]\n{}",
            steps.concat(),
            corpora.concat(),
        );
    }
    text
}

/// What a method's confidences are worth, group by group.
#[derive(Clone, Default)]
pub struct Worth(Vec<(Group, &'static [Step])>);

impl Worth {
    /// By the program's tables for `method` of `layer`.
    pub fn of(layer: Layer, method: &str) -> Worth {
        let own = tables().iter().filter(|table| table.layer == layer && table.method == method);
        Worth(own.map(|table| (table.group, &*table.steps)).collect())
    }

    /// Puts probabilities in the place of the confidences that the method gave to its layer's items.
    pub fn apply(&self, layer: Layer, document: &mut Document) {
        if self.0.is_empty() {
            return;
        }
        let worth = |group: Group, confidence: &mut f32| {
            if let Some((_, steps)) = self.0.iter().find(|row| row.0 == group) {
                *confidence = probability(steps, *confidence);
            }
        };
        match layer {
            Layer::Sentences => {}
            Layer::Entities => {
                document.entities.iter_mut().for_each(|e| worth(Group::of_entity(e.kind), &mut e.confidence));
            }
            Layer::Claims => {
                document.claims.iter_mut().for_each(|c| worth(Group::of_claim(c.voice), &mut c.confidence));
            }
        }
    }
}

/// What `own` is worth by `steps`: between two of them on the line that joins them, before the
/// first and after the last what those say.
pub fn probability(steps: &[Step], own: f32) -> f32 {
    let after = steps.partition_point(|step| step.0 <= own);
    match (after.checked_sub(1).map(|at| steps[at]), steps.get(after)) {
        (Some((left, low)), Some(&(right, high))) => {
            let share = f64::from(own - left) / f64::from(right - left);
            (f64::from(low) + share * f64::from(high - low)) as f32
        }
        (Some((_, worth)), None) | (None, Some(&(_, worth))) => worth,
        (None, None) => own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_in_the_program_are_whole_and_come_back_as_written() {
        let tables = tables();
        assert_eq!(read(&write(tables)).as_deref(), Ok(tables));
        for table in tables {
            let key = |table: &Table| (table.layer, table.method.clone(), table.group);
            let twice = tables.iter().filter(|other| key(other) == key(table)).count();
            assert_eq!(twice, 1, "{:?} stands twice", key(table));
        }
    }

    #[test]
    fn a_file_with_steps_that_fall_is_refused() {
        let row = |steps: &str| {
            read(&format!(
                "[[table]]\nlayer = \"claims\"\nmethod = \"rules\"\ngroup = \"attributed\"\ncommand = \"\"\n\
                 items = 1\nsteps = {steps}\ncorpora = {{}}\n"
            ))
        };
        assert!(row("[[0.1, 0.2], [0.3, 0.2]]").is_ok());
        for wrong in ["[]", "[[0.3, 0.2], [0.1, 0.4]]", "[[0.1, 0.4], [0.3, 0.2]]", "[[0.1, 1.5]]"] {
            assert!(row(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn between_steps_on_a_line_and_level_beyond_them() {
        let steps = [(0.25, 0.5), (0.75, 1.0)];
        let found = [0.0, 0.25, 0.5, 0.75, 1.0].map(|own| probability(&steps, own));
        assert_eq!(found, [0.5, 0.5, 0.75, 1.0, 1.0]);
        assert_eq!(probability(&[], 0.3), 0.3);
    }
}
