//! What is no input: each message says what is wrong and what to do, and nothing ends in a crash.

use std::fs;
use std::io::Write;

use super::program::shown;
use super::{TEXT, batch, build, claims, csv, jsonl, verified, write};

/// Each message says what is wrong and what to do.
#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let parquet = folder.path().join("whole.parquet");
    saidso::dataset::write_batch(&parquet, batch(1, TEXT)).expect("written");
    let whole = fs::read(&parquet).expect("a file");
    let mut wide = b"\xff\xfe".to_vec();
    wide.extend(jsonl().encode_utf16().flat_map(u16::to_le_bytes));
    let rejected: &[(&str, &[u8], &str)] = &[
        (
            "no-text.csv",
            b"id,words\n1,2\n",
            "no column \"text\" among id, words; say which one is the text with --column",
        ),
        ("short.csv", b"id,text\n1\n", "short.csv:2 (bad-record): 1 fields, and the first row has 2"),
        (
            "mark.csv",
            b"id,text\n1,It \"rains\" now\n",
            "a quotation mark inside the field \"text\"; double it",
        ),
        ("latin.csv", b"id,text\n1,Caf\xe9 closes\n", "byte 5 of it is no UTF-8"),
        ("no-text.parquet", &whole, "no column \"text\" among body, outlet, words; say which"),
        ("packed.parquet.gz", &gzip(&whole), "a Parquet file packed once more; unpack it"),
        ("wide.jsonl", &wide, "wide.jsonl (not-utf8): UTF-16LE; convert it"),
        ("half.parquet", &whole[..whole.len() / 2], "the file is damaged or no Parquet"),
        ("bomb.gz", &bomb(), "bytes, and an article has at most 33554432"),
    ];
    let input = folder.path().join("in");
    write(&input, "good.txt", TEXT.as_bytes());
    for (name, bytes, _) in rejected {
        write(&input, name, bytes);
    }
    let output = folder.path().join("out");
    let bomb = input.join("bomb.gz");
    let (code, _, err) = build(&input, &output, &[shown(&bomb)]);
    assert_eq!(code, 1, "{err}");
    for (name, _, message) in rejected {
        let line = err.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{name}: {err}"));
        assert!(line.contains(message), "{line}");
    }
}

/// A megabyte of nothing, eighty times over.
fn bomb() -> Vec<u8> {
    gzip(&vec![b' '; 80 << 20])
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes).expect("packed");
    gzip.finish().expect("packed")
}

#[test]
fn a_line_over_the_limit_ended_its_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let long = serde_json::json!({"body": "It rains. ".repeat(4 << 20)}).to_string();
    let lines = format!("{}{long}\n{}", jsonl(), jsonl());
    let input = write(folder.path(), "a.jsonl", lines.as_bytes());
    let output = folder.path().join("out");
    let (code, _, err) = build(&input, &output, &["--column", "text=body"]);
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("a.jsonl:2 (too-large): "), "{err}");
    assert!(!err.contains("was not read"), "{err}");
    assert_eq!(claims(&output).len(), 2, "the line after it is an article, too");
    verified(&output);
}

#[test]
fn a_column_that_is_named_and_not_there_was_passed_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = write(folder.path(), "a.csv", csv(',', "\n").as_bytes());
    let output = folder.path().join("out");
    let asked = ["--column", "text=body", "--column", "headline=nosuch"];
    let (code, _, err) = build(&input, &output, &asked);
    assert_eq!(code, 2, "{err}");
    let told =
        "no column \"nosuch\" among body, outlet; say which one is the headline with --column headline=NAME";
    assert!(err.contains(told), "{err}");
}

/// Wherever a file ends too early, and whatever bit is flipped, the run ends with a dataset or an error, never a crash.
#[test]
fn damaged_files_are_rejects() {
    let folder = tempfile::tempdir().expect("a folder");
    let parquet = folder.path().join("whole.parquet");
    saidso::dataset::write_batch(&parquet, batch(2, TEXT)).expect("written");
    let whole = fs::read(&parquet).expect("a file");
    let columns = saidso::source::Columns::new([(saidso::source::Field::Text, "body".to_owned())]);
    let path = folder.path().join("damaged.parquet");
    let read = |bytes: &[u8]| {
        fs::write(&path, bytes).expect("written");
        let files = saidso::source::list(std::slice::from_ref(&path)).expect("a file");
        saidso::source::inputs(files, columns.clone()).map(|input| input.read()).filter(Result::is_ok).count()
    };
    assert_eq!(read(&whole), 2);
    for end in saidso::source::parquet::MAGIC.len()..whole.len() {
        assert_eq!(read(&whole[..end]), 0, "cut at {end}");
    }
    for at in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        assert!(read(&flipped) <= 2, "flipped at {at}");
    }
}
