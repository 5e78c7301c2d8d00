mod run;
pub mod told;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, anyhow};

pub use run::Built;
use run::{Asked, Run};

use super::chosen::Chosen;
use super::report::Report;
use super::shard::Shard;
use super::signals;
use super::sources::Sources;
use super::visible::visible;
use crate::dataset::kept::Old;
use crate::dataset::parts::{self, Parts};
use crate::dataset::publish::Staging;
use crate::dataset::writing::Writing;
use crate::dataset::{COLUMNS, LICENSE, merge};
use crate::document::{Article, Document, Label};
use crate::hint::Hint;
use crate::pipeline::{Pipeline, cores};
use crate::source::{File, Input};
use crate::{gold, source};

/// Build the dataset: articles in, Parquet tables and a manifest out
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    sources: Sources,
    /// The dataset's directory: new, empty, or a dataset, which is replaced
    #[arg(short, long, default_value = "dataset", value_name = "DIR")]
    output: PathBuf,
    /// Gold files; the labels of articles that have them are written under gold/
    #[arg(long, default_value = "datasets/gold", value_name = "DIR")]
    gold: PathBuf,
    /// Threads; the bytes written do not depend on it
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Build the Ith of N parts alone, told by a hash of each article's id; `saidso merge` makes one dataset of all
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// Keep what the dataset has of articles that did not change, and look for claims in new and changed ones alone; the
    /// files are those of a whole build by this version
    #[arg(long)]
    update: bool,
    /// Keep what is done beside the dataset while the build runs, so that with --resume again it goes on where it was
    /// ended; it takes twice the space meanwhile
    #[arg(long)]
    resume: bool,
    #[command(flatten)]
    chosen: Chosen,
    /// What others may do with the dataset, for its card: an identifier of SPDX or of the Hugging Face Hub
    #[arg(long, value_name = "ID", value_parser = licence)]
    license: Option<String>,
    /// Leave out entities and claims that are less sure; gold stays whole
    #[arg(long, default_value_t = 0.0, value_name = "P", value_parser = super::share::share)]
    min_confidence: f32,
    /// Tell what would be read and replaced, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Say of each article, when it is read, what was found in it
    #[arg(short, long, conflicts_with = "quiet")]
    verbose: bool,
    #[command(flatten)]
    report: Report,
}

/// More threads than any machine has cores would only fail to start.
pub(super) const MOST_THREADS: usize = 1024;

pub fn run(args: &Args) -> Result<ExitCode> {
    if args.dry_run {
        let (files, _spooled) = args.sources.files()?;
        let options = options(args, &args.chosen.pipeline()?);
        return told::plan(args.report, &args.output, files.len(), inputs(args, files), &options);
    }
    let built = build(args, signals::watch, || Ok(()))?;
    args.report.tell(|| told::summary(&args.output, &built), || told::as_json(&args.output, &built))?;
    for reject in &built.rejects {
        let told = format!("rejected: {} ({}): {}", reject.path, reject.reason.name(), reject.message);
        let _ = writeln!(anstream::stderr(), "{}", visible(&told));
    }
    Ok(ExitCode::from(u8::from(!built.rejects.is_empty())))
}

/// Builds the dataset. `opened` is called once there is something to clear up, `go_on` after each article: its error ends
/// the build, and what was written goes.
///
/// # Errors
/// When a path or option is wrong, no input gives an article, or the dataset cannot be written.
pub fn build(args: &Args, opened: impl FnOnce(), mut go_on: impl FnMut() -> Result<()>) -> Result<Built> {
    let pipeline = args.chosen.pipeline()?;
    let (files, _spooled) = args.sources.files()?;
    let gold = gold_files(args)?;
    let bytes: u64 =
        files.iter().filter_map(|file| fs::metadata(&file.path).ok()).map(|about| about.len()).sum();
    let bytes = bytes / args.shard.map_or(1, |own| own.of);
    let options = options(args, &pipeline);
    let staging = if args.resume { Staging::resume(&args.output)? } else { Staging::open(&args.output)? };
    opened();
    let parts = args.resume.then(|| Parts::open(&staging.parts(), &options, parts::BATCHES)).transpose()?;
    let (known, kept) = old(args, parts.as_ref(), &options)?.split();
    let threads = args.threads.unwrap_or_else(cores).min(MOST_THREADS);
    let writing = Writing::create(staging.path(), parts)?;
    let asked = Asked {
        min_confidence: args.min_confidence,
        report: args.report,
        says_each: args.verbose,
        takes_over: args.update || args.resume,
    };
    let mut run = Run::start(asked, staging, writing, &pipeline, gold, kept, bytes);
    let mut rejects = Vec::new();
    let known = |article: &Article, document: &Document| known.place(article, document);
    pipeline.read_all(inputs(args, files), threads, known, |result| {
        let reject = match result {
            Ok(read) => run.add(read)?,
            Err(reject) => Some(reject),
        };
        rejects.extend(reject);
        run.progress.at(run.bytes, run.articles.len(), rejects.len());
        go_on()
    })?;
    merge::sort(&mut rejects);
    // Another shard may have articles.
    if let (true, Some(first), None) = (run.articles.is_empty(), rejects.first(), args.shard) {
        return Err(anyhow!("{}: {}", first.path, first.message))
            .hint("no input gave an article, so nothing was written");
    }
    run.finish(options, rejects)
}

/// The gold file of each article that has one, by its id.
fn gold_files(args: &Args) -> Result<HashMap<String, PathBuf>> {
    match gold::files(&args.gold) {
        Ok(files) => Ok(files.into_iter().collect()),
        // The default directory need not be there; one that was asked for must.
        Err(_) if args.gold == Path::new("datasets/gold") => Ok(HashMap::new()),
        Err(error) => Err(error),
    }
}

/// What is in `files`, or in the part of it that is asked for.
fn inputs(args: &Args, files: Vec<File>) -> impl Iterator<Item = Input> + Send {
    let shard = args.shard;
    let inputs = source::inputs(files, args.sources.columns());
    inputs.filter(move |input| shard.is_none_or(|own| own.holds(&input.id())))
}

/// What rows may be taken over from: parts of a run that was ended, and the dataset that stands.
fn old(args: &Args, parts: Option<&Parts>, options: &BTreeMap<String, String>) -> Result<Old> {
    let mut old = Old::default();
    for part in parts.map(Parts::finished).transpose()?.unwrap_or_default() {
        old.add(&part, options)?;
    }
    let why = if args.update { old.add(&args.output, options)? } else { None };
    if let Some(why) = why {
        writeln!(anstream::stderr(), "{}: built anew, since {why}", args.output.display())?;
    }
    Ok(old)
}

/// An identifier of a licence, for options: nothing that the head of a card could take for anything else.
fn licence(id: &str) -> Result<String, String> {
    let fits =
        !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '+'));
    if fits {
        Ok(id.to_owned())
    } else {
        Err("letters, digits, dots and hyphens, such as cc-by-4.0".to_owned())
    }
}

/// How the dataset is made, for its manifest; what is usual stands there only where it always did.
fn options(args: &Args, pipeline: &Pipeline) -> BTreeMap<String, String> {
    let mut options = BTreeMap::from([
        ("blocks".to_owned(), pipeline.blocks.name.clone()),
        ("sentences".to_owned(), pipeline.sentences.name.clone()),
        ("entities".to_owned(), pipeline.entities.name.clone()),
        ("claims".to_owned(), pipeline.claims.name.clone()),
        ("min_confidence".to_owned(), args.min_confidence.to_string()),
    ]);
    if pipeline.any_language {
        options.insert("any_language".to_owned(), true.to_string());
    }
    options.extend(args.license.iter().map(|id| (LICENSE.to_owned(), id.clone())));
    let columns = args.sources.columns();
    if !columns.is_empty() {
        options.insert(COLUMNS.to_owned(), columns.to_string());
    }
    options
}
