mod labels;
mod outside;
pub(super) mod predicted;
mod reliability;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anstream::stdout;
use anyhow::{Result, ensure};
use arrow::array::RecordBatch;
use serde_json::{Value, json};

use labels::agreements;
use outside::{Outside, outsider, outsiders, seconds};
use predicted::{Predicted, predictions};
use reliability::reliabilities;

use super::choice::choice;
use super::chosen::models;
use super::standings::{as_json, columns, print, print_power};
use crate::bench::result::BUILD;
use crate::bench::set::{Convention, FIVE, OPEN, Set, articles_of, load};
use crate::dataset::{column, write_batch, write_whole};
use crate::document::{Document, Label};
use crate::evaluate;
use crate::evaluate::{Gold, Record, Run, fingerprint};
use crate::method::Layer;
use crate::methods::{Methods, Row};
use crate::score::board::{Entry, Standing, standings};

/// Score every method of every layer against the gold
#[derive(clap::Args)]
pub struct Args {
    /// Gold files, or a corpus in JSON Lines; if left out, the five articles (datasets/gold) and, in tables of its
    /// own, the test part of the open set (datasets/open/test)
    #[arg(long, value_name = "DIR|FILE")]
    gold: Option<PathBuf>,
    /// Where the articles of the gold files are; the folder that the open set has beside it, or datasets/articles
    #[arg(long, value_name = "DIR")]
    articles: Option<PathBuf>,
    /// Score these predictions, JSON Lines as `extract` writes them, instead of the methods
    #[arg(long, value_name = "FILE")]
    predicted: Vec<PathBuf>,
    /// Score a model that `saidso train` wrote, too; may be given several times
    #[arg(long, value_name = "FILE", conflicts_with = "predicted")]
    model: Vec<PathBuf>,
    /// Score a program of your own, too: a line for the shell that starts it; it is given documents over its standard
    /// input, as datasets/protocol.md says; or the http:// address of a service; may be given several times
    #[arg(long, value_name = "COMMAND|URL", value_parser = outsider)]
    outside: Vec<String>,
    /// How long an outside method has for a document; one that is late is ended and started anew
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    deadline: Duration,
    /// Whose conventions the gold follows: ours, polnear (claims) or places (entities); what is scored
    /// is put into them
    #[arg(long, default_value = "ours", value_parser = choice::<Convention>())]
    convention: Convention,
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
    let open = Path::new(OPEN);
    let both = args.gold.is_none() && args.predicted.is_empty() && args.convention == Convention::Ours;
    let shown = both && !args.json && !args.record && args.parquet.is_none() && open.is_dir();
    let mut whole = one(args, args.gold.as_deref().unwrap_or(Path::new(FIVE)))?;
    if shown {
        writeln!(stdout())?;
        whole &= one(args, open)?;
    }
    Ok(ExitCode::from(u8::from(!whole)))
}

/// What was scored against one set.
pub struct Scored {
    /// What the scores depend on: two runs with one signature have one result.
    pub signature: Value,
    standings: Vec<Standing>,
    entries: Vec<Entry>,
    /// People against people; not ranked among the methods.
    people: Vec<Entry>,
    runs: Vec<Run>,
    outside: Vec<Outside>,
    gold: Vec<Gold>,
    methods: Methods,
    gold_sha256: String,
}

/// Scores what `args` ask for against the gold that they name: predictions, or every method, with `own` ones beside those
/// of the program; then of the layers of those alone.
///
/// # Errors
/// When the gold, a prediction or a model cannot be read or does not fit, or two methods of a layer have one name.
pub fn scored(args: &Args, own: Vec<Row>) -> Result<Scored> {
    against(args, args.gold.as_deref().unwrap_or(Path::new(FIVE)), own)
}

fn against(args: &Args, path: &Path, own: Vec<Row>) -> Result<Scored> {
    let convention = args.convention;
    let articles = args.articles.clone().unwrap_or_else(|| articles_of(path));
    let set = load(path, &articles, convention)?;
    let gold_sha256 = set.sha256()?;
    let Set { gold, people } = set;
    let convert = |gold: &Gold, mut document: Document| {
        document.keep_from(args.min_confidence);
        convention.convert(&gold.ignored, document)
    };
    let layers: Vec<Layer> = own.iter().map(|row| row.layer).collect();
    let mut methods = Methods::builtin();
    for row in models(&methods, &args.model)?.into_iter().chain(own) {
        methods.add(row)?;
    }
    let mut files = predictions(&args.predicted, &gold, convert)?;
    let mut runs: Vec<Run> = if files.is_empty() {
        let asked = |row: &&Row| layers.is_empty() || layers.contains(&row.layer);
        methods.rows().iter().filter(asked).map(|row| evaluate::run(row, &gold, convert)).collect()
    } else {
        files.iter_mut().flat_map(|file| std::mem::take(&mut file.runs)).collect()
    };
    let mut outside = outsiders(&args.outside, args.deadline, &gold, convert);
    runs.extend(outside.iter_mut().flat_map(|own| std::mem::take(&mut own.runs)));
    let entries: Vec<Entry> = runs.iter().flat_map(|run| run.entries(&gold)).collect();
    let signature = signature(args, path, &gold_sha256, &runs, &files, &outside)?;
    Ok(Scored {
        signature,
        standings: standings(&entries),
        entries,
        people,
        runs,
        outside,
        gold,
        methods,
        gold_sha256,
    })
}

impl Scored {
    /// The standings, a row a measure of a method.
    pub fn table(&self) -> RecordBatch {
        column::batch(columns(&self.standings))
    }

    /// All of it, the counts of every document included.
    fn as_json(&self) -> Value {
        let rows = |standings: &[Standing], entries: &[Entry]| -> Vec<Value> {
            standings.iter().map(|standing| as_json(standing, entries)).collect()
        };
        let reliabilities = reliabilities(&self.runs, &self.gold);
        json!({
            "signature": self.signature,
            "standings": rows(&self.standings, &self.entries),
            "annotators": rows(&standings(&self.people), &self.people),
            "calibration": reliabilities.iter().map(reliability::as_json).collect::<Vec<_>>(),
            "labels": agreements(&self.runs, &self.gold),
            "outside": self.outside.iter().map(Outside::as_json).collect::<Vec<_>>(),
        })
    }

    /// Whether no outside method failed at a document.
    fn is_whole(&self) -> bool {
        self.outside.iter().all(|own| own.failures().next().is_none())
    }

    fn print(&self, all: bool) -> Result<()> {
        // The ceiling stands beside the methods, but is not ranked among them.
        let ceiling = standings(&self.people);
        let shown = |s: &&Standing| s.counts.f1().is_some() && (all || s.measure.is_main());
        print(&self.standings.iter().chain(&ceiling).filter(shown).collect::<Vec<_>>())?;
        reliability::print(&reliabilities(&self.runs, &self.gold))?;
        labels::print(&agreements(&self.runs, &self.gold))?;
        print_power(&self.standings)
    }
}

/// Scores against the set at `path`, and tells the scores; whether no outside method failed at a document.
fn one(args: &Args, path: &Path) -> Result<bool> {
    if args.record {
        ensure!(args.predicted.is_empty(), "--record is for the methods, not for --predicted");
        ensure!(args.min_confidence == 0.0, "--record is for all that is found, not for --min-confidence");
        ensure!(args.model.is_empty(), "--record is for the program's own models, not for --model");
        ensure!(args.outside.is_empty(), "--record is for the program's own methods, not for --outside");
    }
    let scored = against(args, path, Vec::new())?;
    if args.record {
        let record = record(&scored)?;
        let text = serde_json::to_string_pretty(&record)? + "\n";
        write_whole(Path::new(RECORD), text.as_bytes())?;
    }
    if let Some(path) = &args.parquet {
        write_batch(path, scored.table())?;
    }
    if args.json {
        writeln!(stdout(), "{}", serde_json::to_string_pretty(&scored.as_json())?)?;
        return Ok(scored.is_whole());
    }
    scored.print(args.all)?;
    outside::print(&scored.outside)?;
    writeln!(
        stdout(),
        "\n{} documents of {}, sha256 {}; convention {}; 95% by bootstrap over documents; saidso {BUILD}",
        scored.gold.len(),
        path.display(),
        &scored.gold_sha256[..12],
        args.convention.name(),
    )?;
    Ok(scored.is_whole())
}

/// What the scores depend on: two runs with one signature have one result.
fn signature(
    args: &Args,
    path: &Path,
    gold: &str,
    runs: &[Run],
    files: &[Predicted],
    outside: &[Outside],
) -> Result<Value> {
    let models = runs.iter().filter_map(|run| {
        let sha256 = run.model.as_ref()?;
        Some(json!({ "layer": run.layer.name(), "method": run.name, "sha256": sha256 }))
    });
    Ok(json!({
        "tool": concat!("saidso ", env!("CARGO_PKG_VERSION")),
        "build": BUILD,
        "models": models.collect::<Vec<_>>(),
        "predicted": files,
        "outside": outside.iter().map(Outside::signature).collect::<Result<Vec<_>>>()?,
        "gold": path.display().to_string(),
        "gold_sha256": gold,
        "convention": args.convention.name(),
        "min_confidence": args.min_confidence,
        "matching": "one to one, optimal",
        "interval": "95%, bootstrap over documents, 1000 resamples",
    }))
}

fn record(scored: &Scored) -> Result<Vec<Record>> {
    let rows = scored.methods.rows().iter().map(|row| {
        let measure = evaluate::headline(row.layer);
        let own = |s: &&Standing| s.layer == row.layer.into() && s.method == row.name && s.measure == measure;
        Ok(Record {
            layer: row.layer.name().to_owned(),
            method: row.name.clone(),
            measure,
            f1: scored.standings.iter().find(own).and_then(|s| s.counts.f1()),
            output_sha256: fingerprint(row, &scored.gold)?,
        })
    });
    rows.collect()
}
