//! The records of a dataset, for `export`.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};
use arrow::array::{Array, AsArray, ListArray, RecordBatch, StructArray};
use arrow::datatypes::{Float32Type, Int32Type};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::dataset::schema::Table;
use crate::document::{BlockKind, Label};
use crate::exchange::{Attribution, BlockLine, Mention, Record};
use crate::hint::Hint;

/// The documents of the tables in `directory`, in the order of `articles`.
///
/// # Errors
/// When a table is missing or has not our columns.
pub fn records(directory: &Path) -> Result<Vec<Record>> {
    let mut records = Vec::new();
    let mut places = HashMap::new();
    for batch in read(directory, Table::Articles)? {
        let rows = Rows(&batch);
        for row in 0..batch.num_rows() {
            let doc_id = rows.string("article_id", row)?;
            places.insert(doc_id.clone(), records.len());
            records.push(Record {
                blocks: Some(Vec::new()),
                sentences: Some(Vec::new()),
                entities: Some(Vec::new()),
                attributions: Some(Vec::new()),
                ..Record::bare(&doc_id, &rows.string("text", row)?)
            });
        }
    }
    let mut each = |table: Table, push: &dyn Fn(&mut Record, &Rows, usize) -> Result<()>| -> Result<()> {
        for batch in read(directory, table)? {
            let rows = Rows(&batch);
            for row in 0..batch.num_rows() {
                let id = rows.string("article_id", row)?;
                let place = places.get(&id).ok_or_else(|| anyhow!("{}: no article {id}", table.name()));
                let place = *place.hint("run `saidso verify` on the dataset, or build it again")?;
                push(&mut records[place], &rows, row)?;
            }
        }
        Ok(())
    };
    each(Table::Blocks, &|record, rows, row| {
        let kind = rows.string("kind", row)?;
        if BlockKind::parse(&kind).is_some_and(BlockKind::kept) {
            let [start, end] = rows.span(row)?;
            record.blocks.get_or_insert_default().push(BlockLine { start, end, kind });
        }
        Ok(())
    })?;
    each(Table::Sentences, &|record, rows, row| {
        record.sentences.get_or_insert_default().push(rows.span(row)?);
        Ok(())
    })?;
    each(Table::Entities, &|record, rows, row| {
        let [start, end] = rows.span(row)?;
        let (kind, id) = (rows.string("type", row)?, rows.maybe("entity_id", row)?);
        let confidence = rows.confidence(row)?;
        record.entities.get_or_insert_default().push(Mention { start, end, kind, id, confidence });
        Ok(())
    })?;
    each(Table::Claims, &|record, rows, row| {
        let nested_in = rows.number("nested_in", row)?.map(name);
        record.attributions.get_or_insert_default().push(Attribution {
            id: name(rows.number("claim", row)?.unwrap_or_default()),
            voice: rows.maybe("voice", row)?,
            source: rows.spans("source_spans", row)?,
            cue: rows.spans("cue_spans", row)?,
            content: rows.spans("content_spans", row)?,
            quote: rows.maybe("quote", row)?,
            act: rows.maybe("act", row)?,
            factuality: rows.maybe("factuality", row)?,
            nested_in,
            source_ids: rows.strings("source_ids", row)?,
            addressee: rows.spans("addressee_spans", row)?,
            proposition: rows.maybe("proposition", row)?,
            confidence: rows.confidence(row)?,
        });
        Ok(())
    })?;
    Ok(records)
}

/// As [`Record::of`] names them.
fn name(claim: usize) -> String {
    format!("C{}", claim + 1)
}

fn read(directory: &Path, table: Table) -> Result<Vec<RecordBatch>> {
    let path = directory.join(format!("{}.parquet", table.name()));
    let shown = || path.display().to_string();
    let hint = "give a dataset that `saidso build` made; --gold needs one whose articles are hand-labeled";
    let file = File::open(&path).with_context(shown).hint(hint)?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).with_context(shown).hint(hint)?;
    let batches = reader.build().with_context(shown)?.collect::<Result<Vec<_>, _>>();
    batches.with_context(shown).hint("the file is damaged; build the dataset again")
}

/// Cells by column and row.
struct Rows<'b>(&'b RecordBatch);

impl Rows<'_> {
    fn column(&self, column: &str) -> Result<&dyn Array> {
        let found = self.0.column_by_name(column).map(|column| column.as_ref());
        found
            .ok_or_else(|| anyhow!("no column {column}"))
            .hint("the dataset is of another version; build it again with this one")
    }

    fn maybe(&self, column: &str, row: usize) -> Result<Option<String>> {
        let cells = self.column(column)?.as_string_opt::<i32>();
        let cells = cells.ok_or_else(|| anyhow!("column {column} holds no strings"))?;
        Ok(cells.is_valid(row).then(|| cells.value(row).to_owned()))
    }

    fn strings(&self, column: &str, row: usize) -> Result<Vec<String>> {
        let lists = self.column(column)?.as_list_opt::<i32>();
        let words = lists.map(|lists| lists.value(row));
        let words = words.as_ref().and_then(|words| words.as_string_opt::<i32>());
        let words = words.ok_or_else(|| anyhow!("column {column} holds no lists of strings"))?;
        Ok(words.iter().flatten().map(str::to_owned).collect())
    }

    fn string(&self, column: &str, row: usize) -> Result<String> {
        self.maybe(column, row)?.ok_or_else(|| anyhow!("column {column}, row {row}: empty"))
    }

    fn number(&self, column: &str, row: usize) -> Result<Option<usize>> {
        let cells = self.column(column)?.as_primitive_opt::<Int32Type>();
        let cells = cells.ok_or_else(|| anyhow!("column {column} holds no numbers"))?;
        let value = cells.is_valid(row).then(|| usize::try_from(cells.value(row)));
        value.transpose().with_context(|| format!("column {column}, row {row}"))
    }

    fn span(&self, row: usize) -> Result<[usize; 2]> {
        Ok([
            self.number("char_start", row)?.unwrap_or_default(),
            self.number("char_end", row)?.unwrap_or_default(),
        ])
    }

    fn confidence(&self, row: usize) -> Result<f32> {
        let cells = self.column("confidence")?.as_primitive_opt::<Float32Type>();
        Ok(cells.ok_or_else(|| anyhow!("column confidence holds no numbers"))?.value(row))
    }

    fn spans(&self, column: &str, row: usize) -> Result<Vec<[usize; 2]>> {
        let wrong = || anyhow!("column {column} holds no lists of spans");
        let lists: &ListArray = self.column(column)?.as_list_opt::<i32>().ok_or_else(wrong)?;
        let parts = lists.value(row);
        let parts: &StructArray = parts.as_struct_opt().ok_or_else(wrong)?;
        let ends = ["char_start", "char_end"].map(|end| {
            let numbers = parts.column_by_name(end).and_then(|end| end.as_primitive_opt::<Int32Type>());
            numbers.map(|numbers| numbers.values().to_vec())
        });
        let [Some(starts), Some(ends)] = ends else { return Err(wrong()) };
        ensure!(starts.len() == ends.len(), wrong());
        let place = |(&start, &end)| Ok([usize::try_from(start)?, usize::try_from(end)?]);
        starts.iter().zip(&ends).map(place).collect()
    }
}
