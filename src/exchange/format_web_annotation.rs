//! W3C Web Annotation Data Model (2017) as JSON-LD: a collection of annotations whose targets select
//! words by position (code points, section 4.2.5) and by quotation (section 4.2.4). What the model has
//! no word for, the texts among them, stands under `saidso:` terms.

mod write;

use std::collections::HashMap;

use anyhow::{Context, Result, anyhow};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::input::{Input, Placed, Reading};
use super::offset::{self, Mark, Ruler};
use super::record::{BlockLine, Record};
use super::roles::{self, ATTRIBUTION, SENTENCE};
use crate::hint::Hint;
pub use write::Annotations;

#[derive(Deserialize)]
struct Collection {
    #[serde(rename = "saidso:documents")]
    documents: Vec<Text>,
    first: Page,
}

#[derive(Deserialize)]
struct Page {
    items: Vec<Map<String, Value>>,
}

#[derive(Deserialize)]
struct Text {
    id: String,
    doc_id: String,
    annotator: Option<String>,
    text: String,
    blocks: Option<Vec<BlockLine>>,
    layers: Layers,
}

#[derive(Deserialize)]
struct Layers {
    sentences: bool,
    entities: bool,
    attributions: bool,
}

/// An annotation: its tag, and where its targets are, each with its role.
struct Item {
    id: String,
    tag: String,
    /// How many bodies stand after the one that tags.
    more: usize,
    targets: Vec<(Mark, Option<String>)>,
    /// Its `saidso:` terms.
    own: Map<String, Value>,
}

pub fn read(inputs: &[Input], reading: &mut Reading) -> Result<Vec<Placed>> {
    let mut placed = Vec::new();
    for input in inputs {
        let collection: Collection =
            serde_json::from_str(input.without_mark()).with_context(|| input.name.clone()).hint(
                "an AnnotationCollection as `saidso export` writes it, with its texts in saidso:documents",
            )?;
        let mut items: HashMap<String, Vec<Item>> = HashMap::new();
        let mut ids = HashMap::new();
        for (at, map) in collection.first.items.into_iter().enumerate() {
            let place = format!("{}: item {}", input.name, at + 1);
            let (document, item) = item(map, &place).context(place)?;
            if let Some(id) = item.own.get("id").and_then(Value::as_str) {
                ids.insert(item.id.clone(), id.to_owned());
            }
            items.entry(document).or_default().push(item);
        }
        let texts: Vec<_> = collection
            .documents
            .iter()
            .map(|text| {
                let own = items.get(&text.id).into_iter().flatten();
                let marks = own.flat_map(|item| item.targets.iter().map(|target| &target.0)).collect();
                (text.doc_id.as_str(), text.text.as_str(), marks)
            })
            .collect();
        let counting = offset::counting(&texts)?;
        for text in collection.documents {
            let place = format!("{} (document {})", input.name, text.doc_id);
            let own = items.remove(&text.id).unwrap_or_default();
            let ruler = Ruler::new(&text.text, counting);
            let record = record(text, own, &ruler, &ids, reading).context(place.clone())?;
            placed.push(Placed { place, record });
        }
        if let Some((document, _)) = items.into_iter().next() {
            return Err(anyhow!("{}: an item is of document {document}", input.name))
                .hint("each item's saidso:document is the id of one of saidso:documents");
        }
    }
    Ok(placed)
}

/// The document that an annotation belongs to, and what it says.
fn item(map: Map<String, Value>, place: &str) -> Result<(String, Item)> {
    let text = |value: &Value, name: &str| {
        value
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| anyhow!("{name} is missing"))
            .hint("each item has id, saidso:document, a body that tags, and a target with its selectors")
    };
    let map = Value::Object(map);
    let target = &map["target"];
    let targets = target.as_array().cloned().unwrap_or_else(|| vec![target.clone()]);
    let targets = targets.iter().map(|target| {
        let place_of =
            |end: &str| target["selector"][0][end].as_u64().and_then(|at| usize::try_from(at).ok());
        let (start, end) = place_of("start").zip(place_of("end")).ok_or_else(|| anyhow!("no position"))?;
        let words = target["selector"][1]["exact"].as_str().map(str::to_owned);
        let mark = Mark { place: place.to_owned(), parts: vec![[start, end]], words };
        Ok((mark, target["saidso:role"].as_str().map(str::to_owned)))
    });
    let item = Item {
        id: text(&map["id"], "id")?,
        tag: text(&map["body"][0]["value"], "body")?,
        more: map["body"].as_array().map_or(0, |bodies| bodies.len().saturating_sub(1)),
        targets: targets.collect::<Result<_>>()?,
        own: Map::new(),
    };
    let document = text(&map["saidso:document"], "saidso:document")?;
    let Value::Object(map) = map else { return Ok((document, item)) };
    let own =
        map.into_iter().filter_map(|(key, value)| Some((key.strip_prefix("saidso:")?.to_owned(), value)));
    Ok((document, Item { own: own.filter(|(key, _)| key != "document").collect(), ..item }))
}

/// `ids` are those of attributions, by the ids of their annotations.
fn record(
    text: Text,
    items: Vec<Item>,
    ruler: &Ruler,
    ids: &HashMap<String, String>,
    reading: &mut Reading,
) -> Result<Record> {
    let (mut sentences, mut entities, mut attributions) = (Vec::new(), Vec::new(), Vec::new());
    for mut item in items {
        let points =
            |mark: &Mark| ruler.points(mark.parts[0]).ok_or_else(|| anyhow!("{}: no such place", item.id));
        let spans = item.targets.iter().map(|(mark, role)| Ok((points(mark)?, role.clone())));
        let spans = spans.collect::<Result<Vec<_>>>()?;
        let first = || spans.first().map(|span| span.0).ok_or_else(|| anyhow!("{}: no target", item.id));
        reading.left.add("bodies after the first", item.more);
        let whole = item.tag == ATTRIBUTION;
        reading.left.add("targets after the first", if whole { 0 } else { spans.len().saturating_sub(1) });
        if item.tag == SENTENCE {
            sentences.push(first()?);
        } else if item.tag == ATTRIBUTION {
            let mut parts: [Vec<[usize; 2]>; 3] = Default::default();
            for (span, role) in &spans {
                let role = role.as_deref().and_then(roles::role);
                let role = role.ok_or_else(|| anyhow!("{}: a target of no role", item.id));
                parts[role.hint("saidso:role is Source, Cue or Content")?].push(*span);
            }
            if let Some(outer) = item.own.remove("nested_in") {
                let id = outer["id"].as_str().and_then(|outer| ids.get(outer));
                let id = id.ok_or_else(|| anyhow!("{}: nested in what is no attribution here", item.id))?;
                item.own.insert("nested_in".to_owned(), id.as_str().into());
            }
            attributions.push(roles::attribution(&item.id, item.own, parts)?);
        } else if let Some(kind) = reading.entity(&item.tag)? {
            if let Some(id) = item.own.remove("entity_id") {
                item.own.insert("id".to_owned(), id);
            }
            let (place, own) = (first()?, std::mem::take(&mut item.own));
            entities.push(roles::mention(place, &kind, own).with_context(|| item.id.clone())?);
        }
    }
    Ok(Record {
        annotator: text.annotator,
        blocks: text.blocks,
        sentences: text.layers.sentences.then_some(sentences),
        entities: text.layers.entities.then_some(entities),
        attributions: text.layers.attributions.then_some(attributions),
        ..Record::bare(&text.doc_id, &text.text)
    })
}
