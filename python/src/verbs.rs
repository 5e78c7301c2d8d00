//! Verbs of the command line, called from Python.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use anyhow::{Context, Result};
use pyo3::prelude::*;
use saidso::cmd::{self, build as verb, options, score as scorer};
use saidso::dataset::{Manifest, merge as parts, verify as proof};
use saidso::document::Label;
use saidso::hint::Hint;
use saidso::method::Layer;

use crate::error::{Kind, raised};
use crate::extract::pyarrow;
use crate::method::{Failed, row};
use crate::signals::Signals;

/// Builds a dataset; `typed` are the options of the verb.
#[pyfunction]
pub fn build(py: Python<'_>, typed: Vec<OsString>) -> PyResult<()> {
    let asked: verb::Args = options(typed).map_err(|error| raised(py, error, Kind::Input))?;
    let mut signals = Signals::new();
    let built = py.detach(|| verb::build(&asked, || (), || signals.check()));
    built.map(drop).map_err(|error| raised(py, error, Kind::Other))
}

/// Makes the dataset `output` of those in `directories`.
#[pyfunction]
pub fn merge(py: Python<'_>, directories: Vec<PathBuf>, output: PathBuf) -> PyResult<()> {
    let mut signals = Signals::new();
    let merged = py.detach(|| parts::merge(&directories, &output, || signals.check()));
    merged.map(drop).map_err(|error| raised(py, error, Kind::Other))
}

/// Proves the dataset in `directory`: the files, rows and slices that were compared.
#[pyfunction]
pub fn verify(py: Python<'_>, directory: PathBuf, raw: Option<PathBuf>) -> PyResult<(usize, u64, u64)> {
    let mut signals = Signals::new();
    let proved = py.detach(|| proof::verify(&directory, raw.as_deref(), || signals.check()));
    let proved = proved.map_err(|error| raised(py, error, Kind::Other))?;
    Ok((proved.files, proved.rows, proved.slices))
}

/// What the manifest of the dataset in `directory` says, as JSON.
#[pyfunction]
pub fn manifest(py: Python<'_>, directory: &str) -> PyResult<String> {
    let read = Manifest::read(Path::new(directory)).and_then(|own| Ok(serde_json::to_string(&own)?));
    read.map_err(|error| raised(py, error, Kind::Other))
}

/// The standings as a `pyarrow.Table`, and their signature as JSON. `typed` are the options of the verb; of `methods` each
/// is a layer, a name and a function.
#[pyfunction]
pub fn score<'py>(
    py: Python<'py>,
    typed: Vec<OsString>,
    methods: Vec<(String, String, Py<PyAny>)>,
) -> PyResult<(Bound<'py, PyAny>, String)> {
    let failed = Failed::default();
    let scored = options(typed).and_then(|asked: scorer::Args| {
        let rows = methods.into_iter().map(|(layer, name, function)| {
            let known = Layer::parse(&layer).filter(|layer| *layer != Layer::Blocks);
            let layer = known
                .with_context(|| format!("{layer:?}: no layer that a function can fill"))
                .hint("one of sentences, entities, claims")?;
            Ok(row(layer, &name, function, &failed))
        });
        let rows = rows.collect::<Result<_>>()?;
        py.detach(|| scorer::scored(&asked, rows))
    });
    if let Some(error) = failed.lock().unwrap_or_else(PoisonError::into_inner).take() {
        return Err(raised(py, error, Kind::Input));
    }
    let scored = scored.map_err(|error| raised(py, error, Kind::Input))?;
    Ok((pyarrow(py, vec![scored.table()])?, scored.signature.to_string()))
}

/// The program: what `typed`, its name first, asks for; its exit code.
#[pyfunction]
pub fn main(py: Python<'_>, typed: Vec<OsString>) -> u8 {
    py.detach(|| cmd::main(typed).code())
}
