use std::process::ExitCode;

use clap::Parser;
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
        anstream::eprintln!("error: {error:#}");
        if let Some(hint) = hint::of(&error) {
            anstream::eprintln!("hint: {hint}");
        }
        ExitCode::from(if error.is::<cmd::Failed>() { 1 } else { 2 })
    })
}
