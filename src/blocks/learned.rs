//! Kinds of lines by a conditional random field over the lines of a page, which says what a scraper
//! left behind. The base method only says what kind of line it is that stays or goes: on pages that it was
//! not written for it drops good text, and the model knows how sure it is.
//!
//! The features are those that the field found to tell: length, punctuation, words of links and the
//! density of text around a line (Kohlschütter, Fankhauser and Nejdl 2010), a sequence over the
//! page's lines (Vogels, Ganea and Eickhoff 2018), and whether a line shares the text's words.

mod features;
mod filter;
mod measure;
mod train;

pub use filter::Filter;
pub use train::Trained;
