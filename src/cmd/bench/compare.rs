use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::stdout;
use anyhow::{Result, anyhow};
use serde_json::{Value, json};

use crate::bench::cells::NONE;
use crate::bench::compare::{Quality, Speed, Verdict};
use crate::bench::folder;
use crate::bench::result::{Corpus, Results, Trial};
use crate::cmd::table::{percent, table};
use crate::cmd::visible::visible;
use crate::document::Label;
use crate::evaluate::headline;
use crate::hint::Hint;
use crate::method::Layer;

/// So many documents are shown in the terminal; all of them are in the JSON.
const SHOWN: usize = 5;

/// Compare two methods of a bench: what differs, how surely, and on which documents most
#[derive(clap::Args)]
pub struct Args {
    /// What `bench run` wrote
    #[arg(value_name = "DIR")]
    results: PathBuf,
    /// A method, as the spec calls it
    a: String,
    /// The one that it is compared with
    b: String,
    /// Print JSON, every document included
    #[arg(long)]
    json: bool,
}

/// Both on one layer of one corpus.
struct Comparison<'r> {
    corpus: &'r Corpus,
    layer: Layer,
    quality: Option<Quality>,
    speed: Option<Speed>,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let results = folder::read(&args.results)?;
    for name in [&args.a, &args.b] {
        let known: Vec<&str> = results.trials.iter().map(|trial| &*trial.method).collect();
        if !known.contains(&name.as_str()) {
            let mut known = known;
            known.sort_unstable();
            known.dedup();
            return Err(anyhow!("{name}: no such method in {}", args.results.display()))
                .hint(&format!("one of {}", known.join(", ")));
        }
    }
    let all: Vec<Comparison> = results.boards().filter_map(|board| compared(args, &results, board)).collect();
    if all.is_empty() {
        return Err(anyhow!("{} and {} have no layer in common", args.a, args.b))
            .hint("compare methods that find the same");
    }
    if args.json {
        let rows: Vec<Value> = all.iter().map(as_json).collect();
        let value = json!({ "version": 1, "a": args.a, "b": args.b, "comparisons": rows });
        writeln!(stdout(), "{}", serde_json::to_string_pretty(&value)?)?;
    } else {
        all.iter().try_for_each(|own| print(args, own))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn compared<'r>(args: &Args, results: &'r Results, board: (&'r Corpus, Layer)) -> Option<Comparison<'r>> {
    let (corpus, layer) = board;
    let trial = |name: &str| results.tried(corpus, layer).find(|trial| trial.method == name);
    let (a, b): (&Trial, &Trial) = (trial(&args.a)?, trial(&args.b)?);
    let tally = |trial: &'r Trial| trial.tally(layer.into(), headline(layer));
    let quality = tally(a).zip(tally(b)).and_then(|(a, b)| Quality::of(a, b));
    Some(Comparison { corpus, layer, quality, speed: Speed::of(a, b) })
}

/// What is concluded of a test.
fn concluded(args: &Args, verdict: Verdict, better: &str) -> String {
    match verdict {
        Verdict::First => format!("{} is {better}", args.a),
        Verdict::Second => format!("{} is {better}", args.b),
        Verdict::Neither => "no difference".to_owned(),
    }
}

fn print(args: &Args, own: &Comparison) -> Result<()> {
    let mut words = format!("{} of {}, by {}\n", own.layer.name(), own.corpus.name, headline(own.layer));
    match &own.quality {
        None => words += "  quality  one of them has no score\n",
        Some(quality) => {
            let [a, b] = quality.f1.map(percent);
            let signed = |share: f64| format!("{:+.1}", 100.0 * share);
            let ends = quality.interval.map(|(low, high)| format!("{} to {}", signed(low), signed(high)));
            words += &format!(
                "  quality  {}: F1 {a} and {b}, {} (95% {}), p {:.3}\n",
                concluded(args, quality.verdict(), "better"),
                signed(quality.difference),
                ends.as_deref().unwrap_or(NONE),
                quality.p_value
            );
        }
    }
    match &own.speed {
        None => words += "  speed    no document that both answered\n",
        Some(speed) => {
            words += &format!(
                "  speed    {}: {:.2} times as long (rounds {:.2} to {:.2}), p {:.3}\n",
                concluded(args, speed.verdict(), "faster"),
                speed.ratio,
                speed.least,
                speed.largest,
                speed.p_value
            );
        }
    }
    write!(stdout(), "{}", visible(&words))?;
    let documents = own.quality.iter().flat_map(|quality| &quality.documents);
    let mut rows = table(&["  document", &visible(&args.a), &visible(&args.b)], 1);
    for pair in documents.take(SHOWN) {
        let [a, b] = pair.f1.map(percent);
        rows.add_row([format!("  {}", visible(&pair.name)), a, b]);
    }
    if rows.row_count() > 0 {
        writeln!(stdout(), "{}", rows.trim_fmt())?;
    }
    writeln!(stdout())?;
    Ok(())
}

fn as_json(own: &Comparison) -> Value {
    let told = |verdict| match verdict {
        Verdict::First => "a",
        Verdict::Second => "b",
        Verdict::Neither => "no difference",
    };
    let quality = own.quality.as_ref().map(|quality| {
        let documents = quality.documents.iter().map(|pair| json!([pair.name, pair.f1[0], pair.f1[1]]));
        json!({
            "better": told(quality.verdict()), "f1": quality.f1, "difference": quality.difference,
            "low": quality.interval.map(|i| i.0), "high": quality.interval.map(|i| i.1),
            "p_value": quality.p_value, "resolving_power": quality.resolving_power,
            "documents": documents.collect::<Vec<_>>(),
        })
    });
    let speed = own.speed.as_ref().map(|speed| {
        json!({
            "faster": told(speed.verdict()), "ratio": speed.ratio, "least": speed.least, "largest": speed.largest,
            "p_value": speed.p_value,
        })
    });
    json!({
        "corpus": own.corpus.name, "layer": own.layer.name(), "measure": headline(own.layer).name(),
        "quality": quality, "speed": speed,
    })
}
