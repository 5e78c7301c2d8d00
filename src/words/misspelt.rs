//! Long names with one letter wrong: left out, put in, changed, or two of them swapped.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::words::hash::Quick;

/// Letters of the shortest name that is looked for. Below, two names one letter apart are as likely two
/// names: Berg and Borg.
pub const SHORTEST: usize = 8;

/// Letters of the longest; no surname or state has more.
const LONGEST: usize = 24;

/// Names by what is left of each when a letter is taken out: a word with one letter wrong leaves the
/// same somewhere.
#[derive(Default)]
pub struct Misspellings<'n> {
    /// `None` where two names leave the same: neither can be told.
    names: HashMap<u64, Option<&'n str>, BuildHasherDefault<Quick>>,
}

impl<'n> Misspellings<'n> {
    /// Does nothing with a name that is too short or too long.
    pub fn add(&mut self, name: &'n str) {
        if name.chars().count() < SHORTEST {
            return;
        }
        for rest in rests(name) {
            let entry = self.names.entry(rest).or_insert(Some(name));
            // A doubled letter leaves the same twice.
            if *entry != Some(name) {
                *entry = None;
            }
        }
    }

    /// The only name that `word` is with one letter wrong, the first and the last being right: a
    /// letter more at the end makes another word, "Kyrgyzstani".
    pub fn find(&self, word: &str) -> Option<&'n str> {
        if self.names.is_empty() {
            return None;
        }
        let mut only = None;
        for name in rests(word).filter_map(|rest| self.names.get(&rest)) {
            let name = (*name)?;
            if is_misspelt(name, word) && only.replace(name).is_some_and(|other| other != name) {
                return None;
            }
        }
        only
    }
}

/// Whether `word` is `name` with one letter wrong, neither the first nor the last.
fn is_misspelt(name: &str, word: &str) -> bool {
    let ends = |text: &str| (text.chars().next(), text.chars().next_back());
    let head = name.chars().zip(word.chars()).take_while(|(a, b)| a == b);
    let head: usize = head.map(|(c, _)| c.len_utf8()).sum();
    let (mut a, mut b) = (name[head..].chars(), word[head..].chars());
    while !a.as_str().is_empty() && a.clone().next_back() == b.clone().next_back() {
        a.next_back();
        b.next_back();
    }
    let (a, b) = (a.as_str(), b.as_str());
    let swapped = || a.chars().count() == 2 && a.chars().eq(b.chars().rev());
    let one = a.chars().count().max(b.chars().count()) == 1;
    name != word && ends(name) == ends(word) && (one || swapped())
}

/// Hashes of `word` whole and without each of its letters; none where it is too short or too long to be
/// a name with one letter wrong.
fn rests(word: &str) -> impl Iterator<Item = u64> + '_ {
    let letters = word.chars().count();
    let fits = (SHORTEST - 1..=LONGEST + 1).contains(&letters);
    let places = if fits { letters + 1 } else { 0 };
    (0..places).map(move |gone| {
        let mut hasher = Quick::default();
        for (at, c) in word.chars().enumerate() {
            if at != gone {
                hasher.write(&u32::from(c).to_le_bytes());
            }
        }
        hasher.finish()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'n>(names: &[&'n str], word: &str) -> Option<&'n str> {
        let mut misspellings = Misspellings::default();
        names.iter().for_each(|name| misspellings.add(name));
        misspellings.find(word)
    }

    #[test]
    fn one_wrong_letter_within_is_forgiven() {
        for word in ["Frderiksen", "Fredderiksen", "Fredariksen", "Frederisken"] {
            assert_eq!(found(&["Frederiksen"], word), Some("Frederiksen"), "{word}");
        }
    }

    #[test]
    fn the_word_itself_its_derivations_and_other_names_are_left_alone() {
        for word in ["Kyrgyzstan", "Kyrgyzstani", "Kyrgyzstans", "Tyrgyzstan", "Uzbekistan", ""] {
            assert_eq!(found(&["Kyrgyzstan"], word), None, "{word}");
        }
        assert_eq!(found(&["Berg"], "Borg"), None);
        assert_eq!(found(&["Hansen"], "Hanson"), None);
    }

    #[test]
    fn between_two_names_none_is_chosen() {
        assert_eq!(found(&["Johansen", "Johanson"], "Johansn"), None);
    }

    #[test]
    fn every_change_of_one_letter_is_found_and_no_other() {
        let name = "Øverland-Åse";
        let letters: Vec<char> = name.chars().collect();
        for at in 1..letters.len() - 1 {
            let mut gone = letters.clone();
            gone.remove(at);
            let mut more = letters.clone();
            more.insert(at, 'x');
            let mut other = letters.clone();
            other[at] = 'x';
            for word in [gone, more, other] {
                let word: String = word.into_iter().collect();
                assert_eq!(found(&[name], &word), Some(name), "{word}");
                let two = word.replacen('-', "zz", 1);
                assert!(two == word || found(&[name], &two).is_none(), "{two}");
            }
        }
    }
}
