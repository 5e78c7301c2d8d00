//! What another program says of a document that it was given: a record that need not repeat the text.

use anyhow::{Result, ensure};
use serde::Deserialize;
use serde_json::Value;

use super::keys;
use super::record::{Attribution, Mention, Record};
use crate::hint::Hint;

const SHAPE: &str = "an answer is one JSON object in one line, with doc_id and the layers that were promised";

/// A line of answer, its offsets in the unit of the program.
#[derive(Debug, Deserialize)]
pub struct Answer {
    pub doc_id: String,
    /// May be left out; the document's own if not.
    text: Option<String>,
    pub sentences: Option<Vec<[usize; 2]>>,
    pub entities: Option<Vec<Mention>>,
    pub attributions: Option<Vec<Attribution>>,
}

impl Answer {
    /// The answer in one line.
    ///
    /// # Errors
    /// When it is no JSON object of this form, or has a key that looks like one of ours.
    pub fn parse(line: &str) -> Result<Answer> {
        let value: Value = serde_json::from_str(line).hint(SHAPE)?;
        // Read from the line itself, since in `value` a key that stands twice stands once.
        let answer: Answer = serde_json::from_str(line).hint(SHAPE)?;
        keys::remarks(&value)?;
        Ok(answer)
    }

    /// `asked` with the layers of the answer in the place of its own, offsets as they are.
    ///
    /// # Errors
    /// When the answer has another text.
    pub fn about(self, asked: &Record) -> Result<Record> {
        ensure!(self.text.is_none_or(|text| text == asked.text), "text: not that of the document");
        Ok(Record {
            sentences: self.sentences,
            entities: self.entities,
            attributions: self.attributions,
            ..Record::bare(&asked.doc_id, &asked.text)
        })
    }
}
