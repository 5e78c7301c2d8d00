//! A function of Python as a method on the leaderboard.

use std::slice;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Error, Result};
use pyo3::prelude::*;
use saidso::document::{Document, Label};
use saidso::exchange::{self, Record};
use saidso::method::{Layer, Method, Shared};
use saidso::methods::Row;

/// The first error of the functions, since a method of the crate has no way to fail.
pub type Failed = Arc<Mutex<Option<Error>>>;

/// A function from a line of JSON with the layers below its own to one with its own, too.
struct Called {
    layer: Layer,
    name: String,
    function: Py<PyAny>,
    failed: Failed,
}

/// A row of the table of methods for `function`, which fills `layer`.
pub fn row(layer: Layer, name: &str, function: Py<PyAny>, failed: &Failed) -> Row {
    let called = Called { layer, name: name.to_owned(), function, failed: failed.clone() };
    Row::new(layer, name, "a function of Python", Arc::new(called))
}

impl Method for Called {
    fn fill(&self, document: &mut Document, _: &mut Shared) {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if failed.is_none() {
            let place = format!("{}, document {:?}", self.name, document.id());
            *failed = self.find(document).context(place).err();
        }
    }
}

impl Called {
    fn find(&self, document: &mut Document) -> Result<()> {
        let below = [Layer::Sentences, Layer::Entities, Layer::Claims].map(|layer| layer < self.layer);
        let line = serde_json::to_string(&Record::of(document, below).with_blocks(document))?;
        let answer: String = Python::attach(|py| self.function.call1(py, (line,))?.extract(py))?;
        let found = exchange::parse(&answer)?;
        exchange::scorable(self.layer.name(), slice::from_ref(&found))?;
        let found = found.document()?;
        match self.layer {
            Layer::Blocks => {}
            Layer::Sentences => document.sentences = found.sentences,
            Layer::Entities => document.entities = found.entities,
            Layer::Claims => document.claims = found.claims,
        }
        Ok(())
    }
}
