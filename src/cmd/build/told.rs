//! What a build tells: what it did, or would do.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use serde_json::{Value, json};

use crate::cmd::report::Report;
use crate::cmd::visible::visible;
use crate::dataset::Manifest;
use crate::dataset::schema::Table;
use crate::document::{Label, Reject};
use crate::source::Input;

pub fn reject_as_json(reject: &Reject) -> Value {
    json!({"path": reject.path, "reason": reject.reason.name(), "message": reject.message})
}

/// Tells what would be done.
pub fn plan(
    report: Report,
    output: &Path,
    files: usize,
    inputs: impl Iterator<Item = Input>,
    options: &BTreeMap<String, String>,
) -> Result<ExitCode> {
    let (mut articles, mut rejects) = (0u64, Vec::new());
    for input in inputs {
        match input {
            Input::Reject(reject) => rejects.push(reject),
            _ => articles += 1,
        }
    }
    let old = Manifest::read(output).ok().and_then(|manifest| rows(&manifest, "articles.parquet"));
    let words = || {
        let fate =
            old.map_or("would be made".to_owned(), |old| format!("would replace one of {old} articles"));
        let options: Vec<String> = options.iter().map(|(name, value)| format!("{name} {value}")).collect();
        let mut words = format!(
            "{}: a dataset of at most {articles} articles in {} files {fate}\n{}\n",
            output.display(),
            files,
            options.join(", ")
        );
        words.extend(rejects.iter().map(|reject| format!("would be rejected: {}\n", reject.path)));
        visible(&words).into_owned()
    };
    report.tell(words, || {
        let told: Vec<_> = rejects.iter().map(reject_as_json).collect();
        json!({"dataset": output, "files": files, "articles": articles, "replaces": old, "options": options, "rejects": told})
    })?;
    Ok(ExitCode::SUCCESS)
}

/// What was written, and how to load it.
pub fn summary(output: &Path, manifest: &Manifest, kept: Option<usize>, bytes: u64, seconds: f64) -> String {
    let rows = |path: &str| rows(manifest, path);
    let mut text = counts(output, manifest);
    text += &format!("\nread {:.1} kB in {:.2} s\n", bytes as f64 / 1e3, seconds);
    if let Some(kept) = kept {
        text += &format!("kept {kept} articles as they were\n");
    }
    if let (Some(articles), Some(claims)) = (rows("gold/articles.parquet"), rows("gold/claims.parquet")) {
        text += &format!(
            "gold: {articles} articles with {claims} hand-labeled claims in {}\n",
            output.join("gold").display()
        );
    }
    let claims = output.join("claims.parquet").display().to_string();
    text + &format!(
        "\nload the claims:\n  \
         polars  import polars as pl; claims = pl.read_parquet(\"{claims}\")\n  \
         pandas  import pandas as pd; claims = pd.read_parquet(\"{claims}\")\n  \
         DuckDB  SELECT source, cue, content FROM '{claims}';\n"
    )
}

/// How many rows each table has.
pub fn counts(output: &Path, manifest: &Manifest) -> String {
    let count = |(_, name, _): &(Table, &str, &str)| {
        rows(manifest, &format!("{name}.parquet")).map(|rows| format!("{rows} {name}"))
    };
    let counts: Vec<String> = Table::ALL.iter().filter_map(count).collect();
    format!("{}: {}", output.display(), counts.join(", "))
}

fn rows(manifest: &Manifest, path: &str) -> Option<u64> {
    manifest.files.iter().find(|file| file.path == path).map(|file| file.rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::FileEntry;

    #[test]
    fn the_summary_counts_rows_and_gives_lines_to_paste() {
        let file = |path: &str, rows| FileEntry { path: path.into(), rows, bytes: 1, sha256: String::new() };
        let manifest = Manifest {
            tool: "saidso".into(),
            version: "0".into(),
            schema_version: 1,
            options: BTreeMap::new(),
            files: vec![
                file("articles.parquet", 2),
                file("claims.parquet", 7),
                file("gold/articles.parquet", 1),
            ],
        };
        let text = summary(Path::new("out"), &manifest, None, 1500, 1.0);
        assert!(text.starts_with("out: 2 articles, 7 claims\nread 1.5 kB in 1.00 s\n"), "{text}");
        assert!(text.contains("pl.read_parquet(\"out/claims.parquet\")"), "{text}");
        assert!(!text.contains("gold"), "no hand-labeled claims were written: {text}");
    }
}
