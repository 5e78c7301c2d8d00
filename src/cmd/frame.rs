//! Tables of a dataset as data frames, and data frames as tables and JSON.

use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Date32Type, Int32Type};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use polars::prelude::{AnyValue, Column, DataFrame, NamedFrom, PlSmallStr, Series};
use serde_json::{Map, Value};

use super::table::table;
use crate::dataset::schema::Table;
use crate::document::Label;
use crate::hint::Hint;

/// The columns called `names` of `table` in the dataset at `directory`; only they are read.
///
/// # Errors
/// When the table is missing, damaged, or lacks a column.
pub fn read(directory: &Path, table: Table, names: &[&str]) -> Result<DataFrame> {
    let path = directory.join(format!("{}.parquet", table.name()));
    let shown = || path.display().to_string();
    let file = File::open(&path).with_context(shown).hint("give a dataset that `saidso build` made")?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file);
    let reader = reader.with_context(shown).hint("the file is damaged; build the dataset again")?;
    let mask = ProjectionMask::columns(reader.parquet_schema(), names.iter().copied());
    let batches = reader.with_projection(mask).build().with_context(shown)?;
    let mut frame = DataFrame::default();
    for batch in batches {
        let batch = batch.with_context(shown).hint("the file is damaged; build the dataset again")?;
        let columns: Vec<Column> =
            names.iter().map(|name| column(&batch, name)).collect::<Result<_>>().with_context(shown)?;
        frame.vstack_mut_owned(DataFrame::new(batch.num_rows(), columns)?)?;
    }
    if frame.width() == 0 {
        let empty = names.iter().map(|name| Series::new((*name).into(), Vec::<Option<&str>>::new()).into());
        return Ok(DataFrame::new(0, empty.collect())?);
    }
    Ok(frame)
}

/// A column of strings, of numbers or of lists of strings; a day becomes its ISO 8601 form.
fn column(batch: &RecordBatch, name: &str) -> Result<Column> {
    let cells = batch.column_by_name(name).ok_or_else(|| anyhow!("no column {name}"));
    let cells = cells.hint("the dataset is of another version; build it again with this one")?;
    let series = match cells.data_type() {
        DataType::Utf8 => {
            Series::new(name.into(), cells.as_string::<i32>().iter().collect::<Vec<Option<&str>>>())
        }
        DataType::Int32 => {
            Series::new(name.into(), cells.as_primitive::<Int32Type>().iter().collect::<Vec<Option<i32>>>())
        }
        DataType::Date32 => {
            let days = cells.as_primitive::<Date32Type>();
            let iso = |row| {
                days.is_valid(row).then(|| days.value_as_date(row)).flatten().map(|day| day.to_string())
            };
            Series::new(name.into(), (0..days.len()).map(iso).collect::<Vec<Option<String>>>())
        }
        DataType::List(_) => {
            let lists = cells.as_list::<i32>();
            let words = |row| {
                let words = lists.value(row);
                let words =
                    words.as_string_opt::<i32>().map(|words| words.iter().collect::<Vec<Option<&str>>>());
                Series::new(PlSmallStr::EMPTY, words.unwrap_or_default())
            };
            Series::new(name.into(), (0..lists.len()).map(words).collect::<Vec<Series>>())
        }
        other => {
            return Err(anyhow!("column {name} holds {other}, not strings, numbers or lists of strings"));
        }
    };
    Ok(series.into())
}

/// The rows of `frame` for the terminal, its first columns words and those from `numbers` on numbers.
pub fn shown(frame: &DataFrame, numbers: usize) -> String {
    let names: Vec<&str> = frame.columns().iter().map(|column| column.name().as_str()).collect();
    let mut rows = table(&names, numbers);
    for row in 0..frame.height() {
        rows.add_row(frame.columns().iter().map(|column| match column.get(row) {
            Ok(AnyValue::Null) | Err(_) => "–".to_owned(),
            Ok(AnyValue::Float64(share)) => format!("{share:.3}"),
            Ok(value) => value.str_value().into_owned(),
        }));
    }
    rows.trim_fmt()
}

/// The rows of `frame`, each an object.
pub fn as_json(frame: &DataFrame) -> Value {
    let cell = |column: &Column, row| match column.get(row) {
        Ok(AnyValue::Null) | Err(_) => Value::Null,
        Ok(AnyValue::Float64(number)) => number.into(),
        Ok(AnyValue::Int32(number)) => number.into(),
        Ok(AnyValue::UInt32(number)) => number.into(),
        Ok(value) => value.str_value().into_owned().into(),
    };
    let object = |row| -> Value {
        let cells = frame.columns().iter().map(|column| (column.name().to_string(), cell(column, row)));
        Value::Object(cells.collect::<Map<String, Value>>())
    };
    (0..frame.height()).map(object).collect()
}
