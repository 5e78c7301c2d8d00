//! The scorer on a million gold and a million predicted entities, and nervaluate beside it in the
//! same run on as many as it can manage. Both on one core, in CPU time, so other load on the machine
//! does not count. Making the spans is not timed on either side.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use saidso::document::{Document, Entity, EntityType, Label, Span};
use saidso::method::Layer;
use saidso::score::{Counts, compare};

const SPANS: usize = 1_000_000;
const IN_A_DOCUMENT: usize = 100;
/// nervaluate's time grows with the square of a document's spans, so it gets documents of 100.
const NERVALUATE_SPANS: usize = 20_000;
const SEED: u64 = 1;
/// What a million spans a side may take at most.
const LIMIT: Duration = Duration::from_secs(5);
const RUNS: usize = 5;

fn main() {
    if let Err(error) = run() {
        eprintln!("error: {error:#}");
        std::process::exit(1);
    }
}

fn run() -> Result<()> {
    // `cargo bench -- --test` only proves that it runs.
    let test = std::env::args().any(|argument| argument == "--test");
    let share = if test { 100 } else { 1 };
    let mut of_documents = None;
    for (name, size, ids) in [
        ("documents of 100", IN_A_DOCUMENT, false),
        ("documents of 100, with ids", IN_A_DOCUMENT, true),
        ("one document", SPANS / share, false),
    ] {
        let pairs = documents(SPANS / share, size, ids);
        let mut times: Vec<Duration> = (0..RUNS).map(|_| time(&pairs)).collect();
        times.sort_unstable();
        let best = times[0];
        let spans = 2 * (SPANS / share);
        println!(
            "saidso      {name:28} {spans:8} spans {:8.3} s (slowest of {RUNS}: {:.3} s) {:11.0} spans/s",
            best.as_secs_f64(),
            times[RUNS - 1].as_secs_f64(),
            spans as f64 / best.as_secs_f64(),
        );
        ensure!(times[RUNS - 1] < LIMIT, "{name}: over {LIMIT:?}");
        of_documents.get_or_insert(spans as f64 / best.as_secs_f64());
    }
    let Some((version, rate)) = nervaluate(NERVALUATE_SPANS / share)? else {
        println!(
            "nervaluate is not installed for this Python, so only ours is timed; install \
             scripts/requirements-scorers.txt and name the interpreter in SAIDSO_PYTHON"
        );
        return Ok(());
    };
    let ratio = of_documents.map_or(0.0, |ours| ours / rate);
    println!(
        "nervaluate {version} at {rate:.0} spans/s: saidso scores {ratio:.0} times as many in documents of 100"
    );
    Ok(())
}

/// CPU time of every measure of entities over all documents.
fn time(pairs: &[(Document, Document)]) -> Duration {
    let started = thread_time();
    let mut sum = Counts::default();
    for (gold, predicted) in pairs {
        for (_, counts) in std::hint::black_box(compare(Layer::Entities, gold, predicted)) {
            sum = sum + counts;
        }
    }
    std::hint::black_box(sum);
    thread_time() - started
}

fn thread_time() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0))
}

/// `count` spans a side, `size` to a document, as time_nervaluate.py makes them.
fn documents(count: usize, size: usize, ids: bool) -> Vec<(Document, Document)> {
    let mut random = Random(SEED);
    let entity = |start, end, kind: usize, id: usize| {
        let (kind, ..) = EntityType::ALL[kind];
        let id = (ids && !kind.is_value()).then(|| format!("thing-{id}"));
        Entity { span: Span::new(start, end), kind, id, confidence: 1.0 }
    };
    let document = |at: usize, random: &mut Random| {
        let mut pair = [0, 1].map(|_| Document::plain(&at.to_string(), ""));
        let mut last = 0;
        for _ in 0..size {
            let mut start = last + 2 + random.below(40);
            let mut end = start + 3 + random.below(20);
            let mut kind = random.below(EntityType::ALL.len());
            let id = random.below(30);
            pair[0].entities.push(entity(start, end, kind, id));
            // A fifth moved, a fifth retyped, a tenth somewhere else.
            match random.below(10) {
                0 | 1 => (start, end) = (start - 1, end - 1),
                2 | 3 => kind = random.below(EntityType::ALL.len()),
                4 => (start, end) = (end, end + 1),
                _ => {}
            }
            pair[1].entities.push(entity(start, end, kind, id));
            last = end;
        }
        let [gold, predicted] = pair;
        (gold, predicted)
    };
    (0..count / size).map(|at| document(at, &mut random)).collect()
}

/// nervaluate's version and its spans per second; `None` where it is not installed.
fn nervaluate(spans: usize) -> Result<Option<(String, f64)>> {
    let python = std::env::var("SAIDSO_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/time_nervaluate.py");
    let output = match Command::new(&python).args([script, &spans.to_string(), &SEED.to_string()]).output() {
        Ok(output) => output,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).context(python),
    };
    ensure!(output.status.success(), "{python} {script}: {}", String::from_utf8_lossy(&output.stderr));
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).context("time_nervaluate.py")?;
    if found["missing"] == true {
        return Ok(None);
    }
    let number = |key: &str| found[key].as_f64().with_context(|| format!("time_nervaluate.py: {key}"));
    let (sides, seconds) = (2.0 * number("spans")?, number("seconds")?);
    let version = found["version"].as_str().unwrap_or("unknown").to_owned();
    println!(
        "nervaluate  {:28} {sides:8.0} spans {seconds:8.3} s                            {:11.0} spans/s",
        "documents of 100",
        sides / seconds
    );
    Ok(Some((version, sides / seconds)))
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same spans in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }
}
