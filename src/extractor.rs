//! Articles in, rows out, all in memory: what a build writes, for callers that have no files.

use std::sync::Arc;

use anyhow::Result;
use arrow::array::RecordBatch;
use arrow::datatypes::Schema;

use crate::dataset::memory::Memory;
use crate::dataset::schema::Table;
use crate::dataset::unit::{MethodNames, Unit};
use crate::document::Reject;
use crate::pipeline::{Pipeline, Read};
use crate::source::{self, Columns};

/// A pipeline, and what is asked of it. Its models are read once, so one is made for many articles.
pub struct Extractor {
    pipeline: Pipeline,
    methods: Arc<MethodNames>,
    /// What fields are called in tables.
    columns: Columns,
    threads: usize,
    /// Entities and claims that are less sure are left out.
    min_confidence: f32,
}

impl Extractor {
    pub fn new(pipeline: Pipeline, columns: Columns, threads: usize, min_confidence: f32) -> Extractor {
        let methods = Arc::new(names(&pipeline));
        Extractor { pipeline, methods, columns, threads, min_confidence }
    }

    /// The article that `text` is, called `id`, with all that is found in it.
    ///
    /// # Errors
    /// Why it is no article.
    pub fn text(&self, id: &str, text: &str) -> Result<Unit, Reject> {
        let article = source::text(id, id, text.as_bytes().to_vec())?;
        Ok(self.unit(self.pipeline.document(article, |_, _| None)?))
    }

    /// The tables of the articles in `batches`, which have `schema` and are a table called `name`, a row an article.
    /// `go_on` is called after each article.
    ///
    /// # Errors
    /// When no column is the text, and the first of `go_on`, which ends the work.
    pub fn tables(
        &self,
        schema: &Schema,
        batches: impl Iterator<Item = RecordBatch> + Send,
        name: &str,
        mut go_on: impl FnMut() -> Result<()>,
    ) -> Result<Vec<(Table, Vec<RecordBatch>)>> {
        let inputs = source::batches(schema, batches, name, self.columns.clone())?;
        let mut memory = Memory::default();
        self.pipeline.read_all(
            inputs,
            self.threads,
            |_, _| None,
            |found| {
                memory.add(found.map(|read| self.unit(read)));
                go_on()
            },
        )?;
        Ok(memory.finish())
    }

    fn unit(&self, read: Read) -> Unit {
        let Read { article, mut document, .. } = read;
        document.keep_from(self.min_confidence);
        Unit { article, document, methods: self.methods.clone() }
    }
}

/// What stands in the `method` columns of what `pipeline` finds.
pub fn names(pipeline: &Pipeline) -> MethodNames {
    MethodNames {
        sentences: pipeline.sentences.name.clone(),
        entities: pipeline.entities.name.clone(),
        claims: pipeline.claims.name.clone(),
    }
}
