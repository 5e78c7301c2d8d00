//! JSON Lines (jsonlines.org): a [`Record`] a line.

use anyhow::{Context, Result};

use super::input::{Input, Placed, Reading};
use super::line::with_remarks;
use super::record::Record;

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
    let (mut record, remarks) = with_remarks(line)?;
    for key in remarks {
        reading.left.add(&format!("values of {key}"), 1);
    }
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

pub fn write(record: &Record) -> Result<String> {
    Ok(serde_json::to_string(record)? + "\n")
}
