//! Attention within a window, a head at a time, on numbers of 16 bits.
//!
//! Queries and keys keep 13 bits with sign, values 15: their sums fit into 32 bits whatever the
//! length of the window, since shares of a row sum up to a fixed whole. So sums are exact, and the
//! same with every instruction set.

use archmage::prelude::*;

use crate::learn::bert::lanes::{ROUND, SHARE_WHOLE, softmax};
use crate::learn::bert::tiles::{Line, PAIR_PANEL, PAIR_ROWS, Tile, tile_scalar};
#[cfg(target_arch = "x86_64")]
use crate::learn::bert::tiles::{tile_v3, tile_v4x};

/// Width of a head. The kernels are written for it.
pub const HEAD: usize = 32;
/// Greatest query or key: `HEAD · QK_MOST²` fits into 31 bits.
const QK_MOST: f32 = 4095.0;
/// Greatest value: `SHARE_WHOLE · VALUE_MOST` fits into 31 bits, with room for rounding.
const VALUE_MOST: f32 = 16_383.0;
/// The score of what stands beside the last key.
const NEVER: i32 = -(1 << 30);

/// Room for one head of one window, used again and again.
#[derive(Default)]
pub struct Heads {
    queries: Vec<i16>,
    keys: Vec<Line<[i16; 32]>>,
    values: Vec<Line<[i16; 32]>>,
    scores: Vec<i32>,
    exps: Vec<f32>,
    shares: Vec<i16>,
}

/// Attention of the tokens `asked` to all tokens of a window. A row of `qkv` has the queries of all
/// heads, then the keys, then the values; a row of `out` stands for an asked token.
pub fn attend(qkv: &[f32], width: usize, asked: &[u32], room: &mut Heads, out: &mut [f32]) {
    incant!(attend(qkv, width, asked, room, out), [+v4x, -v4, -neon, -wasm128]);
}

#[cfg(target_arch = "x86_64")]
#[arcane]
fn attend_v4x(_: X64V4xToken, qkv: &[f32], width: usize, asked: &[u32], room: &mut Heads, out: &mut [f32]) {
    all_heads(qkv, width, asked, room, out, |a, width, lines, sums| tile_v4x(a, width, lines, sums));
}

#[cfg(target_arch = "x86_64")]
#[arcane]
fn attend_v3(_: X64V3Token, qkv: &[f32], width: usize, asked: &[u32], room: &mut Heads, out: &mut [f32]) {
    all_heads(qkv, width, asked, room, out, |a, width, lines, sums| tile_v3(a, width, lines, sums));
}

fn attend_scalar(
    _: ScalarToken,
    qkv: &[f32],
    width: usize,
    asked: &[u32],
    room: &mut Heads,
    out: &mut [f32],
) {
    all_heads(qkv, width, asked, room, out, tile_scalar);
}

#[inline(always)]
fn all_heads(
    qkv: &[f32],
    width: usize,
    asked: &[u32],
    room: &mut Heads,
    out: &mut [f32],
    tile: impl Fn(&[i16], usize, &[Line<[i16; 32]>], &mut Tile),
) {
    let tokens = qkv.len() / (3 * width);
    let columns = tokens.next_multiple_of(PAIR_PANEL);
    room.queries.resize(asked.len().next_multiple_of(PAIR_ROWS) * HEAD, 0);
    room.keys.resize(columns * HEAD / 32, Line([0; 32]));
    room.values.resize(columns * HEAD / 32, Line([0; 32]));
    room.scores.resize(PAIR_ROWS * columns, 0);
    room.exps.resize(columns, 0.0);
    room.shares.resize(PAIR_ROWS * columns, 0);
    let mut sums = [[0; PAIR_PANEL]; PAIR_ROWS];
    for head in (0..width).step_by(HEAD) {
        let queries = greatest(qkv, width, head);
        let keys = greatest(qkv, width, width + head);
        let values = greatest(qkv, width, 2 * width + head);
        pack_queries(qkv, width, head, asked, QK_MOST / queries, &mut room.queries);
        pack_keys(qkv, width, width + head, QK_MOST / keys, &mut room.keys);
        pack_values(qkv, width, 2 * width + head, VALUE_MOST / values, &mut room.values);
        let factor = queries * keys / (QK_MOST * QK_MOST * (HEAD as f32).sqrt());
        let step = values / (VALUE_MOST * SHARE_WHOLE);
        for first in (0..asked.len()).step_by(PAIR_ROWS) {
            let rows = PAIR_ROWS.min(asked.len() - first);
            for (panel, lines) in room.keys.chunks_exact(HEAD).enumerate() {
                tile(&room.queries[first * HEAD..], HEAD, lines, &mut sums);
                for (row, tile) in sums.iter().enumerate() {
                    room.scores[row * columns + panel * PAIR_PANEL..][..PAIR_PANEL].copy_from_slice(tile);
                }
            }
            for row in 0..rows {
                let scores = &mut room.scores[row * columns..][..columns];
                scores[tokens..].fill(NEVER);
                softmax(scores, factor, tokens, &mut room.exps, &mut room.shares[row * columns..][..columns]);
            }
            tile(&room.shares, columns, &room.values, &mut sums);
            for (row, tile) in sums.iter().enumerate().take(rows) {
                let out: &mut [f32; HEAD] =
                    out[(first + row) * width + head..].first_chunk_mut().expect("a head of a row");
                for (out, &sum) in out.iter_mut().zip(tile) {
                    *out = sum as f32 * step;
                }
            }
        }
    }
}

/// The head that starts at `at` in a row of `qkv`.
#[inline(always)]
fn head_of(row: &[f32], at: usize) -> &[f32; HEAD] {
    row[at..].first_chunk().expect("a head of a row")
}

/// The greatest magnitude of a head in a window.
#[inline(always)]
fn greatest(qkv: &[f32], width: usize, at: usize) -> f32 {
    let mut most = [1e-20f32; HEAD];
    for row in qkv.chunks_exact(3 * width) {
        let row = head_of(row, at);
        for (most, x) in most.iter_mut().zip(row) {
            *most = if x.abs() > *most { x.abs() } else { *most };
        }
    }
    most.into_iter().fold(1e-20, |a, b| if b > a { b } else { a })
}

#[inline(always)]
fn rounded(x: f32) -> i16 {
    (x + ROUND).to_bits() as i16
}

#[inline(always)]
fn pack_queries(qkv: &[f32], width: usize, at: usize, asked: &[u32], per_step: f32, out: &mut [i16]) {
    for (&token, out) in asked.iter().zip(out.as_chunks_mut::<HEAD>().0) {
        let row = head_of(&qkv[token as usize * 3 * width..], at);
        for (out, x) in out.iter_mut().zip(row) {
            *out = rounded(x * per_step);
        }
    }
}

/// A panel has 32 keys, a line two numbers of 16 of them.
#[inline(always)]
fn pack_keys(qkv: &[f32], width: usize, at: usize, per_step: f32, lines: &mut [Line<[i16; 32]>]) {
    for (token, row) in qkv.chunks_exact(3 * width).enumerate() {
        let key = head_of(row, at).map(|x| rounded(x * per_step));
        let (panel, column) = (token / PAIR_PANEL * HEAD, token % PAIR_PANEL);
        for (k, two) in key.as_chunks::<2>().0.iter().enumerate() {
            lines[panel + 2 * k + column / 16].0.as_chunks_mut::<2>().0[column % 16] = *two;
        }
    }
}

/// Two lines have the values of two tokens, side by side.
#[inline(always)]
fn pack_values(qkv: &[f32], width: usize, at: usize, per_step: f32, lines: &mut [Line<[i16; 32]>]) {
    let mut rows = qkv.chunks_exact(3 * width);
    for lines in lines.as_chunks_mut::<2>().0 {
        let first = rows.next().map_or([0; HEAD], |row| head_of(row, at).map(|x| rounded(x * per_step)));
        let second = rows.next().map_or([0; HEAD], |row| head_of(row, at).map(|x| rounded(x * per_step)));
        for (k, line) in lines.iter_mut().enumerate() {
            for (i, two) in line.0.as_chunks_mut::<2>().0.iter_mut().enumerate() {
                *two = [first[16 * k + i], second[16 * k + i]];
            }
        }
    }
}
