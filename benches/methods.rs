//! Every method on the gold articles: scored first, timed only if its output is the one whose
//! score was recorded, and both figures in one line. Time is CPU time of the one thread that works,
//! so other load on the machine does not count.

mod estimates;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use estimates::Estimates;

use criterion::measurement::{Measurement, ValueFormatter};
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput};
use saidso::dataset::{column, write_batch};
use saidso::document::{Article, Document, Label};
use saidso::evaluate::{Gold, Record, fingerprint, headline};
use saidso::method::{Layer, Shared};
use saidso::methods::{Methods, Row};
use saidso::pipeline::Pipeline;
use saidso::score::board::standings;
use saidso::{evaluate, gold};

/// CPU time of the calling thread.
struct ThreadTime(criterion::measurement::WallTime);

impl Measurement for ThreadTime {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0))
    }

    fn end(&self, started: Duration) -> Duration {
        self.start() - started
    }

    fn add(&self, a: &Duration, b: &Duration) -> Duration {
        *a + *b
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        self.0.to_f64(value)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        self.0.formatter()
    }
}

/// A method's quality and speed on the same output.
struct Line {
    layer: String,
    method: String,
    measure: String,
    f1: f64,
    bytes: u64,
    /// CPU nanoseconds for all bytes, with the ends of its 95% interval; absent under `--test`.
    nanoseconds: Option<[f64; 3]>,
    output_sha256: String,
}

fn main() {
    if let Err(error) = run() {
        eprintln!("error: {error:#}");
        std::process::exit(1);
    }
}

fn run() -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let labeled = gold::load(&root.join("datasets/gold"), &root.join("datasets/articles"))?;
    let articles: Vec<Article> = labeled.iter().map(|labeled| labeled.article.clone()).collect();
    let gold: Vec<Gold> = labeled.iter().map(Gold::of).collect();
    let recorded: Vec<Record> =
        serde_json::from_str(&std::fs::read_to_string(root.join("datasets/gold/scores.json"))?)?;
    let methods = Methods::builtin();
    let standings = standings(&evaluate::all_entries(&methods, &gold));
    let f1 = |layer: Layer, method: &str| {
        let own = standings
            .iter()
            .find(|s| s.layer == layer.into() && s.method == method && s.measure == headline(layer));
        own.and_then(|s| s.counts.f1()).unwrap_or(0.0)
    };

    let mut criterion = Criterion::default()
        .with_measurement(ThreadTime(criterion::measurement::WallTime))
        .configure_from_args();
    let estimates = Estimates::begin(target());
    let mut lines = Vec::new();
    for row in methods.rows() {
        let output = fingerprint(row, &gold)?;
        let own = recorded.iter().find(|r| r.layer == row.layer.name() && r.method == row.name);
        if own.is_none_or(|own| own.output_sha256 != output) {
            eprintln!(
                "{}/{}: not timed, its output is not the one whose score was recorded; look at `saidso score`, \
                 then run `saidso score --record`",
                row.layer.name(),
                row.name
            );
            continue;
        }
        let bytes = time_method(&mut criterion, row, &gold);
        lines.push(Line {
            layer: row.layer.name().to_owned(),
            method: row.name.clone(),
            measure: headline(row.layer).name(),
            f1: f1(row.layer, &row.name),
            bytes,
            nanoseconds: estimates.of(row.layer.name(), &row.name),
            output_sha256: output,
        });
        print_line(&lines[lines.len() - 1]);
    }
    for flow in flows(&methods)? {
        let bytes = time_flow(&mut criterion, &flow, &articles, &gold);
        let scored = match flow.last {
            Layer::Blocks => &flow.pipeline.blocks,
            Layer::Sentences => &flow.pipeline.sentences,
            Layer::Entities => &flow.pipeline.entities,
            Layer::Claims => &flow.pipeline.claims,
        };
        lines.push(Line {
            layer: PIPELINE.to_owned(),
            method: flow.name.to_owned(),
            measure: format!("{} {}", scored.layer.name(), headline(scored.layer)),
            f1: f1(scored.layer, &scored.name),
            bytes,
            nanoseconds: estimates.of(PIPELINE, flow.name),
            output_sha256: fingerprint(scored, &gold)?,
        });
        print_line(&lines[lines.len() - 1]);
    }
    criterion.final_summary();
    println!("\n{} articles; CPU time of one thread; {}; revision {}", articles.len(), machine(), revision());
    lines.iter().for_each(print_line);
    let path = target().join("methods.parquet");
    if lines.iter().all(|line| line.nanoseconds.is_some()) {
        write_batch(&path, column::batch(columns(&lines)))?;
        println!("written to {}", path.display());
    } else {
        println!("{} was left as it is: not every line was timed in this run", path.display());
    }
    Ok(())
}

/// The group of what runs more than one layer.
const PIPELINE: &str = "pipeline";

/// Several layers in one go, up to and with `last`.
struct Flow {
    name: &'static str,
    pipeline: Pipeline,
    last: Layer,
    /// From the raw file, so that lines are told apart, too; else from the text.
    raw: bool,
}

fn flows(methods: &Methods) -> anyhow::Result<Vec<Flow>> {
    let default = || Pipeline::of(methods);
    let flow = |name, pipeline, last, raw| Flow { name, pipeline, last, raw };
    let neural = |layers: &[Layer]| -> anyhow::Result<Pipeline> {
        let mut pipeline = default();
        for &layer in layers {
            pipeline.set(methods.find(layer, "neural")?.clone());
        }
        Ok(pipeline)
    };
    let fast = || -> anyhow::Result<Pipeline> {
        let mut pipeline = default();
        for layer in [Layer::Blocks, Layer::Sentences, Layer::Entities, Layer::Claims] {
            pipeline.set(methods.find(layer, "rules")?.clone());
        }
        Ok(pipeline)
    };
    Ok(vec![
        flow("default", default(), Layer::Claims, true),
        flow("fast", fast()?, Layer::Claims, true),
        flow("sentences", fast()?, Layer::Sentences, false),
        flow("entities", fast()?, Layer::Entities, false),
        flow("claims", fast()?, Layer::Claims, false),
        flow("claims neural", neural(&[Layer::Claims])?, Layer::Claims, false),
        flow("entities and claims neural", neural(&[Layer::Entities, Layer::Claims])?, Layer::Claims, false),
    ])
}

/// Times `row`'s own layer, the layers before it being there already. Returns the bytes of text.
fn time_method(criterion: &mut Criterion<ThreadTime>, row: &Row, gold: &[Gold]) -> u64 {
    let ready: Vec<Document> = gold
        .iter()
        .map(|gold| {
            let mut document = evaluate::predict(row, &gold.bare);
            match row.layer {
                Layer::Blocks => document = document.unread(),
                Layer::Sentences => document.sentences.clear(),
                Layer::Entities => document.entities.clear(),
                Layer::Claims => document.claims.clear(),
            }
            document
        })
        .collect();
    let bytes: u64 = ready.iter().map(|document| document.text().len() as u64).sum();
    let mut group = criterion.benchmark_group(row.layer.name());
    group.throughput(Throughput::Bytes(bytes));
    group.bench_function(BenchmarkId::from_parameter(&row.name), |bencher| {
        bencher.iter_batched_ref(
            || ready.clone(),
            |documents| {
                documents.iter_mut().for_each(|document| row.annotate(document, &mut Shared::default()));
            },
            BatchSize::LargeInput,
        );
    });
    group.finish();
    bytes
}

/// Times a flow; returns the bytes of raw files or of text that it reads.
fn time_flow(criterion: &mut Criterion<ThreadTime>, flow: &Flow, articles: &[Article], gold: &[Gold]) -> u64 {
    let raw = articles.iter().map(|article| article.raw.len()).sum::<usize>();
    let text = gold.iter().map(|gold| gold.bare.text().len()).sum::<usize>();
    let bytes = if flow.raw { raw } else { text } as u64;
    let one = |(article, gold): (&Article, &Gold)| {
        let mut document = match flow.raw {
            true => Document::read(article),
            false => Document::plain(&gold.name, gold.bare.text()),
        };
        flow.pipeline.annotate(&mut document, flow.last);
        document
    };
    let mut group = criterion.benchmark_group(PIPELINE);
    group.throughput(Throughput::Bytes(bytes));
    group.bench_function(BenchmarkId::from_parameter(flow.name), |bencher| {
        bencher.iter_with_large_drop(|| articles.iter().zip(gold).map(one).collect::<Vec<Document>>());
    });
    group.finish();
    bytes
}

/// Where cargo puts what it builds.
fn target() -> PathBuf {
    let default = || Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(default, PathBuf::from);
    target.join("criterion")
}

fn print_line(line: &Line) {
    let name = format!("{}/{}", line.layer, line.method);
    let quality = format!("F1 {:5.1} ({})", 100.0 * line.f1, line.measure);
    match line.nanoseconds {
        Some([mean, ..]) => println!(
            "{name:22} {quality:34} {:9.1} µs {:9.1} MB/s",
            mean / 1e3,
            line.bytes as f64 / mean * 1e3
        ),
        None => println!("{name:22} {quality:34} not timed"),
    }
}

fn columns(rows: &[Line]) -> Vec<column::Column> {
    use column::{double, double_or_null, long, string};
    let (machine, revision) = (machine(), revision());
    vec![
        string("layer", "the layer, or pipeline for all of them", rows, |r| &r.layer),
        string("method", "the method", rows, |r| &r.method),
        string("measure", "the measure of f1", rows, |r| &r.measure),
        double("f1", "F1 of the output that was timed, against the gold", rows, |r| r.f1),
        long("bytes", "bytes of text in one pass", rows, |r| r.bytes as i64),
        double_or_null("nanoseconds", "CPU time of one pass, mean", rows, |r| r.nanoseconds.map(|n| n[0])),
        double_or_null("low", "lower end of its 95% interval", rows, |r| r.nanoseconds.map(|n| n[1])),
        double_or_null("high", "upper end of its 95% interval", rows, |r| r.nanoseconds.map(|n| n[2])),
        double_or_null("bytes_per_second", "throughput of one thread", rows, |r| {
            r.nanoseconds.map(|n| r.bytes as f64 / n[0] * 1e9)
        }),
        string("output_sha256", "SHA-256 of the output", rows, |r| &r.output_sha256),
        string("machine", "processor", rows, |_| &machine),
        string("revision", "git revision", rows, |_| &revision),
    ]
}

fn machine() -> String {
    let cpus = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    model.map_or_else(|| std::env::consts::ARCH.to_owned(), |(_, name)| name.to_owned())
}

fn revision() -> String {
    let output = Command::new("git").args(["describe", "--always", "--dirty"]).output();
    let text =
        output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    if text.is_empty() { "unknown".to_owned() } else { text }
}
