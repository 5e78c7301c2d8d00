//! Claims by two conditional random fields: one finds the cues, the other, from each cue, its source
//! and its content. What the rules say of each word is among their features.

mod features;
mod labels;
mod tag;
mod train;

pub use tag::Models;
pub use train::Trained;
