//! saidso: news articles in; sentences, entities and claims (who said what) out, as Parquet.

#![forbid(unsafe_code)]

pub mod document;
pub mod extract;
pub mod normalize;
