//! The leaderboard: per-document counts grouped, summed and ranked with polars.

use anyhow::Result;
use polars::prelude::*;

use super::{Counts, interval};

/// One document's counts for one measure of one method.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub layer: &'static str,
    pub method: String,
    pub measure: &'static str,
    pub document: String,
    pub counts: Counts,
}

/// One measure of one method over all documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub layer: String,
    pub method: String,
    pub measure: String,
    /// 1 for the best F1 of this layer and measure; equal scores share a rank.
    pub rank: u32,
    pub documents: u32,
    pub counts: Counts,
    /// 95% interval of the F1, by bootstrap over documents.
    pub interval: Option<(f64, f64)>,
}

/// Sums `entries` over documents and ranks the methods within each layer and measure. Layers,
/// measures and methods stand in the order in which they first occur.
///
/// # Errors
/// When polars cannot carry out the query; never on account of the entries.
pub fn standings(entries: &[Entry]) -> Result<Vec<Standing>> {
    let frame = df!(
        "layer" => entries.iter().map(|e| e.layer).collect::<Vec<_>>(),
        "method" => entries.iter().map(|e| e.method.as_str()).collect::<Vec<_>>(),
        "measure" => entries.iter().map(|e| e.measure).collect::<Vec<_>>(),
        "gold" => entries.iter().map(|e| e.counts.gold).collect::<Vec<_>>(),
        "predicted" => entries.iter().map(|e| e.counts.predicted).collect::<Vec<_>>(),
        "recalled" => entries.iter().map(|e| e.counts.recalled).collect::<Vec<_>>(),
        "precise" => entries.iter().map(|e| e.counts.precise).collect::<Vec<_>>(),
    )?;
    let precision = col("precise") / col("predicted").cast(DataType::Float64);
    let recall = col("recalled") / col("gold").cast(DataType::Float64);
    let f1 = lit(2.0) * precision.clone() * recall.clone() / (precision + recall);
    let by_score = RankOptions { method: RankMethod::Min, descending: true };
    let frame = frame
        .lazy()
        .group_by_stable([col("layer"), col("measure"), col("method")])
        .agg([
            col("gold").sum(),
            col("predicted").sum(),
            col("recalled").sum(),
            col("precise").sum(),
            len().alias("documents").cast(DataType::UInt32),
        ])
        // 0 / 0: nothing found on one side, so nothing right.
        .with_column(f1.fill_nan(lit(0.0)).alias("f1"))
        .with_column(
            col("f1")
                .rank(by_score, None)
                .over([col("layer"), col("measure")])?
                .cast(DataType::UInt32)
                .alias("rank"),
        )
        .collect()?;
    let strings = |name: &str| -> Result<Vec<String>> {
        Ok(frame.column(name)?.str()?.iter().flatten().map(str::to_owned).collect())
    };
    let (layers, measures, methods) = (strings("layer")?, strings("measure")?, strings("method")?);
    let (gold, predicted) = (frame.column("gold")?.u64()?, frame.column("predicted")?.u64()?);
    let (recalled, precise) = (frame.column("recalled")?.f64()?, frame.column("precise")?.f64()?);
    let (ranks, documents) = (frame.column("rank")?.u32()?, frame.column("documents")?.u32()?);
    let rows = 0..frame.height();
    let standing = |row: usize| {
        let same =
            |e: &&Entry| e.layer == layers[row] && e.measure == measures[row] && e.method == methods[row];
        let counts: Vec<Counts> = entries.iter().filter(same).map(|e| e.counts).collect();
        Standing {
            layer: layers[row].clone(),
            method: methods[row].clone(),
            measure: measures[row].clone(),
            rank: ranks.get(row).unwrap_or_default(),
            documents: documents.get(row).unwrap_or_default(),
            counts: Counts {
                gold: gold.get(row).unwrap_or_default(),
                predicted: predicted.get(row).unwrap_or_default(),
                recalled: recalled.get(row).unwrap_or_default(),
                precise: precise.get(row).unwrap_or_default(),
            },
            interval: interval(&counts),
        }
    };
    Ok(rows.map(standing).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(method: &str, document: &str, hits: usize) -> Entry {
        Entry {
            layer: "claims",
            method: method.into(),
            measure: "whole exact",
            document: document.into(),
            counts: Counts::exact(4, 5, hits),
        }
    }

    #[test]
    fn sums_over_documents_and_ranks() {
        let entries = [
            entry("a", "1", 1),
            entry("b", "1", 3),
            entry("a", "2", 1),
            entry("b", "2", 0),
            entry("c", "1", 0),
        ];
        let found = standings(&entries).expect("polars works");
        let ranks: Vec<(&str, u32, u64)> =
            found.iter().map(|s| (s.method.as_str(), s.rank, s.counts.gold)).collect();
        assert_eq!(ranks, [("a", 2, 8), ("b", 1, 8), ("c", 3, 4)]);
    }
}
