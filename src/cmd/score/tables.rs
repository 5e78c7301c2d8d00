//! The standings in the terminal.

use std::io::Write;

use anstream::stdout;
use anyhow::Result;

use crate::agreement::ANNOTATORS;
use crate::cmd::table::{percent, table};
use crate::document::Label;
use crate::evaluate;
use crate::method::Layer;
use crate::score::board::Standing;

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
            s.p_value
                .map_or_else(String::new, |p| if p < 0.001 { "<.001".to_owned() } else { format!("{p:.3}") }),
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
