//! brat standoff (brat.nlplab.org/standoff.html): text in `.txt`, annotations in `.ann`.
//!
//! A `T` line marks words, an `E` line joins them (PolNeAR's way) and an `R` line links two of them;
//! both make attributions. `A` lines hold the closed labels, `#` lines of type `Saidso` as JSON what
//! brat has no place for.

mod write;

use std::collections::{HashMap, HashSet};

use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::input::{Input, Placed, Reading};
use super::offset::{self, Mark, Ruler};
use super::record::{Attribution, Record};
use super::roles::{self, ROLES, SENTENCE, groups, role};
use crate::hint::Hint;

pub use write::write;

/// The type of our notes, and what a note on the whole document refers to.
const NOTE: &str = "Saidso";
const DOCUMENT: &str = "DOCUMENT";

/// Details that brat can hold as attributes.
const ATTRIBUTES: [&str; 4] = ["voice", "quote", "act", "factuality"];

/// The argument of an event that stands in another's content.
const NESTED: &str = "NestedIn";

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

/// The lines of an `.ann` file, by what they are.
#[derive(Default)]
struct File {
    name: String,
    /// Number of the line, id, label, mark.
    spans: Vec<(usize, String, String, Mark)>,
    /// Number of the line, id, type, arguments as (role, id).
    events: Vec<(usize, String, String, Vec<Argument>)>,
    relations: Vec<(usize, String, Vec<Argument>)>,
    /// By the id they are about.
    details: Notes,
    /// Lines that say what has no place in a record.
    others: Vec<String>,
}

impl File {
    fn parse(input: &Input) -> Result<File> {
        let mut file = File { name: input.name.clone(), ..File::default() };
        let mut seen = HashMap::new();
        for (number, line) in input.lines().filter(|(_, line)| !line.trim().is_empty()) {
            let id = line.split(['\t', ' ']).next().unwrap_or_default();
            if id != "*"
                && let Some(first) = seen.insert(id.to_owned(), number)
            {
                return Err(anyhow!("{}:{number}: {id} was used in line {first}", input.name))
                    .hint("each annotation has an id of its own");
            }
            file.line(number, id, line).with_context(|| format!("{}:{number}", input.name)).hint(
                "lines are `T1<tab>Type start end<tab>words`, `E1<tab>Type:T1 Role:T2`, `R1<tab>Type Arg1:T1 \
                 Arg2:T2`, `A1<tab>Type E1 value` or `#1<tab>Type E1<tab>note`",
            )?;
        }
        Ok(file)
    }

    fn line(&mut self, number: usize, id: &str, line: &str) -> Result<()> {
        let malformed = || anyhow!("malformed line {line:?}");
        let mut columns = line.splitn(3, '\t').skip(1);
        let middle = columns.next().ok_or_else(malformed)?;
        let rest = columns.next();
        match id.chars().next() {
            Some('T') => {
                let (label, places) = middle.split_once(' ').ok_or_else(malformed)?;
                let part = |part: &str| {
                    let (start, end) = part.trim().split_once(' ')?;
                    Some([start.parse().ok()?, end.trim().parse().ok()?])
                };
                let parts = places.split(';').map(part).collect::<Option<Vec<[usize; 2]>>>();
                let mark = Mark {
                    place: format!("{}:{number}", self.name),
                    parts: parts.ok_or_else(malformed)?,
                    words: Some(rest.ok_or_else(malformed)?.to_owned()),
                };
                self.spans.push((number, id.to_owned(), label.to_owned(), mark));
            }
            Some('E') | Some('R') => {
                let mut words = middle.split_whitespace();
                let head = words.next().ok_or_else(malformed)?;
                let pair =
                    |word: &str| word.split_once(':').map(|(role, id)| (role.to_owned(), id.to_owned()));
                let arguments: Vec<_> = words.map(pair).collect::<Option<_>>().ok_or_else(malformed)?;
                if id.starts_with('E') {
                    let (kind, _) = head.split_once(':').ok_or_else(malformed)?;
                    self.events.push((number, id.to_owned(), kind.to_owned(), arguments));
                } else {
                    self.relations.push((number, head.to_owned(), arguments));
                }
            }
            Some('A' | 'M') => {
                let words: Vec<&str> = middle.split_whitespace().collect();
                let [name, about, values @ ..] = words.as_slice() else { bail!(malformed()) };
                let key = name.to_lowercase();
                match values {
                    [value] if ATTRIBUTES.contains(&key.as_str()) => {
                        let details = self.details.entry((*about).to_owned()).or_default();
                        details.insert(key, (*value).into());
                    }
                    _ => self.others.push(format!("attributes {name}")),
                }
            }
            Some('#') => {
                let (kind, about) = middle.split_once(' ').ok_or_else(malformed)?;
                if kind == NOTE {
                    let details: Map<String, Value> = serde_json::from_str(rest.ok_or_else(malformed)?)?;
                    self.details.entry(about.to_owned()).or_default().extend(details);
                } else {
                    self.others.push(format!("notes {kind}"));
                }
            }
            Some('N') => self.others.push("normalizations".to_owned()),
            Some('*') => self.others.push("equivalences".to_owned()),
            _ => bail!(malformed()),
        }
        Ok(())
    }

    fn record(
        mut self,
        id: &str,
        text: &str,
        annotator: Option<&str>,
        reading: &mut Reading,
    ) -> Result<Record> {
        let marks = self.spans.iter().map(|(.., mark)| mark).collect();
        let ruler = Ruler::new(text, offset::counting(&[(id, text, marks)])?);
        let (mut entities, mut sentences, mut parts) = (Vec::new(), Vec::new(), HashMap::new());
        let mut notes = std::mem::take(&mut self.details);
        for (number, id, label, mark) in &self.spans {
            let places: Vec<[usize; 2]> = mark.parts.iter().filter_map(|&part| ruler.points(part)).collect();
            if let Some(role) = role(label) {
                parts.insert(id.as_str(), (parts.len(), role, places));
            } else if label == SENTENCE {
                sentences.extend(places);
            } else if !label.starts_with("Attribution") {
                let at = || format!("line {number}");
                let Some(kind) = reading.entity(label).with_context(at)? else { continue };
                let [place] = places[..] else {
                    return Err(anyhow!("line {number}: {label} {id} has {} parts", places.len()))
                        .hint("an entity is one span; only sources, cues and contents may be interrupted");
                };
                let details = notes.remove(id).unwrap_or_default();
                entities.push(roles::mention(place, &kind, details).with_context(at)?);
            }
        }
        let attributions = self.attributions(&parts, &mut notes, reading)?;
        for other in &self.others {
            reading.left.add(other, 1);
        }
        let note = notes.remove(DOCUMENT).unwrap_or_default();
        let layers = note.get("layers").and_then(Value::as_array);
        let labeled = |layer: &str, found: bool| {
            layers.map_or(found, |layers| layers.iter().any(|own| own.as_str() == Some(layer)))
        };
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
        for (number, id, kind, arguments) in &self.events {
            if !kind.starts_with("Attribution") {
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
                            || self.events.iter().any(|event| event.1 == *id);
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

/// A role and the id of what has it.
type Argument = (String, String);

/// What attributes and notes say, by the id they are about.
type Notes = HashMap<String, Map<String, Value>>;

/// Sources, cues and contents by id: number, role, places.
type Parts<'f> = HashMap<&'f str, (usize, usize, Vec<[usize; 2]>)>;
