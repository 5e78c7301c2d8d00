//! What a document's words are: tokens, and what the lexicons know of each.

pub mod classes;
pub mod cluster;
pub mod encoder;
pub mod gazetteer;
pub mod lexicon;
pub mod phrases;
pub mod token;
pub mod tokens;
