//! How far people agree: the ceiling that methods are read against.

use std::collections::{BTreeMap, HashMap};

use crate::document::Label;
use crate::evaluate::Gold;
use crate::gold::{Labeled, on_raw};
use crate::method::Layer;
use crate::score::board::Entry;
use crate::score::{Counts, Measure, Scored, compare};

/// What stands in the place of a method's name.
pub const ANNOTATORS: &str = "annotators";

/// The second annotator's labels scored against the first's, article by article. Both label the
/// same articles in the same order; spans are compared in the raw files, since the two may keep
/// different lines.
pub fn annotators(ours: &[Labeled], theirs: &[Labeled]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (a, b) in ours.iter().zip(theirs) {
        let mut add = |layer, counts: Vec<(Measure, Counts)>| {
            entries.extend(
                counts.into_iter().map(|(measure, counts)| entry(layer, measure, &a.article.id, counts)),
            );
        };
        let (on_a, on_b) = (on_raw(&a.document, &a.article), on_raw(&b.document, &b.article));
        for &(layer, ..) in Layer::ALL {
            let lines = layer == Layer::Blocks;
            let (a, b) = if lines { (&a.document, &b.document) } else { (&on_a, &on_b) };
            add(layer.into(), compare(layer, a, b));
        }
    }
    entries
}

/// The labelings of each text that several people labeled.
#[derive(Default)]
pub struct Labelings {
    pub texts: usize,
    /// Pairs of people who labeled the same text.
    pub pairs: usize,
    /// One entry for a text and measure: the sum over its pairs.
    pub entries: Vec<Entry>,
}

/// Every pair of labelings of a text is one comparison; the bootstrap draws texts with all of
/// theirs, since pairs of one text are not independent.
pub fn labelings(gold: &[Gold]) -> Labelings {
    let mut texts: BTreeMap<&str, Vec<&Gold>> = BTreeMap::new();
    for gold in gold {
        texts.entry(gold.document.id()).or_default().push(gold);
    }
    let mut found = Labelings::default();
    for (id, people) in texts.into_iter().filter(|(_, people)| people.len() > 1) {
        found.texts += 1;
        let mut sums: Vec<Entry> = Vec::new();
        let mut places: HashMap<(Layer, Measure), usize> = HashMap::new();
        for (at, a) in people.iter().enumerate() {
            for b in &people[at + 1..] {
                found.pairs += 1;
                for &layer in a.layers.iter().filter(|layer| b.layers.contains(layer)) {
                    let counts = compare(layer, &a.document, &b.document).into_iter();
                    for (measure, counts) in counts.filter(|(measure, _)| a.has(*measure) && b.has(*measure))
                    {
                        let place = *places.entry((layer, measure)).or_insert(sums.len());
                        match sums.get_mut(place) {
                            Some(sum) => sum.counts = sum.counts + counts,
                            None => sums.push(entry(layer.into(), measure, id, counts)),
                        }
                    }
                }
            }
        }
        found.entries.extend(sums);
    }
    found
}

fn entry(layer: Scored, measure: Measure, document: &str, counts: Counts) -> Entry {
    Entry { layer, method: ANNOTATORS.to_owned(), measure, document: document.to_owned(), counts }
}
