//! Names of people, organisations and places by a conditional random field over what the rules, the
//! lexicon, clusters and the rest of the document say of each word. Values, groups and the other types
//! are those of the rules.

mod features;
mod labels;
mod tag;
mod train;

pub use tag::Names;
pub use train::Trained;
