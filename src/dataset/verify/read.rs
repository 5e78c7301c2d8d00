//! Tables back from Parquet, trusting nothing.

use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use arrow::array::{Array, RecordBatch};
use arrow::compute::concat_batches;
use arrow::datatypes::Schema;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::dataset::schema::{self, Table};
use crate::dataset::schema_of;

/// A whole table. A page that cannot be decoded is named by the first row that is missing.
pub fn read(path: &Path, table: Table) -> Result<RecordBatch> {
    let shown = || path.display().to_string();
    let file = File::open(path).with_context(shown)?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file)
        .with_context(|| format!("{}: row 0 and all others: the footer is damaged", path.display()))?;
    let wanted = schema_of(table);
    ensure!(
        plain(builder.schema()) == plain(&wanted),
        "{}: row 0 and all others: the columns are not those of schema version {}",
        path.display(),
        schema::VERSION
    );
    let mut batches = Vec::new();
    let mut rows = 0;
    for batch in builder.with_batch_size(64).build().with_context(shown)? {
        let unreadable = || format!("{}: row {rows} or one soon after cannot be read", path.display());
        let batch = batch.with_context(unreadable)?;
        // A damaged length can cut a character in two, which the reader does not look for.
        for column in batch.columns() {
            column.to_data().validate_full().with_context(unreadable)?;
        }
        rows += batch.num_rows();
        batches.push(batch);
    }
    let schema = batches.first().map_or(wanted, RecordBatch::schema);
    Ok(concat_batches(&schema, &batches)?)
}

/// Names, types and nullability, without the metadata that readers may drop.
fn plain(schema: &Schema) -> Vec<(&str, String, bool)> {
    schema.fields().iter().map(|f| (f.name().as_str(), f.data_type().to_string(), f.is_nullable())).collect()
}
