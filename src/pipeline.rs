//! The flow on one screen: path → article → document → layers.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use crate::document::{Article, Document, Reason, Reject};
use crate::method::{Layer, Shared};
use crate::methods::{Methods, Row};
use crate::{blocks, source};

/// One method for each step.
#[derive(Clone)]
pub struct Pipeline {
    pub blocks: &'static blocks::Row,
    pub sentences: Row,
    pub entities: Row,
    pub claims: Row,
}

impl Default for Pipeline {
    fn default() -> Pipeline {
        Pipeline::of(&Methods::builtin())
    }
}

impl Pipeline {
    /// The default of each step.
    pub fn of(methods: &Methods) -> Pipeline {
        Pipeline {
            blocks: &blocks::METHODS[0],
            sentences: methods.default(Layer::Sentences).clone(),
            entities: methods.default(Layer::Entities).clone(),
            claims: methods.default(Layer::Claims).clone(),
        }
    }

    /// The default pipeline with `row` in its layer.
    pub fn with(row: &Row) -> Pipeline {
        let mut pipeline = Pipeline::default();
        pipeline.set(row.clone());
        pipeline
    }

    /// Puts `row` into its layer.
    pub fn set(&mut self, row: Row) {
        match row.layer {
            Layer::Sentences => self.sentences = row,
            Layer::Entities => self.entities = row,
            Layer::Claims => self.claims = row,
        }
    }

    /// Fills the layers of `document` in order, up to and including `last`.
    pub fn annotate(&self, document: &mut Document, last: Layer) {
        let mut shared = Shared::default();
        for row in [&self.sentences, &self.entities, &self.claims] {
            if row.layer <= last {
                row.annotate(document, &mut shared);
            }
        }
    }

    /// What the file at `path` holds, with every layer.
    pub fn read(&self, path: &Path) -> Result<(Article, Document), Reject> {
        let article = source::read(path)?;
        let mut document = blocks::normalize_by(self.blocks, &article);
        if document.text().is_empty() {
            let message = "no line of running text was found; look at its lines with `saidso show`".into();
            return Err(Reject { path: article.path, reason: Reason::NoText, message });
        }
        self.annotate(&mut document, Layer::Claims);
        Ok((article, document))
    }

    /// Reads `paths` on `threads` threads and hands each result to `take`, in the order of `paths`
    /// whatever the number of threads.
    pub fn read_all(
        &self,
        paths: &[impl AsRef<Path> + Sync],
        threads: usize,
        mut take: impl FnMut(Result<(Article, Document), Reject>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            // A small window keeps a slow consumer from holding every document in memory.
            let (send, receive) = mpsc::sync_channel(4 * threads);
            for _ in 0..threads {
                let (send, next) = (send.clone(), &next);
                scope.spawn(move || {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(path) = paths.get(at) else { break };
                        if send.send((at, self.read(path.as_ref()))).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(send);
            let mut early = std::collections::BTreeMap::new();
            let mut due = 0;
            for (at, result) in receive {
                early.insert(at, result);
                while let Some(result) = early.remove(&due) {
                    take(result)?;
                    due += 1;
                }
            }
            Ok(())
        })
    }
}
