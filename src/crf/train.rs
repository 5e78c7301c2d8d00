//! Training: maximum likelihood by stochastic gradient with AdaGrad steps (Duchi, Hazan and Singer
//! 2011) and an L2 penalty, one sequence at a time in a seeded order.
//!
//! The crate `crfs` trains such models too (L-BFGS), over named features; this project needs hashed
//! ones in rows of bytes, and the same bytes on any number of threads.

use super::{NEVER, Sink, Weights};

/// A labeled sequence.
#[derive(Clone, Default)]
pub struct Sequence {
    /// The features of all tokens, one token's after another's.
    features: Vec<u32>,
    /// Where each token's features end.
    ends: Vec<u32>,
    pub labels: Vec<u8>,
}

impl Sink for Sequence {
    fn feature(&mut self, hash: u32) {
        self.features.push(hash);
    }

    fn next(&mut self) {
        self.ends.push(self.features.len() as u32);
    }
}

impl Sequence {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    fn token(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.features[start as usize..self.ends[at] as usize]
    }
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub epochs: usize,
    /// AdaGrad's step.
    pub rate: f32,
    /// Strength of the L2 penalty, per update.
    pub l2: f32,
    /// Features seen less often are left out.
    pub least: u32,
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options { epochs: 12, rate: 0.15, l2: 1e-5, least: 3, seed: 1 }
    }
}

/// A model in training; what is needed to go on after an epoch.
pub struct Trainer {
    /// Hashes of the features that are kept, sorted.
    pub hashes: Vec<u32>,
    labels: usize,
    weights: Vec<f32>,
    squares: Vec<f32>,
    /// The sum of the weights after each of the later epochs, and of how many.
    average: Vec<f32>,
    averaged: f32,
    pub epoch: usize,
}

impl Trainer {
    /// A trainer for `sequences` of `labels` labels; `allowed` says which label may follow which
    /// (`None` stands for the start), and others never do.
    pub fn new(
        sequences: &[Sequence],
        labels: usize,
        allowed: impl Fn(Option<usize>, usize) -> bool,
        options: &Options,
    ) -> Trainer {
        let mut all: Vec<u32> = sequences.iter().flat_map(|s| s.features.iter().copied()).collect();
        all.sort_unstable();
        let often = all.chunk_by(|a, b| a == b).filter(|same| same.len() >= options.least as usize);
        let hashes: Vec<u32> = often.map(|same| same[0]).collect();
        let size = (hashes.len() + labels + 1) * labels;
        let mut trainer = Trainer {
            weights: vec![0.0; size],
            squares: vec![1e-3; size],
            average: vec![0.0; size],
            averaged: 0.0,
            hashes,
            labels,
            epoch: 0,
        };
        for from in 0..=labels {
            for to in 0..labels {
                if !allowed(from.checked_sub(1), to) {
                    let base = trainer.hashes.len() * labels;
                    trainer.weights[base + from * labels + to] = NEVER;
                }
            }
        }
        trainer
    }

    /// The sequences with their features as indices; those left out are gone.
    pub fn index(&self, sequences: Vec<Sequence>) -> Vec<Sequence> {
        let of: std::collections::HashMap<u32, u32> = self.hashes.iter().copied().zip(0..).collect();
        let mut sequences = sequences;
        for sequence in &mut sequences {
            let (mut kept, mut ends) = (Vec::new(), Vec::with_capacity(sequence.ends.len()));
            for at in 0..sequence.len() {
                kept.extend(sequence.token(at).iter().filter_map(|hash| of.get(hash).copied()));
                ends.push(kept.len() as u32);
            }
            kept.shrink_to_fit();
            (sequence.features, sequence.ends) = (kept, ends);
        }
        sequences
    }

    /// One pass over `sequences`, which [`Trainer::index`] has made; the mean negative log-likelihood of
    /// a token.
    pub fn pass(&mut self, sequences: &[Sequence], options: &Options) -> f64 {
        let mut order: Vec<usize> = (0..sequences.len()).collect();
        shuffle(&mut order, options.seed.wrapping_add(self.epoch as u64));
        let mut work = Work::default();
        let (mut loss, mut tokens) = (0.0, 0);
        // The step shrinks to nothing over the epochs, so that the last ones settle.
        let rate = options.rate * (1.0 - self.epoch as f32 / options.epochs as f32).max(0.05);
        for at in order {
            loss += f64::from(self.update(&sequences[at], rate, options.l2, &mut work));
            tokens += sequences[at].len();
        }
        self.epoch += 1;
        if self.epoch * 2 > options.epochs {
            for (sum, weight) in self.average.iter_mut().zip(&self.weights) {
                *sum += weight;
            }
            self.averaged += 1.0;
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
                let weights = &self.weights[feature as usize * count..][..count];
                for (score, weight) in row.iter_mut().zip(weights) {
                    *score += weight;
                }
            }
        }
        let base = self.hashes.len() * count;
        let gold: f32 = gold_score(&scores, &self.weights[base..], &sequence.labels, count);
        let log_z = marginals(&mut scores, &self.weights[base..], count, work);
        for (at, row) in scores.chunks_exact(count).enumerate() {
            let right = usize::from(sequence.labels[at]);
            for &feature in sequence.token(at) {
                let from = feature as usize * count;
                let weights = &mut self.weights[from..from + count];
                let squares = &mut self.squares[from..from + count];
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
            let (weight, square) = (&mut self.weights[base + at], &mut self.squares[base + at]);
            if *weight > NEVER / 2.0 {
                *square += gradient * gradient;
                *weight -= rate * gradient / square.sqrt();
            }
        }
        work.pairs = expected;
        work.emissions = scores;
        log_z - gold
    }

    /// The averaged weights.
    pub fn weights(&self) -> Weights {
        let count = self.labels;
        let share = |sum: &f32| sum / self.averaged.max(1.0);
        let base = self.hashes.len() * count;
        let rows = self.hashes.iter().zip(self.average[..base].chunks_exact(count));
        Weights {
            rows: rows.map(|(&hash, row)| (hash, row.iter().map(share).collect())).collect(),
            transitions: self.average[base..].iter().map(share).collect(),
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

/// Buffers of [`marginals`], and the expected number of each transition in the last sequence.
#[derive(Default)]
pub struct Work {
    emissions: Vec<f32>,
    forward: Vec<f32>,
    backward: Vec<f32>,
    exponentials: Vec<f32>,
    /// `[from][to]`, the start first.
    pairs: Vec<f32>,
}

/// Turns `scores` (a row of `count` labels a token) into the probabilities of the labels; the
/// logarithm of the sum over all paths. Probabilities are scaled to one at each token.
pub fn marginals(scores: &mut [f32], transitions: &[f32], count: usize, work: &mut Work) -> f32 {
    let Work { forward, backward, exponentials, pairs, .. } = work;
    exponentials.clear();
    exponentials.extend(transitions.iter().map(|score| score.exp()));
    pairs.clear();
    pairs.resize(transitions.len(), 0.0);
    forward.clear();
    forward.resize(scores.len(), 0.0);
    backward.clear();
    backward.resize(scores.len(), 1.0);
    let (first, follow) = exponentials.split_at(count);
    let mut log_z = 0.0;
    for at in 0..scores.len() / count {
        let row = &mut scores[at * count..][..count];
        let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        for score in row.iter_mut() {
            *score = (*score - most).exp();
        }
        let (done, rest) = forward.split_at_mut(at * count);
        let now = &mut rest[..count];
        if at == 0 {
            now.copy_from_slice(first);
        } else {
            for (from, before) in done[(at - 1) * count..].iter().enumerate() {
                for (now, follow) in now.iter_mut().zip(&follow[from * count..][..count]) {
                    *now += before * follow;
                }
            }
        }
        let mut total = 0.0;
        for (now, score) in now.iter_mut().zip(row) {
            *now *= *score;
            total += *now;
        }
        let total = total.max(f32::MIN_POSITIVE);
        now.iter_mut().for_each(|now| *now /= total);
        log_z += total.ln() + most;
    }
    let tokens = scores.len() / count;
    for at in (0..tokens.saturating_sub(1)).rev() {
        let mut total = 0.0;
        for from in 0..count {
            let mut sum = 0.0;
            for to in 0..count {
                let next = (at + 1) * count + to;
                sum += follow[from * count + to] * scores[next] * backward[next];
            }
            backward[at * count + from] = sum;
            total += sum;
        }
        let total = total.max(f32::MIN_POSITIVE);
        backward[at * count..][..count].iter_mut().for_each(|sum| *sum /= total);
    }
    // Pairs before the scores are overwritten: P(from, to) at each step.
    for at in 1..tokens {
        let mut total = 0.0;
        let mut step = [0f32; 16 * 16];
        for from in 0..count {
            let before = forward[(at - 1) * count + from];
            for to in 0..count {
                let here = at * count + to;
                let mass = before * follow[from * count + to] * scores[here] * backward[here];
                step[from * count + to] = mass;
                total += mass;
            }
        }
        let total = total.max(f32::MIN_POSITIVE);
        for (pair, mass) in pairs[count..].iter_mut().zip(&step) {
            *pair += mass / total;
        }
    }
    for at in 0..tokens {
        let range = at * count..(at + 1) * count;
        let mut total = 0.0;
        for k in range.clone() {
            scores[k] = forward[k] * backward[k];
            total += scores[k];
        }
        let total = total.max(f32::MIN_POSITIVE);
        scores[range].iter_mut().for_each(|score| *score /= total);
    }
    if tokens > 0 {
        for (pair, probability) in pairs.iter_mut().zip(&scores[..count]) {
            *pair += probability;
        }
    }
    log_z
}

/// Fisher and Yates, driven by a 64-bit linear congruential generator (Knuth's MMIX).
fn shuffle(order: &mut [usize], seed: u64) {
    let mut state = seed ^ 0x9e37_79b9_7f4a_7c15;
    for at in (1..order.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, (state >> 33) as usize % (at + 1));
    }
}
