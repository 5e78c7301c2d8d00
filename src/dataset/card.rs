//! What goes with a dataset for those to whom it is given: a card as the Hugging Face Hub reads it (`README.md`), with a
//! datasheet after Gebru et al. 2021, and Croissant (`croissant.json`). Both follow from the schema and the manifest.

use std::fmt::Write;
use std::path::Path;

use anyhow::Result;

use super::column::{MEANING, kind_name};
use super::schema::Table;
use super::{FileEntry, LICENSE, Manifest, croissant, schema_of, write_whole};
use crate::document::Label;

/// The card, and Croissant.
pub const FILES: [&str; 2] = ["README.md", "croissant.json"];

/// Where the measured quality of the methods stands, as its command printed it.
const MEASURED: &str = include_str!("../../README.md");

/// Writes the card and Croissant of the dataset in `directory`.
///
/// # Errors
/// When the directory cannot be written to.
pub fn write(directory: &Path, manifest: &Manifest) -> Result<()> {
    let texts = [card(manifest), croissant::croissant(manifest)?];
    FILES.iter().zip(texts).try_for_each(|(name, text)| write_whole(&directory.join(name), text.as_bytes()))
}

/// The table that a file holds, and whether it is of hand-made labels.
pub fn table_of(file: &FileEntry) -> Option<(Table, bool)> {
    let own = file.path.strip_prefix("gold/");
    let name = own.unwrap_or(&file.path).strip_suffix(".parquet")?;
    Some((Table::parse(name)?, own.is_some()))
}

/// What the rows of a file are called where tables have no folders: "claims", "gold_claims".
pub fn config(table: Table, gold: bool) -> String {
    if gold { format!("gold_{}", table.name()) } else { table.name().to_owned() }
}

fn card(manifest: &Manifest) -> String {
    let mut text = front(manifest);
    let rows = |table: &str| {
        manifest.files.iter().find(|file| file.path == format!("{table}.parquet")).map_or(0, |f| f.rows)
    };
    let Manifest { tool, version, schema_version, options, files } = manifest;
    // Nothing fails that writes into a string.
    let _ = write!(
        text,
        "# Who said what\n\n{} news articles, {} sentences, {} mentions of names, dates and numbers, and {} claims: who says \
         what, in which words, how sure. Made by {tool} {version}, schema version {schema_version}. Every row can be traced \
         to the bytes of its article; `{tool} verify` proves it.\n\n## Tables\n\n| config | rows | bytes | a row is |\n|---|---|---|---|\n",
        rows("articles"),
        rows("sentences"),
        rows("entities"),
        rows("claims"),
    );
    for file in files {
        if let Some((table, gold)) = table_of(file) {
            let about = Table::ALL.iter().find(|row| row.0 == table).map_or("", |row| row.2);
            let about = about.trim_start_matches("one row ");
            let by = if gold { ", labeled by hand" } else { "" };
            let _ = writeln!(
                text,
                "| `{}` | {} | {} | {about}{by} |",
                config(table, gold),
                file.rows,
                file.bytes
            );
        }
    }
    text += "\n```python\nfrom datasets import load_dataset\nclaims = load_dataset(\"path/to/this/folder\", \"claims\", split=\"train\")\n```\n\n\
             A table without rows is no config. `char_start` and `char_end` are Unicode code points into `articles.text`, \
             `raw_start` and `raw_end` bytes of the raw article; both are half-open.\n\n## How it was made\n\n";
    for (name, value) in options {
        let _ = writeln!(text, "- {}: {}", name.replace('_', " "), value.replace('\n', ", "));
    }
    text += "\n## How good the methods are\n\nOn the open gold set of the program, articles that no method was made on, not on these \
             articles; F1 in percent with 95% intervals.\n\n";
    text += &measured(manifest);
    text += SHEET;
    text += "\n## Columns\n";
    for &(table, name, about) in Table::ALL {
        let _ = write!(text, "\n### {name}\n\n{about}\n\n| column | type | meaning |\n|---|---|---|\n");
        for field in schema_of(table).fields() {
            let null = if field.is_nullable() { ", or null" } else { "" };
            let meaning = field.metadata().get(MEANING).map_or("", String::as_str).replace('|', "\\|");
            let _ =
                writeln!(text, "| `{}` | {}{null} | {meaning} |", field.name(), kind_name(field.data_type()));
        }
    }
    text
}

/// What the Hub reads: which file is which config.
fn front(manifest: &Manifest) -> String {
    let license = manifest.options.get(LICENSE).map_or("unknown", String::as_str);
    let mut text = format!(
        "---\nlicense: {license}\nlanguage:\n- en\npretty_name: Who said what\ntask_categories:\n- token-classification\n\
         tags:\n- news\n- quotation\n- attribution\n- claims\nconfigs:\n"
    );
    for file in manifest.files.iter().filter(|file| file.rows > 0) {
        if let Some((table, gold)) = table_of(file) {
            let default = if (table, gold) == (Table::Claims, false) { "  default: true\n" } else { "" };
            let _ = write!(
                text,
                "- config_name: {}\n  data_files: {}\n{default}",
                config(table, gold),
                file.path
            );
        }
    }
    text + "---\n\n"
}

/// The rows of the measured table that are of the methods of this dataset.
fn measured(manifest: &Manifest) -> String {
    let table =
        MEASURED.split("<!-- figures: open").nth(1).and_then(|rest| rest.split("<!-- /figures -->").next());
    let mut text = String::new();
    for line in table.unwrap_or_default().lines() {
        let cells: Vec<&str> = line.split('|').map(|cell| cell.trim().trim_matches('*')).collect();
        let own = |layer: &str, method: &str| {
            manifest.options.get(layer).is_some_and(|own| own == method) || method == "annotators"
        };
        let kept = match cells[..] {
            ["", "layer" | "---", ..] => true,
            ["", layer, method, ..] => own(layer, method),
            _ => line.starts_with("- ") && !line.starts_with("- models"),
        };
        if kept {
            let gap = if line.starts_with("- saidso") || line.starts_with("- `") { "\n" } else { "" };
            let _ = writeln!(text, "{gap}{line}");
        }
    }
    text
}

/// What nobody but the publisher can say is asked here.
const SHEET: &str = "
## Datasheet

- Why it was made: to study and check who says what in the news. Who made it, and with whose money: say so here.
- What it holds: all that the articles say, claims that are false or hateful among them; that a claim stands here does not
  make it true. Names are of real people.
- How it was collected: the articles were given as files; `articles.path` and `sha256` say which, `rejects` what was left out
  and why, `duplicates` which say the same.
- How it was labeled: by the program alone; `confidence` is a probability, measured on other articles. Rows of `gold_` configs
  were labeled by people.
- What it is not good for: judging people by a single row; languages other than English, which have no entities and claims
  here.
- Licence: that of the articles holds for their text; `license` above is what `build --license` was told.
- Upkeep: the same articles and version give the same bytes.
";

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn manifest(rows: u64) -> Manifest {
        let file =
            |path: &str, rows| FileEntry { path: path.to_owned(), rows, bytes: 10, sha256: "0".to_owned() };
        let options = [("claims", "rules"), ("entities", "crf"), ("sentences", "rules"), ("blocks", "rules")];
        let options: BTreeMap<String, String> =
            options.map(|(layer, method)| (layer.to_owned(), method.to_owned())).into();
        let files =
            vec![file("claims.parquet", rows), file("rejects.parquet", 0), file("gold/claims.parquet", 2)];
        Manifest::new(options, files)
    }

    #[test]
    fn a_table_with_rows_is_a_config() {
        let text = card(&manifest(3));
        assert!(
            text.contains("- config_name: claims\n  data_files: claims.parquet\n  default: true\n"),
            "{text}"
        );
        assert!(text.contains("- config_name: gold_claims\n  data_files: gold/claims.parquet\n"), "{text}");
        assert!(!text.contains("config_name: rejects"), "datasets loads no table without rows");
    }

    #[test]
    fn the_licence_is_what_the_build_was_told() {
        let mut own = manifest(3);
        assert!(card(&own).starts_with("---\nlicense: unknown\n"));
        own.options.insert(LICENSE.to_owned(), "cc-by-4.0".to_owned());
        assert!(card(&own).starts_with("---\nlicense: cc-by-4.0\n"));
    }

    #[test]
    fn the_methods_of_the_dataset_have_their_figures() {
        let text = measured(&manifest(3));
        // Four layers, each the method and the annotators.
        assert_eq!(text.lines().filter(|line| line.contains("annotators")).count(), 4, "{text}");
        for kept in [
            "| blocks | **rules** |",
            "| entities | **crf** |",
            "| claims | rules |",
            "25 documents",
            "revision",
        ] {
            assert!(text.contains(kept), "{kept}: {text}");
        }
        assert!(!text.contains("judge") && !text.contains("neural"), "only methods of the dataset: {text}");
    }
}
