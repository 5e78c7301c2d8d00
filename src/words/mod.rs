//! What a document's words are: tokens, and what the lexicons know of each.

pub mod bodies;
pub mod calendar;
pub mod classes;
pub mod cluster;
pub mod encoder;
pub mod gazetteer;
mod hash;
pub mod lexicon;
pub mod phrases;
pub mod misspelt;
pub mod spellings;
pub mod terms;
pub mod titles;
pub mod token;
pub mod tokens;
pub mod verbs;
