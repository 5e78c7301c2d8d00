use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, Result};

use super::picked::Picked;
use crate::bench::own::{answer, hello};
use crate::exchange::Question;

/// Answer as an outside method: what `score --outside 'saidso serve'` starts
///
/// Says who it is, then reads a document a line from standard input and answers each with a line, as
/// datasets/protocol.md has it.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    picked: Picked,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let row = args.picked.row()?;
    let mut out = io::stdout().lock();
    say(&mut out, &hello(&row).line()?)?;
    for (at, line) in io::stdin().lines().enumerate() {
        let place = || format!("standard input:{}", at + 1);
        let question = Question::parse(&line.with_context(place)?).with_context(place)?;
        let (answer, _) = answer(&row, &question).with_context(place)?;
        say(&mut out, &serde_json::to_string(&answer)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a line at once, for somebody waits for it.
fn say(out: &mut impl Write, line: &str) -> io::Result<()> {
    writeln!(out, "{line}")?;
    out.flush()
}
