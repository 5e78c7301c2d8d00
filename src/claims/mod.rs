//! What the methods of claims share: the document in words, the cue lexicon, phrases and labels.

mod addressee;
pub mod adverbial;
pub mod assemble;
pub mod clause;
pub mod crf;
pub mod cue;
pub mod draft;
pub mod interview;
mod label;
pub mod people;
pub mod phrasal;
pub mod phrase;
pub mod quotation;
pub mod quotes;
pub mod relation;
pub mod rules;
pub mod speaker;
pub mod view;
pub mod word;
