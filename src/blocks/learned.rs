//! Kinds of lines by a conditional random field over the lines of a page, which says what a scraper
//! left behind. The rules only say what kind of line it is that stays or goes: on pages that they were
//! not written for they drop good text, and the model knows how sure it is.
//!
//! The features are those that the field found to tell: length, punctuation, words of links and the
//! density of text around a line (Kohlschütter, Fankhauser and Nejdl 2010), a sequence over the
//! page's lines (Vogels, Ganea and Eickhoff 2018), and whether a line shares the text's words.

pub mod features;
mod measure;
pub mod train;

use std::sync::LazyLock;

use anyhow::{Result, ensure};

use crate::blocks::rules::line;
use crate::blocks::{Filed, rules};
use crate::document::{BlockKind, Span};
use crate::learn::crf::groups::Groups;
use crate::learn::crf::{Crf, Lattice};
use crate::learn::model::Model;
use features::{GROUPS, Page};
use measure::Measure;

const LABELS: usize = 2;
/// The label of what scrapers leave behind.
const JUNK: usize = 1;

/// The name of the method, in the model's header too.
pub const NAME: &str = "learned";

/// A trained filter.
pub struct Filter {
    crf: Crf,
    groups: Groups,
    /// A line of at least this margin is dropped.
    threshold: f32,
}

/// The model that is part of the program.
static SHIPPED: LazyLock<Filter> = LazyLock::new(|| {
    Filter::read(include_bytes!("../../datasets/models/blocks-learned.safetensors")).expect("a test reads it")
});

/// The kinds of all lines, with the model that is part of the program.
pub fn kinds(raw: &str, spans: &[Span]) -> Vec<Filed> {
    SHIPPED.kinds(raw, spans)
}

impl Filter {
    /// # Errors
    /// When the bytes are no such model file, of another version, or damaged.
    pub fn read(bytes: &[u8]) -> Result<Filter> {
        let model = Model::read(bytes, "blocks", NAME)?;
        let threshold = model.tensors.f32s("threshold")?;
        ensure!(threshold.len() == 1, "the model's tensor threshold has {} values", threshold.len());
        Ok(Filter {
            crf: Crf::read(&model, "lines", LABELS)?,
            groups: Groups::without(GROUPS, model.header.without()),
            threshold: threshold[0],
        })
    }

    /// The kinds of all lines: of those that the model drops, and of those that it keeps, what the
    /// rules say where that is one of the same, and the plainest kind else.
    pub fn kinds(&self, raw: &str, spans: &[Span]) -> Vec<Filed> {
        let mut kinds = rules::kinds(raw, spans);
        let margins = self.margins(raw, &kinds);
        for ((kind, span), margin) in kinds.iter_mut().zip(margins) {
            match (margin >= self.threshold, kind.kept()) {
                (true, true) if line::names_other_stories(span.text(raw)) => *kind = BlockKind::Related,
                (true, true) => *kind = BlockKind::Metadata,
                (false, false) => *kind = BlockKind::Body,
                _ => {}
            }
        }
        kinds
    }

    /// How sure it is of each line, against what the line costs; see [`margin`]. `kinds` are those of
    /// the rules.
    pub fn margins(&self, raw: &str, kinds: &[Filed]) -> Vec<f32> {
        self.probabilities(raw, kinds).into_iter().map(|(junk, chars)| margin(junk, chars)).collect()
    }

    /// For each line the probability that it is junk, and its length in characters.
    pub fn probabilities(&self, raw: &str, kinds: &[Filed]) -> Vec<(f32, usize)> {
        let lines = measured(raw, kinds);
        let only: Vec<BlockKind> = kinds.iter().map(|row| row.0).collect();
        let mut lattice = Lattice::default();
        Page::of(&lines, &only, self.groups).features(&mut lattice.tagger(&self.crf.rows));
        let marginals = lattice.marginals(&self.crf.chain).chunks_exact(LABELS);
        marginals.zip(&lines).map(|(row, line)| (row[JUNK], line.chars)).collect()
    }
}

fn measured(raw: &str, kinds: &[Filed]) -> Vec<Measure> {
    kinds.iter().map(|(_, span)| Measure::of(span.text(raw))).collect()
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
    use crate::document::lines;

    const PAGE: &str = "The bridge was closed on Monday after engineers found cracks in two of its pillars.\n\
                        Share this article on Facebook\n\
                        The mayor said that repairs would take until June, and that buses would run instead.\n\
                        Subscribe to our newsletter\nRelated articles\nRead more\n";

    fn kinds_of(raw: &str) -> Vec<Filed> {
        kinds(raw, &lines(raw).collect::<Vec<_>>())
    }

    #[test]
    fn running_text_stays_and_what_stands_around_it_goes() {
        let kept: Vec<bool> = kinds_of(PAGE).iter().map(|row| row.0.kept()).collect();
        assert_eq!(kept, [true, false, true, false, false, false]);
    }

    #[test]
    fn every_line_has_a_kind_and_keeps_its_place() {
        for raw in ["", "\n\n", "one line", PAGE] {
            let spans: Vec<Span> = lines(raw).collect();
            let filed: Vec<Span> = kinds_of(raw).into_iter().map(|row| row.1).collect();
            assert_eq!(filed, spans);
        }
    }

    #[test]
    fn a_longer_line_needs_more_to_go() {
        assert!(margin(0.9, 10) > margin(0.9, 100));
        assert!(margin(0.9, 10) > margin(0.5, 10));
        assert!(margin(1.0, 0).is_finite() && margin(0.0, 10).is_finite());
    }
}
