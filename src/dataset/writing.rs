//! A dataset that is being written: its tables, and those of its gold from the first article on that has any.
//!
//! Articles are written in batches whose bounds depend on the articles alone, since other bounds would give other bytes.

use std::mem;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;

use super::FileEntry;
use super::duplicates::Articles;
use super::parts::Parts;
use super::schema::Aside;
use super::tables::{Entry, Tables};
use crate::document::Reject;

/// The subfolder of the hand-made labels.
pub const GOLD: &str = "gold";

/// Articles that are written together, and the bytes at which fewer are; fixed, so that the same input gives the same
/// bytes. No column of a batch may come near 2 GiB.
pub(super) const BATCH: usize = 64;
pub(super) const BATCH_BYTES: usize = 64 << 20;

pub struct Writing {
    root: PathBuf,
    own: Tables,
    gold: Option<Tables>,
    waiting: Vec<Entry>,
    gold_waiting: Vec<Entry>,
    /// Raw bytes of the articles that wait.
    bytes: usize,
    /// What is kept of all articles, to tell which say the same.
    told: Articles,
    parts: Option<Parts>,
}

impl Writing {
    /// In the folder `root`; new articles also in `parts`, if there are any.
    ///
    /// # Errors
    /// As [`Tables::create`].
    pub fn create(root: &Path, parts: Option<Parts>) -> Result<Writing> {
        Ok(Writing {
            root: root.to_owned(),
            own: Tables::create(root, false)?,
            gold: None,
            waiting: Vec::new(),
            gold_waiting: Vec::new(),
            bytes: 0,
            told: Articles::default(),
            parts,
        })
    }

    /// Adds an article, and its gold where it has any.
    ///
    /// # Errors
    /// When what was added before could not be written.
    pub fn add(&mut self, article: Entry, gold: Option<Entry>) -> Result<()> {
        self.bytes += article.raw_bytes();
        article.tell(&mut self.told);
        self.waiting.push(article);
        self.gold_waiting.extend(gold);
        let full = self.waiting.len() == BATCH || self.bytes >= BATCH_BYTES;
        if full { self.flush(Aside::default()) } else { Ok(()) }
    }

    fn flush(&mut self, aside: Aside) -> Result<()> {
        let load = Arc::new((mem::take(&mut self.waiting), aside));
        self.own.write(&load)?;
        if let Some(parts) = &mut self.parts {
            parts.write(&load)?;
        }
        self.bytes = 0;
        if self.gold_waiting.is_empty() {
            return Ok(());
        }
        let gold = match &mut self.gold {
            Some(gold) => gold,
            none => none.insert(Tables::create(&self.root.join(GOLD), false)?),
        };
        gold.write(&Arc::new((mem::take(&mut self.gold_waiting), Aside::default())))
    }

    /// Writes what waits, which articles say the same, and `rejects`, and syncs the files; what the manifest says of each.
    ///
    /// # Errors
    /// When a file cannot be finished.
    pub fn finish(mut self, rejects: Vec<Reject>) -> Result<Vec<FileEntry>> {
        self.flush(Aside { duplicates: self.told.duplicates(), rejects })?;
        let mut files = self.own.finish(&self.root)?;
        if let Some(gold) = self.gold {
            files.extend(gold.finish(&self.root)?);
        }
        Ok(files)
    }
}
