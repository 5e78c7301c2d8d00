use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Command;
use clap_mangen::Man;

use crate::dataset::write_whole;
use crate::hint::Hint;

/// Write the manual pages: the program's to standard output, or all of them into a directory
#[derive(clap::Args)]
pub struct Args {
    /// Where saidso.1 and a page for each verb (saidso-build.1) are to stand; man looks in share/man/man1
    #[arg(value_name = "DIR")]
    directory: Option<PathBuf>,
}

/// The pages of `command`, which is the whole program.
pub fn run(args: &Args, command: Command) -> Result<ExitCode> {
    match &args.directory {
        None => {
            let (_, page) = pages(command)?.swap_remove(0);
            std::io::stdout().write_all(&page)?;
        }
        Some(directory) => write(directory, command)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn write(directory: &Path, command: Command) -> Result<()> {
    let shown = || directory.display().to_string();
    fs::create_dir_all(directory).with_context(shown).hint("give a directory that can be written to")?;
    for (name, page) in pages(command)? {
        write_whole(&directory.join(name), &page)?;
    }
    Ok(())
}

/// Each page with the name of its file, the program's own first.
fn pages(command: Command) -> Result<Vec<(String, Vec<u8>)>> {
    let mut command = command.disable_help_subcommand(true);
    command.build();
    let page = |name: String, command: Command| -> Result<(String, Vec<u8>)> {
        let mut page = Vec::new();
        Man::new(command).title(name.to_uppercase()).render(&mut page)?;
        Ok((format!("{name}.1"), page))
    };
    let whole = page("saidso".to_owned(), command.clone());
    let verbs = command.get_subcommands().flat_map(|verb| below("saidso", verb));
    std::iter::once(whole).chain(verbs.map(|(name, verb)| page(name.clone(), verb.name(name)))).collect()
}

/// `verb` and those in it, each with the name of its page.
fn below(parent: &str, verb: &Command) -> Vec<(String, Command)> {
    let name = format!("{parent}-{}", verb.get_name());
    let inner = verb.get_subcommands().flat_map(|inner| below(&name, inner));
    std::iter::once((name.clone(), verb.clone())).chain(inner).collect()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cmd::Cli;

    #[test]
    fn every_verb_has_a_page_and_every_flag_stands_in_it() {
        let pages = pages(Cli::command()).expect("pages");
        for (name, verb) in Cli::command().get_subcommands().flat_map(|verb| below("saidso", verb)) {
            let name = format!("{name}.1");
            let (_, page) = pages.iter().find(|page| page.0 == name).expect(&name);
            let page = String::from_utf8_lossy(page).replace("\\-", "-");
            for flag in verb.get_arguments().filter_map(|argument| argument.get_long()) {
                assert!(page.contains(&format!("--{flag}")), "{name}: --{flag}");
            }
        }
    }
}
