//! Random labelings of one short text.

use proptest::prelude::*;
use saidso::document::{Act, Claim, Document, Entity, EntityType, Factuality, Quote, Sentence, Span, Voice};

pub const WORDS: usize = 12;

/// Words are two letters and a space, so word `at` starts at byte `3 * at`.
pub fn words(from: usize, to: usize) -> Span {
    Span::new(3 * from, 3 * to - 1)
}

/// A span of up to four words.
fn span() -> impl Strategy<Value = Span> {
    (0..WORDS, 1..5usize).prop_map(|(from, length)| words(from, (from + length).min(WORDS)))
}

fn entity() -> impl Strategy<Value = Entity> {
    let kinds = prop::sample::select(vec![EntityType::Person, EntityType::Org, EntityType::Gpe]);
    (span(), kinds, prop::option::of("[a-c]")).prop_map(|(span, kind, id)| Entity {
        span,
        kind,
        id,
        confidence: 1.0,
    })
}

pub fn claim() -> impl Strategy<Value = Claim> {
    let roles = (prop::option::of(span()), prop::option::of(span()), span(), prop::option::of(span()));
    let labels = (
        prop::sample::select(vec![Act::Assertive, Act::Directive]),
        prop::sample::select(vec![Quote::Direct, Quote::Indirect]),
        prop::sample::select(vec![Factuality::Certain, Factuality::Possible]),
    );
    (roles, labels).prop_map(|((source, cue, content, more), (act, quote, factuality))| {
        let mut content = vec![content];
        content.extend(more.filter(|more| more.start() > content[0].end()));
        Claim {
            source: source.into_iter().collect(),
            cue: cue.into_iter().collect(),
            content,
            sentence: 0,
            voice: Voice::Attributed,
            quote: Some(quote),
            act,
            factuality,
            nested_in: None,
            source_ids: Vec::new(),
            addressee: Vec::new(),
            proposition: None,
            confidence: 1.0,
        }
    })
}

pub fn document() -> impl Strategy<Value = Document> {
    let layers = (
        prop::collection::btree_set(span(), 0..4),
        prop::collection::vec(entity(), 0..5),
        prop::collection::vec(claim(), 0..4),
    );
    layers.prop_map(|(sentences, mut entities, claims)| {
        let mut document = Document::plain("d", &"aa ".repeat(2 * WORDS));
        document.sentences = sentences.into_iter().map(|span| Sentence { span }).collect();
        // A mention has one type and one id.
        entities.sort_by_key(|entity| entity.span);
        entities.dedup_by_key(|entity| entity.span);
        document.entities = entities;
        document.claims = claims;
        document
    })
}
