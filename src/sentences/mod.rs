//! The kept blocks cut into sentences.

pub mod rules;
pub mod uax29;
