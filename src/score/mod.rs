//! How well one document's labels fit another's. Counts are kept, ratios derived: a ratio with
//! nothing to divide by is absent, not zero. Matching is one to one and optimal, never greedy.

mod align;
mod blocks;
pub mod board;
mod claims;
mod cluster;
mod compare;
mod counts;
mod entities;
pub mod errors;
mod interval;
mod kappa;
mod labels;
mod measure;
mod overlap;
mod reliability;
mod sentences;
mod trim;
mod verdicts;

use crate::document::Document;
use crate::method::Layer;

pub use blocks::blocks;
pub use cluster::{b_cubed, ceaf_e, pairwise};
pub use compare::{difference, p_value, resolving_power};
pub use counts::Counts;
pub use interval::{interval, median, percentiles, spread};
pub use kappa::{kappa, macro_f1};
pub use labels::{ClaimLabel, label_pairs, type_pairs};
pub use measure::{Content, Fit, LabelKind, Measure, Role, Scored};
pub use reliability::{BINS, Bin, Bins, error_interval};
pub use verdicts::verdicts;

/// Every measure of `layer` with its counts, in a fixed order. Both documents have the same text.
pub fn compare(layer: Layer, gold: &Document, predicted: &Document) -> Vec<(Measure, Counts)> {
    match layer {
        Layer::Blocks => blocks(gold, predicted),
        Layer::Sentences => sentences::compare(gold, predicted),
        Layer::Entities => entities::compare(gold, predicted),
        Layer::Claims => claims::compare(gold, predicted),
    }
}
