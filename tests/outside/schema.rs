//! datasets/protocol.schema.json says what is read: no more, and no less but for what a schema cannot say.

use std::fs;
use std::path::Path;

use boon::{Compiler, SchemaIndex, Schemas};
use saidso::document::{Act, BlockKind, EntityType, Factuality, Label, Quote, Voice};
use saidso::evaluate::{Gold, predict};
use saidso::exchange::{Answer, Question, Record, Stated, Unit, alone};
use saidso::gold;
use saidso::method::Layer;
use saidso::methods::Methods;
use saidso::outside::Hello;
use serde_json::{Value, json};

fn schema() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/protocol.schema.json");
    serde_json::from_str(&fs::read_to_string(path).expect("the schema")).expect("JSON")
}

/// A part of the schema.
struct Part(Schemas, SchemaIndex);

impl Part {
    fn called(name: &str) -> Part {
        let (mut compiler, mut schemas) = (Compiler::new(), Schemas::new());
        compiler.add_resource("protocol.json", schema()).expect("a schema");
        let index = compiler.compile(&format!("protocol.json#/$defs/{name}"), &mut schemas);
        let index = index.unwrap_or_else(|error| panic!("{name}: {error:#}"));
        Part(schemas, index)
    }

    fn is_valid(&self, line: &Value) -> bool {
        self.0.validate(line, self.1).is_ok()
    }

    /// Fails where `line` is not right.
    fn holds(&self, line: &Value, who: &str) {
        if let Err(error) = self.0.validate(line, self.1) {
            panic!("{who}: {error:#}");
        }
    }
}

#[test]
fn its_labels_are_ours() {
    let schema = schema();
    let known = |pointer: &str| -> Vec<String> {
        let names = schema.pointer(pointer).and_then(Value::as_array).expect(pointer);
        names.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    assert_eq!(known("/$defs/entity/properties/type/enum"), EntityType::names());
    assert_eq!(known("/$defs/block/properties/kind/enum"), BlockKind::names());
    assert_eq!(known("/$defs/attribution/properties/voice/enum"), Voice::names());
    assert_eq!(known("/$defs/attribution/properties/quote/enum"), Quote::names());
    assert_eq!(known("/$defs/attribution/properties/act/enum"), Act::names());
    assert_eq!(known("/$defs/attribution/properties/factuality/enum"), Factuality::names());
    assert_eq!(known("/$defs/greeting/properties/layers/items/enum"), Layer::names());
    assert_eq!(known("/$defs/greeting/properties/states/items/enum"), Stated::all().keys());
    assert_eq!(known("/$defs/greeting/properties/offsets/enum"), Unit::names());
}

#[test]
fn what_we_write_is_right_by_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let gold = gold::load(&root.join("datasets/gold"), &root.join("datasets/articles")).expect("the gold");
    let (question, answer, record) =
        (Part::called("question"), Part::called("answer"), Part::called("record"));
    for bare in gold.iter().map(|labeled| Gold::of(labeled).bare) {
        for row in Methods::builtin().rows().iter().filter(|row| row.name != "neural") {
            let found = predict(row, &bare);
            let asked = serde_json::to_value(Question::of(&found, [true, true, false])).expect("JSON");
            question.holds(&asked, &row.name);
            let said = Record::of(&found, [true; 3]).with_blocks(&found);
            let line = serde_json::to_value(&said).expect("JSON");
            record.holds(&line, &row.name);
            let said = serde_json::to_value(Answer::of(said)).expect("JSON");
            answer.holds(&said, &row.name);
        }
    }
}

/// `whole` with one value of it replaced by each of many others, or taken out; and where.
fn faults(whole: &Value) -> Vec<(String, Value)> {
    fn places(value: &Value, at: String, all: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(key, value)| places(value, format!("{at}/{key}"), all));
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(n, value)| places(value, format!("{at}/{n}"), all));
            }
            _ => {}
        }
        all.push(at);
    }
    let mut all = Vec::new();
    places(whole, String::new(), &mut all);
    let others = [
        json!(null),
        json!(-1),
        json!(0.5),
        json!(7.5),
        json!("x"),
        json!(""),
        json!(true),
        json!([]),
        json!({}),
    ];
    let mut made = Vec::new();
    for place in all.into_iter().filter(|place| !place.is_empty()) {
        for other in &others {
            let mut changed = whole.clone();
            *changed.pointer_mut(&place).expect("a place") = other.clone();
            made.push((format!("{place} is {other}"), changed));
        }
        let (parent, key) = place.rsplit_once('/').expect("a slash");
        let mut changed = whole.clone();
        if let Some(fields) = changed.pointer_mut(parent).and_then(Value::as_object_mut) {
            fields.remove(key);
            made.push((format!("{place} is missing"), changed));
        }
    }
    made
}

#[test]
fn a_greeting_is_right_by_it_where_it_is_read() {
    let greeting = Part::called("greeting");
    let whole = json!({"protocol": 1, "name": "n", "version": "2", "layers": ["claims"], "needs": ["sentences"],
        "states": ["act"], "offsets": "bytes", "model": "0".repeat(64)});
    assert!(greeting.is_valid(&whole) && Hello::parse(&whole.to_string()).is_ok());
    for (what, line) in faults(&whole) {
        assert_eq!(greeting.is_valid(&line), Hello::parse(&line.to_string()).is_ok(), "{what}: {line}");
    }
}

#[test]
fn an_answer_is_right_by_it_where_it_is_read() {
    let answer = Part::called("answer");
    let asked = Record::bare("d", "Jane Doe said so.");
    let whole = json!({
        "doc_id": "d", "text": "Jane Doe said so.", "failed": null, "sentences": [[0, 17]],
        "entities": [{"start": 0, "end": 8, "type": "PERSON", "id": "jane-doe", "confidence": 0.5}],
        "attributions": [{
            "id": "C1", "source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 16]], "voice": "attributed",
            "quote": "indirect", "act": "assertive", "factuality": "CT+", "nested_in": null,
            "source_ids": ["jane-doe"], "addressee": [[14, 16]], "proposition": "so", "confidence": 1,
        }],
    });
    let read = |line: &Value| {
        let record = Answer::parse(&line.to_string()).and_then(|answer| answer.about(&asked));
        record.and_then(|record| alone(&record))
    };
    assert!(answer.is_valid(&whole));
    read(&whole).expect("a right answer");
    // What a schema cannot say: whose text it is, that the inner stands in an outer one, and which keys look like ours.
    let beyond =
        |what: &str| what.starts_with("/text is \"") || what.starts_with("/attributions/0/nested_in is \"");
    let mut wrong = 0;
    for (what, line) in faults(&whole).into_iter().filter(|(what, _)| !beyond(what)) {
        let read = read(&line);
        assert_eq!(answer.is_valid(&line), read.is_ok(), "{what}: {line}");
        let Err(error) = read else { continue };
        wrong += 1;
        // The message names the layer, or the key that is missing.
        let layer = what.split('/').nth(1).unwrap_or_default().split(' ').next().unwrap_or_default();
        let named = format!("{error:#}");
        let item = layer.trim_end_matches('s').trim_end_matches("ie");
        assert!(named.contains(item), "{what}: {named}");
    }
    assert!(wrong > 100, "only {wrong} faults were refused");
}
