//! Records whose offsets count something else than code points, as a tool declares it.

use anyhow::{Context, Result, anyhow};

use super::offset::{Counting, Ruler};
use super::record::Record;
use crate::document::Label;

/// What offsets count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    CodePoints,
    Bytes,
    Utf16,
}

impl Label for Unit {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::CodePoints, "code-points", "Unicode code points, as Python and jq count"),
        (Self::Bytes, "bytes", "bytes of UTF-8, as Rust, Go and C count"),
        (Self::Utf16, "utf-16", "units of UTF-16, as JavaScript and Java count"),
    ];
}

impl Unit {
    pub(super) fn ruler(self, text: &str) -> Ruler {
        Ruler::new(
            text,
            Counting::by(match self {
                Unit::CodePoints => |_| 1,
                Unit::Bytes => char::len_utf8,
                Unit::Utf16 => char::len_utf16,
            }),
        )
    }
}

impl Record {
    /// The same with offsets in `unit`.
    ///
    /// # Errors
    /// When an offset is past the text's end.
    pub fn in_unit(self, unit: Unit) -> Result<Record> {
        let ruler = unit.ruler(&self.text);
        self.with_offsets(|[start, end]| Some([ruler.offset(start)?, ruler.offset(end)?]))
    }

    /// The same with offsets in code points, which were in `unit`.
    ///
    /// # Errors
    /// When a span is empty, past the text's end or cuts a character; the message names its field.
    pub fn from_unit(self, unit: Unit) -> Result<Record> {
        let ruler = unit.ruler(&self.text);
        self.with_offsets(|span| ruler.points(span))
    }

    /// The same with `change` done to every span.
    fn with_offsets(mut self, change: impl Fn([usize; 2]) -> Option<[usize; 2]>) -> Result<Record> {
        let changed = |[start, end]: [usize; 2]| {
            change([start, end])
                .ok_or_else(|| anyhow!("{start}..{end} is empty, past the text's end or inside a character"))
        };
        for (at, block) in self.blocks.iter_mut().flatten().enumerate() {
            let place = changed([block.start, block.end]);
            [block.start, block.end] = place.with_context(|| format!("blocks[{at}]"))?;
        }
        for (at, sentence) in self.sentences.iter_mut().flatten().enumerate() {
            *sentence = changed(*sentence).with_context(|| format!("sentences[{at}]"))?;
        }
        for (at, entity) in self.entities.iter_mut().flatten().enumerate() {
            let place = changed([entity.start, entity.end]);
            [entity.start, entity.end] = place.with_context(|| format!("entities[{at}]"))?;
        }
        for (at, own) in self.attributions.iter_mut().flatten().enumerate() {
            let roles = [
                ("source", &mut own.source),
                ("cue", &mut own.cue),
                ("content", &mut own.content),
                ("addressee", &mut own.addressee),
            ];
            for (role, spans) in roles {
                for span in spans {
                    *span = changed(*span).with_context(|| format!("attributions[{at}].{role}"))?;
                }
            }
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::Mention;

    fn marked(text: &str, start: usize, end: usize) -> Record {
        let mention = Mention { start, end, kind: "ORG".into(), id: None, confidence: 1.0 };
        Record { entities: Some(vec![mention]), ..Record::bare("d", text) }
    }

    proptest! {
        #[test]
        fn every_unit_comes_back_the_same(text in "[aé“😀\r\n]{1,12}", ends in (0usize..12, 1usize..12)) {
            let count = text.chars().count();
            let start = ends.0 % count;
            let record = marked(&text, start, (start + ends.1).min(count));
            for &(unit, ..) in Unit::ALL {
                let there = record.clone().in_unit(unit).expect("inside");
                prop_assert_eq!(there.from_unit(unit).expect("inside"), record.clone());
            }
        }
    }

    #[test]
    fn a_span_that_cuts_a_character_names_its_field() {
        let error = marked("Zoë", 0, 3).from_unit(Unit::Bytes).expect_err("inside the ë");
        assert!(format!("{error:#}").starts_with("entities[0]: 0..3 "), "{error:#}");
        assert!(marked("Zoë", 0, 4).from_unit(Unit::Bytes).is_ok());
        assert!(marked("Zoë", 0, 4).from_unit(Unit::CodePoints).is_err());
    }
}
