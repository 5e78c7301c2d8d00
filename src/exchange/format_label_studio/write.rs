//! Records as Label Studio's tasks.

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::interface::{CHOICES, LABELS, NESTED, interface};
use crate::exchange::out::{Items, Out, Writer};
use crate::exchange::record::{Attribution, Record};
use crate::exchange::roles::{self, ROLES, SENTENCE};

/// Our own key in a task's `data` and a region's `meta`.
pub const OWN: &str = "saidso";

const CONFIDENCE: &str = "confidence";

/// The tasks, and the labeling interface.
pub struct Tasks {
    items: Items,
    /// Whether what the records say is predicted, each region with its score, for a person to correct; else it is done.
    predicted: bool,
}

impl Tasks {
    pub fn done() -> Tasks {
        Tasks { items: Items::new(0), predicted: false }
    }

    pub fn predicted() -> Tasks {
        Tasks { items: Items::new(0), predicted: true }
    }
}

impl Writer for Tasks {
    fn record(&mut self, record: &Record, out: &mut dyn Out) -> Result<()> {
        let number = self.items.count() + 1;
        let result = Results::of(record, self.predicted)?;
        let mut task = json!({"id": number, "data": data(record, self.predicted)?});
        if self.predicted {
            let score = result.score();
            let all = result.all();
            // Of an article of which nothing is said, nothing is predicted.
            let predicted = json!({"model_version": OWN, "score": score, "result": all});
            task["predictions"] = if all.is_empty() { json!([]) } else { json!([predicted]) };
        } else {
            task["annotations"] = json!([
                {"id": number, "result": result.all(), "was_cancelled": false, "ground_truth": false}
            ]);
        }
        out.put("", &self.items.item(&task)?)
    }

    fn end(&mut self, out: &mut dyn Out) -> Result<()> {
        out.put("", &(self.items.end() + "\n"))?;
        out.put(".xml", &interface())
    }
}

/// The text, and what no region says. Which layers are labeled is for a person to say where nothing is predicted.
fn data(record: &Record, predicted: bool) -> Result<Value> {
    let layers = [
        ("sentences", record.sentences.is_some()),
        ("entities", record.entities.is_some()),
        ("attributions", record.attributions.is_some()),
    ];
    let layers: Vec<&str> = layers.iter().filter(|layer| layer.1).map(|layer| layer.0).collect();
    let mut own = json!({});
    if !layers.is_empty() || !predicted {
        own["layers"] = layers.into();
    }
    if let Some(annotator) = &record.annotator {
        own["annotator"] = annotator.as_str().into();
    }
    if let Some(blocks) = &record.blocks {
        own["blocks"] = serde_json::to_value(blocks)?;
    }
    Ok(json!({"text": record.text, "doc_id": record.doc_id, OWN: own}))
}

struct Results {
    chars: Vec<char>,
    /// Whether a confidence is the score of its region, rather than a remark on it.
    scored: bool,
    regions: Vec<Value>,
    choices: Vec<Value>,
    relations: Vec<Value>,
}

impl Results {
    fn of(record: &Record, scored: bool) -> Result<Results> {
        let chars = record.text.chars().collect();
        let mut results =
            Results { chars, scored, regions: Vec::new(), choices: Vec::new(), relations: Vec::new() };
        for &sentence in record.sentences.iter().flatten() {
            results.region(SENTENCE, sentence, Map::new());
        }
        for entity in record.entities.iter().flatten() {
            let mut own = Map::new();
            if let Some(id) = &entity.id {
                own.insert("id".to_owned(), id.as_str().into());
            }
            if scored || entity.confidence != 1.0 {
                own.insert(CONFIDENCE.to_owned(), entity.confidence.into());
            }
            results.region(&entity.kind, [entity.start, entity.end], own);
        }
        results.attributions(record.attributions.as_deref().unwrap_or_default())?;
        Ok(results)
    }

    /// All of them, in the order in which they are shown.
    fn all(self) -> Vec<Value> {
        [self.regions, self.choices, self.relations].concat()
    }

    /// The mean of the scores: tasks of which a program is least sure can be labeled first.
    fn score(&self) -> Option<f64> {
        let scores: Vec<f64> = self.regions.iter().filter_map(|region| region["score"].as_f64()).collect();
        (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
    }

    /// The id of a new region.
    fn region(&mut self, label: &str, span: [usize; 2], mut own: Map<String, Value>) -> String {
        let id = format!("r{}", self.regions.len() + 1);
        let mut value = self.place(span);
        value["labels"] = json!([label]);
        let mut region =
            json!({"id": id, "from_name": LABELS, "to_name": "text", "type": "labels", "value": value});
        if self.scored
            && let Some(confidence) = own.remove(CONFIDENCE)
        {
            region["score"] = confidence;
        }
        if !own.is_empty() {
            region["meta"] = json!({OWN: own});
        }
        self.regions.push(region);
        id
    }

    fn place(&self, [start, end]: [usize; 2]) -> Value {
        let words: String = self.chars[start..end].iter().collect();
        json!({"start": start, "end": end, "text": words})
    }

    fn choice(&mut self, region: &str, span: [usize; 2], name: &str, choice: Value) {
        let mut value = self.place(span);
        value["choices"] = json!([choice]);
        self.choices.push(
            json!({"id": region, "from_name": name, "to_name": "text", "type": "choices", "value": value}),
        );
    }

    fn relation(&mut self, from: &str, to: &str, label: &str) {
        self.relations.push(json!({
            "type": "relation", "from_id": from, "to_id": to, "direction": "right", "labels": [label],
        }));
    }

    fn attributions(&mut self, all: &[Attribution]) -> Result<()> {
        // The first region of each, which has the labels and is linked to the others: the content, as far as there is one.
        let mut hubs = Vec::new();
        for attribution in all {
            let mut hub: Option<String> = None;
            for (role, spans) in ROLES.iter().zip(roles::parts(attribution)).rev() {
                for &span in spans {
                    match hub.clone() {
                        None => hub = Some(self.hub(role, span, attribution)?),
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

    fn hub(&mut self, role: &str, span: [usize; 2], attribution: &Attribution) -> Result<String> {
        let mut details = roles::details(attribution)?;
        if self.scored {
            details.insert(CONFIDENCE.to_owned(), attribution.confidence.into());
        }
        let chosen: Vec<_> = CHOICES.iter().filter_map(|name| Some((name, details.remove(*name)?))).collect();
        let id = self.region(role, span, details);
        for (name, choice) in chosen {
            self.choice(&id, span, name, choice);
        }
        Ok(id)
    }
}
