//! JSON Lines (jsonlines.org): a [`Record`] a line.

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use super::{Input, Placed, Reading, Record};
use crate::hint::Hint;

/// The fields that are read, by layer; others are counted as left out.
const FIELDS: [(&str, &[&str]); 3] = [
    ("", &["doc_id", "text", "annotator", "sentences", "entities", "attributions"]),
    ("entities", &["start", "end", "type", "id", "confidence"]),
    (
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
            "source_id",
            "proposition",
            "confidence",
        ],
    ),
];

pub fn read(inputs: &[Input], reading: &mut Reading) -> Result<Vec<Placed>> {
    let mut placed = Vec::new();
    for input in inputs {
        for (number, line) in input.lines().filter(|(_, line)| !line.trim().is_empty()) {
            let place = format!("{}:{number}", input.name);
            let record = record(line, reading).with_context(|| place.clone())?;
            placed.push(Placed { place, record });
        }
    }
    Ok(placed)
}

fn record(line: &str, reading: &mut Reading) -> Result<Record> {
    let hint = "each line is one JSON object with doc_id and text";
    let value: Value = serde_json::from_str(line).hint(hint)?;
    for (layer, known) in FIELDS {
        let rows: Vec<&Map<String, Value>> = match layer {
            "" => value.as_object().into_iter().collect(),
            _ => value[layer].as_array().into_iter().flatten().filter_map(Value::as_object).collect(),
        };
        for key in rows.iter().flat_map(|row| row.keys()).filter(|key| !known.contains(&key.as_str())) {
            reading
                .left
                .add(&format!("values of {layer}{}{key}", if layer.is_empty() { "" } else { "." }), 1);
        }
    }
    let mut record: Record = serde_json::from_value(value).hint(hint)?;
    if let Some(entities) = record.entities.take() {
        let mut kept = Vec::new();
        for mut entity in entities {
            let at = || format!("document {:?}: entity {}..{}", record.doc_id, entity.start, entity.end);
            if let Some(kind) = reading.entity(&entity.kind).with_context(at)? {
                entity.kind = kind;
                kept.push(entity);
            }
        }
        record.entities = Some(kept);
    }
    Ok(record)
}

pub fn write(records: &[Record]) -> Result<Vec<(String, String)>> {
    let mut lines = String::new();
    for record in records {
        lines += &serde_json::to_string(record)?;
        lines.push('\n');
    }
    Ok(vec![(String::new(), lines)])
}
