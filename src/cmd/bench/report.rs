use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::stdout;
use anyhow::{Context, Result, anyhow};

use crate::bench::folder;
use crate::bench::rank::{Board, boards};
use crate::bench::report::{markdown, page, svg};
use crate::bench::result::Results;
use crate::cmd::choice::choice;
use crate::cmd::visible::visible;
use crate::dataset::write_whole;
use crate::document::Label;
use crate::hint::Hint;

/// Show what a bench ran: a page that needs nothing else, or tables and pictures for a README
///
/// The page has the leaderboards, quality against speed, scores by group, labels taken for others, how far confidences can
/// be believed, and every wrong item in its sentence.
#[derive(clap::Args)]
pub struct Args {
    /// What `bench run` wrote
    #[arg(value_name = "DIR")]
    results: PathBuf,
    /// Where it is to stand; Markdown and SVG go to standard output if left out
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// For whom; as the file's name ends (.md, .svg) if left out, or else html
    #[arg(long, value_parser = choice::<Format>())]
    format: Option<Format>,
    /// Of Markdown and SVG, only this leaderboard, such as "claims of open"; may be given several times
    #[arg(long, value_name = "NAME")]
    board: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Html,
    Markdown,
    Svg,
}

impl Label for Format {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Html, "html", "a page for a browser"),
        (Self::Markdown, "markdown", "tables for a README"),
        (Self::Svg, "svg", "quality against speed, for a README"),
    ];
}

impl Args {
    fn format(&self) -> Format {
        let ending = self.output.as_ref().and_then(|path| path.extension()?.to_str());
        self.format.unwrap_or(match ending {
            Some("md") => Format::Markdown,
            Some("svg") => Format::Svg,
            _ => Format::Html,
        })
    }

    /// The leaderboards that are asked for.
    fn boards<'r>(&self, results: &'r Results) -> Result<Vec<Board<'r>>> {
        let all = boards(results);
        let titles: Vec<String> = all.iter().map(Board::title).collect();
        if let Some(unknown) = self.board.iter().find(|name| !titles.contains(name)) {
            return Err(anyhow!("--board {unknown}: no such leaderboard"))
                .hint(&format!("one of {}", titles.join(", ")));
        }
        let asked = |board: &Board| self.board.is_empty() || self.board.contains(&board.title());
        Ok(all.into_iter().filter(asked).collect())
    }
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let results = folder::read(&args.results)?;
    let format = args.format();
    if format == Format::Html && !args.board.is_empty() {
        return Err(anyhow!("--board: a page has all leaderboards")).hint("give --format markdown or svg");
    }
    let text = match format {
        Format::Html => page(&results, &folder::wrong(&args.results)?),
        Format::Markdown => markdown(&args.boards(&results)?, &results),
        Format::Svg => svg(&args.boards(&results)?)
            .context("no method has both a score and a time")
            .hint("give another --board, or methods that answer")?,
    };
    let text = visible(&text);
    match (&args.output, format) {
        (Some(path), _) => write_whole(path, text.as_bytes())?,
        (None, Format::Markdown | Format::Svg) => write!(stdout(), "{text}")?,
        (None, Format::Html) => {
            return Err(anyhow!("a page goes to a file")).hint("give -o report.html");
        }
    }
    Ok(ExitCode::SUCCESS)
}
