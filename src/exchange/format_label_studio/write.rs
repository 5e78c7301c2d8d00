//! Records as Label Studio's tasks.

use anyhow::Result;
use serde_json::{Map, Value, json};

use crate::exchange::record::{Attribution, Record};
use crate::exchange::roles::{self, ROLES, SENTENCE};

/// The label of a relation from an attribution to the one in whose content it stands.
pub const NESTED: &str = "nested_in";

/// Our own key in a task's `data` and a region's `meta`.
pub const OWN: &str = "saidso";

pub fn write(records: &[Record]) -> Result<Vec<(String, String)>> {
    let tasks = records.iter().enumerate().map(|(at, record)| task(at + 1, record));
    let tasks: Vec<Value> = tasks.collect::<Result<_>>()?;
    Ok(vec![(String::new(), serde_json::to_string_pretty(&tasks)? + "\n")])
}

fn task(number: usize, record: &Record) -> Result<Value> {
    let mut results =
        Results { chars: record.text.chars().collect(), regions: Vec::new(), relations: Vec::new() };
    for &sentence in record.sentences.iter().flatten() {
        results.region(SENTENCE, sentence, Map::new());
    }
    for entity in record.entities.iter().flatten() {
        let mut own = Map::new();
        if let Some(id) = &entity.id {
            own.insert("id".to_owned(), id.as_str().into());
        }
        if entity.confidence != 1.0 {
            own.insert("confidence".to_owned(), entity.confidence.into());
        }
        results.region(&entity.kind, [entity.start, entity.end], own);
    }
    results.attributions(record.attributions.as_deref().unwrap_or_default())?;
    let layers = [
        ("sentences", record.sentences.is_some()),
        ("entities", record.entities.is_some()),
        ("attributions", record.attributions.is_some()),
    ];
    let layers: Vec<&str> = layers.iter().filter(|layer| layer.1).map(|layer| layer.0).collect();
    let mut own = json!({"layers": layers});
    if let Some(annotator) = &record.annotator {
        own["annotator"] = annotator.as_str().into();
    }
    if let Some(blocks) = &record.blocks {
        own["blocks"] = serde_json::to_value(blocks)?;
    }
    let mut result = results.regions;
    result.extend(results.relations);
    Ok(json!({
        "id": number,
        "data": {"text": record.text, "doc_id": record.doc_id, OWN: own},
        "annotations": [{"id": number, "result": result, "was_cancelled": false, "ground_truth": false}],
    }))
}

struct Results {
    chars: Vec<char>,
    regions: Vec<Value>,
    relations: Vec<Value>,
}

impl Results {
    /// The id of a new region.
    fn region(&mut self, label: &str, [start, end]: [usize; 2], own: Map<String, Value>) -> String {
        let id = format!("r{}", self.regions.len() + 1);
        let words: String = self.chars[start..end].iter().collect();
        let mut region = json!({
            "id": id, "from_name": "label", "to_name": "text", "type": "labels",
            "value": {"start": start, "end": end, "text": words, "labels": [label]},
        });
        if !own.is_empty() {
            region["meta"] = json!({OWN: own});
        }
        self.regions.push(region);
        id
    }

    fn relation(&mut self, from: &str, to: &str, label: &str) {
        self.relations.push(json!({
            "type": "relation", "from_id": from, "to_id": to, "direction": "right", "labels": [label],
        }));
    }

    fn attributions(&mut self, all: &[Attribution]) -> Result<()> {
        // The first region of each, which holds the labels and is linked to the others.
        let mut hubs = Vec::new();
        for attribution in all {
            let mut hub: Option<String> = None;
            for (role, spans) in ROLES.iter().zip(roles::parts(attribution)) {
                for &span in spans {
                    match hub.clone() {
                        None => hub = Some(self.region(role, span, roles::details(attribution)?)),
                        Some(hub) => {
                            let id = self.region(role, span, Map::new());
                            self.relation(&hub, &id, &role.to_lowercase());
                        }
                    }
                }
            }
            hubs.push(hub.unwrap_or_default());
        }
        for (inner, attribution) in all.iter().enumerate() {
            let outer = attribution.nested_in.as_ref();
            let outer = outer.and_then(|outer| all.iter().position(|other| other.id == *outer));
            if let Some(outer) = outer {
                self.relation(&hubs[inner].clone(), &hubs[outer].clone(), NESTED);
            }
        }
        Ok(())
    }
}
