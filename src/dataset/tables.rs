//! The tables of one directory while they are written: a thread for each, so that they are encoded side by side, and
//! while the next articles are read. What a thread writes depends on its rows alone.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result};
use arrow::array::RecordBatch;
use arrow::compute::concat_batches;
use parquet::arrow::ArrowWriter;

use super::column::day;
use super::duplicates::Articles;
use super::read::Bundle;
use super::schema::{self, Aside, Table};
use super::unit::Unit;
use super::{FileEntry, file_of, properties, schema_of};
use crate::document::Label;
use crate::source::sha256_of;

/// Writes all tables of one directory.
pub struct Tables {
    directory: PathBuf,
    open: Vec<Open>,
}

/// A table, and the thread that writes it.
struct Open {
    table: Table,
    loads: SyncSender<Load>,
    thread: JoinHandle<Result<u64>>,
}

/// What is written of an article.
pub enum Entry {
    /// What was found in it.
    Found(Box<Unit>),
    /// Its rows, as another dataset has them.
    Rows(Box<Bundle>),
}

impl Entry {
    /// Bytes of the raw article.
    pub fn raw_bytes(&self) -> usize {
        match self {
            Entry::Found(unit) => unit.article.raw.len(),
            Entry::Rows(bundle) => bundle.raw_bytes(),
        }
    }

    /// Adds the article to `all`.
    pub fn tell(&self, all: &mut Articles) {
        match self {
            Entry::Found(unit) => {
                let Unit { article, document, .. } = &**unit;
                all.add(&article.id, document.metadata.published.as_deref().and_then(day), document.text());
            }
            Entry::Rows(bundle) => bundle.tell(all),
        }
    }
}

/// What is written at once.
pub type Load = Arc<(Vec<Entry>, Aside)>;

impl Tables {
    /// In `directory`. Where `new_alone`, rows that another dataset has are passed over.
    ///
    /// # Errors
    /// When the directory cannot be made or written to.
    pub fn create(directory: &Path, new_alone: bool) -> Result<Tables> {
        let shown = || directory.display().to_string();
        fs::create_dir_all(directory).with_context(shown)?;
        let open = |&(table, ..): &(Table, _, _)| {
            let path = file_of(directory, table);
            let file = File::create(&path)?;
            let writer = ArrowWriter::try_new(file, schema_of(table), Some(properties(table)))?;
            // Without room: beside what is written, no more waits in memory than what its owner gathers.
            let (loads, loaded) = sync_channel(0);
            let name = table.name().to_owned();
            let shown = path.display().to_string();
            let thread = thread::Builder::new()
                .name(name)
                .spawn(move || write(table, writer, &loaded, new_alone).with_context(|| shown))?;
            Ok(Open { table, loads, thread })
        };
        let open = Table::ALL.iter().map(open).collect::<Result<_>>().with_context(shown)?;
        Ok(Tables { directory: directory.to_owned(), open })
    }

    /// Adds the rows of `load` to every table. They are written from now on.
    ///
    /// # Errors
    /// When what was added before could not be written: the disk is full or the writer failed.
    pub fn write(&mut self, load: &Load) -> Result<()> {
        // A thread that takes no more has failed, and says why.
        match self.open.iter().position(|open| open.loads.send(load.clone()).is_err()) {
            Some(at) => joined(self.open.remove(at).thread).map(|_| ()),
            None => Ok(()),
        }
    }

    /// Syncs the files; what the manifest says of each, with paths below `root`.
    ///
    /// # Errors
    /// When a file cannot be finished.
    pub fn finish(self, root: &Path) -> Result<Vec<FileEntry>> {
        // A thread ends when nobody can send to it any more.
        let threads: Vec<_> = self.open.into_iter().map(|open| (open.table, open.thread)).collect();
        let mut files = Vec::new();
        for (table, thread) in threads {
            let rows = joined(thread)?;
            let path = file_of(&self.directory, table);
            let (bytes, sha256) = sha256_of(&path).with_context(|| path.display().to_string())?;
            let below: Vec<_> =
                path.strip_prefix(root).unwrap_or(&path).iter().map(|part| part.to_string_lossy()).collect();
            files.push(FileEntry { path: below.join("/"), rows, bytes, sha256 });
        }
        // The names must survive a power cut, too.
        #[cfg(unix)]
        File::open(&self.directory)
            .and_then(|directory| directory.sync_all())
            .with_context(|| self.directory.display().to_string())?;
        Ok(files)
    }
}

/// The rows of `table` for `entries` and `aside`, in order.
fn rows(table: Table, (entries, aside): &(Vec<Entry>, Aside), new_alone: bool) -> Result<RecordBatch> {
    let mut parts = Vec::new();
    let mut units: Vec<&Unit> = Vec::new();
    for entry in entries {
        match entry {
            Entry::Found(unit) => units.push(unit),
            Entry::Rows(_) if new_alone => {}
            Entry::Rows(bundle) => {
                if !units.is_empty() {
                    parts.push(schema::rows(table, &std::mem::take(&mut units), &Aside::default()));
                }
                if Bundle::TABLES.contains(&table) {
                    parts.push(bundle.of(table).batch.clone());
                }
            }
        }
    }
    parts.push(schema::rows(table, &units, aside));
    match &parts[..] {
        [only] => Ok(only.clone()),
        all => Ok(concat_batches(&schema_of(table), all)?),
    }
}

/// Writes and syncs what comes; the number of rows.
fn write(
    table: Table,
    mut writer: ArrowWriter<File>,
    loads: &Receiver<Load>,
    new_alone: bool,
) -> Result<u64> {
    let mut rows = 0;
    for load in loads {
        let batch = self::rows(table, &load, new_alone)?;
        rows += batch.num_rows() as u64;
        writer.write(&batch)?;
    }
    writer.into_inner()?.sync_all()?;
    Ok(rows)
}

/// What the thread did; where it panicked, so does this.
fn joined<T>(thread: JoinHandle<Result<T>>) -> Result<T> {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
