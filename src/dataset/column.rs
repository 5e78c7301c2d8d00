//! How a column is made: a line each in `schema.rs`, with its name, meaning and values together.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, Date32Array, Float32Array, Float64Array, Int32Array, Int64Array, ListArray, RecordBatch,
    StringArray, StructArray,
};
use arrow::buffer::{NullBuffer, OffsetBuffer};
use arrow::compute::kernels::cast_utils::Parser;
use arrow::datatypes::{DataType, Date32Type, Field, Fields, Schema};

use crate::document::{Label, Run, Span};

/// The key under which a field's meaning stands in its metadata, and in Parquet's.
pub const MEANING: &str = "description";
/// The key for the closed set of a label column's values, joined by a space.
pub const VALUES: &str = "values";

/// The columns that say where a row stands: code points into the article's text, bytes of the raw article. No name of
/// them is a reserved word of SQL.
pub const ENDS: [&str; 4] = [START, END, RAW_START, RAW_END];
pub const START: &str = "char_start";
pub const END: &str = "char_end";
pub const RAW_START: &str = "raw_start";
pub const RAW_END: &str = "raw_end";

/// One column with its rows.
pub struct Column {
    pub field: Field,
    pub array: ArrayRef,
}

/// Where a span stands, in the two units of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'t> {
    /// Code points into the normalized text.
    pub start: i32,
    pub end: i32,
    /// Bytes into the raw file.
    pub raw_start: i32,
    pub raw_end: i32,
    pub text: &'t str,
}

fn column(name: &str, meaning: &str, nullable: bool, array: ArrayRef) -> Column {
    let about = HashMap::from([(MEANING.to_owned(), meaning.to_owned())]);
    Column { field: Field::new(name, array.data_type().clone(), nullable).with_metadata(about), array }
}

pub fn string<'r, R, V: AsRef<str>>(
    name: &str,
    meaning: &str,
    rows: &'r [R],
    of: impl Fn(&'r R) -> V,
) -> Column {
    let array = StringArray::from_iter_values(rows.iter().map(of));
    column(name, meaning, false, Arc::new(array))
}

pub fn string_or_null<'r, R>(
    name: &str,
    meaning: &str,
    rows: &'r [R],
    of: impl Fn(&'r R) -> Option<&'r str>,
) -> Column {
    column(name, meaning, true, Arc::new(StringArray::from_iter(rows.iter().map(of))))
}

/// A column of labels; the closed set of its values goes with it.
pub fn label<'r, R, L: Label>(name: &str, meaning: &str, rows: &'r [R], of: impl Fn(&'r R) -> L) -> Column {
    with_values::<L>(string(name, &told::<L>(meaning), rows, |row| of(row).name()))
}

pub fn label_or_null<'r, R, L: Label>(
    name: &str,
    meaning: &str,
    rows: &'r [R],
    of: impl Fn(&'r R) -> Option<L>,
) -> Column {
    with_values::<L>(string_or_null(name, &told::<L>(meaning), rows, |row| of(row).map(Label::name)))
}

/// A column's meaning, and that of each of its labels.
fn told<L: Label>(meaning: &str) -> String {
    let labels: Vec<String> = L::ALL.iter().map(|(_, name, meaning)| format!("{name} ({meaning})")).collect();
    format!("{meaning}: {}", labels.join("; "))
}

fn with_values<L: Label>(mut column: Column) -> Column {
    let mut about = column.field.metadata().clone();
    about.insert(VALUES.to_owned(), L::names().join(" "));
    column.field = column.field.with_metadata(about);
    column
}

pub fn int<'r, R>(name: &str, meaning: &str, rows: &'r [R], of: impl Fn(&'r R) -> i32) -> Column {
    column(name, meaning, false, Arc::new(Int32Array::from_iter_values(rows.iter().map(of))))
}

pub fn int_or_null<'r, R>(
    name: &str,
    meaning: &str,
    rows: &'r [R],
    of: impl Fn(&'r R) -> Option<i32>,
) -> Column {
    column(name, meaning, true, Arc::new(Int32Array::from_iter(rows.iter().map(of))))
}

pub fn long<'r, R>(name: &str, meaning: &str, rows: &'r [R], of: impl Fn(&'r R) -> i64) -> Column {
    column(name, meaning, false, Arc::new(Int64Array::from_iter_values(rows.iter().map(of))))
}

pub fn long_or_null<'r, R>(
    name: &str,
    meaning: &str,
    rows: &'r [R],
    of: impl Fn(&'r R) -> Option<i64>,
) -> Column {
    column(name, meaning, true, Arc::new(Int64Array::from_iter(rows.iter().map(of))))
}

pub fn float<'r, R>(name: &str, meaning: &str, rows: &'r [R], of: impl Fn(&'r R) -> f32) -> Column {
    column(name, meaning, false, Arc::new(Float32Array::from_iter_values(rows.iter().map(of))))
}

pub fn double<'r, R>(name: &str, meaning: &str, rows: &'r [R], of: impl Fn(&'r R) -> f64) -> Column {
    column(name, meaning, false, Arc::new(Float64Array::from_iter_values(rows.iter().map(of))))
}

pub fn double_or_null<'r, R>(
    name: &str,
    meaning: &str,
    rows: &'r [R],
    of: impl Fn(&'r R) -> Option<f64>,
) -> Column {
    column(name, meaning, true, Arc::new(Float64Array::from_iter(rows.iter().map(of))))
}

/// Days since 1970-01-01, from an ISO 8601 day.
pub fn day(iso: &str) -> Option<i32> {
    Date32Type::parse(iso)
}

pub fn day_or_null<'r, R>(
    name: &str,
    meaning: &str,
    rows: &'r [R],
    of: impl Fn(&'r R) -> Option<i32>,
) -> Column {
    column(name, meaning, true, Arc::new(Date32Array::from_iter(rows.iter().map(of))))
}

/// A list of words for each row; empty where there is none, never null.
pub fn strings<'r, R>(
    name: &str,
    meaning: &str,
    rows: &'r [R],
    of: impl Fn(&'r R) -> &'r [String],
) -> Column {
    let lists: Vec<&[String]> = rows.iter().map(of).collect();
    let words = StringArray::from_iter_values(lists.iter().flat_map(|list| list.iter()));
    let item = Arc::new(Field::new("element", DataType::Utf8, false));
    let offsets = OffsetBuffer::from_lengths(lists.iter().map(|list| list.len()));
    column(name, meaning, false, Arc::new(ListArray::new(item, offsets, Arc::new(words), None)))
}

/// A list of spans for each row; empty where there is none, never null.
pub fn spans<'r, R>(
    name: &str,
    meaning: &str,
    rows: &'r [R],
    of: impl Fn(&'r R) -> &'r [Place<'r>],
) -> Column {
    let lists: Vec<&[Place]> = rows.iter().map(of).collect();
    let places: Vec<&Place> = lists.iter().flat_map(|list| list.iter()).collect();
    let ends = places.iter().map(|place| [place.start, place.end, place.raw_start, place.raw_end]);
    stretches(name, meaning, lists.iter().map(|list| list.len()), ends, None)
}

/// A list of runs for each row; their ends are numbers that fit the column.
pub fn runs<'r, R>(name: &str, meaning: &str, rows: &'r [R], of: impl Fn(&'r R) -> &'r [Run]) -> Column {
    let lists: Vec<&[Run]> = rows.iter().map(of).collect();
    let runs: Vec<&Run> = lists.iter().flat_map(|list| list.iter()).collect();
    let ends = runs.iter().map(|run| [run.start, run.end, run.raw_start, run.raw_end].map(number));
    let how = StringArray::from_iter_values(runs.iter().map(|run| run.how.name()));
    stretches(name, meaning, lists.iter().map(|list| list.len()), ends, Some(("how", how)))
}

/// A list for each row: of the start and end of each item, in the text and in the raw bytes, and perhaps a word on it.
fn stretches(
    name: &str,
    meaning: &str,
    lengths: impl Iterator<Item = usize>,
    ends: impl Iterator<Item = [i32; 4]>,
    word: Option<(&str, StringArray)>,
) -> Column {
    let ends: Vec<[i32; 4]> = ends.collect();
    let numbers = (0..4)
        .map(|at| -> ArrayRef { Arc::new(Int32Array::from_iter_values(ends.iter().map(|ends| ends[at]))) });
    let names = ENDS.map(|name| Field::new(name, DataType::Int32, false));
    let (word, words) = word.unzip();
    let word = word.map(|word| Field::new(word, DataType::Utf8, false));
    let words = words.map(|words| -> ArrayRef { Arc::new(words) });
    let fields: Fields = names.into_iter().chain(word).collect();
    let items = StructArray::new(fields.clone(), numbers.chain(words).collect(), None::<NullBuffer>);
    let item = Arc::new(Field::new("element", DataType::Struct(fields), false));
    let offsets = OffsetBuffer::from_lengths(lengths);
    column(name, meaning, false, Arc::new(ListArray::new(item, offsets, Arc::new(items), None)))
}

/// The type as a reader of the table thinks of it.
pub fn kind_name(kind: &DataType) -> String {
    match kind {
        DataType::Utf8 => "string".into(),
        DataType::List(item) => format!("list of {}", kind_name(item.data_type())),
        DataType::Struct(fields) => {
            format!("{{{}}}", fields.iter().map(|field| field.name().as_str()).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string().to_lowercase(),
    }
}

/// A count as it stands in the files.
pub fn number(count: usize) -> i32 {
    i32::try_from(count).expect("a source refuses articles of 2^31 bytes")
}

/// The columns as one batch. They come from the same rows, so they have the same length.
pub fn batch(columns: Vec<Column>) -> RecordBatch {
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) =
        columns.into_iter().map(|c| (c.field, c.array)).unzip();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).expect("columns of the same rows")
}

/// Turns byte offsets of one text into code points.
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before every block of [`CodePoints::STRIDE`] bytes; empty for ASCII.
    before: Vec<u32>,
}

impl<'t> CodePoints<'t> {
    const STRIDE: usize = 128;

    pub fn new(text: &'t str) -> CodePoints<'t> {
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for block in text.as_bytes().chunks(Self::STRIDE) {
                before.push(count);
                count += starts(block) as u32;
            }
            before.push(count);
        }
        CodePoints { text, before }
    }

    /// The code points before byte `at`, which is no further than the text's end.
    pub fn at(&self, at: usize) -> usize {
        if self.before.is_empty() {
            return at;
        }
        let block = at / Self::STRIDE;
        self.before[block] as usize + starts(&self.text.as_bytes()[block * Self::STRIDE..at])
    }

    pub fn span(&self, span: Span) -> (usize, usize) {
        (self.at(span.start()), self.at(span.end()))
    }
}

/// Bytes that begin a character.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_agree_with_counting_characters() {
        let text = "“Zoë” 🛩 ".repeat(40);
        let points = CodePoints::new(&text);
        for (count, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(at), count);
        }
        assert_eq!(points.at(text.len()), text.chars().count());
    }
}
