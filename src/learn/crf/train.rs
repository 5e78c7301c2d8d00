//! Training: maximum likelihood by stochastic gradient with AdaGrad steps (Duchi, Hazan and Singer
//! 2011), an L2 penalty and features that drop out at random, one sequence at a time in a seeded order.
//!
//! The crate `crfs` trains such models too (L-BFGS), over named features; this project needs hashed
//! ones in rows of bytes, and the same bytes on any number of threads.

use anyhow::Result;

use crate::learn::chain::{Work, marginals};
use crate::learn::crf::sequence::{Chance, Sequence};
use crate::learn::crf::{NEVER, Weights};

/// What a trainer tells of itself, and whom it asks for what an earlier run left.
pub trait Watch: Send {
    /// The state that `stage` had after its last finished epoch, if a run was interrupted in it.
    fn resume(&mut self, stage: &str) -> Option<State>;

    /// An epoch is over: how many are, and the mean loss of a token.
    ///
    /// # Errors
    /// When the state cannot be kept.
    fn epoch(&mut self, stage: &str, loss: f64, options: &Options, state: &State) -> Result<()>;
}

/// All that is needed to go on after an epoch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// Epochs that are over.
    pub epoch: usize,
    /// Hashes of the features, sorted.
    pub features: Vec<u32>,
    pub weights: Vec<f32>,
    /// AdaGrad's sums of squared gradients.
    pub squares: Vec<f32>,
    /// The sum of the weights after each of the later epochs, and of how many.
    pub average: Vec<f32>,
    pub averaged: f32,
}

/// How to train.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    pub epochs: usize,
    /// AdaGrad's step.
    pub rate: f32,
    /// Strength of the L2 penalty, per update.
    pub l2: f32,
    /// Features seen less often are left out.
    pub least: u32,
    /// AdaGrad's sum of squares at the start: the more, the smaller the first steps of rare features.
    pub ease: f32,
    /// The share of its features that a token loses each time it is seen (Wang and Manning 2013), so that
    /// of features that say the same none leaves it to the others (Sutton, Sindelar and McCallum 2006).
    pub dropout: f32,
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options { epochs: 12, rate: 0.15, l2: 1e-3, least: 3, ease: 100.0, dropout: 0.0, seed: 1 }
    }
}

/// Trains a model of `labels` labels on `sequences`; `allowed` says which label may follow which (`None`
/// stands for the start). Half way the features are cut to the `most` that do most, and the others
/// learn to do without.
///
/// # Errors
/// When `watch` cannot keep the state.
pub fn fit(
    stage: &str,
    sequences: Vec<Sequence>,
    labels: usize,
    allowed: fn(Option<usize>, usize) -> bool,
    most: usize,
    options: &Options,
    watch: &mut dyn Watch,
) -> Result<Weights> {
    let mut trainer = Trainer::new(&sequences, labels, allowed, options);
    if let Some(state) = watch.resume(stage).filter(|state| trainer.could_become(state, options)) {
        trainer.state = state;
    }
    let mut sequences = trainer.index(sequences);
    while trainer.state.epoch < options.epochs {
        if trainer.state.epoch * 2 >= options.epochs && trainer.state.features.len() > most {
            trainer.cut(&mut sequences, most);
        }
        let loss = trainer.pass(&sequences, options);
        watch.epoch(stage, loss, options, &trainer.state)?;
    }
    Ok(trainer.weights(options))
}

/// A model in training.
struct Trainer {
    labels: usize,
    state: State,
}

impl Trainer {
    /// A trainer for `sequences` of `labels` labels; `allowed` says which label may follow which
    /// (`None` stands for the start), and others never do.
    fn new(
        sequences: &[Sequence],
        labels: usize,
        allowed: fn(Option<usize>, usize) -> bool,
        options: &Options,
    ) -> Trainer {
        let mut all: Vec<u32> = sequences.iter().flat_map(|s| s.features.iter().copied()).collect();
        all.sort_unstable();
        let often = all.chunk_by(|a, b| a == b).filter(|same| same.len() >= options.least as usize);
        let features: Vec<u32> = often.map(|same| same[0]).collect();
        let size = (features.len() + labels + 1) * labels;
        let state = State {
            epoch: 0,
            features,
            weights: vec![0.0; size],
            squares: vec![options.ease; size],
            average: vec![0.0; size],
            averaged: 0.0,
        };
        let mut trainer = Trainer { labels, state };
        for from in 0..=labels {
            for to in 0..labels {
                if !allowed(from.checked_sub(1), to) {
                    let base = trainer.state.features.len() * labels;
                    trainer.state.weights[base + from * labels + to] = NEVER;
                }
            }
        }
        trainer
    }

    /// Whether `state` is one of the same features, or of those that were left of them. Another version
    /// of this program may see others in the same corpora.
    fn could_become(&self, state: &State, options: &Options) -> bool {
        let size = (state.features.len() + self.labels + 1) * self.labels;
        let whole =
            [&state.weights, &state.squares, &state.average].iter().all(|values| values.len() == size);
        let known = |feature: &u32| self.state.features.binary_search(feature).is_ok();
        let cut = state.epoch > options.epochs.div_ceil(2);
        let same = cut || state.features.len() == self.state.features.len();
        whole && same && state.features.iter().all(known)
    }

    /// The sequences with their features as indices; those left out are gone.
    fn index(&self, sequences: Vec<Sequence>) -> Vec<Sequence> {
        let of: std::collections::HashMap<u32, u32> = self.state.features.iter().copied().zip(0..).collect();
        let mut sequences = sequences;
        sequences.iter_mut().for_each(|sequence| sequence.rename(|hash| of.get(&hash).copied()));
        sequences
    }

    /// Keeps the `most` features that do most: the heaviest weight by the square root of how often the
    /// feature is seen, which is what its part in the scores varies by.
    fn cut(&mut self, sequences: &mut [Sequence], most: usize) {
        let (count, state) = (self.labels, &mut self.state);
        let mut seen = vec![0u32; state.features.len()];
        sequences.iter().flat_map(|s| &s.features).for_each(|feature| seen[*feature as usize] += 1);
        let does = |feature: usize| {
            let weights = &state.weights[feature * count..][..count];
            weights.iter().fold(0f32, |most, weight| most.max(weight.abs())) * (seen[feature] as f32).sqrt()
        };
        let mut kept: Vec<(f32, usize)> = (0..seen.len()).map(|feature| (does(feature), feature)).collect();
        kept.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        kept.truncate(most);
        kept.sort_unstable_by_key(|row| row.1);
        let mut places = vec![None; seen.len()];
        for (place, (_, feature)) in (0..).zip(&kept) {
            places[*feature] = Some(place);
        }
        let base = seen.len() * count;
        for values in [&mut state.weights, &mut state.squares, &mut state.average] {
            let rows = kept.iter().flat_map(|row| &values[row.1 * count..][..count]);
            *values = rows.chain(&values[base..]).copied().collect();
        }
        state.features = kept.iter().map(|row| state.features[row.1]).collect();
        sequences.iter_mut().for_each(|sequence| sequence.rename(|feature| places[feature as usize]));
    }

    /// One pass over `sequences`, which [`Trainer::index`] has made; the mean negative log-likelihood of
    /// a token.
    fn pass(&mut self, sequences: &[Sequence], options: &Options) -> f64 {
        let mut order: Vec<usize> = (0..sequences.len()).collect();
        let mut chance = Chance::of(options.seed.wrapping_add(self.state.epoch as u64));
        chance.shuffle(&mut order);
        let (mut work, mut thinned) = (Work::counting(), Sequence::default());
        let (mut loss, mut tokens) = (0.0, 0);
        // The step shrinks to nothing over the epochs, so that the last ones settle.
        let rate = options.rate * (1.0 - self.state.epoch as f32 / options.epochs as f32).max(0.05);
        for at in order {
            let mut sequence = &sequences[at];
            if options.dropout > 0.0 {
                thinned.thin(sequence, options.dropout, &mut chance);
                sequence = &thinned;
            }
            loss += f64::from(self.update(sequence, rate, options.l2, &mut work));
            tokens += sequence.len();
        }
        self.state.epoch += 1;
        if self.state.epoch * 2 > options.epochs {
            for (sum, weight) in self.state.average.iter_mut().zip(&self.state.weights) {
                *sum += weight;
            }
            self.state.averaged += 1.0;
        }
        loss / tokens.max(1) as f64
    }

    fn update(&mut self, sequence: &Sequence, rate: f32, l2: f32, work: &mut Work) -> f32 {
        let count = self.labels;
        if sequence.is_empty() {
            return 0.0;
        }
        let mut scores = std::mem::take(&mut work.emissions);
        scores.clear();
        scores.resize(sequence.len() * count, 0.0);
        for (at, row) in scores.chunks_exact_mut(count).enumerate() {
            for &feature in sequence.token(at) {
                let weights = &self.state.weights[feature as usize * count..][..count];
                for (score, weight) in row.iter_mut().zip(weights) {
                    *score += weight;
                }
            }
        }
        let base = self.state.features.len() * count;
        let gold: f32 = gold_score(&scores, &self.state.weights[base..], &sequence.labels, count);
        let log_z = marginals(&mut scores, &self.state.weights[base..], count, work);
        for (at, row) in scores.chunks_exact(count).enumerate() {
            let right = usize::from(sequence.labels[at]);
            for &feature in sequence.token(at) {
                let from = feature as usize * count;
                let weights = &mut self.state.weights[from..from + count];
                let squares = &mut self.state.squares[from..from + count];
                for (label, (weight, square)) in weights.iter_mut().zip(squares).enumerate() {
                    let gradient = row[label] - f32::from(u8::from(label == right)) + l2 * *weight;
                    *square += gradient * gradient;
                    *weight -= rate * gradient / square.sqrt();
                }
            }
        }
        // Transitions: expected counts less those of the gold.
        let mut expected = std::mem::take(&mut work.pairs);
        let mut before = 0;
        for &label in &sequence.labels {
            expected[before * count + usize::from(label)] -= 1.0;
            before = usize::from(label) + 1;
        }
        for (at, gradient) in expected.iter().enumerate() {
            let (weight, square) = (&mut self.state.weights[base + at], &mut self.state.squares[base + at]);
            if *weight > NEVER / 2.0 {
                *square += gradient * gradient;
                *weight -= rate * gradient / square.sqrt();
            }
        }
        work.pairs = expected;
        work.emissions = scores;
        log_z - gold
    }

    /// The averaged weights, those of features less as much as there will be more of them.
    fn weights(&self, options: &Options) -> Weights {
        let count = self.labels;
        let share = |sum: &f32| sum / self.state.averaged.max(1.0);
        let kept = 1.0 - options.dropout;
        let base = self.state.features.len() * count;
        let rows = self.state.features.iter().zip(self.state.average[..base].chunks_exact(count));
        Weights {
            rows: rows
                .map(|(&hash, row)| (hash, row.iter().map(|sum| share(sum) * kept).collect()))
                .collect(),
            transitions: self.state.average[base..].iter().map(share).collect(),
            labels: count,
        }
    }
}

fn gold_score(scores: &[f32], transitions: &[f32], labels: &[u8], count: usize) -> f32 {
    let mut before = 0;
    let mut sum = 0.0;
    for (at, &label) in labels.iter().enumerate() {
        let label = usize::from(label);
        sum += scores[at * count + label] + transitions[before * count + label];
        before = label + 1;
    }
    sum
}

#[cfg(test)]
mod tests;
