//! The shape of the house: who may use whom, that no two files use each other, and how big a room may be.

mod sources;

use std::collections::{BTreeMap, BTreeSet};

use sources::{File, read};

/// A room of `src` and the rooms below it, which it may use; rooms in one row may not use each other.
const ROWS: &[&[&str]] = &[
    &["caught", "document", "hint"],
    &["method", "learn"],
    &["words"],
    &["values"],
    &["source"],
    &["learner"],
    &["blocks", "sentences", "entities", "claims"],
    &["judge"],
    &["methods", "convention"],
    &["pipeline"],
    &["gold", "exchange", "dataset", "score"],
    &["evaluate", "extractor", "outside"],
    &["agreement"],
    &["bench"],
    &["cmd"],
    &["lib", "main"],
];

/// Rooms that stand beside the flow and know nothing of the rows between.
const KNOWS_ONLY: &[(&str, &[&str])] = &[
    ("learn", &["hint"]),
    ("dataset", &["caught", "document", "hint", "source", "values"]),
    ("gold", &["document", "hint", "source"]),
    ("exchange", &["document", "hint"]),
    ("score", &["document", "method"]),
    ("outside", &["document", "hint", "method", "exchange"]),
    ("convention", &["document"]),
];

#[test]
fn a_room_uses_only_what_flows_into_it() {
    let place = |room: &str| ROWS.iter().position(|row| row.contains(&room));
    for file in read() {
        let room = file.room();
        let Some(own) = place(room) else {
            panic!("src/{room} stands in no row\nhelp: say in tests/layers/main.rs what it stands on");
        };
        for used in file.uses.iter().map(|used| used.room()).filter(|used| *used != room) {
            let below = place(used).is_some_and(|used| used < own);
            let known = KNOWS_ONLY.iter().find(|row| row.0 == room).is_none_or(|row| row.1.contains(&used));
            assert!(
                below && known,
                "{} uses crate::{used}\nhelp: move the shared part to where data comes from",
                file.path
            );
        }
    }
}

#[test]
fn no_two_files_use_each_other_by_whatever_way() {
    let files = read();
    let uses: BTreeMap<&str, BTreeSet<&str>> = files
        .iter()
        .map(|file| (file.module.as_str(), file.uses.iter().map(|used| used.0.as_str()).collect()))
        .collect();
    let mut circles: Vec<Vec<&str>> = Vec::new();
    for start in uses.keys() {
        if let Some(way) = way_back(&uses, start) {
            let mut members = way.clone();
            members.sort_unstable();
            if !circles.iter().any(|other| members.iter().all(|member| other.contains(member))) {
                circles.push(way);
            }
        }
    }
    let shown: Vec<String> = circles.iter().map(|way| way.join(" → ")).collect();
    assert!(
        circles.is_empty(),
        "files that use each other:\n{}\nhelp: put what they share into a file below both",
        shown.join("\n")
    );
}

/// The shortest way from `start` back to itself.
fn way_back<'f>(uses: &BTreeMap<&'f str, BTreeSet<&'f str>>, start: &'f str) -> Option<Vec<&'f str>> {
    let mut ways = std::collections::VecDeque::from([vec![start]]);
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        for &next in uses.get(way[way.len() - 1]).into_iter().flatten() {
            if next == start {
                return Some([way, vec![start]].concat());
            }
            if seen.insert(next) {
                ways.push_back([way.clone(), vec![next]].concat());
            }
        }
    }
    None
}

#[test]
fn no_room_holds_more_than_a_fifth_and_no_file_more_than_400_lines() {
    let files = read();
    let all: usize = files.iter().map(|file| file.lines).sum();
    let mut rooms: BTreeMap<&str, usize> = BTreeMap::new();
    for file in &files {
        *rooms.entry(file.room()).or_default() += file.lines;
        assert!(file.lines <= 400, "{} has {} lines\nhelp: two files read better", file.path, file.lines);
    }
    for (room, lines) in rooms {
        assert!(
            5 * lines <= all,
            "src/{room} holds {lines} of {all} lines\nhelp: which part of it is a room?"
        );
    }
}

/// A method is given what it builds on: no folder of a method names another method's.
#[test]
fn no_method_names_another() {
    let method = |module: &str| -> Option<(String, String)> {
        let mut parts = module.split("::");
        let (step, name) = (parts.next()?, parts.next()?);
        let methods = ["rules", "crf", "learned", "neural", "capitals", "quotes", "uax29"];
        let steps = ["blocks", "sentences", "entities", "claims"];
        (steps.contains(&step) && methods.contains(&name)).then(|| (step.to_owned(), name.to_owned()))
    };
    for file in read() {
        let File { module, uses, path, .. } = &file;
        let Some(own) = method(module) else { continue };
        for used in uses.iter().filter_map(|used| method(&used.0)) {
            assert_eq!(
                used, own,
                "{path} uses another method\nhelp: give it that method when it is made, in src/methods"
            );
        }
    }
}
