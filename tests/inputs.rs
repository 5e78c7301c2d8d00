//! One article in every form that a source may have: the same claims, proved by `verify`, whatever the form.

mod program;

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

/// A record of a web archive as crawlers write it: the page in pieces, the record packed by itself.
fn archived(page: &str) -> Vec<u8> {
    let (first, second) = page.split_at(page.len() / 2);
    let http = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n\
         {:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n",
        first.len(),
        second.len()
    );
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2025-05-06T10:00:00Z\r\nWARC-Target-URI: \
         https://news.example/ferry\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: \
         {}\r\n\r\n{http}\r\n\r\n",
        http.len()
    );
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(record.as_bytes()).expect("packed");
    gzip.finish().expect("packed")
}

fn page(name: &str) -> String {
    let body: String = TEXT.lines().skip(2).map(|line| format!("<p>{line}</p>")).collect();
    let filler =
        "<p>Nothing else ran on the fjord that day, and the harbour stayed as quiet as it is in winter.</p>";
    let head = format!("<html lang=\"en\"><head><title>{name}</title></head>");
    format!(
        "<!DOCTYPE html>{head}<body><article><h1>{name}</h1>{body}{}</article></body></html>",
        filler.repeat(4)
    )
}

#[test]
fn a_page_of_an_archive_is_read_as_the_page_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let pages = ["Ferry runs late", "Ferry runs again", "Ferry stays in port"].map(page);
    let archive: Vec<u8> = pages.iter().flat_map(|page| archived(page)).collect();
    let input = write(folder.path(), "crawl.warc.gz", &archive);
    let output = folder.path().join("out");
    let (code, _, err) = build(&input, &output, &[]);
    assert_eq!(code, 0, "{err}");
    verified(&output);
    for (name, page) in ["1.html", "2.html", "3.html"].iter().zip(&pages) {
        write(&folder.path().join("pages"), name, page.as_bytes());
    }
    let alone = folder.path().join("alone");
    assert_eq!(build(&folder.path().join("pages"), &alone, &[]).0, 0);
    assert_eq!(claims(&output), claims(&alone));
    // Another page behind the same record is told.
    let changed: Vec<u8> = pages.iter().flat_map(|page| archived(&page.replace("late", "soon"))).collect();
    fs::write(&input, changed).expect("written");
    assert_ne!(saidso(&["verify", shown(&output)]).0, 0, "a changed page");
}

/// Wherever an archive is cut or changed, what is read before stands, and nothing panics.
#[test]
fn damaged_archives_are_rejects() {
    let folder = tempfile::tempdir().expect("a folder");
    let packed: Vec<u8> = [page("One"), page("Two")].iter().flat_map(|page| archived(page)).collect();
    let mut whole = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(&packed[..]), &mut whole)
        .expect("unpacked");
    let path = folder.path().join("damaged.warc");
    let read = |bytes: &[u8]| {
        fs::write(&path, bytes).expect("written");
        let files = saidso::source::list(std::slice::from_ref(&path)).expect("a file");
        let inputs = saidso::source::inputs(files, saidso::source::Columns::default());
        inputs.map(|input| input.read()).filter(Result::is_ok).count()
    };
    assert_eq!(read(&whole), 2);
    for end in 0..whole.len() {
        assert!(read(&whole[..end]) <= 2, "cut at {end}");
    }
    for bytes in [&whole, &packed] {
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            assert!(read(&flipped) <= 2, "flipped at {at}");
        }
    }
}
