//! The rows of record batches, an article each. The raw bytes of such an article are those of its text; its place is the
//! number of its row.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Schema};
use serde_json::Value;

use super::columns::Columns;
use super::limits;
use super::record::{Form, Record};
use crate::document::{Reason, Reject};

/// Rows that are read together: few, since each may be long.
pub const ROWS: usize = 64;

/// What the rows are of: a file, or a table in memory.
#[derive(Clone)]
pub struct Origin {
    /// What stands in `articles.path`, and before the number of a row in messages.
    pub path: String,
    /// What stands before the number of a row in the id of an article that has none.
    pub id: String,
    pub columns: Arc<Columns>,
}

/// The rows of `batches`, which have `schema` and are a table called `name`: as those of a Parquet file of this name.
///
/// # Errors
/// When no column is the text.
pub fn of_batches(
    schema: &Schema,
    batches: impl Iterator<Item = RecordBatch> + Send,
    name: &str,
    columns: Columns,
) -> Result<impl Iterator<Item = Result<Record, Reject>> + Send> {
    let id = name.strip_suffix(".parquet").unwrap_or(name).to_owned();
    let origin = Origin { path: name.to_owned(), id, columns: Arc::new(columns) };
    has_text(schema, &origin.columns).map_err(|message| anyhow!("{name}: {message}"))?;
    let slices = batches.flat_map(|batch| {
        let starts = (0..batch.num_rows()).step_by(ROWS);
        starts.map(move |start| batch.slice(start, ROWS.min(batch.num_rows() - start))).collect::<Vec<_>>()
    });
    let mut number = 0;
    Ok(slices.flat_map(move |slice| {
        let first = number;
        number += slice.num_rows() as u64;
        records(&slice, first, &origin).unwrap_or_else(|error| {
            let (path, message) = (format!("{}:{first}", origin.path), format!("{error:#}"));
            vec![Err(Reject { path, reason: Reason::Unreadable, message })]
        })
    }))
}

/// Checks that the columns that are named are there, and that the text has strings; what is wrong if not.
pub fn has_text(schema: &Schema, columns: &Columns) -> Result<(), String> {
    columns.check(schema.fields().iter().map(|field| field.name().as_str()))?;
    let text = schema.fields().iter().find(|field| field.name() == columns.text());
    text.filter(|field| !is_string(field.data_type())).map_or(Ok(()), |other| {
        let message = format!("the column {:?} has no strings, but {}", other.name(), other.data_type());
        Err(format!("{message}; say which one is the text with --column text=NAME"))
    })
}

/// The rows of `batch`, the first of which has the number `first`.
///
/// # Errors
/// When what the columns beside the text say cannot be carried.
pub fn records(batch: &RecordBatch, first: u64, origin: &Origin) -> Result<Vec<Result<Record, Reject>>> {
    let rows = rows(batch, origin.columns.text())?.into_iter().zip(first..);
    let record = |((raw, fields), row): (Row, u64)| {
        let place = format!("{}:{row}", origin.path);
        if raw.len() as u64 > limits::ARTICLE {
            let message = limits::too_large(raw.len() as u64);
            return Err(Reject { path: place, reason: Reason::TooLarge, message });
        }
        Ok(Record {
            file: origin.path.clone(),
            place,
            id: format!("{}:{row}", origin.id),
            offset: row,
            raw,
            form: Form::Fields(fields),
            columns: origin.columns.clone(),
        })
    };
    Ok(rows.map(record).collect())
}

fn is_string(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, values) => is_string(values),
        kind => matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View),
    }
}

/// The string in `row` of a column of strings; `None` where it is null.
pub fn string(column: &dyn Array, row: usize) -> Option<&str> {
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
fn rows(batch: &RecordBatch, text: &str) -> Result<Vec<Row>> {
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

#[cfg(test)]
mod tests {
    use arrow::array::{ArrayRef, Int32Array, LargeStringArray, StringViewArray};

    use super::*;

    fn batch(texts: ArrayRef, words: Vec<i32>) -> RecordBatch {
        let words: ArrayRef = Arc::new(Int32Array::from(words));
        RecordBatch::try_from_iter([("body", texts), ("words", words)]).expect("two columns of one length")
    }

    fn read(batches: Vec<RecordBatch>) -> Vec<Record> {
        let columns = Columns::parse("text=body");
        let schema = batches[0].schema();
        let found = of_batches(&schema, batches.into_iter(), "news", columns).expect("a text");
        found.map(|record| record.expect("no text is too long")).collect()
    }

    #[test]
    fn rows_are_counted_over_batches_and_slices() {
        let many = |count: usize| -> ArrayRef {
            Arc::new(LargeStringArray::from_iter_values((0..count).map(|_| "Oslo said so.")))
        };
        let count = 2 * ROWS + 1;
        let found = read(vec![batch(many(count), vec![7; count]), batch(many(1), vec![8])]);
        let ids: Vec<_> = found.iter().map(Record::id).collect();
        assert_eq!(ids, (0..=count).map(|row| format!("news:{row}")).collect::<Vec<_>>());
        let last = found.into_iter().last().expect("a row").read().expect("an article");
        assert_eq!((last.path.as_str(), last.raw_offset), ("news", count as u64));
        assert_eq!(last.metadata.other.as_deref(), Some(r#"{"words":8}"#));
    }

    #[test]
    fn a_null_is_an_empty_article_and_a_table_without_texts_is_refused() {
        let texts = Arc::new(StringViewArray::from(vec![None, Some("Malta said so.")]));
        let batch = batch(texts, vec![1, 2]);
        let reasons: Vec<_> = read(vec![batch.clone()])
            .into_iter()
            .map(|record| record.read().map_err(|reject| (reject.path, reject.reason)).err())
            .collect();
        assert_eq!(reasons, [Some(("news:0".to_owned(), Reason::Empty)), None]);
        let schema = batch.schema();
        let refused = of_batches(&schema, [].into_iter(), "news", Columns::parse("text=words"));
        let error = refused.err().expect("numbers are no text");
        assert!(
            error.to_string().starts_with("news: the column \"words\" has no strings, but Int32"),
            "{error}"
        );
    }
}
