//! Records to a collection of annotations.

use anyhow::Result;
use serde_json::{Map, Value, json};

use crate::exchange::out::{Items, Out, Writer};
use crate::exchange::record::{Attribution, Record};
use crate::exchange::roles::{self, ATTRIBUTION, ROLES, SENTENCE};

/// Code points of context before and after quoted words.
const CONTEXT: usize = 32;

/// Annotations as they come; the texts that they point into wait until the last.
pub struct Annotations {
    items: Items,
    documents: Items,
    /// As they are to be written.
    waiting: String,
}

impl Default for Annotations {
    fn default() -> Annotations {
        Annotations { items: Items::new(2), documents: Items::new(1), waiting: String::new() }
    }
}

const OPENING: &str = r#"{
  "@context": [
    "http://www.w3.org/ns/anno.jsonld",
    {
      "saidso": "urn:saidso:term:"
    }
  ],
  "first": {
    "items": "#;

impl Annotations {
    fn open(&self, out: &mut dyn Out) -> Result<()> {
        if self.documents.count() == 0 { out.put("", OPENING) } else { Ok(()) }
    }
}

impl Writer for Annotations {
    fn record(&mut self, record: &Record, out: &mut dyn Out) -> Result<()> {
        self.open(out)?;
        let text = Text { id: urn(&[&record.doc_id]), chars: record.text.chars().collect() };
        let name = |kind: &str, id: &str| {
            urn(&[&record.doc_id, record.annotator.as_deref().unwrap_or_default(), kind, id])
        };
        let document = urn(&[&record.doc_id, record.annotator.as_deref().unwrap_or_default()]);
        // Annotations point into a text that they do not hold; with it the file stands alone.
        let own = json!({
            "id": document,
            "doc_id": record.doc_id,
            "annotator": record.annotator,
            "text": record.text,
            "blocks": record.blocks,
            "layers": {
                "sentences": record.sentences.is_some(),
                "entities": record.entities.is_some(),
                "attributions": record.attributions.is_some(),
            },
        });
        self.waiting += &self.documents.item(&own)?;
        let creator = record.annotator.as_ref().map(|name| json!({"type": "Person", "nickname": name}));
        let mut items = Vec::new();
        let mut push = |id: String, body: Vec<Value>, target: Value, own: Map<String, Value>| {
            let mut item = json!({"id": id, "type": "Annotation", "body": body, "target": target});
            if let Some(creator) = &creator {
                item["creator"] = creator.clone();
            }
            item["saidso:document"] = document.as_str().into();
            for (key, value) in own {
                item[format!("saidso:{key}")] = value;
            }
            items.push(item);
        };
        for (at, &sentence) in record.sentences.iter().flatten().enumerate() {
            let id = name("sentence", &at.to_string());
            push(id, vec![tag(SENTENCE)], text.target(sentence, None), Map::new());
        }
        for (at, entity) in record.entities.iter().flatten().enumerate() {
            let id = name("entity", &at.to_string());
            let mut own = Map::new();
            own.extend(entity.id.as_ref().map(|id| ("entity_id".to_owned(), id.as_str().into())));
            own.insert("confidence".to_owned(), entity.confidence.into());
            push(id, vec![tag(&entity.kind)], text.target([entity.start, entity.end], None), own);
        }
        for attribution in record.attributions.iter().flatten() {
            let id = name("attribution", &attribution.id);
            let mut own = roles::details(attribution)?;
            if let Some(outer) = &attribution.nested_in {
                own.insert("nested_in".to_owned(), json!({"id": name("attribution", outer)}));
            }
            push(id, vec![tag(ATTRIBUTION)], text.parts(attribution), own);
        }
        items.iter().try_for_each(|item| out.put("", &self.items.item(item)?))
    }

    fn end(&mut self, out: &mut dyn Out) -> Result<()> {
        self.open(out)?;
        out.put("", &self.items.end())?;
        out.put(
            "",
            ",\n    \"startIndex\": 0,\n    \"type\": \"AnnotationPage\"\n  },\n  \"saidso:documents\": ",
        )?;
        out.put("", &(std::mem::take(&mut self.waiting) + &self.documents.end()))?;
        let total = self.items.count();
        out.put("", &format!(",\n  \"total\": {total},\n  \"type\": \"AnnotationCollection\"\n}}\n"))
    }
}

fn tag(value: &str) -> Value {
    json!({"type": "TextualBody", "purpose": "tagging", "value": value})
}

/// A URN (RFC 8141) of `parts`, all but letters and digits in per cent.
fn urn(parts: &[&str]) -> String {
    let mut urn = "urn:saidso".to_owned();
    for part in parts {
        urn.push(':');
        for byte in part.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => urn.push(char::from(byte)),
                _ => urn += &format!("%{byte:02X}"),
            }
        }
    }
    urn
}

struct Text {
    id: String,
    chars: Vec<char>,
}

impl Text {
    fn parts(&self, attribution: &Attribution) -> Value {
        let roles = ROLES.iter().zip(roles::parts(attribution));
        let targets = roles.flat_map(|(role, spans)| spans.iter().map(|&span| self.target(span, Some(role))));
        targets.collect()
    }

    fn target(&self, [start, end]: [usize; 2], role: Option<&str>) -> Value {
        let words = |start: usize, end: usize| self.chars[start..end].iter().collect::<String>();
        let mut target = json!({
            "source": self.id,
            "selector": [
                {"type": "TextPositionSelector", "start": start, "end": end},
                {
                    "type": "TextQuoteSelector",
                    "exact": words(start, end),
                    "prefix": words(start.saturating_sub(CONTEXT), start),
                    "suffix": words(end, (end + CONTEXT).min(self.chars.len())),
                },
            ],
        });
        if let Some(role) = role {
            target["saidso:role"] = role.into();
        }
        target
    }
}
