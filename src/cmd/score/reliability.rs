//! The part of the output that says how far confidences may be taken for probabilities.

use std::io::Write;

use anstream::stdout;
use anyhow::Result;
use serde_json::{Value, json};

use crate::cmd::table::{percent, table};
use crate::document::Label;
use crate::evaluate::{Gold, Run};
use crate::score::{Bins, error_interval};

/// One run's confidences, document by document.
pub struct Reliability {
    layer: &'static str,
    method: String,
    documents: Vec<(String, Bins)>,
}

impl Reliability {
    fn pooled(&self) -> Bins {
        self.documents.iter().map(|document| document.1).sum()
    }

    fn interval(&self) -> Option<(f64, f64)> {
        error_interval(&self.documents.iter().map(|document| document.1).collect::<Vec<_>>())
    }
}

/// Of the runs that found something and said how sure they were.
pub fn reliabilities(runs: &[Run], gold: &[Gold]) -> Vec<Reliability> {
    let all = runs.iter().map(|run| Reliability {
        layer: run.layer.name(),
        method: run.name.clone(),
        documents: run.bins(gold),
    });
    all.filter(|row| row.pooled().count() > 0).collect()
}

pub fn print(rows: &[Reliability]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let header = ["calibration", "method", "found", "mean confidence", "right", "ECE", "95%"];
    let mut lines = table(&header, 2);
    for row in rows {
        let pooled = row.pooled();
        let interval = row.interval().map_or_else(
            || "–".to_owned(),
            |(low, high)| format!("{}–{}", percent(Some(low)), percent(Some(high))),
        );
        lines.add_row([
            row.layer.to_owned(),
            row.method.clone(),
            pooled.count().to_string(),
            percent(pooled.confidence()),
            percent(pooled.right()),
            percent(pooled.error()),
            interval,
        ]);
    }
    writeln!(stdout(), "\n{}", lines.trim_fmt())?;
    Ok(())
}

/// A bin is [items, sum of confidences, items that are right]; a document has those of its bins that
/// are not empty, each behind its number.
pub fn as_json(row: &Reliability) -> Value {
    let pooled = row.pooled();
    let documents = row.documents.iter().map(|(name, bins)| {
        let filled = bins.0.iter().enumerate().filter(|(_, bin)| bin.count > 0);
        json!([
            name,
            filled.map(|(at, bin)| json!([at, bin.count, bin.confidence, bin.right])).collect::<Vec<_>>()
        ])
    });
    let interval = row.interval();
    json!({
        "layer": row.layer, "method": row.method,
        "found": pooled.count(), "confidence": pooled.confidence(), "right": pooled.right(),
        "ece": pooled.error(), "low": interval.map(|i| i.0), "high": interval.map(|i| i.1),
        "bins": pooled.0.iter().map(|bin| json!([bin.count, bin.confidence, bin.right])).collect::<Vec<_>>(),
        "documents": documents.collect::<Vec<_>>(),
    })
}
