use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, Result};

use super::picked::Picked;
use crate::document::{Document, Label};
use crate::exchange::{Answer, Question, Record, Stated, Unit};
use crate::method::{Layer, Shared};
use crate::methods::Row;
use crate::outside::Hello;

/// Answer as an outside method: what `score --outside 'saidso serve'` starts
///
/// Says who it is, then reads a document a line from standard input and answers each with a line, as
/// datasets/protocol.md has it.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    picked: Picked,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let row = args.picked.row()?;
    let mut out = io::stdout().lock();
    say(&mut out, &hello(&row).line()?)?;
    for (at, line) in io::stdin().lines().enumerate() {
        let place = || format!("standard input:{}", at + 1);
        let answer = answer(&row, &line.with_context(place)?).with_context(place)?;
        say(&mut out, &serde_json::to_string(&answer)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a line at once, for somebody waits for it.
fn say(out: &mut impl Write, line: &str) -> io::Result<()> {
    writeln!(out, "{line}")?;
    out.flush()
}

fn hello(row: &Row) -> Hello {
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

/// What `row`'s method makes of the question in `line`. As everywhere, nobody is named in what is not English.
fn answer(row: &Row, line: &str) -> Result<Answer> {
    let mut document = Question::parse(line)?.document()?;
    if row.layer == Layer::Blocks {
        return Ok(Answer::of(lines(row, &document)));
    }
    if row.layer == Layer::Sentences || !document.metadata.is_foreign() {
        row.annotate(&mut document, &mut Shared::default());
    }
    let wanted = [Layer::Sentences, Layer::Entities, Layer::Claims].map(|layer| layer == row.layer);
    Ok(Answer::of(Record::of(&document, wanted)))
}

/// The blocks of `document`, each with the kind that `row`'s method gives it.
fn lines(row: &Row, document: &Document) -> Record {
    let mut read = document.unread();
    row.annotate(&mut read, &mut Shared::default());
    let mut record = Record::bare(document.id(), document.text()).with_blocks(document);
    for (line, block) in record.blocks.iter_mut().flatten().zip(read.blocks()) {
        line.kind = block.kind.name().to_owned();
    }
    record
}
