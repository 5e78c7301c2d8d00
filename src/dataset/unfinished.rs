//! What is being written, so that a program that is ended leaves none of it behind.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// In the names of files and folders that are still being written.
pub const TEMPORARY: &str = ".saidso-";

/// The folders and files that are being written, and whether the parts of a folder stay, for whoever ends the program early.
static OPEN: Mutex<Vec<(PathBuf, bool)>> = Mutex::new(Vec::new());

pub fn open() -> MutexGuard<'static, Vec<(PathBuf, bool)>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file that is being written, which goes with a program that ends early.
pub struct Abandoned(PathBuf);

/// Has the file at `path` removed when the program is ended, until what is given back is dropped.
pub fn abandoned(path: &Path) -> Abandoned {
    open().push((path.to_owned(), false));
    Abandoned(path.to_owned())
}

impl Drop for Abandoned {
    fn drop(&mut self) {
        open().retain(|(path, _)| *path != self.0);
    }
}
