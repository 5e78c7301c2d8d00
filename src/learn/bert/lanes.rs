//! Arithmetic on rows of floats, a row a token: plain loops over fixed lanes.
//!
//! Each operation is compiled for several instruction sets and the best one is taken at run time.
//! All give the same bytes: sums run over the same [`LANES`] lanes in the same order, and a product
//! is never fused with a sum.

use archmage::prelude::*;

use crate::learn::bert::linear::Activations;

/// Sums run over so many lanes, each in the order of the row; the width of every row is a multiple.
pub const LANES: usize = 64;

/// Adding this and taking it away again rounds a float below 2^22 to a whole number, ties to even;
/// while it is added, the low bits hold that number.
pub const ROUND: f32 = 12_582_912.0;

/// `e^x` within 2e-7 of its value for `x` in -87..=88, held at the ends outside.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    // Not `clamp`: these compile to one instruction each.
    let x = if x < -87.0 { -87.0 } else { x };
    let x = if x > 88.0 { 88.0 } else { x };
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    let r = x - whole * LN_2_HIGH - whole * LN_2_LOW;
    let mut y = 1.987_569_1e-4;
    for c in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5] {
        y = y * r + c;
    }
    let y = y * (r * r) + r + 1.0;
    f32::from_bits(y.to_bits().wrapping_add(shifted.to_bits() << 23))
}

/// GELU in the form with tanh, which the models are trained with, as `x · sigmoid(2u)`.
#[inline(always)]
fn gelu(x: f32) -> f32 {
    const MINUS_TWICE_ROOT_2_OVER_PI: f32 = -1.595_769_2;
    x / (1.0 + exp(MINUS_TWICE_ROOT_2_OVER_PI * (x + 0.044_715 * (x * x * x))))
}

#[inline(always)]
fn sum(row: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; LANES];
    for chunk in row.as_chunks::<LANES>().0 {
        for (lane, &x) in lanes.iter_mut().zip(chunk) {
            *lane += of(x);
        }
    }
    folded(lanes, |a, b| a + b)
}

/// All lanes in one, by halves.
#[inline(always)]
fn folded<T: Copy, const N: usize>(mut lanes: [T; N], both: impl Fn(T, T) -> T) -> T {
    let mut half = N / 2;
    while half > 0 {
        for k in 0..half {
            lanes[k] = both(lanes[k], lanes[k + half]);
        }
        half /= 2;
    }
    lanes[0]
}

/// Writes `row` as bytes between its least and its greatest value; the two numbers that take a byte
/// back to a float are step and least value.
#[inline(always)]
fn to_bytes(row: &[f32], bytes: &mut [u8]) -> (f32, f32) {
    let (mut low, mut high) = ([0.0f32; LANES], [0.0f32; LANES]);
    for chunk in row.as_chunks::<LANES>().0 {
        for k in 0..LANES {
            low[k] = if chunk[k] < low[k] { chunk[k] } else { low[k] };
            high[k] = if chunk[k] > high[k] { chunk[k] } else { high[k] };
        }
    }
    let low = folded(low, |a, b| if b < a { b } else { a });
    let high = folded(high, |a, b| if b > a { b } else { a });
    let range = high - low;
    let per_step = if range > 1e-30 { 255.0 / range } else { 0.0 };
    for (byte, &x) in bytes.iter_mut().zip(row) {
        *byte = ((x - low) * per_step + ROUND).to_bits() as u8;
    }
    (range * (1.0 / 255.0), low)
}

/// Quantises every row of `rows`, each `width` wide, into `out`.
#[autoversion(v4x, v3, neon, scalar)]
pub fn quantise(rows: &[f32], width: usize, out: &mut Activations) {
    out.resize(rows.len() / width, width);
    for (k, row) in rows.chunks_exact(width).enumerate() {
        let found = to_bytes(row, &mut out.bytes[k * width..][..width]);
        (out.step[k], out.low[k]) = found;
    }
}

/// GELU on every row in place, and its result quantised into `out`.
#[autoversion(v4x, v3, neon, scalar)]
pub fn gelu_quantise(rows: &mut [f32], width: usize, out: &mut Activations) {
    out.resize(rows.len() / width, width);
    for (k, row) in rows.chunks_exact_mut(width).enumerate() {
        for x in row.iter_mut() {
            *x = gelu(*x);
        }
        let found = to_bytes(row, &mut out.bytes[k * width..][..width]);
        (out.step[k], out.low[k]) = found;
    }
}

/// Weight, bias and epsilon of a layer normalisation.
pub struct Norm {
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
    pub epsilon: f32,
}

/// Normalises every row in place, and quantises the result into `out`.
#[autoversion(v4x, v3, neon, scalar)]
pub fn norm_quantise(rows: &mut [f32], norm: &Norm, out: &mut Activations) {
    let width = norm.weight.len();
    out.resize(rows.len() / width, width);
    for (k, row) in rows.chunks_exact_mut(width).enumerate() {
        let mean = sum(row, |x| x) / width as f32;
        let variance = sum(row, |x| (x - mean) * (x - mean)) / width as f32;
        let factor = 1.0 / (variance + norm.epsilon).sqrt();
        for ((x, weight), bias) in row.iter_mut().zip(&norm.weight).zip(&norm.bias) {
            *x = (*x - mean) * factor * weight + bias;
        }
        let found = to_bytes(row, &mut out.bytes[k * width..][..width]);
        (out.step[k], out.low[k]) = found;
    }
}

/// The sum of a quantised row times `scale` and two float rows: the embedding of a wordpiece.
#[autoversion(v4x, v3, neon, scalar)]
pub fn embed(piece: &[u8], scale: f32, position: &[f32], feature: &[f32], out: &mut [f32]) {
    for (((out, &piece), position), feature) in out.iter_mut().zip(piece).zip(position).zip(feature) {
        *out = f32::from(piece as i8) * scale + position + feature;
    }
}

/// Turns scores into shares of [`SHARE_WHOLE`]: softmax of `scores · factor`, rounded. Only the first
/// `tokens` scores count; those beside them are less than any.
#[inline(always)]
pub fn softmax(scores: &[i32], factor: f32, tokens: usize, exps: &mut [f32], shares: &mut [i16]) {
    let most = scores.iter().copied().fold(i32::MIN, i32::max) as f32 * factor;
    for (x, &score) in exps.iter_mut().zip(scores) {
        *x = exp(score as f32 * factor - most);
    }
    exps[tokens..].fill(0.0);
    let mut lanes = [0.0f32; 32];
    for chunk in exps.as_chunks::<32>().0 {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane += x;
        }
    }
    let per_share = SHARE_WHOLE / folded(lanes, |a, b| a + b);
    for (share, &x) in shares.iter_mut().zip(exps.iter()) {
        *share = (x * per_share + ROUND).to_bits() as i16;
    }
}

/// What the shares of a row of attention sum up to, but for rounding.
pub const SHARE_WHOLE: f32 = 32_767.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_and_gelu_are_what_they_say() {
        for k in -8700..=8800 {
            let x = k as f32 / 100.0;
            let right = f64::from(x).exp();
            assert!((f64::from(exp(x)) - right).abs() <= 2e-7 * right, "exp({x})");
        }
        for k in -1000..=1000 {
            let x = f64::from(k) / 100.0;
            let right =
                0.5 * x * (1.0 + ((2.0 / std::f64::consts::PI).sqrt() * (x + 0.044715 * x * x * x)).tanh());
            assert!((f64::from(gelu(x as f32)) - right).abs() < 1e-5, "gelu({x})");
        }
        assert_eq!(exp(-1000.0), exp(-87.0));
    }
}
