use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use clap::Command;
use clap_complete::Shell;

/// Print what a shell needs to complete verbs, options and their values
///
/// For bash: saidso completions bash > ~/.local/share/bash-completion/completions/saidso
#[derive(clap::Args)]
pub struct Args {
    shell: Shell,
}

/// The script for `command`, which is the whole program.
pub fn run(args: &Args, mut command: Command) -> Result<ExitCode> {
    // Made in memory: the generator would panic where standard output is closed or full.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "saidso", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{CommandFactory, ValueEnum};

    use crate::cmd::Cli;

    #[test]
    fn every_verb_and_flag_is_completed_in_every_shell() {
        for &shell in Shell::value_variants() {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "saidso", &mut script);
            let script = String::from_utf8(script).expect("a script is text");
            for verb in Cli::command().get_subcommands() {
                assert!(script.contains(verb.get_name()), "{shell}: {}", verb.get_name());
                for flag in verb.get_arguments().filter_map(|argument| argument.get_long()) {
                    assert!(script.contains(flag), "{shell}: {} --{flag}", verb.get_name());
                }
            }
        }
    }
}
