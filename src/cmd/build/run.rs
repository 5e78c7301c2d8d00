//! A dataset while it is being written.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;

use crate::cmd::report::{Progress, Report};
use crate::dataset::ids::Admitted;
use crate::dataset::kept::Kept;
use crate::dataset::publish::Staging;
use crate::dataset::tables::Entry;
use crate::dataset::unit::{MethodNames, Unit};
use crate::dataset::writing::Writing;
use crate::dataset::{Manifest, card};
use crate::document::{Document, Reject};
use crate::extractor::names;
use crate::gold;
use crate::pipeline::{Pipeline, Read};

/// What is asked of a build.
pub struct Asked {
    pub min_confidence: f32,
    pub report: Report,
    /// Whether it is said of each article what was found in it.
    pub says_each: bool,
    /// Whether it is told how many articles were taken over.
    pub takes_over: bool,
}

/// What a build did.
pub struct Built {
    pub manifest: Manifest,
    pub rejects: Vec<Reject>,
    /// Of the articles that were read.
    pub bytes: u64,
    pub seconds: f64,
    /// How many articles were taken over, where that was asked for.
    pub kept: Option<usize>,
}

/// A dataset that is being written.
pub struct Run {
    asked: Asked,
    staging: Staging,
    methods: Arc<MethodNames>,
    writing: Writing,
    gold_files: HashMap<String, PathBuf>,
    /// What is taken over, and of how many articles it was.
    kept: Kept,
    kept_articles: usize,
    pub progress: Progress,
    pub articles: Admitted,
    pub bytes: u64,
}

impl Run {
    pub fn start(
        asked: Asked,
        staging: Staging,
        writing: Writing,
        pipeline: &Pipeline,
        gold_files: HashMap<String, PathBuf>,
        kept: Kept,
        bytes: u64,
    ) -> Run {
        Run {
            methods: Arc::new(names(pipeline)),
            writing,
            staging,
            gold_files,
            kept,
            kept_articles: 0,
            progress: asked.report.progress(bytes),
            asked,
            articles: Admitted::default(),
            bytes: 0,
        }
    }

    /// Adds an article, unless an earlier one has its id.
    pub fn add(&mut self, read: Read) -> Result<Option<Reject>> {
        let Read { article, mut document, known } = read;
        self.bytes += article.raw.len() as u64;
        if let Err(reject) = self.articles.add(&article) {
            return Ok(Some(reject));
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
                if self.asked.says_each {
                    self.progress.say(&format!("{}: taken over", article.id));
                }
                Entry::Rows(Box::new(self.kept.take(place, &article.id)?))
            }
            None => {
                document.keep_from(self.asked.min_confidence);
                if self.asked.says_each {
                    let Document { sentences, entities, claims, .. } = &document;
                    let [sentences, entities, claims] = [sentences.len(), entities.len(), claims.len()];
                    let found = format!("sentences {sentences}, entities {entities}, claims {claims}");
                    self.progress.say(&format!("{}: {found}", article.id));
                }
                Entry::Found(Box::new(Unit { article, document, methods: self.methods.clone() }))
            }
        };
        self.writing.add(entry, gold)?;
        Ok(None)
    }

    /// Finishes the dataset, which takes the place of the old one.
    pub fn finish(self, options: BTreeMap<String, String>, rejects: Vec<Reject>) -> Result<Built> {
        let kept = self.asked.takes_over.then_some(self.kept_articles);
        let files = self.writing.finish(rejects.clone())?;
        let seconds = self.progress.end();
        let manifest = Manifest::new(options, files);
        manifest.write(self.staging.path())?;
        card::write(self.staging.path(), &manifest)?;
        self.staging.publish()?;
        Ok(Built { manifest, rejects, bytes: self.bytes, seconds, kept })
    }
}
