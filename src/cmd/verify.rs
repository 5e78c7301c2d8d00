use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::stdout;
use anyhow::{Context, Result};

use super::failed::Failed;
use crate::dataset::verify;

/// Prove every row of a dataset against its text, its raw file and its manifest
#[derive(clap::Args)]
pub struct Args {
    /// The dataset
    #[arg(default_value = "dataset")]
    directory: PathBuf,
    /// Where the paths in `articles` begin, when that is not the current directory
    #[arg(long, value_name = "ROOT")]
    raw: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let proof = verify::verify(&args.directory, args.raw.as_deref()).context(Failed)?;
    writeln!(
        stdout(),
        "{}: verified {} files, {} rows, {} slices of text and raw bytes",
        args.directory.display(),
        proof.files,
        proof.rows,
        proof.slices
    )?;
    Ok(ExitCode::SUCCESS)
}
