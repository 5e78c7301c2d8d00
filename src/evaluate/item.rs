//! An item of a layer in one line.

use crate::document::{Claim, Document, Label, Span};
use crate::method::Layer;

/// The words that `spans` mark, one after another.
pub fn words(spans: &[Span], text: &str) -> String {
    spans.iter().map(|span| span.text(text)).collect::<Vec<_>>().join(" … ")
}

/// The words of an item, of a claim those of the content.
pub fn text(layer: Layer, document: &Document, at: usize) -> String {
    match layer {
        Layer::Blocks => document.lines()[at].to_owned(),
        Layer::Sentences => words(&[document.sentences[at].span], document.text()),
        Layer::Entities => words(&[document.entities[at].span], document.text()),
        Layer::Claims => words(&document.claims[at].content, document.text()),
    }
}

/// The item `at` of `layer` with its labels.
pub fn line(layer: Layer, document: &Document, at: usize) -> String {
    let text = document.text();
    match layer {
        Layer::Blocks => format!("line {:?} {}", document.lines()[at], document.blocks()[at].kind.name()),
        Layer::Sentences => format!("sentence {:?}", document.sentences[at].span.text(text)),
        Layer::Entities => {
            let entity = &document.entities[at];
            let id = entity.id.as_deref().unwrap_or("–");
            format!("entity {:?} {} {id}", entity.span.text(text), entity.kind.name())
        }
        Layer::Claims => claim(document, &document.claims[at]),
    }
}

/// The labels of the item `at` of `layer`, without its words.
pub fn labels(layer: Layer, document: &Document, at: usize) -> String {
    match layer {
        Layer::Blocks => document.blocks()[at].kind.name().to_owned(),
        Layer::Sentences => String::new(),
        Layer::Entities => {
            let entity = &document.entities[at];
            [Some(entity.kind.name()), entity.id.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" ")
        }
        Layer::Claims => {
            let claim = &document.claims[at];
            let speakers = claim.speakers().map(|speakers| format!("by {speakers}"));
            let nested = claim.nested_in.map(|_| "nested".to_owned());
            let fixed = [Some(claim.voice.name()), claim.quote.map(Label::name), Some(claim.act.name())];
            let fixed = fixed.into_iter().chain([Some(claim.factuality.name())]).flatten().map(str::to_owned);
            fixed.chain(speakers).chain(nested).collect::<Vec<_>>().join(" ")
        }
    }
}

fn claim(document: &Document, claim: &Claim) -> String {
    let words = |spans: &[Span]| words(spans, document.text());
    format!(
        "{} [{}] [{}] [{}] {} {} {} {} nested in {}",
        claim.voice.name(),
        words(&claim.source),
        words(&claim.cue),
        words(&claim.content),
        claim.quote.map_or("–", Label::name),
        claim.act.name(),
        claim.factuality.name(),
        claim.speakers().unwrap_or("null".to_owned()),
        claim.nested_in.map_or("–".to_owned(), |at| words(&document.claims[at].cue)),
    )
}
