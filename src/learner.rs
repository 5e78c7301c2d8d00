//! What a method that learns has beside [`Method`]: how its model comes out of labeled documents.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;

use crate::document::Document;
use crate::learn::bert;
use crate::learn::crf::train::{Options, Watch};
use crate::learn::model::{Tensor, WITHOUT};
use crate::learn::tensors::Tensors;
use crate::method::Method;

/// A labeled document.
pub struct Example {
    /// The layers below the one to learn, as the default methods find them.
    pub bare: Document,
    pub gold: Document,
    pub labeled: Labeled,
}

/// What the labels of an example are worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Labeled {
    /// All of the layer, by hand.
    Whole,
    /// People, organisations and places alone: what else the text has is not said.
    Names,
    /// By a method: something to learn from that nothing is judged by.
    Silver,
}

/// How often a text is taken in which claims stand inside claims: what one says that another said is rarer than it is hard.
const NESTING: usize = 4;

impl Example {
    /// How often the text is taken.
    pub fn weight(&self) -> usize {
        let nests = self.gold.claims.iter().any(|claim| claim.nested_in.is_some());
        if nests { NESTING } else { 1 }
    }
}

/// How to train.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub options: Options,
    /// Feature groups that are left out, to see what they are worth.
    pub without: Vec<String>,
    /// The file of a pretrained part that is taken as it is, for methods that have one.
    pub encoder: Option<Vec<u8>>,
}

impl Plan {
    /// The plan as it stands in the model's header.
    pub fn described(&self) -> BTreeMap<String, String> {
        let Options { epochs, rate, l2, least, ease, dropout, seed } = &self.options;
        let mut all: BTreeMap<String, String> = [
            ("epochs", epochs.to_string()),
            ("rate", rate.to_string()),
            ("l2", l2.to_string()),
            ("least", least.to_string()),
            ("ease", ease.to_string()),
            ("seed", seed.to_string()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        if *dropout > 0.0 {
            all.insert("dropout".to_owned(), dropout.to_string());
        }
        if !self.without.is_empty() {
            all.insert(WITHOUT.to_owned(), self.without.join(" "));
        }
        if let Some(described) = self.encoder.as_deref().and_then(described) {
            all.insert("encoder".to_owned(), described);
        }
        all
    }
}

/// What an encoder's file says of itself.
fn described(file: &[u8]) -> Option<String> {
    Some(bert::description(Tensors::read(file).ok()?.metadata.get("saidso")?))
}

/// What was learned.
pub struct Learned {
    /// The tensors of the model.
    pub tensors: BTreeMap<String, Tensor>,
    /// What was judged by models of the other parts, part by part and page by page, where the learner tried how
    /// sure one must be.
    pub held_out: Vec<Fold>,
}

impl From<BTreeMap<String, Tensor>> for Learned {
    fn from(tensors: BTreeMap<String, Tensor>) -> Learned {
        Learned { tensors, held_out: Vec::new() }
    }
}

/// The pages of one part of a corpus.
pub type Fold = Vec<Vec<Judged>>;

/// A line of a page, as a filter that has not seen the page judges it.
#[derive(Clone, Copy, Debug)]
pub struct Judged {
    pub chars: usize,
    pub junk: bool,
    /// Lines of a higher margin are dropped first.
    pub margin: f32,
    /// Whether the method that the filter builds on drops the line.
    pub base_drops: bool,
}

/// The lowest threshold that drops at most the share `loss` of the good characters of `pages`.
pub fn lowest<'p>(pages: impl Iterator<Item = &'p Vec<Judged>>, loss: f64) -> f32 {
    let mut lines: Vec<&Judged> = pages.flatten().collect();
    lines.sort_by(|a, b| b.margin.total_cmp(&a.margin));
    let good = |line: &&&Judged| !line.junk;
    let budget = loss * lines.iter().filter(good).map(|line| line.chars as f64).sum::<f64>();
    let (mut lost, mut lowest) = (0.0, f32::INFINITY);
    // Lines of one margin are dropped together or not at all.
    for same in lines.chunk_by(|a, b| a.margin == b.margin) {
        lost += same.iter().filter(good).map(|line| line.chars as f64).sum::<f64>();
        if lost > budget {
            break;
        }
        lowest = same[0].margin;
    }
    lowest
}

/// Learns a method's model.
pub trait Learner: Send + Sync {
    /// The feature groups that a plan can leave out.
    fn groups(&self) -> &'static [&'static str];

    /// The pretrained part that is taken where no other is given.
    fn encoder(&self) -> Option<&'static [u8]> {
        None
    }

    /// What has proven right for this method.
    fn options(&self) -> Options {
        Options::default()
    }

    /// The model; the same for the same examples and plan, on any number of threads.
    ///
    /// # Errors
    /// When `watch` cannot keep the state.
    fn learn(&self, examples: &[&Example], plan: &Plan, watch: &mut dyn Watch) -> Result<Learned>;

    /// The method with the model in `file`.
    ///
    /// # Errors
    /// When it is no model of this method, of another version, or damaged.
    fn load(&self, file: &[u8]) -> Result<Arc<dyn Method>>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_keeps_to_the_loss_and_ties_go_together() {
        let line = |chars, junk, margin| Judged { chars, junk, margin, base_drops: false };
        let page = vec![
            line(10, true, 3.0),
            line(1, false, 2.0),
            line(5, true, 1.0),
            line(1, false, 1.0),
            line(98, false, -1.0),
        ];
        let of = |loss| lowest(std::iter::once(&page), loss);
        assert_eq!(of(0.0), 3.0);
        assert_eq!(of(0.015), 2.0);
        assert_eq!(of(0.02), 1.0);
        assert_eq!(of(1.0), -1.0);
    }
}
