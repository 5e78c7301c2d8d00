//! What methods that learn share: model files, chains of labels, random fields, an encoder. Knows no
//! documents.

pub mod bert;
pub mod chain;
pub mod crf;
pub mod model;
pub mod tensors;
