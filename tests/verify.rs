//! Every kind of corruption is found, also far behind the first batches of a dataset.

mod program;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, Float32Array, Int32Array, RecordBatch, StringArray, UInt32Array,
};
use arrow::compute::{concat_batches, take_record_batch};
use arrow::datatypes::{Float32Type, Int32Type};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use saidso::dataset::verify::verify;
use saidso::source::sha256_of;

use program::{saidso, shown};

/// More than two batches of a build.
const ARTICLES: usize = 600;

/// A folder with a dataset in it, and the file that it was made of.
struct Built {
    folder: tempfile::TempDir,
    dataset: PathBuf,
    lines: PathBuf,
}

impl Built {
    fn new() -> Built {
        let folder = tempfile::tempdir().expect("a folder");
        let (dataset, lines) = (folder.path().join("dataset"), folder.path().join("news.jsonl"));
        let line = |at: usize| {
            let text = format!(
                "Storm over Oslo\n\n“We wait until day {at},” Jane Doe said. The mayor, Ann Holm, denied that {at} \
                 ships were late because the harbour was closed."
            );
            serde_json::json!({"id": format!("a{at}"), "text": text}).to_string() + "\n"
        };
        fs::write(&lines, (0..ARTICLES).map(line).collect::<String>()).expect("written");
        let (code, _, err) = saidso(&["build", "--fast", "-o", shown(&dataset), shown(&lines)]);
        assert_eq!(code, 0, "{err}");
        Built { folder, dataset, lines }
    }

    fn table(&self, table: &str) -> PathBuf {
        self.dataset.join(format!("{table}.parquet"))
    }

    fn rows(&self, table: &str) -> RecordBatch {
        let file = File::open(self.table(table)).expect("a table");
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet").build().expect("rows");
        let batches: Vec<RecordBatch> = reader.collect::<Result<_, _>>().expect("rows");
        concat_batches(&batches[0].schema(), &batches).expect("one batch")
    }

    /// What `verify` says once `table` has the rows `changed` and the manifest its new hash.
    fn offence(&self, table: &str, changed: &RecordBatch) -> String {
        let (path, manifest) = (self.table(table), self.dataset.join("manifest.json"));
        let (old, listed) = (fs::read(&path).expect("a table"), fs::read(&manifest).expect("a manifest"));
        let file = File::create(&path).expect("a table");
        let mut writer = ArrowWriter::try_new(file, changed.schema(), None).expect("a writer");
        writer.write(changed).expect("rows");
        writer.close().expect("closed");
        let mut about: serde_json::Value = serde_json::from_slice(&listed).expect("JSON");
        let (bytes, hash) = sha256_of(&path).expect("a table");
        for entry in about["files"].as_array_mut().expect("files") {
            if entry["path"] == format!("{table}.parquet") {
                (entry["bytes"], entry["sha256"]) = (bytes.into(), hash.clone().into());
            }
        }
        fs::write(&manifest, about.to_string()).expect("written");
        let found = verify(&self.dataset, None, || Ok(())).expect_err("it was changed");
        fs::write(&path, old).expect("put back");
        fs::write(&manifest, listed).expect("put back");
        format!("{found:#}")
    }
}

/// `rows` with another column `name`.
fn with(rows: &RecordBatch, name: &str, column: impl FnOnce(&ArrayRef) -> ArrayRef) -> RecordBatch {
    let at = rows.schema().index_of(name).expect("a column");
    let mut columns = rows.columns().to_vec();
    columns[at] = column(&columns[at]);
    RecordBatch::try_new(rows.schema(), columns).expect("the same type")
}

fn word(rows: &RecordBatch, name: &str, row: usize, word: &str) -> RecordBatch {
    with(rows, name, |old| {
        let cells = old.as_string::<i32>().iter().enumerate();
        Arc::new(cells.map(|(at, cell)| if at == row { Some(word) } else { cell }).collect::<StringArray>())
    })
}

fn number(rows: &RecordBatch, name: &str, row: usize, number: i32) -> RecordBatch {
    with(rows, name, |old| {
        let cells = old.as_primitive::<Int32Type>().iter().enumerate();
        Arc::new(cells.map(|(at, cell)| if at == row { Some(number) } else { cell }).collect::<Int32Array>())
    })
}

fn share(rows: &RecordBatch, name: &str, row: usize, share: f32) -> RecordBatch {
    with(rows, name, |old| {
        let cells = old.as_primitive::<Float32Type>().iter().enumerate();
        Arc::new(cells.map(|(at, cell)| if at == row { Some(share) } else { cell }).collect::<Float32Array>())
    })
}

/// The first row of the article `id`.
fn row_of(rows: &RecordBatch, id: &str) -> usize {
    let ids = rows["article_id"].as_string::<i32>();
    (0..ids.len()).find(|&row| ids.value(row) == id).expect("it has rows")
}

#[test]
fn a_change_is_found_wherever_it_stands() {
    let built = Built::new();
    assert_eq!(verify(&built.dataset, None, || Ok(())).map(|proof| proof.files).ok(), Some(9));
    for id in ["a0", "a255", "a256", "a300", "a599"] {
        let at = |table: &str| {
            let rows = built.rows(table);
            let row = row_of(&rows, id);
            (rows, row)
        };
        let check = |table: &str, changed: RecordBatch, row: usize, what: &str| {
            let found = built.offence(table, &changed);
            let place = format!("{table}.parquet: row {row} (article ");
            assert!(found.contains(&place) && found.contains(what), "{id}, {what}: {found}");
        };
        let (rows, row) = at("articles");
        check("articles", word(&rows, "sha256", row, "0"), row, "was changed");
        let text = rows["text"].as_string::<i32>().value(row).replace("Oslo", "Rome");
        let block = row_of(&built.rows("blocks"), id);
        let found = built.offence("articles", &word(&rows, "text", row, &text));
        assert!(
            found.contains(&format!("blocks.parquet: row {block} (article {id}): articles.text[")),
            "{found}"
        );
        let twin = if id == "a300" { "a7" } else { "a300" };
        let second = row.max(row_of(&rows, twin));
        check("articles", word(&rows, "article_id", row, twin), second, "a second article with this id");

        let (rows, row) = at("blocks");
        check("blocks", word(&rows, "kind", row, "headlime"), row, "kind is \"headlime\", not one of");
        check("blocks", number(&rows, "block", row, 7), row, "block is 7, not 0");
        check("blocks", number(&rows, "raw_end", row, 7), row, "its runs do not end where it ends");

        let (rows, row) = at("sentences");
        check("sentences", word(&rows, "article_id", row, "nobody"), row, "stands in no row of articles");
        check("sentences", number(&rows, "char_start", row, 1), row, "is not");
        check("sentences", number(&rows, "raw_start", row, 1), row, "of the raw article, not 1..");
        check("sentences", number(&rows, "block", row, 90), row, "which is no row of blocks");
        check("sentences", number(&rows, "block", row + 1, 0), row + 1, "it lies outside its block");

        let (rows, row) = at("entities");
        check("entities", word(&rows, "type", row, "SHIP"), row, "not one of PERSON");
        check("entities", number(&rows, "sentence", row, -1), row, "which is no row of sentences");
        check("entities", share(&rows, "confidence", row, 1.5), row, "confidence is 1.5");

        check(
            "entities",
            word(&rows, "iso", row, "1905"),
            row,
            "its words come to another amount, unit or time",
        );

        let (rows, row) = at("claim_entities");
        check("claim_entities", number(&rows, "entity", row, 3), row, "entities and claims tell another one");
        check(
            "claim_entities",
            word(&rows, "role", row, "listener"),
            row,
            "not one of source, content, addressee",
        );

        let (rows, row) = at("speakers");
        check("speakers", number(&rows, "claims", row, 9), row, "entities and claims tell another one");
        check("speakers", word(&rows, "name", row, "Nobody"), row, "entities and claims tell another one");

        let (rows, row) = at("claims");
        check("claims", number(&rows, "nested_in", row, 0), row, "leads back to the claim itself");
        check("claims", number(&rows, "utterance", row, 50), row, "which is no row of claims");
        check("claims", word(&rows, "content", row, "We go"), row, "content is not its parts joined");
        check("claims", number(&rows, "char_end", row, 100_000), row, "articles.text has no");
    }
}

#[test]
fn rows_out_of_the_order_of_articles_are_found() {
    let built = Built::new();
    let rows = built.rows("entities");
    let (first, later) = (row_of(&rows, "a3"), row_of(&rows, "a400"));
    let mut order: Vec<u32> = (0..rows.num_rows() as u32).collect();
    order.swap(first, later);
    let swapped = take_record_batch(&rows, &UInt32Array::from(order)).expect("rows");
    let found = built.offence("entities", &swapped);
    assert!(found.contains("(article a3): entities and claims tell no such row"), "{found}");
    let last = u32::try_from(row_of(&rows, "a0")).expect("few rows");
    let order: Vec<u32> = (0..rows.num_rows() as u32).filter(|&row| row != last).chain([last]).collect();
    let moved = take_record_batch(&rows, &UInt32Array::from(order)).expect("rows");
    assert!(
        built.offence("entities", &moved).contains("entities.parquet: row "),
        "a row was moved to the end"
    );
}

#[test]
fn rows_that_are_gone_are_missed() {
    let built = Built::new();
    let rows = built.rows("claims");
    let found = built.offence("claims", &rows.slice(0, rows.num_rows() - 1));
    assert!(found.contains("(article a599): entities and claims tell no such row"), "{found}");
    let built = Built::new();
    let path = built.dataset.join("manifest.json");
    let mut manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(&path).expect("a manifest")).expect("JSON");
    let count = rows.num_rows();
    manifest["files"][4]["rows"] = (count + 1).into();
    fs::write(&path, manifest.to_string()).expect("written");
    let found = format!("{:#}", verify(&built.dataset, None, || Ok(())).expect_err("a row is missing"));
    assert!(found.contains(&format!("{count} rows, row 4 of manifest.json says {}", count + 1)), "{found}");
}

#[test]
fn a_raw_article_that_was_changed_is_named() {
    let built = Built::new();
    let lines = fs::read_to_string(&built.lines).expect("lines");
    fs::write(&built.lines, lines.replace("until day 411", "until day 412")).expect("written");
    let found = format!("{:#}", verify(&built.dataset, None, || Ok(())).expect_err("it was changed"));
    assert!(found.contains("(article a411): bytes ") && found.contains("of the raw article"), "{found}");
    fs::write(&built.lines, lines.replace("{\"id\":\"a411\"", "{\"id\":\"b411\"")).expect("written");
    let found = format!("{:#}", verify(&built.dataset, None, || Ok(())).expect_err("it was changed"));
    let row = format!("{}: row 411 (article a411): raw file", built.table("articles").display());
    assert!(found.starts_with(&row) && found.ends_with("was changed"), "{found}");
    fs::remove_file(&built.lines).expect("removed");
    let found = verify(&built.dataset, None, || Ok(())).expect_err("it is gone");
    assert!(saidso_says(&built.dataset).contains("hint: paths are as given"), "{found:#}");
    drop(built.folder);
}

#[test]
fn no_row_group_is_empty() {
    let built = Built::new();
    for table in
        ["articles", "blocks", "sentences", "entities", "claims", "claim_entities", "speakers", "rejects"]
    {
        let file = File::open(built.table(table)).expect("a table");
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
        let groups: Vec<i64> = reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
        assert!(groups.iter().all(|&rows| rows > 0), "{table}: {groups:?}");
        assert_eq!(groups.is_empty(), table == "rejects", "{table}");
    }
}

fn saidso_says(dataset: &Path) -> String {
    saidso(&["verify", shown(dataset)]).2
}
