//! Texts and tables in, what is found in them out.

use std::ffi::OsString;
use std::sync::{Mutex, PoisonError};

use anyhow::{Error, Result};
use arrow::array::{Array, RecordBatch, RecordBatchIterator, RecordBatchReader};
use arrow::error::ArrowError;
use arrow_pyarrow::{FromPyArrow, IntoPyArrow, Table};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use saidso::cmd::show::{html, terminal};
use saidso::cmd::{in_memory, options};
use saidso::dataset::schema::{self, Aside};
use saidso::dataset::unit::Unit;
use saidso::document::Label;
use saidso::exchange::Record;
use saidso::extractor;

use crate::error::{Kind, raised, rejected};
use crate::signals::Signals;

/// Methods that were chosen, their models read once.
#[pyclass(frozen)]
pub struct Extractor(extractor::Extractor);

#[pymethods]
impl Extractor {
    /// Of the options of `build` that have nothing to do with files, as they are typed.
    #[new]
    fn new(py: Python<'_>, typed: Vec<OsString>) -> PyResult<Extractor> {
        let made = options::<in_memory::Args>(typed).and_then(|asked| asked.extractor());
        made.map(Extractor).map_err(|error| raised(py, error, Kind::Input))
    }

    fn text(&self, py: Python<'_>, id: &str, text: &str) -> PyResult<Document> {
        let found = py.detach(|| self.0.text(id, text));
        found.map(Document).map_err(|reject| rejected(py, &reject))
    }

    /// The tables of the articles in `table`, which has `__arrow_c_stream__` or `__arrow_c_array__`, by name.
    fn tables<'py>(
        &self,
        py: Python<'py>,
        table: &Bound<'py, PyAny>,
        name: &str,
    ) -> PyResult<Bound<'py, PyDict>> {
        let reader = reader(table)?;
        let found = py.detach(|| self.read(reader, name));
        let tables = PyDict::new(py);
        for (table, batches) in found.map_err(|error| raised(py, error, Kind::Input))? {
            tables.set_item(table.name(), pyarrow(py, batches)?)?;
        }
        Ok(tables)
    }
}

impl Extractor {
    fn read(
        &self,
        reader: Box<dyn RecordBatchReader + Send>,
        name: &str,
    ) -> Result<Vec<(schema::Table, Vec<RecordBatch>)>> {
        let schema = reader.schema();
        let failed = Mutex::new(None);
        let batches = reader.map_while(|batch| {
            let failure = |error| *failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            batch.and_then(checked).map_err(failure).ok()
        });
        let mut signals = Signals::new();
        let tables = self.0.tables(&schema, batches, name, || signals.check())?;
        match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(Error::new(error).context(name.to_owned())),
            None => Ok(tables),
        }
    }
}

/// An article and what was found in it.
#[pyclass(frozen)]
pub struct Document(Unit);

#[pymethods]
impl Document {
    #[getter]
    fn id(&self) -> &str {
        &self.0.article.id
    }

    #[getter]
    fn text(&self) -> &str {
        self.0.document.text()
    }

    /// All layers in the form of our JSON Lines.
    fn record(&self, py: Python<'_>) -> PyResult<String> {
        let record = Record::of(&self.0.document, [true; 3]).with_blocks(&self.0.document);
        serde_json::to_string(&record).map_err(|error| raised(py, error.into(), Kind::Other))
    }

    /// The article's rows of the table called `name`.
    fn table<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        let unknown = || {
            let names = schema::Table::names().join(", ");
            raised(py, anyhow::anyhow!("no table {name:?}; there are {names}"), Kind::Input)
        };
        let table = schema::Table::parse(name).ok_or_else(unknown)?;
        pyarrow(py, vec![schema::rows(table, &[&self.0], &Aside::default())])
    }

    fn html(&self) -> String {
        html::render(&self.0.document)
    }

    fn terminal(&self, colored: bool) -> String {
        let document = &self.0.document;
        if colored { terminal::render(document) } else { terminal::plain(document) }
    }
}

/// What `table` holds, batch by batch, as its library hands it over.
fn reader(table: &Bound<'_, PyAny>) -> PyResult<Box<dyn RecordBatchReader + Send>> {
    if table.hasattr("__arrow_c_stream__")? {
        return Ok(Box::new(arrow::ffi_stream::RecordBatchStreamReader::from_pyarrow_bound(table)?));
    }
    let batch = RecordBatch::from_pyarrow_bound(table)?;
    let schema = batch.schema();
    Ok(Box::new(RecordBatchIterator::new([Ok(batch)], schema)))
}

/// `batch`, whose bytes are what its schema says: what another library holds was not seen yet.
fn checked(batch: RecordBatch) -> Result<RecordBatch, ArrowError> {
    batch.columns().iter().try_for_each(|column| column.to_data().validate_full())?;
    Ok(batch)
}

/// A `pyarrow.Table` of `batches`, of which there is at least one.
pub fn pyarrow(py: Python<'_>, batches: Vec<RecordBatch>) -> PyResult<Bound<'_, PyAny>> {
    let schema = batches[0].schema();
    let table = Table::try_new(batches, schema).map_err(|error| raised(py, error.into(), Kind::Other))?;
    table.into_pyarrow(py)
}
