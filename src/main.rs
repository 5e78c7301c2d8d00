use std::io::Write;
use std::process::ExitCode;

use saidso::cmd::visible::visible;
use saidso::{cmd, hint};

/// 0: done. 1: done without some inputs, or a check that failed. 2: could not be done.
fn main() -> ExitCode {
    let done = cmd::Cli::read().and_then(|cli| cli.map_or(Ok(ExitCode::SUCCESS), cmd::run));
    done.unwrap_or_else(|error| {
        // Whoever reads our output has seen enough, as `head` has.
        let closed = |cause: &std::io::Error| cause.kind() == std::io::ErrorKind::BrokenPipe;
        if error.chain().any(|cause| cause.downcast_ref().is_some_and(closed)) {
            return ExitCode::SUCCESS;
        }
        // Errors of files carry their path; one without came of what was printed.
        let bare = error.is::<std::io::Error>() && error.chain().count() == 1;
        let place = if bare { "standard output: " } else { "" };
        let mut told = visible(&format!("error: {place}{error:#}")).into_owned();
        let elsewhere = bare.then_some("free some space, or send the output elsewhere");
        if let Some(hint) = hint::of(&error).or(elsewhere) {
            told += &format!("\nhint: {hint}");
        }
        // Where standard error is closed or full, the exit code alone tells.
        let _ = writeln!(anstream::stderr(), "{told}");
        ExitCode::from(if error.is::<cmd::Failed>() { 1 } else { 2 })
    })
}
