//! An id is looked up without reading rows.

mod program;

use std::fs::{self, File};
use std::path::Path;

use parquet::file::properties::ReaderProperties;
use parquet::file::reader::FileReader;
use parquet::file::serialized_reader::{ReadOptionsBuilder, SerializedFileReader};
use program::{saidso, shown};

/// Whether the bloom filter of `column` in the first row group of the table lets `id` pass; `None` where there is none.
fn passes(table: &Path, column: &str, id: &str) -> Option<bool> {
    let reading = ReaderProperties::builder().set_read_bloom_filter(true).build();
    let options = ReadOptionsBuilder::new().with_reader_properties(reading).build();
    let file = File::open(table).expect("a table");
    let reader = SerializedFileReader::new_with_options(file, options).expect("Parquet");
    let rows = reader.get_row_group(0).expect("a row group");
    let columns = rows.metadata().columns();
    let at = columns.iter().position(|own| own.column_path().string() == column).expect(column);
    rows.get_column_bloom_filter(at).map(|filter| filter.check(id))
}

#[test]
fn a_row_group_tells_which_ids_are_not_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, dataset) = (folder.path().join("in"), folder.path().join("dataset"));
    fs::create_dir(&input).expect("a folder");
    for name in ["one", "two"] {
        fs::write(input.join(format!("{name}.txt")), "“It rains,” Jane Doe said in Oslo.\n").expect("a file");
    }
    let (code, _, told) = saidso(&["build", shown(&input), "-o", shown(&dataset), "--quiet"]);
    assert_eq!(code, 0, "{told}");
    for (table, column, id) in [
        ("articles", "article_id", "one"),
        ("claims", "article_id", "two"),
        ("entities", "entity_id", "jane-doe"),
        ("speakers", "speaker_id", "jane-doe"),
    ] {
        let table = dataset.join(format!("{table}.parquet"));
        assert_eq!(passes(&table, column, id), Some(true), "{table:?}");
        // One of many may pass by chance.
        let strangers = (0..100).filter(|at| passes(&table, column, &format!("stranger-{at}")) == Some(true));
        assert!(strangers.count() < 25, "{table:?}");
        let bytes = fs::metadata(&table).expect("a table").len();
        assert!(bytes < 64 << 10, "{table:?} has {bytes} bytes: a filter is as large as it must be");
    }
    assert_eq!(passes(&dataset.join("articles.parquet"), "path", "one"), None);
}
