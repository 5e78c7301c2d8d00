//! What readers are given and give back.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};

use super::record::Record;
use crate::document::{EntityType, Label};
use crate::hint::Hint;

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its path as given, for messages and for ids.
    pub name: String,
    pub text: String,
}

impl Input {
    /// The file's name without folders and ending.
    pub fn stem(&self) -> &str {
        let file = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        file.rsplit_once('.').map_or(file, |(stem, _)| stem)
    }

    /// The folders before the name, their last slash included.
    pub fn folder(&self) -> &str {
        let end = self.name.rfind(['/', '\\']).map_or(0, |at| at + 1);
        &self.name[..end]
    }

    pub fn has_ending(&self, ending: &str) -> bool {
        self.name.rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(ending))
    }

    /// JSON readers refuse a byte order mark, which some editors write.
    pub fn without_mark(&self) -> &str {
        self.text.strip_prefix('\u{feff}').unwrap_or(&self.text)
    }

    /// Number, from 1, and text of every line, without the `\r` of a file from Windows.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.without_mark().split('\n').enumerate();
        lines.map(|(at, line)| (at + 1, line.strip_suffix('\r').unwrap_or(line)))
    }
}

/// A record and where it stands, as `file:line` or `file: record N`.
pub struct Placed {
    pub place: String,
    pub record: Record,
}

/// How many annotations of which kind were left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<String, usize>);

impl Tally {
    pub fn add(&mut self, kind: &str, count: usize) {
        if count > 0 {
            *self.0.entry(kind.to_owned()).or_default() += count;
        }
    }

    /// Adds all that `other` counted.
    pub fn extend(&mut self, other: &Tally) {
        for (kind, count) in other.rows() {
            self.add(kind, count);
        }
    }

    pub fn of(&self, kind: &str) -> usize {
        self.0.get(kind).copied().unwrap_or_default()
    }

    pub fn rows(&self) -> impl Iterator<Item = (&str, usize)> {
        self.0.iter().map(|(kind, count)| (kind.as_str(), *count))
    }
}

/// Which of a corpus's entity labels is which of our types; `-` leaves annotations out.
#[derive(Clone, Debug, Default)]
pub struct Labels(BTreeMap<String, Option<EntityType>>);

impl Labels {
    /// Rows of the form `LABEL=TYPE` or `LABEL=-`.
    ///
    /// # Errors
    /// When a row has no `=`, or its type is unknown.
    pub fn parse(rows: &[String]) -> Result<Labels> {
        let rows = rows.iter().map(|row| {
            let wrong = || anyhow!("--label {row}: not LABEL=TYPE or LABEL=-");
            let types = format!("TYPE is one of {}; - leaves such annotations out", types());
            let (from, to) = row.rsplit_once('=').ok_or_else(wrong).hint(&types)?;
            let to = match to {
                "-" => None,
                to => Some(EntityType::parse(to).ok_or_else(wrong).hint(&types)?),
            };
            Ok((from.to_owned(), to))
        });
        Ok(Labels(rows.collect::<Result<_>>()?))
    }
}

/// The state of an import: which labels are what, and what is being left out.
pub struct Reading<'l> {
    labels: &'l Labels,
    pub left: Tally,
}

impl<'l> Reading<'l> {
    pub fn new(labels: &'l Labels) -> Reading<'l> {
        Reading { labels, left: Tally::default() }
    }

    /// Our name for the entity label `name`: the user's row for it, our own, or CoNLL-2003's `PER`,
    /// in capitals or not. `None`, and counted, where the user wants such annotations left out.
    ///
    /// # Errors
    /// When the label is unknown.
    pub fn entity(&mut self, name: &str) -> Result<Option<String>> {
        if let Some(to) = self.labels.0.get(name) {
            if to.is_none() {
                self.left.add(&format!("annotations labeled {name}"), 1);
            }
            return Ok(to.map(|kind| kind.name().to_owned()));
        }
        let capitals = name.to_uppercase();
        let known = if capitals == "PER" { Some(EntityType::Person) } else { EntityType::parse(&capitals) };
        let found = known.ok_or_else(|| anyhow!("unknown label {name:?}")).hint(&format!(
            "say what it is with --label {name}=TYPE, or leave such annotations out with --label {name}=-; \
             types are {}",
            types()
        ))?;
        Ok(Some(found.name().to_owned()))
    }
}

fn types() -> String {
    EntityType::names().join(", ")
}
