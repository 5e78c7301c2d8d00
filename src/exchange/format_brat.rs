//! brat standoff (brat.nlplab.org/standoff.html): text in `.txt`, annotations in `.ann`.
//!
//! A `T` line marks words, an `E` line joins them (PolNeAR's way) and an `R` line links two of them;
//! both make attributions. `A` lines hold the closed labels, `#` lines of type `Saidso` as JSON what
//! brat has no place for.

mod conf;
mod lines;
mod write;

use std::collections::{HashMap, HashSet};

use anyhow::{Context, Result, anyhow};
use serde::Deserialize;
use serde_json::{Map, Value};

use self::lines::{ATTRIBUTES, DOCUMENT, Event, File, NESTED, Notes};
use super::input::{Input, Placed, Reading};
use super::offset::{self, Ruler};
use super::record::{Attribution, Mention, Record};
use super::roles::{self, ATTRIBUTION, ROLES, SENTENCE, groups, role};
use crate::hint::Hint;

pub use write::Files;

pub fn read(inputs: &[Input], reading: &mut Reading) -> Result<Vec<Placed>> {
    let mut placed = Vec::new();
    let mut used = HashSet::new();
    for input in inputs.iter().filter(|input| input.has_ending("ann")) {
        let (text, annotator) = text_of(input, inputs)?;
        used.insert(&text.name);
        let id = text.stem();
        let file = File::parse(input).with_context(|| format!("document {id:?}"))?;
        let record = file
            .record(id, &text.text, annotator, reading)
            .with_context(|| format!("{} (document {id})", input.name))?;
        placed.push(Placed { place: input.name.clone(), record });
    }
    let unused = inputs.iter().filter(|input| input.has_ending("txt") && !used.contains(&input.name)).count();
    reading.left.add("texts without an .ann file", unused);
    Ok(placed)
}

/// The text that `input` annotates: beside it, or as in PolNeAR in a folder of its own, where the
/// annotations of `X.txt` are in `X_ANNOTATOR.ann`.
fn text_of<'i>(input: &'i Input, inputs: &'i [Input]) -> Result<(&'i Input, Option<&'i str>)> {
    let stem = input.stem();
    let texts = || inputs.iter().filter(|text| text.has_ending("txt"));
    let beside = texts().find(|text| text.stem() == stem && text.folder() == input.folder());
    if let Some(text) = beside.or_else(|| texts().find(|text| text.stem() == stem)) {
        return Ok((text, None));
    }
    let shared = stem.rsplit_once('_').and_then(|(document, annotator)| {
        Some((texts().find(|text| text.stem() == document)?, Some(annotator)))
    });
    shared
        .ok_or_else(|| anyhow!("{}: no {stem}.txt", input.name))
        .hint("give the folder that holds both the .txt and the .ann files")
}

impl File {
    fn record(
        mut self,
        id: &str,
        text: &str,
        annotator: Option<&str>,
        reading: &mut Reading,
    ) -> Result<Record> {
        let marks = self.spans.iter().map(|(.., mark)| mark).collect();
        let ruler = Ruler::new(text, offset::counting(&[(id, text, marks)])?);
        let chars: Vec<char> = text.chars().collect();
        let (mut entities, mut sentences, mut parts) = (Vec::new(), Vec::new(), HashMap::new());
        let mut notes = std::mem::take(&mut self.details);
        for (number, id, label, mark) in &self.spans {
            let places: Vec<[usize; 2]> = mark.parts.iter().filter_map(|&part| ruler.points(part)).collect();
            if let Some(role) = role(label) {
                parts.insert(id.as_str(), (parts.len(), role, places));
            } else if label == SENTENCE {
                match joined(places, &chars)[..] {
                    [sentence] => sentences.push(sentence),
                    _ => reading.left.add("sentences in parts with words between them", 1),
                }
            } else if label.starts_with(ATTRIBUTION) {
                let idle = self.events.iter().all(|event| event.trigger != *id);
                reading.left.add(&format!("{label} spans that no event stands on"), usize::from(idle));
            } else {
                let details = notes.remove(id).unwrap_or_default();
                let entity = entity(label, &joined(places, &chars), details, reading);
                entities.extend(entity.with_context(|| format!("line {number}"))?);
            }
        }
        // A line that a person adds stands behind the others, wherever it is in the text.
        sentences.sort_unstable();
        let attributions = self.attributions(&parts, &mut notes, reading)?;
        for other in &self.others {
            reading.left.add(other, 1);
        }
        let note = notes.remove(DOCUMENT).unwrap_or_default();
        let layers = note.get("layers").and_then(Value::as_array);
        let labeled = |layer: &str, found: bool| {
            layers.map_or(found, |layers| layers.iter().any(|own| own.as_str() == Some(layer)))
        };
        reading.left.add("attributes and notes on other lines", notes.values().map(Map::len).sum());
        let string = |key: &str| note.get(key).and_then(Value::as_str).map(str::to_owned);
        let blocks = note.get("blocks").map(Vec::deserialize).transpose();
        Ok(Record {
            blocks: blocks.with_context(|| format!("the note on {DOCUMENT}: blocks"))?,
            annotator: string("annotator").or_else(|| annotator.map(str::to_owned)),
            sentences: labeled("sentences", !sentences.is_empty()).then_some(sentences),
            entities: labeled("entities", !entities.is_empty()).then_some(entities),
            attributions: labeled("attributions", !attributions.is_empty()).then_some(attributions),
            ..Record::bare(&string("doc_id").unwrap_or_else(|| id.to_owned()), text)
        })
    }

    fn attributions(
        &self,
        parts: &Parts,
        notes: &mut Notes,
        reading: &mut Reading,
    ) -> Result<Vec<Attribution>> {
        let mut found: Vec<Attribution> = Vec::new();
        let mut names = HashMap::new();
        let mut nested = Vec::new();
        let mut used = vec![false; parts.len()];
        for Event { number, id, kind, arguments, .. } in &self.events {
            if !kind.starts_with(ATTRIBUTION) {
                reading.left.add(&format!("events {kind}"), 1);
                continue;
            }
            let mut spans: [Vec<[usize; 2]>; 3] = Default::default();
            for (name, target) in arguments {
                let unknown =
                    || anyhow!("{}:{number}: {id} has {name}:{target}, which is no such line", self.name);
                if name == NESTED {
                    nested.push((found.len(), *number, target.clone()));
                } else if let Some(role) = role(name) {
                    let (at, _, places) = parts.get(target.as_str()).ok_or_else(unknown).hint(
                        "arguments name a Source, Cue or \
                         Content line of the same file",
                    )?;
                    used[*at] = true;
                    spans[role].extend(places);
                } else {
                    reading.left.add(&format!("arguments {name}"), 1);
                }
            }
            let details = notes.remove(id.as_str()).unwrap_or_default();
            let attribution = roles::attribution(id, details, spans)?;
            names.insert(id.as_str(), attribution.id.clone());
            found.push(attribution);
        }
        for (at, number, target) in nested {
            let outer = names.get(target.as_str()).cloned();
            let unknown = || anyhow!("{}:{number}: {NESTED}:{target} is no event of this file", self.name);
            found[at].nested_in = Some(outer.ok_or_else(unknown).hint("name the event that it stands in")?);
        }
        self.linked(parts, &mut used, &mut found, reading)?;
        for (_, role, _) in parts.values().filter(|part| !used[part.0]) {
            reading.left.add(&format!("{} spans that nothing links", ROLES[*role]), 1);
        }
        Ok(found)
    }

    /// Attributions whose parts `R` lines link.
    fn linked(
        &self,
        parts: &Parts,
        used: &mut [bool],
        found: &mut Vec<Attribution>,
        reading: &mut Reading,
    ) -> Result<()> {
        let mut links = Vec::new();
        for (number, kind, arguments) in &self.relations {
            let ends: Vec<_> = arguments.iter().map(|(_, id)| parts.get(id.as_str()).map(|p| p.0)).collect();
            match ends[..] {
                [Some(one), Some(other)] => links.push((one, other)),
                _ => {
                    for (name, id) in arguments {
                        let known = self.spans.iter().any(|span| span.1 == *id)
                            || self.events.iter().any(|event| event.id == *id);
                        if !known {
                            return Err(anyhow!(
                                "{}:{number}: {name}:{id} is no line of this file",
                                self.name
                            ))
                            .hint("arguments name other lines of the same file");
                        }
                    }
                    reading.left.add(&format!("relations {kind}"), 1);
                }
            }
        }
        let mut ordered: Vec<_> = parts.values().collect();
        ordered.sort_by_key(|part| part.0);
        for group in groups(parts.len(), &links).into_iter().filter(|group| group.len() > 1) {
            let mut spans: [Vec<[usize; 2]>; 3] = Default::default();
            for at in group {
                used[at] = true;
                spans[ordered[at].1].extend(&ordered[at].2);
            }
            found.push(roles::attribution(&format!("R{}", found.len() + 1), Map::new(), spans)?);
        }
        Ok(())
    }
}

/// The mention that a span is. One with words between its parts has no place in a record, and is counted.
fn entity(
    label: &str,
    parts: &[[usize; 2]],
    mut details: Map<String, Value>,
    reading: &mut Reading,
) -> Result<Option<Mention>> {
    for name in ATTRIBUTES {
        let had = details.remove(name).is_some();
        reading.left.add(&format!("attributes {name} of entities"), usize::from(had));
    }
    let Some(kind) = reading.entity(label)? else { return Ok(None) };
    if let [place] = parts {
        return roles::mention(*place, &kind, details).map(Some);
    }
    reading.left.add(&format!("{label} entities in parts with words between them"), 1);
    Ok(None)
}

/// `places` in order, those made one between which `text` has nothing but white space: brat cuts a span where a line
/// ends.
fn joined(mut places: Vec<[usize; 2]>, text: &[char]) -> Vec<[usize; 2]> {
    places.sort_unstable();
    let mut joined: Vec<[usize; 2]> = Vec::new();
    for [start, end] in places {
        match joined.last_mut() {
            Some(last) if text[last[1].min(start)..start].iter().all(|c| c.is_whitespace()) => {
                last[1] = end.max(last[1]);
            }
            _ => joined.push([start, end]),
        }
    }
    joined
}

/// Sources, cues and contents by id: number, role, places.
type Parts<'f> = HashMap<&'f str, (usize, usize, Vec<[usize; 2]>)>;
