//! Corpora out and in again: the law of every format, and what real files look like.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use saidso::document::{Act, EntityType, Factuality, Label, Quote, Voice};
use saidso::exchange::{Attribution, FORMATS, Format, Input, Labels, Mention, Record, Tally, find};
use saidso::hint;

/// How often each format's law is tried.
const CASES: u32 = 10_000;

/// A record's text and the numbers that its annotations are made of.
#[derive(Clone, Debug)]
struct Seed {
    pieces: Vec<&'static str>,
    numbers: Vec<u16>,
}

fn seed() -> impl Strategy<Value = Seed> {
    let piece = prop::sample::select(vec![
        "Jane Doe",
        "said",
        "“",
        "”",
        "\"",
        "👩🏽‍🚒",
        "😀",
        "e\u{301}",
        "ḍ\u{307}",
        "שלום",
        "مرحبا",
        "\u{202e}",
        "\r\n",
        "\n",
        "\n\n",
        " ",
        "  ",
        "\t",
        "\r",
        "\u{a0}",
        "\u{2028}",
        "\u{85}",
        "\u{feff}",
        ".",
        ",",
        "U.S.-led",
        "don’t",
        "(x)",
        "|",
        "\\",
        "#",
        "_",
        "-DOCSTART-",
        "{\"a\":1}",
        "CO₂",
        "=",
        ";",
    ]);
    let pieces = prop::collection::vec(piece, 0..10);
    let numbers = prop::collection::vec(any::<u16>(), 8..60);
    (pieces, numbers).prop_map(|(pieces, numbers)| Seed { pieces, numbers })
}

/// Deals out the numbers of a seed, zeros when they are gone.
struct Numbers(std::vec::IntoIter<u16>);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        usize::from(self.0.next().unwrap_or_default()) % bound.max(1)
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn span(&mut self, length: usize) -> [usize; 2] {
        let start = self.below(length);
        [start, start + 1 + self.below((length - start).min(12))]
    }

    fn label<L: Label>(&mut self) -> Option<String> {
        let at = self.below(L::ALL.len() + 1);
        L::ALL.get(at).map(|row| row.1.to_owned())
    }

    fn spans(&mut self, length: usize) -> Vec<[usize; 2]> {
        (0..self.below(3)).map(|_| self.span(length)).collect()
    }
}

/// Whatever a record can be.
fn record(seed: Seed, number: usize) -> Record {
    let mut numbers = Numbers(seed.numbers.into_iter());
    let text = seed.pieces.concat();
    let length = text.chars().count();
    let doc_id = format!("{}{number}", numbers.one(&["a", "Å b/c:", "x_y", "(1)", "..", "#=", "X_Y"]));
    let annotator = numbers.one(&[None, Some("4b22"), Some("Zoë\nA")]).map(str::to_owned);
    let layers = [numbers.below(4), numbers.below(4), numbers.below(4)];
    let slug = |numbers: &mut Numbers| {
        numbers.one(&[None, None, Some("jane-doe"), Some("é \"\t\n}")]).map(str::to_owned)
    };
    let confidence = |numbers: &mut Numbers| numbers.one(&[1.0, 1.0, 0.1, 0.333_333_34, 0.0]);
    let mut cuts: Vec<usize> = (0..numbers.below(7)).map(|_| numbers.below(length + 1)).collect();
    cuts.sort_unstable();
    let halves = cuts.chunks_exact(2).filter(|pair| pair[0] < pair[1]);
    let sentences = (layers[0] > 0).then(|| halves.map(|pair| [pair[0], pair[1]]).collect());
    let some = if length == 0 { 0 } else { 4 };
    let entities = (layers[1] > 0).then(|| {
        let mention = |numbers: &mut Numbers| {
            let [start, end] = numbers.span(length);
            let kind = numbers.label::<EntityType>().unwrap_or_else(|| "LAW".to_owned());
            Mention { start, end, kind, id: slug(numbers), confidence: confidence(numbers) }
        };
        (0..numbers.below(some)).map(|_| mention(&mut numbers)).collect()
    });
    let attributions = (layers[2] > 0).then(|| {
        let mut all: Vec<Attribution> = Vec::new();
        for at in 0..numbers.below(some) {
            let mut content = numbers.spans(length);
            let (source, cue) = (numbers.spans(length), numbers.spans(length));
            if content.is_empty() && source.is_empty() && cue.is_empty() {
                content.push(numbers.span(length));
            }
            let outer = numbers.below(at + 1);
            all.push(Attribution {
                id: format!("{}{}", numbers.one(&["E", "1 é\n", "T", ""]), at + 1),
                voice: numbers.label::<Voice>(),
                source,
                cue,
                content,
                quote: numbers.label::<Quote>(),
                act: numbers.label::<Act>(),
                factuality: numbers.label::<Factuality>(),
                nested_in: all.get(outer).map(|outer| outer.id.clone()),
                source_id: slug(&mut numbers),
                proposition: slug(&mut numbers),
                confidence: confidence(&mut numbers),
            });
        }
        all
    });
    Record { doc_id, text, annotator, sentences, entities, attributions }
}

/// Out and in again.
fn there_and_back(format: &Format, records: &[Record]) -> Result<(Vec<Record>, Tally), String> {
    let (files, lost) = format.export(records).map_err(|error| format!("export: {error:#}"))?;
    let input = |(name, text): (String, String)| Input { name: format!("corpus/{name}"), text };
    let inputs: Vec<Input> = files.into_iter().map(input).collect();
    let (back, left) =
        format.import(&inputs, &Labels::default()).map_err(|error| format!("import: {error:#}"))?;
    if left != Tally::default() {
        return Err(format!("left out of what was written: {left:?}"));
    }
    Ok((back, lost))
}

#[test]
fn what_comes_back_is_what_went_out_but_for_what_was_said_to_be_lost() {
    for format in FORMATS.iter().filter(|format| format.read.is_some() && format.write.is_some()) {
        let mut runner =
            TestRunner::new(Config { cases: CASES, failure_persistence: None, ..Config::default() });
        let law = |(one, two): (Seed, Seed)| {
            let records = [record(one, 1), record(two, 2)];
            let (back, lost) = there_and_back(format, &records).map_err(TestCaseError::fail)?;
            let kept: Vec<Record> =
                records.iter().map(|record| (format.keeps)(record, &mut Tally::default())).collect();
            prop_assert_eq!(&back, &kept);
            for (record, back) in records.iter().zip(&back) {
                prop_assert!(format.loses.is_some() || record == back);
                nothing_is_invented(record, back)?;
            }
            let entities = |all: &[Record]| -> usize {
                all.iter().flat_map(|record| &record.entities).map(Vec::len).sum()
            };
            let told: usize = lost.rows().filter(|row| row.0.starts_with("entities")).map(|row| row.1).sum();
            prop_assert_eq!(
                entities(&back) + told,
                entities(&records),
                "help: count every entity that is lost"
            );
            Ok(())
        };
        if let Err(error) = runner.run(&(seed(), seed()), law) {
            panic!("{}: {error}\nhelp: make it come back, or count it as lost in its `keeps`", format.name);
        }
    }
}

/// What came back marks words that were marked, with the label that they had; white space aside,
/// the text is the same.
fn nothing_is_invented(record: &Record, back: &Record) -> Result<(), TestCaseError> {
    let dense = |text: &str| text.split_whitespace().collect::<String>();
    prop_assert_eq!(dense(&record.text), dense(&back.text));
    // Where in the text without its white space, so that the same word elsewhere is another.
    let places = |record: &Record| -> Vec<(String, usize, usize)> {
        let before = |at: usize| dense(&record.text.chars().take(at).collect::<String>()).chars().count();
        let all = record.entities.iter().flatten();
        all.map(|own| (own.kind.clone(), before(own.start), before(own.end))).collect()
    };
    let there = places(record);
    for place in places(back) {
        prop_assert!(there.contains(&place), "{place:?} is none of {there:?}");
    }
    Ok(())
}

#[test]
fn every_format_file_has_a_row() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/exchange");
    for entry in fs::read_dir(folder).expect("the formats") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let Some(own) = name.strip_prefix("format_").and_then(|name| name.strip_suffix(".rs")) else {
            continue;
        };
        let own = own.replace('_', "-");
        assert!(
            find(&own).is_some(),
            "src/exchange/{name} stands in no row of FORMATS\nhelp: add to FORMATS in src/exchange/mod.rs\n    \
             Format {{ name: {own:?}, about: \"…\", loses: None, … }}"
        );
    }
    let mut names = HashMap::new();
    for format in FORMATS {
        assert!(names.insert(format.name, ()).is_none(), "{} stands in two rows", format.name);
        assert!(
            format.read.is_some() || format.write.is_some(),
            "{} has neither reader nor writer\nhelp: give its row one",
            format.name
        );
    }
}

#[test]
fn web_annotations_select_the_words_that_they_quote() {
    let format = find("web-annotation").expect("a format");
    let mut runner = TestRunner::new(Config { cases: 500, failure_persistence: None, ..Config::default() });
    let law = |seed: Seed| {
        let record = record(seed, 1);
        let (files, _) =
            format.export(std::slice::from_ref(&record)).map_err(|e| TestCaseError::fail(e.to_string()))?;
        let page: serde_json::Value =
            serde_json::from_str(&files[0].1).map_err(|e| TestCaseError::fail(e.to_string()))?;
        let chars: Vec<char> = record.text.chars().collect();
        let items = page["first"]["items"].as_array().cloned().unwrap_or_default();
        for item in &items {
            let target = &item["target"];
            let targets = target.as_array().cloned().unwrap_or_else(|| vec![target.clone()]);
            for target in targets {
                let place = |end: &str| target["selector"][0][end].as_u64().unwrap_or_default() as usize;
                let words: String = chars[place("start")..place("end")].iter().collect();
                prop_assert_eq!(target["selector"][1]["exact"].as_str(), Some(words.as_str()));
            }
        }
        let count = |layer: Option<usize>| layer.unwrap_or_default();
        let total = count(record.sentences.as_ref().map(Vec::len))
            + count(record.entities.as_ref().map(Vec::len))
            + count(record.attributions.as_ref().map(Vec::len));
        prop_assert_eq!(items.len(), total);
        Ok(())
    };
    runner.run(&seed(), law).unwrap_or_else(|error| panic!("{error}"));
}

/// Files of a made-up corpus.
fn files(files: &[(&str, &str)]) -> Vec<Input> {
    files.iter().map(|(name, text)| Input { name: (*name).into(), text: (*text).into() }).collect()
}

fn imported(format: &str, inputs: &[(&str, &str)], labels: &[&str]) -> anyhow::Result<(Vec<Record>, Tally)> {
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

/// Inputs that must be refused: format, files, what the message names, what the hint says.
const WRONG: &[(&str, &[(&str, &str)], &[&str], &str)] = &[
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
];

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
