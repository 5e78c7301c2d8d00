use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde_json::json;

use super::failed::Failed;
use super::report::Report;
use crate::dataset::verify::{self, Proof};

/// Prove every row of a dataset against its text, its raw file and its manifest
#[derive(clap::Args)]
pub struct Args {
    /// The dataset
    #[arg(default_value = "dataset")]
    directory: PathBuf,
    /// Where the paths in `articles` begin, when that is not the current directory
    #[arg(long, value_name = "ROOT")]
    raw: Option<PathBuf>,
    #[command(flatten)]
    report: Report,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let Proof { files, rows, slices } =
        verify::verify(&args.directory, args.raw.as_deref(), || Ok(())).context(Failed)?;
    let directory = args.directory.display();
    args.report.tell(
        || {
            format!(
                "{directory}: verified {files} files, {rows} rows, {slices} slices of text and raw bytes\n"
            )
        },
        || json!({"dataset": args.directory, "files": files, "rows": rows, "slices": slices}),
    )?;
    Ok(ExitCode::SUCCESS)
}
