//! The methods of each corpus and layer, the best first.

use super::result::{Corpus, Results, Trial};
use crate::agreement::ANNOTATORS;
use crate::document::Label;
use crate::evaluate::headline;
use crate::method::Layer;
use crate::score::board::{Entry, Standing, standings};
use crate::score::{Measure, Scored};

/// What was tried on one layer of one corpus.
pub struct Board<'r> {
    pub corpus: &'r Corpus,
    pub layer: Layer,
    /// By which methods are ranked.
    pub measure: Measure,
    /// By rank, then by score; what has no score stands last.
    pub lines: Vec<Line<'r>>,
    /// People against people, where several labeled the corpus.
    pub people: Option<Standing>,
}

/// One method.
pub struct Line<'r> {
    pub trial: &'r Trial,
    /// Absent where nothing could be scored.
    pub standing: Option<Standing>,
}

impl Board<'_> {
    /// What it is of.
    pub fn title(&self) -> String {
        format!("{} of {}", self.layer.name(), self.corpus.name)
    }
}

/// The boards, corpus by corpus.
pub fn boards(results: &Results) -> Vec<Board<'_>> {
    results.boards().map(|(corpus, layer)| board(results, corpus, layer)).collect()
}

fn board<'r>(results: &'r Results, corpus: &'r Corpus, layer: Layer) -> Board<'r> {
    let measure = headline(layer);
    let scored: Scored = layer.into();
    let entries: Vec<Entry> = results
        .tried(corpus, layer)
        .filter_map(|trial| Some(trial.tally(scored, measure)?.entries(&trial.method)))
        .flatten()
        .collect();
    let standings = standings(&entries);
    let line = |trial: &'r Trial| {
        let standing = standings.iter().find(|own| own.method == trial.method).cloned();
        Line { trial, standing }
    };
    let mut lines: Vec<Line> = results.tried(corpus, layer).map(line).collect();
    let place =
        |line: &Line| line.standing.as_ref().map_or((u32::MAX, u32::MAX), |own| (own.rank, own.place));
    lines.sort_by_key(place);
    Board { corpus, layer, measure, lines, people: people(corpus, scored, measure) }
}

fn people(corpus: &Corpus, layer: Scored, measure: Measure) -> Option<Standing> {
    let tally = corpus.people.iter().find(|tally| tally.layer == layer && tally.measure == measure)?;
    let entries: Vec<Entry> = tally.entries(ANNOTATORS).collect();
    standings(&entries).into_iter().next()
}
