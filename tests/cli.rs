//! The program as a person runs it: what it writes, what it says, and how it ends.

mod program;

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

use program::{saidso, shown};

/// A folder with two articles in it, and a place for a dataset.
fn folder() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let articles = folder.path().join("articles");
    fs::create_dir(&articles).expect("a folder");
    fs::write(
        articles.join("b.txt"),
        "Storm over Oslo\nJane Doe said the harbour was closed. It reopens today.\n",
    )
    .expect("an article");
    fs::write(articles.join("a.txt"), "“We wait,” the minister said. “It may take days.”\n")
        .expect("an article");
    let output = folder.path().join("out");
    (folder, articles, output)
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .map(|path| {
            (
                path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                fs::read(&path).expect("a file"),
            )
        })
        .collect();
    files.sort();
    files
}

#[test]
fn the_five_articles_build_and_verify_with_their_gold() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("out");
    let (code, out, err) = saidso(&["build", "-o", shown(&output)]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("5 articles, 82 blocks") && out.contains("pl.read_parquet("), "{out}");
    assert!(output.join("gold/claims.parquet").exists());
    let (code, out, err) = saidso(&["verify", shown(&output)]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("verified 18 files"), "{out}");
}

#[test]
fn input_order_and_thread_count_change_no_byte() {
    let (_folder, articles, output) = folder();
    let (a, b) = (articles.join("a.txt"), articles.join("b.txt"));
    let run = |name: &str, arguments: &[&str]| {
        let output = output.with_file_name(name);
        let (code, _, err) = saidso(&[&["build", "-o", shown(&output)], arguments].concat());
        assert_eq!(code, 0, "{err}");
        files(&output)
    };
    let one = run("one", &["--threads", "1", shown(&a), shown(&b)]);
    assert_eq!(one, run("two", &["--threads", "2", shown(&b), shown(&a)]));
    assert_eq!(one, run("three", &["--threads", "7", shown(&articles)]));
}

#[test]
fn any_changed_byte_is_found() {
    let (_folder, articles, output) = folder();
    assert_eq!(saidso(&["build", "-o", shown(&output), shown(&articles)]).0, 0);
    let mut changed = 0;
    let mut places: Vec<PathBuf> = files(&output).into_iter().map(|(name, _)| output.join(name)).collect();
    places.extend(["a.txt", "b.txt"].map(|name| articles.join(name)));
    // The card is for people, who may write more into it.
    for path in
        places.iter().filter(|path| path.extension().is_some_and(|ending| ending != "json" && ending != "md"))
    {
        let bytes = fs::read(path).expect("a file");
        let step = (bytes.len() / 6).max(1);
        for at in (0..bytes.len()).step_by(step) {
            let mut other = bytes.clone();
            other[at] ^= 0x01;
            fs::write(path, &other).expect("written");
            let (code, _, err) = saidso(&["verify", shown(&output)]);
            assert_eq!(code, 1, "byte {at} of {}: {err}", path.display());
            assert!(
                err.starts_with("error: ") && err.contains("row "),
                "byte {at} of {}: {err}",
                path.display()
            );
            changed += 1;
        }
        fs::write(path, &bytes).expect("written");
    }
    assert!(changed > 40, "only {changed} bytes were tried");
    assert_eq!(saidso(&["verify", shown(&output)]).0, 0);
}

#[test]
fn a_missing_path_says_so() {
    let (code, _, err) = saidso(&["build", "-o", "/nowhere/out", "no/such/path"]);
    assert_eq!(code, 2);
    assert!(err.contains("error: no/such/path") && err.contains("\nhint: "), "{err}");
}

#[test]
fn a_directory_without_articles_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("notes.md"), "x").expect("a file");
    let (code, _, err) = saidso(&["build", "-o", shown(&folder.path().join("out")), shown(folder.path())]);
    assert_eq!(code, 2);
    assert!(err.contains("no article in this directory") && err.contains("hint: "), "{err}");
}

#[test]
fn bad_files_are_set_aside_and_the_run_goes_on() {
    let (_folder, articles, output) = folder();
    fs::write(articles.join("empty.txt"), " \n\u{feff}\n").expect("a file");
    fs::write(articles.join("latin.txt"), b"caf\xe9 closes").expect("a file");
    fs::write(articles.join("junk.txt"), "ALSO READ:\n- King Visits Bergen\nUpdated 28 December 2024\n")
        .expect("a file");
    let (code, out, err) = saidso(&["build", "-o", shown(&output), shown(&articles)]);
    assert_eq!(code, 1, "{err}");
    assert!(out.contains("2 articles") && out.contains("3 rejects"), "{out}");
    for reason in ["empty.txt (empty)", "latin.txt (not-utf8): byte 3", "junk.txt (no-text)"] {
        assert!(err.contains(reason), "{reason}: {err}");
    }
    assert_eq!(saidso(&["verify", shown(&output)]).0, 0);
}

#[test]
fn only_bad_files_are_an_error_and_write_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, output) = (folder.path().join("empty.txt"), folder.path().join("out"));
    fs::write(&path, "").expect("a file");
    let (code, _, err) = saidso(&["build", "-o", shown(&output), shown(&path)]);
    assert_eq!(code, 2);
    assert!(err.contains("empty.txt") && err.contains("hint: "), "{err}");
    assert!(!output.join("manifest.json").exists());
}

#[test]
fn a_directory_with_something_else_is_left_alone() {
    let (folder, articles, output) = folder();
    fs::create_dir(&output).expect("a folder");
    fs::write(output.join("thesis.docx"), "years of work").expect("a file");
    let (code, _, err) = saidso(&["build", "-o", shown(&output), shown(&articles)]);
    assert_eq!(code, 2);
    assert!(err.contains("holds something else (thesis.docx)") && err.contains("hint: "), "{err}");
    assert_eq!(files(&output).len(), 1);
    drop(folder);
}

#[test]
fn a_card_goes_with_its_dataset_and_alone_is_somebody_elses() {
    let (_folder, articles, output) = folder();
    let build = || saidso(&["build", "-o", shown(&output), "--license", "cc-by-4.0", shown(&articles)]);
    fs::create_dir(&output).expect("a folder");
    fs::write(output.join("README.md"), "My thesis.\n").expect("a file");
    let (code, _, err) = build();
    assert!(code == 2 && err.contains("holds something else (README.md)"), "{err}");
    fs::remove_file(output.join("README.md")).expect("removed");
    for _ in 0..2 {
        assert_eq!(build().0, 0, "a dataset with its card is replaced");
        let card = fs::read_to_string(output.join("README.md")).expect("a card");
        assert!(card.starts_with("---\nlicense: cc-by-4.0\n"), "{card}");
        let about = fs::read_to_string(output.join("croissant.json")).expect("Croissant");
        assert!(about.contains("\"license\": \"cc-by-4.0\""), "{about}");
    }
}

#[test]
fn a_dataset_is_replaced_and_what_an_interrupted_run_left_is_cleared() {
    let (_folder, articles, output) = folder();
    assert_eq!(saidso(&["build", "-o", shown(&output), shown(&articles)]).0, 0);
    let before = files(&output);
    fs::write(output.join(".saidso-left.tmp"), "half").expect("a file");
    fs::remove_file(output.join("manifest.json")).expect("removed");
    let (code, _, err) = saidso(&["verify", shown(&output)]);
    assert_eq!((code, err.contains("no finished dataset")), (1, true), "{err}");
    assert_eq!(saidso(&["build", "-o", shown(&output), shown(&articles)]).0, 0);
    assert_eq!(files(&output), before);
}

#[test]
fn a_failed_run_leaves_the_old_dataset_whole() {
    let (_folder, articles, output) = folder();
    assert_eq!(saidso(&["build", "-o", shown(&output), shown(&articles)]).0, 0);
    let before = files(&output);
    let gold = articles.with_file_name("gold");
    fs::create_dir(&gold).expect("a folder");
    fs::write(gold.join("b.toml"), "article = \"b.txt\"\nblocks = []\n").expect("a file");
    let (code, _, err) = saidso(&["build", "-o", shown(&output), "--gold", shown(&gold), shown(&articles)]);
    assert_eq!(code, 2);
    assert!(err.contains("b.toml") && err.contains("blocks has 0 rows"), "{err}");
    assert_eq!(files(&output), before);
}

#[test]
fn extract_reads_text_and_json_lines_and_writes_one_form() {
    let run = |input: &str, arguments: &[&str]| {
        let mut command = Command::cargo_bin("saidso").expect("the binary");
        let output =
            command.args(["extract", "-"]).args(arguments).write_stdin(input).output().expect("it runs");
        let line = String::from_utf8_lossy(&output.stdout).into_owned();
        serde_json::from_str::<serde_json::Value>(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    };
    let text = "Jane Doe said the harbour was closed.";
    let plain = run(text, &[]);
    let lines = run(&serde_json::json!({"doc_id": "-", "text": text}).to_string(), &["--layer", "claims"]);
    assert_eq!(plain, lines);
    assert_eq!(plain["attributions"][0]["cue"], serde_json::json!([[9, 13]]));
    assert!(plain.get("entities").is_none());
    assert_eq!(
        run(text, &["--layer", "sentences", "--method", "uax29"])["sentences"],
        serde_json::json!([[0, 37]])
    );
}

#[test]
fn a_wrong_line_of_json_is_named() {
    let mut command = Command::cargo_bin("saidso").expect("the binary");
    let output = command
        .args(["extract", "-"])
        .write_stdin("{\"doc_id\":\"a\",\"text\":\"x\"}\n{\"text\":1}\n")
        .output();
    let output = output.expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: -:2: "));
}

#[test]
fn score_prints_a_table_json_and_parquet() {
    let folder = tempfile::tempdir().expect("a folder");
    let parquet = folder.path().join("scores.parquet");
    let (code, out, err) = saidso(&["score", "--json", "--parquet", shown(&parquet)]);
    assert_eq!(code, 0, "{err}");
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(json["standings"][0]["measure"], "kind");
    assert_eq!(json["standings"][0]["documents"].as_array().map(Vec::len), Some(5));
    assert!(fs::read(&parquet).expect("written").starts_with(b"PAR1"));
}

#[test]
fn score_reads_a_corpus_in_json_lines() {
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = folder.path().join("corpus.jsonl");
    let line = r#"{"doc_id":"d","text":"Jane Doe said Oslo waits.","attributions":[{"id":"E1","source":[[0,8]],"cue":[[9,13]],"content":[[14,24]]}]}"#;
    fs::write(&corpus, line).expect("a file");
    let (code, out, err) = saidso(&["score", "--gold", shown(&corpus), "--convention", "polnear"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("whole exact") && !out.contains("entities"), "{out}");
    fs::write(&corpus, line.replace("[14,24]", "[14,99]")).expect("a file");
    let (code, _, err) = saidso(&["score", "--gold", shown(&corpus)]);
    assert_eq!(code, 2);
    assert!(err.contains("corpus.jsonl:1 (document \"d\")") && err.contains("14..99"), "{err}");
    assert!(err.contains("hint: "), "{err}");
    for (wrong, what) in [
        (format!("{line}\n{line}"), "corpus.jsonl:2 (document \"d\"): a second one with this id"),
        (line.replace(r#""id":"E1""#, r#""id":"E1","nested_in":"E1""#), "it is nested in itself"),
        (line.replace(r#""id":"E1""#, r#""id":"E1","act":"lie""#), "\"lie\" is none of assertive"),
    ] {
        fs::write(&corpus, wrong).expect("a file");
        let (code, _, err) = saidso(&["score", "--gold", shown(&corpus)]);
        assert_eq!(code, 2);
        assert!(err.contains(what), "{err}");
    }
}

#[test]
fn predictions_of_another_tool_are_scored_like_a_method() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let text = "Jane Doe said Oslo waits.";
    let line = |entities: &str| format!(r#"{{"doc_id":"d","text":"{text}","entities":[{entities}]}}"#);
    let (doe, oslo) = (r#"{"start":0,"end":8,"type":"PERSON"}"#, r#"{"start":14,"end":18,"type":"GPE"}"#);
    fs::write(path("gold.jsonl"), line(&format!("{doe},{oslo}"))).expect("a file");
    fs::write(path("other.jsonl"), line(oslo)).expect("a file");
    let (gold, other) = (path("gold.jsonl"), path("other.jsonl"));
    let score = |predicted: &Path| {
        saidso(&["score", "--json", "--gold", shown(&gold), "--predicted", shown(predicted)])
    };
    let (code, out, err) = score(&other);
    assert_eq!(code, 0, "{err}");
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let strict = &json["standings"][0];
    assert_eq!((&strict["measure"], &strict["method"]), (&"strict".into(), &"other".into()));
    assert_eq!((&strict["precision"], &strict["recall"]), (&1.0.into(), &0.5.into()));
    fs::write(&other, line(oslo).replace("Oslo waits", "Oslo sleeps")).expect("a file");
    let (code, _, err) = score(&other);
    assert_eq!(code, 2);
    assert!(err.contains("other.jsonl:1 (d): its text is not the gold's"), "{err}");
}

#[test]
fn a_build_says_of_each_article_what_it_found() {
    let (_folder, articles, output) = folder();
    let build = ["build", shown(&articles), "-o", shown(&output)];
    let (code, _, err) = saidso(&[&build[..], &["--verbose"]].concat());
    assert_eq!(code, 0, "{err}");
    let told: Vec<&str> = err.lines().filter(|line| line.contains("sentences")).collect();
    assert_eq!(told, ["a: sentences 2, entities 0, claims 2", "b: sentences 3, entities 3, claims 1"]);
    let (_, _, err) = saidso(&[&build[..], &["--verbose", "--update"]].concat());
    assert!(err.contains("a: taken over\nb: taken over"), "{err}");
    assert_eq!(saidso(&[&build[..], &["-v", "-q"]].concat()).0, 2);
}

#[test]
fn show_tells_a_document_as_json() {
    let (_folder, articles, _) = folder();
    let (code, out, err) = saidso(&["show", "--json", shown(&articles.join("b.txt"))]);
    assert_eq!(code, 0, "{err}");
    let told: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(told["version"], 1);
    let document = &told["document"];
    assert_eq!(document["blocks"].as_array().map(Vec::len), Some(2), "{document}");
    let source = &document["attributions"][0]["source"][0];
    let text: Vec<char> = document["text"].as_str().expect("a text").chars().collect();
    let [start, end] = [0, 1].map(|at| source[at].as_u64().expect("an offset") as usize);
    assert_eq!(text[start..end].iter().collect::<String>(), "Jane Doe");
}

#[test]
fn show_honours_no_color() {
    let mut command = Command::cargo_bin("saidso").expect("the binary");
    let output = command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("NO_COLOR", "1")
        .args(["show", "000_63ad7653aed725de"])
        .output()
        .expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("headline") && !text.contains('\u{1b}'), "{text}");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/articles/003_957488939d4770e4.txt");
    for arguments in [vec!["score"], vec!["schema"], vec!["extract", shown(&articles)]] {
        let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("saidso"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(&arguments)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("it runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(
            output.status.code(),
            Some(0),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
