//! Label Studio's JSON tasks (labelstud.io/guide/task_format): `data.text`, and in each annotation a
//! result of labeled regions and of relations between them.
//!
//! Regions labeled Source, Cue and Content that relations join are an attribution, whose labels are choices for one of
//! them. What a region has no field for stands in its `meta.saidso`.

mod interface;
mod write;

use std::collections::{HashMap, HashSet};

use anyhow::{Context, Result, anyhow};
use serde::Deserialize;
use serde_json::{Map, Value};

use self::interface::{CHOICES, NESTED};
use self::write::OWN;
use super::input::{Input, Placed, Reading, Tally};
use super::offset::{self, Counting, Mark, Ruler};
use super::record::{Attribution, Record};
use super::roles::{self, ROLES, SENTENCE, groups, role};
use crate::hint::Hint;

pub use self::write::Tasks;

/// Keys of a task that are looked at; another that holds a list may hold labels, as `completions` once did.
const KNOWN: [&str; 4] = ["data", "annotations", "predictions", "comment_authors"];

const SHAPE: &str = "the file is a list of tasks; each has data.text and annotations, a list of objects with a \
                     result (Export, JSON; not JSON-MIN)";

pub fn read(inputs: &[Input], reading: &mut Reading) -> Result<Vec<Placed>> {
    let mut placed = Vec::new();
    for input in inputs {
        let tasks: Vec<Value> =
            serde_json::from_str(input.without_mark()).with_context(|| input.name.clone()).hint(SHAPE)?;
        let mut labelings = Vec::new();
        for (number, task) in tasks.iter().enumerate() {
            labelings.extend(Labeling::of(task, number + 1, input, reading)?);
        }
        let texts: Vec<_> = labelings
            .iter()
            .map(|own| (own.id.as_str(), own.text, own.regions.iter().map(|region| &region.mark).collect()))
            .collect();
        let counting = offset::counting(&texts)?;
        for labeling in labelings {
            let place = labeling.place.clone();
            let shown = format!("{place} (document {})", labeling.id);
            placed.push(Placed { place, record: labeling.record(counting, reading).context(shown)? });
        }
    }
    Ok(placed)
}

/// One annotation of one task.
struct Labeling<'t> {
    place: String,
    id: String,
    text: &'t str,
    annotator: Option<String>,
    /// What we say of a document in `data.saidso`.
    own: Option<&'t Map<String, Value>>,
    regions: Vec<Region<'t>>,
    relations: Vec<(usize, usize, &'t str)>,
    labeled: bool,
}

struct Region<'t> {
    labels: Vec<&'t str>,
    mark: Mark,
    own: Map<String, Value>,
    /// The labels of an attribution that were chosen for it.
    chosen: Map<String, Value>,
}

impl<'t> Labeling<'t> {
    fn of(task: &'t Value, number: usize, input: &Input, reading: &mut Reading) -> Result<Vec<Labeling<'t>>> {
        let place = format!("{}: task {number}", input.name);
        let text = task["data"]["text"].as_str();
        let text = text.ok_or_else(|| anyhow!("{place}: no data.text")).hint(SHAPE)?;
        let id = task["data"]["doc_id"].as_str().map(str::to_owned).unwrap_or_else(|| {
            task["id"]
                .as_u64()
                .map_or(format!("{}-{number}", input.stem()), |id| format!("{}-{id}", input.stem()))
        });
        let others = task.as_object().into_iter().flatten().filter(|(key, _)| !KNOWN.contains(&key.as_str()));
        for (key, _) in others.filter(|(_, value)| value.as_array().is_some_and(|all| !all.is_empty())) {
            reading.left.add(&format!("values of {key}"), 1);
        }
        reading.left.add("predictions", task["predictions"].as_array().map_or(0, Vec::len));
        let all = task["annotations"].as_array().map_or(&[][..], Vec::as_slice);
        let wanted: Vec<&Value> =
            all.iter().filter(|own| own["was_cancelled"] != Value::Bool(true)).collect();
        reading.left.add("cancelled annotations", all.len() - wanted.len());
        let own = task["data"][OWN].as_object();
        let empty = |labeled| Labeling {
            place: place.clone(),
            id: id.clone(),
            text,
            annotator: None,
            own,
            regions: Vec::new(),
            relations: Vec::new(),
            labeled,
        };
        if wanted.is_empty() {
            return Ok(vec![empty(false)]);
        }
        let labelings = wanted.iter().enumerate().map(|(at, annotation)| {
            let mut labeling = empty(true);
            let several = || match &annotation["completed_by"] {
                Value::Number(id) => id.to_string(),
                Value::Object(user) => {
                    user.get("email").and_then(Value::as_str).unwrap_or_default().to_owned()
                }
                _ => (at + 1).to_string(),
            };
            let named = own.and_then(|own| own.get("annotator")).and_then(Value::as_str).map(str::to_owned);
            labeling.annotator = named.or_else(|| (wanted.len() > 1).then(several));
            labeling.results(annotation, reading).with_context(|| format!("{place} (document {id})"))?;
            Ok(labeling)
        });
        labelings.collect()
    }

    fn results(&mut self, annotation: &'t Value, reading: &mut Reading) -> Result<()> {
        let mut ids = HashMap::new();
        let results = annotation["result"].as_array().ok_or_else(|| anyhow!("no result")).hint(SHAPE)?;
        for (at, result) in results.iter().enumerate().filter(|(_, result)| result["type"] == "labels") {
            let place = format!("{}: result {}", self.place, at + 1);
            let value = &result["value"];
            let offset = |key: &str| {
                let offset = value[key].as_u64().and_then(|offset| usize::try_from(offset).ok());
                offset.ok_or_else(|| anyhow!("{place}: value.{key} is no offset")).hint(SHAPE)
            };
            if let Some(id) = result["id"].as_str()
                && ids.insert(id, self.regions.len()).is_some()
            {
                return Err(anyhow!("{place}: a second region {id:?}"))
                    .hint("each region has an id of its own");
            }
            let labels = value["labels"].as_array().map_or(&[][..], Vec::as_slice);
            let labels: Vec<&str> = labels.iter().filter_map(Value::as_str).collect();
            count(result, &labels, &mut reading.left);
            let mut own = result["meta"][OWN].as_object().cloned().unwrap_or_default();
            if let Some(score) = result["score"].as_f64() {
                own.entry("confidence").or_insert_with(|| score.into());
            }
            self.regions.push(Region {
                labels,
                mark: Mark {
                    parts: vec![[offset("start")?, offset("end")?]],
                    words: value["text"].as_str().map(str::to_owned),
                    place,
                },
                own,
                chosen: Map::new(),
            });
        }
        for (at, result) in results.iter().enumerate().filter(|(_, result)| result["type"] != "labels") {
            let kind = result["type"].as_str().unwrap_or("unknown");
            let region = result["id"].as_str().and_then(|id| ids.get(id));
            if let Some((name, choice)) = chosen(result)
                && let Some(&region) = region
            {
                self.regions[region].chosen.insert(name.to_owned(), choice.into());
                continue;
            }
            if kind != "relation" {
                reading.left.add(&format!("results {kind}"), 1);
                continue;
            }
            let end = |key: &str| {
                let found = result[key].as_str().and_then(|id| ids.get(id)).copied();
                let unknown = || anyhow!("result {}: {key} {} is no region", at + 1, result[key]);
                found.ok_or_else(unknown).hint("relations join regions of the same annotation")
            };
            let label = result["labels"][0].as_str().unwrap_or_default();
            self.relations.push((end("from_id")?, end("to_id")?, label));
        }
        Ok(())
    }

    fn record(self, counting: Counting, reading: &mut Reading) -> Result<Record> {
        let ruler = Ruler::new(self.text, counting);
        let (mut sentences, mut entities) = (Vec::new(), Vec::new());
        for region in &self.regions {
            let span = region.mark.parts.first().and_then(|&part| ruler.points(part));
            let Some([start, end]) = span else { continue };
            for label in region.labels.iter().filter(|label| role(label).is_none()) {
                if *label == SENTENCE {
                    sentences.push([start, end]);
                } else if let Some(kind) = reading.entity(label).with_context(|| region.mark.place.clone())? {
                    // Where a region is a part of an attribution too, what it says is of that.
                    let part = region.labels.iter().any(|label| role(label).is_some());
                    let own = if part { Map::new() } else { region.own.clone() };
                    let entity = roles::mention([start, end], &kind, own);
                    entities.push(entity.with_context(|| region.mark.place.clone())?);
                }
            }
        }
        let idle =
            self.regions.iter().filter(|region| region.labels.iter().all(|label| role(label).is_none()));
        reading
            .left
            .add("choices for regions of no attribution", idle.map(|region| region.chosen.len()).sum());
        let attributions = self.attributions(&ruler, reading)?;
        let said = self.own.and_then(|own| own.get("layers")).and_then(Value::as_array);
        // A region that a person adds stands behind the others, wherever it is in the text.
        sentences.sort_unstable();
        // A person may have labeled what nobody had predicted.
        let labeled = |layer: &str, found: bool, else_found: bool| {
            said.map_or(else_found, |layers| found || layers.iter().any(|own| own.as_str() == Some(layer)))
        };
        let any = [!sentences.is_empty(), !entities.is_empty(), !attributions.is_empty()];
        let blocks = self.own.and_then(|own| own.get("blocks")).map(Vec::deserialize);
        Ok(Record {
            blocks: blocks.transpose().context("data.saidso.blocks")?,
            sentences: labeled("sentences", any[0], any[0]).then_some(sentences),
            entities: labeled("entities", any[1], self.labeled).then_some(entities),
            attributions: labeled("attributions", any[2], any[2]).then_some(attributions),
            annotator: self.annotator,
            ..Record::bare(&self.id, self.text)
        })
    }

    /// C1, C2, … but for those that some attribution has already: one that a person adds has no id yet.
    fn free_names(&self) -> impl Iterator<Item = String> {
        let taken = self.regions.iter().filter_map(|region| region.own.get("id")?.as_str());
        let taken: HashSet<String> = taken.map(str::to_owned).collect();
        (1..).map(|number| format!("C{number}")).filter(move |name| !taken.contains(name))
    }

    fn attributions(&self, ruler: &Ruler, reading: &mut Reading) -> Result<Vec<Attribution>> {
        let role_of = |at: usize| self.regions[at].labels.iter().find_map(|label| role(label));
        let is_part = |at: usize| role_of(at).is_some();
        let mut links = Vec::new();
        let mut nested = HashMap::new();
        for &(from, to, label) in &self.relations {
            match (is_part(from) && is_part(to), label == NESTED) {
                (true, true) => drop(nested.insert(from, to)),
                (true, false) => links.push((from, to)),
                (false, _) => reading.left.add("relations between other regions", 1),
            }
        }
        let all = groups(self.regions.len(), &links);
        let parts = all.into_iter().filter(|group| is_part(group[0]));
        let (whole, alone): (Vec<_>, Vec<_>) =
            parts.partition(|group| group.len() > 1 || self.regions[group[0]].says_something());
        for group in &alone {
            let role = role_of(group[0]).map_or("", |role| ROLES[role]);
            reading.left.add(&format!("{role} regions that nothing links"), 1);
        }
        let mut found = Vec::new();
        let mut names = self.free_names();
        for group in &whole {
            let mut spans: [Vec<[usize; 2]>; 3] = Default::default();
            let mut details = Map::new();
            for &at in group {
                let part = self.regions[at].mark.parts.first().and_then(|&part| ruler.points(part));
                spans[role_of(at).unwrap_or_default()].extend(part);
                details.extend(self.regions[at].own.clone());
                details.extend(self.regions[at].chosen.clone());
            }
            let id = if details.contains_key("id") { None } else { names.next() };
            found.push(roles::attribution(&id.unwrap_or_default(), details, spans)?);
        }
        let home = |region: usize| whole.iter().position(|group| group.contains(&region));
        for (from, to) in nested {
            match (home(from), home(to)) {
                (Some(inner), Some(outer)) => found[inner].nested_in = Some(found[outer].id.clone()),
                _ => reading.left.add("nestings of what is no attribution", 1),
            }
        }
        Ok(found)
    }
}

impl Region<'_> {
    fn says_something(&self) -> bool {
        !self.own.is_empty() || !self.chosen.is_empty()
    }
}

/// The label of an attribution that `result` chooses, if it does.
fn chosen(result: &Value) -> Option<(&'static str, &str)> {
    let name = result["from_name"].as_str().filter(|_| result["type"] == "choices")?;
    let name = CHOICES.into_iter().find(|own| *own == name)?;
    Some((name, result["value"]["choices"][0].as_str()?))
}

/// Counts what a region says that has no place in a record.
fn count(region: &Value, labels: &[&str], left: &mut Tally) {
    let roles = labels.iter().filter(|label| role(label).is_some()).count();
    left.add("regions without a label", usize::from(labels.is_empty()));
    left.add("roles of a region after its first", roles.saturating_sub(1));
    let meta = region["meta"].as_object().into_iter().flatten();
    left.add("notes on regions", meta.filter(|(key, _)| *key != OWN).count());
}
