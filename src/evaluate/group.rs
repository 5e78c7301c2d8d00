//! By what errors are counted.

use super::item::{text, words};
use crate::document::{Document, Label};
use crate::method::Layer;

/// A way to put items together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Type,
    Quote,
    Cue,
    Act,
    Document,
    Length,
}

impl Label for Group {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Type, "type", "the type of a mention, the kind of a line, the voice of a claim"),
        (Self::Quote, "quote", "the quote type of a claim"),
        (Self::Cue, "cue", "the cue of a claim, in small letters"),
        (Self::Act, "act", "the act of a claim"),
        (Self::Document, "document", "the document"),
        (Self::Length, "length", "the words of it, of a claim those of the content"),
    ];
}

/// The last lengths, in words, of the groups by length.
const LENGTHS: [usize; 8] = [0, 1, 2, 3, 5, 10, 20, 40];

/// What an item without a value is put under.
const NONE: &str = "–";

impl Group {
    /// Whether the items of `layer` have it.
    pub fn applies(self, layer: Layer) -> bool {
        match self {
            Group::Type => layer != Layer::Sentences,
            Group::Quote | Group::Cue | Group::Act => layer == Layer::Claims,
            Group::Document | Group::Length => true,
        }
    }

    /// Under what the item `at` is put.
    pub fn of(self, layer: Layer, document: &Document, at: usize) -> String {
        match (self, layer) {
            (Group::Document, _) => document.id().to_owned(),
            (Group::Length, _) => length(&text(layer, document, at)),
            (_, Layer::Blocks) => document.blocks()[at].kind.name().to_owned(),
            (_, Layer::Sentences) => NONE.to_owned(),
            (_, Layer::Entities) => document.entities[at].kind.name().to_owned(),
            (_, Layer::Claims) => {
                let claim = &document.claims[at];
                match self {
                    Group::Quote => claim.quote.map_or(NONE, Label::name).to_owned(),
                    Group::Act => claim.act.name().to_owned(),
                    Group::Cue if claim.cue.is_empty() => NONE.to_owned(),
                    Group::Cue => words(&claim.cue, document.text()).to_lowercase(),
                    _ => claim.voice.name().to_owned(),
                }
            }
        }
    }
}

fn length(text: &str) -> String {
    let count = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    let mut from = 0;
    for to in LENGTHS {
        if count <= to {
            return if from == to { to.to_string() } else { format!("{from}–{to}") };
        }
        from = to + 1;
    }
    format!("{from} and more")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_counted_in_words() {
        let of = |count: usize| length(&"word … ".repeat(count));
        assert_eq!(
            [0, 1, 2, 3, 4, 5, 40, 41].map(of),
            ["0", "1", "2", "3", "4–5", "4–5", "21–40", "41 and more"]
        );
    }
}
