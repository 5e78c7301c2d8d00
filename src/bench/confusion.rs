//! What labels are taken for what others, and how far confidences may be believed.

use serde::{Deserialize, Serialize};

use crate::document::{Document, Label};
use crate::evaluate::{Gold, Run};
use crate::method::Layer;
use crate::score::{Bin, Bins, ClaimLabel, Scored, error_interval, type_pairs};

/// How often what the gold labels one way is labeled another way, or the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Confused {
    pub layer: Scored,
    /// Which label it is: act, factuality, type, …
    pub label: String,
    pub gold: String,
    pub found: String,
    pub count: usize,
}

/// What was found in a layer by its confidence, document by document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Believed {
    pub layer: Scored,
    /// Of each document its name and those of its bins that are not empty.
    pub documents: Vec<(String, Vec<Filled>)>,
}

/// A bin that is not empty: its number, items, sum of confidences, how many are right.
type Filled = (usize, u64, f64, u64);

/// The labels of what `run` and the gold both have: of claims with the same content, of mentions with the same span, of
/// lines. Only labels of closed sets, which say nothing of a text.
pub fn confused(run: &Run, gold: &[Gold]) -> Vec<Confused> {
    let mut all: Vec<Confused> = Vec::new();
    for (label, gold, found) in pairs(run, gold) {
        let own = |other: &Confused| other.label == label && other.gold == gold && other.found == found;
        match all.iter_mut().find(|other| own(other)) {
            Some(known) => known.count += 1,
            None => {
                let (layer, label) = (run.layer.into(), label.to_owned());
                all.push(Confused { layer, label, gold, found, count: 1 });
            }
        }
    }
    all
}

fn pairs(run: &Run, gold: &[Gold]) -> Vec<(&'static str, String, String)> {
    let documents = gold.iter().filter(|gold| gold.layers.contains(&run.layer)).zip(&run.predicted);
    match run.layer {
        Layer::Sentences => Vec::new(),
        Layer::Blocks => documents.flat_map(|(gold, found)| kinds(&gold.document, found)).collect(),
        Layer::Entities => documents.flat_map(|(gold, found)| types(&gold.document, found)).collect(),
        Layer::Claims => {
            let closed = [ClaimLabel::Voice, ClaimLabel::Quote, ClaimLabel::Act, ClaimLabel::Factuality];
            let labels = run.labels(gold).into_iter().filter(|own| closed.contains(&own.0));
            labels.map(|(label, gold, found)| (label.name(), gold, found)).collect()
        }
    }
}

fn kinds(gold: &Document, found: &Document) -> Vec<(&'static str, String, String)> {
    let lines = gold.blocks().iter().zip(found.blocks());
    lines.map(|(gold, found)| ("kind", gold.kind.name().to_owned(), found.kind.name().to_owned())).collect()
}

fn types(gold: &Document, found: &Document) -> Vec<(&'static str, String, String)> {
    let pairs = type_pairs(gold, found).into_iter();
    pairs.map(|(gold, found)| ("type", gold.name().to_owned(), found.name().to_owned())).collect()
}

/// How sure `run` was of what it found, and how often right; `None` where it did not say how sure it was.
pub fn believed(run: &Run, gold: &[Gold]) -> Option<Believed> {
    let filled = |bins: Bins| -> Vec<Filled> {
        let all = bins.0.into_iter().enumerate().filter(|(_, bin)| bin.count > 0);
        all.map(|(at, bin)| (at, bin.count, bin.confidence, bin.right)).collect()
    };
    let documents: Vec<_> = run.bins(gold).into_iter().map(|(name, bins)| (name, filled(bins))).collect();
    (!documents.is_empty()).then(|| Believed { layer: run.layer.into(), documents })
}

impl Believed {
    fn bins(&self) -> Vec<Bins> {
        let of = |filled: &[Filled]| {
            let mut bins = Bins::default();
            for &(at, count, confidence, right) in filled {
                if let Some(bin) = bins.0.get_mut(at) {
                    *bin = Bin { count, confidence, right };
                }
            }
            bins
        };
        self.documents.iter().map(|(_, filled)| of(filled)).collect()
    }

    /// All documents together.
    pub fn pooled(&self) -> Bins {
        self.bins().into_iter().sum()
    }

    /// The 95% interval of the expected calibration error.
    pub fn interval(&self) -> Option<(f64, f64)> {
        error_interval(&self.bins())
    }
}
