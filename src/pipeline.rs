//! The flow on one screen: path → article → document → layers.

mod in_order;

use std::path::Path;

use crate::document::{Article, Document, Reason, Reject};
use crate::method::Layer;
use crate::methods::Row;
use crate::source::Input;
use crate::{blocks, methods, source};
use in_order::in_order;

/// One method for each step.
#[derive(Clone, Copy)]
pub struct Pipeline {
    pub blocks: &'static blocks::Row,
    pub sentences: &'static Row,
    pub entities: &'static Row,
    pub claims: &'static Row,
}

impl Default for Pipeline {
    fn default() -> Pipeline {
        Pipeline {
            blocks: &blocks::METHODS[0],
            sentences: methods::default(Layer::Sentences),
            entities: methods::default(Layer::Entities),
            claims: methods::default(Layer::Claims),
        }
    }
}

impl Pipeline {
    /// The default pipeline with `row` in its layer.
    pub fn with(row: &'static Row) -> Pipeline {
        let mut pipeline = Pipeline::default();
        pipeline.set(row);
        pipeline
    }

    /// Puts `row` into its layer.
    pub fn set(&mut self, row: &'static Row) {
        match row.layer {
            Layer::Sentences => self.sentences = row,
            Layer::Entities => self.entities = row,
            Layer::Claims => self.claims = row,
        }
    }

    /// Fills the layers of `document` in order, up to and including `last`.
    pub fn annotate(&self, document: &mut Document, last: Layer) {
        for row in [self.sentences, self.entities, self.claims] {
            if row.layer <= last {
                row.annotate(document);
            }
        }
    }

    /// What the file at `path` holds, with every layer.
    pub fn read(&self, path: &Path) -> Result<(Article, Document), Reject> {
        self.document(source::read(path)?)
    }

    /// `article` with its document, every layer filled.
    fn document(&self, article: Article) -> Result<(Article, Document), Reject> {
        let mut document = blocks::normalize_by(self.blocks, &article);
        if document.text().is_empty() {
            let message = format!(
                "no line of running text was found in {}; look at its lines with `saidso show`",
                article.id
            );
            return Err(Reject { path: article.path, reason: Reason::NoText, message });
        }
        self.annotate(&mut document, Layer::Claims);
        Ok((article, document))
    }

    /// Reads `inputs` on `threads` threads and hands each result to `take`, in the order of `inputs`
    /// whatever the number of threads.
    ///
    /// # Errors
    /// The first of `take`.
    pub fn read_all(
        &self,
        inputs: impl Iterator<Item = Input> + Send,
        threads: usize,
        take: impl FnMut(Result<(Article, Document), Reject>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let work = |input: Input| input.read().and_then(|article| self.document(article));
        in_order(inputs, threads, work, take)
    }
}
