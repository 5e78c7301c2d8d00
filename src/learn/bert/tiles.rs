//! Tiles of a product of matrices: some rows times a panel of outputs, in pairs of 16 bits.

use archmage::prelude::*;

/// Bytes or pairs as wide as a cache line, and aligned with it: a load never crosses into the next.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub struct Line<T>(pub T);

/// Outputs of a panel of pairs.
pub const PAIR_PANEL: usize = 32;
/// Rows of a tile of pairs.
pub const PAIR_ROWS: usize = 12;

/// Sums of a panel's outputs for some rows.
pub type Tile = [[i32; PAIR_PANEL]; PAIR_ROWS];

/// [`PAIR_ROWS`] rows of `a`, each `width` long, times a panel of pairs.
#[cfg(target_arch = "x86_64")]
#[rite(v4x, import_intrinsics)]
pub fn tile_v4x(a: &[i16], width: usize, lines: &[Line<[i16; 32]>], tile: &mut Tile) {
    let steps = width / 2;
    let rows: [&[[i16; 2]]; PAIR_ROWS] = rows_of(a, width, steps);
    let mut sums = [[_mm512_setzero_si512(); 2]; PAIR_ROWS];
    for (step, weights) in lines.as_chunks::<2>().0[..steps].iter().enumerate() {
        let weights = [_mm512_loadu_si512(&weights[0].0), _mm512_loadu_si512(&weights[1].0)];
        for r in 0..PAIR_ROWS {
            let two = _mm512_set1_epi32(pair(rows[r][step]));
            for k in 0..2 {
                sums[r][k] = _mm512_dpwssd_epi32(sums[r][k], two, weights[k]);
            }
        }
    }
    for r in 0..PAIR_ROWS {
        for (k, part) in tile[r].as_chunks_mut::<16>().0.iter_mut().enumerate() {
            _mm512_storeu_si512(part, sums[r][k]);
        }
    }
}

/// As [`tile_v4x`], in quarters: there are 16 registers of half the width.
#[cfg(target_arch = "x86_64")]
#[rite(v3, import_intrinsics)]
pub fn tile_v3(a: &[i16], width: usize, lines: &[Line<[i16; 32]>], tile: &mut Tile) {
    const ROWS: usize = PAIR_ROWS / 2;
    let steps = width / 2;
    for (half, tile) in tile.as_chunks_mut::<ROWS>().0.iter_mut().enumerate() {
        let rows: [&[[i16; 2]]; ROWS] = rows_of(&a[half * ROWS * width..], width, steps);
        for line in 0..2 {
            let mut sums = [[_mm256_setzero_si256(); 2]; ROWS];
            for (step, weights) in lines.as_chunks::<2>().0[..steps].iter().enumerate() {
                let weights = weights[line].0.as_chunks::<16>().0;
                let weights = [_mm256_loadu_si256(&weights[0]), _mm256_loadu_si256(&weights[1])];
                for r in 0..ROWS {
                    let two = _mm256_set1_epi32(pair(rows[r][step]));
                    for k in 0..2 {
                        sums[r][k] = _mm256_add_epi32(sums[r][k], _mm256_madd_epi16(two, weights[k]));
                    }
                }
            }
            for r in 0..ROWS {
                for (k, part) in tile[r][line * 16..][..16].as_chunks_mut::<8>().0.iter_mut().enumerate() {
                    _mm256_storeu_si256(part, sums[r][k]);
                }
            }
        }
    }
}

/// As [`tile_v4x`], left to the compiler: a few sums at a time, which it keeps in registers.
#[inline(always)]
pub fn tile_scalar(a: &[i16], width: usize, lines: &[Line<[i16; 32]>], tile: &mut Tile) {
    const AT_ONCE: usize = 8;
    for (row, tile) in a.chunks_exact(width).zip(tile) {
        for (part, tile) in tile.as_chunks_mut::<AT_ONCE>().0.iter_mut().enumerate() {
            let (line, first) = (part * AT_ONCE / 16, part * AT_ONCE % 16 * 2);
            let mut sums = [0i32; AT_ONCE];
            for (two, weights) in row.as_chunks::<2>().0.iter().zip(lines.as_chunks::<2>().0) {
                let weights: &[i16; 2 * AT_ONCE] =
                    weights[line].0[first..].first_chunk().expect("a part of a line");
                for (sum, weights) in sums.iter_mut().zip(weights.as_chunks::<2>().0) {
                    let more =
                        i32::from(two[0]) * i32::from(weights[0]) + i32::from(two[1]) * i32::from(weights[1]);
                    // Rows beside the last may hold anything.
                    *sum = sum.wrapping_add(more);
                }
            }
            *tile = sums;
        }
    }
}

/// The first rows of `a`, in groups that meet one line of weights; that all have as many is seen by
/// the compiler, which then checks none of them.
#[inline(always)]
pub fn rows_of<T, const ROWS: usize, const GROUP: usize>(
    a: &[T],
    width: usize,
    steps: usize,
) -> [&[[T; GROUP]]; ROWS] {
    std::array::from_fn(|r| &a[r * width..][..width].as_chunks().0[..steps])
}

/// Two numbers of 16 bits as they lie in memory.
#[inline(always)]
fn pair([first, second]: [i16; 2]) -> i32 {
    i32::from(first as u16) | i32::from(second) << 16
}
