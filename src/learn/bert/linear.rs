//! Linear layers on bytes: activations of 8 bits (a step and a least value a row) times weights of
//! 8 bits (a scale a row), summed exactly in 32 bits.
//!
//! Sums of whole numbers have one value, however they are taken, so every instruction set gives the
//! same result. Weights are packed once for the one that is there: [`Packed`].

use archmage::prelude::*;

use crate::learn::bert::tiles::{Line, PAIR_PANEL, PAIR_ROWS, Tile, rows_of, tile_scalar};
#[cfg(target_arch = "x86_64")]
use crate::learn::bert::tiles::{tile_v3, tile_v4x};

/// Rows of activations, quantised: `float = byte · step + low`.
#[derive(Default)]
pub struct Activations {
    pub bytes: Vec<u8>,
    pub step: Vec<f32>,
    pub low: Vec<f32>,
    /// The bytes as 16 bits, for instruction sets that multiply those.
    wide: Vec<i16>,
    rows: usize,
}

impl Activations {
    /// Room for `rows`, and for as many more as the kernels read beside the last.
    pub fn resize(&mut self, rows: usize, width: usize) {
        self.rows = rows;
        self.bytes.resize(rows.next_multiple_of(BLOCK) * width, 0);
        self.step.resize(rows, 0.0);
        self.low.resize(rows, 0.0);
    }
}

/// Rows that are taken at a time, whatever the kernel.
const BLOCK: usize = 12;
/// Outputs of a panel of bytes.
const BYTE_PANEL: usize = 64;
/// Rows of a tile of bytes.
const BYTE_ROWS: usize = 6;

/// Weights in the order in which the kernel reads them.
enum Packed {
    /// For `vpdpbusd`: of each panel of 64 outputs, 4 inputs at a time, 16 outputs a line. The token
    /// says that this processor has it.
    #[cfg(target_arch = "x86_64")]
    Bytes(X64V4xToken, Vec<Line<[i8; 64]>>),
    /// For all else: of each panel of 32 outputs, 2 inputs at a time, 16 outputs a line.
    Pairs(Vec<Line<[i16; 32]>>),
}

impl Packed {
    /// As bytes if these are wanted and this processor multiplies them.
    fn new(weight: &[u8], inputs: usize, outputs: usize, bytes: bool) -> Packed {
        let at = |output: usize, input: usize| weight[output * inputs + input] as i8;
        #[cfg(target_arch = "x86_64")]
        if let Some(token) = X64V4xToken::summon().filter(|_| bytes) {
            let mut lines = Vec::with_capacity(weight.len() / 64);
            for panel in (0..outputs).step_by(BYTE_PANEL) {
                for input in (0..inputs).step_by(4) {
                    for output in (panel..panel + BYTE_PANEL).step_by(16) {
                        lines.push(Line(std::array::from_fn(|k| at(output + k / 4, input + k % 4))));
                    }
                }
            }
            return Packed::Bytes(token, lines);
        }
        let _ = bytes;
        let mut lines = Vec::with_capacity(weight.len() / 32);
        for panel in (0..outputs).step_by(PAIR_PANEL) {
            for input in (0..inputs).step_by(2) {
                for output in (panel..panel + PAIR_PANEL).step_by(16) {
                    lines.push(Line(std::array::from_fn(|k| i16::from(at(output + k / 2, input + k % 2)))));
                }
            }
        }
        Packed::Pairs(lines)
    }
}

/// `y = x · weightᵀ + bias`.
pub struct Linear {
    packed: Packed,
    inputs: usize,
    outputs: usize,
    scale: Vec<f32>,
    /// Of each output the sum of its weights, times its scale: what the least value of a row adds.
    sums: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    /// `weight` has a row of signed bytes for each output. Outputs and inputs are multiples of 64.
    pub fn new(weight: &[u8], scale: Vec<f32>, bias: Vec<f32>, inputs: usize) -> Linear {
        Linear::packed_for(weight, scale, bias, inputs, true)
    }

    fn packed_for(weight: &[u8], scale: Vec<f32>, bias: Vec<f32>, inputs: usize, bytes: bool) -> Linear {
        let outputs = scale.len();
        let mut sums = Vec::with_capacity(outputs);
        for (row, scale) in weight.chunks_exact(inputs).zip(&scale) {
            sums.push(row.iter().map(|&w| i32::from(w as i8)).sum::<i32>() as f32 * scale);
        }
        let packed = Packed::new(weight, inputs, outputs, bytes);
        Linear { packed, inputs, outputs, scale, sums, bias }
    }

    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Writes the outputs of all rows of `x`, or adds them to what is there.
    pub fn apply(&self, x: &mut Activations, out: &mut [f32], add: bool) {
        match &self.packed {
            #[cfg(target_arch = "x86_64")]
            Packed::Bytes(token, lines) => bytes_v4x(*token, self, lines, x, out, add),
            Packed::Pairs(lines) => {
                x.wide.clear();
                x.wide.extend(x.bytes.iter().map(|&byte| i16::from(byte)));
                incant!(pairs(self, lines, x, out, add), [+v4x, -v4, -neon, -wasm128]);
            }
        }
    }

    /// From a tile of sums to floats, in rows from `row` and outputs from `output` on.
    #[inline(always)]
    fn finish<const N: usize>(
        &self,
        tile: &[[i32; N]],
        x: &Activations,
        (row, output): (usize, usize),
        out: &mut [f32],
        add: bool,
    ) {
        let scale: &[f32; N] = self.scale[output..].first_chunk().expect("outputs in panels");
        let sums: &[f32; N] = self.sums[output..].first_chunk().expect("outputs in panels");
        let bias: &[f32; N] = self.bias[output..].first_chunk().expect("outputs in panels");
        for (k, tile) in tile.iter().enumerate().take(x.rows - row) {
            let (step, low) = (x.step[row + k], x.low[row + k]);
            let out: &mut [f32; N] =
                out[(row + k) * self.outputs + output..].first_chunk_mut().expect("outputs in panels");
            for i in 0..N {
                let y = tile[i] as f32 * scale[i] * step + (sums[i] * low + bias[i]);
                out[i] = if add { out[i] + y } else { y };
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[arcane(import_intrinsics)]
fn bytes_v4x(
    _: X64V4xToken,
    linear: &Linear,
    lines: &[Line<[i8; 64]>],
    x: &Activations,
    out: &mut [f32],
    add: bool,
) {
    let steps = linear.inputs / 4;
    for (panel, lines) in lines.chunks_exact(steps * 4).enumerate() {
        for row in (0..x.rows).step_by(BYTE_ROWS) {
            let rows: [&[[u8; 4]]; BYTE_ROWS] =
                rows_of(&x.bytes[row * linear.inputs..], linear.inputs, steps);
            let mut sums = [[_mm512_setzero_si512(); 4]; BYTE_ROWS];
            for (step, weights) in lines.as_chunks::<4>().0[..steps].iter().enumerate() {
                let [a, b, c, d] = weights;
                let weights = [
                    _mm512_loadu_si512(&a.0),
                    _mm512_loadu_si512(&b.0),
                    _mm512_loadu_si512(&c.0),
                    _mm512_loadu_si512(&d.0),
                ];
                for r in 0..BYTE_ROWS {
                    let four = _mm512_set1_epi32(i32::from_le_bytes(rows[r][step]));
                    for k in 0..4 {
                        sums[r][k] = _mm512_dpbusd_epi32(sums[r][k], four, weights[k]);
                    }
                }
            }
            let mut tile = [[0; BYTE_PANEL]; BYTE_ROWS];
            for r in 0..BYTE_ROWS {
                for (k, part) in tile[r].as_chunks_mut::<16>().0.iter_mut().enumerate() {
                    _mm512_storeu_si512(part, sums[r][k]);
                }
            }
            linear.finish(&tile, x, (row, panel * BYTE_PANEL), out, add);
        }
    }
}

/// All tiles of a layer whose weights are pairs; `tile` is the kernel.
#[inline(always)]
fn over_pairs(
    linear: &Linear,
    lines: &[Line<[i16; 32]>],
    x: &Activations,
    out: &mut [f32],
    add: bool,
    tile: impl Fn(&[i16], usize, &[Line<[i16; 32]>], &mut Tile),
) {
    let mut sums = [[0; PAIR_PANEL]; PAIR_ROWS];
    for (panel, lines) in lines.chunks_exact(linear.inputs).enumerate() {
        for row in (0..x.rows).step_by(PAIR_ROWS) {
            tile(&x.wide[row * linear.inputs..], linear.inputs, lines, &mut sums);
            linear.finish(&sums, x, (row, panel * PAIR_PANEL), out, add);
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[arcane]
fn pairs_v4x(
    _: X64V4xToken,
    linear: &Linear,
    lines: &[Line<[i16; 32]>],
    x: &Activations,
    out: &mut [f32],
    add: bool,
) {
    over_pairs(linear, lines, x, out, add, |a, width, lines, sums| tile_v4x(a, width, lines, sums));
}

#[cfg(target_arch = "x86_64")]
#[arcane]
fn pairs_v3(
    _: X64V3Token,
    linear: &Linear,
    lines: &[Line<[i16; 32]>],
    x: &Activations,
    out: &mut [f32],
    add: bool,
) {
    over_pairs(linear, lines, x, out, add, |a, width, lines, sums| tile_v3(a, width, lines, sums));
}

fn pairs_scalar(
    _: ScalarToken,
    linear: &Linear,
    lines: &[Line<[i16; 32]>],
    x: &Activations,
    out: &mut [f32],
    add: bool,
) {
    over_pairs(linear, lines, x, out, add, tile_scalar);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number for each `k`, spread over all bits.
    fn noise(k: usize) -> u32 {
        (k as u32).wrapping_mul(2_654_435_761).rotate_left(13).wrapping_mul(2_246_822_519)
    }

    #[test]
    fn every_kernel_gives_the_same_and_the_right_sums() {
        let (rows, inputs, outputs) = (29, 128, 192);
        let weight: Vec<u8> = (0..inputs * outputs).map(|k| (noise(k) >> 24) as u8).collect();
        let scale: Vec<f32> = (0..outputs).map(|k| noise(k) as f32 * 1e-12).collect();
        let bias: Vec<f32> = (0..outputs).map(|k| noise(k + 7) as f32 * 1e-10).collect();
        let mut x = Activations::default();
        let floats: Vec<f32> = (0..rows * inputs).map(|k| (noise(k) >> 8) as f32 * 1e-7 - 0.6).collect();
        crate::learn::bert::lanes::quantise(&floats, inputs, &mut x);

        let mut right = vec![0.0; rows * outputs];
        for row in 0..rows {
            for output in 0..outputs {
                let sum: f64 = (0..inputs)
                    .map(|k| {
                        f64::from(floats[row * inputs + k]) * f64::from(weight[output * inputs + k] as i8)
                    })
                    .sum();
                right[row * outputs + output] =
                    (sum * f64::from(scale[output]) + f64::from(bias[output])) as f32;
            }
        }
        let mut all = Vec::new();
        let linear = Linear::new(&weight, scale.clone(), bias.clone(), inputs);
        let mut out = vec![0.0; rows * outputs];
        linear.apply(&mut x, &mut out, true);
        all.push(out);
        let linear = Linear::packed_for(&weight, scale, bias, inputs, false);
        let lines = match &linear.packed {
            Packed::Pairs(lines) => lines,
            #[cfg(target_arch = "x86_64")]
            Packed::Bytes(..) => panic!("asked for pairs"),
        };
        let mut out = vec![0.0; rows * outputs];
        linear.apply(&mut x, &mut out, false);
        all.push(out.clone());
        pairs_scalar(ScalarToken, &linear, lines, &x, &mut out, false);
        all.push(out.clone());
        #[cfg(target_arch = "x86_64")]
        if let Some(token) = X64V3Token::summon() {
            pairs_v3(token, &linear, lines, &x, &mut out, false);
            all.push(out.clone());
        }
        for out in &all {
            assert_eq!(out, &all[0]);
        }
        let most = right.iter().fold(0.0f32, |most, x| most.max(x.abs()));
        for (found, right) in all[0].iter().zip(&right) {
            assert!((found - right).abs() < 0.01 * most, "{found} for {right}");
        }
    }
}
