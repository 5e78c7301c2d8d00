//! The ids of many articles, by their hashes: a million take 45 MB, however long they are.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use sha2::{Digest, Sha256};

use crate::document::{Article, Reason, Reject};

/// Bytes of a hash that are kept; no two ids share as many.
const KEPT: usize = 16;

/// Where the article with each id stands.
#[derive(Default)]
pub struct Ids(HashMap<[u8; KEPT], u32>);

impl Ids {
    /// Adds the id of the article at `place`; the place of an earlier one that has it, which stays.
    pub fn add(&mut self, id: &str, place: usize) -> Option<usize> {
        match self.0.entry(key(id)) {
            Entry::Occupied(earlier) => Some(*earlier.get() as usize),
            Entry::Vacant(vacant) => {
                vacant.insert(u32::try_from(place).expect("fewer articles than four thousand million"));
                None
            }
        }
    }

    pub fn get(&self, id: &str) -> Option<usize> {
        self.0.get(&key(id)).map(|place| *place as usize)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The articles that a dataset has so far, no two of one id.
#[derive(Default)]
pub struct Admitted {
    /// The number of the article that has each id.
    ids: Ids,
    /// The numbers of the first articles of each path, in order, with it: those of one file follow one another.
    paths: Vec<(usize, Box<str>)>,
}

impl Admitted {
    /// Lets `article` in, unless an earlier one has its id.
    ///
    /// # Errors
    /// The article as it is set aside.
    pub fn add(&mut self, article: &Article) -> Result<(), Reject> {
        let number = self.ids.len();
        if let Some(earlier) = self.ids.add(&article.id, number) {
            let earlier = self.path_of(earlier);
            let message =
                format!("an earlier input, {earlier}, has the id {:?}; change one of them", article.id);
            return Err(Reject { path: article.path.clone(), reason: Reason::SameId, message });
        }
        if self.paths.last().is_none_or(|(_, path)| **path != *article.path) {
            self.paths.push((number, article.path.as_str().into()));
        }
        Ok(())
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    fn path_of(&self, number: usize) -> &str {
        let after = self.paths.partition_point(|(first, _)| *first <= number);
        self.paths[..after].last().map_or("", |(_, path)| path)
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
