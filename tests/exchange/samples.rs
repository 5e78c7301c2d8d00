//! What the files of each format look like in the world, and what of them is refused.

use saidso::exchange::{Input, Labels, Record, Tally, find};
use saidso::hint;

/// Files of a made-up corpus.
fn files(files: &[(&str, &str)]) -> Vec<Input> {
    files.iter().map(|(name, text)| Input { name: (*name).into(), text: (*text).into() }).collect()
}

pub fn imported(
    format: &str,
    inputs: &[(&str, &str)],
    labels: &[&str],
) -> anyhow::Result<(Vec<Record>, Tally)> {
    let labels: Vec<String> = labels.iter().map(|row| (*row).to_owned()).collect();
    find(format).expect("a format").import(&files(inputs), &Labels::parse(&labels)?)
}

/// The words of each part of an attribution.
fn words(record: &Record, spans: &[[usize; 2]]) -> Vec<String> {
    spans.iter().map(|[start, end]| record.text.chars().skip(*start).take(end - start).collect()).collect()
}

#[test]
fn brat_as_polnear_has_it() {
    // CRLF counts as one, as for the tool that read the text with its line ends translated.
    let text = "😀 Zoë Roe\r\nsaid “we won,” and “they lost.”";
    let ann = "T1\tSource 2 9\tZoë Roe\nT2\tCue 10 14\tsaid\nT3\tContent 15 24;29 41\t“we won,” “they lost.”\n\
               T4\tAttribution 10 14\tsaid\nE1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n\
               T5\tDiscard 25 28\tand\n#1\tAnnotatorNotes T5\tunsure\n";
    let corpus = [("c/text/d_1.txt", text), ("c/attributions/d_1_4b22.ann", ann)];
    let (records, left) = imported("brat", &corpus, &["Discard=-"]).expect("PolNeAR's way");
    let record = &records[0];
    assert_eq!((record.doc_id.as_str(), record.annotator.as_deref()), ("d_1", Some("4b22")));
    let own = &record.attributions.as_ref().expect("labeled")[0];
    assert_eq!(words(record, &own.source), ["Zoë Roe"]);
    assert_eq!(words(record, &own.content), ["“we won,”", "“they lost.”"]);
    assert_eq!((left.of("annotations labeled Discard"), left.of("notes AnnotatorNotes")), (1, 1));
}

#[test]
fn brat_relations_make_attributions_too() {
    let ann = "T1\tsource 0 3\tZoë\nT2\tCue 4 8\tsaid\nT3\tContent 9 11\tso\nT4\tPER 0 3\tZoë\n\
               R1\tSays Arg1:T2 Arg2:T1\nR2\tSays Arg1:T2 Arg2:T3\nR3\tIs Arg1:T4 Arg2:T1\n*\tEquiv T1 T4\n";
    let (records, left) =
        imported("brat", &[("d.txt", "Zoë said so"), ("d.ann", ann)], &[]).expect("R lines");
    let own = &records[0].attributions.as_ref().expect("linked")[0];
    assert_eq!([&own.source, &own.cue, &own.content], [&[[0, 3]], &[[4, 8]], &[[9, 11]]]);
    assert_eq!(records[0].entities.as_ref().expect("T4")[0].kind, "PERSON");
    assert_eq!((left.of("relations Is"), left.of("equivalences")), (1, 1));
}

#[test]
fn offsets_are_read_in_whichever_unit_marks_the_words() {
    let text = "😀 Zoë met Al";
    for (unit, start, end) in [("code points", 2, 5), ("UTF-16", 3, 6), ("bytes", 5, 9)] {
        let ann = format!("T1\tPER {start} {end}\tZoë\n");
        let (records, _) = imported("brat", &[("d.txt", text), ("d.ann", &ann)], &[]).expect(unit);
        let own = &records[0].entities.as_ref().expect("labeled")[0];
        assert_eq!((own.start, own.end), (2, 5), "{unit}");
        let task = format!(
            r#"[{{"data":{{"text":"{text}"}},"annotations":[{{"result":[{{"id":"a","type":"labels",
               "value":{{"start":{start},"end":{end},"text":"Zoë","labels":["PER"]}}}}]}}]}}]"#
        );
        let (records, _) = imported("label-studio", &[("t.json", &task)], &[]).expect(unit);
        assert_eq!(records[0].entities.as_ref().expect("labeled")[0].start, 2, "{unit}");
    }
}

#[test]
fn conll_columns_bio_and_bioes() {
    let text = "-DOCSTART- -X- -X- O\n\nU.N. NNP I-NP I-ORG\nofficial NN I-NP O\nEkeus NNP I-NP I-PER\n\nIn IN O O\n";
    let (records, _) =
        imported("conll", &[("eng.testa.conll", text)], &[]).expect("CoNLL-2003, I- without B-");
    assert_eq!(
        (records[0].doc_id.as_str(), records[0].text.as_str()),
        ("eng.testa-1", "U.N. official Ekeus\nIn")
    );
    assert_eq!(records[0].sentences, Some(vec![[0, 19], [20, 22]]));
    let bioes = "Jane\tB-person\nDoe\tE-person\nmet\tO\nAl\tS-person\nBo\tS-person\n \n-\tO\n";
    let (records, _) = imported("conll", &[("x.conll", bioes)], &[]).expect("BIOES");
    let spans: Vec<_> = records[0].entities.iter().flatten().map(|own| (own.start, own.end)).collect();
    assert_eq!(spans, [(0, 8), (13, 15), (16, 18)]);
}

#[test]
fn conllu_text_comes_from_the_tokens() {
    let text = "# global.Entity = GRP-etype-infstat\n# newdoc id = GUM_x\n# sent_id = 1\n# text = Jane's dog isn't.\n\
                1-2\tJane's\t_\t_\t_\t_\t_\t_\t_\t_\n\
                1\tJane\t_\t_\t_\t_\t_\t_\t_\tEntity=(1-animal-new(2-person-new)\n2\t's\t_\t_\t_\t_\t_\t_\t_\t_\n\
                3\tdog\t_\t_\t_\t_\t_\t_\t_\tEntity=1)\n\
                4-5\tisn't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n4\tis\t_\t_\t_\t_\t_\t_\t_\t_\n\
                5\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n5.1\tgone\t_\t_\t_\t_\t_\t_\t_\t_\n6\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n\
                # newpar\n# text = So.\n1\tSo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n2\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    let (records, _) = imported("conllu", &[("en.conllu", text)], &["animal=PRODUCT"]).expect("GUM's way");
    let record = &records[0];
    assert_eq!((record.doc_id.as_str(), record.text.as_str()), ("GUM_x", "Jane's dog isn't.\n\nSo."));
    let spans: Vec<_> =
        record.entities.iter().flatten().map(|own| (own.kind.as_str(), own.start, own.end)).collect();
    assert_eq!(spans, [("PRODUCT", 0, 10), ("PERSON", 0, 6)]);
    let wrong = text.replace("# text = So.", "# text = No.");
    let error =
        imported("conllu", &[("en.conllu", &wrong)], &["animal=-"]).expect_err("text and tokens differ");
    assert!(format!("{error:#}").contains("# text in line 16"), "{error:#}");
}

#[test]
fn citron_label_studio_and_prodigy_as_they_are_exported() {
    let citron = r#"{"text":"“We won,” Zoë said.","quotes":[{"cue":{"start":14,"end":18,"text":"said"},
        "sources":[{"start":10,"end":13,"text":"Zoë"}],"contents":[{"start":0,"end":9,"text":"“We won,”"}],
        "coreferences":[{"start":10,"end":13,"text":"Zoë"}],"confidence":"0.9000"}]}"#;
    let (records, left) = imported("citron", &[("c/d1.json", citron)], &[]).expect("Citron");
    let own = &records[0].attributions.as_ref().expect("labeled")[0];
    assert_eq!((records[0].doc_id.as_str(), own.id.as_str(), own.confidence), ("d1", "Q1", 0.9));
    assert_eq!(
        (words(&records[0], &own.content), left.of("coreferences")),
        (vec!["“We won,”".to_owned()], 1)
    );

    let studio = r#"[{"id":7,"data":{"text":"Zoë said so"},"predictions":[{}],"annotations":[
        {"id":9,"completed_by":1,"was_cancelled":true,"result":[]},
        {"id":8,"completed_by":{"id":1,"email":"a@b.c"},"result":[
        {"id":"x","from_name":"label","to_name":"text","type":"labels","origin":"manual",
         "value":{"start":0,"end":3,"text":"Zoë","labels":["Source","Person"]}},
        {"id":"y","type":"labels","value":{"start":9,"end":11,"labels":["Content"]}},
        {"type":"relation","from_id":"x","to_id":"y","direction":"right"}]}]}]"#;
    let (records, left) = imported("label-studio", &[("p.json", studio)], &[]).expect("Label Studio");
    let own = &records[0].attributions.as_ref().expect("linked")[0];
    assert_eq!(
        (records[0].doc_id.as_str(), own.source.as_slice(), own.content.as_slice()),
        ("p-7", &[[0, 3]][..], &[[9, 11]][..])
    );
    assert_eq!(records[0].entities.as_ref().expect("labeled")[0].kind, "PERSON");
    assert_eq!((left.of("predictions"), left.of("cancelled annotations")), (1, 1));

    let prodigy = "{\"text\":\"Zoë said so\",\"_input_hash\":1,\"meta\":{\"source\":\"x\"},\"tokens\":[],\
                   \"spans\":[{\"start\":0,\"end\":3,\"token_start\":0,\"token_end\":0,\"label\":\"PERSON\"}],\
                   \"answer\":\"accept\"}\n{\"text\":\"no\",\"answer\":\"reject\"}\n";
    let (records, left) = imported("spacy", &[("p.jsonl", prodigy)], &[]).expect("Prodigy");
    assert_eq!((records.len(), records[0].doc_id.as_str()), (1, "p-1"));
    assert_eq!(left.of("tasks that were not accepted"), 1);
}

/// A row of [`WRONG`].
type Wrong<'w> = (&'w str, &'w [(&'w str, &'w str)], &'w [&'w str], &'w str);

/// Inputs that must be refused: format, files, what the message names, what the hint says.
const WRONG: &[Wrong] = &[
    (
        "brat",
        &[("d.txt", "Oslo"), ("d.ann", "T1\tGPE 0 9\tOslo")],
        &["d.ann:1", "document d", "past"],
        "UTF-16",
    ),
    (
        "brat",
        &[("d.txt", "Oslo"), ("d.ann", "T1\tGPE 0 3\tOslo")],
        &["d.ann:1", "\"Oslo\"", "\"Osl\""],
        "code points",
    ),
    (
        "brat",
        &[("d.txt", "Oslo"), ("d.ann", "T1\tTOWN 0 4\tOslo")],
        &["d.ann", "line 1", "\"TOWN\""],
        "--label TOWN=",
    ),
    ("brat", &[("d.txt", "Oslo"), ("d.ann", "T1\tGPE 0\tOslo")], &["d.ann:1", "malformed"], "T1<tab>Type"),
    (
        "brat",
        &[("d.txt", "Oslo"), ("d.ann", "T1\tGPE 0 4\tOslo\nT1\tLOC 0 4\tOslo")],
        &["d.ann:2", "T1"],
        "id of its own",
    ),
    ("brat", &[("d.ann", "T1\tGPE 0 4\tOslo")], &["d.ann", "no d.txt"], "folder"),
    (
        "brat",
        &[
            ("d.txt", "Oslo"),
            (
                "d.ann",
                "T1\tContent 0 4\tOslo\nE1\tAttribution:T1 Content:T1 NestedIn:E2\n\
           E2\tAttribution:T1 Content:T1 NestedIn:E1",
            ),
        ],
        &["d.ann", "E1", "nested in itself"],
        "",
    ),
    (
        "brat",
        &[("d.txt", "Oslo"), ("d.ann", "T1\tContent 0 4\tOslo\nE1\tAttribution:T1 Content:T7")],
        &["d.ann:2", "T7"],
        "same file",
    ),
    ("conll", &[("x.conll", "Oslo\tB-GPE\nis\tX-GPE\n")], &["x.conll:2", "x-1", "X-GPE"], "last is O"),
    ("conll", &[("x.conll", "Oslo\tB-GPE\nis\n")], &["x.conll:2", "x-1", "1 columns"], "last is O"),
    ("conll", &[("x.conll", "is\tO\nOslo\tB-TOWN\n")], &["x.conll:2", "\"TOWN\"", "Oslo"], "--label TOWN="),
    ("conllu", &[("x.conllu", "1\tOslo\t_\n")], &["x.conllu:1", "3 columns"], "ten columns"),
    (
        "conllu",
        &[("x.conllu", "1\tOslo\t_\t_\t_\t_\t_\t_\t_\tEntity=(e1-place\n\n")],
        &["x.conllu", "\"e1\""],
        "",
    ),
    ("citron", &[("c.json", "{\"text\":3}")], &["c.json"], "quotes"),
    (
        "label-studio",
        &[(
            "t.json",
            r#"[{"data":{"text":"ab"},"annotations":[{"result":[{"type":"labels","id":"r","value":{"start":0,
           "end":1,"labels":["GPE"]}},{"type":"relation","from_id":"r","to_id":"q"}]}]}]"#,
        )],
        &["t.json: task 1", "t-1", "q"],
        "same annotation",
    ),
    ("label-studio", &[("t.json", "[{\"data\":{}}]")], &["t.json: task 1", "data.text"], "not JSON-MIN"),
    (
        "spacy",
        &[("p.jsonl", "\n{\"text\":\"a\",\"spans\":[{\"start\":0,\"end\":1}]}")],
        &["p.jsonl:2", "p-2", "no label"],
        "label",
    ),
    ("jsonl", &[("a.jsonl", "{\"doc_id\":\"d\"}")], &["a.jsonl:1", "text"], "doc_id and text"),
    (
        "jsonl",
        &[("a.jsonl", "{\"doc_id\":\"d\",\"text\":\"a\"}\n{\"doc_id\":\"d\",\"text\":\"b\"}")],
        &["a.jsonl:2", "\"d\"", "second"],
        "its own id",
    ),
    (
        "jsonl",
        &[(
            "a.jsonl",
            "{\"doc_id\":\"d\",\"text\":\"ab\",\"entities\":[{\"start\":1,\"end\":3,\"type\":\"GPE\"}]}",
        )],
        &["a.jsonl:1", "\"d\"", "1..3"],
        "code points",
    ),
    (
        "jsonl",
        &[("a.jsonl", "{\"doc_id\":\"d\",\"text\":\"ab\",\"claims\":[]}")],
        &["a.jsonl:1", "\"claims\""],
        "\"attributions\"",
    ),
];

/// An import of one file in which a confidence is `confidence`, for each format that has confidences.
fn unsure(confidence: &str) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    let brat = format!("T1\tGPE 0 4\tOslo\n#1\tSaidso T1\t{{\"confidence\":{confidence}}}");
    let studio = format!(
        r#"[{{"data":{{"text":"Oslo"}},"annotations":[{{"result":[{{"id":"a","type":"labels","score":{confidence},
           "value":{{"start":0,"end":4,"text":"Oslo","labels":["GPE"]}}}}]}}]}}]"#
    );
    let citron = format!(
        r#"{{"text":"Oslo","quotes":[{{"cue":{{"start":0,"end":4,"text":"Oslo"}},"confidence":"{confidence}"}}]}}"#
    );
    let web = format!(
        r#"{{"saidso:documents":[{{"id":"d","doc_id":"d","text":"Oslo",
           "layers":{{"sentences":false,"entities":true,"attributions":false}}}}],
           "first":{{"items":[{{"id":"i","saidso:document":"d","body":[{{"value":"GPE"}}],
           "target":{{"selector":[{{"start":0,"end":4}}]}},"saidso:confidence":{confidence}}}]}}}}"#
    );
    let lines = format!(
        r#"{{"doc_id":"d","text":"Oslo","entities":[{{"start":0,"end":4,"type":"GPE","confidence":{confidence}}}]}}"#
    );
    vec![
        ("brat", vec![("d.txt", "Oslo".to_owned()), ("d.ann", brat)]),
        ("label-studio", vec![("d.json", studio)]),
        ("citron", vec![("d.json", citron)]),
        ("web-annotation", vec![("d.jsonld", web)]),
        ("jsonl", vec![("d.jsonl", lines)]),
    ]
}

#[test]
fn a_confidence_that_is_no_probability_stops_every_import() {
    let import = |format: &str, inputs: &[(&str, String)]| {
        let inputs: Vec<(&str, &str)> = inputs.iter().map(|(name, text)| (*name, text.as_str())).collect();
        imported(format, &inputs, &[])
    };
    for (format, inputs) in unsure("0.25") {
        assert!(
            import(format, &inputs).is_ok(),
            "{format}: {:#}",
            import(format, &inputs).expect_err("0.25")
        );
    }
    for wrong in ["1e39", "-5", "1.5"] {
        for (format, inputs) in unsure(wrong) {
            let error = import(format, &inputs).map(|_| ()).expect_err(format);
            let message = format!("{error:#}");
            assert!(message.starts_with("d.") && message.contains("no probability"), "{format}: {message}");
            assert!(hint::of(&error).is_some_and(|hint| hint.contains("from 0 to 1")), "{format}: {message}");
        }
    }
}

#[test]
fn what_is_wrong_is_named_with_file_line_and_document_and_how_to_mend_it() {
    for (format, inputs, names, advice) in WRONG {
        let error = imported(format, inputs, &[]).map(|_| ()).expect_err(&format!("{format}: {inputs:?}"));
        let message = format!("{error:#}");
        for name in *names {
            assert!(message.contains(name), "{format}: {message:?} does not name {name:?}");
        }
        let hint = hint::of(&error).unwrap_or_default();
        assert!(hint.contains(advice), "{format}: {message:?} has the hint {hint:?}, not {advice:?}");
    }
}
