//! A dataset while it is being written.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use serde_json::json;

use super::told::{reject_as_json, summary};
use crate::cmd::report::{Progress, Report};
use crate::dataset::Manifest;
use crate::dataset::ids::Ids;
use crate::dataset::kept::Kept;
use crate::dataset::publish::Staging;
use crate::dataset::tables::Entry;
use crate::dataset::unit::{MethodNames, Unit};
use crate::dataset::writing::Writing;
use crate::document::{Reason, Reject};
use crate::gold;
use crate::pipeline::{Pipeline, Read};

/// What is asked of a build.
pub struct Asked<'a> {
    pub output: &'a Path,
    pub min_confidence: f32,
    pub report: Report,
    /// Whether it is told how many articles were taken over.
    pub takes_over: bool,
}

/// A dataset that is being written.
pub struct Run<'a> {
    asked: Asked<'a>,
    staging: Staging,
    methods: Arc<MethodNames>,
    writing: Writing,
    gold_files: HashMap<String, PathBuf>,
    /// What is taken over, and of how many articles it was.
    kept: Kept,
    kept_articles: usize,
    pub progress: Progress,
    /// The number of the article that has each id.
    pub ids: Ids,
    /// The numbers of the first articles of each path, in order, with it: those of one file follow one another.
    paths: Vec<(usize, Box<str>)>,
    pub bytes: u64,
}

impl<'a> Run<'a> {
    pub fn start(
        asked: Asked<'a>,
        staging: Staging,
        writing: Writing,
        pipeline: &Pipeline,
        gold_files: HashMap<String, PathBuf>,
        kept: Kept,
        bytes: u64,
    ) -> Run<'a> {
        Run {
            methods: Arc::new(MethodNames {
                sentences: pipeline.sentences.name.clone(),
                entities: pipeline.entities.name.clone(),
                claims: pipeline.claims.name.clone(),
            }),
            writing,
            staging,
            gold_files,
            kept,
            kept_articles: 0,
            progress: asked.report.progress(bytes),
            asked,
            ids: Ids::default(),
            paths: Vec::new(),
            bytes: 0,
        }
    }

    /// Adds an article, unless an earlier one has its id.
    pub fn add(&mut self, read: Read) -> Result<Option<Reject>> {
        let Read { article, mut document, known } = read;
        self.bytes += article.raw.len() as u64;
        let number = self.ids.len();
        if let Some(earlier) = self.ids.add(&article.id, number) {
            let earlier = self.path_of(earlier);
            let message =
                format!("an earlier input, {earlier}, has the id {:?}; change one of them", article.id);
            return Ok(Some(Reject { path: article.path, reason: Reason::SameId, message }));
        }
        if self.paths.last().is_none_or(|(_, path)| **path != *article.path) {
            self.paths.push((number, article.path.as_str().into()));
        }
        let gold = match self.gold_files.get(&article.id) {
            Some(path) => {
                let mut labels = gold::read(path, &article)?;
                labels.metadata = document.metadata.clone();
                let methods = Arc::new(MethodNames::gold());
                Some(Entry::Found(Box::new(Unit { article: article.clone(), document: labels, methods })))
            }
            None => None,
        };
        let entry = match known {
            Some(place) => {
                self.kept_articles += 1;
                Entry::Rows(Box::new(self.kept.take(place, &article.id)?))
            }
            None => {
                document.keep_from(self.asked.min_confidence);
                Entry::Found(Box::new(Unit { article, document, methods: self.methods.clone() }))
            }
        };
        self.writing.add(entry, gold)?;
        Ok(None)
    }

    fn path_of(&self, number: usize) -> &str {
        let after = self.paths.partition_point(|(first, _)| *first <= number);
        self.paths[..after].last().map_or("", |(_, path)| path)
    }

    pub fn finish(self, options: BTreeMap<String, String>, rejects: &[Reject]) -> Result<()> {
        let kept = self.asked.takes_over.then_some(self.kept_articles);
        let files = self.writing.finish(rejects.to_vec())?;
        let seconds = self.progress.end();
        let manifest = Manifest::new(options, files);
        manifest.write(self.staging.path())?;
        self.staging.publish()?;
        let (output, bytes) = (self.asked.output, self.bytes);
        self.asked.report.tell(
            || summary(output, &manifest, kept, bytes, seconds),
            || json!({"dataset": output, "manifest": manifest, "bytes": bytes, "seconds": seconds, "kept": kept, "rejects": rejects.iter().map(reject_as_json).collect::<Vec<_>>()}),
        )
    }
}
