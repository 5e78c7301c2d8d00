//! The tables of a dataset in memory: the rows that would be written, in the same batches.

use std::mem;

use arrow::array::RecordBatch;

use super::column::day;
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
        self.told.add(&article.id, document.metadata.published.as_deref().and_then(day), document.text());
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::compute::concat_batches;

    use super::*;
    use crate::dataset::unit::MethodNames;
    use crate::document::{BlockKind, Document, Reason};
    use crate::source;

    fn unit(id: &str, text: &str) -> Unit {
        let article = source::text(id, "news", text.as_bytes().to_vec()).expect("prose");
        let mut document = Document::read(&article);
        document.keep(&vec![BlockKind::Body; document.lines().len()]);
        Unit { article, document, methods: Arc::new(MethodNames::gold()) }
    }

    #[test]
    fn batches_are_the_rows_of_all_articles_and_of_what_was_set_aside() {
        let id = |at: usize| format!("a{at}");
        let text = |at: usize| format!("Report {at} from Oslo, of {} boats that left.", at * 7);
        let mut units: Vec<Unit> = (0..2 * BATCH).map(|at| unit(&id(at), &text(at))).collect();
        units.push(unit("again", &text(3)));
        let mut memory = Memory::default();
        units.iter().for_each(|own| memory.add(Ok(unit(&own.article.id, own.document.text()))));
        memory.add(Ok(unit(&id(1), "Another text of the same id.")));
        let found = memory.finish();
        let all: Vec<&Unit> = units.iter().collect();
        for (table, batches) in &found {
            let whole = concat_batches(&batches[0].schema(), batches).expect("one schema");
            match table {
                Table::Duplicates | Table::Rejects => assert_eq!(whole.num_rows(), 1, "{table:?}"),
                _ => assert_eq!(whole, rows(*table, &all, &Aside::default()), "{table:?}"),
            }
        }
        assert!(found.iter().map(|row| row.0).eq(Table::ALL.iter().map(|row| row.0)));
    }

    #[test]
    fn one_of_two_articles_of_an_id_is_set_aside_with_the_name_of_the_other() {
        let mut articles = Admitted::default();
        articles.add(&unit("a", "Oslo waits.").article).expect("the first");
        let reject = articles.add(&unit("a", "Malta waits.").article).expect_err("the second");
        assert_eq!((reject.path.as_str(), reject.reason), ("news", Reason::SameId));
        assert!(reject.message.contains("an earlier input, news, has the id \"a\""), "{}", reject.message);
        assert_eq!(articles.len(), 1);
    }
}
