//! What a method costs: figures that are derived from what its rounds took.

use std::collections::HashMap;

use super::result::{Corpus, Round, Trial};
use super::spec::Price;
use crate::document::Label;
use crate::score::{median, percentiles, spread};

/// What is measured beside quality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    Seconds,
    Throughput,
    Processor,
    Memory,
    Start,
    Money,
    Failures,
    Changed,
}

impl Label for Cost {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Seconds, "seconds a document", "from question to answer, of the document in the middle"),
        (Self::Throughput, "bytes a second", "bytes of text over the time of all documents"),
        (Self::Processor, "processor seconds a document", "the mean over documents, without start and end"),
        (Self::Memory, "peak memory", "bytes of the largest process"),
        (Self::Start, "seconds to start", "until the first document could be asked about"),
        (Self::Money, "cost of a million documents", "processor time at the price of the spec"),
        (Self::Failures, "failures", "documents that it failed at, over all rounds"),
        (Self::Changed, "changed", "answers that were other than in the round that was scored"),
    ];
}

/// A number, and its 95% interval where there is one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    pub value: f64,
    pub interval: Option<(f64, f64)>,
}

impl Trial {
    /// The seconds of each document: the median of the rounds in which it was answered.
    pub fn seconds(&self) -> Vec<Option<f64>> {
        let of = |at: usize| {
            median(self.rounds.iter().filter_map(|round| round.seconds.get(at).copied()?).collect())
        };
        (0..self.documents.len()).map(of).collect()
    }

    /// What `cost` comes to; `None` where it cannot be told. Intervals of times are by bootstrap over documents, that of
    /// processor time and money over rounds.
    pub fn cost(&self, cost: Cost, corpus: &Corpus, price: Option<&Price>) -> Option<Figure> {
        let plain = |value: f64| Some(Figure { value, interval: None });
        match cost {
            Cost::Seconds => {
                let seconds: Vec<f64> = self.seconds().into_iter().flatten().collect();
                let interval = spread(&seconds, |draws| median(draws.collect())).and_then(percentiles);
                Some(Figure { value: median(seconds)?, interval })
            }
            Cost::Throughput => self.throughput(corpus),
            Cost::Processor => self.processor(),
            Cost::Memory => plain(self.rounds.iter().filter_map(|round| round.peak).max()? as f64),
            Cost::Start => plain(median(self.rounds.iter().map(|round| round.warm_up).collect())?),
            Cost::Money => {
                let Figure { value, interval } = self.processor()?;
                let million = 1e6 / 3600.0 * price?.cpu_hour;
                let interval = interval.map(|(low, high)| (low * million, high * million));
                Some(Figure { value: value * million, interval })
            }
            Cost::Failures => plain(self.failures.len() as f64),
            Cost::Changed => plain(self.changed as f64),
        }
    }

    fn throughput(&self, corpus: &Corpus) -> Option<Figure> {
        let texts = corpus.documents.iter();
        let bytes: HashMap<&str, usize> = texts.map(|text| (text.name.as_str(), text.bytes)).collect();
        let timed = self.documents.iter().zip(self.seconds());
        let timed: Vec<(f64, f64)> =
            timed.filter_map(|(name, seconds)| Some((*bytes.get(name.as_str())? as f64, seconds?))).collect();
        let rate = |draws: &mut dyn Iterator<Item = (f64, f64)>| {
            let (bytes, seconds) = draws.fold((0.0, 0.0), |sum, draw| (sum.0 + draw.0, sum.1 + draw.1));
            (seconds > 0.0).then(|| bytes / seconds)
        };
        let value = rate(&mut timed.iter().copied())?;
        Some(Figure { value, interval: spread(&timed, rate).and_then(percentiles) })
    }

    fn processor(&self) -> Option<Figure> {
        let of = |round: &Round| {
            let answered = round.seconds.iter().flatten().count();
            (answered > 0).then(|| Some(round.working? / answered as f64)).flatten()
        };
        let rounds: Vec<f64> = self.rounds.iter().filter_map(of).collect();
        let interval = spread(&rounds, |draws| median(draws.collect())).and_then(percentiles);
        Some(Figure { value: median(rounds)?, interval })
    }
}
