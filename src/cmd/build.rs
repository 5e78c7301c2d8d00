use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::IsTerminal;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anstream::stdout;
use anyhow::{Result, anyhow};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::chosen::Chosen;
use super::signals;
use super::visible::visible;
use crate::dataset::publish::Staging;
use crate::dataset::schema::{MethodNames, Table, Unit};
use crate::dataset::{Manifest, Tables};
use crate::document::{Article, Document, Label, Reason, Reject};
use crate::hint::Hint;
use crate::pipeline::Pipeline;
use crate::{gold, source};

/// Build the dataset: articles in, Parquet tables and a manifest out
#[derive(clap::Args)]
pub struct Args {
    /// Text files, JSON Lines (.jsonl: one article a line, with `text`), or directories of them
    #[arg(default_value = ARTICLES)]
    paths: Vec<PathBuf>,
    /// The dataset's directory: new, empty, or a dataset, which is replaced
    #[arg(short, long, default_value = "dataset", value_name = "DIR")]
    output: PathBuf,
    /// Gold files; the labels of articles that have them are written under gold/
    #[arg(long, default_value = "datasets/gold", value_name = "DIR")]
    gold: PathBuf,
    /// Threads; the bytes written do not depend on it
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    #[command(flatten)]
    chosen: Chosen,
    /// Leave out entities and claims that are less sure; gold stays whole
    #[arg(long, default_value_t = 0.0, value_name = "P", value_parser = super::share::share)]
    min_confidence: f32,
}

/// What is built where no path is given.
const ARTICLES: &str = "datasets/articles";

/// Articles that are written together, and the bytes at which fewer are; fixed, so that the same input gives the same
/// bytes. No column of a batch may come near 2 GiB.
const BATCH: usize = 256;
const BATCH_BYTES: usize = 64 << 20;

/// More threads than any machine has cores would only fail to start.
const MOST_THREADS: usize = 1024;

pub fn run(args: &Args) -> Result<ExitCode> {
    let pipeline = args.chosen.pipeline()?;
    let ours = Path::new(ARTICLES);
    if args.paths == [ours] && !ours.exists() {
        return Err(anyhow!("no PATHS were given, and there is no {ARTICLES} here"))
            .hint("name your articles: saidso build FOLDER -o DIR");
    }
    let files = source::list(&args.paths)?;
    let gold: HashMap<String, PathBuf> = match gold::files(&args.gold) {
        Ok(files) => files.into_iter().collect(),
        // The default directory need not be there; one that was asked for must.
        Err(_) if args.gold == Path::new("datasets/gold") => HashMap::new(),
        Err(error) => return Err(error),
    };
    let staging = Staging::open(&args.output)?;
    signals::watch();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = args.threads.unwrap_or(cores).min(MOST_THREADS);
    let bytes = files.iter().filter_map(|file| fs::metadata(&file.path).ok()).map(|about| about.len()).sum();
    let mut run = Run::start(args, staging, &pipeline, gold, bytes)?;
    let mut rejects = Vec::new();
    pipeline.read_all(source::inputs(files), threads, |result| {
        let reject = match result {
            Ok((article, document)) => run.add(article, document)?,
            Err(reject) => Some(reject),
        };
        rejects.extend(reject);
        run.progress.set_message(format!("{} rejects", rejects.len()));
        Ok(())
    })?;
    rejects.sort_by(|a, b| (&a.path, a.reason).cmp(&(&b.path, b.reason)));
    if let (true, Some(first)) = (run.ids.is_empty(), rejects.first()) {
        return Err(anyhow!("{}: {}", first.path, first.message))
            .hint("no input gave an article, so nothing was written");
    }
    let summary = run.finish(&rejects)?;
    write!(stdout(), "{summary}")?;
    for reject in &rejects {
        let told = format!("rejected: {} ({}): {}", reject.path, reject.reason.name(), reject.message);
        let _ = writeln!(anstream::stderr(), "{}", visible(&told));
    }
    Ok(ExitCode::from(u8::from(!rejects.is_empty())))
}

/// A dataset that is being written.
struct Run<'a> {
    args: &'a Args,
    staging: Staging,
    blocks: String,
    methods: Arc<MethodNames>,
    tables: Tables,
    gold_files: HashMap<String, PathBuf>,
    gold_tables: Option<Tables>,
    waiting: Vec<Unit>,
    gold_waiting: Vec<Unit>,
    progress: ProgressBar,
    started: Instant,
    /// The path of the article that has each id.
    ids: HashMap<String, String>,
    bytes: u64,
}

impl<'a> Run<'a> {
    fn start(
        args: &'a Args,
        staging: Staging,
        pipeline: &Pipeline,
        gold_files: HashMap<String, PathBuf>,
        bytes: u64,
    ) -> Result<Run<'a>> {
        Ok(Run {
            args,
            blocks: pipeline.blocks.name.clone(),
            methods: Arc::new(MethodNames {
                sentences: pipeline.sentences.name.clone(),
                entities: pipeline.entities.name.clone(),
                claims: pipeline.claims.name.clone(),
            }),
            tables: Tables::create(staging.path())?,
            staging,
            gold_files,
            gold_tables: None,
            waiting: Vec::new(),
            gold_waiting: Vec::new(),
            progress: progress(bytes),
            started: Instant::now(),
            ids: HashMap::new(),
            bytes: 0,
        })
    }

    /// Adds an article, unless an earlier one has its id.
    fn add(&mut self, article: Article, mut document: Document) -> Result<Option<Reject>> {
        self.bytes += article.raw.len() as u64;
        self.progress.set_position(self.bytes);
        if let Some(earlier) = self.ids.get(&article.id) {
            let message =
                format!("an earlier input, {earlier}, has the id {:?}; change one of them", article.id);
            return Ok(Some(Reject { path: article.path, reason: Reason::SameId, message }));
        }
        self.ids.insert(article.id.clone(), article.path.clone());
        self.progress.set_prefix(format!("{} articles", self.ids.len()));
        document.keep_from(self.args.min_confidence);
        if let Some(path) = self.gold_files.get(&article.id) {
            let mut labels = gold::read(path, &article)?;
            labels.metadata = document.metadata.clone();
            self.gold_waiting.push(Unit {
                article: article.clone(),
                document: labels,
                methods: Arc::new(MethodNames::gold()),
            });
        }
        self.waiting.push(Unit { article, document, methods: self.methods.clone() });
        let bytes: usize = self.waiting.iter().map(|unit| unit.article.raw.len()).sum();
        if self.waiting.len() == BATCH || bytes >= BATCH_BYTES {
            self.flush(&[])?;
        }
        Ok(None)
    }

    fn flush(&mut self, rejects: &[Reject]) -> Result<()> {
        self.tables.write(&self.waiting, rejects)?;
        self.waiting.clear();
        if !self.gold_waiting.is_empty() {
            if self.gold_tables.is_none() {
                self.gold_tables = Some(Tables::create(&self.staging.path().join("gold"))?);
            }
            if let Some(tables) = &mut self.gold_tables {
                tables.write(&self.gold_waiting, &[])?;
            }
            self.gold_waiting.clear();
        }
        Ok(())
    }

    fn finish(mut self, rejects: &[Reject]) -> Result<String> {
        self.flush(rejects)?;
        self.progress.finish_and_clear();
        let seconds = self.started.elapsed().as_secs_f64();
        let root = self.staging.path();
        let mut files = self.tables.finish(root)?;
        if let Some(tables) = self.gold_tables {
            files.extend(tables.finish(root)?);
        }
        let options = BTreeMap::from([
            ("blocks".to_owned(), self.blocks),
            ("sentences".to_owned(), self.methods.sentences.clone()),
            ("entities".to_owned(), self.methods.entities.clone()),
            ("claims".to_owned(), self.methods.claims.clone()),
            ("min_confidence".to_owned(), self.args.min_confidence.to_string()),
        ]);
        let manifest = Manifest::new(options, files);
        manifest.write(root)?;
        self.staging.publish()?;
        Ok(summary(&self.args.output, &manifest, self.bytes, seconds))
    }
}

/// A bar on a terminal, nothing elsewhere.
fn progress(bytes: u64) -> ProgressBar {
    let bar = ProgressBar::new(bytes);
    if !std::io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let template = "{bar:32} {bytes}/{total_bytes}  {bytes_per_sec}  {prefix}  {msg}  ETA {eta}";
    bar.set_message("0 rejects");
    bar.set_style(ProgressStyle::with_template(template).expect("a fixed template, made in every build"));
    bar
}

/// What was written, and how to load it.
fn summary(output: &Path, manifest: &Manifest, bytes: u64, seconds: f64) -> String {
    let rows = |path: &str| manifest.files.iter().find(|file| file.path == path).map(|file| file.rows);
    let mut text = format!("{}: ", output.display());
    let counts = Table::ALL
        .iter()
        .filter_map(|(_, name, _)| rows(&format!("{name}.parquet")).map(|rows| format!("{rows} {name}")));
    text += &counts.collect::<Vec<_>>().join(", ");
    text += &format!("\nread {:.1} kB in {:.2} s\n", bytes as f64 / 1e3, seconds);
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
        let text = summary(Path::new("out"), &manifest, 1500, 1.0);
        assert!(text.starts_with("out: 2 articles, 7 claims\nread 1.5 kB in 1.00 s\n"), "{text}");
        assert!(text.contains("pl.read_parquet(\"out/claims.parquet\")"), "{text}");
        assert!(!text.contains("gold"), "no hand-labeled claims were written: {text}");
    }
}
