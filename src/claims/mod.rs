//! What the methods of claims share: the document in words, the cue lexicon, phrases and labels.

pub mod adverbial;
pub mod assemble;
pub mod crf;
pub mod cue;
pub mod draft;
pub mod label;
pub mod link;
pub mod neural;
pub mod phrasal;
pub mod phrase;
pub mod quotation;
pub mod quotes;
pub mod relation;
pub mod rules;
pub mod speaker;
pub mod view;
pub mod word;

#[cfg(test)]
mod tests {
    use crate::document::{Document, Span, Voice};
    use crate::method::Layer;
    use crate::methods::{METHODS, Row};
    use crate::pipeline::Pipeline;

    /// Source, cue and content of each attributed claim that `row` finds in `text`.
    fn found(row: &'static Row, text: &str) -> Vec<[String; 3]> {
        let mut document = Document::plain("t", text);
        Pipeline::with(row).annotate(&mut document, row.layer);
        let claims = document.claims.iter().filter(|claim| claim.voice == Voice::Attributed);
        let words = |spans: &[Span]| spans.iter().map(|s| s.text(text)).collect::<Vec<_>>().join(" / ");
        claims.map(|claim| [&claim.source, &claim.cue, &claim.content].map(|spans| words(spans))).collect()
    }

    /// All but the baseline, which reads quotations alone.
    fn methods() -> impl Iterator<Item = &'static Row> {
        METHODS.iter().filter(|row| row.layer == Layer::Claims && row.name != "quotes")
    }

    #[test]
    fn a_plain_report_is_found() {
        let text = "The bridge is unsafe, the mayor said on Monday. It rained.";
        let expected = ["the mayor", "said", "The bridge is unsafe"].map(str::to_owned);
        for row in methods() {
            assert_eq!(found(row, text), std::slice::from_ref(&expected), "{}", row.name);
        }
    }

    #[test]
    fn a_text_without_words_has_no_claims() {
        for row in methods() {
            assert!(found(row, "…").is_empty() && found(row, "").is_empty(), "{}", row.name);
        }
    }
}
