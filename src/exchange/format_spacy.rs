//! JSON Lines of tools that keep a text and its labeled spans side by side, in code points: Prodigy (`spans`),
//! spaCy (`ents` and `sents` of `Doc.to_json`, `entities` of its training data, those also as a pair of text and
//! object) and doccano (`label`, `labels` or `entities`).

mod task;

use anyhow::{Context, Result, anyhow};
use serde::Serialize;

use self::task::{Marked, Task};
use super::input::{Input, Placed, Reading, Tally};
use super::offset::{self, Mark, Ruler};
use super::record::{Mention, Record};
use crate::hint::Hint;

const SHAPE: &str = "each line is an object with text and, if it is labeled, one of spans, ents, entities, label and \
                     labels: a list of spans, each an object with start, end and label, or a list of these";

pub fn read(inputs: &[Input], reading: &mut Reading) -> Result<Vec<Placed>> {
    let mut placed = Vec::new();
    for input in inputs {
        let mut lines = Vec::new();
        for (number, line) in input.lines().filter(|(_, line)| !line.trim().is_empty()) {
            let place = format!("{}:{number}", input.name);
            let task = Task::parse(line, input.stem(), &mut reading.left);
            let task = task.with_context(|| place.clone()).hint(SHAPE)?;
            if task.accepted {
                let id = task.doc_id.clone().unwrap_or_else(|| format!("{}-{number}", input.stem()));
                lines.push(Line { marks: marks(&task, &place), place, id, task });
            }
        }
        let texts: Vec<_> = lines
            .iter()
            .map(|own| (own.id.as_str(), own.task.text.as_str(), own.marks.iter().collect()))
            .collect();
        let counting = offset::counting(&texts)?;
        for line in lines {
            let ruler = Ruler::new(&line.task.text, counting);
            let place = line.place.clone();
            let shown = format!("{place} (document {})", line.id);
            placed.push(Placed { place, record: line.record(&ruler, reading).context(shown)? });
        }
    }
    Ok(placed)
}

struct Line {
    place: String,
    id: String,
    task: Task,
    /// Of the spans, then of the sentences.
    marks: Vec<Mark>,
}

fn marks(task: &Task, place: &str) -> Vec<Mark> {
    let all = task.spans.iter().chain(&task.sentences).flatten();
    all.map(|own| Mark { place: place.to_owned(), parts: vec![own.place], words: own.words.clone() })
        .collect()
}

impl Line {
    fn record(self, ruler: &Ruler, reading: &mut Reading) -> Result<Record> {
        let mut entities = Vec::new();
        for own in self.task.spans.iter().flatten() {
            let Some([start, end]) = ruler.points(own.place) else { continue };
            let label = own.label.as_deref().ok_or_else(|| anyhow!("span {start}..{end} has no label"));
            let label = label.hint(SHAPE)?;
            let at = || format!("span {start}..{end}");
            if let Some(kind) = reading.entity(label).with_context(at)? {
                entities.push(Mention { start, end, kind, id: own.id.clone(), confidence: 1.0 });
            }
        }
        let points = |all: &Vec<Marked>| all.iter().filter_map(|own| ruler.points(own.place)).collect();
        Ok(Record {
            annotator: self.task.annotator,
            sentences: self.task.sentences.as_ref().map(points),
            entities: self.task.spans.is_some().then_some(entities),
            ..Record::bare(&self.id, &self.task.text)
        })
    }
}

/// Sentences and entities, with their ids.
pub fn keeps(record: &Record, lost: &mut Tally) -> Record {
    lost.add("kinds of blocks", record.blocks.as_ref().map_or(0, Vec::len));
    lost.add("attributions", record.attributions.as_ref().map_or(0, Vec::len));
    let sure = |own: &Mention| {
        lost.add("confidences", usize::from(own.confidence != 1.0));
        Mention { confidence: 1.0, ..own.clone() }
    };
    let entities = record.entities.as_ref().map(|all| all.iter().map(sure).collect());
    Record { entities, blocks: None, attributions: None, ..record.clone() }
}

/// A task as Prodigy and spaCy read it.
#[derive(Serialize)]
struct Written<'r> {
    text: &'r str,
    meta: Meta<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sents: Option<Vec<Place<'r>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spans: Option<Vec<Place<'r>>>,
    #[serde(rename = "_annotator_id", skip_serializing_if = "Option::is_none")]
    annotator: Option<&'r str>,
}

#[derive(Serialize)]
struct Meta<'r> {
    doc_id: &'r str,
}

#[derive(Serialize)]
struct Place<'r> {
    start: usize,
    end: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kb_id: Option<&'r str>,
}

impl<'r> Written<'r> {
    fn of(record: &'r Record) -> Written<'r> {
        let sentence = |own: &[usize; 2]| Place { start: own[0], end: own[1], label: None, kb_id: None };
        Written {
            text: &record.text,
            meta: Meta { doc_id: &record.doc_id },
            sents: record.sentences.as_ref().map(|all| all.iter().map(sentence).collect()),
            spans: record.entities.as_ref().map(|all| all.iter().map(Place::of).collect()),
            annotator: record.annotator.as_deref(),
        }
    }
}

impl<'r> Place<'r> {
    fn of(own: &'r Mention) -> Place<'r> {
        Place { start: own.start, end: own.end, label: Some(&own.kind), kb_id: own.id.as_deref() }
    }
}

pub fn write(record: &Record) -> Result<String> {
    Ok(serde_json::to_string(&Written::of(record))? + "\n")
}
