//! One line of a tool, taken apart; whatever no one asks for is counted.

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde_json::{Map, Value};

use crate::exchange::input::Tally;

/// Where the tools keep labeled spans.
const SPANS: [&str; 5] = ["spans", "ents", "entities", "label", "labels"];

/// Keys of a span that say in other ways where it is.
const SAME_PLACE: [&str; 2] = ["token_start", "token_end"];

/// What a line says.
pub struct Task {
    pub text: String,
    pub doc_id: Option<String>,
    pub annotator: Option<String>,
    /// Prodigy's verdict; no verdict is none against it.
    pub accepted: bool,
    pub sentences: Option<Vec<Marked>>,
    pub spans: Option<Vec<Marked>>,
}

/// A marked place, in code points or what else the file counts.
pub struct Marked {
    pub place: [usize; 2],
    pub label: Option<String>,
    /// Of the thing in the world, as spaCy's `kb_id`.
    pub id: Option<String>,
    pub words: Option<String>,
}

impl Task {
    /// `stem` is the file's name, in which numbers are unique.
    ///
    /// # Errors
    /// When the line is of no known shape.
    pub fn parse(line: &str, stem: &str, left: &mut Tally) -> Result<Task> {
        let mut fields = match serde_json::from_str(line)? {
            Value::Object(fields) => fields,
            // spaCy's training data before its third version.
            Value::Array(pair) => match <[Value; 2]>::try_from(pair) {
                Ok([text @ Value::String(_), Value::Object(mut fields)]) => {
                    fields.insert("text".to_owned(), text);
                    fields
                }
                _ => bail!("a list that is not a text and an object"),
            },
            _ => bail!("neither an object nor a list"),
        };
        let Some(Value::String(text)) = fields.remove("text") else { bail!("no text") };
        let accepted = fields.remove("answer").is_none_or(|answer| answer == "accept");
        if !accepted {
            left.add("tasks that were not accepted", 1);
            fields.clear();
        }
        let task = Task {
            text,
            doc_id: doc_id(&mut fields, stem),
            annotator: fields.remove("_annotator_id").and_then(name),
            accepted,
            sentences: match fields.remove("sents") {
                None | Some(Value::Null) => None,
                Some(Value::Array(all)) => Some(marked("sents", all, left)?),
                Some(_) => bail!("sents is no list"),
            },
            spans: spans(&mut fields, left)?,
        };
        if let Some(relations) = fields.get("relations").and_then(Value::as_array) {
            left.add("relations", relations.len());
            fields.remove("relations");
        }
        // Tools keep their own accounts under keys that begin with `_`.
        fields.retain(|key, _| key == "_" || !key.starts_with('_'));
        count(&fields, "", left);
        Ok(task)
    }
}

/// The document's own id, or the tool's number for it.
fn doc_id(fields: &mut Map<String, Value>, stem: &str) -> Option<String> {
    let meta = fields.get_mut("meta").and_then(Value::as_object_mut);
    let own = meta.and_then(|meta| meta.remove("doc_id").or_else(|| meta.remove("id")));
    let own = own.or_else(|| fields.remove("doc_id")).and_then(name);
    let number = fields.remove("id");
    own.or_else(|| match number? {
        Value::Number(number) => Some(format!("{stem}-{number}")),
        other => name(other),
    })
}

/// The one list of spans among those that a line may have; those that label the text as a whole are counted.
fn spans(fields: &mut Map<String, Value>, left: &mut Tally) -> Result<Option<Vec<Marked>>> {
    let mut found: Option<(&str, Vec<Marked>)> = None;
    for key in SPANS {
        let all = match fields.remove(key) {
            None | Some(Value::Null) => continue,
            Some(Value::Array(all)) => all,
            Some(Value::Object(groups)) if key == "spans" => {
                let spans = groups.values().filter_map(Value::as_array).map(Vec::len).sum();
                left.add("spans in groups", spans);
                continue;
            }
            Some(Value::Object(_)) => bail!("{key} is no list"),
            Some(_) => {
                left.add("labels of whole texts", 1);
                continue;
            }
        };
        let (all, whole): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|own| own.is_array() || own.is_object());
        left.add("labels of whole texts", whole.len());
        if all.is_empty() && !whole.is_empty() {
            continue;
        }
        let all = marked(key, all, left)?;
        match &found {
            Some((other, spans)) if !spans.is_empty() && !all.is_empty() => {
                bail!("{other} and {key} both hold spans; leave the one that is meant");
            }
            Some((_, spans)) if !spans.is_empty() => {}
            _ => found = Some((key, all)),
        }
    }
    Ok(found.map(|(_, spans)| spans))
}

fn marked(key: &str, all: Vec<Value>, left: &mut Tally) -> Result<Vec<Marked>> {
    let one = |(at, own)| Marked::of(own, key, left).with_context(|| format!("{key}[{at}]"));
    all.into_iter().enumerate().map(one).collect()
}

impl Marked {
    /// `[start, end, label]`, or an object of these; doccano says `start_offset` and `end_offset`.
    fn of(value: Value, key: &str, left: &mut Tally) -> Result<Marked> {
        let mut own = match value {
            Value::Object(own) => own,
            Value::Array(parts) => {
                ensure!(parts.len() <= 3, "a list of {}, not start, end, label", parts.len());
                ["start", "end", "label"].map(str::to_owned).into_iter().zip(parts).collect()
            }
            other => bail!("{other} is neither an object nor a list"),
        };
        let mut end = |name: &str| {
            let offset = own.remove(name).or_else(|| own.remove(&format!("{name}_offset")));
            let offset = offset.ok_or_else(|| anyhow!("no {name}"))?;
            let number = offset.as_u64().and_then(|offset| usize::try_from(offset).ok());
            number.ok_or_else(|| anyhow!("{name} {offset} is no offset"))
        };
        let marked = Marked {
            place: [end("start")?, end("end")?],
            label: own.remove("label").and_then(name),
            id: own.remove("kb_id").and_then(name),
            words: own.remove("text").and_then(name),
        };
        // A number is the tool's own for the span.
        own.retain(|name, value| {
            !SAME_PLACE.contains(&name.as_str()) && (name != "id" || !value.is_number())
        });
        count(&own, &format!("{key}."), left);
        Ok(marked)
    }
}

/// A string, or a number that stands for one; `None` when it is empty.
fn name(value: Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name).filter(|name| !name.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Counts what is left of an object, but for what holds nothing.
fn count(rest: &Map<String, Value>, place: &str, left: &mut Tally) {
    for (key, value) in rest {
        let nothing = match value {
            Value::Null => true,
            Value::String(own) => own.is_empty(),
            Value::Array(own) => own.is_empty(),
            Value::Object(own) => own.is_empty(),
            Value::Bool(_) | Value::Number(_) => false,
        };
        left.add(&format!("values of {place}{key}"), usize::from(!nothing));
    }
}
