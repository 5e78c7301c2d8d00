//! What is wrong, item by item, each in its sentence.

use serde::{Deserialize, Serialize};

use crate::dataset::column::CodePoints;
use crate::document::{Document, Span};
use crate::evaluate::case::{Case, hull};
use crate::evaluate::item::{labels, text};
use crate::method::Layer;
use crate::score::errors::Error;
use crate::score::{Role, Scored};

/// An item of the gold, one that was found, or both, and what is wrong about them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wrong {
    pub corpus: String,
    pub method: String,
    pub layer: Scored,
    pub document: String,
    pub errors: Vec<Error>,
    /// The sentences around both, or the line.
    pub text: String,
    pub gold: Option<Side>,
    pub predicted: Option<Side>,
}

/// What one side has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Side {
    pub labels: String,
    /// Code points into the text, and of a claim which part of it that is; none where the item is all of the text.
    pub marks: Vec<(usize, usize, Option<Role>)>,
}

impl Wrong {
    /// What is wrong in `case`; `None` where nothing is.
    pub fn of(case: &Case, corpus: &str, method: &str) -> Option<Wrong> {
        let found = &case.found;
        if found.errors.is_empty() {
            return None;
        }
        let gold = &case.gold.document;
        let marks = |document: &Document, items: &[usize]| -> Vec<(Span, Option<Role>)> {
            items.iter().flat_map(|&at| marked(case.layer, document, at)).collect()
        };
        let (ours, theirs) = (marks(gold, &found.gold), marks(case.predicted, &found.predicted));
        // A source may stand outside the sentences of the content.
        let parts = ours.iter().chain(&theirs).map(|mark| mark.0);
        let around = case.around().map(|around| parts.fold(around, hull));
        let words = around.map(|around| around.text(gold.text()).to_owned()).or_else(|| {
            let sides = [(gold, found.gold.first()), (case.predicted, found.predicted.first())];
            let mut lines = sides.into_iter().filter_map(|(side, at)| Some(text(case.layer, side, *at?)));
            lines.next()
        });
        Some(Wrong {
            corpus: corpus.to_owned(),
            method: method.to_owned(),
            layer: case.layer.into(),
            document: case.gold.name.clone(),
            errors: found.errors.clone(),
            text: words.unwrap_or_default(),
            gold: side(case.layer, gold, &found.gold, ours, around),
            predicted: side(case.layer, case.predicted, &found.predicted, theirs, around),
        })
    }
}

/// What `items` of `document` are within `around`, in which all of their `marks` are.
fn side(
    layer: Layer,
    document: &Document,
    items: &[usize],
    mut marks: Vec<(Span, Option<Role>)>,
    around: Option<Span>,
) -> Option<Side> {
    let labels: Vec<String> = items.iter().map(|&at| labels(layer, document, at)).collect();
    marks.sort_unstable();
    let points = CodePoints::new(document.text());
    let from = around.map_or(0, |around| points.at(around.start()));
    let place = |(span, role): (Span, Option<Role>)| {
        let (start, end) = points.span(span);
        (start - from, end - from, role)
    };
    let marks = marks.into_iter().map(place).collect();
    (!items.is_empty()).then(|| Side { labels: labels.join(" | "), marks })
}

fn marked(layer: Layer, document: &Document, at: usize) -> Vec<(Span, Option<Role>)> {
    match layer {
        Layer::Blocks => Vec::new(),
        Layer::Sentences => vec![(document.sentences[at].span, None)],
        Layer::Entities => vec![(document.entities[at].span, None)],
        Layer::Claims => {
            let claim = &document.claims[at];
            let parts =
                [(&claim.source, Role::Source), (&claim.cue, Role::Cue), (&claim.content, Role::Content)];
            parts
                .into_iter()
                .flat_map(|(spans, role)| spans.iter().map(move |&span| (span, Some(role))))
                .collect()
        }
    }
}
