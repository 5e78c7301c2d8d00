//! Tables back from Parquet, trusting nothing, and no more of them in memory than a batch of rows.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use arrow::array::{
    Array, AsArray, Date32Array, Float32Array, Float64Array, Int32Array, Int64Array, ListArray, RecordBatch,
    StringArray,
};
use arrow::compute::concat_batches;
use arrow::datatypes::{Date32Type, Float32Type, Float64Type, Int32Type, Int64Type, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::duplicates::Articles;
use super::ids::Ids;
use super::schema::{self, Table};
use super::schema_of;
use crate::hint::Hint;

/// Rows that are read at once, and how many where they are long: no column of them may come near 2 GiB.
const ROWS: usize = 256;
const LONG_ROWS: usize = 16;
/// Bytes of a row group, unpacked, from which its rows may be long.
const LONG: i64 = 256 << 20;

/// A table that is read from its first row to its last.
pub struct Cursor {
    path: PathBuf,
    batches: ParquetRecordBatchReader,
    /// The rows at hand, and the next one of them.
    batch: RecordBatch,
    at: usize,
    /// Rows before those at hand.
    before: usize,
}

impl Cursor {
    /// # Errors
    /// When there is no such file, or its columns are not those of `table`.
    pub fn open(path: &Path, table: Table) -> Result<Cursor> {
        let builder = open(path, table)?;
        let batch = RecordBatch::new_empty(builder.schema().clone());
        let batches = builder.build().with_context(|| path.display().to_string())?;
        Ok(Cursor { path: path.to_owned(), batches, batch, at: 0, before: 0 })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Rows that were taken.
    pub fn taken(&self) -> usize {
        self.before + self.at
    }

    /// Whether there is a next row, which is then at hand.
    fn fill(&mut self) -> Result<bool> {
        while self.at == self.batch.num_rows() {
            let Some(batch) = self.batches.next() else { return Ok(false) };
            let unreadable =
                || format!("{}: row {} or one soon after cannot be read", self.path.display(), self.taken());
            let batch = batch.with_context(unreadable)?;
            // A damaged length can cut a character in two, which the reader does not look for.
            for column in batch.columns() {
                column.to_data().validate_full().with_context(unreadable)?;
            }
            self.before += self.at;
            (self.batch, self.at) = (batch, 0);
        }
        Ok(true)
    }

    /// The next `count` of the rows at hand.
    fn cut(&mut self, count: usize) -> Rows {
        let rows =
            Rows { path: self.path.clone(), first: self.taken(), batch: self.batch.slice(self.at, count) };
        self.at += count;
        rows
    }

    /// The next row, if there is one.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn one(&mut self) -> Result<Option<Rows>> {
        Ok(self.fill()?.then(|| self.cut(1)))
    }

    /// The next rows, as many as come at once; none at the end.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn some(&mut self) -> Result<Option<Rows>> {
        Ok(self.fill()?.then(|| self.cut(self.batch.num_rows() - self.at)))
    }

    /// The next rows as long as they are of `article`.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn rows_of(&mut self, article: &str) -> Result<Rows> {
        let mut parts = Vec::new();
        while self.fill()? {
            let ids = self.batch["article_id"].as_string::<i32>();
            let own = (self.at..ids.len()).take_while(|&row| ids.value(row) == article).count();
            let goes_on = self.at + own == ids.len();
            parts.push(self.cut(own));
            if !goes_on {
                break;
            }
        }
        let Some(first) = parts.first() else { return Ok(self.cut(0)) };
        if parts.len() == 1 {
            return Ok(parts.remove(0));
        }
        let batch = concat_batches(&first.batch.schema(), parts.iter().map(|part| &part.batch))?;
        Ok(Rows { path: self.path.clone(), first: first.first, batch })
    }

    /// The next row must be of an article further on than `place`, if there is a next one.
    fn follows(&mut self, ids: &Ids, place: Option<usize>) -> Result<()> {
        if !self.fill()? {
            return Ok(());
        }
        let what = match ids.get(self.batch["article_id"].as_string::<i32>().value(self.at)) {
            None => "its article_id stands in no row of articles",
            Some(own) if place.is_none_or(|place| own <= place) => "it is out of the order of articles",
            Some(_) => return Ok(()),
        };
        Err(self.cut(1).offence(0, what))
    }
}

/// Rows of a table that follow one another.
pub struct Rows {
    path: PathBuf,
    /// The number of the first in its table.
    first: usize,
    pub batch: RecordBatch,
}

impl Rows {
    pub fn count(&self) -> usize {
        self.batch.num_rows()
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// `file: row N (article A): what`.
    pub fn offence(&self, row: usize, what: &str) -> anyhow::Error {
        let article = self.batch.column_by_name("article_id").map(|ids| ids.as_string::<i32>().value(row));
        let article = article.map_or(String::new(), |id| format!(" (article {id})"));
        anyhow!("{}: row {}{article}: {what}", self.path.display(), self.first + row)
    }

    pub fn strings(&self, column: &str) -> &StringArray {
        self.batch[column].as_string()
    }

    pub fn longs(&self, column: &str) -> &Int64Array {
        self.batch[column].as_primitive::<Int64Type>()
    }

    pub fn ints(&self, column: &str) -> &Int32Array {
        self.batch[column].as_primitive::<Int32Type>()
    }

    pub fn days(&self, column: &str) -> &Date32Array {
        self.batch[column].as_primitive::<Date32Type>()
    }

    pub fn floats(&self, column: &str) -> &Float32Array {
        self.batch[column].as_primitive::<Float32Type>()
    }

    pub fn doubles(&self, column: &str) -> &Float64Array {
        self.batch[column].as_primitive::<Float64Type>()
    }

    pub fn lists(&self, column: &str) -> &ListArray {
        self.batch[column].as_list()
    }
}

/// An article's rows in the tables that have any, [`Bundle::TABLES`].
pub struct Bundle(Vec<Rows>);

impl Bundle {
    /// In each of them, rows follow the order of articles.
    pub const TABLES: [Table; 7] = [
        Table::Articles,
        Table::Blocks,
        Table::Sentences,
        Table::Entities,
        Table::Claims,
        Table::ClaimEntities,
        Table::Speakers,
    ];

    pub fn of(&self, table: Table) -> &Rows {
        &self.0[table as usize]
    }

    /// The article's id.
    pub fn id(&self) -> &str {
        self.of(Table::Articles).strings("article_id").value(0)
    }

    /// Bytes of the raw article.
    pub fn raw_bytes(&self) -> usize {
        usize::try_from(self.of(Table::Articles).longs("raw_bytes").value(0)).unwrap_or(0)
    }

    /// Adds the article to `all`.
    pub fn tell(&self, all: &mut Articles) {
        let own = self.of(Table::Articles);
        let published = own.days("published");
        let published = (!published.is_null(0)).then(|| published.value(0));
        all.add(self.id(), published, own.strings("text").value(0));
    }

    /// Its file and where it begins there, which is how a build orders articles, and the id.
    pub fn place(&self) -> (&Path, i64, &str) {
        let own = self.of(Table::Articles);
        (Path::new(own.strings("path").value(0)), own.longs("raw_offset").value(0), self.id())
    }
}

/// A dataset, an article after the other.
pub struct Walk {
    ids: Ids,
    tables: Vec<Cursor>,
}

impl Walk {
    /// The tables in `directory`. What is in memory is a batch of each, and a hash of every id.
    ///
    /// # Errors
    /// When a table is missing or has not our columns, or two articles have one id.
    pub fn open(directory: &Path) -> Result<Walk> {
        let cursor = |table| Cursor::open(&super::file_of(directory, table), table);
        let tables = Bundle::TABLES.into_iter().map(cursor).collect::<Result<_>>()?;
        Ok(Walk { ids: ids(directory)?, tables })
    }

    /// The next article with all its rows.
    ///
    /// # Errors
    /// When a row cannot be read, is of no article, or stands out of their order.
    pub fn article(&mut self) -> Result<Option<Bundle>> {
        let Some((articles, below)) = self.tables.split_first_mut() else { return Ok(None) };
        let place = articles.taken();
        let Some(own) = articles.one()? else {
            below.iter_mut().try_for_each(|table| table.follows(&self.ids, None))?;
            return Ok(None);
        };
        let id = own.strings("article_id").value(0).to_owned();
        let mut rows = vec![own];
        for table in below {
            rows.push(table.rows_of(&id)?);
            table.follows(&self.ids, Some(place))?;
        }
        Ok(Some(Bundle(rows)))
    }

    pub fn tables(&self) -> &[Cursor] {
        &self.tables
    }
}

/// Gives `see` the cells of `columns`, which are of words, of each row of `table`; a cell without a value is empty.
///
/// # Errors
/// When the table is missing, damaged, or of another version.
pub fn each<const N: usize>(
    directory: &Path,
    table: Table,
    columns: [&str; N],
    mut see: impl FnMut([&str; N]),
) -> Result<()> {
    let path = super::file_of(directory, table);
    let shown = || path.display().to_string();
    let hint = "give a dataset that `saidso build` made, or build it again";
    let builder = open(&path, table).hint(hint)?;
    let only = ProjectionMask::columns(builder.parquet_schema(), columns);
    for batch in builder.with_projection(only).build().with_context(shown)? {
        let batch = batch.with_context(shown).hint(hint)?;
        let cells = columns.map(|name| batch[name].as_string::<i32>());
        for row in 0..batch.num_rows() {
            see(cells.map(|cells| cells.value(row)));
        }
    }
    Ok(())
}

/// Where the article with each id stands.
fn ids(directory: &Path) -> Result<Ids> {
    let path = super::file_of(directory, Table::Articles);
    let builder = open(&path, Table::Articles)?;
    let only = ProjectionMask::columns(builder.parquet_schema(), ["article_id"]);
    let mut ids = Ids::default();
    for batch in builder.with_projection(only).build().with_context(|| path.display().to_string())? {
        let first = ids.len();
        let unreadable = || format!("{}: row {first} or one soon after cannot be read", path.display());
        let batch = batch.with_context(unreadable)?;
        batch["article_id"].to_data().validate_full().with_context(unreadable)?;
        let rows = Rows { path: path.clone(), first, batch };
        for (row, id) in rows.strings("article_id").iter().flatten().enumerate() {
            if ids.add(id, first + row).is_some() {
                return Err(rows.offence(row, "a second article with this id"));
            }
        }
    }
    Ok(ids)
}

fn open(path: &Path, table: Table) -> Result<ParquetRecordBatchReaderBuilder<File>> {
    let file = File::open(path).with_context(|| path.display().to_string())?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file)
        .with_context(|| format!("{}: row 0 and all others: the footer is damaged", path.display()))?;
    ensure!(
        plain(builder.schema()) == plain(&schema_of(table)),
        "{}: row 0 and all others: the columns are not those of schema version {}",
        path.display(),
        schema::VERSION
    );
    let long = builder.metadata().row_groups().iter().any(|group| group.total_byte_size() >= LONG);
    Ok(builder.with_batch_size(if long { LONG_ROWS } else { ROWS }))
}

/// Names, types and nullability, without the metadata that readers may drop.
fn plain(schema: &Schema) -> Vec<(&str, String, bool)> {
    schema.fields().iter().map(|f| (f.name().as_str(), f.data_type().to_string(), f.is_nullable())).collect()
}
