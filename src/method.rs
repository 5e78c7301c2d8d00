//! What a method is: it fills one layer of a document.

use crate::document::{Document, Label};

/// Finds one layer of a document.
pub trait Method: Sync {
    /// Fills this method's own layer of `document`, which is empty, from its text and the layers
    /// before it. The result depends on nothing else, and its items stand in text order.
    fn annotate(&self, document: &mut Document);
}

/// What a method finds, in the order in which the layers build on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    Sentences,
    Entities,
    Claims,
}

impl Label for Layer {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Sentences, "sentences", "the kept blocks cut into sentences"),
        (Self::Entities, "entities", "names, dates and numbers; reads sentences"),
        (Self::Claims, "claims", "who said what; reads sentences and entities"),
    ];
}
