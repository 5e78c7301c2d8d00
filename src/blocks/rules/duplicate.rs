//! Lines whose whole text stands again in the same article.

use std::collections::HashMap;

/// Words that a line must have before its standing inside a longer one means anything.
const FEWEST_WORDS: usize = 5;

/// Lines with the same opening words that are compared in full; more would let a hostile file
/// cost the square of its length.
const MOST_CANDIDATES: usize = 8;

/// For each line, whether it is a duplicate: the longer one stays, or the first of two equal ones.
pub fn find(lines: &[&str]) -> Vec<bool> {
    let mut repeated = vec![false; lines.len()];
    let mut first_with: HashMap<&str, usize> = HashMap::new();
    let mut by_opening: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, &text) in lines.iter().enumerate() {
        if *first_with.entry(text).or_insert(at) != at {
            repeated[at] = true;
        } else if let Some(opening) = opening(text) {
            by_opening.entry(opening).or_default().push(at);
        }
    }
    // Most words open no line; their first bytes tell without the words after them.
    let mut heads = [false; HEADS];
    by_opening.keys().for_each(|opening| heads[head(opening)] = true);
    for &text in lines {
        for start in word_starts(text).filter(|&start| heads[head(&text[start..])]) {
            let Some(candidates) = opening(&text[start..]).and_then(|o| by_opening.get(o)) else {
                continue;
            };
            for &shorter in candidates.iter().take(MOST_CANDIDATES) {
                let longer = text.len() > lines[shorter].len();
                if longer && text[start..].starts_with(lines[shorter]) {
                    repeated[shorter] = true;
                }
            }
        }
    }
    repeated
}

/// The first words of `text`, by which lines are looked up; `None` when it has too few.
fn opening(text: &str) -> Option<&str> {
    let mut words = 0;
    let mut inside = false;
    for (at, byte) in text.bytes().enumerate() {
        let space = byte == b' ';
        if space && inside {
            words += 1;
            if words == FEWEST_WORDS {
                return Some(&text[..at]);
            }
        }
        inside = !space;
    }
    (inside && words + 1 == FEWEST_WORDS).then_some(text)
}

/// A power of two, some times the number of lines that an article has.
const HEADS: usize = 4096;

/// A number below [`HEADS`] for the first bytes of `text`, eight at most; few others share it.
fn head(text: &str) -> usize {
    let eight = text.as_bytes().first_chunk().copied().unwrap_or_else(|| {
        let mut eight = [0; 8];
        eight[..text.len()].copy_from_slice(text.as_bytes());
        eight
    });
    (u64::from_le_bytes(eight).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - HEADS.ilog2())) as usize
}

fn word_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    std::iter::once(0).chain(text.bytes().enumerate().filter(|row| row.1 == b' ').map(|row| row.0 + 1))
}
