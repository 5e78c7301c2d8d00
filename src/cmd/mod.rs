//! The verbs: one file each, its options on top; tests of whole runs are in `tests`.

mod agree;
mod bench;
pub mod build;
mod calibrate;
mod choice;
mod chosen;
#[cfg(feature = "analysis")]
mod compare;
mod completions;
mod config;
mod diff;
mod errors;
mod exit;
mod explain;
mod export;
mod extract;
mod failed;
#[cfg(feature = "analysis")]
mod frame;
mod from_dataset;
mod import;
pub mod in_memory;
mod man;
mod merge;
mod methods;
mod names;
mod picked;
mod rank;
mod report;
mod schema;
pub mod score;
mod serve;
mod shard;
mod share;
pub mod show;
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

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Error, Result, anyhow};
use clap::{ColorChoice, Command, CommandFactory, FromArgMatches, Parser, Subcommand};

use config::Config;
use visible::visible;

use crate::hint::{self, Hint};
pub use exit::Exit;
pub use failed::Failed;

/// News articles in; a Parquet dataset of sentences, entities and claims (who said what) out
#[derive(Parser)]
#[command(name = "saidso", version, propagate_version = true, after_help = exit::help())]
pub struct Cli {
    #[command(subcommand)]
    verb: Verb,
    /// Colours: auto (on a terminal, unless NO_COLOR is set), always or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    color: ColorChoice,
    /// Options of verbs, below what is typed and what variables such as SAIDSO_BUILD_THREADS say [default: saidso.toml,
    /// if it is there]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print the verb's options and where each comes from, and do nothing
    #[arg(long, global = true)]
    show_config: bool,
}

impl Cli {
    /// Of the program's arguments, its name first, and what stands below them; `None` where the options alone were asked for, which are
    /// then told. Help and slips of the finger end the program.
    ///
    /// # Errors
    /// When a file or the environment says what is no option.
    fn read(typed: Vec<OsString>) -> Result<Option<Cli>> {
        let program = Cli::command().args_override_self(true);
        let config = Config::read(&program, typed)?;
        let matches = program.clone().get_matches_from(&config.arguments);
        let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
        match cli.color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        }
        .write_global();
        match matches.subcommand().filter(|_| cli.show_config) {
            Some((name, own)) => {
                let verb = program.find_subcommand(name);
                write!(anstream::stdout(), "{}", verb.map_or(String::new(), |verb| config.shown(verb, own)))?;
                Ok(None)
            }
            None => Ok(Some(cli)),
        }
    }
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
    Serve(serve::Args),
    Errors(errors::Args),
    Rank(rank::Args),
    Bench(bench::Args),
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

/// The program: carries out what its arguments, its name first, ask for. Errors and their hints go to standard error.
pub fn main(typed: Vec<OsString>) -> Exit {
    let done = Cli::read(typed).and_then(|cli| cli.map_or(Ok(ExitCode::SUCCESS), run));
    // Where another language holds the process, nobody else does so at its end.
    let done = done.and_then(|code| io::stdout().flush().map(|()| code).map_err(Error::from));
    match done {
        Ok(code) if code == ExitCode::SUCCESS => Exit::Done,
        Ok(_) => Exit::Partly,
        Err(error) => failed_with(&error),
    }
}

/// Tells what stopped the program.
fn failed_with(error: &Error) -> Exit {
    // Whoever reads our output has seen enough, as `head` has.
    let closed = |cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe;
    if error.chain().any(|cause| cause.downcast_ref().is_some_and(closed)) {
        return Exit::Done;
    }
    // Errors of files carry their path; one without came of what was printed.
    let bare = error.is::<io::Error>() && error.chain().count() == 1;
    let place = if bare { "standard output: " } else { "" };
    let mut told = visible(&format!("error: {place}{error:#}")).into_owned();
    let elsewhere = bare.then_some("free some space, or send the output elsewhere");
    if let Some(hint) = hint::of(error).or(elsewhere) {
        told += &format!("\nhint: {hint}");
    }
    // Where standard error is closed or full, the exit code alone tells.
    let _ = writeln!(anstream::stderr(), "{told}");
    if error.is::<Failed>() { Exit::Partly } else { Exit::Stopped }
}

/// The options of a verb, or some of them, as another program gives them: no file and no variable is looked at, and
/// nothing ends the program.
///
/// # Errors
/// When one is no option, or not one of its values.
pub fn options<A: clap::Args>(typed: Vec<OsString>) -> Result<A> {
    let matches = A::augment_args(Command::new("saidso").no_binary_name(true)).try_get_matches_from(typed);
    matches.and_then(|matches| A::from_arg_matches(&matches)).or_else(|error| {
        let told = error.render().to_string();
        let mut parts = told.trim_start_matches("error: ").split("\n\n").map(str::trim);
        let wrong = anyhow!("{}", parts.next().unwrap_or_default().to_owned());
        match parts.find_map(|part| part.strip_prefix("tip: ")) {
            Some(tip) => Err(wrong).hint(tip),
            None => Err(wrong),
        }
    })
}

/// Carries out the verb.
///
/// # Errors
/// What stopped it; a run that went on without some inputs is no error but exit code 1.
fn run(cli: Cli) -> Result<ExitCode> {
    match cli.verb {
        Verb::Build(args) => build::run(&args),
        Verb::Merge(args) => merge::run(&args),
        Verb::Train(args) => train::run(&args),
        Verb::Verify(args) => verify::run(&args),
        Verb::Show(args) => show::run(&args),
        Verb::Extract(args) => extract::run(&args),
        Verb::Score(args) => score::run(&args),
        Verb::Serve(args) => serve::run(&args),
        Verb::Errors(args) => errors::run(&args),
        Verb::Rank(args) => rank::run(&args),
        Verb::Bench(args) => bench::run(&args),
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
