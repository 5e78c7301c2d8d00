//! What the methods of claims share: the document in words, the cue lexicon, phrases and labels.

pub mod cue;
pub mod draft;
pub mod label;
pub mod lexicon;
pub mod link;
pub mod phrase;
pub mod quotation;
pub mod relation;
pub mod speaker;
pub mod view;
pub mod words;
