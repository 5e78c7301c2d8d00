//! Our own methods as they answer a question: over a pipe (`saidso serve`), or in the process that asks.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::caught::caught;
use crate::document::{Document, Label};
use crate::exchange::{Answer, Question, Record, Stated, Unit};
use crate::method::{Layer, Method, Shared};
use crate::methods::Row;
use crate::outside::{Cost, Failure, Hello, Kind, Outcome, read, warm_up};

/// What the method that finds nothing is called.
pub const NOTHING: &str = "nothing";

/// Finds nothing in no time: what is measured of it is what measuring takes.
struct Nothing;

impl Method for Nothing {
    fn fill(&self, _: &mut Document, _: &mut Shared) {}
}

/// The method that finds nothing.
pub fn nothing(layer: Layer) -> Row {
    Row::new(layer, NOTHING, "finds nothing", Arc::new(Nothing))
}

/// Who `row`'s method is.
pub fn hello(row: &Row) -> Hello {
    let needs = match row.layer {
        Layer::Blocks | Layer::Sentences => Vec::new(),
        Layer::Entities => vec![Layer::Sentences],
        Layer::Claims => vec![Layer::Sentences, Layer::Entities],
    };
    Hello {
        name: format!("saidso {} {}", row.layer.name(), row.name),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        layers: vec![row.layer],
        needs,
        states: Stated::all(),
        offsets: Unit::CodePoints,
        model: row.model.clone(),
    }
}

/// What `row`'s method makes of a question, and what the method alone took. As everywhere, nobody is named in what is not
/// English.
///
/// # Errors
/// When the question is no right one.
pub fn answer(row: &Row, question: &Question) -> Result<(Answer, Duration)> {
    let mut document = question.document()?;
    if row.layer == Layer::Blocks {
        let mut read = document.unread();
        let took = annotate(row, &mut read);
        return Ok((Answer::of(lines(&document, &read)), took));
    }
    let asked = row.layer == Layer::Sentences || !document.metadata.is_foreign();
    let took = if asked { annotate(row, &mut document) } else { Duration::ZERO };
    let wanted = [Layer::Sentences, Layer::Entities, Layer::Claims].map(|layer| layer == row.layer);
    Ok((Answer::of(Record::of(&document, wanted)), took))
}

fn annotate(row: &Row, document: &mut Document) -> Duration {
    let began = Instant::now();
    row.annotate(document, &mut Shared::default());
    began.elapsed()
}

/// The blocks of `document`, each with the kind that `read` has for it.
fn lines(document: &Document, read: &Document) -> Record {
    let mut record = Record::bare(document.id(), document.text()).with_blocks(document);
    for (line, block) in record.blocks.iter_mut().flatten().zip(read.blocks()) {
        line.kind = block.kind.name().to_owned();
    }
    record
}

/// `row`'s method asked each of `questions` in this process: a time is that of the method alone. Nothing ends one that
/// takes too long; one that panics fails at the document.
pub fn inside(row: &Row, questions: &[Question]) -> Outcome {
    let hello = hello(row);
    let began = Instant::now();
    // What it says of the first document is of no interest; models are read at it.
    let _ = caught(|| answer(row, &warm_up(&hello)));
    let warm_up = began.elapsed().as_secs_f64();
    let (mut answers, mut seconds) = (Vec::new(), Vec::new());
    for question in questions {
        let failed = |why: String| Failure { kind: Kind::Crashed, why };
        let said = caught(|| answer(row, question)).map_err(failed);
        let said = said.and_then(|said| said.map_err(|error| failed(format!("{error:#}"))));
        let (answer, took) = match said.map(|(answer, took)| (read(answer, question, &hello), took)) {
            Ok((Ok(record), took)) => (Ok(record), Some(took.as_secs_f64())),
            Ok((Err(failure), _)) | Err(failure) => (Err(failure), None),
        };
        answers.push(answer);
        seconds.push(took);
    }
    let cost = Cost { seconds, warm_up, ..Cost::default() };
    Outcome { hello, answers, cost }
}
