//! The rows of a Parquet file, an article each. The raw bytes of such an article are those of its text; its place is the
//! number of its row.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::iter;
use std::path::Path;
use std::sync::Arc;

use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::DataType;
use serde_json::Value;

use super::columns::Columns;
use super::files::File;
use super::limits;
use super::record::{Form, Record};
use crate::caught::caught;
use crate::document::{Reason, Reject};

/// What such a file begins and ends with.
pub const MAGIC: &[u8] = b"PAR1";

/// Rows that are read together: few, since each may be long.
const ROWS: usize = 64;

/// The rows of `file`.
///
/// # Errors
/// When it is damaged, asks for more memory than is allowed, or no column is the text.
pub fn records(
    file: &File,
    columns: &Arc<Columns>,
) -> Result<Box<dyn Iterator<Item = Result<Record, Reject>> + Send>, Reject> {
    let (path, id, columns) = (file.shown(), file.id.clone(), columns.clone());
    let reject = |message: String| Reject { path: path.clone(), reason: Reason::Data, message };
    if !fs::File::open(&file.path).is_ok_and(|opened| starts(opened)) {
        let message = "a Parquet file packed once more; unpack it, since its columns are packed already";
        return Err(reject(message.to_owned()));
    }
    let builder = guarded(|| open(&file.path)).map_err(reject)?;
    let fields = builder.schema().fields().clone();
    columns.check(fields.iter().map(|field| field.name().as_str())).map_err(reject)?;
    let text = fields.iter().find(|field| field.name() == columns.text());
    if let Some(other) = text.filter(|field| !is_string(field.data_type())) {
        let message = format!("the column {:?} has no strings, but {}", other.name(), other.data_type());
        return Err(reject(format!("{message}; say which one is the text with --column text=NAME")));
    }
    let mut reader = guarded(|| Ok(builder.with_batch_size(ROWS).build()?)).map_err(reject)?;
    let (mut number, mut ended) = (0, false);
    let batches = iter::from_fn(move || {
        let batch =
            if ended { None } else { guarded(|| reader.next().transpose().map_err(Into::into)).transpose() }?;
        let rows: Vec<Result<Record, Reject>> = match batch
            .and_then(|batch| guarded(|| rows(&batch, columns.text())))
        {
            Ok(rows) => rows
                .into_iter()
                .enumerate()
                .map(|(at, (raw, fields))| {
                    let row = number + at as u64;
                    if raw.len() as u64 > limits::ARTICLE {
                        let (path, message) = (format!("{path}:{row}"), limits::too_large(raw.len() as u64));
                        return Err(Reject { path, reason: Reason::TooLarge, message });
                    }
                    Ok(Record {
                        file: path.clone(),
                        place: format!("{path}:{row}"),
                        id: format!("{id}:{row}"),
                        offset: row,
                        raw,
                        form: Form::Fields(fields),
                        columns: columns.clone(),
                    })
                })
                .collect(),
            Err(message) => {
                ended = true;
                let place = format!("{path}:{number}");
                vec![Err(Reject { path: place, reason: Reason::Unreadable, message })]
            }
        };
        number += rows.len() as u64;
        Some(rows)
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
                    let found = batch.columns().first().and_then(|column| string(column, at));
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

fn is_string(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, values) => is_string(values),
        kind => matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View),
    }
}

/// The string in `row` of a column of strings; `None` where it is null.
fn string(column: &dyn Array, row: usize) -> Option<&str> {
    if column.is_null(row) {
        return None;
    }
    match column.data_type() {
        DataType::Dictionary(..) => {
            let dictionary = column.as_any_dictionary();
            string(dictionary.values().as_ref(), dictionary.normalized_keys()[row])
        }
        DataType::Utf8 => Some(column.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => Some(column.as_string::<i64>().value(row)),
        DataType::Utf8View => Some(column.as_string_view().value(row)),
        _ => None,
    }
}

/// The bytes of a text, and what is said of it.
type Row = (Vec<u8>, BTreeMap<String, Value>);

/// For each row its text and what the other columns say, as JSON has it.
fn rows(batch: &RecordBatch, text: &str) -> anyhow::Result<Vec<Row>> {
    let own = batch.schema().index_of(text)?;
    let others: Vec<usize> = (0..batch.num_columns()).filter(|&at| at != own).collect();
    let mut records = if others.is_empty() {
        vec![BTreeMap::new(); batch.num_rows()]
    } else {
        let mut writer = arrow::json::ArrayWriter::new(Vec::new());
        writer.write(&batch.project(&others)?)?;
        writer.finish()?;
        serde_json::from_slice(&writer.into_inner())?
    };
    records.resize_with(batch.num_rows(), BTreeMap::new);
    let texts = (0..batch.num_rows()).map(|row| string(batch.column(own), row).unwrap_or_default());
    Ok(texts.map(|text| text.as_bytes().to_vec()).zip(records).collect())
}
