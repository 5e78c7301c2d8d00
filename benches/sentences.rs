//! Our sentence methods and other splitters on the same text in the same run: how well, by the
//! project's own scorer, and how fast, in CPU time of one thread, so other load on the machine does
//! not count. Every splitter gets the same blocks and leaves the same spans.
//!
//! The text is the gold articles, or a corpus: `cargo bench --bench sentences -- dev.jsonl`.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use icu_segmenter::{SentenceSegmenter, SentenceSegmenterBorrowed};
use saidso::document::{Document, Sentence, Span};
use saidso::evaluate::Gold;
use saidso::method::{Layer, Shared};
use saidso::methods::Methods;
use saidso::score::{Counts, Measure, compare};
use saidso::{exchange, gold};

/// Each splitter's best of so many runs counts: what slows one down comes from outside.
const RUNS: usize = 15;
/// A run repeats small texts up to so many bytes, so that the clock's grain does not show.
const BYTES: usize = 4_000_000;
const MEASURE: Measure = Measure::BoundaryFinal;

fn main() {
    if let Err(error) = run() {
        eprintln!("error: {error:#}");
        std::process::exit(1);
    }
}

/// Fills the sentences of a document.
type Split = Box<dyn Fn(&mut Document)>;

fn run() -> Result<()> {
    // `cargo bench -- --test` only proves that it runs.
    let test = std::env::args().any(|argument| argument == "--test");
    let corpus = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let gold = match &corpus {
        Some(path) => of_corpus(path)?,
        None => of_articles()?,
    };
    let bytes: usize = gold.iter().map(|gold| gold.document.text().len()).sum();
    ensure!(bytes > 0, "no text");
    let rounds = if test { 1 } else { BYTES.div_ceil(bytes) };

    let mut splitters: Vec<(String, Split)> = Vec::new();
    let methods = Methods::builtin();
    for row in methods.of(Layer::Sentences).cloned() {
        let name = row.name.clone();
        let split = move |document: &mut Document| row.annotate(document, &mut Shared::default());
        splitters.push((name, Box::new(split)));
    }
    let icu = SentenceSegmenter::new(Default::default());
    splitters.push((
        "ICU4X".to_owned(),
        Box::new(move |document| by_blocks(document, |text, pieces| icu4x(icu, text, pieces))),
    ));
    splitters.push(("sentencex".to_owned(), Box::new(|document| by_blocks(document, sentencex))));

    let mut documents: Vec<Document> = gold.iter().map(|gold| gold.bare.clone()).collect();
    let mut times = vec![Duration::MAX; splitters.len()];
    // In turn, so that what changes over time hits all alike.
    for _ in 0..if test { 1 } else { RUNS } {
        for ((_, split), best) in splitters.iter().zip(&mut times) {
            *best = (*best).min(time(&mut documents, split, rounds));
        }
    }
    println!("{} documents, {bytes} bytes; best of {RUNS} runs, CPU time of one thread", gold.len());
    let ours = &methods.default(Layer::Sentences).name;
    let own = splitters.iter().position(|row| row.0 == *ours).context("our own method")?;
    for (at, (name, split)) in splitters.iter().enumerate() {
        let (f1, exact) = score(&gold, split);
        println!(
            "{name:10} {MEASURE} F1 {:5.1}, exact F1 {:5.1} {:8.1} MB/s; {ours} is {:5.2} times as fast",
            100.0 * f1,
            100.0 * exact,
            (bytes * rounds) as f64 / times[at].as_secs_f64() / 1e6,
            times[at].as_secs_f64() / times[own].as_secs_f64(),
        );
    }
    let icu4x = splitters.iter().position(|row| row.0 == "ICU4X").context("ICU4X")?;
    ensure!(test || times[own] <= times[icu4x], "{ours} is slower than ICU4X");
    Ok(())
}

fn of_articles() -> Result<Vec<Gold>> {
    let datasets = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets");
    let labeled = gold::load(&datasets.join("gold"), &datasets.join("articles"))?;
    Ok(labeled.iter().map(Gold::of).collect())
}

fn of_corpus(path: &str) -> Result<Vec<Gold>> {
    let file = File::open(path).with_context(|| path.to_owned())?;
    exchange::read(path, BufReader::new(file))?.iter().map(Gold::of_record).collect()
}

/// CPU time of `rounds` over all documents.
fn time(documents: &mut [Document], split: &Split, rounds: usize) -> Duration {
    let started = thread_time();
    for _ in 0..rounds {
        for document in documents.iter_mut() {
            split(std::hint::black_box(document));
        }
    }
    thread_time() - started
}

fn thread_time() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0))
}

/// F1 of the measure, and of whole sentences.
fn score(gold: &[Gold], split: &Split) -> (f64, f64) {
    let (mut ends, mut exact) = (Counts::default(), Counts::default());
    for gold in gold {
        let mut found = gold.bare.clone();
        split(&mut found);
        for (measure, counts) in compare(Layer::Sentences, &gold.document, &found) {
            match measure {
                MEASURE => ends = ends + counts,
                Measure::Exact => exact = exact + counts,
                _ => {}
            }
        }
    }
    (ends.f1().unwrap_or(0.0), exact.f1().unwrap_or(0.0))
}

/// Splits each kept block with `split`, which says where its pieces start and end.
fn by_blocks(document: &mut Document, split: impl Fn(&str, &mut Pieces)) {
    let mut sentences = Vec::new();
    for (_, block) in document.kept() {
        let mut pieces = Pieces { text: block.text(document.text()), block, sentences };
        split(pieces.text, &mut pieces);
        sentences = pieces.sentences;
    }
    document.sentences = sentences;
}

/// The sentences of a document up to a block's pieces.
struct Pieces<'a> {
    text: &'a str,
    block: Span,
    sentences: Vec<Sentence>,
}

impl Pieces<'_> {
    /// Keeps a piece of the block without the white space around it.
    fn push(&mut self, start: usize, end: usize) {
        let piece = &self.text[start..end];
        let kept = piece.trim();
        if !kept.is_empty() {
            let start = self.block.start() + start + (piece.len() - piece.trim_start().len());
            self.sentences.push(Sentence { span: Span::new(start, start + kept.len()) });
        }
    }
}

fn icu4x(icu: SentenceSegmenterBorrowed<'static>, text: &str, pieces: &mut Pieces) {
    let mut last = 0;
    for end in icu.segment_str(text) {
        pieces.push(last, end);
        last = end;
    }
}

fn sentencex(text: &str, pieces: &mut Pieces) {
    for found in sentencex::get_sentence_boundaries("en", text) {
        pieces.push(found.start_byte, found.end_byte);
    }
}
