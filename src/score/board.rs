//! The leaderboard: per-document counts grouped, summed and ranked with polars.

use anyhow::Result;
use polars::prelude::*;

use super::{Counts, interval, p_value, resolving_power};

/// The level of the test by which ranks are told apart.
const SIGNIFICANT: f64 = 0.05;

/// One document's counts for one measure of one method.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub layer: &'static str,
    pub method: String,
    pub measure: String,
    pub document: String,
    pub counts: Counts,
}

/// One measure of one method over all documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub layer: String,
    pub method: String,
    pub measure: String,
    /// 1 and one more for each method that is better by the paired randomization test at 5%: methods
    /// that the set cannot separate share a rank.
    pub rank: u32,
    /// The place by F1 alone.
    pub place: u32,
    /// Against the method with the best F1; absent for that one.
    pub p_value: Option<f64>,
    /// The smallest difference to the best one that the set would show.
    pub resolving_power: Option<f64>,
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
        "measure" => entries.iter().map(|e| e.measure.as_str()).collect::<Vec<_>>(),
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
                .alias("place"),
        )
        .collect()?;
    let strings = |name: &str| -> Result<Vec<String>> {
        Ok(frame.column(name)?.str()?.iter().flatten().map(str::to_owned).collect())
    };
    let (layers, measures, methods) = (strings("layer")?, strings("measure")?, strings("method")?);
    let (gold, predicted) = (frame.column("gold")?.u64()?, frame.column("predicted")?.u64()?);
    let (recalled, precise) = (frame.column("recalled")?.f64()?, frame.column("precise")?.f64()?);
    let (ranks, documents) = (frame.column("place")?.u32()?, frame.column("documents")?.u32()?);
    let counts = |row: usize| -> Vec<Counts> {
        let own =
            |e: &&Entry| e.layer == layers[row] && e.measure == measures[row] && e.method == methods[row];
        entries.iter().filter(own).map(|e| e.counts).collect()
    };
    let all: Vec<Vec<Counts>> = (0..frame.height()).map(counts).collect();
    let place = |row: usize| ranks.get(row).unwrap_or_default();
    let standing = |row: usize| {
        // Methods that were run on the same documents.
        let rivals: Vec<usize> = (0..all.len())
            .filter(|&other| {
                let same = layers[other] == layers[row] && measures[other] == measures[row];
                same && other != row && all[other].len() == all[row].len()
            })
            .collect();
        let better = rivals.iter().filter(|&&other| place(other) < place(row));
        let beaten = better.filter(|&&other| p_value(&all[other], &all[row]) < SIGNIFICANT).count();
        let best = rivals.iter().copied().find(|&other| place(other) == 1 && place(row) > 1);
        let second = rivals.iter().copied().min_by_key(|&other| place(other));
        Standing {
            layer: layers[row].clone(),
            method: methods[row].clone(),
            measure: measures[row].clone(),
            rank: 1 + beaten as u32,
            place: place(row),
            p_value: best.map(|best| p_value(&all[best], &all[row])),
            resolving_power: second.and_then(|second| resolving_power(&all[row], &all[second])),
            documents: documents.get(row).unwrap_or_default(),
            counts: Counts {
                gold: gold.get(row).unwrap_or_default(),
                predicted: predicted.get(row).unwrap_or_default(),
                recalled: recalled.get(row).unwrap_or_default(),
                precise: precise.get(row).unwrap_or_default(),
            },
            interval: interval(&all[row]),
        }
    };
    Ok((0..all.len()).map(standing).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(method: &str, document: &str, hits: usize) -> Entry {
        Entry {
            layer: "claims",
            method: method.into(),
            measure: "whole exact".into(),
            document: document.into(),
            counts: Counts::exact(4, 5, hits),
        }
    }

    #[test]
    fn sums_over_documents_and_places_by_score() {
        let entries = [
            entry("a", "1", 1),
            entry("b", "1", 3),
            entry("a", "2", 1),
            entry("b", "2", 0),
            entry("c", "1", 0),
        ];
        let found = standings(&entries).expect("polars works");
        let places: Vec<(&str, u32, u64)> =
            found.iter().map(|s| (s.method.as_str(), s.place, s.counts.gold)).collect();
        assert_eq!(places, [("a", 2, 8), ("b", 1, 8), ("c", 3, 4)]);
    }

    #[test]
    fn methods_that_no_test_can_tell_apart_share_a_rank() {
        let run = |documents: usize| {
            let entries: Vec<Entry> = (0..documents)
                .flat_map(|n| [entry("good", &n.to_string(), 3), entry("bad", &n.to_string(), 1)])
                .collect();
            let found = standings(&entries).expect("polars works");
            (found[0].rank, found[1].rank)
        };
        assert_eq!(run(4), (1, 1));
        assert_eq!(run(12), (1, 2));
    }
}
