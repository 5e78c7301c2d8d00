//! Corpora out and in again: the law of every format, and what real files look like.

mod blocks;
mod lost;
mod samples;
mod seed;
mod sent_back;
mod verbs;

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use saidso::exchange::{FORMATS, Format, Input, Labels, Record, Tally, find};

use seed::{Seed, record, seed};

/// How often each format's law is tried.
const CASES: u32 = 10_000;

/// Out and in again.
fn there_and_back(format: &Format, records: &[Record]) -> Result<(Vec<Record>, Tally), String> {
    let mut files = Vec::new();
    let (_, lost) = format
        .export(records.iter().cloned().map(Ok), &mut files)
        .map_err(|error| format!("export: {error:#}"))?;
    let input = |(name, text): (String, String)| Input { name: format!("corpus/{name}"), text };
    // As `import` looks for them in a folder.
    let read = |name: &str| {
        name.is_empty() || name.rsplit_once('.').is_some_and(|(_, ending)| format.endings.contains(&ending))
    };
    let inputs: Vec<Input> = files.into_iter().filter(|(name, _)| read(name)).map(input).collect();
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
        let mut files = Vec::new();
        let written = format.export(std::iter::once(Ok(record.clone())), &mut files);
        written.map_err(|e| TestCaseError::fail(e.to_string()))?;
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
