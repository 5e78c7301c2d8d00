//! Options that are not typed: those of a file, and above them those of the environment; what is typed stands above both.
//!
//! `saidso.toml` where the program runs, or the file of `--config`, has a table for each verb: `[build]`, `threads = 2`. An
//! option's variable is `SAIDSO_BUILD_THREADS`. Both become arguments that stand before the typed ones.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use clap::{Arg, ArgAction, Command};
use toml::{Table, Value};

use crate::hint::Hint;

/// The file that is read when none is named.
const FILE: &str = "saidso.toml";

/// The program's arguments with those that were not typed, and where each option of the verb comes from.
pub struct Config {
    pub arguments: Vec<OsString>,
    origins: BTreeMap<String, String>,
}

impl Config {
    /// Of the arguments as they were typed, the program's name first.
    ///
    /// # Errors
    /// When the file cannot be read, or says what is no option.
    pub fn read(program: &Command, typed: Vec<OsString>) -> Result<Config> {
        let words: Vec<String> = typed.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let named = words.iter().enumerate().find_map(|(at, word)| match word.strip_prefix("--config") {
            Some("") => words.get(at + 1).cloned(),
            rest => rest.and_then(|rest| rest.strip_prefix('=')).map(str::to_owned),
        });
        let verbs = words.iter().map(|word| program.find_subcommand(word)).enumerate().skip(1);
        let Some((place, verb)) = verbs.filter_map(|(place, verb)| Some((place, verb?))).next() else {
            return Ok(Config { arguments: typed, origins: BTreeMap::new() });
        };
        let typed_here: Vec<&Arg> = verb
            .get_arguments()
            .filter(|option| words[place..].iter().any(|word| is(word, option)))
            .collect();
        let mut origins: BTreeMap<String, String> =
            typed_here.iter().map(|option| (option.get_id().to_string(), "typed".to_owned())).collect();
        let mut added = Vec::new();
        let of_file = file(program, verb, named.as_deref())?;
        for (option, values, origin) in of_environment(verb)?.into_iter().chain(of_file) {
            let id = option.get_id().to_string();
            let conflicts = verb.get_arg_conflicts_with(option);
            let beaten = typed_here.iter().any(|typed| {
                conflicts.contains(typed) || verb.get_arg_conflicts_with(typed).contains(&option)
            });
            if !beaten && !origins.contains_key(&id) {
                origins.insert(id, origin);
                added.extend(values);
            }
        }
        let mut arguments = typed;
        arguments.splice(place + 1..place + 1, added.into_iter().map(OsString::from));
        Ok(Config { arguments, origins })
    }

    /// Every option of the verb in `matches` with its value and where that comes from, as a file may have it.
    pub fn shown(&self, verb: &Command, matches: &clap::ArgMatches) -> String {
        let mut told = format!("[{}]\n", verb.get_name());
        for option in options(verb) {
            let Some(name) = option.get_long() else { continue };
            let id = option.get_id().as_str();
            let origin = self.origins.get(id).map_or("default", String::as_str);
            if !takes_values(option) {
                let set = matches.get_flag(id);
                told += &format!("{name} = {set} # {origin}\n");
                continue;
            }
            let values: Vec<String> = matches
                .get_raw(id)
                .map(|values| {
                    values.map(|value| serde_json::json!(value.to_string_lossy()).to_string()).collect()
                })
                .unwrap_or_default();
            match &values[..] {
                [] => told += &format!("# {name} is not set\n"),
                [only] if !matches!(option.get_action(), ArgAction::Append) => {
                    told += &format!("{name} = {only} # {origin}\n");
                }
                all => told += &format!("{name} = [{}] # {origin}\n", all.join(", ")),
            }
        }
        told
    }
}

/// Whether a typed word is `option`: "--threads", "--threads=2", "-o", "-oDIR".
fn is(word: &str, option: &Arg) -> bool {
    let long = option.get_long().is_some_and(|name| {
        let rest = word.strip_prefix("--").and_then(|word| word.strip_prefix(name));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
    });
    let letter = option.get_short();
    long || !word.starts_with("--")
        && letter.is_some_and(|letter| word.strip_prefix('-').is_some_and(|word| word.starts_with(letter)))
}

fn takes_values(option: &Arg) -> bool {
    matches!(option.get_action(), ArgAction::Set | ArgAction::Append)
}

/// What a file or the environment may set: options, no paths, and not what asks for help.
fn options(verb: &Command) -> impl Iterator<Item = &Arg> {
    verb.get_arguments().filter(|option| {
        let action = option.get_action();
        let set = takes_values(option) || matches!(action, ArgAction::SetTrue);
        option.get_long().is_some() && set && !option.is_global_set()
    })
}

/// An option, the arguments that set it, and where they come from.
type Setting<'c> = (&'c Arg, Vec<String>, String);

fn of_environment(verb: &Command) -> Result<Vec<Setting<'_>>> {
    let mut found = Vec::new();
    for option in options(verb) {
        let long = option.get_long().unwrap_or_default();
        let name = format!("SAIDSO_{}_{long}", verb.get_name()).to_uppercase().replace('-', "_");
        let Ok(value) = env::var(&name) else { continue };
        let value = match (takes_values(option), value.as_str()) {
            (true, _) => Value::String(value),
            (false, "1" | "true") => Value::Boolean(true),
            (false, "0" | "false" | "") => Value::Boolean(false),
            _ => {
                return Err(anyhow!("{name}={value}: is neither true nor false"))
                    .hint("set it to true or unset it");
            }
        };
        found.push((option, arguments(option, &value).with_context(|| name.clone())?, name));
    }
    Ok(found)
}

/// What the table of `verb` says; the other tables are looked at, too.
fn file<'c>(program: &'c Command, verb: &Command, named: Option<&str>) -> Result<Vec<Setting<'c>>> {
    let path = named.unwrap_or(FILE);
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(_) if named.is_none() && !Path::new(FILE).exists() => return Ok(Vec::new()),
        Err(error) => {
            return Err(error).context(path.to_owned()).hint("--config takes a file such as saidso.toml");
        }
    };
    let tables: Table = text
        .parse()
        .with_context(|| path.to_owned())
        .hint("a file of options has a table for each verb: [build] and below it threads = 2")?;
    let mut found = Vec::new();
    for (name, table) in &tables {
        let (Some(owner), Some(table)) = (program.find_subcommand(name), table.as_table()) else {
            let verbs: Vec<_> = program.get_subcommands().map(Command::get_name).collect();
            return Err(anyhow!("{path}: {name:?} is no verb"))
                .hint(&format!("tables are {}", verbs.join(", ")));
        };
        for (key, value) in table {
            let Some(option) = options(owner).find(|option| option.get_long() == Some(key)) else {
                let known: Vec<_> = options(owner).filter_map(Arg::get_long).collect();
                return Err(anyhow!("{path}: [{name}] has no option {key:?}"))
                    .hint(&format!("there are {}", known.join(", ")));
            };
            let words = arguments(option, value).with_context(|| format!("{path}: [{name}] {key}"))?;
            if owner.get_name() == verb.get_name() {
                found.push((option, words, path.to_owned()));
            }
        }
    }
    Ok(found)
}

/// `--name=value` for each value.
fn arguments(option: &Arg, value: &Value) -> Result<Vec<String>> {
    let name = option.get_long().unwrap_or_default();
    let several = matches!(option.get_action(), ArgAction::Append);
    match value {
        Value::Boolean(set) if !takes_values(option) => {
            Ok(set.then(|| format!("--{name}")).into_iter().collect())
        }
        Value::Array(values) if several => {
            Ok(values.iter().map(|value| arguments(option, value)).collect::<Result<Vec<_>>>()?.concat())
        }
        Value::String(value) if takes_values(option) => Ok(vec![format!("--{name}={value}")]),
        Value::Integer(value) if takes_values(option) => Ok(vec![format!("--{name}={value}")]),
        Value::Float(value) if takes_values(option) => Ok(vec![format!("--{name}={value}")]),
        other => {
            let wanted = match (takes_values(option), several) {
                (false, _) => "true or false",
                (true, true) => "a value or a list of values",
                (true, false) => "one value",
            };
            Err(anyhow!("a value of the type {} is not {wanted}", other.type_str()))
                .hint(&format!("write {wanted}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cmd::Cli;

    fn settings(text: &str) -> Result<Vec<String>> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.toml");
        fs::write(&path, text).expect("written");
        let program = Cli::command();
        let verb = program.find_subcommand("build").expect("a verb");
        let found = file(&program, verb, path.to_str())?;
        Ok(found.into_iter().flat_map(|setting| setting.1).collect())
    }

    #[test]
    fn a_table_becomes_arguments() {
        let text = "[build]\nthreads = 2\nfast = true\nupdate = false\ncolumn = [\"text=body\", \"id=key\"]\n\
                    min-confidence = 0.5\n[verify]\nraw = \"x\"\n";
        let wanted =
            ["--column=text=body", "--column=id=key", "--fast", "--min-confidence=0.5", "--threads=2"];
        assert_eq!(settings(text).expect("settings"), wanted);
    }

    #[test]
    fn what_is_no_option_is_named() {
        for (text, what) in [
            ("[bild]\n", "\"bild\" is no verb"),
            ("[build]\nthread = 2\n", "[build] has no option \"thread\""),
            ("[build]\nthreads = [2]\n", "type array is not one value"),
            ("[build]\nfast = 3\n", "type integer is not true or false"),
            ("threads = 2\n", "\"threads\" is no verb"),
            ("[verify]\nfast = true\n", "[verify] has no option \"fast\""),
        ] {
            let error = settings(text).expect_err(text);
            assert!(format!("{error:#}").contains(what), "{error:#}");
        }
    }
}
