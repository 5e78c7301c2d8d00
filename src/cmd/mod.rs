//! The verbs: one file each, its options on top; tests of whole runs are in `tests`.

mod agree;
mod build;
mod calibrate;
mod choice;
mod chosen;
#[cfg(feature = "analysis")]
mod compare;
mod completions;
mod diff;
mod exit;
mod explain;
mod export;
mod extract;
mod failed;
#[cfg(feature = "analysis")]
mod frame;
mod from_dataset;
mod import;
mod man;
mod merge;
mod methods;
mod names;
mod rank;
mod schema;
mod score;
mod shard;
mod share;
mod show;
mod signals;
mod sources;
mod standings;
#[cfg(feature = "analysis")]
mod stats;
mod status;
mod table;
mod train;
mod verify;
pub mod visible;

use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand};

pub use failed::Failed;

/// News articles in; a Parquet dataset of sentences, entities and claims (who said what) out
#[derive(Parser)]
#[command(name = "saidso", version, propagate_version = true, after_help = exit::help())]
pub struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Build(build::Args),
    Merge(merge::Args),
    Verify(verify::Args),
    Show(show::Args),
    Extract(extract::Args),
    Train(train::Args),
    Score(score::Args),
    Rank(rank::Args),
    Calibrate(calibrate::Args),
    Agree(agree::Args),
    Import(import::Args),
    Export(export::Args),
    #[cfg(feature = "analysis")]
    Stats(stats::Args),
    #[cfg(feature = "analysis")]
    Compare(compare::Args),
    Methods(methods::Args),
    Schema(schema::Args),
    Status(status::Args),
    Diff(diff::Args),
    Explain(explain::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Carries out the verb.
///
/// # Errors
/// What stopped it; a run that went on without some inputs is no error but exit code 1.
pub fn run(cli: Cli) -> Result<ExitCode> {
    match cli.verb {
        Verb::Build(args) => build::run(&args),
        Verb::Merge(args) => merge::run(&args),
        Verb::Train(args) => train::run(&args),
        Verb::Verify(args) => verify::run(&args),
        Verb::Show(args) => show::run(&args),
        Verb::Extract(args) => extract::run(&args),
        Verb::Score(args) => score::run(&args),
        Verb::Rank(args) => rank::run(&args),
        Verb::Calibrate(args) => calibrate::run(&args),
        Verb::Agree(args) => agree::run(&args),
        Verb::Import(args) => import::run(&args),
        Verb::Export(args) => export::run(&args),
        #[cfg(feature = "analysis")]
        Verb::Stats(args) => stats::run(&args),
        #[cfg(feature = "analysis")]
        Verb::Compare(args) => compare::run(&args),
        Verb::Methods(args) => methods::run(&args),
        Verb::Schema(args) => schema::run(&args),
        Verb::Status(args) => status::run(&args),
        Verb::Diff(args) => diff::run(&args),
        Verb::Explain(args) => explain::run(&args),
        Verb::Completions(args) => completions::run(&args, Cli::command()),
        Verb::Man(args) => man::run(&args, Cli::command()),
    }
}
