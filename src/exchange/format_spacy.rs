//! JSON Lines of Prodigy (`spans`) and of spaCy's `Doc.to_json` (`ents`, `sents`): `text`, and
//! `start`, `end`, `label` of each entity in code points.

use anyhow::{Context, Result, anyhow};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::offset::{self, Mark, Ruler};
use super::{Input, Mention, Placed, Reading, Record, Tally};
use crate::hint::Hint;

#[derive(Serialize, Deserialize)]
struct Task {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    meta: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sents: Option<Vec<Place>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spans: Option<Value>,
    #[serde(skip_serializing)]
    ents: Option<Value>,
    #[serde(rename = "_annotator_id", skip_serializing_if = "Option::is_none")]
    annotator: Option<String>,
    /// Prodigy's verdict on a task.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    #[serde(default, skip_serializing)]
    relations: Vec<Value>,
}

#[derive(Serialize, Deserialize)]
struct Place {
    start: usize,
    end: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kb_id: Option<String>,
    #[serde(skip_serializing)]
    text: Option<String>,
}

pub fn read(inputs: &[Input], reading: &mut Reading) -> Result<Vec<Placed>> {
    let mut placed = Vec::new();
    for input in inputs {
        let mut tasks = Vec::new();
        for (number, line) in input.lines().filter(|(_, line)| !line.trim().is_empty()) {
            let task = Line::parse(line, number, input)?;
            if task.task.answer.as_deref().is_none_or(|answer| answer == "accept") {
                tasks.push(task);
            } else {
                reading.left.add("tasks that were not accepted", 1);
            }
        }
        let texts: Vec<_> = tasks
            .iter()
            .map(|own| (own.id.as_str(), own.task.text.as_str(), own.marks.iter().collect()))
            .collect();
        let counting = offset::counting(&texts)?;
        for line in tasks {
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
    spans: Option<Vec<Place>>,
    /// Of the spans, then of the sentences.
    marks: Vec<Mark>,
}

impl Line {
    fn parse(line: &str, number: usize, input: &Input) -> Result<Line> {
        let place = format!("{}:{number}", input.name);
        let hint = "each line is an object with text and, if it is labeled, spans or ents: a list of start, end, \
                    label";
        let mut task: Task = serde_json::from_str(line).with_context(|| place.clone()).hint(hint)?;
        let spans = task.spans.take().or(task.ents.take());
        let spans: Option<Vec<Place>> =
            spans.map(serde_json::from_value).transpose().with_context(|| place.clone()).hint(hint)?;
        let own = task.meta.as_ref().and_then(|meta| meta["doc_id"].as_str().or(meta["id"].as_str()));
        let id = own.map_or_else(|| format!("{}-{number}", input.stem()), str::to_owned);
        let all = spans.iter().flatten().chain(task.sents.iter().flatten());
        let mark = |own: &Place| Mark {
            place: place.clone(),
            parts: vec![[own.start, own.end]],
            words: own.text.clone(),
        };
        let marks = all.map(mark).collect();
        Ok(Line { place, id, task, spans, marks })
    }

    fn record(self, ruler: &Ruler, reading: &mut Reading) -> Result<Record> {
        reading.left.add("relations", self.task.relations.len());
        let mut entities = Vec::new();
        for own in self.spans.iter().flatten() {
            let Some([start, end]) = ruler.points([own.start, own.end]) else { continue };
            let label = own.label.as_deref().ok_or_else(|| anyhow!("span {start}..{end} has no label"));
            let label = label.hint("each of spans or ents has start, end and label")?;
            let at = || format!("span {start}..{end}");
            if let Some(kind) = reading.entity(label).with_context(at)? {
                entities.push(Mention { start, end, kind, id: own.kb_id.clone(), confidence: 1.0 });
            }
        }
        let sentences =
            self.task.sents.as_ref().map(|all| {
                all.iter().filter_map(|own| ruler.points([own.start, own.end])).collect::<Vec<_>>()
            });
        Ok(Record {
            annotator: self.task.annotator,
            sentences,
            entities: self.spans.is_some().then_some(entities),
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

pub fn write(records: &[Record]) -> Result<Vec<(String, String)>> {
    let mut lines = String::new();
    for record in records {
        let place = |start, end| Place { start, end, label: None, kb_id: None, text: None };
        let entity = |own: &Mention| Place {
            label: Some(own.kind.clone()),
            kb_id: own.id.clone(),
            ..place(own.start, own.end)
        };
        let spans = record.entities.as_ref().map(|all| all.iter().map(entity).collect::<Vec<_>>());
        let task = Task {
            text: record.text.clone(),
            meta: Some(serde_json::json!({"doc_id": record.doc_id})),
            sents: record.sentences.as_ref().map(|all| all.iter().map(|own| place(own[0], own[1])).collect()),
            spans: spans.map(serde_json::to_value).transpose()?,
            ents: None,
            annotator: record.annotator.clone(),
            answer: None,
            relations: Vec::new(),
        };
        lines += &serde_json::to_string(&task)?;
        lines.push('\n');
    }
    Ok(vec![(String::new(), lines)])
}
