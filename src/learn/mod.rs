//! What methods that learn share; knows no documents.

pub mod bert;
pub mod crf;
pub mod model;
