mod curve;
mod keeper;
mod pages;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::stdout;
use anyhow::{Context, Result, anyhow, ensure};

use keeper::Keeper;
use serde_json::{Value, json};

use super::choice::{any_method, choice};
use super::table::percent;
use crate::bench::set::{Convention, load};
use crate::dataset::write_whole;
use crate::document::{Document, Label};
use crate::evaluate::{Gold, Run};
use crate::hint::Hint;
use crate::learn::crf::train::Options;
use crate::learn::model::{self, Header};
use crate::learner::{Example, Labeled, Learned, Learner, Plan};
use crate::method::Layer;
use crate::methods::{Methods, Row};
use crate::pipeline::Pipeline;
use crate::score::board::standings;
use crate::source::sha256;

/// Train a method on labeled text: one model file, and a card that says what it is and how good
///
/// The same corpora and options give the same bytes. An interrupted run goes on after its last epoch when it
/// is started again.
#[derive(clap::Args)]
pub struct Args {
    /// claims, entities or blocks
    #[arg(long, value_parser = choice::<Layer>())]
    layer: Layer,
    /// A method of that layer that learns; the first one if left out
    #[arg(long, value_parser = any_method())]
    method: Option<String>,
    /// A corpus in JSON Lines; may be given several times
    #[arg(long, required = true, value_name = "FILE")]
    corpus: Vec<PathBuf>,
    /// A corpus in which people, organisations and places alone are marked, all places of one type (entities crf)
    #[arg(long, value_name = "FILE")]
    names: Vec<PathBuf>,
    /// A corpus that a method labeled: learned from as well, but nothing is judged by it (claims judge)
    #[arg(long, value_name = "FILE")]
    silver: Vec<PathBuf>,
    /// A corpus to score the model on; its scores go into the card
    #[arg(long, value_name = "FILE")]
    dev: Vec<PathBuf>,
    /// Whose conventions the corpora follow: ours, polnear (claims) or places (entities)
    #[arg(long, default_value = "ours", value_parser = choice::<Convention>())]
    convention: Convention,
    /// The model file; the card stands beside it, with the ending .md
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Passes over the corpora, if not what has proven right for the method
    #[arg(long, value_name = "N")]
    epochs: Option<usize>,
    /// The share of its features that a token loses each time it is seen, if not what has proven right
    #[arg(long, value_name = "SHARE", value_parser = share)]
    dropout: Option<f32>,
    /// Orders the examples
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads that prepare the corpora; the bytes written do not depend on it
    #[arg(long, value_name = "N", default_value_t = 1)]
    threads: usize,
    /// Leave out a group of features, to see what it is worth
    #[arg(long, value_name = "GROUP")]
    without: Vec<String>,
    /// The encoder's weights, as scripts/train_neural.py exports them (claims neural)
    #[arg(long, value_name = "FILE")]
    encoder: Option<PathBuf>,
    /// What the card says of the corpora: licences, terms
    #[arg(long, default_value = "")]
    note: String,
    /// Print JSON: the model's header, bytes and SHA-256, and its scores
    #[arg(long)]
    json: bool,
}

/// A share that leaves something.
fn share(text: &str) -> Result<f32, String> {
    let share = text.parse().ok().filter(|share| (0.0..0.95).contains(share));
    share.ok_or_else(|| "no number from 0 to below 0.95".to_owned())
}

impl Args {
    /// The corpora, and what the labels of each are worth.
    fn given(&self) -> Vec<(&PathBuf, Labeled)> {
        let of = |labeled| move |path| (path, labeled);
        let gold = self.corpus.iter().map(of(Labeled::Whole));
        gold.chain(self.names.iter().map(of(Labeled::Names)))
            .chain(self.silver.iter().map(of(Labeled::Silver)))
            .collect()
    }

    /// What has proven right, but for what is asked for.
    fn options(&self, own: Options) -> Options {
        Options {
            epochs: self.epochs.unwrap_or(own.epochs),
            dropout: self.dropout.unwrap_or(own.dropout),
            seed: self.seed,
            ..own
        }
    }
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let layer = args.layer;
    let row = learning(layer, args.method.as_deref())?;
    let learner = row.learner.context("it is one that learns")?;
    let convention = args.convention;
    if let Some(unknown) = args.without.iter().find(|name| !learner.groups().contains(&name.as_str())) {
        return Err(anyhow!("--without {unknown}: no group of features of {} {}", layer.name(), row.name))
            .hint(&format!("one of {}", learner.groups().join(", ")));
    }
    let own = learner.options();
    let options = args.options(own);
    let read = |path: &PathBuf| fs::read(path).with_context(|| path.display().to_string());
    let encoder = args
        .encoder
        .as_ref()
        .map(read)
        .transpose()
        .hint("give --encoder what scripts/train_neural.py exports")?;
    let encoder = encoder.or_else(|| learner.encoder().map(<[u8]>::to_vec));
    let plan = Plan { options, without: args.without.clone(), encoder };
    if !args.names.is_empty() && layer != Layer::Entities {
        return Err(anyhow!("--names: {} has no names to learn from", layer.name()))
            .hint("give the corpus as --corpus");
    }
    let given = args.given();
    let corpora = provenance(&given)?;
    let mut examples = Vec::new();
    for (path, labeled) in given {
        if layer == Layer::Blocks {
            examples.extend(pages::read(path)?);
            continue;
        }
        // In that convention nothing but names is marked, whatever the corpus is given as.
        let convention = if labeled == Labeled::Names { Convention::Places } else { convention };
        let labeled = if convention == Convention::Places { Labeled::Names } else { labeled };
        let golds = load(path, path, convention)?.gold.into_iter();
        examples.extend(prepared(golds.filter(|gold| gold.layers.contains(&layer)).collect(), labeled, args));
    }
    ensure!(!examples.is_empty(), "no document of the corpora has labels of {}", layer.name());
    let header = Header {
        format: model::FORMAT,
        layer: layer.name().to_owned(),
        method: row.name.clone(),
        corpora,
        options: plan.described(),
    };
    let mut keeper = Keeper::new(&args.output, &header);
    let examples: Vec<&Example> = examples.iter().collect();
    let Learned { tensors, held_out } = learner.learn(&examples, &plan, &mut keeper)?;
    let bytes = model::write(&header, &tensors)?;
    write_whole(&args.output, &bytes)?;
    let scores = scores(args, &row.name, &*learner, &bytes, (layer, convention))?;
    let mut card = card(args, &header, &bytes, &scores);
    if !held_out.is_empty() {
        card += &curve::table(&held_out);
    }
    write_whole(&args.output.with_extension("md"), card.as_bytes())?;
    keeper.done()?;
    if args.json {
        writeln!(stdout(), "{}", serde_json::to_string_pretty(&told(args, &header, &bytes, &scores))?)?;
    } else {
        write!(stdout(), "{card}")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Where a model comes from: the corpora by name with their SHA-256.
fn provenance(given: &[(&PathBuf, Labeled)]) -> Result<BTreeMap<String, String>> {
    let mut corpora = BTreeMap::new();
    for (path, labeled) in given {
        let bytes = fs::read(path)
            .with_context(|| path.display().to_string())
            .hint("give --corpus a corpus in JSON Lines; `saidso import` makes one")?;
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let name = name(path, &file) + said(*labeled);
        ensure!(corpora.insert(name, sha256(&bytes)).is_none(), "{file}: given twice");
    }
    Ok(corpora)
}

/// What a corpus's labels are, where they are not all of them and by hand.
fn said(labeled: Labeled) -> &'static str {
    match labeled {
        Labeled::Whole => "",
        Labeled::Names => " (names)",
        Labeled::Silver => " (silver)",
    }
}

/// The corpus's name: its file's, with the folder's where that says more ("polnear/train.jsonl").
fn name(path: &Path, file: &str) -> String {
    let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy());
    folder.map_or_else(|| file.to_owned(), |folder| format!("{folder}/{file}"))
}

/// The method of `layer` that is to learn; the first one that can where none is named.
fn learning(layer: Layer, method: Option<&str>) -> Result<Row> {
    let methods = Methods::builtin();
    let learning: Vec<&Row> = methods.of(layer).filter(|row| row.learner.is_some()).collect();
    let names: Vec<&str> = learning.iter().map(|row| &*row.name).collect();
    let asked = |row: &&&Row| method.is_none_or(|method| row.name == method);
    let found = learning.iter().find(asked).map(|row| (*row).clone());
    found
        .ok_or_else(|| {
            anyhow!("--method {}: no method of {} that learns", method.unwrap_or("–"), layer.name())
        })
        .hint(&format!("one of: {}", names.join(", ")))
}

/// What is learned from, in the order of `golds`. The threads share this work; training itself goes one
/// step after another, so that their number changes no byte.
fn prepared(golds: Vec<Gold>, labeled: Labeled, args: &Args) -> Vec<Example> {
    let share = golds.len().div_ceil(args.threads.max(1)).max(1);
    let example =
        |gold: &Gold| Example { bare: below(&gold.bare, args.layer), gold: gold.document.clone(), labeled };
    std::thread::scope(|scope| {
        let parts = golds.chunks(share);
        let parts: Vec<_> =
            parts.map(|part| scope.spawn(move || part.iter().map(example).collect::<Vec<_>>())).collect();
        parts.into_iter().flat_map(|part| part.join().expect("preparing does not panic")).collect()
    })
}

/// `bare` with the layers below `layer`, by the default methods.
fn below(bare: &Document, layer: Layer) -> Document {
    let mut document = bare.clone();
    let lower = Layer::ALL.iter().map(|row| row.0).take_while(|lower| *lower < layer).last();
    if let Some(last) = lower {
        Pipeline::default().annotate(&mut document, last);
    }
    document
}

/// What the model reaches on the dev corpora, as rows of the card's table.
fn scores(
    args: &Args,
    method: &str,
    learner: &dyn Learner,
    bytes: &[u8],
    (layer, convention): (Layer, Convention),
) -> Result<Vec<[String; 6]>> {
    let mut rows = Vec::new();
    if args.dev.is_empty() {
        return Ok(rows);
    }
    let loaded = learner.load(bytes)?;
    for path in &args.dev {
        let gold: Vec<Gold> = load(path, path, convention)?.gold;
        let labeled = gold.iter().filter(|gold| gold.layers.contains(&layer));
        let predicted = labeled.map(|gold| {
            let mut document = below(&gold.bare, layer);
            loaded.annotate(&mut document);
            convention.convert(&gold.ignored, document)
        });
        let run = Run::new(layer, method, predicted.collect());
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for standing in standings(&run.entries(&gold)) {
            let shown = standing.measure.is_main() && standing.counts.f1().is_some();
            if shown {
                let ends = standing.interval.map(|(low, high)| [low, high].map(|end| percent(Some(end))));
                rows.push([
                    name(path, &file),
                    standing.measure.name(),
                    percent(standing.counts.precision()),
                    percent(standing.counts.recall()),
                    percent(standing.counts.f1()),
                    ends.map_or_else(String::new, |ends| ends.join("–")),
                ]);
            }
        }
    }
    Ok(rows)
}

fn told(args: &Args, header: &Header, bytes: &[u8], scores: &[[String; 6]]) -> Value {
    let score = |[corpus, measure, precision, recall, f1, interval]: &[String; 6]| json!({"corpus": corpus, "measure": measure, "precision": precision, "recall": recall, "f1": f1, "interval": interval});
    json!({
        "version": 1,
        "model": args.output,
        "header": header,
        "bytes": bytes.len(),
        "sha256": sha256(bytes),
        "scores": scores.iter().map(score).collect::<Vec<_>>(),
    })
}

fn card(args: &Args, header: &Header, bytes: &[u8], scores: &[[String; 6]]) -> String {
    let mut card = format!(
        "# {} {}\n\nFormat {}, {} bytes, SHA-256 `{}`. Written by `saidso train` {}.\n\n",
        header.layer,
        header.method,
        header.format,
        bytes.len(),
        sha256(bytes),
        env!("CARGO_PKG_VERSION"),
    );
    card += "| trained on | SHA-256 |\n|---|---|\n";
    for (file, hash) in &header.corpora {
        card += &format!("| {file} | `{hash}` |\n");
    }
    if !args.note.is_empty() {
        card += &format!("\n{}\n", args.note);
    }
    card += "\n| option | value |\n|---|---|\n";
    for (option, value) in &header.options {
        card += &format!("| {option} | {value} |\n");
    }
    if !scores.is_empty() {
        card += "\n| scored on | measure | P | R | F1 | 95% (bootstrap over documents) |\n|---|---|---|---|---|---|\n";
        for row in scores {
            card += &format!("| {} |\n", row.join(" | "));
        }
    }
    card
}

#[cfg(test)]
mod tests;
