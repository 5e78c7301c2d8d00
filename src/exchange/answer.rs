//! What another program says of a document that it was given: a record that need not repeat the text.

use anyhow::{Result, anyhow, ensure};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::keys;
use super::line::typed;
use super::record::{Attribution, BlockLine, Mention, Record};
use crate::document::{BlockKind, Label};
use crate::hint::Hint;

const SHAPE: &str = "an answer is one JSON object in one line, with doc_id and the layers that were promised";

/// A line of answer, its offsets in the unit of the program.
#[derive(Debug, Serialize, Deserialize)]
pub struct Answer {
    pub doc_id: String,
    /// May be left out; the document's own if not.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// Why the program has no answer; nothing else of it counts then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
    /// The blocks that were given, each with the kind that it is, dropped ones too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocks: Option<Vec<BlockLine>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentences: Option<Vec<[usize; 2]>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entities: Option<Vec<Mention>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributions: Option<Vec<Attribution>>,
}

impl Answer {
    /// The layers of `record`.
    pub fn of(record: Record) -> Answer {
        let Record { doc_id, blocks, sentences, entities, attributions, .. } = record;
        Answer { doc_id, text: None, failed: None, blocks, sentences, entities, attributions }
    }

    /// The answer in one line.
    ///
    /// # Errors
    /// When it is no JSON object of this form, or has a key that looks like one of ours; the message names the field.
    pub fn parse(line: &str) -> Result<Answer> {
        let value: Value = serde_json::from_str(line).hint(SHAPE)?;
        // Read from the line itself, since in `value` a key that stands twice stands once.
        let answer: Answer = typed(line).hint(SHAPE)?;
        keys::remarks(&value)?;
        Ok(answer)
    }

    /// The layers of the answer over the text of `asked`, offsets as they are.
    ///
    /// # Errors
    /// When the answer has another text.
    pub fn about(self, asked: &Record) -> Result<Record> {
        ensure!(self.text.is_none_or(|text| text == asked.text), "text: not that of the document");
        Ok(Record {
            blocks: self.blocks,
            sentences: self.sentences,
            entities: self.entities,
            attributions: self.attributions,
            ..Record::bare(&asked.doc_id, &asked.text)
        })
    }
}

impl Record {
    /// What each block is, dropped kinds too, where the blocks stand as in `asked`.
    ///
    /// # Errors
    /// When a block is missing, is elsewhere or of an unknown kind; the message names its field.
    pub fn kinds(&self, asked: &Record) -> Result<Vec<BlockKind>> {
        let (own, asked) =
            (self.blocks.as_deref().unwrap_or_default(), asked.blocks.as_deref().unwrap_or_default());
        ensure!(own.len() == asked.len(), "blocks: {} where {} were given", own.len(), asked.len());
        let kind = |(at, (own, asked)): (usize, (&BlockLine, &BlockLine))| {
            let same = (own.start, own.end) == (asked.start, asked.end);
            ensure!(same, "blocks[{at}]: not the place that was given");
            let names = BlockKind::names().join(", ");
            BlockKind::parse(&own.kind)
                .ok_or_else(|| anyhow!("blocks[{at}].kind: {:?} is none of {names}", own.kind))
        };
        own.iter().zip(asked).enumerate().map(kind).collect()
    }
}
