//! Claims by two conditional random fields: one finds the cues, the other, from each cue, its source
//! and its content. What the rules say of each word is among their features, and what an encoder says, where one is
//! given.

mod atom;
mod features;
mod hints;
mod labels;
mod tag;
mod train;

pub use tag::Models;
pub use train::Trained;
