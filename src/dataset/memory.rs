//! The tables of a dataset in memory: the rows that would be written, in the same batches.

use std::mem;

use arrow::array::RecordBatch;

use super::duplicates::Articles;
use super::ids::Admitted;
use super::merge;
use super::schema::{Aside, Table, rows};
use super::unit::Unit;
use super::writing::{BATCH, BATCH_BYTES};
use crate::document::{Label, Reject};

/// Tables that are being made.
pub struct Memory {
    batches: Vec<(Table, Vec<RecordBatch>)>,
    articles: Admitted,
    waiting: Vec<Unit>,
    /// Raw bytes of the articles that wait.
    bytes: usize,
    /// What is kept of all articles, to tell which say the same.
    told: Articles,
    rejects: Vec<Reject>,
}

impl Default for Memory {
    fn default() -> Memory {
        Memory {
            batches: Table::ALL.iter().map(|row| (row.0, Vec::new())).collect(),
            articles: Admitted::default(),
            waiting: Vec::new(),
            bytes: 0,
            told: Articles::default(),
            rejects: Vec::new(),
        }
    }
}

impl Memory {
    /// Adds what was found in an article, or why there is none. One whose id an earlier one has is set aside.
    pub fn add(&mut self, found: Result<Unit, Reject>) {
        let admitted = found.and_then(|unit| self.articles.add(&unit.article).map(|()| unit));
        let unit = match admitted {
            Ok(unit) => unit,
            Err(reject) => return self.rejects.push(reject),
        };
        let Unit { article, document, .. } = &unit;
        self.bytes += article.raw.len();
        self.told.add(&article.id, document.metadata.published.as_deref(), document.text());
        self.waiting.push(unit);
        if self.waiting.len() == BATCH || self.bytes >= BATCH_BYTES {
            self.flush(&Aside::default());
        }
    }

    /// The batches of every table, at least one of each.
    pub fn finish(mut self) -> Vec<(Table, Vec<RecordBatch>)> {
        merge::sort(&mut self.rejects);
        let aside = Aside { duplicates: self.told.duplicates(), rejects: mem::take(&mut self.rejects) };
        self.flush(&aside);
        self.batches
    }

    fn flush(&mut self, aside: &Aside) {
        let units = mem::take(&mut self.waiting);
        let units: Vec<&Unit> = units.iter().collect();
        for (table, batches) in &mut self.batches {
            let batch = rows(*table, &units, aside);
            if batch.num_rows() > 0 || batches.is_empty() {
                batches.push(batch);
            }
        }
        self.bytes = 0;
    }
}
