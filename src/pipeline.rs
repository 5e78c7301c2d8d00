//! The flow on one screen: path → article → document → layers.

mod in_order;

use std::path::Path;

use crate::caught::caught;
use crate::document::{Article, Document, Reason, Reject};
use crate::method::{Layer, Shared};
use crate::methods::{Methods, Row};
use crate::source::{self, Input};
use in_order::in_order;

/// Threads that are used where no number is asked for: one for each core.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// An article that was read.
pub struct Read {
    pub article: Article,
    pub document: Document,
    /// Where it was known, so that nothing was looked for in its text.
    pub known: Option<usize>,
}

/// One method for each step.
#[derive(Clone)]
pub struct Pipeline {
    pub blocks: Row,
    pub sentences: Row,
    pub entities: Row,
    pub claims: Row,
    /// Look for entities and claims in texts that are not English, too.
    pub any_language: bool,
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
            blocks: methods.default(Layer::Blocks).clone(),
            sentences: methods.default(Layer::Sentences).clone(),
            entities: methods.default(Layer::Entities).clone(),
            claims: methods.default(Layer::Claims).clone(),
            any_language: false,
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
            Layer::Blocks => self.blocks = row,
            Layer::Sentences => self.sentences = row,
            Layer::Entities => self.entities = row,
            Layer::Claims => self.claims = row,
        }
    }

    /// Fills the layers of `document` in order, up to and including `last`; lines that have their kinds keep them. What is
    /// not English gets no entities and claims, unless that is asked for.
    pub fn annotate(&self, document: &mut Document, last: Layer) {
        let mut shared = Shared::default();
        if !document.is_frozen() {
            self.blocks.annotate(document, &mut shared);
        }
        for row in [&self.sentences, &self.entities, &self.claims] {
            let read = row.layer <= Layer::Sentences || self.any_language || !document.metadata.is_foreign();
            if row.layer <= last && read {
                row.annotate(document, &mut shared);
            }
        }
    }

    /// What the file at `path` holds, with every layer.
    ///
    /// # Errors
    /// Why there is no article in it.
    pub fn read(&self, path: &Path) -> Result<(Article, Document), Reject> {
        let Read { article, document, .. } = self.document(source::read(path)?, |_, _| None)?;
        Ok((article, document))
    }

    /// `article` with its document, every layer filled, unless it is known once its text is.
    ///
    /// # Errors
    /// When none of its lines is running text.
    pub fn document(
        &self,
        article: Article,
        known: impl Fn(&Article, &Document) -> Option<usize>,
    ) -> Result<Read, Reject> {
        let mut document = Document::read(&article);
        self.annotate(&mut document, Layer::Blocks);
        if document.text().is_empty() {
            let message = format!(
                "no line of running text was found in {}; look at its lines with `saidso show`",
                article.id
            );
            return Err(Reject { path: article.path, reason: Reason::NoText, message });
        }
        let known = known(&article, &document);
        if known.is_none() {
            self.annotate(&mut document, Layer::Claims);
        }
        Ok(Read { article, document, known })
    }

    /// Reads `inputs` on `threads` threads and hands each result to `take`, in the order of `inputs`
    /// whatever the number of threads. Of articles that are `known` once their text is, the layers below stay empty.
    /// An article at which the program panics is set aside.
    ///
    /// # Errors
    /// The first of `take`.
    pub fn read_all(
        &self,
        inputs: impl Iterator<Item = Input> + Send,
        threads: usize,
        known: impl Fn(&Article, &Document) -> Option<usize> + Sync,
        take: impl FnMut(Result<Read, Reject>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let work = |input: Input| {
            let path = input.path();
            let read = caught(|| input.read().and_then(|article| self.document(article, &known)));
            read.unwrap_or_else(|panic| Err(failed(path, &panic)))
        };
        in_order(inputs, threads, work, take)
    }
}

fn failed(path: String, panic: &str) -> Reject {
    let message = format!("saidso itself failed at {panic}; please report that with this input");
    Reject { path, reason: Reason::Failed, message }
}
