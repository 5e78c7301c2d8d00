//! The methods, as values: the program's own, those of other crates, and models from files.

mod builtin;
pub mod calibration;
mod first_use;
#[cfg(feature = "neural")]
mod neural;
mod row;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};

use crate::document::Label;
use crate::hint::Hint;
use crate::learn::model;
use crate::method::Layer;
use calibration::Worth;
pub use row::Row;

/// Every method that can be asked for by name.
#[derive(Clone)]
pub struct Methods {
    rows: Vec<Row>,
}

impl Methods {
    /// Those of this program.
    pub fn builtin() -> Methods {
        Methods { rows: builtin::rows() }
    }

    /// All of them; the first of a layer is its default.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Those of `layer`.
    pub fn of(&self, layer: Layer) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.layer == layer)
    }

    /// Adds a method of another crate.
    ///
    /// # Errors
    /// When the layer has one of this name.
    pub fn add(&mut self, row: Row) -> Result<()> {
        if self.get(row.layer, &row.name).is_some() {
            return Err(anyhow!("{} has a method {} already", row.layer.name(), row.name))
                .hint("give the method another name");
        }
        self.rows.push(row);
        Ok(())
    }

    /// The default method of `layer`.
    pub fn default(&self, layer: Layer) -> &Row {
        self.of(layer).next().expect("every layer has a method; a test says so")
    }

    fn get(&self, layer: Layer, name: &str) -> Option<&Row> {
        self.of(layer).find(|row| row.name == name)
    }

    /// The method called `name` in `layer`.
    ///
    /// # Errors
    /// When there is none; the hint names those that there are.
    pub fn find(&self, layer: Layer, name: &str) -> Result<&Row> {
        let names: Vec<&str> = self.of(layer).map(|row| &*row.name).collect();
        self.get(layer, name)
            .ok_or_else(|| anyhow!("{name}: no such method for {}", layer.name()))
            .hint(&format!("one of {}; `saidso methods` tells what they do", names.join(", ")))
    }

    /// The method with the model in the file at `path`, as `saidso train` wrote it. It is called by
    /// its method and the beginning of its SHA-256, so that what it finds can be traced to the file.
    ///
    /// # Errors
    /// When the file is no model of a method that learns, of another version, or damaged.
    pub fn load(&self, path: &Path) -> Result<Row> {
        let shown = || path.display().to_string();
        let file =
            fs::read(path).with_context(shown).hint("give --model a file that `saidso train` wrote")?;
        let again = "the file is no whole model of this program; train it again with `saidso train`";
        let (header, sha256) = model::identity(&file).with_context(shown).hint(again)?;
        let layer = Layer::parse(&header.layer)
            .ok_or_else(|| anyhow!("{}: a model for {}, which is no layer", path.display(), header.layer))
            .hint(again)?;
        let row = self.find(layer, &header.method).with_context(shown)?;
        let learner = row.learner.clone().with_context(|| format!("{}: no method that learns", row.name))?;
        let method = learner.load(&file).with_context(shown)?;
        Ok(Row {
            name: format!("{}@{}", row.name, &sha256[..8]),
            about: format!("{}; the model in {}", row.about, path.display()),
            learner: Some(learner),
            model: Some(sha256),
            // What the confidences of the program's own model are worth says nothing of another's.
            worth: Worth::default(),
            layer,
            method,
        })
    }
}

impl Default for Methods {
    fn default() -> Methods {
        Methods::builtin()
    }
}

#[cfg(test)]
mod tests;
