//! Linear-chain conditional random fields (Lafferty, McCallum and Pereira 2001) over hashed features.
//!
//! A feature is a 32-bit hash; each has a row of one byte per label in a table that is read where it
//! lies in the model file. Rows carry a fingerprint of their feature, so that a feature never seen in
//! training adds nothing (but one in 255, where a slot is taken).

pub mod train;

use anyhow::{Result, ensure};
use safetensors::tensor::Dtype;

use crate::model::{Model, Tensor};

/// Rows in a bucket of the table; a feature stands in one of them.
const WAYS: usize = 4;

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

/// A trained model with rows of `W` bytes: up to `W` - 1 labels and a fingerprint.
pub struct Crf<'f, const W: usize> {
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

impl<'f, const W: usize> Crf<'f, W> {
    /// The model whose tensors begin with `name`.
    ///
    /// # Errors
    /// When a tensor is missing or of another shape.
    pub fn read(model: &Model<'f>, name: &str, labels: usize) -> Result<Crf<'f, W>> {
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
    fn add(&self, hash: u32, sum: &mut [i16; W]) {
        let bucket = &self.buckets[hash as usize & (self.buckets.len() - 1)];
        let wanted = fingerprint(hash);
        for row in bucket {
            if row[W - 1] == wanted {
                for (sum, weight) in sum.iter_mut().zip(row) {
                    *sum += i16::from(weight.cast_signed());
                }
                return;
            }
        }
    }
}

/// Never 0, which marks a free row.
fn fingerprint(hash: u32) -> u8 {
    (hash >> 24).max(1) as u8
}

/// The scores of a sequence's labels, and what decoding needs; reused from one sequence to the next.
#[derive(Default)]
pub struct Lattice<const W: usize> {
    /// One row a token: for each label the sum of its features' weights, in steps.
    sums: Vec<[i16; W]>,
    current: Option<[i16; W]>,
    scores: Vec<f32>,
    back: Vec<u8>,
}

/// Adds up the rows of what it is fed.
pub struct Tagger<'m, 'f, const W: usize> {
    crf: &'m Crf<'f, W>,
    lattice: &'m mut Lattice<W>,
}

impl<const W: usize> Sink for Tagger<'_, '_, W> {
    #[inline]
    fn feature(&mut self, hash: u32) {
        self.crf.add(hash, self.lattice.current.get_or_insert([0; W]));
    }

    fn next(&mut self) {
        self.lattice.sums.push(self.lattice.current.take().unwrap_or([0; W]));
    }
}

impl<const W: usize> Lattice<W> {
    /// Forgets the last sequence and takes the features of the next.
    pub fn tagger<'m, 'f>(&'m mut self, crf: &'m Crf<'f, W>) -> Tagger<'m, 'f, W> {
        self.sums.clear();
        self.current = None;
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
    pub fn decode(&mut self, crf: &Crf<W>, labels: &mut Vec<u8>) {
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
    pub fn marginals(&mut self, crf: &Crf<W>) -> &[f32] {
        let count = crf.labels;
        self.scores.clear();
        for sums in &self.sums {
            self.scores.extend(sums[..count].iter().map(|&sum| crf.scale * f32::from(sum)));
        }
        train::marginals(&mut self.scores, &crf.transitions, count, &mut train::Work::default());
        &self.scores
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
    /// The tensors of a [`Crf`] with rows of `W` bytes: weights in 127 steps to either side, rows that round to
    /// nothing left out, and of rows that find no place the least heavy.
    pub fn tensors<const W: usize>(&self) -> [(&'static str, Tensor); 3] {
        let heavy = |row: &(u32, Vec<f32>)| row.1.iter().fold(0f32, |most, weight| most.max(weight.abs()));
        // A few very heavy weights must not coarsen the others.
        let mut sizes: Vec<f32> = self.rows.iter().map(heavy).collect();
        sizes.sort_unstable_by(f32::total_cmp);
        let largest = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 2000)).copied().unwrap_or(1.0);
        let scale = (largest / 127.0).max(f32::MIN_POSITIVE);
        let mut kept: Vec<&(u32, Vec<f32>)> = self.rows.iter().filter(|row| heavy(row) >= scale).collect();
        kept.sort_unstable_by(|a, b| heavy(b).total_cmp(&heavy(a)).then(a.0.cmp(&b.0)));
        let buckets = (kept.len() / (WAYS - 1)).next_power_of_two();
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
