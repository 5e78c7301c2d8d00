//! A program asked about the documents of a gold set, and what it found there as runs.

use std::time::Duration;

use anyhow::Result;

use super::own;
use crate::document::{Document, Label};
use crate::evaluate::{Gold, Run, kinds};
use crate::exchange::{Question, Record};
use crate::method::Layer;
use crate::methods::Row;
use crate::outside::{Cost, Failure, Hello, Outcome, ask};
use crate::pipeline::Pipeline;
use crate::source::sha256;

/// A program that was asked, and what came of it.
pub struct Asked {
    /// `None` where it did not say who it is.
    pub hello: Option<Hello>,
    /// By the document's name, in order.
    pub answers: Vec<(String, Result<Record, Failure>)>,
    pub cost: Cost,
}

impl Asked {
    /// What `command`, a line for the shell, answers about the documents of `gold` in which something is labeled that it
    /// finds; `deadline` for each. One that does not say who it is fails at every document.
    pub fn of(command: &str, deadline: Duration, gold: &[Gold]) -> Asked {
        match ask(command, deadline, |hello| questions(gold, hello)) {
            Ok(outcome) => Asked::told(outcome, gold),
            Err(failure) => Asked {
                hello: None,
                answers: gold.iter().map(|gold| (gold.name.clone(), Err(failure.clone()))).collect(),
                cost: Cost::default(),
            },
        }
    }

    /// What `row`'s method answers in this process.
    pub fn inside(row: &Row, gold: &[Gold]) -> Asked {
        let questions = questions(gold, &own::hello(row));
        Asked::told(own::inside(row, &questions), gold)
    }

    fn told(outcome: Outcome, gold: &[Gold]) -> Asked {
        let Outcome { hello, answers, cost } = outcome;
        let names = labeled(gold, &hello).map(|gold| gold.name.clone());
        let answers = names.zip(answers).collect();
        Asked { hello: Some(hello), answers, cost }
    }

    /// What it calls itself: name and version.
    pub fn name(&self) -> Option<String> {
        self.hello.as_ref().map(|hello| format!("{} {}", hello.name, hello.version))
    }

    /// What it failed at, document by document.
    pub fn failures(&self) -> impl Iterator<Item = (&str, &Failure)> {
        self.answers.iter().filter_map(|(name, answer)| Some((name.as_str(), answer.as_ref().err()?)))
    }

    /// SHA-256 of all that it said: it changes when an answer does.
    ///
    /// # Errors
    /// None that is known; what serde_json says.
    pub fn answers_sha256(&self) -> Result<String> {
        let mut lines = Vec::new();
        for (name, answer) in &self.answers {
            let failed = answer.as_ref().map_err(|failure| failure.kind.name());
            serde_json::to_writer(&mut lines, &(name, failed.ok(), failed.err()))?;
        }
        Ok(sha256(&lines))
    }

    /// What it found, called `method`: a run for each layer that both it and the gold have. A document that it failed at
    /// is one in which it found nothing. `convert` puts a prediction into the conventions of the gold.
    pub fn runs(
        &self,
        method: &str,
        gold: &[Gold],
        convert: impl Fn(&Gold, Document) -> Document,
    ) -> Vec<Run> {
        let Some(hello) = &self.hello else { return Vec::new() };
        let records = self.answers.iter().filter_map(|(_, answer)| answer.as_ref().ok());
        let stated = records.fold(hello.states, |all, record| all | record.states());
        let run = |layer: &Layer| {
            let asked = labeled(gold, hello).zip(&self.answers);
            let asked = asked.filter(|(gold, _)| gold.layers.contains(layer));
            let found =
                asked.map(|(gold, (_, answer))| convert(gold, document(gold, *layer, answer.as_ref().ok())));
            let predicted: Vec<Document> = found.collect();
            let model = hello.model.clone();
            (!predicted.is_empty()).then(|| Run {
                model,
                states: kinds(stated),
                ..Run::new(*layer, method, predicted)
            })
        };
        hello.layers.iter().filter_map(run).collect()
    }
}

/// The documents in which something is labeled that the program finds.
fn labeled<'g>(gold: &'g [Gold], hello: &Hello) -> impl Iterator<Item = &'g Gold> {
    gold.iter().filter(|gold| hello.layers.iter().any(|layer| gold.layers.contains(layer)))
}

fn questions(gold: &[Gold], hello: &Hello) -> Vec<Question> {
    labeled(gold, hello).map(|gold| question(gold, hello)).collect()
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
