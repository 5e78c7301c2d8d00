//! The ids of many articles, by their hashes: a million take 50 MB, however long they are.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use sha2::{Digest, Sha256};

/// Bytes of a hash that are kept; no two ids share as many.
const KEPT: usize = 16;

/// Where the article with each id stands.
#[derive(Default)]
pub struct Ids(HashMap<[u8; KEPT], usize>);

impl Ids {
    /// Adds the id of the article at `place`; the place of an earlier one that has it, which stays.
    pub fn add(&mut self, id: &str, place: usize) -> Option<usize> {
        match self.0.entry(key(id)) {
            Entry::Occupied(earlier) => Some(*earlier.get()),
            Entry::Vacant(vacant) => {
                vacant.insert(place);
                None
            }
        }
    }

    pub fn get(&self, id: &str) -> Option<usize> {
        self.0.get(&key(id)).copied()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn key(id: &str) -> [u8; KEPT] {
    let hash = Sha256::digest(id);
    std::array::from_fn(|at| hash[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_with_an_id_keeps_its_place() {
        let mut ids = Ids::default();
        assert_eq!((ids.add("a", 3), ids.add("b", 4), ids.add("a", 5)), (None, None, Some(3)));
        assert_eq!((ids.get("a"), ids.get("b"), ids.get("c")), (Some(3), Some(4), None));
        assert_eq!(ids.len(), 2);
    }
}
