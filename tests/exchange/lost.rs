//! Labels that an import once lost without a word, by the way in which they were lost.

use saidso::exchange::Record;
use saidso::hint;

use super::samples::imported;

/// Labels and places of a record's entities.
fn entities(record: &Record) -> Vec<(&str, usize, usize)> {
    record.entities.iter().flatten().map(|own| (own.kind.as_str(), own.start, own.end)).collect()
}

const TEXT: &str = "Jane Doe left Oslo.";

#[test]
fn spans_of_spacy_prodigy_and_doccano_are_read_wherever_they_keep_them() {
    let span = r#"[{"start":0,"end":8,"label":"PERSON"},{"start":14,"end":18,"label":"GPE"}]"#;
    let list = r#"[[0,8,"PERSON"],[14,18,"GPE"]]"#;
    let offset = r#"[{"id":7,"label":"PERSON","start_offset":0,"end_offset":8},
        {"id":8,"label":"GPE","start_offset":14,"end_offset":18}]"#
        .replace('\n', "");
    for key in ["spans", "ents", "entities", "label", "labels"] {
        for spans in [span, list, offset.as_str()] {
            let line = format!(r#"{{"text":"{TEXT}","{key}":{spans}}}"#);
            let (records, left) = imported("spacy", &[("a.jsonl", &line)], &[]).expect(key);
            assert_eq!(entities(&records[0]), [("PERSON", 0, 8), ("GPE", 14, 18)], "{line}");
            assert_eq!(left.rows().count(), 0, "{line}: {left:?}");
        }
    }
    let pair = format!(r#"["{TEXT}", {{"entities": {list}, "cats": {{"NEWS": 1.0}}, "links": {{}}}}]"#);
    let (records, left) =
        imported("spacy", &[("a.jsonl", &pair)], &[]).expect("training data of before spaCy 3");
    assert_eq!(entities(&records[0]), [("PERSON", 0, 8), ("GPE", 14, 18)]);
    assert_eq!(left.rows().collect::<Vec<_>>(), [("values of cats", 1)]);
}

#[test]
fn relations_and_comments_of_doccano_are_counted() {
    let line = format!(
        r#"{{"id":12,"text":"{TEXT}","entities":[{{"id":7,"label":"PERSON","start_offset":0,"end_offset":8}}],
        "relations":[{{"id":1,"from_id":7,"to_id":7,"type":"is"}}],"Comments":["sure?"],"meta":{{"page":3}}}}"#
    )
    .replace('\n', "");
    let (records, left) = imported("spacy", &[("a.jsonl", &line)], &[]).expect("doccano");
    assert_eq!((records[0].doc_id.as_str(), entities(&records[0])), ("a-12", vec![("PERSON", 0, 8)]));
    let rows: Vec<_> = left.rows().collect();
    assert_eq!(rows, [("relations", 1), ("values of Comments", 1), ("values of meta", 1)]);
}

#[test]
fn labels_of_whole_texts_and_of_groups_are_no_entities_but_are_counted() {
    let whole = format!(
        "{{\"text\":\"{TEXT}\",\"label\":[\"politics\",\"sport\"]}}\n{{\"text\":\"no\",\"label\":\"politics\"}}\n\
         {{\"text\":\"{TEXT}\",\"ents\":[],\"spans\":{{\"sc\":[{{\"start\":0,\"end\":8,\"label\":\"X\"}}]}}}}"
    );
    let (records, left) = imported("spacy", &[("a.jsonl", &whole)], &[]).expect("no span among them");
    let labeled: Vec<bool> = records.iter().map(|record| record.entities.is_some()).collect();
    assert_eq!(labeled, [false, false, true], "what labels the text says nothing of its entities");
    assert_eq!((left.of("labels of whole texts"), left.of("spans in groups")), (3, 1));
}

#[test]
fn spans_of_no_known_shape_stop_the_import() {
    for (fields, named) in [
        (r#""entities":{"PERSON":[[0,8]]}"#, "entities is no list"),
        (r#""entities":[[0,8,"PERSON","x"]]"#, "entities[0]: a list of 4"),
        (r#""entities":[[0,8]]"#, "span 0..8 has no label"),
        (r#""entities":[{"begin":0,"end":8,"label":"PERSON"}]"#, "entities[0]: no start"),
        (r#""entities":[[0.5,8,"PERSON"]]"#, "start 0.5 is no offset"),
        (r#""sents":3"#, "sents is no list"),
        (r#""ents":[[0,8,"PERSON"]],"spans":[[0,4,"PERSON"]]"#, "spans and ents both"),
    ] {
        let line = format!(r#"{{"text":"{TEXT}",{fields}}}"#);
        let error = imported("spacy", &[("a.jsonl", &line)], &[]).map(|_| ()).expect_err(fields);
        let message = format!("{error:#}");
        assert!(message.starts_with("a.jsonl:1") && message.contains(named), "{message}");
        assert!(
            hint::of(&error).is_some_and(|hint| hint.contains("start, end and label")),
            "{fields}: {:?}",
            hint::of(&error)
        );
    }
}

#[test]
fn what_a_line_says_beside_its_spans_is_counted() {
    let line = format!(
        r#"{{"text":"{TEXT}","annotations":[1],"_input_hash":3,"tokens":[],"notes":"","checked":false,
        "spans":[{{"start":0,"end":8,"label":"PERSON","token_start":0,"token_end":1,"tense":"past"}}]}}"#
    )
    .replace('\n', "");
    let (_, left) = imported("spacy", &[("a.jsonl", &line)], &[]).expect("Prodigy");
    let rows: Vec<_> = left.rows().collect();
    assert_eq!(rows, [("values of annotations", 1), ("values of checked", 1), ("values of spans.tense", 1)]);
}
