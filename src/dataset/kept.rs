//! What a build may take over of the dataset that stood before: the rows of articles that are as they were.
//!
//! An article is as it was when its row in `articles` would be written again, byte for byte: the same file, place, bytes,
//! text and metadata. The rows below depend on nothing else but the methods.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

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

/// The articles that a dataset has, so that many threads can ask at once: a hash of each.
pub struct Known(HashSet<Key>);

/// Their rows, read in the order in which a build comes to them.
pub struct Kept(Walk);

/// What of the dataset in `directory` a build with `options` may take over; or why nothing.
///
/// # Errors
/// When the dataset's files are not those that its manifest lists.
pub fn open(
    directory: &Path,
    options: &BTreeMap<String, String>,
) -> Result<Result<(Known, Kept), &'static str>> {
    if !directory.join(MANIFEST).exists() {
        return Ok(Err("there is no dataset yet"));
    }
    let Ok(manifest) = Manifest::read(directory) else {
        return Ok(Err("it is of another version of the schema"));
    };
    let now = Manifest::new(options.clone(), Vec::new());
    if (&manifest.version, &manifest.options) != (&now.version, &now.options) {
        return Ok(Err("it was built by another version or in another way"));
    }
    for file in &manifest.files {
        let path = directory.join(&file.path);
        let found = sha256_of(&path).with_context(|| path.display().to_string())?;
        if found != (file.bytes, file.sha256.clone()) {
            return Err(anyhow!("{}: is not the file that was built", path.display()))
                .hint("build the dataset anew, without --update");
        }
    }
    let mut known = HashSet::new();
    let mut articles = Cursor::open(&file_of(directory, Table::Articles), Table::Articles)?;
    while let Some(rows) = articles.some()? {
        known.extend(keys(&rows.batch)?);
    }
    Ok(Ok((Known(known), Kept(Walk::open(directory)?))))
}

impl Known {
    /// Whether the dataset has this article as it is.
    pub fn has(&self, article: &Article, document: &Document) -> bool {
        let row = keys(&schema::article(article, document));
        row.is_ok_and(|row| row.iter().all(|key| self.0.contains(key)))
    }
}

impl Kept {
    /// The rows of the article `id`, which the dataset has as it is. Articles are asked for in the order of a build.
    ///
    /// # Errors
    /// When a row cannot be read.
    pub fn take(&mut self, id: &str) -> Result<Bundle> {
        while let Some(bundle) = self.0.article()? {
            if bundle.id() == id {
                return Ok(bundle);
            }
        }
        Err(anyhow!("the article {id:?} is gone from the dataset that is updated"))
            .hint("build it anew, without --update")
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
