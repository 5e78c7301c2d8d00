use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use serde_json::json;

use super::build;
use super::report::Report;
use super::signals;
use crate::dataset::merge;

/// Make one dataset of several, such as the shards that several machines built
#[derive(clap::Args)]
pub struct Args {
    /// Datasets that were built with the same methods; their order changes nothing
    #[arg(required = true, value_name = "DIR")]
    directories: Vec<PathBuf>,
    /// The dataset's directory: new, empty, or a dataset, which is replaced
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    #[command(flatten)]
    report: Report,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    signals::watch();
    let manifest = merge::merge(&args.directories, &args.output, || Ok(()))?;
    args.report.tell(
        || build::told::counts(&args.output, &manifest) + "\n",
        || json!({"dataset": args.output, "manifest": manifest}),
    )?;
    Ok(ExitCode::SUCCESS)
}
