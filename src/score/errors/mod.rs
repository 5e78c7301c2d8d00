//! Where a method goes wrong: every item of the gold and every one that was found, with its partner and all that is
//! wrong about it.
//!
//! Items are those that `exact` measures count (`kind`, `exact`, `strict`, `whole exact` and `author exact`), each
//! in one match. What is right by them is matched first, so that the matches that are right are as many as they count;
//! the rest is aligned one to one, optimally, as everything that is scored.

mod blocks;
mod claims;
mod entities;
mod kind;
mod pairs;
mod sentences;

use crate::document::{Document, Span};
use crate::method::Layer;
use crate::score::labels::ClaimLabel;
use crate::score::measure::LabelKind;

pub use kind::{Error, ErrorKind, Match};

/// The matches of `layer` in text order. Both documents have the same text; `labels` are those that both sides state,
/// and only these can be wrong.
pub fn matches(layer: Layer, gold: &Document, predicted: &Document, labels: &[LabelKind]) -> Vec<Match> {
    let mut all = match layer {
        Layer::Blocks => blocks::matches(gold, predicted),
        Layer::Sentences => sentences::matches(gold, predicted),
        Layer::Entities => entities::matches(gold, predicted),
        Layer::Claims => {
            claims::matches(gold, predicted, labels.contains(&LabelKind::Claim(ClaimLabel::Voice)))
        }
    };
    for found in &mut all {
        found.errors.retain(|error| error.kind.label().is_none_or(|label| labels.contains(&label)));
    }
    all.sort_by_key(|found| place(layer, gold, &found.gold).or(place(layer, predicted, &found.predicted)));
    all
}

/// From the first to the last byte that `items` mark: of the text, and for lines of the raw article. `None` where
/// there is no item.
pub fn place(layer: Layer, document: &Document, items: &[usize]) -> Option<Span> {
    let spans = items.iter().flat_map(|&at| match layer {
        Layer::Blocks => vec![document.blocks()[at].raw],
        Layer::Sentences => vec![document.sentences[at].span],
        Layer::Entities => vec![document.entities[at].span],
        Layer::Claims => {
            let claim = &document.claims[at];
            let bare = claim.content.is_empty();
            if bare { [&claim.source[..], &claim.cue].concat() } else { claim.content.clone() }
        }
    });
    spans.reduce(|a, b| Span::new(a.start().min(b.start()), a.end().max(b.end())))
}
