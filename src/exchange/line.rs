//! Reading our own JSON Lines: a [`Record`] a line.

use std::io::BufRead;

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::check;
use super::keys;
use super::record::Record;
use crate::hint::Hint;

const SHAPE: &str = "each line is one JSON object with doc_id and text";

/// The records of `reader`, one a line; empty lines are passed over.
///
/// # Errors
/// The first line that is no record, with `name` and its number.
pub fn read(name: &str, reader: impl BufRead) -> Result<Vec<Record>> {
    lines(name, reader).collect()
}

/// Likewise, one at a time.
pub fn lines<R: BufRead>(name: &str, reader: R) -> impl Iterator<Item = Result<Record>> + use<R> {
    let name = name.to_owned();
    reader.lines().enumerate().filter_map(move |(at, line)| {
        let place = || format!("{name}:{}", at + 1);
        match line.with_context(place) {
            Ok(line) if line.trim().is_empty() => None,
            line => Some(line.and_then(|line| parse(&line).with_context(place))),
        }
    })
}

/// The record in one line.
///
/// A line, and each object in it, may have keys that are none of ours: corpora say more of a text than has a
/// place here. They are passed over, but for those that look like a key of ours which the object lacks, as
/// `entites` or `claims` do in a line and `typ` in an entity: such a key is refused, since it would make labels
/// into none.
///
/// # Errors
/// When the line is no JSON object with at least `doc_id` and `text`, has a key that is refused, or a confidence
/// that is no probability.
pub fn parse(line: &str) -> Result<Record> {
    Ok(with_remarks(line)?.0)
}

/// The record in one line, and the keys in it that are none of ours, as [`keys::remarks`] has them.
pub fn with_remarks(line: &str) -> Result<(Record, Vec<String>)> {
    let value: Value = serde_json::from_str(line).hint(SHAPE)?;
    let remarks = keys::remarks(&value)?;
    // Read from the line itself, since in `value` a key that stands twice stands once.
    let record: Record = typed(line).hint(SHAPE)?;
    check::confidences(&record)?;
    Ok((record, remarks))
}

/// What is written in `line`.
///
/// # Errors
/// When it is no such thing; the message begins with the field that is wrong.
pub fn typed<T: DeserializeOwned>(line: &str) -> Result<T> {
    let mut reader = serde_json::Deserializer::from_str(line);
    let value = serde_path_to_error::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reader_of_records_says_what_a_line_is() {
        let error = read("corpus.jsonl", &b"nonsense"[..]).expect_err("no JSON");
        assert!(format!("{error:#}").starts_with("corpus.jsonl:1: "));
        assert!(crate::hint::of(&error).is_some_and(|hint| hint.contains("one JSON object")));
    }

    #[test]
    fn offsets_are_code_points() {
        let line =
            r#"{"doc_id":"d","text":"“Zoë” said so.","entities":[{"start":1,"end":4,"type":"PERSON"}]}"#;
        let record = &read("x.jsonl", line.as_bytes()).expect("one line")[0];
        let document = record.document().expect("fits");
        assert_eq!(document.entities[0].span.text(document.text()), "Zoë");
        assert_eq!(Record::of(&document, [false, true, false]), *record);
    }

    #[test]
    fn a_wrong_line_is_named() {
        let error = read("x.jsonl", "\n{\"doc_id\": 3}\n".as_bytes()).expect_err("no record");
        assert!(format!("{error:#}").starts_with("x.jsonl:2"), "{error:#}");
        let record = Record { sentences: Some(vec![[1, 3]]), ..Record::bare("d", "ab") };
        assert!(record.document().is_err());
    }
    #[test]
    fn a_confidence_of_1e39_or_below_0_is_refused() {
        for wrong in ["1e39", "-5", "1.01", "-1e-3"] {
            let entity = format!(r#""entities":[{{"start":0,"end":1,"type":"ORG","confidence":{wrong}}}]"#);
            let claim = format!(
                r#""attributions":[{{"id":"a","source":[],"cue":[],"content":[[0,1]],"confidence":{wrong}}}]"#
            );
            for (layer, named) in [(entity, "entity 0..1"), (claim, "attribution a")] {
                let lines = format!("\n{{\"doc_id\":\"d\",\"text\":\"ab\",{layer}}}");
                let error = read("x.jsonl", lines.as_bytes()).expect_err(wrong);
                assert!(format!("{error:#}").starts_with(&format!("x.jsonl:2: {named}")), "{error:#}");
                assert!(
                    crate::hint::of(&error).is_some_and(|hint| hint.contains("from 0 to 1")),
                    "{error:#}"
                );
            }
        }
        let sure =
            r#"{"doc_id":"d","text":"ab","entities":[{"start":0,"end":1,"type":"ORG","confidence":0}]}"#;
        assert!(parse(sure).is_ok(), "0 and 1 are probabilities");
    }

    #[test]
    fn a_key_that_stands_twice_is_refused() {
        let error =
            parse(r#"{"doc_id":"d","text":"ab","entities":[],"entities":[]}"#).expect_err("two layers");
        assert!(format!("{error:#}").contains("duplicate"), "{error:#}");
    }

    #[test]
    fn a_misspelt_layer_is_named_with_its_line() {
        let error = read("x.jsonl", &br#"{"doc_id":"d","text":"ab","entites":[]}"#[..]).expect_err("a slip");
        assert!(format!("{error:#}").starts_with("x.jsonl:1: \"entites\""), "{error:#}");
        assert!(crate::hint::of(&error).is_some_and(|hint| hint.contains("\"entities\"")), "{error:#}");
    }
}
