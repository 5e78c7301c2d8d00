//! Methods that are programs of their own, scored beside the others.

use std::collections::BTreeMap;
use std::io::Write;
use std::time::Duration;

use anstream::stdout;
use anyhow::Result;
use serde_json::{Value, json};

use crate::cmd::table::table;
use crate::cmd::visible::visible;
use crate::document::{Document, Label};
use crate::evaluate::{Gold, Run, kinds};
use crate::exchange::{Question, Record};
use crate::method::Layer;
use crate::outside::{Cost, Failure, Hello, Outcome, ask};
use crate::pipeline::Pipeline;
use crate::source::sha256;

/// So many failures are shown in the terminal; all of them are in the JSON.
const SHOWN: usize = 10;

/// A program that was asked, and what came of it.
pub struct Outside {
    /// What it calls itself, or its command where it did not say.
    method: String,
    command: String,
    hello: Option<Hello>,
    /// By the document's name, in order.
    answers: Vec<(String, Result<Record, Failure>)>,
    cost: Cost,
    /// One for each layer that both it and the gold have.
    pub runs: Vec<Run>,
}

/// Reads a number of seconds, for options.
pub fn seconds(text: &str) -> Result<Duration, String> {
    let number = text.parse::<f64>().ok().filter(|number| *number > 0.0 && *number <= 86_400.0);
    number.map(Duration::from_secs_f64).ok_or_else(|| "seconds, more than 0 and at most a day".to_owned())
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
        let asked =
            ask(command, deadline, |hello| labeled(gold, hello).map(|gold| question(gold, hello)).collect());
        all.push(match asked {
            Ok(outcome) => scored(command, outcome, gold, &all, &convert),
            Err(failure) => Outside {
                method: command.clone(),
                command: command.clone(),
                hello: None,
                answers: gold.iter().map(|gold| (gold.name.clone(), Err(failure.clone()))).collect(),
                cost: Cost::default(),
                runs: Vec::new(),
            },
        });
    }
    all
}

/// The documents in which something is labeled that the program finds.
fn labeled<'g>(gold: &'g [Gold], hello: &Hello) -> impl Iterator<Item = &'g Gold> {
    gold.iter().filter(|gold| hello.layers.iter().any(|layer| gold.layers.contains(layer)))
}

/// What the program is given of `gold`: the layers below that it needs are those of the default methods.
fn question(gold: &Gold, hello: &Hello) -> Question {
    let mut question = if hello.layers.contains(&Layer::Blocks) {
        Question::of_lines(&gold.bare)
    } else {
        let mut document = gold.bare.clone();
        if let Some(&last) = hello.needs.iter().max() {
            Pipeline::default().annotate(&mut document, last);
        }
        let needs = |layer| hello.needs.contains(&layer);
        Question::of(&document, [needs(Layer::Sentences), needs(Layer::Entities), false])
    };
    question.record.doc_id.clone_from(&gold.name);
    question
}

/// What was answered, as runs; a document that the program failed at is one in which it found nothing.
fn scored(
    command: &str,
    outcome: Outcome,
    gold: &[Gold],
    before: &[Outside],
    convert: impl Fn(&Gold, Document) -> Document,
) -> Outside {
    let Outcome { hello, answers, cost } = outcome;
    let name = format!("{} {}", hello.name, hello.version);
    let method = match before.iter().filter(|other| other.calls_itself(&name)).count() {
        0 => name,
        others => format!("{name} #{}", others + 1),
    };
    let stated = answers.iter().flatten().fold(hello.states, |all, record| all | record.states());
    let run = |layer: &Layer| {
        let asked = labeled(gold, &hello).zip(&answers).filter(|(gold, _)| gold.layers.contains(layer));
        let found = asked.map(|(gold, answer)| convert(gold, document(gold, *layer, answer.as_ref().ok())));
        let predicted: Vec<Document> = found.collect();
        let model = hello.model.clone();
        (!predicted.is_empty()).then(|| Run {
            model,
            states: kinds(stated),
            ..Run::new(*layer, &method, predicted)
        })
    };
    let runs = hello.layers.iter().filter_map(run).collect();
    let names: Vec<String> = labeled(gold, &hello).map(|gold| gold.name.clone()).collect();
    let answers = names.into_iter().zip(answers).collect();
    Outside { method, command: command.to_owned(), hello: Some(hello), answers, cost, runs }
}

/// The document with what was `found` in it, which is nothing where the program failed.
fn document(gold: &Gold, layer: Layer, found: Option<&Record>) -> Document {
    if layer == Layer::Blocks {
        let mut lines = gold.bare.unread();
        if let Some(kinds) = found.and_then(|record| record.kinds(record).ok()) {
            lines.keep(&kinds);
        }
        return lines;
    }
    found.and_then(|record| record.document().ok()).unwrap_or_else(|| gold.bare.clone())
}

impl Outside {
    fn calls_itself(&self, name: &str) -> bool {
        self.hello.as_ref().is_some_and(|own| format!("{} {}", own.name, own.version) == name)
    }

    /// What it failed at, document by document.
    pub fn failures(&self) -> impl Iterator<Item = (&str, &Failure)> {
        self.answers.iter().filter_map(|(name, answer)| Some((name.as_str(), answer.as_ref().err()?)))
    }

    /// How many failures there are of each kind.
    fn kinds(&self) -> BTreeMap<&'static str, usize> {
        let mut kinds = BTreeMap::new();
        self.failures().for_each(|(_, failure)| *kinds.entry(failure.kind.name()).or_default() += 1);
        kinds
    }

    /// Seconds from question to answer, of the document in the middle; `None` where nothing was answered.
    fn median(&self) -> Option<f64> {
        let mut seconds = self.cost.seconds.clone();
        seconds.sort_by(f64::total_cmp);
        let (low, high) = (seconds.get(seconds.len().checked_sub(1)? / 2)?, seconds.get(seconds.len() / 2)?);
        Some((low + high) / 2.0)
    }

    fn peak_kib(&self) -> Option<u64> {
        self.cost.peak.map(|bytes| bytes / 1024)
    }

    /// Who it is and what it said: what scores depend on.
    pub fn signature(&self) -> Result<Value> {
        let mut lines = Vec::new();
        for (name, answer) in &self.answers {
            let failed = answer.as_ref().map_err(|failure| failure.kind.name());
            serde_json::to_writer(&mut lines, &(name, failed.ok(), failed.err()))?;
        }
        let hello = self.hello.as_ref();
        Ok(json!({
            "method": self.method,
            "command": self.command,
            "model": hello.and_then(|hello| hello.model.as_ref()),
            "answers_sha256": sha256(&lines),
        }))
    }

    /// What it took and what it failed at.
    pub fn as_json(&self) -> Value {
        let failed: Vec<Value> =
            self.failures().map(|(name, failure)| json!([name, failure.kind.name(), failure.why])).collect();
        let layers = self.hello.iter().flat_map(|hello| &hello.layers);
        json!({
            "method": self.method,
            "command": self.command,
            "layers": layers.map(|layer| layer.name()).collect::<Vec<_>>(),
            "offsets": self.hello.as_ref().map(|hello| hello.offsets.name()),
            "documents": self.answers.len(),
            "failures": self.kinds(),
            "failed": failed,
            "seconds": {
                "median": self.median(),
                "total": self.cost.seconds.iter().sum::<f64>(),
                "warm_up": self.cost.warm_up,
            },
            "cpu_seconds": self.cost.cpu,
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
            own.answers.len().to_string(),
            own.failures().count().to_string(),
            known(own.median().map(|median| format!("{:.1}", 1000.0 * median))),
            format!("{:.2}", own.cost.seconds.iter().sum::<f64>()),
            format!("{:.2}", own.cost.warm_up),
            format!("{:.2}", own.cost.cpu),
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
