//! Documents to Parquet. Files appear whole or not at all: written under a temporary name, synced
//! and renamed, the manifest last, so a directory without a manifest is no dataset.

pub mod column;
pub mod schema;
pub mod verify;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use arrow::array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::document::{Label, Reject};
use crate::hint::Hint;
use crate::source::sha256;
use schema::{Table, Unit};

/// The file that makes a directory a dataset.
pub const MANIFEST: &str = "manifest.json";

/// Rows of a row group; fixed, because other boundaries would give other bytes.
const GROUP_ROWS: usize = 65_536;

/// Beginning of the names of files that are still being written.
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
    open: Vec<(Table, ArrowWriter<NamedTempFile>, u64)>,
}

impl Tables {
    /// # Errors
    /// When the directory cannot be made or written to.
    pub fn create(directory: &Path) -> Result<Tables> {
        fs::create_dir_all(directory).with_context(|| directory.display().to_string())?;
        let open = Table::ALL
            .iter()
            .map(|&(table, ..)| {
                let file = temporary(directory)?;
                let schema = schema::rows(table, &[], &[]).schema();
                let writer = ArrowWriter::try_new(file, schema, Some(properties(table)))?;
                Ok((table, writer, 0))
            })
            .collect::<Result<_>>()
            .with_context(|| directory.display().to_string())?;
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
            writer.write(&batch).with_context(|| self.directory.join(table.name()).display().to_string())?;
        }
        Ok(())
    }

    /// Syncs the files; they get their names in [`Pending::publish`].
    ///
    /// # Errors
    /// When a file cannot be finished.
    pub fn finish(self) -> Result<Pending> {
        let mut files = Vec::new();
        for (table, writer, rows) in self.open {
            let path = self.directory.join(format!("{}.parquet", table.name()));
            let file = writer.into_inner().with_context(|| path.display().to_string())?;
            file.as_file().sync_all().with_context(|| path.display().to_string())?;
            files.push((path, file, rows));
        }
        Ok(Pending { files })
    }
}

/// Finished files that do not have their names yet.
pub struct Pending {
    files: Vec<(PathBuf, NamedTempFile, u64)>,
}

impl Pending {
    /// Gives the files of `parts` their names in `directory`, and writes the manifest last.
    ///
    /// # Errors
    /// When a file cannot be renamed.
    pub fn publish(
        parts: Vec<Pending>,
        directory: &Path,
        options: BTreeMap<String, String>,
    ) -> Result<Manifest> {
        // From here until the new manifest stands, the directory is visibly no dataset.
        let manifest_path = directory.join(MANIFEST);
        if manifest_path.exists() {
            fs::remove_file(&manifest_path).with_context(|| manifest_path.display().to_string())?;
        }
        let mut files = Vec::new();
        for (path, file, rows) in parts.into_iter().flat_map(|part| part.files) {
            let shown = path.display().to_string();
            let bytes = fs::read(file.path()).with_context(|| shown.clone())?;
            readable(&file).with_context(|| shown.clone())?;
            file.persist(&path).with_context(|| shown.clone())?;
            let below = path.strip_prefix(directory).unwrap_or(&path);
            let below: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            files.push(FileEntry {
                path: below.join("/"),
                rows,
                bytes: bytes.len() as u64,
                sha256: sha256(&bytes),
            });
        }
        let manifest = Manifest {
            tool: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            schema_version: schema::VERSION,
            options,
            files,
        };
        let mut text = serde_json::to_string_pretty(&manifest)?;
        text.push('\n');
        write_whole(&manifest_path, text.as_bytes())?;
        Ok(manifest)
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

/// Makes sure that `directory` is new, empty or a dataset of ours, and clears what an interrupted
/// run left there.
///
/// # Errors
/// When it holds anything else, so that nothing of the user's is mixed with a dataset.
pub fn claim_directory(directory: &Path) -> Result<()> {
    let shown = directory.display();
    if directory.is_file() {
        return Err(anyhow!("{shown}: is a file"))
            .hint("give -o a directory that is new, empty or a dataset");
    }
    let Ok(entries) = fs::read_dir(directory) else { return Ok(()) };
    for entry in entries {
        let path = entry.with_context(|| shown.to_string())?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let table = name.strip_suffix(".parquet").is_some_and(|stem| Table::parse(stem).is_some());
        let gold = name == "gold" && path.is_dir();
        if name.starts_with(TEMPORARY) {
            fs::remove_file(&path).with_context(|| path.display().to_string())?;
        } else if gold {
            claim_directory(&path)?;
        } else if !table && name != MANIFEST {
            return Err(anyhow!("{shown}: holds something else ({name})"))
                .hint("give -o a directory that is new, empty or a dataset; nothing was changed");
        }
    }
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
