//! Files that hold the old bytes or all of the new ones, whatever happens.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tempfile::NamedTempFile;

use super::unfinished::{Abandoned, TEMPORARY, abandoned};

/// A file that is written piece by piece, and is there once it is finished. Dropped before, it is gone.
pub struct WholeFile {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
    _abandoned: Abandoned,
}

impl WholeFile {
    /// One that is to stand at `path`, whose folder is made.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn create(path: &Path) -> Result<WholeFile> {
        let shown = || path.display().to_string();
        let directory = parent(path);
        fs::create_dir_all(directory).with_context(shown)?;
        let file = tempfile::Builder::new().prefix(TEMPORARY).suffix(".tmp").tempfile_in(directory);
        let file = file.with_context(shown)?;
        let _abandoned = abandoned(file.path());
        Ok(WholeFile { path: path.to_owned(), file: BufWriter::new(file), _abandoned })
    }

    /// Appends `bytes`.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.file.write_all(bytes).with_context(|| self.path.display().to_string())
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// When it cannot be synced or renamed.
    pub fn finish(self) -> Result<()> {
        let path = &self.path;
        let shown = || path.display().to_string();
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error).with_context(shown)?;
        file.as_file().sync_all().with_context(shown)?;
        readable(&file).with_context(shown)?;
        file.persist(path).with_context(shown)?;
        // The rename itself must survive a power cut.
        #[cfg(unix)]
        File::open(parent(path)).and_then(|directory| directory.sync_all()).with_context(shown)?;
        Ok(())
    }
}

/// Writes `bytes` to `path` so that it holds either the old bytes or all of the new ones.
///
/// # Errors
/// When the directory cannot be written to.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = WholeFile::create(path)?;
    file.write(bytes)?;
    file.finish()
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Temporary files are private to their owner; a dataset is to be read by others too.
fn readable(file: &NamedTempFile) -> io::Result<()> {
    #[cfg(unix)]
    file.as_file().set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}
