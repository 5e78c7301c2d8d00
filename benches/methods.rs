//! Every method on the gold articles: scored first, timed only if its output is the one whose
//! score was recorded, and both figures in one line. Time is CPU time of the one thread that works,
//! so other load on the machine does not count.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use criterion::measurement::{Measurement, ValueFormatter};
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput};
use saidso::blocks::normalize;
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
            nanoseconds: estimate(row.layer.name(), &row.name),
            output_sha256: output,
        });
        print_line(&lines[lines.len() - 1]);
    }
    let claims = methods.default(Layer::Claims);
    let bytes = time_pipeline(&mut criterion, &articles);
    lines.push(Line {
        layer: "pipeline".to_owned(),
        method: "default".to_owned(),
        measure: format!("claims {}", headline(Layer::Claims)),
        f1: f1(Layer::Claims, &claims.name),
        bytes,
        nanoseconds: estimate("pipeline", "default"),
        output_sha256: fingerprint(claims, &gold)?,
    });
    print_line(&lines[lines.len() - 1]);
    criterion.final_summary();
    println!("\n{} articles; CPU time of one thread; {}; revision {}", articles.len(), machine(), revision());
    lines.iter().for_each(print_line);
    let path = target().join("methods.parquet");
    write_batch(&path, column::batch(columns(&lines)))?;
    println!("written to {}", path.display());
    Ok(())
}

/// Times `row`'s own layer, the layers before it being there already. Returns the bytes of text.
fn time_method(criterion: &mut Criterion<ThreadTime>, row: &Row, gold: &[Gold]) -> u64 {
    let ready: Vec<Document> = gold
        .iter()
        .map(|gold| {
            let mut document = evaluate::predict(row, &gold.bare);
            match row.layer {
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

/// Times the default methods of all three layers and normalizing, from raw article to claims.
fn time_pipeline(criterion: &mut Criterion<ThreadTime>, articles: &[Article]) -> u64 {
    let bytes: u64 = articles.iter().map(|article| article.raw.len() as u64).sum();
    let pipeline = Pipeline::default();
    let mut group = criterion.benchmark_group("pipeline");
    group.throughput(Throughput::Bytes(bytes));
    group.bench_function(BenchmarkId::from_parameter("default"), |bencher| {
        bencher.iter_with_large_drop(|| {
            let annotated = articles.iter().map(|article| {
                let mut document = normalize(article);
                pipeline.annotate(&mut document, Layer::Claims);
                document
            });
            annotated.collect::<Vec<Document>>()
        });
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

/// What criterion measured for one benchmark in this run: mean and its interval.
fn estimate(group: &str, id: &str) -> Option<[f64; 3]> {
    if std::env::args().any(|argument| argument == "--test") {
        return None;
    }
    let path = target().join(group).join(id).join("new/estimates.json");
    let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok()?;
    let mean = &json["mean"];
    let bound = |name: &str| mean["confidence_interval"][name].as_f64();
    Some([mean["point_estimate"].as_f64()?, bound("lower_bound")?, bound("upper_bound")?])
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
