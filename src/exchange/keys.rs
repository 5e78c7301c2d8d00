//! The keys of our own JSON Lines, and what becomes of others.
//!
//! Published corpora say more of a text than has a place here (`genre`, `licence`, `orig_type`), so a key that
//! is not ours is a remark and is passed over. Not so where the object lacks a key of ours that looks like it:
//! a slip of the pen would make a label into none. Two look alike when they are the same but for capitals, `_`,
//! `-` and a last `s`, when few letters part them (one for each four, two at most), or when the one is what other
//! tools call the other ([`SYNONYMS`]).

use anyhow::{Result, anyhow, ensure};
use serde_json::{Map, Value};

use crate::hint::Hint;

/// A kind of object in a line: the line itself, and an item of each layer of objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Line,
    Block,
    Entity,
    Attribution,
}

impl Of {
    /// Each with the key of the line under which its objects stand, and their keys.
    const ALL: [(Of, &'static str, &'static [&'static str]); 4] = [
        (Of::Line, "", &["doc_id", "text", "annotator", "blocks", "sentences", "entities", "attributions"]),
        (Of::Block, "blocks", &["start", "end", "kind"]),
        (Of::Entity, "entities", &["start", "end", "type", "id", "confidence"]),
        (
            Of::Attribution,
            "attributions",
            &[
                "id",
                "voice",
                "source",
                "cue",
                "content",
                "quote",
                "act",
                "factuality",
                "nested_in",
                "source_ids",
                "addressee",
                "proposition",
                "confidence",
            ],
        ),
    ];
}

/// What other tools call a key of ours; numbers do not matter.
const SYNONYMS: &[(Of, &str, &[&str])] = &[
    (Of::Line, "doc_id", &["id"]),
    (Of::Line, "sentences", &["sents"]),
    (Of::Line, "entities", &["entity", "ents", "mentions", "spans", "labels"]),
    (Of::Line, "attributions", &["claims", "quotes", "quotations"]),
    (Of::Block, "kind", &["type", "label"]),
    (Of::Entity, "type", &["label", "kind"]),
    (Of::Entity, "confidence", &["score", "probability"]),
    (Of::Attribution, "source_ids", &["source_id", "speaker", "speaker_id"]),
    (Of::Attribution, "confidence", &["score", "probability"]),
];

/// The keys of a line that are none of ours, once for each object that has them, as `layer.key`.
///
/// # Errors
/// When one looks like a key of ours that its object lacks.
pub fn remarks(line: &Value) -> Result<Vec<String>> {
    let mut remarks = Vec::new();
    for (of, layer, known) in Of::ALL {
        let objects: Vec<&Map<String, Value>> = match of {
            Of::Line => line.as_object().into_iter().collect(),
            _ => line[layer].as_array().into_iter().flatten().filter_map(Value::as_object).collect(),
        };
        for (at, object) in objects.into_iter().enumerate() {
            for key in object.keys().filter(|key| !known.contains(&key.as_str())) {
                let place = if layer.is_empty() { String::new() } else { format!("{layer}[{at}]: ") };
                let mut lacking = known.iter().filter(|own| !object.contains_key(**own));
                if let Some(meant) = lacking.find(|own| alike(of, key, own)) {
                    return Err(anyhow!("{place}{key:?} is no key of ours")).hint(&format!(
                        "write {meant:?} if that is meant; if not, give the key a name that is less like it"
                    ));
                }
                remarks.push(if layer.is_empty() { key.clone() } else { format!("{layer}.{key}") });
            }
        }
    }
    Ok(remarks)
}

/// Checks that `details`, which only we write, hold no key but those of `of`.
///
/// # Errors
/// The first that is unknown.
pub fn only(of: Of, details: &Map<String, Value>) -> Result<()> {
    let known = Of::ALL.iter().find(|row| row.0 == of).map_or(&[][..], |row| row.2);
    let other = details.keys().find(|key| !known.contains(&key.as_str()));
    ensure!(other.is_none(), "{:?} is none of {}", other.map_or("", String::as_str), known.join(", "));
    Ok(())
}

/// Whether `key` looks like `own`, a key of `of`.
fn alike(of: Of, key: &str, own: &str) -> bool {
    let (key, own_core) = (core(key), core(own));
    let mut called = SYNONYMS.iter().filter(|row| row.0 == of && row.1 == own).flat_map(|row| row.2);
    let few = (own_core.len() / 4).min(2);
    called.any(|word| key == core(word)) || distance(&key, &own_core) <= few
}

/// `key` without what a slip may change.
fn core(key: &str) -> String {
    let key: String = key.to_lowercase().chars().filter(|c| !matches!(c, '_' | '-' | ' ')).collect();
    key.strip_suffix('s').unwrap_or(&key).to_owned()
}

/// How many letters must be put in, taken out or changed to make `a` into `b` (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, letter) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (to, &other) in b.iter().enumerate() {
            let changed = diagonal + usize::from(letter != other);
            diagonal = row[to + 1];
            row[to + 1] = changed.min(diagonal + 1).min(row[to] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::exchange::record::{Attribution, BlockLine, Mention, Record};
    use crate::hint;

    #[test]
    fn the_keys_are_those_of_the_structs() {
        let some = || Some("x".to_owned());
        let block = BlockLine { start: 0, end: 1, kind: "body".into() };
        let mention = Mention { start: 0, end: 1, kind: "ORG".into(), id: some(), confidence: 0.5 };
        let attribution = Attribution {
            voice: some(),
            quote: some(),
            act: some(),
            factuality: some(),
            nested_in: some(),
            source_ids: vec!["x".to_owned()],
            addressee: vec![[0, 1]],
            proposition: some(),
            ..Attribution::bare("x")
        };
        let record = Record {
            annotator: some(),
            blocks: Some(vec![block]),
            sentences: Some(Vec::new()),
            entities: Some(vec![mention]),
            attributions: Some(vec![attribution]),
            ..Record::bare("d", "ab")
        };
        let line = serde_json::to_value(&record).expect("JSON");
        for (of, layer, known) in Of::ALL {
            let object = if of == Of::Line { &line } else { &line[layer][0] };
            let mut keys: Vec<&str> =
                object.as_object().expect("an object").keys().map(String::as_str).collect();
            let mut known = known.to_vec();
            keys.sort_unstable();
            known.sort_unstable();
            assert_eq!(keys, known, "{of:?}");
        }
    }

    /// The hint of what is refused in `line`.
    fn refused(line: Value) -> String {
        let error = remarks(&line).expect_err(&format!("{line} should be refused"));
        hint::of(&error).unwrap_or_default().to_owned()
    }

    #[test]
    fn a_misspelt_key_is_no_remark() {
        for (key, meant) in [
            ("entites", "entities"),
            ("Entities", "entities"),
            ("entity", "entities"),
            ("sentence", "sentences"),
            ("attribution", "attributions"),
            ("atributions", "attributions"),
            ("claims", "attributions"),
            ("quotes", "attributions"),
            ("mentions", "entities"),
            ("spans", "entities"),
            ("label", "entities"),
            ("labels", "entities"),
            ("anotator", "annotator"),
        ] {
            let hint = refused(json!({"doc_id": "d", "text": "t", key: []}));
            assert!(hint.contains(&format!("{meant:?}")), "{key}: {hint}");
        }
        assert!(refused(json!({"docid": "d", "text": "t"})).contains("doc_id"));
        assert!(refused(json!({"doc_id": "d", "txt": "t"})).contains("text"));
    }

    #[test]
    fn a_misspelt_key_of_an_item_is_no_remark() {
        let of = |layer: &str, item: Value| json!({"doc_id": "d", "text": "t", layer: [item]});
        assert!(refused(of("entities", json!({"start": 0, "end": 1, "typ": "ORG"}))).contains("type"));
        let span = json!({"start": 0, "end": 1, "type": "ORG", "score": 0.5});
        assert!(refused(of("entities", span)).contains("confidence"));
        let spoken = |key: &str| {
            let mut item = json!({"id": "a", "source": [], "cue": [], "content": [[0, 1]]});
            item[key] = json!("x");
            of("attributions", item)
        };
        for (key, meant) in [("voices", "voice"), ("factualty", "factuality"), ("nested", "nested_in")] {
            assert!(refused(spoken(key)).contains(meant), "{key}");
        }
        let sources = json!({"id": "a", "sources": [], "cue": [], "content": [[0, 1]]});
        let error = remarks(&of("attributions", sources)).expect_err("sources for source");
        assert!(format!("{error:#}").contains("attributions[0]: \"sources\""), "{error:#}");
    }

    #[test]
    fn the_remarks_of_corpora_are_let_be() {
        let line = json!({
            "doc_id": "d", "text": "t", "genre": "news", "licence": "x", "url": null, "title": "T", "date": "D",
            "notes": [], "level": "1", "source": "s", "test": true, "entities_nested": [],
            "entities": [{"start": 0, "end": 1, "type": "ORG", "orig_type": "o", "wiki": null, "named": true}],
            "attributions": [{"id": "a", "source": [], "cue": [], "content": [], "trigger": [], "type": "x", "parts": {}}],
        });
        let remarks = remarks(&line).expect("remarks");
        assert!(remarks.contains(&"genre".to_owned()) && remarks.contains(&"attributions.parts".to_owned()));
        assert_eq!(remarks.len(), 16);
    }

    #[test]
    fn letters_that_part_two_words_are_counted() {
        assert_eq!(
            ["", "text", "txt", "next", "sentence"].map(|word| distance(word, "text")),
            [4, 0, 1, 1, 6]
        );
    }
}
