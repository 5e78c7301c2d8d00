//! Training of the filter from pages whose lines are labeled.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::blocks::learned::features::Page;
use crate::blocks::learned::{JUNK, LABELS, measured};
use crate::document::BlockKind;
use crate::learn::crf::groups::Groups;
use crate::learn::crf::sequence::Sequence;
use crate::learn::crf::train::{Options, Watch, fit};
use crate::learn::model::Tensor;

/// Rows of the model; the table is then a megabyte at most.
const MOST: usize = 98_000;

/// A page as a scraper left it.
pub struct Sample {
    lines: Vec<String>,
    /// The kinds of its lines, by the rules.
    pub kinds: Vec<BlockKind>,
    /// Whether a line is junk.
    pub junk: Vec<bool>,
}

impl Sample {
    /// The page of these lines, each with whether it is junk; those without a word are left out. `rules` tells the
    /// kinds of lines.
    pub fn of<'t>(
        lines: impl Iterator<Item = (&'t str, bool)>,
        rules: fn(&[&str]) -> Vec<BlockKind>,
    ) -> Sample {
        let trimmed = lines.map(|(text, junk)| (text.trim(), junk)).filter(|(text, _)| !text.is_empty());
        let (lines, junk): (Vec<&str>, Vec<bool>) = trimmed.unzip();
        Sample { kinds: rules(&lines), lines: lines.into_iter().map(str::to_owned).collect(), junk }
    }

    pub fn lines(&self) -> Vec<&str> {
        self.lines.iter().map(String::as_str).collect()
    }

    fn sequence(&self, groups: Groups) -> Sequence {
        let labels = self.junk.iter().map(|junk| if *junk { JUNK as u8 } else { 0 }).collect();
        let mut sequence = Sequence { labels, ..Sequence::default() };
        Page::of(&measured(&self.lines()), &self.kinds, groups).features(&mut sequence);
        sequence
    }
}

/// What has proven right on the held-out folds.
pub fn options() -> Options {
    Options { l2: 1e-2, ..Options::default() }
}

/// The tensors of the model, but for its threshold.
///
/// # Errors
/// When `watch` cannot keep the state.
pub fn learn<'s>(
    stage: &str,
    samples: impl Iterator<Item = &'s Sample>,
    options: &Options,
    groups: Groups,
    watch: &mut dyn Watch,
) -> Result<BTreeMap<String, Tensor>> {
    let sequences = samples.map(|sample| sample.sequence(groups)).collect();
    let weights = fit(stage, sequences, LABELS, |_, _| true, MOST, options, watch)?;
    let named = weights.tensors();
    Ok(named.into_iter().map(|(name, tensor)| (format!("lines.{name}"), tensor)).collect())
}
