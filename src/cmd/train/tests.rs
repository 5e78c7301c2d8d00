use super::*;

/// Two documents with a claim each, as `extract` writes them.
const CORPUS: &str = concat!(
    r#"{"doc_id":"a","text":"Jane Doe said it rained. It did.","attributions":[{"id":"1","source":[[0,8]],"cue":[[9,13]],"content":[[14,23]]}]}"#,
    "\n",
    r#"{"doc_id":"b","text":"The mayor denied that he knew. He slept.","attributions":[{"id":"1","source":[[0,9]],"cue":[[10,16]],"content":[[17,29]]}]}"#,
    "\n"
);

fn trained(folder: &Path, name: &str, threads: usize, epochs: usize) -> Vec<u8> {
    let corpus = folder.join("corpus.jsonl");
    fs::write(&corpus, CORPUS).expect("a file");
    let output = folder.join(name).join("model.safetensors");
    fs::create_dir_all(output.parent().expect("a folder")).expect("a folder");
    let args = Args {
        dev: vec![corpus.clone()],
        epochs: Some(epochs),
        threads,
        ..args("crf", corpus, output.clone())
    };
    run(&args).expect("trained");
    fs::read(output).expect("a model")
}

fn args(method: &str, corpus: PathBuf, output: PathBuf) -> Args {
    Args {
        layer: Layer::Claims,
        method: Some(method.into()),
        corpus: vec![corpus],
        names: Vec::new(),
        silver: Vec::new(),
        dev: Vec::new(),
        convention: Convention::Polnear,
        output,
        epochs: Some(1),
        dropout: None,
        seed: 1,
        threads: 1,
        without: Vec::new(),
        encoder: None,
        note: String::new(),
        json: false,
    }
}

#[test]
fn nothing_is_judged_by_silver() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| folder.path().join(name);
    fs::write(file("two.jsonl"), CORPUS).expect("a file");
    fs::write(file("silver.jsonl"), CORPUS.replace("\"a\"", "\"c\"").replace("\"b\"", "\"d\""))
        .expect("a file");
    let both = Args {
        silver: vec![file("silver.jsonl")],
        ..args("judge", file("two.jsonl"), file("model.safetensors"))
    };
    let error = run(&both).expect_err("two documents of gold");
    assert!(error.to_string().starts_with("2 documents are too few"), "{error:#}");
    fs::write(
        file("three.jsonl"),
        CORPUS.to_owned() + &CORPUS.lines().next().expect("a line").replace("\"a\"", "\"e\""),
    )
    .expect("a file");
    let both = Args {
        silver: vec![file("silver.jsonl")],
        ..args("judge", file("three.jsonl"), file("model.safetensors"))
    };
    run(&both).expect("trained");
    let card = fs::read_to_string(file("model.md")).expect("a card");
    assert!(card.contains("silver.jsonl (silver)"), "{card}");
}

#[test]
fn the_same_corpora_give_the_same_bytes_on_one_thread_and_on_two() {
    let folder = tempfile::tempdir().expect("a folder");
    let one = trained(folder.path(), "one", 1, 2);
    assert_eq!(one, trained(folder.path(), "again", 1, 2));
    assert_eq!(one, trained(folder.path(), "two", 2, 2));
    assert_ne!(one, trained(folder.path(), "longer", 1, 3));
    let left: Vec<_> = fs::read_dir(folder.path().join("one")).expect("a folder").collect();
    assert_eq!(left.len(), 2, "a model and its card: {left:?}");
}

/// The pieces of the second cue stand in two paragraphs.
#[test]
fn a_cue_that_goes_on_in_another_passage_panicked() {
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = folder.path().join("corpus.jsonl");
    let slip = CORPUS.replace("rained. It", "rained.\\n\\nIt").replace("[[9,13]]", "[[9,13],[27,30]]");
    fs::write(&corpus, slip).expect("a file");
    run(&args("crf", corpus, folder.path().join("model.safetensors"))).expect("trained");
}

/// What says nothing of dates does not teach that there are none.
#[test]
fn corpora_of_names_teach_names_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| folder.path().join(name);
    let line = |id: &str, date: &str| {
        let text = "Jane Doe left Oslo on Friday. Jane Doe left Oslo on Friday.";
        let place = |at: usize| {
            format!(
                r#"{{"start":{at},"end":{},"type":"PERSON"}},{{"start":{},"end":{},"type":"GPE"}}"#,
                at + 8,
                at + 14,
                at + 18
            )
        };
        let of = |at: usize| {
            if date.is_empty() {
                place(at)
            } else {
                format!(r#"{},{{"start":{},"end":{},"type":"{date}"}}"#, place(at), at + 22, at + 28)
            }
        };
        format!("{{\"doc_id\":\"{id}\",\"text\":\"{text}\",\"entities\":[{},{}]}}\n", of(0), of(30))
    };
    fs::write(file("whole.jsonl"), (0..3).map(|at| line(&format!("w{at}"), "DATE")).collect::<String>())
        .expect("a file");
    fs::write(file("names.jsonl"), (0..30).map(|at| line(&format!("n{at}"), "")).collect::<String>())
        .expect("a file");
    let both = Args {
        layer: Layer::Entities,
        names: vec![file("names.jsonl")],
        dev: vec![file("whole.jsonl")],
        convention: Convention::Ours,
        epochs: Some(8),
        ..args("crf", file("whole.jsonl"), file("model.safetensors"))
    };
    run(&both).expect("trained");
    let card = fs::read_to_string(file("model.md")).expect("a card");
    assert!(card.contains("names.jsonl (names)"), "{card}");
    assert!(card.contains("| strict | 100.0 | 100.0 | 100.0 |"), "{card}");
}

#[test]
fn claims_learn_from_no_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = folder.path().join("corpus.jsonl");
    fs::write(&corpus, CORPUS).expect("a file");
    let output = folder.path().join("model.safetensors");
    let both = Args { names: vec![corpus.clone()], ..args("crf", corpus, output) };
    let error = run(&both).expect_err("claims have no names");
    assert!(error.to_string().starts_with("--names: claims has no names"), "{error:#}");
}
