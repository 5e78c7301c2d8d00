//! Linear-chain conditional random fields (Lafferty, McCallum and Pereira 2001) over hashed features.
//!
//! A feature is a 32-bit hash; each has a row of one byte per label in a table that is read where it
//! lies in the model file. Rows carry a fingerprint of their feature, so that a feature never seen in
//! training adds nothing (but one in 255, where a slot is taken).

pub mod marginals;
pub mod train;

use anyhow::{Result, ensure};
use archmage::prelude::*;
use safetensors::tensor::Dtype;

use crate::model::{Model, Tensor};

/// Rows in a bucket of the table; a feature stands in one of them.
const WAYS: usize = 4;

/// Bytes of a row: up to seven labels' weights, and the fingerprint.
const W: usize = 8;

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

/// A trained model of up to seven labels.
pub struct Crf<'f> {
    buckets: &'f [[[u8; W]; WAYS]],
    labels: usize,
    /// What one step of a weight is worth.
    scale: f32,
    /// `[from][to]`, row by row; very low where the second may not follow the first. The first
    /// `labels` are those of a sequence's first token.
    transitions: Vec<f32>,
}

/// A transition that may not be.
pub const NEVER: f32 = -1e4;

impl<'f> Crf<'f> {
    /// The model whose tensors begin with `name`.
    ///
    /// # Errors
    /// When a tensor is missing or of another shape.
    pub fn read(model: &Model<'f>, name: &str, labels: usize) -> Result<Crf<'f>> {
        let (bytes, shape) = model.tensor(&format!("{name}.rows"), Dtype::I8)?;
        let (rows, rest) = bytes.as_chunks::<W>();
        let (buckets, more) = rows.as_chunks::<WAYS>();
        let whole = rest.is_empty() && more.is_empty() && buckets.len().is_power_of_two();
        ensure!(whole && labels < W, "the model's tensor {name}.rows is of shape {shape:?}");
        let transitions = model.f32s(&format!("{name}.transitions"))?;
        let scale = model.f32s(&format!("{name}.scale"))?;
        ensure!(
            transitions.len() == labels * (labels + 1) && scale.len() == 1,
            "the model's tensor {name}.transitions has {} values",
            transitions.len()
        );
        Ok(Crf { buckets, labels, scale: scale[0], transitions })
    }

    pub fn labels(&self) -> usize {
        self.labels
    }

    #[inline]
    fn touch(&self, hash: u32) -> u8 {
        let bucket = &self.buckets[self.bucket(hash)];
        bucket[0][0] ^ bucket[WAYS - 1][W - 1]
    }

    #[inline]
    fn bucket(&self, hash: u32) -> usize {
        hash as usize & (self.buckets.len() - 1)
    }

    /// The sum of the rows of `features`.
    fn sum(&self, features: &[u32]) -> [i16; W] {
        // Touched in a loop of their own, the rows are fetched from memory many at once, and are there
        // when they are added up.
        std::hint::black_box(features.iter().fold(0, |all, &hash| all ^ self.touch(hash)));
        incant!(sum(self, features), [v3, scalar])
    }
}

#[cfg(target_arch = "x86_64")]
#[arcane]
fn sum_v3(_: X64V3Token, crf: &Crf, features: &[u32]) -> [i16; W] {
    sum_of(crf, features)
}

fn sum_scalar(_: ScalarToken, crf: &Crf, features: &[u32]) -> [i16; W] {
    sum_of(crf, features)
}

/// At most one row of a bucket is of the feature. All are read and the others blotted out without a
/// branch, since a processor cannot guess which it will be and guessing wrong costs more.
#[inline(always)]
fn sum_of(crf: &Crf, features: &[u32]) -> [i16; W] {
    let mut lanes = [0i16; WAYS * W];
    for &hash in features {
        let wanted = u64::from(fingerprint(hash));
        let mut bytes = [0u8; WAYS * W];
        for (bytes, row) in bytes.as_chunks_mut::<W>().0.iter_mut().zip(&crf.buckets[crf.bucket(hash)]) {
            let row = u64::from_le_bytes(*row);
            let keep = if row >> 56 == wanted { u64::MAX } else { 0 };
            *bytes = (row & keep).to_le_bytes();
        }
        for (lane, byte) in lanes.iter_mut().zip(bytes) {
            *lane = lane.wrapping_add(i16::from(byte.cast_signed()));
        }
    }
    let mut sum = [0; W];
    for row in lanes.as_chunks::<W>().0 {
        sum.iter_mut().zip(row).for_each(|(sum, lane)| *sum += lane);
    }
    // What the fingerprints add up to is nothing.
    sum[W - 1] = 0;
    sum
}

/// Never 0, which marks a free row.
fn fingerprint(hash: u32) -> u8 {
    (hash >> 24).max(1) as u8
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
    work: marginals::Work,
}

/// Adds up the rows of what it is fed.
pub struct Tagger<'m, 'f> {
    crf: &'m Crf<'f>,
    lattice: &'m mut Lattice,
}

impl Sink for Tagger<'_, '_> {
    #[inline]
    fn feature(&mut self, hash: u32) {
        self.lattice.features.push(hash);
    }

    fn next(&mut self) {
        let sum = self.crf.sum(&self.lattice.features);
        self.lattice.features.clear();
        self.lattice.sums.push(sum);
    }
}

impl Lattice {
    /// Forgets the last sequence and takes the features of the next.
    pub fn tagger<'m, 'f>(&'m mut self, crf: &'m Crf<'f>) -> Tagger<'m, 'f> {
        self.sums.clear();
        self.features.clear();
        Tagger { crf, lattice: self }
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

    /// The best labels of the sequence (Viterbi 1967), appended to `labels`.
    pub fn decode(&mut self, crf: &Crf, labels: &mut Vec<u8>) {
        let (count, from) = (crf.labels, labels.len());
        self.back.clear();
        self.scores.clear();
        self.scores.resize(count, 0.0);
        let mut best = [0.0f32; W];
        for (at, sums) in self.sums.iter().enumerate() {
            let mut next = [f32::NEG_INFINITY; W];
            let mut back = [0u8; W];
            if at == 0 {
                for to in 0..count {
                    next[to] = crf.transitions[to] + crf.scale * f32::from(sums[to]);
                }
            } else {
                for (from, row) in crf.transitions[count..].chunks_exact(count).enumerate() {
                    for to in 0..count {
                        let score = best[from] + row[to];
                        if score > next[to] {
                            next[to] = score;
                            back[to] = from as u8;
                        }
                    }
                }
                for to in 0..count {
                    next[to] += crf.scale * f32::from(sums[to]);
                }
            }
            self.back.extend_from_slice(&back[..count]);
            best = next;
        }
        if self.sums.is_empty() {
            return;
        }
        let last = (1..count).fold(0, |last, to| if best[to] > best[last] { to } else { last });
        labels.resize(from + self.sums.len(), last as u8);
        for at in (1..self.sums.len()).rev() {
            labels[from + at - 1] = self.back[at * count + usize::from(labels[from + at])];
        }
    }

    /// The probability of each label at each token, row by row (forward-backward; Rabiner 1989).
    pub fn marginals(&mut self, crf: &Crf) -> &[f32] {
        let count = crf.labels;
        self.scores.clear();
        for sums in &self.sums {
            self.scores.extend(sums[..count].iter().map(|&sum| crf.scale * f32::from(sum)));
        }
        marginals::marginals(&mut self.scores, &crf.transitions, count, &mut self.work);
        &self.scores
    }

    /// The probability of each of `labels`, those of the whole sequence; what is sure of a span is the
    /// least of its words' and of the one after it.
    pub fn likely(&mut self, crf: &Crf, labels: &[u8], likely: &mut Vec<f32>) {
        likely.clear();
        let rows = self.marginals(crf).chunks_exact(crf.labels);
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
        for row in self.transitions.chunks_exact_mut(self.labels) {
            if row[label] > NEVER / 2.0 {
                row[label] += by;
            }
        }
    }

    /// The tensors of a [`Crf`]: weights in 127 steps to either side, rows that
    /// round to nothing left out, and those that find no place, the heavier ones first served.
    pub fn tensors(&self) -> [(&'static str, Tensor); 3] {
        let heavy = |row: &(u32, Vec<f32>)| row.1.iter().fold(0f32, |most, weight| most.max(weight.abs()));
        // A few very heavy weights must not coarsen the others.
        let mut sizes: Vec<f32> = self.rows.iter().map(heavy).collect();
        sizes.sort_unstable_by(f32::total_cmp);
        let largest = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 2000)).copied().unwrap_or(1.0);
        let scale = (largest / 127.0).max(f32::MIN_POSITIVE);
        let mut kept: Vec<&(u32, Vec<f32>)> = self.rows.iter().filter(|row| heavy(row) >= scale).collect();
        kept.sort_unstable_by(|a, b| heavy(b).total_cmp(&heavy(a)).then(a.0.cmp(&b.0)));
        let buckets = kept.len().div_ceil(WAYS - 1).next_power_of_two();
        let mut table = vec![[0i8; W]; buckets * WAYS];
        for (hash, weights) in kept {
            let bucket = *hash as usize & (buckets - 1);
            let rows = &mut table[bucket * WAYS..][..WAYS];
            let same = fingerprint(*hash).cast_signed();
            if rows.iter().any(|row| row[W - 1] == same) {
                continue;
            }
            if let Some(free) = rows.iter_mut().find(|row| row[W - 1] == 0) {
                for (step, weight) in free.iter_mut().zip(weights) {
                    *step = (weight / scale).round().clamp(-127.0, 127.0) as i8;
                }
                free[W - 1] = same;
            }
        }
        [
            ("rows", Tensor::i8s(vec![buckets, WAYS, W], &table.concat())),
            ("transitions", Tensor::f32s(vec![self.labels + 1, self.labels], &self.transitions)),
            ("scale", Tensor::f32s(vec![1], &[scale])),
        ]
    }
}
