//! Runs of capitalised words, all called PERSON: the naive baseline.

use crate::document::{Document, Entity, EntityType, Span};
use crate::method::{Method, Shared};
use crate::words::token::{Kind, Token, tokenize};

/// Knows nothing of types, titles or sentence beginnings: what any method has to beat.
pub struct Capitals;

/// A rank below all that the rules find.
const CONFIDENCE: f32 = 0.2;

impl Method for Capitals {
    fn fill(&self, document: &mut Document, _: &mut Shared) {
        let mut entities = Vec::new();
        let mut tokens = Vec::new();
        for sentence in &document.sentences {
            tokens.clear();
            tokenize(document.text(), sentence.span, &mut tokens);
            let is_name = |token: &Token| token.capital && token.kind == Kind::Word;
            for run in tokens.chunk_by(|a, b| is_name(a) == is_name(b)) {
                if is_name(&run[0]) {
                    let span = Span::new(run[0].start, run[run.len() - 1].end);
                    let words = run.iter().map(|token| token.text(document.text()));
                    let id = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
                    let (kind, confidence) = (EntityType::Person, CONFIDENCE);
                    entities.push(Entity { span, kind, id: Some(id), confidence });
                }
            }
        }
        document.entities = entities;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Sentence;

    #[test]
    fn marks_each_run_of_capitals() {
        let text = "Then Anna Berg met the Board of Oslo.";
        let mut document = Document::plain("a", text);
        document.sentences = vec![Sentence { span: Span::new(0, text.len()) }];
        Capitals.annotate(&mut document);
        let found: Vec<_> = document.entities.iter().map(|e| e.span.text(text)).collect();
        assert_eq!(found, ["Then Anna Berg", "Board", "Oslo"]);
        assert_eq!(document.entities[0].id.as_deref(), Some("then-anna-berg"));
    }
}
