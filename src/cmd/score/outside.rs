//! Methods that are programs of their own, scored beside the others.

use std::collections::BTreeMap;
use std::io::Write;
use std::time::Duration;

use anstream::stdout;
use anyhow::Result;
use serde_json::{Value, json};

use crate::bench::asked::Asked;
use crate::cmd::table::table;
use crate::cmd::visible::visible;
use crate::document::{Document, Label};
use crate::evaluate::{Gold, Run};
use crate::hint;
use crate::outside::{self, Failure};
use crate::score::median;

/// So many failures are shown in the terminal; all of them are in the JSON.
const SHOWN: usize = 10;

/// A program that was scored.
pub struct Outside {
    /// What it calls itself, or its command where it did not say.
    method: String,
    command: String,
    asked: Asked,
    /// One for each layer that both it and the gold have.
    pub runs: Vec<Run>,
}

/// Reads a number of seconds, for options.
pub fn seconds(text: &str) -> Result<Duration, String> {
    let number = text.parse::<f64>().ok().filter(|number| *number > 0.0 && *number <= 86_400.0);
    number.map(Duration::from_secs_f64).ok_or_else(|| "seconds, more than 0 and at most a day".to_owned())
}

/// Reads what an outside method is, for options.
pub fn outsider(text: &str) -> Result<String, String> {
    let checked = outside::check(text).map(|()| text.to_owned());
    checked.map_err(|error| {
        format!("{error:#}{}", hint::of(&error).map_or(String::new(), |hint| format!("; {hint}")))
    })
}

/// Asks each of `commands` about the gold's documents. `convert` puts a prediction into the conventions of the gold.
pub fn outsiders(
    commands: &[String],
    deadline: Duration,
    gold: &[Gold],
    convert: impl Fn(&Gold, Document) -> Document,
) -> Vec<Outside> {
    let mut all: Vec<Outside> = Vec::new();
    for command in commands {
        let asked = Asked::of(command, deadline, gold);
        let name = asked.name();
        let before = all.iter().filter(|other| name.is_some() && other.asked.name() == name).count();
        let method = match name {
            Some(name) if before > 0 => format!("{name} #{}", before + 1),
            Some(name) => name,
            None => command.clone(),
        };
        let runs = asked.runs(&method, gold, &convert);
        all.push(Outside { method, command: command.clone(), asked, runs });
    }
    all
}

impl Outside {
    /// What it failed at, document by document.
    pub fn failures(&self) -> impl Iterator<Item = (&str, &Failure)> {
        self.asked.failures()
    }

    /// How many failures there are of each kind.
    fn kinds(&self) -> BTreeMap<&'static str, usize> {
        let mut kinds = BTreeMap::new();
        self.failures().for_each(|(_, failure)| *kinds.entry(failure.kind.name()).or_default() += 1);
        kinds
    }

    /// Seconds from question to answer, of the documents that were answered.
    fn seconds(&self) -> impl Iterator<Item = f64> {
        self.asked.cost.seconds.iter().flatten().copied()
    }

    fn peak_kib(&self) -> Option<u64> {
        self.asked.cost.peak.map(|bytes| bytes / 1024)
    }

    /// Who it is and what it said: what scores depend on.
    pub fn signature(&self) -> Result<Value> {
        let hello = self.asked.hello.as_ref();
        Ok(json!({
            "method": self.method,
            "command": self.command,
            "model": hello.and_then(|hello| hello.model.as_ref()),
            "answers_sha256": self.asked.answers_sha256()?,
        }))
    }

    /// What it took and what it failed at.
    pub fn as_json(&self) -> Value {
        let failed: Vec<Value> =
            self.failures().map(|(name, failure)| json!([name, failure.kind.name(), failure.why])).collect();
        let layers = self.asked.hello.iter().flat_map(|hello| &hello.layers);
        json!({
            "method": self.method,
            "command": self.command,
            "layers": layers.map(|layer| layer.name()).collect::<Vec<_>>(),
            "offsets": self.asked.hello.as_ref().map(|hello| hello.offsets.name()),
            "documents": self.asked.answers.len(),
            "failures": self.kinds(),
            "failed": failed,
            "seconds": {
                "median": median(self.seconds().collect()),
                "total": self.seconds().sum::<f64>(),
                "warm_up": self.asked.cost.warm_up,
            },
            "cpu_seconds": self.asked.cost.cpu,
            "peak_kib": self.peak_kib(),
        })
    }
}

/// What outside methods took and what they failed at, in the terminal.
pub fn print(all: &[Outside]) -> Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    let header = ["outside", "documents", "failed", "median ms", "total s", "warm-up s", "CPU s", "peak MiB"];
    let mut rows = table(&header, 1);
    let mut failed = table(&["outside", "document", "failed", "why"], 4);
    for own in all {
        let known = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
        rows.add_row([
            visible(&own.method).into_owned(),
            own.asked.answers.len().to_string(),
            own.failures().count().to_string(),
            known(median(own.seconds().collect()).map(|median| format!("{:.1}", 1000.0 * median))),
            format!("{:.2}", own.seconds().sum::<f64>()),
            format!("{:.2}", own.asked.cost.warm_up),
            known(own.asked.cost.cpu.map(|seconds| format!("{seconds:.2}"))),
            known(own.peak_kib().map(|kib| (kib / 1024).to_string())),
        ]);
        for (name, failure) in own.failures().take(SHOWN) {
            let cells = [own.method.as_str(), name, failure.kind.name(), failure.why.as_str()];
            failed.add_row(cells.map(|cell| visible(cell).into_owned()));
        }
        let more = own.failures().count().saturating_sub(SHOWN);
        if more > 0 {
            let rest = format!("… and {more} more, which --json has");
            failed.add_row([visible(&own.method).into_owned(), rest, String::new(), String::new()]);
        }
    }
    writeln!(stdout(), "\n{}", rows.trim_fmt())?;
    if failed.row_count() > 0 {
        writeln!(stdout(), "\n{}", failed.trim_fmt())?;
    }
    Ok(())
}
