//! Entities by conditional random fields over what the rules, the lexicon, clusters and the rest of the document say of each
//! word: four of them see the same, each tells three types apart. The other types are those of the rules.

mod features;
mod labels;
mod tag;
mod train;

pub use tag::Names;
pub use train::Trained;
