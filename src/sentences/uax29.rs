//! Sentence boundaries of UAX #29 (Unicode text segmentation), by the crate of unicode-rs.

use unicode_segmentation::UnicodeSegmentation;

use crate::document::{Document, Sentence, Span};
use crate::method::{Method, Shared};

/// The standard's default rules, block by block; they know no abbreviations.
pub struct Uax29;

impl Method for Uax29 {
    fn fill(&self, document: &mut Document, _: &mut Shared) {
        let text = document.text();
        let mut sentences = Vec::new();
        for (_, block) in document.kept() {
            for (at, piece) in block.text(text).split_sentence_bound_indices() {
                let kept = piece.trim();
                if !kept.is_empty() {
                    let start = block.start() + at + (piece.len() - piece.trim_start().len());
                    sentences.push(Sentence { span: Span::new(start, start + kept.len()) });
                }
            }
        }
        document.sentences = sentences;
    }
}
