//! What a build may take over of the dataset that stood before: the rows of articles that are as they were.
//!
//! An article is as it was when its row in `articles` would be written again, byte for byte: the same file, place, bytes,
//! text and metadata. The rows below depend on nothing else but the methods.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use arrow::array::RecordBatch;
use arrow::row::{RowConverter, SortField};
use sha2::{Digest, Sha256};

use super::read::{Bundle, Cursor, Walk};
use super::schema::{self, Table};
use super::{MANIFEST, Manifest, file_of};
use crate::document::{Article, Document};
use crate::hint::Hint;
use crate::source::sha256_of;

/// Bytes of a hash that are kept; no two rows share as many.
const KEPT: usize = 16;

type Key = [u8; KEPT];

/// Datasets of which rows may be taken over: the finished parts of a run that was ended early, and the dataset itself.
#[derive(Default)]
pub struct Old {
    known: HashMap<Key, usize>,
    directories: Vec<PathBuf>,
}

/// The articles that they have, so that many threads can ask at once: a hash of each, and in which dataset it stands.
pub struct Known(HashMap<Key, usize>);

/// Their rows, read in the order in which a build comes to them.
pub struct Kept {
    directories: Vec<PathBuf>,
    open: BTreeMap<usize, Walk>,
}

impl Old {
    /// Adds the dataset in `directory`, if a build with `options` would write such rows; else says why not.
    ///
    /// # Errors
    /// When its files are not those that its manifest lists.
    pub fn add(
        &mut self,
        directory: &Path,
        options: &BTreeMap<String, String>,
    ) -> Result<Option<&'static str>> {
        if !directory.join(MANIFEST).exists() {
            return Ok(Some("there is no dataset yet"));
        }
        let Ok(manifest) = Manifest::read(directory) else {
            return Ok(Some("it is of another version of the schema"));
        };
        let now = Manifest::new(options.clone(), Vec::new());
        if (&manifest.version, &manifest.options) != (&now.version, &now.options) {
            return Ok(Some("it was built by another version or in another way"));
        }
        for file in &manifest.files {
            let path = directory.join(&file.path);
            let found = sha256_of(&path).with_context(|| path.display().to_string())?;
            if found != (file.bytes, file.sha256.clone()) {
                return Err(anyhow!("{}: is not the file that was built", path.display()))
                    .hint("build the dataset anew, without --update and --resume");
            }
        }
        let mut articles = Cursor::open(&file_of(directory, Table::Articles), Table::Articles)?;
        while let Some(rows) = articles.some()? {
            for key in keys(&rows.batch)? {
                self.known.entry(key).or_insert(self.directories.len());
            }
        }
        self.directories.push(directory.to_owned());
        Ok(None)
    }

    pub fn split(self) -> (Known, Kept) {
        (Known(self.known), Kept { directories: self.directories, open: BTreeMap::new() })
    }
}

impl Known {
    /// The number of the dataset that has this article as it is.
    pub fn place(&self, article: &Article, document: &Document) -> Option<usize> {
        if self.0.is_empty() {
            return None;
        }
        let row = keys(&schema::article(article, document)).ok()?;
        row.first().and_then(|key| self.0.get(key)).copied()
    }
}

impl Kept {
    /// The rows of the article `id`, which the dataset with the number `place` has as it is. Articles of one dataset are
    /// asked for in the order of a build.
    ///
    /// # Errors
    /// When a row cannot be read.
    pub fn take(&mut self, place: usize, id: &str) -> Result<Bundle> {
        let directory = &self.directories[place];
        // Parts follow one another; the dataset itself comes after them.
        self.open.retain(|&other, _| other >= place);
        let walk = match self.open.entry(place) {
            Entry::Occupied(open) => open.into_mut(),
            Entry::Vacant(vacant) => vacant.insert(Walk::open(directory)?),
        };
        while let Some(bundle) = walk.article()? {
            if bundle.id() == id {
                return Ok(bundle);
            }
        }
        Err(anyhow!("{}: the article {id:?} is gone", directory.display()))
            .hint("build the dataset anew, without --update and --resume")
    }
}

/// A hash of each row of `articles`.
fn keys(articles: &RecordBatch) -> Result<Vec<Key>> {
    let fields =
        articles.schema().fields().iter().map(|field| SortField::new(field.data_type().clone())).collect();
    let rows = RowConverter::new(fields)?.convert_columns(articles.columns())?;
    let key = |row: &[u8]| {
        let hash = Sha256::digest(row);
        std::array::from_fn(|at| hash[at])
    };
    Ok(rows.iter().map(|row| key(row.as_ref())).collect())
}
