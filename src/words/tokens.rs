//! The tokens of a document, sentence by sentence: cut once, read by every layer.

use std::ops::Range;
use std::rc::Rc;

use crate::document::Document;
use crate::method::Shared;
use crate::words::token::{Token, tokenize};

/// All tokens in text order, and which of them each sentence has.
pub struct Tokens {
    pub tokens: Vec<Token>,
    /// One for each sentence, half-open.
    pub sentences: Vec<Range<usize>>,
}

impl Tokens {
    /// Those of `document`, whose sentences are found.
    pub fn of(document: &Document, shared: &mut Shared) -> Rc<Tokens> {
        shared.piece(|_| true, |_| Tokens::cut(document))
    }

    fn cut(document: &Document) -> Tokens {
        let text = document.text();
        let mut tokens = Vec::with_capacity(text.len() / 5);
        let mut sentences = Vec::with_capacity(document.sentences.len());
        for sentence in &document.sentences {
            let from = tokens.len();
            tokenize(text, sentence.span, &mut tokens);
            sentences.push(from..tokens.len());
        }
        Tokens { tokens, sentences }
    }
}
