//! saidso: news articles in; sentences, entities and claims (who said what) out, as Parquet.
//!
//! Modules in the order in which data flows: a source yields articles, an article becomes a document,
//! methods fill the document's layers, and the dataset is written from it.

#![forbid(unsafe_code)]

// The ground: nouns, what a method is, errors that say what to do.
pub mod document;
pub mod hint;
pub mod method;

// The flow.
pub mod source;
pub mod learn;
pub mod words;
pub mod learner;
pub mod blocks;
pub mod sentences;
pub mod entities;
pub mod claims;
pub mod methods;
pub mod pipeline;
pub mod dataset;

// Beside the flow.
pub mod gold;
pub mod exchange;
pub mod score;
pub mod convention;
pub mod evaluate;
pub mod agreement;

pub mod cmd;
