use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::stdout;
use anyhow::{Context, Result, anyhow};
use serde::Deserialize;

use super::names::names;
use super::standings::{as_json, print};
use crate::hint::Hint;
use crate::score::board::{Entry, Standing, standings};
use crate::score::{Counts, Measure, Scored};

/// Rank what several runs of `score --json` scored, in one table
#[derive(clap::Args)]
pub struct Args {
    /// Files that `score --json` wrote, all on the same gold
    #[arg(required = true, value_name = "FILE")]
    scores: Vec<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Show every measure: by type, by kind of content, without punctuation, …
    #[arg(long)]
    all: bool,
}

/// What `score --json` wrote, as far as ranks need it.
#[derive(Deserialize)]
struct Scores {
    signature: Signature,
    standings: Vec<Row>,
}

#[derive(PartialEq, Deserialize)]
struct Signature {
    gold_sha256: String,
    convention: String,
}

#[derive(Deserialize)]
struct Row {
    layer: Scored,
    measure: Measure,
    method: String,
    /// A document's name, then its counts.
    documents: Vec<(String, u64, u64, f64, f64)>,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut first: Option<Signature> = None;
    for (path, name) in args.scores.iter().zip(names(&args.scores)) {
        let shown = || path.display().to_string();
        let text =
            fs::read_to_string(path).with_context(shown).hint("give what `saidso score --json` printed")?;
        let scores: Scores = serde_json::from_str(&text)
            .with_context(shown)
            .hint("give what `saidso score --json` of this version printed")?;
        if first.as_ref().is_some_and(|first| *first != scores.signature) {
            return Err(anyhow!("{}: scored on another gold than {}", shown(), args.scores[0].display()))
                .hint("ranks say something only on one gold in one convention");
        }
        first = Some(scores.signature);
        let prefix = if args.scores.len() > 1 { format!("{name}: ") } else { String::new() };
        entries.extend(scores.standings.into_iter().flat_map(|row| of(row, &prefix)));
    }
    let ranked = standings(&entries);
    if args.json {
        let rows: Vec<_> = ranked.iter().map(|standing| as_json(standing, &entries)).collect();
        writeln!(stdout(), "{}", serde_json::to_string_pretty(&rows)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let shown = |s: &&Standing| s.counts.f1().is_some() && (args.all || s.measure.is_main());
    print(&ranked.iter().filter(shown).collect::<Vec<_>>())?;
    Ok(ExitCode::SUCCESS)
}

/// A row's counts of every document, so that methods of different files are ranked by the same test.
fn of(row: Row, prefix: &str) -> impl Iterator<Item = Entry> {
    let method = format!("{prefix}{}", row.method);
    row.documents.into_iter().map(move |(document, gold, predicted, recalled, precise)| Entry {
        layer: row.layer,
        method: method.clone(),
        measure: row.measure,
        document,
        counts: Counts { gold, predicted, recalled, precise },
    })
}
