//! Labeled sequences as training sees them, and the chance that orders and thins them.

use crate::learn::crf::Sink;

/// A labeled sequence.
#[derive(Clone, Default)]
pub struct Sequence {
    /// The features of all tokens, one token's after another's.
    pub(crate) features: Vec<u32>,
    /// Where each token's features end.
    pub(crate) ends: Vec<u32>,
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

    /// Calls each feature by its new name; those without one are gone.
    pub(super) fn rename(&mut self, name: impl Fn(u32) -> Option<u32>) {
        let (mut kept, mut ends) = (Vec::new(), Vec::with_capacity(self.ends.len()));
        for at in 0..self.len() {
            kept.extend(self.token(at).iter().filter_map(|feature| name(*feature)));
            ends.push(kept.len() as u32);
        }
        kept.shrink_to_fit();
        (self.features, self.ends) = (kept, ends);
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Takes over `other` without a share of its features, each dropped or kept by chance.
    pub(super) fn thin(&mut self, other: &Sequence, dropout: f32, chance: &mut Chance) {
        self.features.clear();
        self.ends.clear();
        self.labels.clone_from(&other.labels);
        for at in 0..other.len() {
            let kept = other.token(at).iter().filter(|_| chance.next() >= f64::from(dropout));
            self.features.extend(kept);
            self.next();
        }
    }

    /// The sequence with the features of `other` added to its own, token by token.
    pub fn with(&self, other: &Sequence) -> Sequence {
        let mut both = Sequence { labels: self.labels.clone(), ..Sequence::default() };
        for at in 0..self.len() {
            both.features.extend_from_slice(self.token(at));
            both.features.extend_from_slice(other.token(at));
            both.next();
        }
        both
    }

    pub(super) fn token(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.features[start as usize..self.ends[at] as usize]
    }
}

/// A 64-bit linear congruential generator (Knuth's MMIX).
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn of(seed: u64) -> Chance {
        Chance(seed ^ 0x9e37_79b9_7f4a_7c15)
    }

    /// The 31 bits that are random enough.
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// From 0 to below 1.
    fn next(&mut self) -> f64 {
        self.bits() as f64 / (1u64 << 31) as f64
    }

    /// Fisher and Yates.
    pub(super) fn shuffle(&mut self, order: &mut [usize]) {
        for at in (1..order.len()).rev() {
            order.swap(at, self.bits() as usize % (at + 1));
        }
    }
}
