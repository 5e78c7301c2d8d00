//! Columns of words of a dataset's table, a batch in memory at a time.

use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use arrow::array::AsArray;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::dataset::schema::Table;
use crate::document::Label;
use crate::hint::Hint;

/// Gives `see` the cells of `columns` of each row of `table`; a cell without a value is empty.
///
/// # Errors
/// When the table is missing, damaged, or lacks a column.
pub fn each<const N: usize>(
    directory: &Path,
    table: Table,
    columns: [&str; N],
    mut see: impl FnMut([&str; N]),
) -> Result<()> {
    let path = directory.join(format!("{}.parquet", table.name()));
    let shown = || path.display().to_string();
    let file = File::open(&path).with_context(shown).hint("give a dataset that `saidso build` made")?;
    let damaged = "the file is damaged; build the dataset again";
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).with_context(shown).hint(damaged)?;
    let mask = ProjectionMask::columns(reader.parquet_schema(), columns);
    for batch in reader.with_projection(mask).build().with_context(shown)? {
        let batch = batch.with_context(shown).hint(damaged)?;
        let mut cells = Vec::new();
        for name in columns {
            let column = batch.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
            let column = column.ok_or_else(|| anyhow!("{}: no column {name} of words", path.display()));
            cells.push(column.hint("the dataset is of another version; build it again with this one")?);
        }
        for row in 0..batch.num_rows() {
            see(std::array::from_fn(|at| cells[at].value(row)));
        }
    }
    Ok(())
}
