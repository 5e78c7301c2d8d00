//! Words as the models see them: hashes of forms, and Brown clusters (Brown et al. 1992), which put
//! words that stand in the same places together and so stand in for a tagger.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use crate::learn::crf::mix;

/// The path of each frequent word in the tree of clusters; `scripts/make_clusters.py` makes it.
const CLUSTERS: &str = include_str!("../../datasets/lexicon/clusters.tsv");

/// A hash of the word's form without case, with straight apostrophes; no allocation.
pub fn form(word: &str) -> u32 {
    let mut hash = 0x811c_9dc5u32;
    let mut bytes = word.bytes();
    while let Some(byte) = bytes.next() {
        let byte = if byte == 0xe2 {
            // Curly marks: three bytes, of which the last tells them apart.
            bytes.next();
            bytes.next().map_or(byte, |last| if matches!(last, 0x98 | 0x99) { b'\'' } else { last })
        } else {
            byte.to_ascii_lowercase()
        };
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    hash
}

/// A hash of the last `count` bytes of the word without case; of the whole if it is shorter.
pub fn ending(word: &str, count: usize) -> u32 {
    let from = word.len().saturating_sub(count);
    word.as_bytes()[from..].iter().fold(0x811c_9dc5 + count as u32, |hash, byte| {
        (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
    })
}

/// A hash of the first `count` bytes of the word without case; of the whole if it is shorter.
pub fn beginning(word: &str, count: usize) -> u32 {
    let to = word.len().min(count);
    word.as_bytes()[..to].iter().fold(0x811c_9dc5 + count as u32, |hash, byte| {
        (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
    })
}

/// A hash of the word as it is written.
pub fn exact(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// What the word looks like: its first characters' classes and what else it holds.
pub fn shape(word: &str) -> u32 {
    let mut upper = 0;
    let (mut digit, mut dash, mut lower) = (0, 0, 0);
    for byte in word.bytes() {
        upper += u32::from(byte.is_ascii_uppercase());
        lower |= u32::from(byte.is_ascii_lowercase() || byte >= 0x80);
        digit |= u32::from(byte.is_ascii_digit());
        dash |= u32::from(!byte.is_ascii_alphanumeric() && byte < 0x80);
    }
    let first = u32::from(word.as_bytes().first().is_some_and(u8::is_ascii_uppercase));
    let long = u32::from(word.len() > 3) + u32::from(word.len() > 1);
    first | digit << 1 | dash << 2 | lower << 3 | upper.min(2) << 4 | long << 6
}

/// A path in the tree of clusters, the root's branch in the highest bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Path {
    bits: u16,
    length: u8,
}

impl Path {
    /// The first `depth` branches as one number; 0 for a word without a cluster.
    pub fn prefix(self, depth: u8) -> u32 {
        let depth = depth.min(self.length);
        if depth == 0 {
            return 0;
        }
        u32::from(self.bits >> (16 - depth)) << 5 | u32::from(depth)
    }

    /// Of a longer path the first 16 branches, which few words share.
    fn parse(path: &str) -> Option<Path> {
        let path = path.get(..16).unwrap_or(path);
        let bits = u16::from_str_radix(path, 2).ok()?;
        Some(Path { bits: bits << (16 - path.len()), length: path.len() as u8 })
    }
}

/// A table by [`form`].
pub type ByHash<V> = HashMap<u32, V, BuildHasherDefault<Same>>;

/// The key is a hash already.
#[derive(Clone, Copy, Default)]
pub struct Same(u64);

impl Hasher for Same {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0 << 8 | u64::from(byte);
        }
    }

    fn write_u32(&mut self, key: u32) {
        // Both halves count: the table takes its place from the low bits and its tag from the high ones.
        self.0 = u64::from(mix(0, key)) << 32 | u64::from(key);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

static TABLE: LazyLock<ByHash<Path>> = LazyLock::new(|| {
    let lines = CLUSTERS.lines().filter_map(|line| line.split_once('\t'));
    lines.filter_map(|(word, path)| Some((form(word), Path::parse(path)?))).collect()
});

/// The cluster of the word whose [`form`] is `hash`.
pub fn of(hash: u32) -> Path {
    TABLE.get(&hash).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_has_its_path() {
        let lines = CLUSTERS.lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            let (word, path) = line.split_once('\t').expect("two columns");
            assert_eq!(of(form(word)), Path::parse(path).unwrap_or_default(), "{word}");
        }
    }

    #[test]
    fn words_of_a_kind_share_the_head_of_their_path() {
        let path = |word| of(form(word));
        assert_eq!(path("Monday").prefix(6), path("Tuesday").prefix(6));
        assert_ne!(path("Monday").prefix(6), path("said").prefix(6));
        assert_eq!(path("zzyzx").prefix(6), 0);
    }

    #[test]
    fn case_and_curls_do_not_matter_to_a_form() {
        assert_eq!(form("Didn’t"), form("didn't"));
        assert_ne!(form("“"), form("'"));
        assert_ne!(shape("Oslo"), shape("oslo"));
        assert_eq!(ending("reported", 2), ending("Said-ED", 2));
    }
}
