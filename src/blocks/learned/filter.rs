//! The filter at work.

use std::sync::Arc;

use anyhow::{Result, ensure};

use crate::blocks::keep;
use crate::blocks::learned::features::{GROUPS, Page};
use crate::blocks::learned::measure::Measure;
use crate::blocks::phrases::names_other_stories;
use crate::document::{BlockKind, Document};
use crate::learn::crf::groups::Groups;
use crate::learn::crf::{Crf, Lattice};
use crate::learn::model::Model;
use crate::method::{Method, Shared};

/// The method that tells the kinds of the lines that stay or go.
#[derive(Clone)]
pub struct Base(pub Arc<dyn Method>);

impl Base {
    /// The kinds of the lines of `document`, which has none yet.
    pub fn kinds(&self, document: &Document) -> Vec<BlockKind> {
        let mut read = document.unread();
        self.0.annotate(&mut read);
        read.blocks().iter().map(|block| block.kind).collect()
    }
}

impl Method for Filter {
    fn fill(&self, document: &mut Document, _: &mut Shared) {
        let first = self.base.kinds(document);
        let kinds = self.kinds(&document.lines(), first);
        keep(document, &kinds);
    }
}

pub const LABELS: usize = 2;
/// The label of what scrapers leave behind.
pub const JUNK: usize = 1;

/// A trained filter.
pub struct Filter {
    crf: Crf,
    groups: Groups,
    /// A line of at least this margin is dropped.
    threshold: f32,
    base: Base,
}

impl Filter {
    /// # Errors
    /// When the file is no such model, of another version, or damaged.
    pub fn read(file: &[u8], base: Base) -> Result<Filter> {
        let model = Model::read(file, "blocks", "learned")?;
        let threshold = model.tensors.f32s("threshold")?;
        ensure!(threshold.len() == 1, "the model's tensor threshold has {} values", threshold.len());
        Ok(Filter {
            crf: Crf::read(&model, "lines", LABELS)?,
            groups: Groups::without(GROUPS, model.header.without()),
            threshold: threshold[0],
            base,
        })
    }

    /// The kinds of all lines: of those that the model drops, and of those that it keeps, what the base method says (`first`)
    /// where that is one of the same, and the plainest kind else.
    pub fn kinds(&self, lines: &[&str], first: Vec<BlockKind>) -> Vec<BlockKind> {
        let margins = self.margins(lines, &first);
        let judged = first.into_iter().zip(lines).zip(margins);
        judged
            .map(|((kind, line), margin)| match (margin >= self.threshold, kind.kept()) {
                (true, true) if names_other_stories(line) => BlockKind::Related,
                (true, true) => BlockKind::Metadata,
                (false, false) => BlockKind::Body,
                _ => kind,
            })
            .collect()
    }

    /// How sure it is of each line, against what the line costs; see [`margin`]. `first` are the kinds of the base
    /// method.
    pub fn margins(&self, lines: &[&str], first: &[BlockKind]) -> Vec<f32> {
        self.probabilities(lines, first).into_iter().map(|(junk, chars)| margin(junk, chars)).collect()
    }

    /// For each line the probability that it is junk, and its length in characters.
    pub fn probabilities(&self, lines: &[&str], first: &[BlockKind]) -> Vec<(f32, usize)> {
        let lines = measured(lines);
        let mut lattice = Lattice::default();
        Page::of(&lines, first, self.groups).features(&mut lattice.tagger(&self.crf.rows));
        let marginals = lattice.marginals(&self.crf.chain).chunks_exact(LABELS);
        marginals.zip(&lines).map(|(row, line)| (row[JUNK], line.chars)).collect()
    }
}

pub fn measured(lines: &[&str]) -> Vec<Measure> {
    lines.iter().map(|line| Measure::of(line)).collect()
}

/// The logarithm of the odds that a line is junk, less that of its length.
///
/// What is to be won is lines of junk, what is to be paid is characters of good text; the most junk
/// for a budget is had by taking the lines with the best ratio of what they are expected to bring to
/// what they are expected to cost (the Neyman–Pearson lemma), and that ratio is p / ((1 - p) · length).
pub fn margin(junk: f32, chars: usize) -> f32 {
    // A row of marginals is scaled to one, so either may be 0.
    let (junk, good) = (junk.max(1e-9), (1.0 - junk).max(1e-9));
    (junk / good).ln() - (chars.max(1) as f32).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_line_needs_more_to_go() {
        assert!(margin(0.9, 10) > margin(0.9, 100));
        assert!(margin(0.9, 10) > margin(0.5, 10));
        assert!(margin(1.0, 0).is_finite() && margin(0.0, 10).is_finite());
    }
}
