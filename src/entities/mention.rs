//! What the first pass finds.

use crate::document::{EntityType, Span};
use crate::entities::weights::Scores;

/// A mention found in the first pass.
pub struct Mention {
    pub span: Span,
    /// Words of the document that it covers.
    pub start: usize,
    pub end: usize,
    pub kind: EntityType,
    pub confidence: f32,
    /// The lexicon's id; empty where it has none.
    pub id: &'static str,
    /// How much each type fits, where the words alone do not decide; see `typing`.
    pub scores: Option<Scores>,
    /// In a line that is set like a title, where capitals tell nothing.
    pub titled: bool,
    /// A common word with a capital: a name only if the article knows it as one.
    pub tentative: bool,
}
