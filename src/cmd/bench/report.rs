use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::stdout;
use anyhow::{Result, anyhow};

use crate::bench::folder;
use crate::bench::report::{markdown, page};
use crate::cmd::choice::choice;
use crate::cmd::visible::visible;
use crate::dataset::write_whole;
use crate::document::Label;
use crate::hint::Hint;

/// Show what a bench ran: a page that needs nothing else, or tables for a README
///
/// The page has the leaderboards, quality against speed, scores by group, and every wrong item in its sentence.
#[derive(clap::Args)]
pub struct Args {
    /// What `bench run` wrote
    #[arg(value_name = "DIR")]
    results: PathBuf,
    /// Where the page is to stand; Markdown goes to standard output if left out
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// For whom
    #[arg(long, default_value = "html", value_parser = choice::<Format>())]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Html,
    Markdown,
}

impl Label for Format {
    const ALL: &'static [(Self, &'static str, &'static str)] =
        &[(Self::Html, "html", "a page for a browser"), (Self::Markdown, "markdown", "tables for a README")];
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let results = folder::read(&args.results)?;
    let text = match args.format {
        Format::Markdown => markdown(&results),
        Format::Html => page(&results, &folder::wrong(&args.results)?),
    };
    let text = visible(&text);
    match (&args.output, args.format) {
        (Some(path), _) => write_whole(path, text.as_bytes())?,
        (None, Format::Markdown) => write!(stdout(), "{text}")?,
        (None, Format::Html) => {
            return Err(anyhow!("a page goes to a file")).hint("give -o report.html");
        }
    }
    Ok(ExitCode::SUCCESS)
}
