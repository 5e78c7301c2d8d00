mod compare;
mod gate;
mod rank;
mod report;
mod run;

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;

/// Run methods on corpora, ours and anyone's, and tell which is best by quality, time, memory and cost
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Run(run::Args),
    Rank(rank::Args),
    Compare(compare::Args),
    Gate(gate::Args),
    Report(report::Args),
}

pub fn run(args: &Args) -> Result<ExitCode> {
    match &args.verb {
        Verb::Run(args) => run::run(args),
        Verb::Rank(args) => rank::run(args),
        Verb::Compare(args) => compare::run(args),
        Verb::Gate(args) => gate::run(args),
        Verb::Report(args) => report::run(args),
    }
}
