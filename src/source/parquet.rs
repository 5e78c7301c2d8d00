//! The rows of a Parquet file, an article each.

use std::fs;
use std::io::{self, Read};
use std::iter;
use std::path::Path;
use std::sync::Arc;

use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use arrow::array::RecordBatch;

use super::columns::Columns;
use super::files::File;
use super::limits;
use super::record::Record;
use super::rows::{self, Origin, ROWS};
use crate::caught::caught;
use crate::document::{Reason, Reject};

/// What such a file begins and ends with.
pub const MAGIC: &[u8] = b"PAR1";

/// The rows of `file`.
///
/// # Errors
/// When it is damaged, asks for more memory than is allowed, or no column is the text.
pub fn records(
    file: &File,
    columns: &Arc<Columns>,
) -> Result<Box<dyn Iterator<Item = Result<Record, Reject>> + Send>, Reject> {
    let origin = Origin { path: file.shown(), id: file.id.clone(), columns: columns.clone() };
    let reject = |message: String| Reject { path: origin.path.clone(), reason: Reason::Data, message };
    if !fs::File::open(&file.path).is_ok_and(starts) {
        let message = "a Parquet file packed once more; unpack it, since its columns are packed already";
        return Err(reject(message.to_owned()));
    }
    let builder = guarded(|| open(&file.path)).map_err(reject)?;
    rows::has_text(builder.schema(), columns).map_err(reject)?;
    let mut reader = guarded(|| Ok(builder.with_batch_size(ROWS).build()?)).map_err(reject)?;
    let (mut number, mut ended) = (0, false);
    let batches = iter::from_fn(move || {
        let batch =
            if ended { None } else { guarded(|| reader.next().transpose().map_err(Into::into)).transpose() }?;
        let found = batch.and_then(|batch| guarded(|| rows::records(&batch, number, &origin)));
        let records = found.unwrap_or_else(|message| {
            ended = true;
            let place = format!("{}:{number}", origin.path);
            vec![Err(Reject { path: place, reason: Reason::Unreadable, message })]
        });
        number += records.len() as u64;
        Some(records)
    });
    Ok(Box::new(batches.flatten()))
}

/// The texts of a Parquet file, read from front to back.
pub struct Texts {
    reader: ParquetRecordBatchReader,
    batch: Option<RecordBatch>,
    /// The number of the first row of `batch`.
    first: u64,
}

impl Texts {
    /// The column `column` of the file at `path`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn open(path: &Path, column: &str) -> io::Result<Texts> {
        let read = || {
            let builder = open(path)?;
            let mask = ProjectionMask::columns(builder.parquet_schema(), [column]);
            Ok(builder.with_projection(mask).with_batch_size(ROWS).build()?)
        };
        Ok(Texts { reader: guarded(read).map_err(io::Error::other)?, batch: None, first: 0 })
    }

    /// Whether row `row` is still ahead.
    pub fn is_ahead(&self, row: u64) -> bool {
        self.first <= row
    }

    /// The bytes of the text in row `row`, which is ahead.
    ///
    /// # Errors
    /// When the file cannot be read or has no such row.
    pub fn read(&mut self, row: u64) -> io::Result<Vec<u8>> {
        let missing = || io::Error::other(format!("it has no text in row {row}"));
        loop {
            if let Some(batch) = &self.batch {
                let at = usize::try_from(row - self.first).map_err(io::Error::other)?;
                if at < batch.num_rows() {
                    let found = batch.columns().first().and_then(|column| rows::string(column, at));
                    return found.map(|text| text.as_bytes().to_vec()).ok_or_else(missing);
                }
                self.first += batch.num_rows() as u64;
            }
            let next = guarded(|| self.reader.next().transpose().map_err(Into::into));
            self.batch = Some(next.map_err(io::Error::other)?.ok_or_else(missing)?);
        }
    }
}

type Builder = ParquetRecordBatchReaderBuilder<fs::File>;

/// Opens the file, unless what it says of itself would fill the memory.
fn open(path: &Path) -> anyhow::Result<Builder> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(path)?)?;
    for group in builder.metadata().row_groups() {
        for column in group.columns() {
            let size = column.uncompressed_size();
            anyhow::ensure!(
                (0..=limits::COLUMN).contains(&size),
                "the column {} has a group of rows of {size} bytes, and {} are allowed; write smaller row groups",
                column.column_path(),
                limits::COLUMN
            );
        }
    }
    Ok(builder)
}

/// Runs what reads a foreign file; where the reader panics on damaged bytes, that is an error like any other.
fn guarded<T>(read: impl FnOnce() -> anyhow::Result<T>) -> Result<T, String> {
    let hint = "the file is damaged or no Parquet; write it anew";
    match caught(read) {
        Ok(found) => found.map_err(|error| format!("{error:#}; {hint}")),
        Err(_) => Err(format!("its bytes contradict one another; {hint}")),
    }
}

fn starts(mut file: fs::File) -> bool {
    let mut first = [0; MAGIC.len()];
    file.read_exact(&mut first).is_ok_and(|()| first == MAGIC)
}
