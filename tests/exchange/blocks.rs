//! What the lines of a text are goes through JSON Lines, since methods look at it.

use proptest::prelude::*;
use saidso::document::Document;
use saidso::exchange::{Record, find, parse};
use saidso::hint;
use saidso::method::Layer;
use saidso::pipeline::Pipeline;

use super::seed::{record, seed};

/// What comes back of a document that is written as a line.
fn there_and_back(document: &Document) -> Document {
    let record = Record::of(document, [true; 3]).with_blocks(document);
    let line = serde_json::to_string(&record).expect("JSON");
    parse(&line).and_then(|record| record.document()).expect("its own line")
}

/// Lines as they stand in a saved page, some of which are dropped.
fn page() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "Ferry Stopped Off Malta",
        "What we know so far",
        "The ferry was stopped on Monday, the mayor of Valletta said.",
        "“We had no choice,” Jane Doe told reporters. She denied that it was late.",
        "By Zoë Roe",
        "Updated 28 December 2024",
        "5 min read",
        "ALSO READ: A bridge in Oslo is closed",
        "A ferry in the harbour of Valletta [File: Jane Doe/Agency]",
        "The bridge may be closed, according to the minister.",
        "",
        "  ",
    ]);
    prop::collection::vec(line, 0..12).prop_map(|lines| lines.join("\n"))
}

fn normalized(raw: String) -> Document {
    // A page without a word is no article.
    let Ok(article) = saidso::source::text("a", "a.txt", raw.clone().into()) else {
        return Document::plain("a", &raw);
    };
    let mut document = Document::read(&article);
    Pipeline::default().annotate(&mut document, Layer::Blocks);
    document
}

proptest! {
    #[test]
    fn a_page_keeps_blocks_sentences_entities_and_claims(raw in page()) {
        let mut document = normalized(raw);
        Pipeline::default().annotate(&mut document, Layer::Claims);
        let back = there_and_back(&document);
        prop_assert!(document.kept().eq(back.kept()));
        prop_assert_eq!(document.text(), back.text());
        prop_assert_eq!(&document.sentences, &back.sentences);
        prop_assert_eq!(&document.entities, &back.entities);
        prop_assert_eq!(&document.claims, &back.claims);
    }

    #[test]
    fn the_same_is_found_in_a_page_and_in_its_line(raw in page()) {
        let mut document = normalized(raw);
        let mut back = there_and_back(&document);
        Pipeline::default().annotate(&mut document, Layer::Claims);
        Pipeline::default().annotate(&mut back, Layer::Claims);
        prop_assert_eq!(&document.sentences, &back.sentences);
        prop_assert_eq!(&document.entities, &back.entities);
        prop_assert_eq!(&document.claims, &back.claims);
    }

    #[test]
    fn whatever_blocks_a_line_has_come_back(seed in seed()) {
        let record = record(seed, 1);
        let document = record.document().expect("a record that is right");
        prop_assert_eq!(&there_and_back(&document), &document);
        let blocks = Record::bare("d", &record.text).with_blocks(&document).blocks;
        prop_assert!(record.blocks.is_none() || record.blocks == blocks);
    }
}

#[test]
fn a_headline_is_no_body_once_it_is_a_line() {
    let document =
        normalized("Ferry Stopped Off Malta\n\nBy Zoë Roe\n\nThe ferry was late, Jane Doe said.".into());
    let record = Record::of(&document, [false; 3]).with_blocks(&document);
    let kinds: Vec<&str> = record.blocks.iter().flatten().map(|block| block.kind.as_str()).collect();
    assert_eq!(kinds, ["headline", "body"]);
    assert!(record.bare_document().expect("its own blocks").kept().eq(document.kept()));
}

#[test]
fn blocks_that_do_not_make_up_the_text_are_refused() {
    for (blocks, named) in [
        (r#"{"start":0,"end":5,"kind":"credit"}"#, "credit is dropped"),
        (r#"{"start":0,"end":5,"kind":"title"}"#, "\"title\" is none of headline"),
        (r#"{"start":0,"end":12,"kind":"body"}"#, "0..12 does not fit"),
        (r#"{"start":0,"end":5,"kind":"body"}"#, "\"so on\" stands in no block"),
        (r#"{"start":6,"end":11,"kind":"body"}"#, "\"Title\" stands in no block"),
        (r#"{"start":0,"end":7,"kind":"body"},{"start":6,"end":11,"kind":"body"}"#, "6..11 overlaps"),
        ("", "stands in no block"),
    ] {
        let line = format!("{{\"doc_id\":\"d\",\"text\":\"Title\\nso on\",\"blocks\":[{blocks}]}}");
        let error = parse(&line).and_then(|record| record.document()).expect_err(blocks);
        assert!(format!("{error:#}").contains(named), "{blocks}: {error:#}");
        let inputs = [saidso::exchange::Input { name: "a.jsonl".into(), text: line }];
        let error = find("jsonl").expect("a format").import(&inputs, &Default::default()).expect_err(blocks);
        assert!(format!("{error:#}").starts_with("a.jsonl:1: document \"d\": "), "{error:#}");
        assert!(hint::of(&error).is_some_and(|hint| hint.contains("code points")), "{error:#}");
    }
}
