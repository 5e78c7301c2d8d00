use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::stdout;
use anyhow::Result;
use serde_json::json;

use crate::bench::folder;
use crate::bench::gate::{Check, gate};
use crate::bench::report::escaped;
use crate::cmd::choice::choice;
use crate::cmd::visible::visible;
use crate::document::Label;

/// Fail where a method is worse than it was: for services that run on every change
///
/// Quality fell where the paired test of the headline measure says so (at 5%), beyond what the set can resolve; nothing is
/// said of what lies within. Ends with exit code 1 where anything is worse.
#[derive(clap::Args)]
pub struct Args {
    /// What `bench run` wrote
    #[arg(value_name = "DIR")]
    results: PathBuf,
    /// What it wrote before, with the same methods and corpora
    #[arg(long, value_name = "DIR")]
    against: PathBuf,
    /// How many times as long a method may take, on the same machine
    #[arg(long, value_name = "RATIO", default_value = "1.25", value_parser = ratio)]
    slower: f64,
    /// How it is told
    #[arg(long, default_value = "plain", value_parser = choice::<Format>())]
    format: Format,
    /// Print JSON
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

/// Who is to understand it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Plain,
    Github,
    Junit,
}

impl Label for Format {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Plain, "plain", "a line for each fault"),
        (Self::Github, "github", "commands of a GitHub workflow, which shows them beside the change"),
        (Self::Junit, "junit", "JUnit's XML, a case for each method, which most services show"),
    ];
}

fn ratio(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| *number >= 1.0 && number.is_finite());
    number.ok_or_else(|| "a number, 1 or more".to_owned())
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let (new, old) = (folder::read(&args.results)?, folder::read(&args.against)?);
    let checks = gate(&new, &old, args.slower);
    let failed = checks.iter().filter(|check| !check.faults.is_empty()).count();
    let told = if args.json {
        as_json(&checks, failed)?
    } else {
        match args.format {
            Format::Plain => plain(&checks, failed),
            Format::Github => github(&checks),
            Format::Junit => junit(&checks, failed),
        }
    };
    write!(stdout(), "{}", visible(&told))?;
    Ok(ExitCode::from(u8::from(failed > 0)))
}

fn name(check: &Check) -> String {
    format!("{} of {} by {}", check.layer.name(), check.corpus, check.method)
}

fn plain(checks: &[Check], failed: usize) -> String {
    let mut told = String::new();
    for check in checks {
        let faults = check.faults.iter().map(|fault| ("error", fault));
        for (level, words) in faults.chain(check.notes.iter().map(|note| ("note", note))) {
            told += &format!("{level}: {}: {words}\n", name(check));
        }
    }
    told + &format!("{failed} of {} are worse\n", checks.len())
}

/// What the toolkit of GitHub's actions escapes: ends of lines, and in properties what ends them.
fn github(checks: &[Check]) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let mut told = String::new();
    for check in checks {
        let faults = check.faults.iter().map(|fault| ("error", fault));
        for (level, words) in faults.chain(check.notes.iter().map(|note| ("notice", note))) {
            told += &format!("::{level} title={}::{}\n", property(&name(check)), data(words));
        }
    }
    told
}

fn junit(checks: &[Check], failed: usize) -> String {
    let count = checks.len();
    let mut told = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"saidso bench gate\" tests=\"{count}\" failures=\"{failed}\">\n"
    );
    for check in checks {
        let place = format!("{}.{}", check.corpus, check.layer.name());
        told += &format!("<testcase classname=\"{}\" name=\"{}\">", escaped(&place), escaped(&check.method));
        if !check.faults.is_empty() {
            told += &format!("<failure message=\"{}\"/>", escaped(&check.faults.join("; ")));
        }
        if !check.notes.is_empty() {
            told += &format!("<system-out>{}</system-out>", escaped(&check.notes.join("; ")));
        }
        told += "</testcase>\n";
    }
    told + "</testsuite>\n"
}

fn as_json(checks: &[Check], failed: usize) -> Result<String> {
    let rows = checks.iter().map(|check| {
        json!({
            "corpus": check.corpus, "layer": check.layer.name(), "method": check.method,
            "faults": check.faults, "notes": check.notes,
        })
    });
    let all = json!({ "version": 1, "worse": failed, "checks": rows.collect::<Vec<_>>() });
    Ok(serde_json::to_string_pretty(&all)? + "\n")
}
