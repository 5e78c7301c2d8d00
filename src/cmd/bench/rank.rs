use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::stdout;
use anyhow::Result;
use serde_json::{Value, json};

use crate::bench::cells::{HEADER, made, measuring, of_line, of_people};
use crate::bench::figure::{Cost, Figure};
use crate::bench::folder;
use crate::bench::rank::{Board, Line, boards};
use crate::bench::result::Results;
use crate::cmd::table::table;
use crate::cmd::visible::visible;
use crate::document::Label;

/// Rank what a bench ran: quality with ties, time, memory and cost
///
/// Methods that the set cannot tell apart (a paired test at 5%) share a rank.
#[derive(clap::Args)]
pub struct Args {
    /// What `bench run` wrote
    #[arg(value_name = "DIR")]
    results: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let results = folder::read(&args.results)?;
    let boards = boards(&results);
    if args.json {
        let all: Vec<Value> = boards.iter().map(|board| as_json(board, &results)).collect();
        let all = json!({ "version": 1, "made": results.made, "boards": all });
        writeln!(stdout(), "{}", serde_json::to_string_pretty(&all)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    for board in &boards {
        print(board, &results)?;
    }
    writeln!(stdout(), "{}", visible(&made(&results.made)))?;
    Ok(ExitCode::SUCCESS)
}

fn print(board: &Board, results: &Results) -> Result<()> {
    let mut rows = table(&HEADER, 1);
    let lines = board.lines.iter().map(|line| of_line(line, board, results));
    for cells in lines.chain(of_people(board)) {
        rows.add_row(cells.iter().map(|cell| visible(cell).into_owned()));
    }
    let title = board.title();
    writeln!(stdout(), "{}, by {}\n{}", visible(&title), board.measure, rows.trim_fmt())?;
    if let Some(words) = measuring(board) {
        writeln!(stdout(), "{}", visible(&words))?;
    }
    writeln!(stdout())?;
    Ok(())
}

fn as_json(board: &Board, results: &Results) -> Value {
    let figure = |figure: Option<Figure>| {
        figure.map(|own| json!({ "value": own.value, "low": own.interval.map(|i| i.0), "high": own.interval.map(|i| i.1) }))
    };
    let line = |line: &Line| {
        let own = line.standing.as_ref();
        let costs = Cost::ALL.iter().map(|&(cost, name, _)| {
            (name.to_owned(), figure(line.trial.cost(cost, board.corpus, results.made.price.as_ref())).into())
        });
        json!({
            "method": line.trial.method,
            "rank": own.map(|own| own.rank),
            "place": own.map(|own| own.place),
            "p_value": own.and_then(|own| own.p_value),
            "f1": own.and_then(|own| own.counts.f1()),
            "low": own.and_then(|own| own.interval).map(|interval| interval.0),
            "high": own.and_then(|own| own.interval).map(|interval| interval.1),
            "documents": line.trial.documents.len(),
            "costs": costs.collect::<serde_json::Map<String, Value>>(),
        })
    };
    json!({
        "corpus": board.corpus.name,
        "layer": board.layer.name(),
        "measure": board.measure.name(),
        "methods": board.lines.iter().map(line).collect::<Vec<_>>(),
        "annotators": board.people.as_ref().and_then(|people| people.counts.f1()),
    })
}
