//! How a dataset takes the place of another: it is written beside it, and the two change places in one step.
//!
//! A reader sees the old dataset whole or the new one whole. What a killed run left beside is cleared by the next.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, anyhow};

use super::schema::Table;
use super::unfinished::{TEMPORARY, open};
use super::{MANIFEST, card, file_of};
use crate::document::Label;
use crate::hint::Hint;

/// Held while two folders change places, and by whoever ends the program early: nothing may be half exchanged.
static EXCHANGE: Mutex<()> = Mutex::new(());

/// The subfolder of what is finished of a build that can go on.
const PARTS: &str = "parts";

/// A folder beside the dataset's, in which the next one is written. Dropped before [`Staging::publish`], it is gone.
pub struct Staging {
    /// Where the dataset is to stand, links resolved.
    target: PathBuf,
    path: PathBuf,
    /// Whether what is in its parts stays when it is dropped.
    resumes: bool,
    /// Locks die with their process, however it ends.
    _locks: Vec<File>,
}

impl Staging {
    /// Opens the folder beside `target`, which must be new, empty or a dataset of ours.
    ///
    /// # Errors
    /// When `target` holds anything else, another process writes it, or the folder cannot be made.
    pub fn open(target: &Path) -> Result<Staging> {
        Staging::start(target, false)
    }

    /// Likewise, with the parts of a run that was ended early, which stay until [`Staging::publish`].
    ///
    /// # Errors
    /// As [`Staging::open`].
    pub fn resume(target: &Path) -> Result<Staging> {
        Staging::start(target, true)
    }

    fn start(target: &Path, resumes: bool) -> Result<Staging> {
        let target = resolved(target)?;
        let path = beside(&target, "next")?;
        recover(&target, &beside(&target, "old")?)?;
        claim(&target)?;
        let mut locks = Vec::new();
        if target.exists() {
            locks.push(lock(&target, &target)?);
        }
        fs::create_dir_all(&path).with_context(|| path.display().to_string())?;
        locks.push(lock(&path, &target)?);
        clear(&path, resumes).with_context(|| path.display().to_string())?;
        open().push((path.clone(), resumes));
        Ok(Staging { target, path, resumes, _locks: locks })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the parts of a build are that can go on.
    pub fn parts(&self) -> PathBuf {
        self.path.join(PARTS)
    }

    /// Makes what was written the dataset; the old one is gone afterwards.
    ///
    /// # Errors
    /// When a folder cannot be synced, renamed or removed. The dataset is then the old one or the new one.
    pub fn publish(self) -> Result<()> {
        let shown = || self.target.display().to_string();
        remove(&self.parts()).with_context(shown)?;
        sync(&self.path).with_context(shown)?;
        let parent = parent(&self.target);
        let _whole = EXCHANGE.lock().unwrap_or_else(PoisonError::into_inner);
        if self.target.exists() {
            exchange(&self.path, &self.target).with_context(shown)?;
        } else {
            fs::rename(&self.path, &self.target).with_context(shown)?;
        }
        open().retain(|(path, _)| *path != self.path);
        sync(parent).with_context(shown)?;
        // What stands beside it now is the old one.
        remove(&self.path).with_context(|| {
            format!(
                "{}: the new dataset stands, but the old one beside it could not be removed",
                self.path.display()
            )
        })
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let mut open = open();
        if let Some(at) = open.iter().position(|(path, _)| *path == self.path) {
            open.remove(at);
            let _ = leave(&self.path, self.resumes);
        }
    }
}

/// Removes what is being written, and keeps anybody from publishing from now on. For a program that ends at once.
pub fn abandon() {
    let whole = EXCHANGE.lock().unwrap_or_else(PoisonError::into_inner);
    let open = open();
    for (path, resumes) in open.iter() {
        let _ = leave(path, *resumes);
    }
    std::mem::forget((whole, open));
}

/// `target` with its links resolved, so that what stands beside it is on its file system.
fn resolved(target: &Path) -> Result<PathBuf> {
    let shown = || target.display().to_string();
    if let Ok(found) = fs::canonicalize(target) {
        return Ok(found);
    }
    let name = target.file_name().with_context(shown).hint("give -o the path of a directory")?;
    fs::create_dir_all(parent(target)).with_context(shown).hint("name a folder that can be made with -o")?;
    Ok(fs::canonicalize(parent(target)).with_context(shown)?.join(name))
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// ".NAME.saidso-next", beside `target`.
fn beside(target: &Path, what: &str) -> Result<PathBuf> {
    let shown = || target.display().to_string();
    let name = target.file_name().with_context(shown).hint("give -o a directory other than the root")?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!("{TEMPORARY}{what}"));
    Ok(parent(target).join(hidden))
}

/// Puts back a dataset that a run without an exchange in one step had moved aside when it was killed.
fn recover(target: &Path, old: &Path) -> Result<()> {
    if !old.exists() {
        return Ok(());
    }
    let shown = || old.display().to_string();
    if target.exists() {
        remove(old).with_context(shown)
    } else {
        fs::rename(old, target).with_context(shown)
    }
}

/// An exclusive lock on the directory at `path`.
fn lock(path: &Path, target: &Path) -> Result<File> {
    let shown = || path.display().to_string();
    let file = File::open(path).with_context(shown)?;
    let busy = || {
        Err(anyhow!("{}: another saidso is writing this dataset", target.display()))
            .hint("wait until it is done, or give another -o")
    };
    match file.try_lock() {
        Ok(()) if same(&file, path) => Ok(file),
        Ok(()) | Err(TryLockError::WouldBlock) => busy(),
        Err(TryLockError::Error(error)) => Err(error).with_context(shown),
    }
}

/// Whether `path` still leads to the open `file`: another process may have exchanged it in between.
fn same(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let (Ok(own), Ok(now)) = (file.metadata(), fs::metadata(path)) else { return false };
        (own.dev(), own.ino()) == (now.dev(), now.ino())
    }
    #[cfg(not(unix))]
    {
        let _ = (file, path);
        true
    }
}

/// Two directories change places, in one step where the file system can.
fn exchange(new: &Path, target: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, new, CWD, target, RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(()),
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let old = beside(target, "old").map_err(io::Error::other)?;
    fs::rename(target, &old)?;
    let placed = fs::rename(new, target);
    if placed.is_err() {
        fs::rename(&old, target)?;
        return placed;
    }
    remove(&old)
}

fn sync(directory: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(directory)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = directory;
    Ok(())
}

/// Removes a directory or file of ours, if it is there.
fn remove(path: &Path) -> io::Result<()> {
    let removed = if path.is_file() { fs::remove_file(path) } else { fs::remove_dir_all(path) };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes the folder, or all in it but its parts.
fn leave(path: &Path, resumes: bool) -> io::Result<()> {
    if resumes && path.join(PARTS).exists() { clear(path, true) } else { remove(path) }
}

/// Removes all that is in `directory`, but perhaps its parts.
fn clear(directory: &Path, but_parts: bool) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if but_parts && path.ends_with(PARTS) {
            continue;
        }
        if path.is_dir() && !path.is_symlink() { fs::remove_dir_all(path)? } else { fs::remove_file(path)? }
    }
    Ok(())
}

/// Makes sure that `directory` is new, empty or a dataset of ours, so that nothing of the user's goes with it.
fn claim(directory: &Path) -> Result<()> {
    let shown = directory.display();
    if directory.exists() && !directory.is_dir() {
        return Err(anyhow!("{shown}: is no directory"))
            .hint("give -o a directory that is new, empty or a dataset");
    }
    if !directory.exists() {
        return Ok(());
    }
    // A card goes with tables; alone it is somebody's own.
    let described =
        [directory.join(MANIFEST), file_of(directory, Table::Articles)].iter().any(|path| path.exists());
    for entry in fs::read_dir(directory).with_context(|| shown.to_string())? {
        let path = entry.with_context(|| shown.to_string())?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let table = name.strip_suffix(".parquet").is_some_and(|stem| Table::parse(stem).is_some());
        if name == "gold" && path.is_dir() {
            claim(&path)?;
            continue;
        }
        let about = described && card::FILES.contains(&name.as_str());
        let own = table || about || name == MANIFEST || name.starts_with(TEMPORARY);
        if !own {
            return Err(anyhow!("{shown}: holds something else ({name})"))
                .hint("give -o a directory that is new, empty or a dataset; nothing was changed");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(staging: &Staging, what: &str) {
        fs::write(staging.path().join(MANIFEST), what).expect("written");
    }

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).expect("a folder");
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
    }

    /// Publishes a dataset whose manifest is `what`.
    fn publish(target: &Path, what: &str) {
        let staging = Staging::open(target).expect("opened");
        write(&staging, what);
        staging.publish().expect("published");
    }

    #[test]
    fn the_new_takes_the_place_of_the_old_and_leaves_no_stray() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("d");
        for what in ["one", "two"] {
            publish(&target, what);
            assert_eq!(fs::read_to_string(target.join(MANIFEST)).expect("a manifest"), what);
            assert_eq!(names(folder.path()), ["d"]);
        }
    }

    #[test]
    fn what_is_not_published_is_gone_and_the_old_one_stands() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("d");
        publish(&target, "one");
        let staging = Staging::open(&target).expect("opened");
        write(&staging, "two");
        drop(staging);
        assert_eq!(fs::read_to_string(target.join(MANIFEST)).expect("a manifest"), "one");
        assert_eq!(names(folder.path()), ["d"]);
    }

    #[test]
    fn of_two_datasets_written_at_once_the_first_left_a_stray() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = Staging::open(&folder.path().join("a")).expect("opened");
        let second = Staging::open(&folder.path().join("b")).expect("opened");
        drop((first, second));
        assert_eq!(names(folder.path()), [""; 0]);
    }

    #[test]
    fn a_second_writer_is_refused_while_the_first_writes() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("d");
        let first = Staging::open(&target).expect("opened");
        let error = Staging::open(&target).err().expect("refused");
        assert!(error.to_string().contains("another saidso"), "{error:#}");
        write(&first, "one");
        first.publish().expect("published");
        let first = Staging::open(&target).expect("opened");
        assert!(Staging::open(&target).is_err());
        drop(first);
        assert!(Staging::open(&target).is_ok());
    }

    #[test]
    fn what_a_killed_run_left_is_cleared_and_what_it_moved_is_put_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("d");
        let next = folder.path().join(".d.saidso-next");
        fs::create_dir(&next).expect("a folder");
        fs::write(next.join("half.parquet"), "PAR").expect("written");
        let old = folder.path().join(".d.saidso-old");
        fs::create_dir(&old).expect("a folder");
        fs::write(old.join(MANIFEST), "one").expect("written");
        let staging = Staging::open(&target).expect("opened");
        assert_eq!(fs::read_to_string(target.join(MANIFEST)).expect("put back"), "one");
        assert_eq!(names(staging.path()), [""; 0]);
        drop(staging);
        assert_eq!(names(folder.path()), ["d"]);
    }

    #[test]
    fn a_folder_of_something_else_is_refused_and_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("thesis.doc"), "mine").expect("written");
        let error = Staging::open(folder.path()).err().expect("refused");
        assert!(error.to_string().contains("thesis.doc"), "{error:#}");
        assert_eq!(names(folder.path()), ["thesis.doc"]);
    }
}
