//! The linked data of a page (JSON-LD, schema.org): what it says of the article.

use dom_query::Document;
use serde_json::Value;

use super::written::{day, words};

/// Types whose properties are those of an article.
const TYPES: [&str; 4] = ["Article", "BlogPosting", "Reportage", "Report"];

/// The things that the linked data of a page describes, those that stand in others too.
pub struct Linked {
    things: Vec<Value>,
    /// Which one is the article.
    article: Option<usize>,
}

impl Linked {
    pub fn read(page: &Document) -> Linked {
        let mut things = Vec::new();
        for script in page.select("script[type='application/ld+json']").nodes() {
            if let Some(value) = parse(&script.text()) {
                gather(value, &mut things);
            }
        }
        let article = things.iter().position(is_article);
        Linked { things, article }
    }

    fn get(&self, key: &str) -> Option<&Value> {
        self.things[self.article?].get(key)
    }

    fn text(&self, key: &str) -> Option<String> {
        let text = words(self.get(key)?.as_str()?);
        (!text.is_empty()).then_some(text)
    }

    pub fn headline(&self) -> Option<String> {
        self.text("headline").or_else(|| self.text("name"))
    }

    pub fn published(&self) -> Option<String> {
        let of = |thing: &Value| day(thing.get("datePublished")?.as_str()?);
        self.things.get(self.article?).and_then(of)
    }

    pub fn url(&self) -> Option<String> {
        let page = self.get("mainEntityOfPage");
        let id = page.and_then(|page| page.as_str().or_else(|| page.get("@id")?.as_str()));
        self.text("url").or_else(|| id.map(str::to_owned))
    }

    pub fn publisher(&self) -> Option<String> {
        self.names(self.get("publisher")?).into_iter().next()
    }

    pub fn authors(&self) -> Vec<String> {
        self.get("author").map_or(Vec::new(), |authors| self.names(authors))
    }

    /// The names in `value`: a name, a thing with one, a thing that is described elsewhere, or several of them.
    fn names(&self, value: &Value) -> Vec<String> {
        match value {
            Value::String(name) => vec![words(name)],
            Value::Array(values) => values.iter().flat_map(|value| self.names(value)).collect(),
            Value::Object(thing) => match thing.get("name") {
                Some(name @ (Value::String(_) | Value::Array(_))) => self.names(name),
                _ => self.described(thing.get("@id")).into_iter().collect(),
            },
            _ => Vec::new(),
        }
    }

    /// The name of the thing that is described under `id`.
    fn described(&self, id: Option<&Value>) -> Option<String> {
        let own = |thing: &&Value| thing.get("@id") == id && thing.get("name").is_some_and(Value::is_string);
        let thing = id.and_then(|_| self.things.iter().find(own))?;
        Some(words(thing.get("name")?.as_str()?))
    }
}

/// What stands in a script, also where it breaks lines within strings or hides in a comment.
fn parse(script: &str) -> Option<Value> {
    let script =
        script.trim().trim_start_matches("//").trim_start_matches("<![CDATA[").trim_start_matches("<!--");
    let script = script
        .trim_end()
        .trim_end_matches("-->")
        .trim_end_matches("]]>")
        .trim_end_matches("//")
        .trim_end_matches(';');
    serde_json::from_str(script)
        .or_else(|_| serde_json::from_str(&script.replace(|c: char| c.is_control(), " ")))
        .ok()
}

/// Adds `value` and what stands in it, in order.
fn gather(value: Value, things: &mut Vec<Value>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| gather(value, things)),
        Value::Object(mut thing) => {
            let graph = thing.remove("@graph");
            let main = thing.get("mainEntity").filter(|main| main.is_object() && is_article(main)).cloned();
            things.push(Value::Object(thing));
            graph.into_iter().chain(main).for_each(|value| gather(value, things));
        }
        _ => {}
    }
}

fn is_article(thing: &Value) -> bool {
    let one = |kind: &Value| kind.as_str().is_some_and(|kind| TYPES.iter().any(|name| kind.ends_with(name)));
    match thing.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(one),
        Some(kind) => one(kind),
        None => false,
    }
}
