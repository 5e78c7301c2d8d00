//! Where articles are read from, as the verbs that read them ask for it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use tempfile::NamedTempFile;

use crate::document::Label;
use crate::hint::Hint;
use crate::source::{self, Columns, Field, File};

/// What is read where no path is given.
const ARTICLES: &str = "datasets/articles";

/// What stands in a pattern and hardly in a path.
const WILD: [char; 3] = ['*', '?', '['];

#[derive(clap::Args)]
pub struct Sources {
    /// Text, pages, web archives, JSON Lines, CSV or Parquet (one article a line or row, with `text`), packed with gzip,
    /// zstd or xz or not; a directory of them; a pattern such as 'news/*.txt'; - for standard input
    #[arg(default_value = ARTICLES)]
    paths: Vec<PathBuf>,
    /// A file of more paths, one a line
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    #[command(flatten)]
    named: Named,
}

/// What the fields of records are called.
#[derive(clap::Args)]
pub struct Named {
    /// What a field is called in JSON Lines, CSV and Parquet, such as text=body; may be repeated
    #[arg(long = "column", value_name = "FIELD=NAME", value_parser = column)]
    columns: Vec<(Field, String)>,
}

impl Named {
    pub fn columns(&self) -> Columns {
        Columns::new(self.columns.iter().cloned())
    }
}

impl Sources {
    pub fn columns(&self) -> Columns {
        self.named.columns()
    }

    /// All files that were named. What came of standard input stands in a file of ours until that is dropped.
    ///
    /// # Errors
    /// When a path does not exist, a pattern matches nothing, or the list or standard input cannot be read.
    pub fn files(&self) -> Result<(Vec<File>, Option<NamedTempFile>)> {
        let ours = Path::new(ARTICLES);
        let none = self.paths == [ours];
        if none && self.from.is_none() && !ours.exists() {
            return Err(anyhow!("no PATHS were given, and there is no {ARTICLES} here"))
                .hint("name your articles: saidso build FOLDER -o DIR");
        }
        let mut paths = match &self.from {
            Some(list) if none => listed(list)?,
            Some(list) => [self.paths.clone(), listed(list)?].concat(),
            None => self.paths.clone(),
        };
        let asked = paths.len();
        paths.retain(|path| path != Path::new(source::STDIN));
        let spooled = (paths.len() < asked).then(spool).transpose()?;
        let mut named = Vec::new();
        for path in &paths {
            named.extend(matching(path)?);
        }
        let mut files =
            if named.is_empty() && spooled.is_some() { Vec::new() } else { source::list(&named)? };
        files.extend(spooled.as_ref().map(|file| File::of_stdin(file.path())));
        Ok((files, spooled))
    }
}

/// "text=body".
fn column(pair: &str) -> Result<(Field, String), String> {
    let (field, name) = pair.split_once('=').ok_or("write FIELD=NAME, for example text=body")?;
    let names: Vec<&str> = Field::ALL.iter().map(|row| row.1).collect();
    let field =
        Field::parse(field).ok_or_else(|| format!("no field {field:?}; there are {}", names.join(", ")))?;
    if name.is_empty() || name.contains('\n') {
        return Err("the name of a column is one line".to_owned());
    }
    Ok((field, name.to_owned()))
}

/// The paths in a file, one a line.
fn listed(list: &Path) -> Result<Vec<PathBuf>> {
    let text = fs::read_to_string(list)
        .with_context(|| list.display().to_string())
        .hint("--from takes a file of paths, one a line")?;
    let paths: Vec<PathBuf> =
        text.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(PathBuf::from).collect();
    if paths.is_empty() {
        return Err(anyhow!("{}: no path in it", list.display())).hint("write one path a line");
    }
    Ok(paths)
}

/// The path, or what matches it where it is a pattern and no path.
fn matching(path: &Path) -> Result<Vec<PathBuf>> {
    let pattern =
        path.to_str().filter(|pattern| pattern.contains(WILD) && fs::symlink_metadata(path).is_err());
    let Some(pattern) = pattern else { return Ok(vec![path.to_owned()]) };
    let found =
        glob::glob(pattern).with_context(|| pattern.to_owned()).hint("write a pattern such as news/*.txt")?;
    let found: Vec<PathBuf> = found.collect::<Result<_, _>>().with_context(|| pattern.to_owned())?;
    if found.is_empty() {
        return Err(anyhow!("{pattern}: nothing matches"))
            .hint("check the pattern, and the directory it starts from");
    }
    Ok(found)
}

/// Standard input in a file, since some kinds of files are not read from front to back.
fn spool() -> Result<NamedTempFile> {
    let mut file = NamedTempFile::new().context("a place for standard input")?;
    let copied = io::copy(&mut io::stdin().lock(), &mut file).context("standard input")?;
    if copied == 0 {
        return Err(anyhow!("standard input: it is empty")).hint("pipe articles in, or give a path");
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_names_a_field_or_the_fields_are_told() {
        assert_eq!(column("text=body=2"), Ok((Field::Text, "body=2".to_owned())));
        assert!(column("body").is_err_and(|error| error.contains("FIELD=NAME")));
        assert!(column("txt=body").is_err_and(|error| error.contains("headline")));
    }

    #[test]
    fn a_pattern_that_is_a_path_is_that_path() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["[a].txt", "a.txt"] {
            fs::write(folder.path().join(name), "x").expect("written");
        }
        let found = |name: &str| matching(&folder.path().join(name)).map(|paths| paths.len());
        assert_eq!(found("[a].txt").expect("a path"), 1);
        assert_eq!(found("*.txt").expect("two"), 2);
        assert!(found("*.csv").is_err_and(|error| error.to_string().contains("nothing matches")));
    }
}
