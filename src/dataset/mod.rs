//! Documents to Parquet. A dataset is written beside the one that it replaces and takes its place in one step.

pub mod column;
pub mod publish;
pub mod schema;
pub mod verify;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use arrow::array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::document::{Label, Reject};
use crate::source::sha256_of;
use schema::{Table, Unit};

/// The file that makes a directory a dataset.
pub const MANIFEST: &str = "manifest.json";

/// Rows of a row group; fixed, because other boundaries would give other bytes.
const GROUP_ROWS: usize = 65_536;

/// In the names of files and folders that are still being written.
const TEMPORARY: &str = ".saidso-";

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

/// Writes the six tables of one directory.
pub struct Tables {
    directory: PathBuf,
    open: Vec<(Table, ArrowWriter<File>, u64)>,
}

impl Tables {
    /// # Errors
    /// When the directory cannot be made or written to.
    pub fn create(directory: &Path) -> Result<Tables> {
        let shown = || directory.display().to_string();
        fs::create_dir_all(directory).with_context(shown)?;
        let open = Table::ALL
            .iter()
            .map(|&(table, ..)| {
                let file = File::create(file_of(directory, table))?;
                let schema = schema::rows(table, &[], &[]).schema();
                let writer = ArrowWriter::try_new(file, schema, Some(properties(table)))?;
                Ok((table, writer, 0))
            })
            .collect::<Result<_>>()
            .with_context(shown)?;
        Ok(Tables { directory: directory.to_owned(), open })
    }

    /// Adds the rows of `units` and `rejects` to every table.
    ///
    /// # Errors
    /// When the disk is full or the writer fails.
    pub fn write(&mut self, units: &[Unit], rejects: &[Reject]) -> Result<()> {
        for (table, writer, rows) in &mut self.open {
            let batch = schema::rows(*table, units, rejects);
            *rows += batch.num_rows() as u64;
            writer.write(&batch).with_context(|| file_of(&self.directory, *table).display().to_string())?;
        }
        Ok(())
    }

    /// Syncs the files; what the manifest says of each, with paths below `root`.
    ///
    /// # Errors
    /// When a file cannot be finished.
    pub fn finish(self, root: &Path) -> Result<Vec<FileEntry>> {
        let entry = |(table, writer, rows): (Table, ArrowWriter<File>, u64)| {
            let path = file_of(&self.directory, table);
            let shown = || path.display().to_string();
            writer.into_inner().with_context(shown)?.sync_all().with_context(shown)?;
            let (bytes, sha256) = sha256_of(&path).with_context(shown)?;
            let below: Vec<_> =
                path.strip_prefix(root).unwrap_or(&path).iter().map(|part| part.to_string_lossy()).collect();
            Ok(FileEntry { path: below.join("/"), rows, bytes, sha256 })
        };
        let files = self.open.into_iter().map(entry).collect();
        // The names must survive a power cut, too.
        #[cfg(unix)]
        File::open(&self.directory)
            .and_then(|directory| directory.sync_all())
            .with_context(|| self.directory.display().to_string())?;
        files
    }
}

fn file_of(directory: &Path, table: Table) -> PathBuf {
    directory.join(format!("{}.parquet", table.name()))
}

impl Manifest {
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

/// Writes `bytes` to `path` so that it holds either the old bytes or all of the new ones.
///
/// # Errors
/// When the directory cannot be written to.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let shown = || path.display().to_string();
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(directory).with_context(shown)?;
    let mut file = temporary(directory).with_context(shown)?;
    io::Write::write_all(&mut file, bytes).with_context(shown)?;
    file.as_file().sync_all().with_context(shown)?;
    readable(&file).with_context(shown)?;
    file.persist(path).with_context(shown)?;
    // The rename itself must survive a power cut.
    #[cfg(unix)]
    File::open(directory).and_then(|directory| directory.sync_all()).with_context(shown)?;
    Ok(())
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

fn temporary(directory: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(TEMPORARY).suffix(".tmp").tempfile_in(directory)
}

/// Temporary files are private to their owner; a dataset is to be read by others too.
fn readable(file: &NamedTempFile) -> io::Result<()> {
    #[cfg(unix)]
    file.as_file().set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

/// Plain strings, zstd, statistics; text without a dictionary, the rest with one.
fn properties(table: Table) -> WriterProperties {
    let metadata = vec![
        ("saidso.table".to_owned(), table.name().to_owned()),
        ("saidso.schema_version".to_owned(), schema::VERSION.to_string()),
        (
            "saidso.offsets".to_owned(),
            "start and end are Unicode code points into articles.text; raw_start and raw_end are bytes of the \
             raw article; both are half-open"
                .to_owned(),
        ),
    ];
    let metadata =
        metadata.into_iter().map(|(key, value)| parquet::file::metadata::KeyValue::new(key, value)).collect();
    let text = ColumnPath::from("text");
    WriterProperties::builder()
        .set_created_by(format!("saidso {}", env!("CARGO_PKG_VERSION")))
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_key_value_metadata(Some(metadata))
        .set_column_dictionary_enabled(text.clone(), false)
        .set_column_encoding(text, Encoding::DELTA_LENGTH_BYTE_ARRAY)
        .build()
}

/// The schema of `table`.
pub fn schema_of(table: Table) -> Arc<arrow::datatypes::Schema> {
    schema::rows(table, &[], &[]).schema()
}
