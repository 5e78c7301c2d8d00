//! Sentence boundaries by rule: every mark that could end a sentence is a candidate, and what
//! stands on both sides of it decides (after Grefenstette and Tapanainen 1994; Gillick 2009).

mod lists;
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
            let text = block.text(document.text());
            let mut start = 0;
            for item in lists::items(text).into_iter().chain([text.len()]) {
                let end = start + text[start..item].trim_end().len();
                let part = Span::new(block.start() + start, block.start() + end);
                split(document.text(), part, &mut sentences);
                start = item;
            }
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
