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
