//! Claims that several methods put up, judged together: a filter that has learned which of them are right.

pub mod candidates;
pub mod features;
pub mod filter;
pub mod train;

pub use train::{EAGER, Trained};
