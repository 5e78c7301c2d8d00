//! A document as another program is given it.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::line::typed;
use super::record::Record;
use super::unit::Unit;
use crate::document::Document;
use crate::hint::Hint;

/// A line of question: a record, and what else a method looks at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    #[serde(flatten)]
    pub record: Record,
    /// What the text is written in, as its source says or by its code of ISO 639-3, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// Where stories begin that a line of marks parts from the one before; such a line has no place in the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    stories: Vec<usize>,
}

impl Question {
    /// `document` with its blocks and those of its layers that `layers` asks for: sentences, entities, claims.
    pub fn of(document: &Document, layers: [bool; 3]) -> Question {
        let record = Record::of(document, layers).with_blocks(document);
        let kept = document.blocks().iter().filter(|block| block.span.is_some());
        let placed = kept.zip(record.blocks.iter().flatten()).filter(|(block, _)| block.parted);
        let stories = placed.map(|(_, line)| line.start).collect();
        Question { record, language: document.metadata.language.clone(), stories }
    }

    /// Every line of `document`, the dropped ones too, as a text of which nothing is known: each a block, called body.
    pub fn of_lines(document: &Document) -> Question {
        let lines = document.lines().join(Document::BLOCK_BREAK);
        let language = document.metadata.language.clone();
        Question { language, ..Question::of(&Document::plain(document.id(), &lines), [false; 3]) }
    }

    /// The question in one line.
    ///
    /// # Errors
    /// When it is no JSON object of this form.
    pub fn parse(line: &str) -> Result<Question> {
        typed(line).hint("a question is one JSON object in one line, with doc_id and text")
    }

    /// The same with offsets in `unit`.
    ///
    /// # Errors
    /// When an offset is past the text's end.
    pub fn in_unit(self, unit: Unit) -> Result<Question> {
        let ruler = unit.ruler(&self.record.text);
        let place =
            |at: usize| ruler.offset(at).with_context(|| format!("stories: {at} is past the text's end"));
        let stories = self.stories.into_iter().map(place).collect::<Result<_>>()?;
        Ok(Question { record: self.record.in_unit(unit)?, stories, language: self.language })
    }

    /// The document that is asked about, with the layers that were given.
    ///
    /// # Errors
    /// When the record is no right one.
    pub fn document(&self) -> Result<Document> {
        let mut document = self.record.document()?;
        document.metadata.language = self.language.clone();
        let places = Record::bare("", "").with_blocks(&document).blocks.into_iter().flatten();
        let begun = document.kept().zip(places).filter(|(_, line)| self.stories.contains(&line.start));
        let starts: Vec<usize> = begun.map(|((_, span), _)| span.start()).collect();
        document.part(&starts);
        Ok(document)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Label};

    #[test]
    fn a_document_comes_back_with_all_that_methods_look_at() {
        let mut read = Document::plain("d", "“Zoë” left.\n***\nOslo waits.\nShare this").unread();
        read.metadata.language = Some("eng".to_owned());
        use BlockKind::{Body, Headline, Metadata, Related};
        read.keep(&[Headline, Metadata, Body, Related]);
        assert_eq!(read.stories(), [18], "the second kept block, in bytes");
        let asked = Question::of(&read, [false; 3]);
        assert_eq!(asked.stories, [13], "the same in code points");
        let bytes = asked.clone().in_unit(Unit::Bytes).expect("inside");
        assert_eq!(bytes.stories, [18]);
        let line = serde_json::to_string(&asked).expect("JSON");
        let again = Question::parse(&line).expect("its own line");
        assert_eq!(again, asked);
        let document = again.document().expect("fits");
        assert_eq!((document.stories(), &document.metadata.language), (vec![18], &read.metadata.language));
        assert!(document.kept().eq(read.kept()) && document.text() == read.text());
    }

    #[test]
    fn the_lines_of_a_document_come_back_one_for_one() {
        let read = Document::plain("d", "Storm\n\u{85} Share this \r\nOslo waits.").unread();
        let asked = Question::of_lines(&read);
        let again = asked.document().expect("fits").unread();
        assert_eq!(again.lines(), read.lines());
        let mut said = asked.record.clone();
        said.blocks.as_mut().expect("blocks")[1].kind = "related".to_owned();
        let kinds = said.kinds(&asked.record).expect("one for each");
        assert_eq!(kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>(), ["body", "related", "body"]);
        said.blocks.as_mut().expect("blocks")[2].kind = "advert".to_owned();
        let error = said.kinds(&asked.record).expect_err("no such kind");
        assert!(format!("{error:#}").starts_with("blocks[2].kind: "), "{error:#}");
        said.blocks.as_mut().expect("blocks").pop();
        assert!(said.kinds(&asked.record).is_err());
    }
}
