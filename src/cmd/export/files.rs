//! What an export writes: one file with what stands beside it, or a folder of files; there at the end, or not at all.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};

use crate::cmd::import::absent;
use crate::dataset::WholeFile;
use crate::dataset::publish::Staging;
use crate::exchange::Out;
use crate::hint::Hint;

/// The file and what stands beside it.
pub struct Files {
    output: PathBuf,
    open: Vec<(String, PathBuf, WholeFile)>,
}

impl Files {
    /// None yet; the first is to stand at `output`.
    pub fn new(output: &Path) -> Files {
        Files { output: output.to_owned(), open: Vec::new() }
    }

    /// Puts them in their places: those beside the first.
    ///
    /// # Errors
    /// When one cannot be put there.
    pub fn finish(self) -> Result<Vec<PathBuf>> {
        let mut beside = Vec::new();
        for (name, path, file) in self.open {
            file.finish()?;
            if !name.is_empty() {
                beside.push(path);
            }
        }
        Ok(beside)
    }
}

impl Out for Files {
    fn put(&mut self, name: &str, text: &str) -> Result<()> {
        if let Some(own) = self.open.iter_mut().find(|own| own.0 == name) {
            return own.2.write(text.as_bytes());
        }
        let output = &self.output;
        let path =
            name.strip_prefix('.').map_or_else(|| output.clone(), |ending| output.with_extension(ending));
        if !name.is_empty() {
            if path == *output {
                return Err(anyhow!("{}: is taken by what stands beside the file", output.display()))
                    .hint("give -o a name with another ending");
            }
            absent(&path)?;
        }
        let mut file = WholeFile::create(&path)?;
        file.write(text.as_bytes())?;
        self.open.push((name.to_owned(), path, file));
        Ok(())
    }
}

/// The folder, as long as it stands beside its place.
pub struct Folder(pub Staging);

impl Out for Folder {
    fn put(&mut self, name: &str, text: &str) -> Result<()> {
        let path = self.0.path().join(name);
        let shown = || path.display().to_string();
        let mut file = OpenOptions::new().append(true).create(true).open(&path).with_context(shown)?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).with_context(shown)
    }
}
