use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::stdout;
use anyhow::Result;
use polars::prelude::*;
use serde_json::{Map, Value};

use super::frame::{as_json, read, shown};
use crate::dataset::schema::Table;
use crate::document::{Factuality, Label, Voice};

/// Count what is in a dataset: rows, claims by outlet and month, speakers, acts, factuality, quotes
#[derive(clap::Args)]
pub struct Args {
    /// A dataset that `build` made
    #[arg(default_value = "dataset", value_name = "DIR")]
    dataset: PathBuf,
    /// How many speakers to show
    #[arg(long, default_value_t = 10, value_name = "N")]
    top: u32,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// A count: its name, its rows, and its first column of numbers.
type Section = (&'static str, DataFrame, usize);

pub fn run(args: &Args) -> Result<ExitCode> {
    let sections = sections(&args.dataset, args.top)?;
    if args.json {
        let object = sections.iter().map(|(name, frame, _)| (name.replace(' ', "_"), as_json(frame)));
        let object = Value::Object(object.collect::<Map<String, Value>>());
        writeln!(stdout(), "{}", serde_json::to_string_pretty(&object)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    for (at, (name, frame, numbers)) in sections.iter().enumerate() {
        let gap = if at > 0 { "\n" } else { "" };
        writeln!(stdout(), "{gap}{name}\n{}", shown(frame, *numbers))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn sections(dataset: &Path, top: u32) -> Result<Vec<Section>> {
    let articles = month(read(dataset, Table::Articles, &["article_id", "outlet", "published"])?)?.lazy();
    let columns = ["article_id", "voice", "source", "source_ids", "quote", "act", "factuality"];
    let claims = read(dataset, Table::Claims, &columns)?.lazy();
    let attributed = claims.clone().filter(col("voice").eq(lit(Voice::Attributed.name())));
    let by_place = claims.clone().join(
        articles,
        [col("article_id")],
        [col("article_id")],
        JoinArgs::new(JoinType::Inner),
    );
    Ok(vec![
        ("tables", tables(dataset)?, 1),
        ("claims by outlet and month", by_outlet_and_month(by_place).collect()?, 2),
        ("speakers", speakers(attributed.clone(), top).collect()?, 1),
        ("sources", sources(attributed.clone()).collect()?, 1),
        ("acts and factuality", acts(claims).collect()?, 1),
        ("quotes", shares(attributed, "quote").collect()?, 1),
    ])
}

/// `articles` with the month of publication, `YYYY-MM`.
fn month(mut articles: DataFrame) -> Result<DataFrame> {
    let months = articles.column("published")?.str()?.iter().map(|date| date.and_then(|date| date.get(..7)));
    let months = Series::new("month".into(), months.collect::<Vec<Option<&str>>>());
    articles.with_column(months.into())?;
    Ok(articles)
}

fn tables(dataset: &Path) -> Result<DataFrame> {
    let count = |table: Table| -> Result<u32> {
        // The first column of each table is enough to count by.
        let first = if table == Table::Rejects { "path" } else { "article_id" };
        Ok(u32::try_from(read(dataset, table, &[first])?.height())?)
    };
    let counts: Vec<u32> = Table::ALL.iter().map(|row| count(row.0)).collect::<Result<_>>()?;
    Ok(df!("table" => Table::names(), "rows" => counts)?)
}

fn by_outlet_and_month(claims: LazyFrame) -> LazyFrame {
    let attributed = col("voice").eq(lit(Voice::Attributed.name()));
    let counts = [
        col("article_id").n_unique().alias("articles"),
        len().alias("claims"),
        attributed.sum().alias("attributed"),
    ];
    let order = SortMultipleOptions::default().with_nulls_last(true);
    claims.group_by([col("outlet"), col("month")]).agg(counts).sort(["outlet", "month"], order)
}

/// Who speaks most, by what their names resolve to.
fn speakers(attributed: LazyFrame, top: u32) -> LazyFrame {
    let counts = [len().alias("claims"), col("article_id").n_unique().alias("articles")];
    let order = SortMultipleOptions::default().with_order_descending_multi([true, false]);
    let options = ExplodeOptions { empty_as_null: false, keep_nulls: false };
    let each = attributed.explode(cols(["source_ids"]), options);
    let named = each.rename(["source_ids"], ["source_id"], true);
    named.group_by([col("source_id")]).agg(counts).sort(["claims", "source_id"], order).limit(top)
}

/// Whether attributed claims have a source that resolves to a name, one that does not, or none.
fn sources(attributed: LazyFrame) -> LazyFrame {
    let kind = when(col("source_ids").list().len().gt(lit(0)))
        .then(lit("named"))
        .when(col("source").eq(lit("")))
        .then(lit("left open"))
        .otherwise(lit("unnamed"));
    shares(attributed.with_column(kind.alias("source")), "source")
}

/// Each act with how often it stands with each factuality.
fn acts(claims: LazyFrame) -> LazyFrame {
    let columns = Factuality::ALL.iter().map(|row| col("factuality").eq(lit(row.1)).sum().alias(row.1));
    let counts: Vec<Expr> = columns.chain([len().alias("claims")]).collect();
    claims.group_by([col("act")]).agg(counts).sort(["act"], SortMultipleOptions::default())
}

/// Each value of `column` with how many rows have it, and their share.
fn shares(rows: LazyFrame, column: &str) -> LazyFrame {
    let share = col("claims").cast(DataType::Float64) / col("claims").sum().cast(DataType::Float64);
    let counted = rows.group_by([col(column)]).agg([len().alias("claims")]);
    counted.with_column(share.alias("share")).sort([column], SortMultipleOptions::default())
}
