//! What a method's own confidence is worth: small monotone tables, measured on labeled text, that
//! turn it into the probability that what was found is right.
//!
//! The tables stand in `datasets/models/calibration.toml`, which `saidso calibrate` writes, and
//! [`super::Row::annotate`] applies them, so that no caller can forget to. Where a method has no
//! table for a group of items, those keep the method's own confidence.

mod fit;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::OnceLock;

use serde::Deserialize;

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
    pub layer: String,
    pub method: String,
    pub group: String,
    /// The command that measured it.
    pub command: String,
    /// Each corpus by its file's name, with the SHA-256 of the file.
    pub corpora: BTreeMap<String, String>,
    /// How many items it was measured on.
    pub items: u64,
    /// Both numbers rise from step to step, the second perhaps not strictly.
    pub steps: Vec<Step>,
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
        let known = Layer::parse(&table.layer).is_some() && Group::parse(&table.group).is_some();
        let share = |number: f32| (0.0..=1.0).contains(&number);
        let shares = table.steps.iter().all(|step| share(step.0) && share(step.1));
        let rises = table.steps.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1);
        if !(known && shares && rises && !table.steps.is_empty()) {
            return Err(format!("table {}: an unknown layer or group, or steps that do not rise", at + 1));
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
        let Table { layer, method, group, command, corpora, items, steps } = table;
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

/// Puts probabilities in the place of the confidences that `method` gave to its layer's items.
pub fn apply(tables: &[Table], layer: Layer, method: &str, document: &mut Document) {
    let own: Vec<(Group, &Table)> = tables
        .iter()
        .filter(|table| table.layer == layer.name() && table.method == method)
        .filter_map(|table| Some((Group::parse(&table.group)?, table)))
        .collect();
    let worth = |group: Group, confidence: &mut f32| {
        if let Some((_, table)) = own.iter().find(|row| row.0 == group) {
            *confidence = probability(&table.steps, *confidence);
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
    use crate::methods::METHODS;

    #[test]
    fn the_tables_in_the_program_are_whole_and_come_back_as_written() {
        let tables = tables();
        assert_eq!(read(&write(tables)).as_deref(), Ok(tables));
        for table in tables {
            let known = METHODS.iter().any(|row| row.layer.name() == table.layer && row.name == table.method);
            assert!(known, "{}/{} is no method", table.layer, table.method);
            let twice = tables.iter().filter(|other| {
                (&other.layer, &other.method, &other.group) == (&table.layer, &table.method, &table.group)
            });
            assert_eq!(twice.count(), 1, "{}/{} {} stands twice", table.layer, table.method, table.group);
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
