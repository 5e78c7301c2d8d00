//! Tables of weights: for each feature a row of one byte per label.

use anyhow::{Result, ensure};
use archmage::prelude::*;
use prefetch_index::prefetch_index;

use crate::learn::model::{Model, Tensor};

/// Rows in a bucket of the table; a feature stands in one of them.
const WAYS: usize = 4;

/// Bytes of a row: up to seven labels' weights, and the fingerprint.
pub const W: usize = 8;

/// A model's rows of one place.
type Bucket = [[u8; W]; WAYS];

/// The rows of `N` models. Their buckets of the same place stand side by side, so that a feature which
/// all of them know is fetched from memory once.
pub struct Rows<const N: usize> {
    buckets: Box<[[Bucket; N]]>,
}

impl<const N: usize> Rows<N> {
    /// The tensor `name`.
    ///
    /// # Errors
    /// When it is missing or of another shape.
    pub fn read(model: &Model, name: &str) -> Result<Rows<N>> {
        let (bytes, shape) = model.tensors.bytes(name)?;
        let (rows, rest) = bytes.as_chunks::<W>();
        let (buckets, more) = rows.as_chunks::<WAYS>();
        let (buckets, others) = buckets.as_chunks::<N>();
        let whole = rest.is_empty() && more.is_empty() && others.is_empty();
        ensure!(whole && buckets.len().is_power_of_two(), "the model's tensor {name} is of shape {shape:?}");
        Ok(Rows { buckets: buckets.into() })
    }

    #[inline]
    fn bucket(&self, hash: u32) -> &[Bucket; N] {
        &self.buckets[place(hash, self.buckets.len())]
    }

    /// Has the row of a feature fetched from memory, so that it is there when it is added up.
    #[inline]
    pub fn fetch(&self, hash: u32) {
        prefetch_index(&self.buckets, place(hash, self.buckets.len()));
    }

    /// For each model the sum of the rows of `features`.
    pub fn sum(&self, features: &[u32]) -> [[i16; W]; N] {
        incant!(sum(self, features), [v3, scalar])
    }
}

/// At most one row of a bucket is of the feature. All are read and the others blotted out without a
/// branch, since a processor cannot guess which it will be and guessing wrong costs more.
#[cfg(target_arch = "x86_64")]
#[arcane(import_intrinsics)]
fn sum_v3<const N: usize>(_: X64V3Token, rows: &Rows<N>, features: &[u32]) -> [[i16; W]; N] {
    // The last byte of each row, all over the row.
    let last = _mm256_setr_epi64x(
        0x0707_0707_0707_0707,
        0x0f0f_0f0f_0f0f_0f0f,
        0x0707_0707_0707_0707,
        0x0f0f_0f0f_0f0f_0f0f,
    );
    let mut sums = [[0; W]; N];
    for (model, sum) in sums.iter_mut().enumerate() {
        let mut lanes = _mm256_setzero_si256();
        for &hash in features {
            let bucket: &[u8; WAYS * W] =
                rows.bucket(hash)[model].as_flattened().first_chunk().expect("a bucket");
            let bucket = _mm256_loadu_si256(bucket);
            let same = _mm256_cmpeq_epi8(bucket, _mm256_set1_epi8(fingerprint(hash).cast_signed()));
            let row = _mm256_and_si256(bucket, _mm256_shuffle_epi8(same, last));
            // All rows but one are nothing now.
            let row = _mm_or_si128(_mm256_castsi256_si128(row), _mm256_extracti128_si256::<1>(row));
            lanes = _mm256_add_epi16(lanes, _mm256_cvtepi8_epi16(row));
        }
        let halves = _mm_add_epi16(_mm256_castsi256_si128(lanes), _mm256_extracti128_si256::<1>(lanes));
        _mm_storeu_si128(sum, halves);
        sum[W - 1] = 0;
    }
    sums
}

fn sum_scalar<const N: usize>(_: ScalarToken, rows: &Rows<N>, features: &[u32]) -> [[i16; W]; N] {
    let mut sums = [[0i16; W]; N];
    for (model, sum) in sums.iter_mut().enumerate() {
        for &hash in features {
            let row = rows.bucket(hash)[model].iter().find(|row| row[W - 1] == fingerprint(hash));
            for (sum, step) in sum.iter_mut().zip(row.into_iter().flatten()) {
                *sum = sum.wrapping_add(i16::from(step.cast_signed()));
            }
        }
        // What the fingerprints add up to is nothing.
        sum[W - 1] = 0;
    }
    sums
}

/// One of `buckets`, a power of two.
#[inline]
fn place(hash: u32, buckets: usize) -> usize {
    hash as usize & (buckets - 1)
}

/// Never 0, which marks a free row.
#[inline]
fn fingerprint(hash: u32) -> u8 {
    (hash >> 24).max(1) as u8
}

/// A feature's weights in steps.
pub type Steps = (u32, [i8; W - 1]);

/// The tensor of a [`Rows`]. Where a bucket is full or has a row of the same fingerprint, the feature
/// that comes later has no row.
pub fn table<const N: usize>(models: [&[Steps]; N]) -> Tensor {
    let places = models.map(|rows| rows.len().div_ceil(WAYS - 1));
    let buckets = places.into_iter().max().unwrap_or(0).next_power_of_two();
    let mut table = vec![[[[0i8; W]; WAYS]; N]; buckets];
    for (model, rows) in models.into_iter().enumerate() {
        for (hash, steps) in rows {
            let bucket = &mut table[place(*hash, buckets)][model];
            let same = fingerprint(*hash).cast_signed();
            if bucket.iter().any(|row| row[W - 1] == same) {
                continue;
            }
            if let Some(free) = bucket.iter_mut().find(|row| row[W - 1] == 0) {
                free[..W - 1].copy_from_slice(steps);
                free[W - 1] = same;
            }
        }
    }
    Tensor::i8s(vec![buckets * N, WAYS, W], table.as_flattened().as_flattened().as_flattened())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::model::{FORMAT, Header, write};

    #[test]
    fn rows_of_two_models_are_summed_apart() {
        let header = Header { format: FORMAT, layer: "l".into(), method: "m".into(), ..Header::default() };
        let row = |hash: u32, step: i8| (hash, [step, -step, 0, 0, 0, 0, 2]);
        let (one, two) = ([row(0x0100_0007, 3), row(0x0200_0007, 127)], [row(0x0100_0007, -5)]);
        let tensors = [("both".to_owned(), table([&one[..], &two[..]]))];
        let bytes = write(&header, &tensors.into()).expect("a model");
        let model = Model::read(&bytes, "l", "m").expect("a model");
        let rows = Rows::<2>::read(&model, "both").expect("rows");
        let sums = rows.sum(&[0x0100_0007, 0x0200_0007, 0x0200_0007, 0x0300_0007, 0x0900_0009]);
        assert_eq!(sums, [[257, -257, 0, 0, 0, 0, 6, 0], [-5, 5, 0, 0, 0, 0, 2, 0]]);
        let features: Vec<u32> = (0..500u32).map(|k| ((k % 4) << 24) | (k % 16)).collect();
        assert_eq!(rows.sum(&features), sum_scalar(ScalarToken, &rows, &features));
        assert!(Rows::<1>::read(&model, "other").is_err());
    }
}
