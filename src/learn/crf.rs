//! Linear-chain conditional random fields (Lafferty, McCallum and Pereira 2001) over hashed features.
//!
//! A feature is a 32-bit hash; each has a row of one byte per label in a table of the model. Rows carry a fingerprint of their feature, so that a feature never seen in
//! training adds nothing (but one in 255, where a slot is taken).

pub mod groups;
pub mod rows;
pub mod sequence;
pub mod train;

use anyhow::{Result, ensure};

use crate::learn::chain;
use crate::learn::model::{Model, Tensor};
use rows::{Rows, Steps, W};

/// Takes the features of one token after another: training stores them, tagging adds up their rows.
pub trait Sink {
    fn feature(&mut self, hash: u32);
    /// The features of this token are complete.
    fn next(&mut self);
}

/// Mixes `value` into `hash` (the finalizer of MurmurHash3, Appleby 2011, for each word).
#[inline]
pub fn mix(hash: u32, value: u32) -> u32 {
    let mut h = hash ^ value.wrapping_mul(0xcc9e_2d51).rotate_left(15).wrapping_mul(0x1b87_3593);
    h = h.rotate_left(13).wrapping_mul(5).wrapping_add(0xe654_6b64);
    h ^= h >> 16;
    h.wrapping_mul(0x85eb_ca6b)
}

/// What a model of up to seven labels has beside its features.
pub struct Chain {
    pub labels: usize,
    /// What one step of a weight is worth.
    scale: f32,
    /// `[from][to]`, row by row; very low where the second may not follow the first. The first
    /// `labels` are those of a sequence's first token.
    transitions: Vec<f32>,
}

/// A transition that may not be.
pub const NEVER: f32 = -1e4;

fn favour(transitions: &mut [f32], labels: usize, label: usize, by: f32) {
    for row in transitions.chunks_exact_mut(labels) {
        if row[label] > NEVER / 2.0 {
            row[label] += by;
        }
    }
}

impl Chain {
    /// Makes `label` likelier by `by` at each place where it may begin: recall for precision.
    pub fn favour(&mut self, label: usize, by: f32) {
        favour(&mut self.transitions, self.labels, label, by);
    }

    /// The chain whose tensors begin with `name`.
    ///
    /// # Errors
    /// When a tensor is missing or of another shape.
    pub fn read(model: &Model, name: &str, labels: usize) -> Result<Chain> {
        let transitions = model.tensors.f32s(&format!("{name}.transitions"))?;
        let scale = model.tensors.f32s(&format!("{name}.scale"))?;
        ensure!(
            labels < W && transitions.len() == labels * (labels + 1) && scale.len() == 1,
            "the model's tensor {name}.transitions has {} values",
            transitions.len()
        );
        Ok(Chain { labels, scale: scale[0], transitions })
    }
}

/// A trained model with a table of its own.
pub struct Crf {
    pub rows: Rows<1>,
    pub chain: Chain,
}

impl Crf {
    /// The model whose tensors begin with `name`.
    ///
    /// # Errors
    /// When a tensor is missing or of another shape.
    pub fn read(model: &Model, name: &str, labels: usize) -> Result<Crf> {
        let rows = Rows::read(model, &format!("{name}.rows"))?;
        Ok(Crf { rows, chain: Chain::read(model, name, labels)? })
    }
}

/// The scores of a sequence's labels, and what decoding needs; reused from one sequence to the next.
#[derive(Default)]
pub struct Lattice {
    /// One row a token: for each label the sum of its features' weights, in steps.
    sums: Vec<[i16; W]>,
    /// The features of the token that is not complete.
    features: Vec<u32>,
    scores: Vec<f32>,
    back: Vec<u8>,
    work: chain::Work,
}

/// Adds up the rows of what it is fed, for each of `N` models.
pub struct Tagger<'m, const N: usize> {
    rows: &'m Rows<N>,
    features: &'m mut Vec<u32>,
    sums: [&'m mut Vec<[i16; W]>; N],
}

impl<const N: usize> Sink for Tagger<'_, N> {
    #[inline]
    fn feature(&mut self, hash: u32) {
        self.rows.fetch(hash);
        self.features.push(hash);
    }

    fn next(&mut self) {
        for (sums, sum) in self.sums.iter_mut().zip(self.rows.sum(self.features)) {
            sums.push(sum);
        }
        self.features.clear();
    }
}

/// The lattices forget their last sequence and take the features of the next, each by its own model.
pub fn tag_all<'m, const N: usize>(rows: &'m Rows<N>, lattices: [&'m mut Lattice; N]) -> Tagger<'m, N> {
    let mut room = None;
    let sums = lattices.map(|lattice| {
        lattice.clear();
        room.get_or_insert(&mut lattice.features);
        &mut lattice.sums
    });
    Tagger { rows, features: room.expect("there is a model"), sums }
}

impl Lattice {
    /// Forgets the last sequence and takes the features of the next.
    pub fn tagger<'m>(&'m mut self, rows: &'m Rows<1>) -> Tagger<'m, 1> {
        tag_all(rows, [self])
    }

    fn clear(&mut self) {
        self.sums.clear();
        self.features.clear();
    }

    /// The sums of each token, to be added to another sequence's with [`Lattice::onto`].
    pub fn sums(&self) -> &[[i16; W]] {
        &self.sums
    }

    /// Adds `other`, token by token.
    pub fn onto(&mut self, other: &[[i16; W]]) {
        for (own, other) in self.sums.iter_mut().zip(other) {
            for (own, other) in own.iter_mut().zip(other) {
                *own += other;
            }
        }
    }

    /// The best labels of the sequence, appended to `labels`.
    pub fn decode(&mut self, chain: &Chain, labels: &mut Vec<u8>) {
        self.score(chain);
        chain::best(&self.scores, &chain.transitions, chain.labels, &mut self.back, labels);
    }

    /// Turns the sums of the tokens into scores of the labels.
    fn score(&mut self, chain: &Chain) {
        self.scores.clear();
        for sums in &self.sums {
            self.scores.extend(sums[..chain.labels].iter().map(|&sum| chain.scale * f32::from(sum)));
        }
    }

    /// The probability of each label at each token, row by row.
    pub fn marginals(&mut self, chain: &Chain) -> &[f32] {
        self.score(chain);
        chain::marginals(&mut self.scores, &chain.transitions, chain.labels, &mut self.work);
        &self.scores
    }

    /// The probability of each of `labels`, those of the whole sequence; what is sure of a span is the
    /// least of its words' and of the one after it.
    pub fn likely(&mut self, chain: &Chain, labels: &[u8], likely: &mut Vec<f32>) {
        likely.clear();
        let rows = self.marginals(chain).chunks_exact(chain.labels);
        likely.extend(rows.zip(labels).map(|(row, &label)| row[usize::from(label)]));
    }
}

/// What training found, before it is made small.
pub struct Weights {
    /// Feature hashes, each with its weights, one a label.
    pub rows: Vec<(u32, Vec<f32>)>,
    pub transitions: Vec<f32>,
    pub labels: usize,
}

impl Weights {
    /// Makes `label` likelier by `by` at each place where it may begin: recall for precision.
    pub fn favour(&mut self, label: usize, by: f32) {
        favour(&mut self.transitions, self.labels, label, by);
    }

    /// The tensors of a [`Crf`].
    pub fn tensors(&self) -> [(&'static str, Tensor); 3] {
        let (scale, steps) = self.steps();
        let [transitions, scale] = self.chain(scale);
        [("rows", rows::table([&steps])), transitions, scale]
    }

    /// The tensors of a [`Chain`] whose step is `scale`.
    pub fn chain(&self, scale: f32) -> [(&'static str, Tensor); 2] {
        [
            ("transitions", Tensor::f32s(vec![self.labels + 1, self.labels], &self.transitions)),
            ("scale", Tensor::f32s(vec![1], &[scale])),
        ]
    }

    /// What a step is worth, and the weights in up to 127 steps to either side: those that round to
    /// nothing left out, the heavier ones first.
    pub fn steps(&self) -> (f32, Vec<Steps>) {
        let heavy = |row: &(u32, Vec<f32>)| row.1.iter().fold(0f32, |most, weight| most.max(weight.abs()));
        // A few very heavy weights must not coarsen the others.
        let mut sizes: Vec<f32> = self.rows.iter().map(heavy).collect();
        sizes.sort_unstable_by(f32::total_cmp);
        let largest = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 2000)).copied().unwrap_or(1.0);
        let scale = (largest / 127.0).max(f32::MIN_POSITIVE);
        let mut kept: Vec<&(u32, Vec<f32>)> = self.rows.iter().filter(|row| heavy(row) >= scale).collect();
        kept.sort_unstable_by(|a, b| heavy(b).total_cmp(&heavy(a)).then(a.0.cmp(&b.0)));
        let steps = |(hash, weights): &(u32, Vec<f32>)| {
            let mut steps = [0; W - 1];
            for (step, weight) in steps.iter_mut().zip(weights) {
                *step = (weight / scale).round().clamp(-127.0, 127.0) as i8;
            }
            (*hash, steps)
        };
        (scale, kept.into_iter().map(steps).collect())
    }
}
