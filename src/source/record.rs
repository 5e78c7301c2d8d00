//! A line of JSON Lines: an object with `text`, perhaps `id` or `doc_id`, and what it says about the article.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::date;
use super::json;
use super::text::article;
use crate::document::{Article, Metadata, Reason, Reject};

/// Labels that our own JSON Lines carry: they are no metadata.
const LABELS: [&str; 4] = ["blocks", "sentences", "entities", "attributions"];

/// A line that was not read yet.
pub struct Record {
    pub file: String,
    /// The file and the number of the line, for messages.
    pub place: String,
    /// The id where the record has none: the file's, a colon and the number of the line.
    pub id: String,
    /// Where `raw` begins in the file.
    pub offset: u64,
    /// The line without the white space around it.
    pub raw: Vec<u8>,
}

/// The ids that a record may name; the rest is passed over.
#[derive(Deserialize)]
struct Named {
    id: Option<Value>,
    doc_id: Option<Value>,
}

impl Record {
    /// The id that its article will have, told without reading the rest.
    pub fn id(&self) -> Cow<'_, str> {
        let named = serde_json::from_slice::<Named>(&self.raw).ok();
        let word = named.and_then(|named| [named.id, named.doc_id].iter().flatten().find_map(word));
        word.map_or(Cow::Borrowed(&self.id), Cow::Owned)
    }

    /// The article in the line, or why there is none.
    pub fn read(self) -> Result<Article, Reject> {
        let Record { file, place, id: own, offset, raw } = self;
        let reject = |message: String| Reject { path: place.clone(), reason: Reason::BadRecord, message };
        let hint = "each line is one JSON object with text, and perhaps id, headline, published, outlet, url, authors";
        let mut fields: BTreeMap<String, Value> =
            serde_json::from_slice(&raw).map_err(|error| reject(format!("{error}; {hint}")))?;
        let Some(Value::String(text)) = fields.remove("text") else {
            return Err(reject(format!("no text; {hint}")));
        };
        // JSON is UTF-8, which the reader above has proved.
        let line = str::from_utf8(&raw).unwrap_or_default();
        let traced = json::string_of(line, "text").and_then(|place| json::decode(line, place));
        let traced = traced.filter(|traced| traced.text() == text).ok_or_else(|| {
            reject("its text could not be traced to its bytes; write the record anew".to_owned())
        })?;
        let id = ["id", "doc_id"].iter().find_map(|key| id(&mut fields, key)).unwrap_or(own);
        let metadata = metadata(fields);
        let found = article(&id, &file, offset, raw, traced, metadata);
        found.map_err(|reject| Reject { path: place, ..reject })
    }
}

fn id(fields: &mut BTreeMap<String, Value>, key: &str) -> Option<String> {
    let id = word(fields.get(key)?)?;
    fields.remove(key);
    Some(id)
}

/// An id as a word, if `value` is one.
fn word(value: &Value) -> Option<String> {
    let id = match value {
        Value::String(id) => id.clone(),
        Value::Number(id) => id.to_string(),
        _ => String::new(),
    };
    Some(id).filter(|id| !id.is_empty())
}

/// What a record says about its article; what fits no field is carried as it stands.
fn metadata(mut fields: BTreeMap<String, Value>) -> Metadata {
    fields.retain(|key, value| !LABELS.contains(&key.as_str()) && !value.is_null());
    let mut first = |keys: &[&str], read: fn(&Value) -> Option<String>| {
        let (key, value) = keys.iter().find_map(|key| Some((key, fields.get(*key).and_then(read)?)))?;
        fields.remove(*key);
        Some(value)
    };
    let words = |value: &Value| value.as_str().filter(|words| !words.is_empty()).map(str::to_owned);
    let headline = first(&["headline", "title"], words);
    let published = first(&["published", "date"], |value| date::find(value.as_str()?));
    let outlet = first(&["outlet"], words);
    let url = first(&["url"], words);
    let language = first(&["language"], words);
    let names = ["authors", "author"].into_iter().find_map(|key| Some((key, authors(fields.get(key)?)?)));
    if let Some((key, _)) = names {
        fields.remove(key);
    }
    let other = (!fields.is_empty()).then(|| serde_json::json!(fields).to_string());
    let authors = names.map_or(Vec::new(), |names| names.1);
    Metadata { headline, published, credit: None, outlet, url, authors, language, other }
}

fn authors(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(name) => Some(vec![name.clone()]),
        Value::Array(names) => names.iter().map(|name| name.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Article, Reject> {
        let raw = line.as_bytes().to_owned();
        Record { file: "a.jsonl".into(), place: "a.jsonl:3".into(), id: "a:3".into(), offset: 7, raw }.read()
    }

    #[test]
    fn fields_fill_columns_and_the_others_are_carried() {
        let line = r#"{"doc_id":12,"text":"The ferry\u2019s late.","title":"Late","date":"2025-05-06T10:00:00Z",
            "outlet":"The Oslo Post","url":"https://news.example/1","author":["Ann Holm","Jane Doe"],
            "words":3,"a":null,"entities":[],"lang":"en"}"#;
        let article = read(line).expect("a record");
        assert_eq!(
            (article.id.as_str(), article.text.text(), article.raw_offset),
            ("12", "The ferry’s late.", 7)
        );
        let found = article.metadata;
        assert_eq!(found.headline.as_deref(), Some("Late"));
        assert_eq!(found.published.as_deref(), Some("2025-05-06"));
        assert_eq!((found.outlet.as_deref(), found.url.is_some()), (Some("The Oslo Post"), true));
        assert_eq!(found.authors, ["Ann Holm", "Jane Doe"]);
        assert_eq!(found.other.as_deref(), Some(r#"{"lang":"en","words":3}"#));
    }

    #[test]
    fn the_id_told_beforehand_is_that_of_the_article() {
        for fields in [
            "\"id\":\"x\"",
            "\"id\":7,\"doc_id\":\"y\"",
            "\"id\":\"\",\"doc_id\":\"y\"",
            "\"id\":[]",
            "\"n\":1",
        ] {
            let raw = format!("{{{fields},\"text\":\"It rains.\"}}").into_bytes();
            let record = Record { file: "a".into(), place: "a:3".into(), id: "a:3".into(), offset: 0, raw };
            let told = record.id().into_owned();
            assert_eq!(record.read().map(|article| article.id), Ok(told), "{fields}");
        }
    }

    #[test]
    fn a_record_without_an_id_gets_that_of_its_line() {
        assert_eq!(read(r#"{"text":"It rains.","id":""}"#).map(|article| article.id), Ok("a:3".to_owned()));
    }

    #[test]
    fn a_line_that_is_no_record_is_named() {
        for (line, what) in
            [("{\"text\":1}", "no text"), ("[1]", "expected a map"), ("{", "EOF"), ("{}", "no text")]
        {
            let reject = read(line).expect_err("no record");
            assert_eq!((reject.path.as_str(), reject.reason), ("a.jsonl:3", Reason::BadRecord));
            assert!(reject.message.contains(what), "{line}: {}", reject.message);
        }
    }
}
