//! The records of a dataset, for `export`.

use std::path::Path;

use anyhow::Result;
use arrow::array::{Array, AsArray};
use arrow::datatypes::Int32Type;

use crate::dataset::column::{END, START};
use crate::dataset::read::{Bundle, Rows, Walk};
use crate::dataset::schema::Table;
use crate::document::{BlockKind, Label};
use crate::exchange::{Attribution, BlockLine, Mention, Record};
use crate::hint::Hint;

/// The documents of the tables in `directory`, in the order of `articles`, one after the other.
///
/// # Errors
/// When a table is missing or has not our columns; a document, when it cannot be read.
pub fn records(directory: &Path) -> Result<impl Iterator<Item = Result<Record>> + use<>> {
    let mut walk = Walk::open(directory)
        .hint("give a dataset that `saidso build` made; --gold needs one whose articles are hand-labeled")?;
    let next = move || walk.article().and_then(|found| found.map(|own| record(&own)).transpose()).transpose();
    Ok(std::iter::from_fn(next)
        .map(|read| read.hint("run `saidso verify` on the dataset, or build it again")))
}

fn record(article: &Bundle) -> Result<Record> {
    let text = article.of(Table::Articles).strings("text").value(0);
    Ok(Record {
        blocks: Some(blocks(article.of(Table::Blocks))?),
        sentences: Some(each(article.of(Table::Sentences), span)?),
        entities: Some(each(article.of(Table::Entities), mention)?),
        attributions: Some(each(article.of(Table::Claims), attribution)?),
        ..Record::bare(article.id(), text)
    })
}

fn each<T>(rows: &Rows, of: impl Fn(&Rows, usize) -> Result<T>) -> Result<Vec<T>> {
    (0..rows.count()).map(|row| of(rows, row)).collect()
}

/// The blocks that are kept.
fn blocks(rows: &Rows) -> Result<Vec<BlockLine>> {
    let kinds = rows.strings("kind");
    let kept = (0..rows.count())
        .filter(|&row| BlockKind::parse(kinds.value(row)).is_some_and(BlockKind::kept))
        .map(|row| {
            let [start, end] = span(rows, row)?;
            Ok(BlockLine { start, end, kind: kinds.value(row).to_owned() })
        });
    kept.collect()
}

fn mention(rows: &Rows, row: usize) -> Result<Mention> {
    let [start, end] = span(rows, row)?;
    Ok(Mention {
        start,
        end,
        kind: rows.strings("type").value(row).to_owned(),
        id: word(rows, "entity_id", row),
        confidence: rows.floats("confidence").value(row),
    })
}

fn attribution(rows: &Rows, row: usize) -> Result<Attribution> {
    let ids = rows.lists("source_ids").value(row);
    let nested = rows.ints("nested_in");
    Ok(Attribution {
        id: name(number(rows, "claim", row)?),
        voice: word(rows, "voice", row),
        source: spans(rows, "source_spans", row)?,
        cue: spans(rows, "cue_spans", row)?,
        content: spans(rows, "content_spans", row)?,
        quote: word(rows, "quote", row),
        act: word(rows, "act", row),
        factuality: word(rows, "factuality", row),
        nested_in: nested.is_valid(row).then(|| number(rows, "nested_in", row)).transpose()?.map(name),
        source_ids: ids.as_string::<i32>().iter().flatten().map(str::to_owned).collect(),
        addressee: spans(rows, "addressee_spans", row)?,
        proposition: word(rows, "proposition", row),
        confidence: rows.floats("confidence").value(row),
    })
}

/// As [`Record::of`] names them.
fn name(claim: usize) -> String {
    format!("C{}", claim + 1)
}

fn word(rows: &Rows, column: &str, row: usize) -> Option<String> {
    let cells = rows.strings(column);
    cells.is_valid(row).then(|| cells.value(row).to_owned())
}

fn number(rows: &Rows, column: &str, row: usize) -> Result<usize> {
    let value = rows.ints(column).value(row);
    usize::try_from(value).map_err(|_| rows.offence(row, &format!("{column} is {value}")))
}

/// Where a row that has no place stands, nothing does: it is at 0.
fn span(rows: &Rows, row: usize) -> Result<[usize; 2]> {
    let end = |column| if rows.ints(column).is_null(row) { Ok(0) } else { number(rows, column, row) };
    Ok([end(START)?, end(END)?])
}

/// A table's columns were seen to be ours when it was opened.
fn spans(rows: &Rows, column: &str, row: usize) -> Result<Vec<[usize; 2]>> {
    let parts = rows.lists(column).value(row);
    let parts = parts.as_struct();
    let ends = [START, END].map(|end| parts[end].as_primitive::<Int32Type>().values());
    let place =
        |(&start, &end): (&i32, &i32)| Some([usize::try_from(start).ok()?, usize::try_from(end).ok()?]);
    let places: Option<_> = ends[0].iter().zip(ends[1]).map(place).collect();
    places.ok_or_else(|| rows.offence(row, &format!("{column} begins before the text")))
}
