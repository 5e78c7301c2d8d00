use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use saidso::cmd::visible::visible;
use saidso::{cmd, hint};

/// 0: done. 1: done without some inputs, or a check that failed. 2: could not be done.
fn main() -> ExitCode {
    let cli = cmd::Cli::parse();
    cmd::run(cli).unwrap_or_else(|error| {
        // Whoever reads our output has seen enough, as `head` has.
        let closed = |cause: &std::io::Error| cause.kind() == std::io::ErrorKind::BrokenPipe;
        if error.chain().any(|cause| cause.downcast_ref().is_some_and(closed)) {
            return ExitCode::SUCCESS;
        }
        let mut told = visible(&format!("error: {error:#}")).into_owned();
        if let Some(hint) = hint::of(&error) {
            told += &format!("\nhint: {hint}");
        }
        // Where standard error is closed or full, the exit code alone tells.
        let _ = writeln!(anstream::stderr(), "{told}");
        ExitCode::from(if error.is::<cmd::Failed>() { 1 } else { 2 })
    })
}
