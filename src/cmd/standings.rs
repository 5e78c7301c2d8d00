//! The standings in the terminal, as JSON and as columns of Parquet.

use std::io::Write;

use anstream::stdout;
use anyhow::Result;
use serde_json::{Value, json};

use super::table::{percent, table};
use crate::agreement::ANNOTATORS;
use crate::bench::cells::p_value;
use crate::dataset::column::{Column, double, double_or_null, long, string};
use crate::document::Label;
use crate::evaluate;
use crate::method::Layer;
use crate::score::board::{Entry, Standing};

/// A table, measure by measure, the best first.
pub fn print(standings: &[&Standing]) -> Result<()> {
    let header = ["layer", "measure", "method", "rank", "p", "P", "R", "F1", "95%", "gold", "found"];
    let mut rows = table(&header, 3);
    let mut sorted = standings.to_vec();
    let place = |s: &Standing| standings.iter().position(|o| o.layer == s.layer && o.measure == s.measure);
    sorted.sort_by_key(|standing| (place(standing), standing.method == ANNOTATORS, standing.place));
    for s in sorted {
        let interval = s.interval.map_or_else(
            || "–".to_owned(),
            |(low, high)| format!("{}–{}", percent(Some(low)), percent(Some(high))),
        );
        rows.add_row([
            s.layer.name().to_owned(),
            s.measure.name(),
            s.method.clone(),
            if s.method == ANNOTATORS { "–".to_owned() } else { s.rank.to_string() },
            p_value(s.p_value),
            percent(s.counts.precision()),
            percent(s.counts.recall()),
            percent(s.counts.f1()),
            interval,
            s.counts.gold.to_string(),
            s.counts.predicted.to_string(),
        ]);
    }
    writeln!(stdout(), "{}", rows.trim_fmt())?;
    Ok(())
}

/// What differences this gold can show at all.
pub fn print_power(standings: &[Standing]) -> Result<()> {
    writeln!(stdout())?;
    for &(layer, name, _) in Layer::ALL {
        let measure = evaluate::headline(layer);
        let best = standings.iter().find(|s| s.layer == layer.into() && s.measure == measure && s.place == 1);
        // Methods with one and the same output show nothing of what the gold could tell.
        if let Some(power) = best.and_then(|s| s.resolving_power).filter(|power| *power > 0.0) {
            writeln!(
                stdout(),
                "{name}: this gold can tell methods apart that differ by {:.1} points of {measure} F1 or more",
                100.0 * power
            )?;
        }
    }
    Ok(())
}

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
