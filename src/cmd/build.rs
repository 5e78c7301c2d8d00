use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use serde_json::{Value, json};

use super::chosen::Chosen;
use super::report::{Progress, Report};
use super::shard::Shard;
use super::signals;
use super::sources::Sources;
use super::visible::visible;
use crate::dataset::ids::Ids;
use crate::dataset::kept::{Kept, Old};
use crate::dataset::parts::{self, Parts};
use crate::dataset::publish::Staging;
use crate::dataset::schema::{MethodNames, Table, Unit};
use crate::dataset::tables::Entry;
use crate::dataset::writing::Writing;
use crate::dataset::{COLUMNS, Manifest, merge};
use crate::document::{Article, Document, Label, Reason, Reject};
use crate::hint::Hint;
use crate::pipeline::{Pipeline, Read};
use crate::source::Input;
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
    /// Leave out entities and claims that are less sure; gold stays whole
    #[arg(long, default_value_t = 0.0, value_name = "P", value_parser = super::share::share)]
    min_confidence: f32,
    /// Tell what would be read and replaced, and write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    report: Report,
}

/// More threads than any machine has cores would only fail to start.
const MOST_THREADS: usize = 1024;

pub fn run(args: &Args) -> Result<ExitCode> {
    let pipeline = args.chosen.pipeline()?;
    let (files, _spooled) = args.sources.files()?;
    let gold: HashMap<String, PathBuf> = match gold::files(&args.gold) {
        Ok(files) => files.into_iter().collect(),
        // The default directory need not be there; one that was asked for must.
        Err(_) if args.gold == Path::new("datasets/gold") => HashMap::new(),
        Err(error) => return Err(error),
    };
    let inputs = source::inputs(files.clone(), args.sources.columns());
    let inputs = inputs.filter(|input| args.shard.is_none_or(|own| own.holds(&input.id())));
    let options = options(args, &pipeline);
    if args.dry_run {
        return plan(args, &files, inputs, &options);
    }
    let staging = if args.resume { Staging::resume(&args.output)? } else { Staging::open(&args.output)? };
    signals::watch();
    let mut old = Old::default();
    let parts = args.resume.then(|| Parts::open(&staging.parts(), &options, parts::BATCHES)).transpose()?;
    for part in parts.iter().map(Parts::finished).collect::<Result<Vec<_>>>()?.concat() {
        old.add(&part, &options)?;
    }
    let why = if args.update { old.add(&args.output, &options)? } else { None };
    if let Some(why) = why {
        writeln!(anstream::stderr(), "{}: built anew, since {why}", args.output.display())?;
    }
    let (known, kept) = old.split();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = args.threads.unwrap_or(cores).min(MOST_THREADS);
    let bytes: u64 =
        files.iter().filter_map(|file| fs::metadata(&file.path).ok()).map(|about| about.len()).sum();
    let bytes = bytes / args.shard.map_or(1, |own| own.of);
    let mut run = Run::start(args, (staging, parts), &pipeline, gold, kept, bytes)?;
    let mut rejects = Vec::new();
    let known = |article: &Article, document: &Document| known.place(article, document);
    pipeline.read_all(inputs, threads, known, |result| {
        let reject = match result {
            Ok(read) => run.add(read)?,
            Err(reject) => Some(reject),
        };
        rejects.extend(reject);
        run.progress.at(run.bytes, run.ids.len(), rejects.len());
        Ok(())
    })?;
    merge::sort(&mut rejects);
    // Another shard may have articles.
    if let (true, Some(first), None) = (run.ids.is_empty(), rejects.first(), args.shard) {
        return Err(anyhow!("{}: {}", first.path, first.message))
            .hint("no input gave an article, so nothing was written");
    }
    run.finish(options, rejects.clone())?;
    for reject in &rejects {
        let told = format!("rejected: {} ({}): {}", reject.path, reject.reason.name(), reject.message);
        let _ = writeln!(anstream::stderr(), "{}", visible(&told));
    }
    Ok(ExitCode::from(u8::from(!rejects.is_empty())))
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
    let columns = args.sources.columns();
    if !columns.is_empty() {
        options.insert(COLUMNS.to_owned(), columns.to_string());
    }
    options
}

/// A dataset that is being written.
struct Run<'a> {
    args: &'a Args,
    staging: Staging,
    methods: Arc<MethodNames>,
    writing: Writing,
    gold_files: HashMap<String, PathBuf>,
    /// What is taken over, and of how many articles it was.
    kept: Kept,
    kept_articles: usize,
    progress: Progress,
    /// The number of the article that has each id.
    ids: Ids,
    /// The numbers of the first articles of each path, in order, with it: those of one file follow one another.
    paths: Vec<(usize, Box<str>)>,
    bytes: u64,
}

impl<'a> Run<'a> {
    fn start(
        args: &'a Args,
        (staging, parts): (Staging, Option<Parts>),
        pipeline: &Pipeline,
        gold_files: HashMap<String, PathBuf>,
        kept: Kept,
        bytes: u64,
    ) -> Result<Run<'a>> {
        Ok(Run {
            args,
            methods: Arc::new(MethodNames {
                sentences: pipeline.sentences.name.clone(),
                entities: pipeline.entities.name.clone(),
                claims: pipeline.claims.name.clone(),
            }),
            writing: Writing::create(staging.path(), parts)?,
            staging,
            gold_files,
            kept,
            kept_articles: 0,
            progress: args.report.progress(bytes),
            ids: Ids::default(),
            paths: Vec::new(),
            bytes: 0,
        })
    }

    /// Adds an article, unless an earlier one has its id.
    fn add(&mut self, read: Read) -> Result<Option<Reject>> {
        let Read { article, mut document, known } = read;
        self.bytes += article.raw.len() as u64;
        let number = self.ids.len();
        if let Some(earlier) = self.ids.add(&article.id, number) {
            let earlier = self.path_of(earlier);
            let message =
                format!("an earlier input, {earlier}, has the id {:?}; change one of them", article.id);
            return Ok(Some(Reject { path: article.path, reason: Reason::SameId, message }));
        }
        if self.paths.last().is_none_or(|(_, path)| **path != *article.path) {
            self.paths.push((number, article.path.as_str().into()));
        }
        let gold = match self.gold_files.get(&article.id) {
            Some(path) => {
                let mut labels = gold::read(path, &article)?;
                labels.metadata = document.metadata.clone();
                let methods = Arc::new(MethodNames::gold());
                Some(Entry::Found(Box::new(Unit { article: article.clone(), document: labels, methods })))
            }
            None => None,
        };
        let entry = match known {
            Some(place) => {
                self.kept_articles += 1;
                Entry::Rows(Box::new(self.kept.take(place, &article.id)?))
            }
            None => {
                document.keep_from(self.args.min_confidence);
                Entry::Found(Box::new(Unit { article, document, methods: self.methods.clone() }))
            }
        };
        self.writing.add(entry, gold)?;
        Ok(None)
    }

    fn path_of(&self, number: usize) -> &str {
        let after = self.paths.partition_point(|(first, _)| *first <= number);
        self.paths[..after].last().map_or("", |(_, path)| path)
    }

    fn finish(self, options: BTreeMap<String, String>, rejects: Vec<Reject>) -> Result<()> {
        let kept = (self.args.update || self.args.resume).then_some(self.kept_articles);
        let told: Vec<_> = rejects.iter().map(reject_as_json).collect();
        let files = self.writing.finish(rejects)?;
        let seconds = self.progress.end();
        let manifest = Manifest::new(options, files);
        manifest.write(self.staging.path())?;
        self.staging.publish()?;
        let (output, bytes) = (&self.args.output, self.bytes);
        self.args.report.tell(
            || summary(output, &manifest, kept, bytes, seconds),
            || json!({"dataset": output, "manifest": manifest, "bytes": bytes, "seconds": seconds, "kept": kept, "rejects": told}),
        )
    }
}

fn reject_as_json(reject: &Reject) -> Value {
    json!({"path": reject.path, "reason": reject.reason.name(), "message": reject.message})
}

/// Tells what would be done.
fn plan(
    args: &Args,
    files: &[source::File],
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
    let old = Manifest::read(&args.output).ok().and_then(|manifest| rows(&manifest, "articles.parquet"));
    let words = || {
        let fate =
            old.map_or("would be made".to_owned(), |old| format!("would replace one of {old} articles"));
        let options: Vec<String> = options.iter().map(|(name, value)| format!("{name} {value}")).collect();
        let mut words = format!(
            "{}: a dataset of at most {articles} articles in {} files {fate}\n{}\n",
            args.output.display(),
            files.len(),
            options.join(", ")
        );
        words.extend(rejects.iter().map(|reject| format!("would be rejected: {}\n", reject.path)));
        visible(&words).into_owned()
    };
    args.report.tell(words, || {
        let told: Vec<_> = rejects.iter().map(reject_as_json).collect();
        let (files, output) = (files.len(), &args.output);
        json!({"dataset": output, "files": files, "articles": articles, "replaces": old, "options": options, "rejects": told})
    })?;
    Ok(ExitCode::SUCCESS)
}

/// What was written, and how to load it.
fn summary(output: &Path, manifest: &Manifest, kept: Option<usize>, bytes: u64, seconds: f64) -> String {
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
