//! An article in a file of many: a line of JSON Lines, a row of a table, a page of an archive; and what it says about the article.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::columns::{Columns, Field};
use super::date;
use super::header::Header;
use super::html;
use super::json;
use super::text::{article, text};
use crate::document::{Article, Metadata, Reason, Reject, Traced};

/// Labels that our own JSON Lines carry: they are no metadata.
const LABELS: [&str; 4] = ["blocks", "sentences", "entities", "attributions"];

/// An article that was not read yet.
pub struct Record {
    pub file: String,
    /// The file and the number of the line or row, for messages.
    pub place: String,
    /// The id where the record has none: the file's, a colon and the number of the line or row.
    pub id: String,
    /// Where `raw`, or the record that holds it, begins in the file, or the number of its row.
    pub offset: u64,
    /// The line without the white space around it, the row without its line break, the page, or the text itself.
    pub raw: Vec<u8>,
    pub form: Form,
    pub columns: Arc<Columns>,
}

/// What the raw bytes are.
#[derive(Clone)]
pub enum Form {
    /// A JSON object.
    Json,
    /// A row under this header.
    Csv(Arc<Header>),
    /// The text; what else is said of it.
    Fields(BTreeMap<String, Value>),
    /// A page, or plain text; what its archive says of it.
    Page(Map<String, Value>),
}

impl Record {
    /// The id that its article will have.
    pub fn id(&self) -> String {
        let stated =
            self.fields().ok().and_then(|(mut fields, _)| self.columns.take(&mut fields, Field::Id, id));
        stated.unwrap_or_else(|| self.id.clone())
    }

    /// The article in the record, or why there is none.
    pub fn read(self) -> Result<Article, Reject> {
        let reject =
            |message: String| Reject { path: self.place.clone(), reason: Reason::BadRecord, message };
        if let Form::Page(said) = self.form {
            let found = page(&self.id, &self.file, self.offset, self.raw, said);
            return found.map_err(|reject| Reject { path: self.place, ..reject });
        }
        let (mut fields, traced) = self.fields().map_err(reject)?;
        let Record { file, place, id: own, offset, raw, columns, .. } = self;
        let id = columns.take(&mut fields, Field::Id, id).unwrap_or(own);
        let metadata = metadata(fields, &columns);
        let found = article(&id, &file, offset, raw, traced, metadata);
        found.map_err(|reject| Reject { path: place, ..reject })
    }

    /// What the record says but for its text, and that.
    fn fields(&self) -> Result<(BTreeMap<String, Value>, Traced), String> {
        let text = self.columns.text();
        match &self.form {
            Form::Json => object(&self.raw, text),
            Form::Csv(header) => header.read(utf8(&self.raw)?, text),
            Form::Fields(fields) => Ok((fields.clone(), Traced::same(utf8(&self.raw)?))),
            Form::Page(_) => Ok((BTreeMap::new(), Traced::default())),
        }
    }
}

/// The article in a page of an archive, which `said` something of it.
fn page(
    id: &str,
    file: &str,
    offset: u64,
    raw: Vec<u8>,
    said: Map<String, Value>,
) -> Result<Article, Reject> {
    let mut article = if html::is_html(&raw) {
        html::html(id, file, offset, raw)?
    } else {
        Article { raw_offset: offset, ..text(id, file, raw)? }
    };
    let address = said.get("WARC-Target-URI").and_then(Value::as_str);
    article.metadata.url = article.metadata.url.or_else(|| address.map(str::to_owned));
    article.metadata.other = (!said.is_empty()).then(|| Value::Object(said).to_string());
    Ok(article)
}

fn utf8(raw: &[u8]) -> Result<&str, String> {
    let at = |error: std::str::Utf8Error| {
        let at = error.valid_up_to();
        format!("byte {at} of it is no UTF-8; convert the file, for example with iconv -t utf-8")
    };
    str::from_utf8(raw).map_err(at)
}

/// The fields of a JSON object but for its text, and that.
fn object(raw: &[u8], column: &str) -> Result<(BTreeMap<String, Value>, Traced), String> {
    let hint =
        "each line is one JSON object with text, and perhaps id, headline, published, outlet, url, authors";
    let mut fields: BTreeMap<String, Value> =
        serde_json::from_slice(raw).map_err(|error| format!("{error}; {hint}"))?;
    let Some(Value::String(text)) = fields.remove(column) else {
        return Err(format!("no {column}; {hint}"));
    };
    // JSON is UTF-8, which the reader above has proved.
    let line = str::from_utf8(raw).unwrap_or_default();
    let traced = json::string_of(line, column).and_then(|place| json::decode(line, place));
    let traced = traced
        .filter(|traced| traced.text() == text)
        .ok_or("its text could not be traced to its bytes; write the record anew")?;
    Ok((fields, traced))
}

fn id(value: &Value) -> Option<String> {
    let id = match value {
        Value::String(id) => id.clone(),
        Value::Number(id) => id.to_string(),
        _ => String::new(),
    };
    Some(id).filter(|id| !id.is_empty())
}

/// What a record says about its article; what fits no field is carried as it stands.
fn metadata(mut fields: BTreeMap<String, Value>, columns: &Columns) -> Metadata {
    fields.retain(|key, value| !LABELS.contains(&key.as_str()) && !value.is_null());
    let words = |value: &Value| value.as_str().filter(|words| !words.is_empty()).map(str::to_owned);
    let headline = columns.take(&mut fields, Field::Headline, words);
    let published = columns.take(&mut fields, Field::Published, |value| date::find(value.as_str()?));
    let outlet = columns.take(&mut fields, Field::Outlet, words);
    let url = columns.take(&mut fields, Field::Url, words);
    let language = columns.take(&mut fields, Field::Language, words);
    let authors = columns.take(&mut fields, Field::Authors, authors).unwrap_or_default();
    let other = (!fields.is_empty()).then(|| serde_json::json!(fields).to_string());
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

    fn record(line: &str) -> Record {
        let raw = line.as_bytes().to_owned();
        let (file, place, id) = ("a.jsonl".into(), "a.jsonl:3".into(), "a:3".into());
        Record { file, place, id, offset: 7, raw, form: Form::Json, columns: Arc::default() }
    }

    fn read(line: &str) -> Result<Article, Reject> {
        record(line).read()
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
            let record = record(&format!("{{{fields},\"text\":\"It rains.\"}}"));
            let told = record.id();
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
