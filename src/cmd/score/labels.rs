//! The part of the output that says how labels agree beyond chance.

use std::io::Write;

use anstream::stdout;
use anyhow::Result;
use serde::Serialize;

use crate::cmd::table::{percent, table};
use crate::document::Label;
use crate::evaluate::{Gold, Run};
use crate::score::{ClaimLabel, kappa, macro_f1};

/// How one label agrees on pairs of claims with the same content.
#[derive(Serialize)]
pub struct Agreement {
    label: &'static str,
    method: String,
    pairs: usize,
    accuracy: f64,
    macro_f1: Option<f64>,
    kappa: Option<f64>,
}

pub fn agreements(runs: &[Run], gold: &[Gold]) -> Vec<Agreement> {
    let pairs: Vec<_> = runs.iter().map(|run| (run, run.labels(gold))).collect();
    let mut rows = Vec::new();
    for &(label, name, _) in ClaimLabel::ALL {
        for (run, pairs) in &pairs {
            let own = pairs.iter().filter(|pair| pair.0 == label);
            let values: Vec<(&str, &str)> = own.map(|(_, a, b)| (a.as_str(), b.as_str())).collect();
            let same = values.iter().filter(|(a, b)| a == b).count();
            if !values.is_empty() {
                rows.push(Agreement {
                    label: name,
                    method: run.name.clone(),
                    pairs: values.len(),
                    accuracy: same as f64 / values.len() as f64,
                    macro_f1: macro_f1(&values),
                    kappa: kappa(&values),
                });
            }
        }
    }
    rows
}

pub fn print(agreements: &[Agreement]) -> Result<()> {
    if agreements.is_empty() {
        return Ok(());
    }
    let mut rows = table(&["label", "method", "pairs", "accuracy", "macro F1", "kappa"], 2);
    for row in agreements {
        rows.add_row([
            row.label.to_owned(),
            row.method.clone(),
            row.pairs.to_string(),
            percent(Some(row.accuracy)),
            percent(row.macro_f1),
            row.kappa.map_or_else(|| "–".to_owned(), |kappa| format!("{kappa:.3}")),
        ]);
    }
    writeln!(stdout(), "\n{}", rows.trim_fmt())?;
    Ok(())
}
