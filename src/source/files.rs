//! Paths to files.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};

use super::packed;
use crate::hint::Hint;

/// The path that means standard input.
pub const STDIN: &str = "-";

/// File endings that are taken from a directory; a file named outright may have any.
const ENDINGS: [&str; 12] =
    ["txt", "text", "html", "htm", "xhtml", "jsonl", "ndjson", "csv", "tsv", "parquet", "warc", "wet"];

/// A file and the id of the article in it, which is also what the ids of several are made from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct File {
    pub path: PathBuf,
    pub id: String,
    /// What is said instead of the path: "-" for what came of standard input.
    pub name: Option<&'static str>,
}

impl File {
    /// A file that was named itself: its id is its name without the ending.
    pub fn outright(path: &Path) -> File {
        File::below(path, path.parent().unwrap_or(Path::new("")))
    }

    /// What came of standard input and stands at `path` for as long as it is read.
    pub fn of_stdin(path: &Path) -> File {
        File { path: path.to_owned(), id: "stdin".to_owned(), name: Some(STDIN) }
    }

    /// A file of the directory `root`: its id is the path from there without the ending, with `/`.
    fn below(path: &Path, root: &Path) -> File {
        let below = unpacked(path.strip_prefix(root).unwrap_or(path)).with_extension("");
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        File { path: path.to_owned(), id: parts.join("/"), name: None }
    }

    /// The path, for messages and for `articles.path`.
    pub fn shown(&self) -> String {
        self.name.map_or_else(|| self.path.display().to_string(), str::to_owned)
    }

    /// Whether the file's name says that it holds an article a line.
    pub fn is_lines(&self) -> bool {
        self.ends_in(&["jsonl", "ndjson"])
    }

    pub fn ends_in(&self, endings: &[&str]) -> bool {
        let own = unpacked(&self.path);
        let own = own.extension();
        own.is_some_and(|own| endings.iter().any(|ending| own.eq_ignore_ascii_case(ending)))
    }
}

/// The path as it would be unpacked: without ".gz".
fn unpacked(path: &Path) -> PathBuf {
    let packed = path
        .extension()
        .is_some_and(|own| packed::ENDINGS.iter().any(|ending| own.eq_ignore_ascii_case(ending)));
    if packed { path.with_extension("") } else { path.to_owned() }
}

/// The files that `paths` name, directories searched in depth; sorted, so that the order of the arguments changes
/// nothing. A file that several of them name counts once, with its longest id.
///
/// # Errors
/// When a path does not exist, or a directory holds no article.
pub fn list(paths: &[PathBuf]) -> Result<Vec<File>> {
    let mut files = Vec::new();
    for path in paths {
        let kind = fs::metadata(path).with_context(|| path.display().to_string()).hint(
            "check the spelling; a path is a file of text, a page, JSON Lines, CSV, Parquet or WARC, or a directory of such files",
        )?;
        if kind.is_file() {
            files.push(File::outright(path));
            continue;
        }
        let before = files.len();
        walk(path, path, &mut files)?;
        if files.len() == before {
            return Err(anyhow!("{}: no article in this directory", path.display()))
                .hint("articles are files that end in .txt, .html, .jsonl, .csv, .parquet or .warc, packed with gzip, zstd or xz or not; \
                       name other files one by one");
        }
    }
    files.sort_by(|a, b| (&a.path, b.id.len(), &a.id).cmp(&(&b.path, a.id.len(), &b.id)));
    files.dedup_by(|later, earlier| later.path == earlier.path);
    Ok(files)
}

fn walk(root: &Path, directory: &Path, files: &mut Vec<File>) -> Result<()> {
    let entries = fs::read_dir(directory).with_context(|| directory.display().to_string())?;
    for entry in entries {
        let path = entry.with_context(|| directory.display().to_string())?.path();
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        // A link to a directory could lead back up and never end.
        if hidden || path.is_symlink() && path.is_dir() {
            continue;
        } else if path.is_dir() {
            walk(root, &path, files)?;
        } else {
            files.extend(Some(File::below(&path, root)).filter(|file| file.ends_in(&ENDINGS)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_path_below_the_root() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("bbc");
        for name in ["sport/001.txt.gz", "politics/001.txt", "all.jsonl.zst", "notes.md"] {
            let path = root.join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, "x").expect("a file");
        }
        let ids = |paths: &[PathBuf]| -> Vec<String> {
            list(paths).expect("files").into_iter().map(|file| file.id).collect()
        };
        assert_eq!(ids(std::slice::from_ref(&root)), ["all", "politics/001", "sport/001"]);
        assert_eq!(ids(&[root.join("sport"), root.clone()]), ids(&[root.clone(), root.join("sport")]));
        assert_eq!(ids(&[root.join("sport"), root.join("sport/001.txt.gz")]), ["001"]);
        assert_eq!(ids(&[folder.path().to_owned()]), ["bbc/all", "bbc/politics/001", "bbc/sport/001"]);
    }
}
