//! Text through tokenizer and encoder, on one thread: KB and wordpieces a second, of thread CPU time.
//!
//! `cargo bench --bench neural -- [MODEL [FILE…]]`; by default the model and the articles of `datasets`.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::Context;
use rustix::time::{ClockId, clock_gettime};
use saidso::learn::bert::{Neural, Scratch};
use saidso::learn::tensors::Tensors;

/// The machine is not ours alone: the fastest of so many runs counts.
const RUNS: usize = 15;

fn main() -> anyhow::Result<()> {
    let datasets = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets");
    // `cargo bench` adds options that are meant for its own harness.
    let mut paths = env::args().skip(1).filter(|argument| !argument.starts_with("--")).map(PathBuf::from);
    let model = match paths.next() {
        Some(path) => fs::read(&path).with_context(|| path.display().to_string())?,
        None => [saidso_neural_1::HALF, saidso_neural_2::HALF].concat(),
    };
    let mut files: Vec<PathBuf> = paths.collect();
    if files.is_empty() {
        let articles = fs::read_dir(datasets.join("articles"))?;
        files = articles.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    }
    let texts: Vec<String> = files.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    let bytes: usize = texts.iter().map(String::len).sum();

    let begin = seconds();
    let model = Neural::read(&Tensors::read(&model)?)?;
    println!("loaded in {:.1} ms", (seconds() - begin) * 1e3);
    let mut scratch = Scratch::default();
    let (mut least, mut pieces) = (f64::INFINITY, 0);
    for _ in 0..RUNS {
        let begin = seconds();
        pieces = 0;
        for text in &texts {
            let tagged = model.tag(text, std::slice::from_ref(&(0..text.len())), &mut scratch);
            pieces += tagged.words.last().map_or(0, |word| word.last) + 2 * tagged.windows.len();
        }
        least = least.min(seconds() - begin);
    }
    println!(
        "{bytes} bytes, {pieces} wordpieces in {least:.3} s: {:.1} KB/s, {:.0} wordpieces/s",
        bytes as f64 / least / 1e3,
        pieces as f64 / least
    );
    Ok(())
}

fn seconds() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 * 1e-9
}
