pub(super) mod load;
mod reliability;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::stdout;
use anyhow::{Result, ensure};
use serde::Serialize;
use serde_json::json;

use load::{Convention, Set, load, predictions};
use reliability::reliabilities;

use super::table::{percent, table};
use crate::agreement::ANNOTATORS;
use crate::dataset::{column, write_batch, write_whole};
use crate::document::{Document, Label};
use crate::evaluate::{Gold, Record, Run, fingerprint};
use crate::method::Layer;
use crate::methods::METHODS;
use crate::score::board::{Entry, Standing, standings};
use crate::score::{LABELS, MAIN, kappa, macro_f1};
use crate::source::sha256;
use crate::{evaluate, exchange};

/// Score every method of every layer against the gold
#[derive(clap::Args)]
pub struct Args {
    /// Gold files, or a corpus in JSON Lines
    #[arg(long, default_value = "datasets/gold", value_name = "DIR|FILE")]
    gold: PathBuf,
    /// Where the articles of the gold files are
    #[arg(long, default_value = "datasets/articles", value_name = "DIR")]
    articles: PathBuf,
    /// Score these predictions, JSON Lines as `extract` writes them, instead of the methods
    #[arg(long, value_name = "FILE")]
    predicted: Vec<PathBuf>,
    /// Whose conventions the gold follows: ours, polnear (claims) or places (entities); what is scored
    /// is put into them
    #[arg(long, default_value = "ours")]
    convention: String,
    /// Leave out predicted entities and claims that are less sure
    #[arg(long, default_value_t = 0.0, value_name = "P", value_parser = super::share::share)]
    min_confidence: f32,
    /// Print JSON, the counts of every document included
    #[arg(long)]
    json: bool,
    /// Show every measure: by type, by kind of content, without punctuation, …
    #[arg(long)]
    all: bool,
    /// Also write the standings to this Parquet file
    #[arg(long, value_name = "FILE")]
    parquet: Option<PathBuf>,
    /// Record the scores and what each method puts out, which `cargo bench` asks for
    #[arg(long)]
    record: bool,
}

/// Where the recorded scores are.
pub const RECORD: &str = "datasets/gold/scores.json";

pub fn run(args: &Args) -> Result<ExitCode> {
    let convention = Convention::of(&args.convention)?;
    let Set { gold, blocks, people } = load(&args.gold, &args.articles, convention)?;
    let convert = |gold: &Gold, mut document: Document| {
        document.keep_from(args.min_confidence);
        convention.convert(&gold.ignored, document)
    };
    let mut entries = blocks;
    let runs = if args.predicted.is_empty() {
        evaluate::runs(&gold, convert)
    } else {
        entries.clear();
        let files = args.predicted.iter().map(|path| predictions(path, &gold, convert));
        files.collect::<Result<Vec<Vec<Run>>>>()?.into_iter().flatten().collect()
    };
    entries.extend(runs.iter().flat_map(|run| run.entries(&gold)));
    // The ceiling stands beside the methods, but is not ranked among them.
    let ceiling = standings(&people)?;
    let standings = standings(&entries)?;
    let reliabilities = reliabilities(&runs, &gold);
    if args.record {
        ensure!(args.predicted.is_empty(), "--record is for the methods, not for --predicted");
        ensure!(args.min_confidence == 0.0, "--record is for all that is found, not for --min-confidence");
        let record = record(&gold, &standings)?;
        let text = serde_json::to_string_pretty(&record)? + "\n";
        write_whole(Path::new(RECORD), text.as_bytes())?;
    }
    if let Some(path) = &args.parquet {
        write_batch(path, column::batch(columns(&standings)))?;
    }
    let hash = gold_hash(&gold)?;
    if args.json {
        let head = json!({
            "tool": concat!("saidso ", env!("CARGO_PKG_VERSION")),
            "gold": args.gold.display().to_string(),
            "gold_sha256": hash,
            "convention": convention.name(),
            "min_confidence": args.min_confidence,
            "matching": "one to one, optimal",
            "interval": "95%, bootstrap over documents, 1000 resamples",
        });
        let standings: Vec<_> = standings.iter().map(|s| as_json(s, &entries)).collect();
        writeln!(
            stdout(),
            "{}",
            serde_json::to_string_pretty(&json!({
                "signature": head,
                "standings": standings,
                "annotators": ceiling.iter().map(|s| as_json(s, &people)).collect::<Vec<_>>(),
                "calibration": reliabilities.iter().map(reliability::as_json).collect::<Vec<_>>(),
                "labels": agreements(&runs, &gold),
            }))?
        )?;
    } else {
        let shown =
            |s: &&Standing| s.counts.f1().is_some() && (args.all || MAIN.contains(&s.measure.as_str()));
        let rows = standings.iter().chain(&ceiling);
        print(&rows.filter(shown).collect::<Vec<_>>())?;
        reliability::print(&reliabilities)?;
        print_labels(&agreements(&runs, &gold))?;
        print_power(&standings)?;
        writeln!(
            stdout(),
            "\n{} documents of {}, sha256 {}; convention {}; 95% by bootstrap over documents; saidso {}",
            gold.len(),
            args.gold.display(),
            &hash[..12],
            convention.name(),
            env!("CARGO_PKG_VERSION"),
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

fn gold_hash(gold: &[Gold]) -> Result<String> {
    let mut bytes = Vec::new();
    for gold in gold {
        serde_json::to_writer(&mut bytes, &exchange::Record::of(&gold.document, [true; 3]))?;
    }
    Ok(sha256(&bytes))
}

fn record(gold: &[Gold], standings: &[Standing]) -> Result<Vec<Record>> {
    let rows = METHODS.iter().map(|row| {
        let name = evaluate::headline(row.layer);
        let own = |s: &&Standing| s.layer == row.layer.name() && s.method == row.name && s.measure == name;
        Ok(Record {
            layer: row.layer.name().to_owned(),
            method: row.name.to_owned(),
            measure: name.to_owned(),
            f1: standings.iter().find(own).and_then(|s| s.counts.f1()),
            output_sha256: fingerprint(row, gold)?,
        })
    });
    rows.collect()
}

fn print(standings: &[&Standing]) -> Result<()> {
    let header = ["layer", "measure", "method", "rank", "p", "P", "R", "F1", "95%", "gold", "found"];
    let mut rows = table(&header, 3);
    let mut sorted = standings.to_vec();
    let place = |s: &Standing| standings.iter().position(|o| o.layer == s.layer && o.measure == s.measure);
    sorted.sort_by_key(|standing| (place(standing), standing.method == ANNOTATORS, standing.place));
    for s in sorted {
        let interval = s.interval.map_or_else(
            || "–".to_owned(),
            |(low, high)| format!("{}–{}", percent(Some(low)), percent(Some(high))),
        );
        rows.add_row([
            s.layer.clone(),
            s.measure.clone(),
            s.method.clone(),
            if s.method == ANNOTATORS { "–".to_owned() } else { s.rank.to_string() },
            s.p_value
                .map_or_else(String::new, |p| if p < 0.001 { "<.001".to_owned() } else { format!("{p:.3}") }),
            percent(s.counts.precision()),
            percent(s.counts.recall()),
            percent(s.counts.f1()),
            interval,
            s.counts.gold.to_string(),
            s.counts.predicted.to_string(),
        ]);
    }
    writeln!(stdout(), "{}", rows.trim_fmt())?;
    Ok(())
}

/// How one label agrees on pairs of claims with the same content.
#[derive(Serialize)]
struct Agreement {
    label: &'static str,
    method: String,
    pairs: usize,
    accuracy: f64,
    macro_f1: Option<f64>,
    kappa: Option<f64>,
}

fn agreements(runs: &[Run], gold: &[Gold]) -> Vec<Agreement> {
    let pairs: Vec<_> = runs.iter().map(|run| (run, run.labels(gold))).collect();
    let mut rows = Vec::new();
    for label in LABELS {
        for (run, pairs) in &pairs {
            let own = pairs.iter().filter(|pair| pair.0 == label);
            let values: Vec<(&str, &str)> = own.map(|(_, a, b)| (a.as_str(), b.as_str())).collect();
            let same = values.iter().filter(|(a, b)| a == b).count();
            if !values.is_empty() {
                rows.push(Agreement {
                    label,
                    method: run.name.clone(),
                    pairs: values.len(),
                    accuracy: same as f64 / values.len() as f64,
                    macro_f1: macro_f1(&values),
                    kappa: kappa(&values),
                });
            }
        }
    }
    rows
}

fn print_labels(agreements: &[Agreement]) -> Result<()> {
    if agreements.is_empty() {
        return Ok(());
    }
    let mut rows = table(&["label", "method", "pairs", "accuracy", "macro F1", "kappa"], 2);
    for row in agreements {
        rows.add_row([
            row.label.to_owned(),
            row.method.clone(),
            row.pairs.to_string(),
            percent(Some(row.accuracy)),
            percent(row.macro_f1),
            row.kappa.map_or_else(|| "–".to_owned(), |kappa| format!("{kappa:.3}")),
        ]);
    }
    writeln!(stdout(), "\n{}", rows.trim_fmt())?;
    Ok(())
}

/// What differences this gold can show at all.
fn print_power(standings: &[Standing]) -> Result<()> {
    writeln!(stdout())?;
    for &(layer, name, _) in Layer::ALL {
        let measure = evaluate::headline(layer);
        let best = standings.iter().find(|s| s.layer == name && s.measure == measure && s.place == 1);
        // Methods with one and the same output show nothing of what the gold could tell.
        if let Some(power) = best.and_then(|s| s.resolving_power).filter(|power| *power > 0.0) {
            writeln!(
                stdout(),
                "{name}: this gold can tell methods apart that differ by {:.1} points of {measure} F1 or more",
                100.0 * power
            )?;
        }
    }
    Ok(())
}

fn as_json(s: &Standing, entries: &[Entry]) -> serde_json::Value {
    let own = entries.iter().filter(|e| e.layer == s.layer && e.measure == s.measure && e.method == s.method);
    let documents: Vec<_> = own
        .map(|e| {
            let c = e.counts;
            json!([e.document, c.gold, c.predicted, c.recalled, c.precise])
        })
        .collect();
    json!({
        "layer": s.layer, "measure": s.measure, "method": s.method, "rank": s.rank, "place": s.place, "p_value": s.p_value, "resolving_power": s.resolving_power,
        "precision": s.counts.precision(), "recall": s.counts.recall(), "f1": s.counts.f1(),
        "low": s.interval.map(|i| i.0), "high": s.interval.map(|i| i.1),
        "gold": s.counts.gold, "predicted": s.counts.predicted,
        "recalled": s.counts.recalled, "precise": s.counts.precise,
        "documents": documents,
    })
}

fn columns(rows: &[Standing]) -> Vec<column::Column> {
    use column::{double, double_or_null, long, string};
    vec![
        string("layer", "what was scored", rows, |r| &r.layer),
        string("measure", "how it was scored", rows, |r| &r.measure),
        string("method", "which method", rows, |r| &r.method),
        long("rank", "1 and one for each method that is better by a test at 5%", rows, |r| i64::from(r.rank)),
        long("place", "place by F1 alone", rows, |r| i64::from(r.place)),
        double_or_null("p_value", "paired randomization test against place 1", rows, |r| r.p_value),
        long("documents", "scored documents", rows, |r| i64::from(r.documents)),
        long("gold", "items in the gold", rows, |r| r.counts.gold as i64),
        long("predicted", "items that the method found", rows, |r| r.counts.predicted as i64),
        double("recalled", "gold items found, or their shares", rows, |r| r.counts.recalled),
        double("precise", "found items that are right, or their shares", rows, |r| r.counts.precise),
        double_or_null("precision", "precise / predicted", rows, |r| r.counts.precision()),
        double_or_null("recall", "recalled / gold", rows, |r| r.counts.recall()),
        double_or_null("f1", "harmonic mean of both", rows, |r| r.counts.f1()),
        double_or_null("low", "lower end of the 95% interval of f1", rows, |r| r.interval.map(|i| i.0)),
        double_or_null("high", "upper end of the 95% interval of f1", rows, |r| r.interval.map(|i| i.1)),
    ]
}
