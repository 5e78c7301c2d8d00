//! One article in every form that a source may have: the same claims, proved by `verify`, whatever the form.

mod archives;
#[path = "../program/mod.rs"]
mod program;
mod refused;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use arrow::array::{Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use program::{saidso, shown};

const TEXT: &str = "Ferry runs late\n\nJane Doe said the ferry was late. \"It is the ice,\" Ola Moe told reporters; \
                    he added that \"nobody\" could mend it.\n";

/// So many rows with this text and two columns more.
fn batch(rows: usize, text: &str) -> RecordBatch {
    let schema = Schema::new(vec![
        Field::new("body", DataType::Utf8, true),
        Field::new("outlet", DataType::Utf8, true),
        Field::new("words", DataType::Int64, true),
    ]);
    let texts: Vec<Option<&str>> = vec![Some(text); rows];
    let outlets = vec![Some("The Oslo Post"); rows];
    let words: Vec<i64> = (0..rows as i64).collect();
    let columns: Vec<arrow::array::ArrayRef> = vec![
        Arc::new(StringArray::from(texts)),
        Arc::new(StringArray::from(outlets)),
        Arc::new(Int64Array::from(words)),
    ];
    RecordBatch::try_new(Arc::new(schema), columns).expect("a batch")
}

/// The same rows, their texts and outlets as categories.
fn categories(rows: usize, text: &str) -> RecordBatch {
    let kind = DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8));
    let batch = batch(rows, text);
    let columns = batch.columns().iter().map(|column| match column.data_type() {
        DataType::Utf8 => arrow::compute::cast(column, &kind).expect("categories"),
        _ => column.clone(),
    });
    let named: Vec<_> = ["body", "outlet", "words"].into_iter().zip(columns).collect();
    RecordBatch::try_from_iter(named).expect("a batch")
}

fn csv(separator: char, line: &str) -> String {
    let text = TEXT.replace('"', "\"\"").replace('\n', line);
    format!("body{separator}outlet{line}\"{text}\"{separator}The Oslo Post{line}")
}

fn jsonl() -> String {
    serde_json::json!({"body": TEXT, "outlet": "The Oslo Post"}).to_string() + "\n"
}

fn build(input: &Path, output: &Path, more: &[&str]) -> (i32, String, String) {
    saidso(&[&["build", "-o", shown(output), shown(input)], more].concat())
}

fn verified(output: &Path) {
    let (code, _, err) = saidso(&["verify", shown(output)]);
    assert_eq!(code, 0, "{err}");
}

/// Who said what in which words, for each article of the dataset.
fn claims(output: &Path) -> Vec<String> {
    let lines = output.with_file_name(format!("{}.claims", output.file_name().unwrap_or_default().display()));
    let (code, _, err) = saidso(&["export", shown(output), "--format", "jsonl", "-o", shown(&lines)]);
    assert_eq!(code, 0, "{err}");
    let text = fs::read_to_string(lines).expect("records");
    let words = |record: &serde_json::Value, spans: &serde_json::Value| -> String {
        let text: Vec<char> = record["text"].as_str().expect("a text").chars().collect();
        let part = |span: &serde_json::Value| -> String {
            let at = |end: usize| span[end].as_u64().expect("an offset") as usize;
            text[at(0)..at(1)].iter().collect()
        };
        spans.as_array().expect("spans").iter().map(part).collect::<Vec<_>>().join(" … ")
    };
    let all = |record: serde_json::Value| {
        let said =
            record["attributions"].as_array().expect("claims").iter().map(|claim| {
                ["source", "cue", "content"].map(|part| words(&record, &claim[part])).join(" | ")
            });
        said.collect::<Vec<_>>().join("\n")
    };
    text.lines().map(|line| all(serde_json::from_str(line).expect("a record"))).collect()
}

fn write(folder: &Path, name: &str, contents: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(&path, contents).expect("written");
    path
}

#[test]
fn an_article_in_another_form_gives_the_same_claims() {
    let folder = tempfile::tempdir().expect("a folder");
    let plain = write(folder.path(), "plain.txt", TEXT.as_bytes());
    let output = folder.path().join("plain");
    assert_eq!(build(&plain, &output, &[]).0, 0);
    let expected = claims(&output);
    assert!(expected[0].contains("Ola Moe | told | \"It is the ice,\""), "{expected:?}");

    let xz = {
        let mut writer = liblzma::write::XzEncoder::new(Vec::new(), 6);
        writer.write_all(csv(',', "\n").as_bytes()).expect("packed");
        writer.finish().expect("packed")
    };
    let parquet = folder.path().join("a.parquet");
    saidso::dataset::write_batch(&parquet, batch(1, TEXT)).expect("written");
    let dictionary = folder.path().join("c.parquet");
    saidso::dataset::write_batch(&dictionary, categories(1, TEXT)).expect("written");
    let forms = [
        ("a.jsonl", jsonl().into_bytes()),
        ("a.csv", csv(',', "\n").into_bytes()),
        ("crlf.csv", csv(',', "\r\n").into_bytes()),
        ("mark.csv", [b"\xef\xbb\xbf".to_vec(), csv(';', "\n").into_bytes()].concat()),
        ("a.tsv", csv('\t', "\n").into_bytes()),
        ("a.csv.xz", xz),
        ("b.parquet", fs::read(&parquet).expect("a file")),
        ("categories.parquet", fs::read(&dictionary).expect("a file")),
        ("no-ending", fs::read(&parquet).expect("a file")),
        ("csv-by-content", csv(',', "\n").into_bytes()),
    ];
    for (name, bytes) in forms {
        let input = write(&folder.path().join("forms"), name, &bytes);
        let output = folder.path().join(format!("out-{name}"));
        let (code, out, err) = build(&input, &output, &["--column", "text=body"]);
        assert_eq!(code, 0, "{name}: {out}{err}");
        verified(&output);
        assert_eq!(claims(&output), expected, "{name}");
        // What changed since is found; of a Parquet file only the texts are looked at.
        if bytes.starts_with(saidso::source::parquet::MAGIC) {
            saidso::dataset::write_batch(&input, batch(1, &TEXT.replace("late", "soon"))).expect("written");
        } else {
            let mut changed = bytes.clone();
            changed[bytes.len() / 2] ^= 1;
            fs::write(&input, &changed).expect("written");
        }
        assert_ne!(saidso(&["verify", shown(&output)]).0, 0, "{name}: a changed byte");
    }
}

#[test]
fn kinds_mix_in_one_call_and_order_and_threads_change_no_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join("in");
    write(&input, "a.txt", TEXT.as_bytes());
    write(&input, "b.csv", csv(',', "\n").replace("body,", "text,").as_bytes());
    write(&input, "c.jsonl", jsonl().replace("\"body\"", "\"text\"").as_bytes());
    let list = write(
        folder.path(),
        "list",
        format!("{0}/c.jsonl\n{0}/b.csv\n{0}/a.txt\n", shown(&input)).as_bytes(),
    );
    let (one, two, three) = (folder.path().join("1"), folder.path().join("2"), folder.path().join("3"));
    assert_eq!(build(&input, &one, &["--threads", "1"]).0, 0);
    assert_eq!(build(&input.join("*.*"), &two, &["--threads", "3"]).0, 0);
    assert_eq!(saidso(&["build", "-o", shown(&three), "--from", shown(&list)]).0, 0);
    for other in [&two, &three] {
        for entry in fs::read_dir(&one).expect("a folder") {
            let name = entry.expect("a file").file_name();
            let bytes = |folder: &Path| fs::read(folder.join(&name)).expect("a file");
            assert!(bytes(&one) == bytes(other), "{name:?} differs");
        }
    }
    verified(&one);
    assert_eq!(claims(&one).len(), 3);
}

#[test]
fn many_rows_of_a_parquet_file_are_proved_in_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join("a.parquet");
    saidso::dataset::write_batch(&input, batch(300, TEXT)).expect("written");
    let output = folder.path().join("out");
    assert_eq!(build(&input, &output, &["--column", "text=body", "--fast"]).0, 0);
    verified(&output);
    assert_eq!(claims(&output).len(), 300);
}

#[test]
fn standard_input_is_read_and_cannot_be_proved_later() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("out");
    let mut child = Command::new(env!("CARGO_BIN_EXE_saidso"))
        .args(["build", "-o", shown(&output), "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("started");
    child.stdin.take().expect("a pipe").write_all(TEXT.as_bytes()).expect("written");
    assert!(child.wait().expect("ended").success());
    assert_eq!(claims(&output).len(), 1);
    let (code, _, err) = saidso(&["verify", shown(&output)]);
    assert!(code != 0 && err.contains("standard input, which is gone"), "{err}");
}

/// What a row or a cell begins with does not tell what its file is.
#[test]
fn a_row_that_begins_with_a_brace_is_proved_as_what_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "{Corrected} Jane Doe said\nthe \"ferry\" was late.";
    let parquet = folder.path().join("a.parquet");
    saidso::dataset::write_batch(&parquet, batch(1, text)).expect("written");
    let row = format!("outlet,body\n{{a}},\"{}\"\n", text.replace('"', "\"\""));
    let csv = write(folder.path(), "a.csv", row.as_bytes());
    for (name, input) in [("1", parquet), ("2", csv)] {
        let output = folder.path().join(name);
        let (code, _, err) = build(&input, &output, &["--column", "text=body", "--fast"]);
        assert_eq!(code, 0, "{err}");
        verified(&output);
    }
}
