//! The standings as JSON and as columns of Parquet.

use serde_json::{Value, json};

use crate::dataset::column::{Column, double, double_or_null, long, string};
use crate::score::board::{Entry, Standing};

/// A standing with the counts of every document, so that all of it can be computed again.
pub fn as_json(s: &Standing, entries: &[Entry]) -> Value {
    let own = entries.iter().filter(|e| e.layer == s.layer && e.measure == s.measure && e.method == s.method);
    let documents: Vec<_> = own
        .map(|e| {
            let c = e.counts;
            json!([e.document, c.gold, c.predicted, c.recalled, c.precise])
        })
        .collect();
    json!({
        "layer": s.layer, "measure": s.measure, "method": s.method, "rank": s.rank, "place": s.place, "p_value": s.p_value, "resolving_power": s.resolving_power,
        "precision": s.counts.precision(), "recall": s.counts.recall(), "f1": s.counts.f1(),
        "low": s.interval.map(|i| i.0), "high": s.interval.map(|i| i.1),
        "gold": s.counts.gold, "predicted": s.counts.predicted,
        "recalled": s.counts.recalled, "precise": s.counts.precise,
        "documents": documents,
    })
}

pub fn columns(rows: &[Standing]) -> Vec<Column> {
    vec![
        string("layer", "what was scored", rows, |r| r.layer.name()),
        string("measure", "how it was scored", rows, |r| r.measure.name()),
        string("method", "which method", rows, |r| &r.method),
        long("rank", "1 and one for each method that is better by a test at 5%", rows, |r| i64::from(r.rank)),
        long("place", "place by F1 alone", rows, |r| i64::from(r.place)),
        double_or_null("p_value", "paired randomization test against place 1", rows, |r| r.p_value),
        long("documents", "scored documents", rows, |r| i64::from(r.documents)),
        long("gold", "items in the gold", rows, |r| r.counts.gold as i64),
        long("predicted", "items that the method found", rows, |r| r.counts.predicted as i64),
        double("recalled", "gold items found, or their shares", rows, |r| r.counts.recalled),
        double("precise", "found items that are right, or their shares", rows, |r| r.counts.precise),
        double_or_null("precision", "precise / predicted", rows, |r| r.counts.precision()),
        double_or_null("recall", "recalled / gold", rows, |r| r.counts.recall()),
        double_or_null("f1", "harmonic mean of both", rows, |r| r.counts.f1()),
        double_or_null("low", "lower end of the 95% interval of f1", rows, |r| r.interval.map(|i| i.0)),
        double_or_null("high", "upper end of the 95% interval of f1", rows, |r| r.interval.map(|i| i.1)),
    ]
}
