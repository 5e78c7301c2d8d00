//! What a bench measured, as it stands in its folder: enough to rank, compare, gate and report without the corpora.

use serde::{Deserialize, Serialize};

use super::confusion::{Believed, Confused};
use super::machine::Machine;
use super::spec::Price;
use crate::document::Label;
use crate::method::Layer;
use crate::score::board::Entry;
use crate::score::{Counts, Measure, Scored};

/// What the program was built from, where the build says so: a revision, or else the version.
pub const BUILD: &str = match option_env!("SAIDSO_REVISION") {
    Some(revision) => revision,
    None => env!("CARGO_PKG_VERSION"),
};

/// The version of the form of the files.
pub const VERSION: u32 = 1;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Results {
    pub version: u32,
    pub made: Made,
    pub corpora: Vec<Corpus>,
    pub trials: Vec<Trial>,
}

/// With what, where and when it was measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Made {
    pub tool: String,
    pub build: String,
    /// Of the repository in which it ran, if it ran in one.
    pub revision: Option<String>,
    /// ISO 8601, UTC.
    pub at: String,
    pub machine: Machine,
    pub spec_sha256: String,
    pub rounds: usize,
    /// Seconds.
    pub deadline: f64,
    pub price: Option<Price>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Corpus {
    pub name: String,
    /// Where to get it, and how to import it.
    pub from: Option<String>,
    pub gold_sha256: String,
    pub convention: String,
    /// Whether its items may be shown; those of the open test part may not.
    pub readable: bool,
    pub documents: Vec<Text>,
    /// People against people.
    pub people: Vec<Tally>,
}

/// A document as the gold names it, and the bytes of its text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Text {
    pub name: String,
    pub bytes: usize,
}

/// One method on one corpus.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Trial {
    pub corpus: String,
    pub method: String,
    /// Those that the spec asks for and the corpus has.
    pub layers: Vec<Scored>,
    pub command: String,
    /// What it calls itself; `None` where it never said.
    pub says: Option<String>,
    /// SHA-256 of its model, where it said one.
    pub model: Option<String>,
    /// SHA-256 of what was scored.
    pub answers_sha256: Option<String>,
    /// What it was asked about, in order.
    pub documents: Vec<String>,
    pub rounds: Vec<Round>,
    pub failures: Vec<Failed>,
    /// Right answers of later rounds that were other than those that were scored; their times do not count.
    pub changed: usize,
    pub tallies: Vec<Tally>,
    pub groups: Vec<Grouped>,
    /// Which of the program's own methods was asked in the process that measured, if it was one.
    #[serde(default)]
    pub inside: Option<String>,
    /// Labels that were taken for others, and confidences.
    #[serde(default)]
    pub confused: Vec<Confused>,
    #[serde(default)]
    pub believed: Vec<Believed>,
}

/// What a method took in one round.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Round {
    /// From a question to its answer, for each document; `None` where that is not the answer that was scored.
    pub seconds: Vec<Option<f64>>,
    /// Seconds until the first document could be asked about.
    pub warm_up: f64,
    /// Seconds of processor time, and those of them that went into documents, where that can be told.
    pub cpu: Option<f64>,
    pub working: Option<f64>,
    /// Bytes.
    pub peak: Option<u64>,
}

/// A document that a method failed at, in the round of this number, from 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failed {
    pub round: usize,
    pub document: String,
    pub kind: String,
    pub why: String,
}

/// The counts of one measure: a document's name, items in the gold and found, and their hits or shares.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tally {
    pub layer: Scored,
    pub measure: Measure,
    pub documents: Vec<(String, u64, u64, f64, f64)>,
}

/// How many items of a group there are, how many are right, and how many errors the rest have.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Grouped {
    pub layer: Scored,
    pub by: String,
    pub group: String,
    pub items: usize,
    pub right: usize,
    pub errors: usize,
}

impl Tally {
    /// The `entries` of one method, measure by measure.
    pub fn of(entries: &[Entry]) -> Vec<Tally> {
        let mut tallies: Vec<Tally> = Vec::new();
        for Entry { layer, measure, document, counts, .. } in entries {
            let own = tallies.iter().position(|tally| tally.layer == *layer && tally.measure == *measure);
            let at = own.unwrap_or_else(|| {
                tallies.push(Tally { layer: *layer, measure: *measure, documents: Vec::new() });
                tallies.len() - 1
            });
            let row = (document.clone(), counts.gold, counts.predicted, counts.recalled, counts.precise);
            tallies[at].documents.push(row);
        }
        tallies
    }

    /// The counts of each document, with its name.
    pub fn counts(&self) -> impl Iterator<Item = (&str, Counts)> {
        self.documents.iter().map(|(name, gold, predicted, recalled, precise)| {
            let (gold, predicted, recalled, precise) = (*gold, *predicted, *recalled, *precise);
            (name.as_str(), Counts { gold, predicted, recalled, precise })
        })
    }

    /// The same as the board has them.
    pub fn entries(&self, method: &str) -> impl Iterator<Item = Entry> {
        self.counts().map(move |(document, counts)| Entry {
            layer: self.layer,
            method: method.to_owned(),
            measure: self.measure,
            document: document.to_owned(),
            counts,
        })
    }
}

impl Trial {
    /// The counts by which methods of `layer` are ranked.
    pub fn tally(&self, layer: Scored, measure: Measure) -> Option<&Tally> {
        self.tallies.iter().find(|tally| tally.layer == layer && tally.measure == measure)
    }
}

impl Results {
    /// The corpus of this name.
    pub fn corpus(&self, name: &str) -> Option<&Corpus> {
        self.corpora.iter().find(|corpus| corpus.name == name)
    }

    /// The trials on `corpus`.
    pub fn on<'r>(&'r self, corpus: &'r Corpus) -> impl Iterator<Item = &'r Trial> {
        self.trials.iter().filter(|trial| trial.corpus == corpus.name)
    }

    /// Those of them that were asked for `layer`.
    pub fn tried<'r>(&'r self, corpus: &'r Corpus, layer: Layer) -> impl Iterator<Item = &'r Trial> {
        self.on(corpus).filter(move |trial| trial.layers.contains(&layer.into()))
    }

    /// Each corpus and layer on which something was tried, in order.
    pub fn boards(&self) -> impl Iterator<Item = (&Corpus, Layer)> {
        let of = |corpus| Layer::ALL.iter().map(move |row| (corpus, row.0));
        let all = self.corpora.iter().flat_map(of);
        all.filter(|&(corpus, layer)| self.tried(corpus, layer).next().is_some())
    }
}
