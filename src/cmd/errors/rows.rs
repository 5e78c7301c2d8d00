//! The errors as JSON and as columns of Parquet.

use serde_json::{Value, json};

use crate::dataset::column::{
    Column, int, int_or_null, label, label_or_null, number, string, string_or_null,
};
use crate::document::Label;
use crate::evaluate::case::{Case, Side};
use crate::evaluate::group::Group;
use crate::score::errors::{Error, ErrorKind};

/// One error with what is told of it.
pub struct Row<'a> {
    case: &'a Case<'a>,
    error: Error,
    gold: Option<Side>,
    predicted: Option<Side>,
    /// In the order of [`Group::ALL`]; absent where the layer has it not.
    groups: Vec<Option<String>>,
}

/// A row for each error of `kind`, or of all.
pub fn rows<'a>(cases: &'a [Case<'a>], kind: Option<ErrorKind>) -> Vec<Row<'a>> {
    let rows = cases.iter().flat_map(|case| {
        case.errors(kind).map(move |error| {
            let group = |by: Group| by.applies(case.layer).then(|| case.group(by));
            let groups = Group::ALL.iter().map(|row| group(row.0)).collect();
            Row { case, error, gold: case.of_gold(), predicted: case.of_predicted(), groups }
        })
    });
    rows.collect()
}

pub fn as_json(row: &Row) -> Value {
    let side = |side: &Option<Side>| {
        side.as_ref().map(
            |side| json!({ "words": side.words, "line": side.line, "start": side.start, "end": side.end }),
        )
    };
    json!({
        "document": row.case.gold.name, "item": row.case.number,
        "kind": row.error.kind.name(), "part": row.error.part.map(Label::name),
        "gold": side(&row.gold), "predicted": side(&row.predicted), "sentence": row.case.sentence(),
    })
}

pub fn columns(method: &str, rows: &[Row]) -> Vec<Column> {
    let start = |side: &Option<Side>| side.as_ref().map(|side| number(side.start));
    let end = |side: &Option<Side>| side.as_ref().map(|side| number(side.end));
    let mut columns = vec![
        label("layer", "what was looked at", rows, |r| r.case.layer),
        string("method", "which method", rows, |_| method),
        string("document_id", "the document, as the gold names it", rows, |r| &r.case.gold.name),
        int("item", "number of the item in the document; one item may have several errors", rows, |r| {
            number(r.case.number)
        }),
        label("kind", "what is wrong", rows, |r| r.error.kind),
        label_or_null("part", "of a claim, which part", rows, |r| r.error.part),
        string_or_null("gold", "the gold's words; of a claim its content", rows, |r| words(&r.gold)),
        string_or_null("gold_line", "the gold's item with its labels", rows, |r| line(&r.gold)),
        int_or_null("gold_start", START, rows, |r| start(&r.gold)),
        int_or_null("gold_end", END, rows, |r| end(&r.gold)),
        string_or_null("predicted", "the words that were found", rows, |r| words(&r.predicted)),
        string_or_null("predicted_line", "what was found with its labels", rows, |r| line(&r.predicted)),
        int_or_null("predicted_start", START, rows, |r| start(&r.predicted)),
        int_or_null("predicted_end", END, rows, |r| end(&r.predicted)),
        string_or_null("sentence", "the sentences around both", rows, |r| r.case.sentence()),
    ];
    let groups = Group::ALL.iter().enumerate().filter(|(_, row)| row.0 != Group::Document);
    columns.extend(groups.map(|(at, row)| string_or_null(row.1, row.2, rows, |r| r.groups[at].as_deref())));
    columns
}

const START: &str = "where it begins: code points into the text, of a line bytes into the raw article";
const END: &str = "where it ends, likewise";

fn words(side: &Option<Side>) -> Option<&str> {
    side.as_ref().map(|side| &*side.words)
}

fn line(side: &Option<Side>) -> Option<&str> {
    side.as_ref().map(|side| &*side.line)
}
