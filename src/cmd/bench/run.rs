use std::env;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use serde_json::json;

use crate::bench::result::{Results, Trial};
use crate::bench::spec::Spec;
use crate::bench::{folder, run};
use crate::cmd::report::Report;
use crate::cmd::visible::visible;

/// Score and time every method of a spec on every corpus of it
///
/// Ends with exit code 1 where a method failed at a document.
#[derive(clap::Args)]
pub struct Args {
    /// A TOML file of corpora and methods, such as benches/open.toml
    #[arg(value_name = "SPEC")]
    spec: PathBuf,
    /// Where the results are to stand: results.json, results.parquet, wrong.jsonl
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    #[command(flatten)]
    report: Report,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let spec = Spec::read(&args.spec)?;
    let tell = |what: &str| {
        if args.report.shows_progress() {
            // Where standard error is closed, nobody waits for it.
            let _ = writeln!(anstream::stderr(), "{}", visible(what));
        }
    };
    let (results, wrong) = run::run(&spec, &program(), tell)?;
    folder::write(&results, &args.output, &wrong)?;
    let failed = results.trials.iter().filter(|trial| !trial.failures.is_empty());
    let failed: Vec<&Trial> = failed.collect();
    args.report.tell(|| words(args, &results, &failed), || {
        let failed = failed.iter().map(|trial| json!([trial.method, trial.corpus, trial.failures]));
        json!({"results": args.output, "trials": results.trials.len(), "failed": failed.collect::<Vec<_>>()})
    })?;
    Ok(ExitCode::from(u8::from(!failed.is_empty())))
}

/// This program, for its own methods; where it is part of another one, as in Python, the one that is found by name.
fn program() -> PathBuf {
    let own = env::current_exe().ok();
    own.filter(|path| path.file_stem().is_some_and(|name| name == "saidso"))
        .unwrap_or_else(|| "saidso".into())
}

fn words(args: &Args, results: &Results, failed: &[&Trial]) -> String {
    let mut words = String::new();
    for trial in failed {
        let Some(first) = trial.failures.first() else { continue };
        let count = trial.failures.len();
        words += &format!("{} on {}: {count} failures", trial.method, trial.corpus);
        words += &format!("; the first at {}: {}: {}\n", first.document, first.kind, first.why);
    }
    let folder = args.output.display();
    words += &format!("{folder}: {} trials of {} rounds\n", results.trials.len(), results.made.rounds);
    words += &format!("`saidso bench rank {folder}` ranks them\n");
    visible(&words).into_owned()
}
