//! A labeling whose items come in another order.

use saidso::document::Document;

/// The same items from the last to the first.
pub fn turned(document: &Document) -> Document {
    let mut turned = document.clone();
    turned.sentences.reverse();
    turned.entities.reverse();
    turned.claims.reverse();
    turned
}
