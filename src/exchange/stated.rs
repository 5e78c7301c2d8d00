//! Which labels a line gives: what a scorer may credit.

use std::ops::BitOr;

use anyhow::{Result, anyhow};

use super::record::Record;

/// The labels that at least one entity or attribution of a line states.
///
/// [`Record::document`] fills in what a line does not say, so that the defaults of a tool that gives no `act`,
/// say, would be compared as if it had chosen them. A scorer asks this first, and adds up (`|`) over the lines of a
/// prediction: a label that no line states was not predicted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    pub voice: bool,
    pub quote: bool,
    pub act: bool,
    pub factuality: bool,
    /// `nested_in`.
    pub nested: bool,
    pub source_ids: bool,
    /// `id` of entities.
    pub entity_id: bool,
}

/// A label's place.
type Field = fn(&mut Stated) -> &mut bool;

/// The labels by the keys that state them, as a tool names those that it decides.
const KEYS: [(&str, Field); 7] = [
    ("voice", |own| &mut own.voice),
    ("quote", |own| &mut own.quote),
    ("act", |own| &mut own.act),
    ("factuality", |own| &mut own.factuality),
    ("nested_in", |own| &mut own.nested),
    ("source_ids", |own| &mut own.source_ids),
    ("id", |own| &mut own.entity_id),
];

impl Stated {
    /// Those that stand under `keys`; "id" is that of entities.
    ///
    /// # Errors
    /// The first that is no key of a label.
    pub fn of(keys: &[String]) -> Result<Stated> {
        let mut stated = Stated::default();
        for key in keys {
            let known = KEYS.iter().find(|row| row.0 == key);
            let names = KEYS.map(|row| row.0).join(", ");
            let (_, field) = known.ok_or_else(|| anyhow!("{key:?} is none of {names}"))?;
            *field(&mut stated) = true;
        }
        Ok(stated)
    }

    /// All of them.
    pub fn all() -> Stated {
        let mut stated = Stated::default();
        KEYS.iter().for_each(|(_, field)| *field(&mut stated) = true);
        stated
    }

    /// The keys that state them.
    pub fn keys(mut self) -> Vec<&'static str> {
        KEYS.iter().filter(|(_, field)| *field(&mut self)).map(|row| row.0).collect()
    }
}

impl Record {
    pub fn states(&self) -> Stated {
        let mut stated = Stated {
            entity_id: self.entities.iter().flatten().any(|entity| entity.id.is_some()),
            ..Stated::default()
        };
        for own in self.attributions.iter().flatten() {
            stated = stated
                | Stated {
                    voice: own.voice.is_some(),
                    quote: own.quote.is_some(),
                    act: own.act.is_some(),
                    factuality: own.factuality.is_some(),
                    nested: own.nested_in.is_some(),
                    source_ids: !own.source_ids.is_empty(),
                    entity_id: false,
                };
        }
        stated
    }
}

/// What either states.
impl BitOr for Stated {
    type Output = Stated;

    fn bitor(self, other: Stated) -> Stated {
        Stated {
            voice: self.voice | other.voice,
            quote: self.quote | other.quote,
            act: self.act | other.act,
            factuality: self.factuality | other.factuality,
            nested: self.nested | other.nested,
            source_ids: self.source_ids | other.source_ids,
            entity_id: self.entity_id | other.entity_id,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Act;
    use crate::exchange::line::parse;

    #[test]
    fn defaults_that_no_tool_chose_are_not_stated() {
        let line = r#"{"doc_id":"d","text":"She said so.","attributions":[
            {"id":"a","source":[[0,3]],"cue":[[4,8]],"content":[[9,11]]}]}"#;
        let silent = parse(line).expect("a record");
        assert_eq!(silent.document().expect("fits").claims[0].act, Act::Assertive, "filled in");
        assert_eq!(silent.states(), Stated::default());
        let says =
            parse(&line.replace("\"id\":\"a\",", "\"id\":\"a\",\"act\":\"assertive\",")).expect("a record");
        assert_eq!(says.states(), Stated { act: true, ..Stated::default() });
    }

    #[test]
    fn one_item_that_states_a_label_is_enough() {
        let line = r#"{"doc_id":"d","text":"Oslo said so.","entities":[{"start":0,"end":4,"type":"GPE"},
            {"start":0,"end":4,"type":"ORG","id":"oslo"}],"attributions":[
            {"id":"a","source":[],"cue":[],"content":[[0,4]],"voice":"author","quote":"direct"},
            {"id":"b","source":[],"cue":[],"content":[[0,2]],"factuality":"certain","nested_in":"a","source_ids":["x"]}]}"#;
        let all = Stated {
            voice: true,
            quote: true,
            act: false,
            factuality: true,
            nested: true,
            source_ids: true,
            entity_id: true,
        };
        assert_eq!(parse(line).expect("a record").states(), all);
        assert_eq!(Stated { act: true, ..Stated::default() } | all, Stated { act: true, ..all });
    }
}
