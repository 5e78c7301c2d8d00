//! The methods: one trait, one table, one file each.
//!
//! To add a method, write `src/extract/<layer>_<name>.rs` with a type that implements [`Method`],
//! and give it a line in [`METHODS`]. Nothing else has to know: the command line, the scorer, the
//! tests and the benches loop over the table.

use crate::document::Document;
use crate::learner;
use crate::method::{Layer, Method};
use crate::{claims, entities, sentences};

pub mod calibration;

/// A line of the table of methods.
pub struct Row {
    pub layer: Layer,
    /// Unique within its layer.
    pub name: &'static str,
    /// One line: what it does and from which source.
    pub about: &'static str,
    method: &'static dyn Method,
    /// How its model is trained, if it has one.
    pub learner: Option<&'static dyn learner::Learner>,
}

impl Row {
    /// Fills the method's layer; confidences are probabilities where it is known what the method's
    /// own are worth ([`calibration`]).
    pub fn annotate(&self, document: &mut Document) {
        self.annotate_uncalibrated(document);
        calibration::apply(calibration::tables(), self.layer, self.name, document);
    }

    /// The same with the method's own confidences, for measuring what they are worth.
    pub fn annotate_uncalibrated(&self, document: &mut Document) {
        self.method.annotate(document);
    }
}

/// Every method; the first of a layer is its default.
pub const METHODS: &[Row] = &[
    Row {
        layer: Layer::Sentences,
        name: "rules",
        about: "cuts after final punctuation unless an abbreviation, initial, quote or ellipsis says no",
        method: &sentences::rules::Rules,
        learner: None,
    },
    Row {
        layer: Layer::Sentences,
        name: "uax29",
        about: "Unicode text segmentation, UAX #29 sentence boundaries",
        method: &sentences::uax29::Uax29,
        learner: None,
    },
    Row {
        layer: Layer::Entities,
        name: "rules",
        about: "grammar for values, gazetteers and context for names, surnames tied to full names",
        method: &entities::rules::Rules,
        learner: None,
    },
    Row {
        layer: Layer::Entities,
        name: "crf",
        about: "a conditional random field over words, clusters and the rules' names; trained on open corpora",
        method: &entities::crf::Shipped,
        learner: Some(&entities::crf::Trained),
    },
    Row {
        layer: Layer::Entities,
        name: "neural",
        about: "the small BERT encoder of claims tags names; the rules' names weigh in, their values stand",
        method: &entities::neural::Shipped,
        learner: None,
    },
    Row {
        layer: Layer::Entities,
        name: "capitals",
        about: "runs of capitalised words, all called PERSON: the naive baseline",
        method: &entities::capitals::Capitals,
        learner: None,
    },
    Row {
        layer: Layer::Claims,
        name: "rules",
        about: "cue lexicon with direct, indirect and mixed speech, acts, factuality and nesting",
        method: &claims::rules::Rules,
        learner: None,
    },
    Row {
        layer: Layer::Claims,
        name: "crf",
        about: "conditional random fields over words, clusters and the rules' tags; trained on PolNeAR",
        method: &claims::crf::Shipped,
        learner: Some(&claims::crf::Trained),
    },
    Row {
        layer: Layer::Claims,
        name: "neural",
        about: "a small BERT encoder (4 layers, 8-bit) tags sources, cues and contents; a linker joins them",
        method: &claims::neural::Shipped,
        learner: Some(&claims::neural::Trained),
    },
    Row {
        layer: Layer::Claims,
        name: "quotes",
        about: "text in quotation marks and the nearest reporting verb: the baseline",
        method: &claims::quotes::Quotes,
        learner: None,
    },
];

/// The default method of `layer`: its first line in [`METHODS`].
pub fn default(layer: Layer) -> &'static Row {
    METHODS.iter().find(|row| row.layer == layer).expect("every layer has a method; a test says so")
}

/// The method called `name` in `layer`.
pub fn find(layer: Layer, name: &str) -> Option<&'static Row> {
    METHODS.iter().find(|row| row.layer == layer && row.name == name)
}
