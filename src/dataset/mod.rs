//! Documents to Parquet. A dataset is written beside the one that it replaces and takes its place in one step.

pub mod card;
pub mod column;
mod croissant;
mod derived;
pub mod duplicates;
pub mod ids;
pub mod kept;
pub mod memory;
pub mod merge;
pub mod parts;
pub mod publish;
pub mod read;
pub mod schema;
pub mod tables;
mod unfinished;
pub mod unit;
pub mod verify;
mod whole;
pub mod writing;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use arrow::array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use serde::{Deserialize, Serialize};

use crate::document::Label;
use crate::hint::Hint;
use crate::source::Columns;
use schema::Table;
pub use whole::{WholeFile, write_whole};

/// The file that makes a directory a dataset.
pub const MANIFEST: &str = "manifest.json";

/// Rows of a row group; fixed, because other boundaries would give other bytes.
const GROUP_ROWS: usize = 65_536;

/// The option under which a manifest has what fields of records are called.
pub const COLUMNS: &str = "columns";
/// The option that says what others may do with the dataset.
pub const LICENSE: &str = "license";

/// Bytes of a row group in memory, packed; where articles are very long it has fewer rows.
const GROUP_BYTES: usize = 16 << 20;

/// What a dataset was made with and what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub tool: String,
    pub version: String,
    pub schema_version: u32,
    /// The method of each layer.
    pub options: BTreeMap<String, String>,
    /// In the order in which they were written.
    pub files: Vec<FileEntry>,
}

/// One file of a dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Below the dataset's directory, with forward slashes.
    pub path: String,
    pub rows: u64,
    pub bytes: u64,
    pub sha256: String,
}

fn file_of(directory: &Path, table: Table) -> PathBuf {
    directory.join(format!("{}.parquet", table.name()))
}

impl Manifest {
    /// What the fields of the records were called that the dataset was made from.
    pub fn columns(&self) -> Columns {
        self.options.get(COLUMNS).map_or_else(Columns::default, |list| Columns::parse(list))
    }

    /// Of this program, for `files`.
    pub fn new(options: BTreeMap<String, String>, files: Vec<FileEntry>) -> Manifest {
        Manifest {
            tool: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            schema_version: schema::VERSION,
            options,
            files,
        }
    }

    /// That of the dataset in `directory`.
    ///
    /// # Errors
    /// When there is none, or it is of another version of the schema.
    pub fn read(directory: &Path) -> Result<Manifest> {
        let path = directory.join(MANIFEST);
        let text = fs::read_to_string(&path)
            .with_context(|| path.display().to_string())
            .hint("this is no finished dataset; build it with `saidso build -o DIR`")?;
        let manifest: Manifest = serde_json::from_str(&text)
            .with_context(|| path.display().to_string())
            .hint("the manifest was changed; build the dataset again")?;
        ensure!(
            manifest.schema_version == schema::VERSION,
            "{}: schema version {}, this tool reads {}",
            path.display(),
            manifest.schema_version,
            schema::VERSION
        );
        Ok(manifest)
    }

    /// Writes it into `directory`.
    ///
    /// # Errors
    /// When the directory cannot be written to.
    pub fn write(&self, directory: &Path) -> Result<()> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        write_whole(&directory.join(MANIFEST), text.as_bytes())
    }
}

/// Writes one batch, such as a table of results, to the Parquet file `path`.
///
/// # Errors
/// When the directory cannot be written to.
pub fn write_batch(path: &Path, batch: RecordBatch) -> Result<()> {
    let mut bytes = Vec::new();
    let properties =
        WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties))?;
    writer.write(&batch)?;
    writer.close()?;
    write_whole(path, &bytes)
}

/// Columns that tell by a bloom filter which row groups an id is not in, since ids stand in no order that statistics could tell,
/// and page by page what they hold: of these columns alone, since what the writer knows of pages stays in memory to the end.
const LOOKED_UP: [&str; 3] = ["article_id", "entity_id", "speaker_id"];

/// Plain strings, zstd, statistics; text without a dictionary, the rest with one.
fn properties(table: Table) -> WriterProperties {
    let metadata = vec![
        ("saidso.table".to_owned(), table.name().to_owned()),
        ("saidso.schema_version".to_owned(), schema::VERSION.to_string()),
        (
            "saidso.offsets".to_owned(),
            "char_start and char_end are Unicode code points into articles.text; raw_start and raw_end are bytes of the \
             raw article; both are half-open"
                .to_owned(),
        ),
    ];
    let metadata =
        metadata.into_iter().map(|(key, value)| parquet::file::metadata::KeyValue::new(key, value)).collect();
    let text = ColumnPath::from("text");
    let builder = LOOKED_UP.iter().fold(WriterProperties::builder(), |builder, id| {
        builder
            .set_column_bloom_filter_enabled(ColumnPath::from(*id), true)
            .set_column_statistics_enabled(ColumnPath::from(*id), EnabledStatistics::Page)
    });
    builder
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_created_by(format!("saidso {}", env!("CARGO_PKG_VERSION")))
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_max_row_group_bytes(Some(GROUP_BYTES))
        .set_key_value_metadata(Some(metadata))
        .set_column_dictionary_enabled(text.clone(), false)
        .set_column_encoding(text, Encoding::DELTA_LENGTH_BYTE_ARRAY)
        .build()
}

/// The schema of `table`.
pub fn schema_of(table: Table) -> Arc<arrow::datatypes::Schema> {
    schema::rows(table, &[], &schema::Aside::default()).schema()
}
