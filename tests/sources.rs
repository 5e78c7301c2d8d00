//! `build` on what people have: folders of folders, JSON Lines, and files that are no prose.

mod program;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use program::{saidso, shown};
use saidso::document::{Document, Reason, Reject};
use saidso::method::{Layer, Method, Shared};
use saidso::methods::Row;
use saidso::pipeline::{Pipeline, Read};
use saidso::source;

/// A folder with these files in it, and a place for a dataset.
fn folder(files: &[(&str, &[u8])]) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join("in");
    for (name, contents) in files {
        let path = input.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, contents).expect("a file");
    }
    let output = folder.path().join("out");
    (folder, input, output)
}

/// Builds `input`, and proves the dataset.
fn build(input: &[&Path], output: &Path) -> (i32, String, String) {
    let paths: Vec<&str> = input.iter().map(|path| shown(path)).collect();
    let built = saidso(&[&["build", "-o", shown(output)], &paths[..]].concat());
    if built.0 < 2 {
        let (code, _, err) = saidso(&["verify", shown(output)]);
        assert_eq!(code, 0, "{err}");
    }
    built
}

/// The records of the dataset, by their ids.
fn records(output: &Path) -> Vec<(String, serde_json::Value)> {
    let lines = output.with_file_name("records.jsonl");
    let (code, _, err) = saidso(&["export", shown(output), "--format", "jsonl", "-o", shown(&lines)]);
    assert_eq!(code, 0, "{err}");
    let lines = fs::read_to_string(lines).expect("records");
    let record = |line| serde_json::from_str::<serde_json::Value>(line).expect("a record");
    lines
        .lines()
        .map(record)
        .map(|record| (record["doc_id"].as_str().unwrap_or("").to_owned(), record))
        .collect()
}

const RAIN: &[u8] = b"Jane Doe said it would rain.\n";

#[test]
fn equal_names_in_two_folders_are_two_articles() {
    let (_folder, input, output) =
        folder(&[("sport/001.txt", RAIN), ("politics/001.txt", RAIN), ("a.txt", RAIN)]);
    let (code, _, err) = build(&[&input], &output);
    assert_eq!((code, err.as_str()), (0, ""));
    let ids: Vec<String> = records(&output).into_iter().map(|row| row.0).collect();
    assert_eq!(ids, ["a", "politics/001", "sport/001"]);
}

#[test]
fn two_roots_with_one_id_reject_the_second_whatever_their_order() {
    let (_folder, input, output) = folder(&[("sport/001.txt", RAIN), ("politics/001.txt", RAIN)]);
    let roots = [input.join("sport"), input.join("politics")];
    let first = build(&[&roots[0], &roots[1]], &output);
    let second = build(&[&roots[1], &roots[0]], &output);
    assert_eq!(first.0, 1);
    assert!(first.2.contains("sport/001.txt (same-id): an earlier input, "), "{}", first.2);
    assert_eq!(first.2, second.2);
}

#[test]
fn json_lines_are_an_article_a_line() {
    let lines = "\u{feff}{\"doc_id\":\"1\",\"title\":\"Mayor quits\",\"url\":\"https://news.example/1\",\
                 \"text\":\"\\u201cI am done,\\u201d Ana Ruiz said on Monday.\"}\r\n\n\
                 \x20{\"text\":\"Storm shuts road\\n\\nThe mayor of Oslo, who has led the\\ntown since 1999, said on \
                 Monday that\\nthe coast road was unsafe. \\\"We had\\nno choice,\\\" Ann Holm said.\"}\n\
                 {\"doc_id\":\"3\"}\n";
    let (_folder, input, output) = folder(&[("news.jsonl", lines.as_bytes())]);
    let (code, out, err) = build(&[&input], &output);
    assert_eq!(code, 1, "{err}");
    assert!(out.contains("2 articles") && err.contains("news.jsonl:4 (bad-record): no text"), "{out}{err}");
    let records = records(&output);
    assert_eq!(records[0].0, "1");
    assert_eq!(records[0].1["text"], "“I am done,” Ana Ruiz said on Monday.");
    assert_eq!(records[1].0, "news:3");
    let text = "Storm shuts road\n\nThe mayor of Oslo, who has led the town since 1999, said on Monday that the coast \
                road was unsafe. \"We had no choice,\" Ann Holm said.";
    assert_eq!(records[1].1["text"], text);
    let path = input.join("news.jsonl");
    let bytes = fs::read(&path).expect("a file");
    for at in (3..bytes.len() - 20).step_by(23).filter(|&at| !bytes[at].is_ascii_whitespace()) {
        let mut other = bytes.clone();
        other[at] ^= 1;
        fs::write(&path, &other).expect("written");
        let (code, _, err) = saidso(&["verify", shown(&output)]);
        assert!(code == 1 && err.contains("row "), "byte {at}: {err}");
    }
}

#[test]
fn what_is_no_prose_is_set_aside_and_says_what_it_is() {
    let utf16: Vec<u8> = "Mayor quits\nAna said no.\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (_folder, input, output) = folder(&[
        ("array.txt", "[{\"doc_id\":\"1\",\"text\":\"“I am done,” Ana Ruiz said.\"}]\n".as_bytes()),
        ("page.xml.txt", "<?xml version=\"1.0\"?><p>“I am done,” <b>Ana Ruiz</b> said.</p>".as_bytes()),
        ("pretty.txt", b"{\n  \"text\": \"It rains.\"\n}\n"),
        ("table.txt", b"id,title,body\n1,Rain,\"It rains, she said.\"\n"),
        ("utf16.txt", &utf16),
        ("zipped.txt", b"PK\x03\x04 and so on"),
        ("rain.txt", RAIN),
    ]);
    let huge = fs::File::create(input.join("huge.txt")).expect("a file");
    huge.set_len(1 << 31).expect("a file of nothing");
    let (code, out, err) = build(&[&input], &output);
    assert_eq!(code, 1);
    assert!(out.contains("1 articles") && out.contains("7 rejects"), "{out}");
    for told in [
        "array.txt (data): JSON; ",
        "page.xml.txt (markup): XML; ",
        "huge.txt (too-large): 2147483648 bytes",
        "pretty.txt (data): begins as JSON does",
        "table.txt (data): a table; ",
        "utf16.txt (not-utf8): UTF-16LE; ",
        "zipped.txt (binary): a zip archive",
    ] {
        assert!(err.contains(told), "{told}: {err}");
    }
}

#[test]
fn packed_files_give_what_they_hold_and_are_proved() {
    let folder = tempfile::tempdir().expect("a folder");
    let plain = folder.path().join("plain");
    let packed = folder.path().join("packed");
    for directory in [&plain, &packed] {
        fs::create_dir(directory).expect("a folder");
    }
    let page = "Storm over Oslo\n\nThe harbour is closed, Jane Doe said on Monday.\n";
    let lines: String = (0..50)
        .map(|at| format!("{{\"id\":\"{at}\",\"text\":\"The harbour is closed, Jane Doe said on Monday. It was {at}.\"}}\n"))
        .collect();
    fs::write(plain.join("a.txt"), page).expect("written");
    fs::write(plain.join("b.jsonl"), &lines).expect("written");
    let gzip = |bytes: &[u8]| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(bytes).expect("packed");
        packer.finish().expect("packed")
    };
    fs::write(packed.join("a.txt.gz"), gzip(page.as_bytes())).expect("written");
    fs::write(packed.join("b.jsonl.zst"), zstd::encode_all(lines.as_bytes(), 3).expect("packed"))
        .expect("written");
    let mut tables = Vec::new();
    for directory in [&plain, &packed] {
        let output = folder.path().join("out");
        let (code, _, err) = saidso(&["build", shown(directory), "-o", shown(&output), "--fast"]);
        assert_eq!(code, 0, "{err}");
        let (code, _, err) = saidso(&["verify", shown(&output)]);
        assert_eq!(code, 0, "{err}");
        tables.push(
            ["claims", "entities", "sentences", "blocks"]
                .map(|table| fs::read(output.join(format!("{table}.parquet"))).expect("a table")),
        );
    }
    assert_eq!(tables[0], tables[1]);

    fs::write(packed.join("half.txt.gz"), &gzip(page.as_bytes())[..30]).expect("written");
    let output = folder.path().join("out");
    let (code, _, err) = saidso(&["build", shown(&packed), "-o", shown(&output), "--fast"]);
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("half.txt.gz"), "{err}");
}

/// A method with a fault.
struct Faulty;

impl Method for Faulty {
    fn fill(&self, document: &mut Document, _: &mut Shared) {
        assert!(!document.text().contains("Moe"), "no Moe was foreseen");
    }
}

#[test]
fn a_panic_in_one_article_ended_the_run() {
    let named = |name: &str| format!("{name} said it would rain.\n");
    let lines = ["Moe", "Doe"].map(|name| serde_json::json!({"id": name, "text": named(name)}).to_string());
    let (_folder, input, _) = folder(&[
        ("a.txt", named("Doe").as_bytes()),
        ("b.txt", named("Moe").as_bytes()),
        ("c.jsonl", lines.join("\n").as_bytes()),
    ]);
    let pipeline = Pipeline::with(&Row::new(Layer::Claims, "faulty", "fails", std::sync::Arc::new(Faulty)));
    for threads in [1, 2] {
        let files = source::list(std::slice::from_ref(&input)).expect("files");
        let inputs = source::inputs(files, source::Columns::default());
        let mut found = Vec::new();
        let taken = pipeline.read_all(
            inputs,
            threads,
            |_, _| None,
            |read| {
                found.push(read.map(|Read { article, .. }| article.id));
                Ok(())
            },
        );
        taken.expect("the run goes on");
        let told =
            |read: &Result<String, Reject>| read.clone().map_err(|reject| (reject.reason, reject.path));
        let failed = |name: &str| Err((Reason::Failed, shown(&input.join(name)).to_owned()));
        let expected = [Ok("a".to_owned()), failed("b.txt"), failed("c.jsonl:1"), Ok("Doe".to_owned())];
        assert_eq!(found.iter().map(told).collect::<Vec<_>>(), expected);
        let message = &found[1].as_ref().expect_err("it failed").message;
        assert!(message.contains("tests/sources.rs") && message.contains("no Moe was foreseen"), "{message}");
    }
}
