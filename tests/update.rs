//! An updated dataset is the one that a whole build would have written, byte for byte.

mod program;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use program::{saidso, shown};
use proptest::prelude::*;
use saidso::dataset::kept::Old;
use saidso::dataset::parts::Parts;
use saidso::dataset::tables::Entry;
use saidso::dataset::unit::{MethodNames, Unit};
use saidso::dataset::writing::Writing;
use saidso::document::{BlockKind, Document};
use saidso::source;

/// Texts to choose from: more than one claim, none, no text at all, and one that is rejected.
const TEXTS: [&str; 6] = [
    "Ferry runs late\n\nJane Doe said the ferry was late. “It is the ice,” Ola Moe told reporters.\n",
    "Ferry runs again\n\nThe ferry runs again since Monday. The harbour master, Ola Moe, denied that it had sunk.\n",
    "The bridge at Oslo stays closed.\n",
    "According to the mayor, the bridge may open in June.\n",
    "   \n",
    "%PDF-1.4\n",
];

/// A file of the input: a text, or lines of JSON.
#[derive(Clone, Debug)]
enum Holds {
    Text(usize),
    Lines(Vec<usize>),
}

fn holds() -> impl Strategy<Value = Holds> {
    prop_oneof![
        2 => (0..TEXTS.len()).prop_map(Holds::Text),
        1 => prop::collection::vec(0..4usize, 1..4).prop_map(Holds::Lines),
    ]
}

/// One step: files are added or changed, others removed.
fn step() -> impl Strategy<Value = (BTreeMap<u8, Holds>, Vec<u8>)> {
    (prop::collection::btree_map(0..6u8, holds(), 0..4), prop::collection::vec(0..6u8, 0..2))
}

fn write(folder: &Path, files: &BTreeMap<u8, Holds>) {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir(folder).expect("a folder");
    for (name, holds) in files {
        let (name, contents) = match holds {
            Holds::Text(text) => (format!("{name}.txt"), TEXTS[*text].to_owned()),
            Holds::Lines(texts) => {
                let line = |text: &usize| serde_json::json!({"text": TEXTS[*text]}).to_string() + "\n";
                (format!("{name}.jsonl"), texts.iter().map(line).collect())
            }
        };
        fs::write(folder.join(name), contents).expect("a file");
    }
}

fn contents(dataset: &Path) -> BTreeMap<String, Vec<u8>> {
    let Ok(files) = fs::read_dir(dataset) else { return BTreeMap::new() };
    let file = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.expect("an entry").path();
        (path.file_name().unwrap_or_default().display().to_string(), fs::read(&path).expect("a file"))
    };
    files.map(file).collect()
}

/// Few, since a case runs the program a dozen times; as many as PROPTEST_CASES says by hand.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn an_updated_dataset_is_a_whole_build_s(steps in prop::collection::vec(step(), 1..5)) {
        let folder = tempfile::tempdir().expect("a folder");
        let (input, updated, whole) =
            (folder.path().join("in"), folder.path().join("updated"), folder.path().join("whole"));
        let mut files = BTreeMap::new();
        for (added, removed) in steps {
            files.extend(added);
            removed.iter().for_each(|name| { files.remove(name); });
            write(&input, &files);
            let build = |output: &Path, more: &[&str]| {
                saidso(&[&["build", "--fast", "-o", shown(output), shown(&input)], more].concat()).0
            };
            let codes = (build(&updated, &["--update"]), build(&whole, &[]));
            prop_assert_eq!(codes.0, codes.1);
            // Where nothing is an article, nothing is written, and the dataset before stays.
            if codes.0 < 2 {
                prop_assert!(contents(&updated) == contents(&whole), "{:?}", files);
            }
        }
    }
}

#[test]
fn an_update_tells_what_it_kept_and_why_it_kept_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    write(&input, &BTreeMap::from([(0, Holds::Text(0)), (1, Holds::Text(1)), (2, Holds::Lines(vec![2, 3]))]));
    let build = |more: &[&str]| {
        let (code, out, err) = saidso(&[&["build", "-o", shown(&output), shown(&input)], more].concat());
        assert_eq!(code, 0, "{err}");
        out + &err
    };
    assert!(build(&["--fast", "--update"]).contains("built anew, since there is no dataset yet"));
    assert!(build(&["--fast", "--update"]).contains("kept 4 articles"));
    fs::write(input.join("0.txt"), TEXTS[3]).expect("changed");
    assert!(build(&["--fast", "--update"]).contains("kept 3 articles"));
    assert!(
        build(&["--update"]).contains("built anew, since it was built by another version or in another way")
    );
    assert_eq!(saidso(&["verify", shown(&output)]).0, 0);
    let claims = output.join("claims.parquet");
    let mut bytes = fs::read(&claims).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&claims, bytes).expect("changed");
    let (code, _, err) = saidso(&["build", "-o", shown(&output), shown(&input), "--update"]);
    assert!(code == 2 && err.contains("claims.parquet: is not the file that was built"), "{err}");
    assert!(err.contains("hint: build the dataset anew, without --update"), "{err}");
}

/// An article whose lines are all body, with its sentences, as if a method had read it.
fn unit(number: usize) -> Unit {
    let text = format!("Ferry {number} runs late.\n\nJane Doe said it was the ice on day {number}.\n");
    let article = source::text(&format!("{number:04}"), "a.txt", text.into_bytes()).expect("an article");
    let mut document = Document::read(&article);
    document.keep(&vec![BlockKind::Body; document.lines().len()]);
    let methods = std::sync::Arc::new(MethodNames::gold());
    Unit { article, document, methods }
}

/// Half of the articles are written, and then the run is gone without a word; the next one goes on.
#[test]
fn a_run_goes_on_where_another_was_ended() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let options = BTreeMap::from([("claims".to_owned(), "gold".to_owned())]);
    let parts = || Parts::open(&at("parts"), &options, 1).expect("a folder");
    let found = |number| Entry::Found(Box::new(unit(number)));
    let ended = |name: &str, articles: usize| {
        let mut writing = Writing::create(&at(name), Some(parts())).expect("tables");
        (0..articles).for_each(|number| writing.add(found(number), None).expect("written"));
    };
    ended("ended", 150);
    // 150 articles are two batches of 64 and a rest that was never written.
    let finished = parts().finished().expect("parts");
    assert_eq!(finished.len(), 2);

    let mut old = Old::default();
    for part in &finished {
        assert_eq!(old.add(part, &options).expect("a dataset"), None);
    }
    let other = BTreeMap::from([("claims".to_owned(), "rules".to_owned())]);
    assert!(Old::default().add(&finished[0], &other).expect("a dataset").is_some(), "other options");
    let (known, mut kept) = old.split();
    let mut writing = Writing::create(&at("resumed"), Some(parts())).expect("tables");
    let mut taken = 0;
    for number in 0..250 {
        let unit = unit(number);
        let entry = match known.place(&unit.article, &unit.document) {
            Some(place) => {
                taken += 1;
                Entry::Rows(Box::new(kept.take(place, &unit.article.id).expect("its rows")))
            }
            None => Entry::Found(Box::new(unit)),
        };
        writing.add(entry, None).expect("written");
    }
    let resumed = writing.finish(Vec::new()).expect("files");
    assert_eq!(taken, 128);
    // What was taken over is not written to parts again.
    let rest = parts().finished().expect("parts").split_off(2);
    assert_eq!(rest.len(), 2, "the batches that were new alone");

    let mut writing = Writing::create(&at("whole"), None).expect("tables");
    (0..250).for_each(|number| writing.add(found(number), None).expect("written"));
    assert_eq!(resumed, writing.finish(Vec::new()).expect("files"));
}

#[test]
fn a_build_that_can_go_on_leaves_no_stray() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    write(&input, &BTreeMap::from([(0, Holds::Text(0)), (1, Holds::Text(1))]));
    for more in [&["--resume"][..], &[]] {
        let (code, _, err) =
            saidso(&[&["build", "--fast", "-o", shown(&output), shown(&input)], more].concat());
        assert_eq!(code, 0, "{err}");
        let names: Vec<String> = contents(&output).into_keys().collect();
        assert!(!names.iter().any(|name| name.contains("parts")), "{names:?}");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2, "in and out");
    }
}
