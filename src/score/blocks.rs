//! Measures for the kinds of lines.

use std::collections::BTreeSet;

use super::counts::Counts;
use super::measure::Measure;
use crate::document::{BlockKind, Document, Label, Span};

/// `kind`: lines of the raw file with the right kind (accuracy, since both documents have the same
/// lines); then each kind by itself.
pub fn blocks(gold: &Document, predicted: &Document) -> Vec<(Measure, Counts)> {
    let lines = |document: &Document, only: Option<BlockKind>| -> BTreeSet<(Span, &str)> {
        let blocks = document.blocks().iter().filter(|block| only.is_none_or(|kind| kind == block.kind));
        blocks.map(|block| (block.raw, block.kind.name())).collect()
    };
    let kinds = std::iter::once(None).chain(BlockKind::ALL.iter().map(|row| Some(row.0)));
    let counts =
        kinds.map(|kind| (Measure::Kind(kind), Counts::of_sets(&lines(gold, kind), &lines(predicted, kind))));
    counts.collect()
}
