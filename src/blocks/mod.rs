//! What each line of an article is. Nothing inside a line is changed, so that every later offset can be traced
//! back to the bytes of the file.

pub mod learned;
mod metadata;
mod phrases;
pub mod rules;

pub use metadata::keep;
