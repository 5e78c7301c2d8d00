//! Paths to articles. A path that is wrong stops the run; a file that is wrong is set aside.

mod hyphen;
mod line;
mod paragraphs;
mod width;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::document::{Article, Metadata, Reason, Reject, Traced};
use crate::hint::Hint;

/// File endings that are taken from a directory; a file named outright may have any.
const ENDINGS: [&str; 2] = ["txt", "text"];

/// The article files that `paths` name, directories searched in depth; sorted, so that the order
/// of the arguments changes nothing.
///
/// # Errors
/// When a path does not exist, or a directory holds no article.
pub fn list(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        let kind = fs::metadata(path)
            .with_context(|| path.display().to_string())
            .hint("check the spelling; a path is a text file or a directory of .txt files")?;
        if kind.is_file() {
            files.push(path.clone());
            continue;
        }
        let before = files.len();
        walk(path, &mut files)?;
        if files.len() == before {
            return Err(anyhow::anyhow!("{}: no article in this directory", path.display()))
                .hint("articles are files that end in .txt; name other files one by one");
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

fn walk(directory: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(directory).with_context(|| directory.display().to_string())?;
    for entry in entries {
        let path = entry.with_context(|| directory.display().to_string())?.path();
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        // A link to a directory could lead back up and never end.
        if hidden || path.is_symlink() && path.is_dir() {
            continue;
        } else if path.is_dir() {
            walk(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|end| ENDINGS.iter().any(|known| end.eq_ignore_ascii_case(known)))
        {
            files.push(path);
        }
    }
    Ok(())
}

/// The article in the file at `path`, or why there is none.
pub fn read(path: &Path) -> Result<Article, Reject> {
    let shown = path.display().to_string();
    let bytes = fs::read(path).map_err(|error| Reject {
        path: shown.clone(),
        reason: Reason::Unreadable,
        message: format!("{error}; check its permissions"),
    })?;
    text(&path.file_stem().unwrap_or_default().to_string_lossy(), &shown, bytes)
}

/// The article that the plain text `raw` is, or why it is none.
pub fn text(id: &str, path: &str, raw: Vec<u8>) -> Result<Article, Reject> {
    let reject = |reason, message: String| Err(Reject { path: path.to_owned(), reason, message });
    let decoded = match str::from_utf8(&raw) {
        Ok(decoded) => decoded,
        Err(error) => {
            let at = error.valid_up_to();
            return reject(
                Reason::NotUtf8,
                format!("byte {at} is no UTF-8; convert the file, for example with iconv -t utf-8"),
            );
        }
    };
    if decoded.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return reject(Reason::Empty, "no text in the file; remove it or fetch it again".into());
    }
    Ok(Article {
        id: id.to_owned(),
        path: path.to_owned(),
        raw_offset: 0,
        sha256: sha256(&raw),
        text: Arc::new(paragraphs::join(Traced::same(decoded))),
        metadata: Metadata::default(),
        raw,
    })
}

/// Sets aside each path whose article would have the id of an earlier one.
pub fn without_repeated_ids(files: Vec<PathBuf>) -> (Vec<PathBuf>, Vec<Reject>) {
    let mut seen = HashSet::new();
    let mut rejects = Vec::new();
    let kept = files
        .into_iter()
        .filter(|path| {
            let id = path.file_stem().unwrap_or_default().to_owned();
            let fresh = seen.insert(id);
            if !fresh {
                rejects.push(Reject {
                    path: path.display().to_string(),
                    reason: Reason::SameId,
                    message: "an earlier input has this file name; rename one of them".into(),
                });
            }
            fresh
        })
        .collect();
    (kept, rejects)
}

/// SHA-256 as lower-case hex.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
