//! Sentence boundaries by rule: every mark that could end a sentence is a candidate, and what
//! stands on both sides of it decides (after Grefenstette and Tapanainen 1994; Gillick 2009).

mod marks;
mod surroundings;
#[cfg(test)]
mod tests;
mod words;

use crate::document::{Document, Sentence, Span};
use crate::method::{Method, Shared};
use marks::Border;
use surroundings::Surroundings;

/// Cuts kept blocks after final punctuation. A block's end always ends a sentence.
pub struct Rules;

impl Method for Rules {
    fn fill(&self, document: &mut Document, _: &mut Shared) {
        let mut sentences = Vec::new();
        for (_, block) in document.kept() {
            split(document.text(), block, &mut sentences);
        }
        document.sentences = sentences;
    }
}

fn split(text: &str, block: Span, sentences: &mut Vec<Sentence>) {
    let text = &text[..block.end()];
    let mut start = block.start();
    let mut at = start;
    while let Some(border) = Border::find(text, start, at) {
        if border.next == text.len() {
            break;
        }
        if Surroundings::of(text, start, &border).ends_sentence() {
            sentences.push(Sentence { span: Span::new(start, border.end) });
            start = border.next;
        }
        at = border.end;
    }
    sentences.push(Sentence { span: Span::new(start, text.len()) });
}
