//! A part of the inputs, for one of several machines.

use std::str::FromStr;

use sha2::{Digest, Sha256};

/// `I/N`: the `I`th of `N` parts. Which part an article belongs to is told by a hash of its id, so that parts share no
/// article, and two articles of one id meet in one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    part: u64,
    pub of: u64,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(words: &str) -> Result<Shard, String> {
        let numbers =
            words.split_once('/').and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
        let (part, of) = numbers.ok_or("write I/N, such as 1/8")?;
        if part < 1 || part > of {
            return Err(format!("parts are numbered from 1 to {of}"));
        }
        Ok(Shard { part, of })
    }
}

impl Shard {
    pub fn holds(self, id: &str) -> bool {
        let hash = Sha256::digest(id);
        let start = u64::from_be_bytes(std::array::from_fn(|at| hash[at]));
        start % self.of == self.part - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_in_one_part_and_parts_are_alike_in_size() {
        let parts: Vec<Shard> = (1..=4).map(|part| Shard { part, of: 4 }).collect();
        let mut sizes = [0; 4];
        for id in (0..1000).map(|at| format!("sport/{at}")) {
            let homes: Vec<usize> = (0..4).filter(|&at| parts[at].holds(&id)).collect();
            assert_eq!(homes.len(), 1, "{id}");
            sizes[homes[0]] += 1;
        }
        assert!(sizes.iter().all(|size| (200..300).contains(size)), "{sizes:?}");
    }

    #[test]
    fn what_is_no_part_is_refused() {
        assert_eq!("2/3".parse(), Ok(Shard { part: 2, of: 3 }));
        for wrong in ["", "1", "0/3", "4/3", "1/0", "-1/3", "a/b", "1/2/3"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
