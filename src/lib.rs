//! saidso: news articles in; sentences, entities and claims (who said what) out, as Parquet.
//!
//! Modules in the order in which data flows: a path becomes an article, the article a document,
//! methods fill the document's layers, and the dataset is written from it.

#![forbid(unsafe_code)]

pub mod document;
pub mod ingest;
pub mod normalize;

// What methods that learn share; knows no documents.
pub mod model;
pub mod crf;

pub mod extract;
pub mod pipeline;
pub mod dataset;

// Beside the flow; gold, exchange and score know only the document types.
pub mod gold;
pub mod exchange;
pub mod score;
pub mod convention;
pub mod evaluate;
pub mod agreement;

/// Beside the flow too; knows tensors and text alone.
pub mod neural;

pub mod cmd;
pub mod hint;
