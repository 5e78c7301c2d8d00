//! Citron annotation format (BBC R&D, `docs/data_format.md` of Citron): a JSON file for each
//! document with its text and its quotes; spans hold their words.
//!
//! Of our own we add `doc_id` and `annotator`, which Citron passes over.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::input::{Input, Placed, Reading, Tally};
use super::offset::{self, Mark, Ruler};
use super::out::{Out, Writer};
use super::record::{Attribution, Record};
use super::roles::FileNames;
use crate::hint::Hint;

#[derive(Serialize, Deserialize)]
struct File {
    #[serde(skip_serializing_if = "Option::is_none")]
    doc_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotator: Option<String>,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    quotes: Option<Vec<Quote>>,
    #[serde(default, skip_serializing)]
    coreference_groups: Option<Vec<Value>>,
    /// What is not read.
    #[serde(flatten, skip_serializing)]
    others: Map<String, Value>,
}

#[derive(Serialize, Deserialize)]
struct Quote {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Value>,
    cue: Option<Place>,
    #[serde(default)]
    sources: Vec<Place>,
    #[serde(default)]
    contents: Vec<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<Value>,
    #[serde(default, skip_serializing)]
    coreferences: Option<Vec<Value>>,
    #[serde(flatten, skip_serializing)]
    others: Map<String, Value>,
}

#[derive(Serialize, Deserialize)]
struct Place {
    start: usize,
    end: usize,
    text: Option<String>,
}

impl Quote {
    /// Sources, cue, contents.
    fn places(&self) -> [Vec<&Place>; 3] {
        [self.sources.iter().collect(), self.cue.iter().collect(), self.contents.iter().collect()]
    }

    fn confidence(&self) -> Result<f32> {
        Ok(match &self.confidence {
            None => 1.0,
            Some(Value::String(number)) => {
                number.parse().with_context(|| format!("confidence {number:?}"))?
            }
            Some(number) => f32::deserialize(number).context("confidence")?,
        })
    }
}

pub fn read(inputs: &[Input], reading: &mut Reading) -> Result<Vec<Placed>> {
    let records = inputs.iter().map(|input| {
        let file: File = serde_json::from_str(input.without_mark())
            .with_context(|| input.name.clone())
            .hint("a file holds one object with text and quotes; each quote has cue, sources and contents")?;
        let id = file.doc_id.clone().unwrap_or_else(|| input.stem().to_owned());
        let place = input.name.clone();
        let record =
            record(file, &id, &place, reading).with_context(|| format!("{place} (document {id})"))?;
        Ok(Placed { place, record })
    });
    records.collect()
}

fn record(file: File, id: &str, place: &str, reading: &mut Reading) -> Result<Record> {
    let mut marks = Vec::new();
    for (number, quote) in file.quotes.iter().flatten().enumerate() {
        for key in quote.others.keys() {
            reading.left.add(&format!("values of quotes.{key}"), 1);
        }
        reading.left.add("coreferences", quote.coreferences.as_ref().map_or(0, Vec::len));
        marks.extend(quote.places().iter().flatten().map(|span| Mark {
            place: format!("{place}: quote {}", number + 1),
            parts: vec![[span.start, span.end]],
            words: span.text.clone(),
        }));
    }
    for key in file.others.keys() {
        reading.left.add(&format!("values of {key}"), 1);
    }
    reading.left.add("coreference groups", file.coreference_groups.as_ref().map_or(0, Vec::len));
    let counting = offset::counting(&[(id, &file.text, marks.iter().collect())])?;
    let ruler = Ruler::new(&file.text, counting);
    let attribution = |(number, quote): (usize, &Quote)| {
        let spans = quote.places().map(|places| {
            places.iter().filter_map(|place| ruler.points([place.start, place.end])).collect::<Vec<_>>()
        });
        let [source, cue, content] = spans;
        let id = match &quote.id {
            None | Some(Value::Null) => format!("Q{}", number + 1),
            Some(Value::String(id)) => id.clone(),
            Some(other) => other.to_string(),
        };
        Ok(Attribution { source, cue, content, confidence: quote.confidence()?, ..Attribution::bare(&id) })
    };
    let attributions =
        file.quotes.as_ref().map(|quotes| quotes.iter().enumerate().map(attribution).collect::<Result<_>>());
    Ok(Record {
        attributions: attributions.transpose()?,
        annotator: file.annotator,
        ..Record::bare(id, &file.text)
    })
}

/// Quotes with a cue of one part, and of them the spans.
pub fn keeps(record: &Record, lost: &mut Tally) -> Record {
    lost.add("kinds of blocks", record.blocks.as_ref().map_or(0, Vec::len));
    lost.add("sentences", record.sentences.as_ref().map_or(0, Vec::len));
    lost.add("entities", record.entities.as_ref().map_or(0, Vec::len));
    let attributions = record.attributions.as_ref().map(|all| {
        let cued = all.iter().filter(|own| !own.cue.is_empty());
        lost.add("attributions without a cue", all.len() - cued.clone().count());
        let bare = |own: &Attribution| {
            lost.add("cue parts after the first", own.cue.len() - 1);
            let labels = [&own.voice, &own.quote, &own.act, &own.factuality, &own.proposition];
            let stated = labels.iter().filter(|label| label.is_some()).count();
            lost.add("labels of attributions", stated + usize::from(!own.source_ids.is_empty()));
            lost.add("nestings", usize::from(own.nested_in.is_some()));
            Attribution {
                source: own.source.clone(),
                cue: own.cue[..1].to_vec(),
                content: own.content.clone(),
                confidence: own.confidence,
                ..Attribution::bare(&own.id)
            }
        };
        cued.map(bare).collect()
    });
    Record { attributions, annotator: record.annotator.clone(), ..Record::bare(&record.doc_id, &record.text) }
}

#[derive(Default)]
pub struct Files(FileNames);

impl Writer for Files {
    fn record(&mut self, record: &Record, out: &mut dyn Out) -> Result<()> {
        let name = self.0.next(record);
        let chars: Vec<char> = record.text.chars().collect();
        let places = |spans: &[[usize; 2]]| -> Vec<Place> {
            let words = |[start, end]: [usize; 2]| Some(chars[start..end].iter().collect());
            spans.iter().map(|&span| Place { start: span[0], end: span[1], text: words(span) }).collect()
        };
        let quote = |own: &Attribution| Quote {
            id: Some(own.id.as_str().into()),
            cue: places(&own.cue).into_iter().next(),
            sources: places(&own.source),
            contents: places(&own.content),
            confidence: (own.confidence != 1.0).then(|| own.confidence.into()),
            coreferences: None,
            others: Map::new(),
        };
        let file = File {
            doc_id: (name != record.doc_id).then(|| record.doc_id.clone()),
            annotator: record.annotator.clone(),
            text: record.text.clone(),
            quotes: record.attributions.as_ref().map(|all| all.iter().map(quote).collect()),
            coreference_groups: None,
            others: Map::new(),
        };
        out.put(&format!("{name}.json"), &(serde_json::to_string_pretty(&file)? + "\n"))
    }
}
