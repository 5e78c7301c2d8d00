//! What a long build has done so far, in small finished datasets beside the one that it writes, so that a run that was ended
//! early can go on where it was: the next one takes their rows over.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::tables::{Entry, Load, Tables};
use super::{MANIFEST, Manifest};

/// Batches of a part, 4,096 articles: as much is lost at most.
pub const BATCHES: usize = 64;

pub struct Parts {
    root: PathBuf,
    options: BTreeMap<String, String>,
    /// The number of the next part; those before it are there.
    next: usize,
    /// The part that is being written, its folder, and how many batches it has.
    open: Option<(Tables, PathBuf, usize)>,
    batches: usize,
}

impl Parts {
    /// Those in the folder `root`, of a build with `options`, each of so many batches. What was not finished there goes.
    ///
    /// # Errors
    /// When the folder cannot be made, read or written to.
    pub fn open(root: &Path, options: &BTreeMap<String, String>, batches: usize) -> Result<Parts> {
        let shown = || root.display().to_string();
        fs::create_dir_all(root).with_context(shown)?;
        let mut parts =
            Parts { root: root.to_owned(), options: options.clone(), next: 0, open: None, batches };
        for entry in fs::read_dir(root).with_context(shown)? {
            let path = entry.with_context(shown)?.path();
            if path.join(MANIFEST).exists() {
                parts.next = parts.next.max(number(&path) + 1);
            } else {
                fs::remove_dir_all(&path).with_context(|| path.display().to_string())?;
            }
        }
        Ok(parts)
    }

    /// The folders of those that are finished, in the order in which they were written.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn finished(&self) -> Result<Vec<PathBuf>> {
        let entries = fs::read_dir(&self.root).with_context(|| self.root.display().to_string())?;
        let mut found =
            entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
        found.sort_by_key(|path| number(path));
        Ok(found)
    }

    /// Adds what is new in `load` to the part that is being written.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&mut self, load: &Load) -> Result<()> {
        if !load.0.iter().any(|entry| matches!(entry, Entry::Found(_))) {
            return Ok(());
        }
        let (tables, _, batches) = match &mut self.open {
            Some(open) => open,
            none => {
                let folder = self.root.join(self.next.to_string());
                self.next += 1;
                none.insert((Tables::create(&folder, true)?, folder, 0))
            }
        };
        tables.write(load)?;
        *batches += 1;
        if *batches < self.batches {
            return Ok(());
        }
        let Some((tables, folder, _)) = self.open.take() else { return Ok(()) };
        let files = tables.finish(&folder)?;
        Manifest::new(self.options.clone(), files).write(&folder)
    }
}

fn number(part: &Path) -> usize {
    part.file_name().and_then(|name| name.to_str()?.parse().ok()).unwrap_or(0)
}
