mod rows;
mod table;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::stdout;
use anyhow::{Context, Result, anyhow};
use serde_json::json;

use rows::{as_json, columns, rows};
use table::{groups, kinds, print_groups, print_kinds, print_list};

use super::choice::{any_method, choice};
use super::score::predicted::predictions;
use crate::bench::set::{Convention, articles_of, load, stays_unread};
use crate::dataset::{column, write_batch};
use crate::document::{Document, Label};
use crate::evaluate::case::Case;
use crate::evaluate::group::Group;
use crate::evaluate::{self, Gold, Run};
use crate::hint::Hint;
use crate::method::Layer;
use crate::methods::{Methods, Row};
use crate::score::errors::{ErrorKind, Match};

/// Show where a method goes wrong: every item that is missed, invented or wrong, by kind
///
/// Items are those that the exact measures of `score` count, and as many are right. An item may have several errors;
/// wrong labels of an item that is right otherwise are errors, too.
#[derive(clap::Args)]
pub struct Args {
    /// Gold files, or a corpus in JSON Lines
    #[arg(long, default_value = "datasets/open/dev", value_name = "DIR|FILE")]
    gold: PathBuf,
    /// Where the articles of the gold files are; if left out, where `score` looks for them
    #[arg(long, value_name = "DIR")]
    articles: Option<PathBuf>,
    /// What is looked at
    #[arg(long, value_parser = choice::<Layer>())]
    layer: Layer,
    /// A method of that layer; its default if left out
    #[arg(long, value_parser = any_method(), conflicts_with_all = ["model", "predicted"])]
    method: Option<String>,
    /// A model of that layer that `saidso train` wrote
    #[arg(long, value_name = "FILE", conflicts_with = "predicted")]
    model: Option<PathBuf>,
    /// Predictions, JSON Lines as `extract` writes them
    #[arg(long, value_name = "FILE")]
    predicted: Option<PathBuf>,
    /// Whose conventions the gold follows: ours, polnear (claims) or places (entities)
    #[arg(long, default_value = "ours", value_parser = choice::<Convention>())]
    convention: Convention,
    /// Errors of this kind alone
    #[arg(long, value_parser = choice::<ErrorKind>())]
    kind: Option<ErrorKind>,
    /// Also count by what the items are; the ten groups with the most errors are shown
    #[arg(long, value_name = "GROUP", value_parser = choice::<Group>())]
    by: Option<Group>,
    /// Also list each wrong item in its sentence
    #[arg(long)]
    list: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Also write the errors to this Parquet file, a row each
    #[arg(long, value_name = "FILE")]
    parquet: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    refuse(args)?;
    let articles = args.articles.clone().unwrap_or_else(|| articles_of(&args.gold));
    let gold = load(&args.gold, &articles, args.convention)?.gold;
    let run = found(args, &gold)?;
    let cases = Case::all(&run, &gold);
    if let Some(path) = &args.parquet {
        write_batch(path, column::batch(columns(&run.name, &rows(&cases, args.kind))))?;
    }
    if args.json { print_json(args, &run, &cases) } else { print(args, &run, &cases) }?;
    Ok(ExitCode::SUCCESS)
}

/// What is asked for and is not to be had.
fn refuse(args: &Args) -> Result<()> {
    let shows_words = args.list || args.parquet.is_some() || args.by == Some(Group::Cue);
    if shows_words && stays_unread(&args.gold) {
        return Err(anyhow!("{}: the test part is scored and not read", args.gold.display()))
            .hint("list the errors of datasets/open/dev; of the test part, count them without --list, --parquet and --by cue");
    }
    let Some(by) = args.by.filter(|by| !by.applies(args.layer)) else { return Ok(()) };
    let fitting = Group::ALL.iter().filter(|row| row.0.applies(args.layer)).map(|row| row.1);
    Err(anyhow!("--by {}: {} have none", by.name(), args.layer.name()))
        .hint(&format!("one of {}", fitting.collect::<Vec<_>>().join(", ")))
}

/// What the method, the model or the file finds.
fn found(args: &Args, gold: &[Gold]) -> Result<Run> {
    let layer = args.layer;
    if !gold.iter().any(|gold| gold.layers.contains(&layer)) {
        return Err(anyhow!("{}: no {} are labeled in it", args.gold.display(), layer.name()))
            .hint("give --layer one that the gold has, or --gold another");
    }
    let convert = |gold: &Gold, document: Document| args.convention.convert(&gold.ignored, document);
    if let Some(path) = &args.predicted {
        let files = predictions(std::slice::from_ref(path), gold, convert)?;
        let mut runs = files.into_iter().flat_map(|file| file.runs);
        return runs
            .find(|run| run.layer == layer)
            .ok_or_else(|| anyhow!("{}: it predicts no {}", path.display(), layer.name()))
            .hint("give --layer one that the file has");
    }
    Ok(evaluate::run(&method(args)?, gold, convert))
}

fn method(args: &Args) -> Result<Row> {
    let methods = Methods::builtin();
    let row = match (&args.model, &args.method) {
        (Some(path), _) => methods.load(path)?,
        (None, Some(name)) => methods.find(args.layer, name).context("--method")?.clone(),
        (None, None) => methods.default(args.layer).clone(),
    };
    if row.layer != args.layer {
        return Err(anyhow!("{}: a model for {}, not for {}", row.name, row.layer.name(), args.layer.name()))
            .hint("give --layer that of the model");
    }
    Ok(row)
}

/// Items of the gold, items that were found, and those right.
fn totals(cases: &[Case]) -> [usize; 3] {
    let sum = |of: fn(&Match) -> usize| cases.iter().map(|case| of(&case.found)).sum();
    [sum(|found| found.gold.len()), sum(|found| found.predicted.len()), sum(|found| found.is_right().into())]
}

fn print_json(args: &Args, run: &Run, cases: &[Case]) -> Result<()> {
    let [gold, predicted, right] = totals(cases);
    let kinds = kinds(cases, args.kind).into_iter().map(|(error, errors)| {
        json!({ "kind": error.kind.name(), "part": error.part.map(Label::name), "errors": errors })
    });
    let groups = args.by.map(|by| {
        let rows = groups(cases, by, args.kind).into_iter().map(|(name, tally)| {
            json!({ "group": name, "items": tally.items, "right": tally.right, "errors": tally.errors })
        });
        json!({ "by": by.name(), "rows": rows.collect::<Vec<_>>() })
    });
    let errors = args.list.then(|| rows(cases, args.kind).iter().map(as_json).collect::<Vec<_>>());
    let all = json!({
        "version": 1,
        "gold": args.gold.display().to_string(),
        "convention": args.convention.name(),
        "layer": run.layer.name(),
        "method": run.name,
        "model_sha256": run.model,
        "documents": run.predicted.len(),
        "items": { "gold": gold, "predicted": predicted, "right": right },
        "kinds": kinds.collect::<Vec<_>>(),
        "groups": groups,
        "errors": errors,
    });
    writeln!(stdout(), "{}", serde_json::to_string_pretty(&all)?)?;
    Ok(())
}

fn print(args: &Args, run: &Run, cases: &[Case]) -> Result<()> {
    let [gold, predicted, right] = totals(cases);
    writeln!(
        stdout(),
        "{} by {}, {} documents of {}: {gold} in the gold, {predicted} found, {right} right",
        run.layer.name(),
        run.name,
        run.predicted.len(),
        args.gold.display(),
    )?;
    print_kinds(&kinds(cases, args.kind))?;
    if let Some(by) = args.by {
        print_groups(by, &groups(cases, by, args.kind))?;
    }
    if args.list {
        print_list(cases, args.kind)?;
    }
    Ok(())
}
