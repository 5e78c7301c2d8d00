//! Faults that were found, each as the kind that it is: what the default pipeline makes of small texts.

use std::fs;
use std::path::Path;

use saidso::document::{Document, Label, Span, Voice};
use saidso::method::Layer;
use saidso::methods::Methods;
use saidso::pipeline::Pipeline;

/// One text with what is to come out of it, by layer.
struct Case {
    name: String,
    text: String,
    expected: Vec<(String, Vec<String>)>,
}

fn cases(file: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(file);
    let text = fs::read_to_string(&path).expect("a file of cases");
    text.split("=== ").skip(1).map(case).collect()
}

fn case(text: &str) -> Case {
    let mut parts = text.split("--- ");
    let (name, text) = parts.next().and_then(|head| head.split_once('\n')).expect("a name, then a text");
    let layer = |part: &str| {
        let mut lines = part.lines().filter(|line| !line.is_empty()).map(str::to_owned);
        (lines.next().expect("the name of a layer"), lines.collect())
    };
    // Each line is a paragraph; rows of a table stand together.
    let text = text.trim().replace('\n', "\n\n");
    Case { name: name.to_owned(), text, expected: parts.map(layer).collect() }
}

fn read(text: &str) -> Document {
    let mut pipeline = Pipeline::default();
    let rules = Methods::builtin().find(Layer::Claims, "rules").expect("a method of ours").clone();
    pipeline.set(rules);
    let article = saidso::source::text("case", "case.txt", text.as_bytes().to_vec()).expect("prose");
    let mut document = Document::read(&article);
    pipeline.annotate(&mut document, Layer::Claims);
    document
}

/// What `document` has in `layer`, a line each; as many fields of a line as `like` has.
fn found(document: &Document, layer: &str, like: &[String]) -> Vec<String> {
    let text = document.text();
    let or_none = |words: String| if words.is_empty() { "-".to_owned() } else { words };
    let parts = |spans: &[Span]| or_none(spans.iter().map(|s| s.text(text)).collect::<Vec<_>>().join(" … "));
    let cut = |fields: Vec<String>| {
        let most = like.iter().map(|line| line.split(" | ").count()).max().unwrap_or(3);
        fields[..most.min(fields.len())].join(" | ")
    };
    match layer {
        "claims" => {
            let attributed = document.claims.iter().filter(|claim| claim.voice == Voice::Attributed);
            let fields = attributed.map(|c| {
                let ids = or_none(c.source_ids.join(", "));
                vec![parts(&c.source), parts(&c.cue), parts(&c.content), ids]
            });
            fields.map(cut).collect()
        }
        "entities" => {
            let fields = document.entities.iter().map(|e| {
                let id = e.id.iter().cloned();
                [e.span.text(text).to_owned(), e.kind.name().to_owned()].into_iter().chain(id).collect()
            });
            fields.map(cut).collect()
        }
        "sentences" => document.sentences.iter().map(|s| s.span.text(text).to_owned()).collect(),
        "blocks" => {
            let lines = document.blocks().iter().zip(document.lines());
            lines.map(|(block, line)| format!("{} | {line}", block.kind.name())).collect()
        }
        "published" => vec![or_none(document.metadata.published.clone().unwrap_or_default())],
        other => panic!("no layer {other}"),
    }
}

/// Whether the lines are what is expected: of a block its opening words do, of a claim the fields that are given.
fn fits(found: &[String], expected: &[String], layer: &str) -> bool {
    let line = |(found, expected): (&String, &String)| match layer {
        "blocks" => found.starts_with(expected.as_str()),
        "claims" | "entities" => {
            *found == *expected
                || found.strip_prefix(expected.as_str()).is_some_and(|rest| rest.starts_with(" | "))
        }
        _ => found == expected,
    };
    found.len() == expected.len() && found.iter().zip(expected).all(line)
}

fn all_hold(file: &str) {
    let cases = cases(file);
    assert!(!cases.is_empty());
    let mut wrong = String::new();
    for case in &cases {
        let document = read(&case.text);
        for (layer, expected) in &case.expected {
            let found = found(&document, layer, expected);
            if !fits(&found, expected, layer) {
                wrong += &format!(
                    "\n=== {}\n--- {layer}, found\n{}\n--- expected\n{}\n",
                    case.name,
                    found.join("\n"),
                    expected.join("\n")
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn claims() {
    all_hold("claims.txt");
}

#[test]
fn entities() {
    all_hold("entities.txt");
}

#[test]
fn sentences() {
    all_hold("sentences.txt");
}

#[test]
fn blocks() {
    all_hold("blocks.txt");
}

/// Fewer than one claim in 2,000 words of texts in which nobody says anything.
#[test]
fn nobody_speaks_in_recipes_results_and_products() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/silent.txt");
    let file = fs::read_to_string(&path).expect("the file of texts");
    let texts: Vec<&str> =
        file.split("=== ").skip(1).filter_map(|text| text.split_once('\n')).map(|row| row.1).collect();
    assert_eq!(texts.len(), 30);
    let words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
    let mut found = Vec::new();
    for text in texts {
        let document = read(&text.trim().replace('\n', "\n\n"));
        let attributed = document.claims.iter().filter(|claim| claim.voice == Voice::Attributed);
        found.extend(
            attributed.map(|claim| document.sentences[claim.sentence].span.text(document.text()).to_owned()),
        );
    }
    assert!(found.len() * 2000 < words, "{} claims in {words} words:\n{}", found.len(), found.join("\n"));
}
