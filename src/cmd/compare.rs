use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::stdout;
use anyhow::{Result, anyhow};
use polars::prelude::*;
use serde_json::json;

use super::frame::{as_json, read, shown};
use crate::dataset::schema::Table;
use crate::document::Label;
use crate::hint::Hint;

/// Compare two datasets of the same articles: what is in both, and what only one has
#[derive(clap::Args)]
pub struct Args {
    /// A dataset that `build` made
    #[arg(value_name = "A")]
    a: PathBuf,
    /// Another, of the same files
    #[arg(value_name = "B")]
    b: PathBuf,
    /// Which table: claims or entities
    #[arg(long, default_value = "claims")]
    table: String,
    /// Also list each row that only one of the two has
    #[arg(long)]
    list: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let wanted = ["claims", "entities"];
    let table = Table::parse(&args.table).filter(|table| wanted.contains(&table.name()));
    let table = table
        .ok_or_else(|| anyhow!("--table {}: not compared", args.table))
        .hint(&format!("one of {}", wanted.join(", ")))?;
    let articles = joined(&args.a, &args.b, Table::Articles, &["article_id", "sha256"])?;
    let keys: &[&str] = match table {
        Table::Entities => &["article_id", "raw_start", "raw_end", "type", "text"],
        _ => &["article_id", "raw_start", "raw_end", "source", "cue", "content"],
    };
    let rows = joined(&args.a, &args.b, table, keys)?;
    let found = counts(&[("articles", &articles), (table.name(), &rows)])?;
    let apart = rows.lazy().filter(col("in").neq(lit("both"))).collect()?;
    if args.json {
        let list = args.list.then(|| as_json(&apart));
        let whole = json!({ "counts": as_json(&found), "rows": list });
        writeln!(stdout(), "{}", serde_json::to_string_pretty(&whole)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(stdout(), "{}", shown(&found, 1))?;
    if args.list && apart.height() > 0 {
        writeln!(stdout(), "\n{}", shown(&apart, keys.len() + 1))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The distinct rows of `table` in either dataset by `keys`, and `in` which they are: a, b or both.
/// Rows stand for the same where the raw files have them in the same place.
fn joined(a: &Path, b: &Path, table: Table, keys: &[&str]) -> Result<DataFrame> {
    let on: Vec<Expr> = keys.iter().map(|key| col(*key)).collect();
    let side = |dataset: &Path, a: bool| -> Result<LazyFrame> {
        Ok(read(dataset, table, keys)?.lazy().with_columns([lit(a).alias("a"), lit(!a).alias("b")]))
    };
    let both = concat([side(a, true)?, side(b, false)?], UnionArgs::default())?;
    let distinct = both.group_by(&on).agg([col("a").max(), col("b").max()]);
    let place = when(col("a").and(col("b"))).then(lit("both")).when(col("a")).then(lit("a"));
    let place = place.otherwise(lit("b")).alias("in");
    let columns: Vec<Expr> = std::iter::once(place).chain(on).collect();
    let sorted = distinct.select(columns).sort(keys.to_vec(), SortMultipleOptions::default());
    Ok(sorted.collect()?)
}

/// How many rows of each table are in both, in a alone and in b alone.
fn counts(tables: &[(&str, &DataFrame)]) -> Result<DataFrame> {
    let count = |place: &'static str| -> Result<Vec<u32>> {
        let of = |frame: &DataFrame| -> Result<u32> {
            let places = frame.column("in")?.str()?;
            Ok(u32::try_from(places.iter().filter(|own| *own == Some(place)).count())?)
        };
        tables.iter().map(|(_, frame)| of(frame)).collect()
    };
    let names: Vec<&str> = tables.iter().map(|(name, _)| *name).collect();
    Ok(df!("table" => names, "both" => count("both")?, "only a" => count("a")?, "only b" => count("b")?)?)
}
