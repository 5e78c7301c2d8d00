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

/// An import of one text of brat.
fn brat(text: &str, ann: &str) -> (Record, Vec<(String, usize)>) {
    let (mut records, left) = imported("brat", &[("d.txt", text), ("d.ann", ann)], &[]).expect("brat");
    (records.remove(0), left.rows().map(|(kind, count)| (kind.to_owned(), count)).collect())
}

#[test]
fn brat_fragments_at_line_ends_are_one_entity() {
    for (text, parts, words) in [
        ("Oslo\n  Times rang.", "0 4;7 12", "Oslo Times"),
        ("Oslo Times rang.", "0 4;5 10", "Oslo Times"),
        ("Oslo\r\nTimes\r\nGroup rang.", "0 4;6 11;13 18", "Oslo Times Group"),
    ] {
        let (record, left) = brat(text, &format!("T1\tORG {parts}\t{words}\n"));
        let end = words.rsplit(' ').next().map_or(0, |last| text.find(last).unwrap_or_default() + last.len());
        assert_eq!((entities(&record), left), (vec![("ORG", 0, end)], vec![]), "{text:?}");
    }
    let (record, _) = brat("So it\nis. No.", "T1\tSentence 0 5;6 9\tSo it is.\nT2\tSentence 10 13\tNo.\n");
    assert_eq!(record.sentences, Some(vec![[0, 9], [10, 13]]));
}

#[test]
fn brat_entities_with_words_between_their_parts_do_not_stop_the_import() {
    let ann = "T1\tPERSON 0 4;13 16\tJane Doe\nT2\tPERSON 9 12\tJim\n#1\tSaidso T1\t{\"id\":\"jane-doe\"}\n";
    let (record, left) = brat("Jane and Jim Doe left.", ann);
    assert_eq!(entities(&record), [("PERSON", 9, 12)]);
    assert_eq!(left, [("PERSON entities in parts with words between them".to_owned(), 1)]);
}

#[test]
fn what_brat_says_of_spans_that_are_not_read_is_counted() {
    let ann = "T1\tPERSON 0 4\tJane\nA1\tAct T1 assertive\nT2\tCue 5 9\tsaid\nT3\tContent 10 12\tso\n\
               T4\tAttribution 5 9\tsaid\nA2\tVoice T2 author\nR1\tSays Arg1:T2 Arg2:T3\n#1\tSaidso T9\t{\"id\":\"x\"}\n";
    let (record, left) = brat("Jane said so", ann);
    assert_eq!((entities(&record).len(), record.attributions.map(|all| all.len())), (1, Some(1)));
    let rows: Vec<(&str, usize)> = left.iter().map(|(kind, count)| (kind.as_str(), *count)).collect();
    let lost = ["Attribution spans that no event stands on", "attributes act of entities"];
    assert_eq!(rows, [(lost[0], 1), (lost[1], 1), ("attributes and notes on other lines", 2)]);
}

/// What of an import was left out.
fn left(format: &str, inputs: &[(&str, &str)]) -> Vec<(String, usize)> {
    let (_, left) = imported(format, inputs, &[]).expect(format);
    left.rows().map(|(kind, count)| (kind.to_owned(), count)).collect()
}

#[test]
fn what_label_studio_says_beside_labels_and_relations_is_counted() {
    let region = |id: &str, labels: &str, meta: &str| {
        format!(
            r#"{{"id":"{id}","type":"labels","value":{{"start":0,"end":4,"labels":{labels}}},"meta":{meta}}}"#
        )
    };
    let results = [
        region("a", "[]", "{}"),
        region("b", r#"["Source","Cue"]"#, r#"{"text":["sure?"]}"#),
        region("c", r#"["Content"]"#, "{}"),
        region("d", r#"["Content"]"#, "{}"),
        r#"{"type":"relation","from_id":"b","to_id":"c"}"#.to_owned(),
        r#"{"type":"relation","from_id":"d","to_id":"c","labels":["nested_in"]}"#.to_owned(),
    ];
    let task = format!(
        r#"[{{"data":{{"text":"Jane said so"}},"annotations":[{{"result":[{}]}}],"completions":[{{}}]}}]"#,
        results.join(",")
    );
    let kinds = [
        "Content regions that nothing links",
        "nestings of what is no attribution",
        "notes on regions",
        "regions without a label",
        "roles of a region after its first",
        "values of completions",
    ];
    assert_eq!(left("label-studio", &[("a.json", &task)]), kinds.map(|kind| (kind.to_owned(), 1)));
}

#[test]
fn keys_that_citron_does_not_know_are_counted() {
    let file =
        r#"{"text":"Jane said so","entities":[1],"quotes":[{"cue":{"start":5,"end":9},"type":"direct"}]}"#;
    let kinds = ["values of entities", "values of quotes.type"];
    assert_eq!(left("citron", &[("a.json", file)]), kinds.map(|kind| (kind.to_owned(), 1)));
}

#[test]
fn other_labels_in_misc_are_counted() {
    let token = "1\tOslo\t_\t_\t_\t_\t_\t_\t_\tNE=B-LOC|B-LOC|SpaceAfter=No\n\n";
    let kinds = ["values of MISC B-LOC", "values of MISC NE"];
    assert_eq!(left("conllu", &[("a.conllu", token)]), kinds.map(|kind| (kind.to_owned(), 1)));
}

#[test]
fn bodies_and_targets_after_the_first_are_counted_and_unknown_terms_refused() {
    let file = |term: &str| {
        format!(
            r#"{{"saidso:documents":[{{"id":"d","doc_id":"d","text":"Oslo",
               "layers":{{"sentences":false,"entities":true,"attributions":false}}}}],
               "first":{{"items":[{{"id":"i","saidso:document":"d","body":[{{"value":"GPE"}},{{"value":"sure?"}}],
               "target":[{{"selector":[{{"start":0,"end":4}}]}},{{"selector":[{{"start":0,"end":2}}]}}]{term}}}]}}}}"#
        )
    };
    let kinds = ["bodies after the first", "targets after the first"];
    assert_eq!(left("web-annotation", &[("a.jsonld", &file(""))]), kinds.map(|kind| (kind.to_owned(), 1)));
    let wrong = file(r#","saidso:entityid":"oslo""#);
    let error = imported("web-annotation", &[("a.jsonld", &wrong)], &[]).map(|_| ()).expect_err("a slip");
    assert!(format!("{error:#}").contains("\"entityid\" is none of"), "{error:#}");
}
