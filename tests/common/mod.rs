//! The contract of every method's output.

use saidso::document::{BlockKind, Document, Span, Voice};

/// Fails when `document` breaks the contract; `who` is named in the message.
pub fn well_formed(document: &Document, who: &str) {
    let text = document.text();
    let inside = |span: Span, what: &str| {
        assert!(
            text.is_char_boundary(span.start()) && text.is_char_boundary(span.end()),
            "{who}: {what} {span:?} cuts a character\nhelp: cut spans at char_indices"
        );
        assert!(
            document.block_of(span).is_some(),
            "{who}: {what} {span:?} lies in no kept block\nhelp: work block by block, or sentence by sentence"
        );
    };
    let apart = |spans: &[Span], what: &str| {
        for pair in spans.windows(2) {
            assert!(
                pair[0].end() <= pair[1].start(),
                "{who}: {what} {pair:?} overlap or are out of order\nhelp: sort by start, keep the longest"
            );
        }
    };
    let sentences: Vec<Span> = document.sentences.iter().map(|s| s.span).collect();
    let entities: Vec<Span> = document.entities.iter().map(|e| e.span).collect();
    sentences.iter().for_each(|&span| inside(span, "sentence"));
    entities.iter().for_each(|&span| inside(span, "entity"));
    apart(&sentences, "sentences");
    apart(&entities, "entities");
    for entity in &document.entities {
        let home = sentences.iter().any(|sentence| sentence.contains(entity.span));
        assert!(
            home,
            "{who}: entity {:?} crosses a sentence's end\nhelp: search sentence by sentence",
            entity.span
        );
        assert!(
            entity.id.is_none() || !entity.kind.is_value(),
            "{who}: {entity:?} has an id\nhelp: dates and numbers have none"
        );
        share(entity.confidence, who);
    }
    let mut last = (0, 0);
    for (at, claim) in document.claims.iter().enumerate() {
        assert!(
            !claim.content.is_empty(),
            "{who}: claim {at} has no content\nhelp: without content no claim"
        );
        for (role, spans) in [("source", &claim.source), ("cue", &claim.cue), ("content", &claim.content)] {
            spans.iter().for_each(|&span| inside(span, role));
            apart(spans, role);
        }
        let home = document.sentences.get(claim.sentence);
        assert!(
            home.is_some_and(|home| claim.content.iter().all(|&span| home.span.contains(span))),
            "{who}: the content of claim {at} lies outside its sentence\nhelp: one claim a sentence of content"
        );
        let place = (claim.sentence, claim.content[0].start());
        assert!(last <= place, "{who}: claim {at} is out of order\nhelp: sort by sentence, then content");
        last = place;
        if let Some(outer) = claim.nested_in {
            assert!(
                outer < document.claims.len() && outer != at,
                "{who}: claim {at} is nested in {outer}, which is no other claim"
            );
        }
        let author = claim.voice == Voice::Author;
        assert_eq!(
            claim.quote.is_none(),
            author,
            "{who}: claim {at}\nhelp: quote is for attributed claims alone"
        );
        let kind = document.block_of(claim.content[0]).map(|block| document.blocks()[block].kind);
        let title = matches!(kind, Some(BlockKind::Headline | BlockKind::Subheading));
        assert!(!(author && title), "{who}: claim {at}\nhelp: a title puts forward no claim of the author");
        share(claim.confidence, who);
    }
}

fn share(confidence: f32, who: &str) {
    assert!(
        (0.0..=1.0).contains(&confidence),
        "{who}: confidence {confidence}\nhelp: a share between 0 and 1"
    );
}
