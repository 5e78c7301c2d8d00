//! A word that a line's end cut: whether its hyphen was there before.

use std::collections::HashSet;

use crate::words::gazetteer::{COMMON, GIVEN, LEXICON, SURNAME};

/// What becomes of a hyphen at a line's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hyphen {
    /// The cut put it there: "inter-" and "national".
    Goes,
    /// It is part of the word: "state-" and "owned".
    Stays,
    /// It stands for a part that comes later: "pre-" and "and post-war".
    Apart,
}

/// The words of a text, without case and the marks around them.
pub struct Words(HashSet<String>);

impl Words {
    pub fn of(text: &str) -> Words {
        Words(text.split_whitespace().map(|word| bare(word).to_lowercase()).collect())
    }

    fn has(&self, word: &str) -> bool {
        self.0.contains(&word.to_lowercase())
    }

    /// What becomes of the hyphen between `head`, the last word of a line without it, and `tail`, the first of the
    /// next: what the text itself writes elsewhere decides, then the word list.
    pub fn hyphen(&self, head: &str, tail: &str) -> Hyphen {
        let (head, tail) = (bare(head), bare(tail));
        let rest = tail.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let last = head.rsplit(['-', '\u{2010}']).next().unwrap_or_default();
        let joined = format!("{last}{rest}");
        if self.has(&format!("{head}{tail}")) || self.has(&joined) {
            return Hyphen::Goes;
        }
        let shouted = head.len() > 1 && head.chars().chain(tail.chars()).all(|c| !c.is_lowercase());
        let capital = rest.starts_with(char::is_uppercase) && !shouted;
        let digit =
            last.ends_with(|c: char| c.is_ascii_digit()) || rest.starts_with(|c: char| c.is_ascii_digit());
        let letter = last.chars().count() == 1;
        if self.has(&format!("{head}-{tail}")) || capital || digit || letter {
            Hyphen::Stays
        } else if known(&joined) {
            Hyphen::Goes
        } else if matches!(tail, "and" | "or" | "to") {
            Hyphen::Apart
        } else if known(last) && known(rest) || last.len() < head.len() {
            Hyphen::Stays
        } else {
            Hyphen::Goes
        }
    }
}

fn known(word: &str) -> bool {
    let name = LEXICON.get(word);
    let common = LEXICON.get(&word.to_lowercase()).classes & COMMON != 0;
    common || name.kind.is_some() || name.classes & (GIVEN | SURNAME) != 0
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_was_cut_is_whole_again_and_a_compound_keeps_its_hyphen() {
        let words = Words::of("The ferry-boat left. A lowkey affair, and well-behaved.");
        for (head, tail, right) in [
            ("“inter", "national", Hyphen::Goes),
            ("Govern", "ment’s", Hyphen::Goes),
            ("Wash", "ington,", Hyphen::Goes),
            ("Sundh", "olmen", Hyphen::Goes),
            ("INTER", "NATIONAL", Hyphen::Goes),
            ("co-respon", "dent", Hyphen::Goes),
            ("Jean", "Paul", Hyphen::Stays),
            ("20", "year-old", Hyphen::Stays),
            ("20-year", "old", Hyphen::Stays),
            ("state", "owned", Hyphen::Stays),
            ("Covid", "19", Hyphen::Stays),
            ("ferry", "boat", Hyphen::Stays),
            ("low", "key", Hyphen::Goes),
            ("T", "shirt", Hyphen::Stays),
            ("day", "to-day", Hyphen::Stays),
            ("pre", "and", Hyphen::Apart),
        ] {
            assert_eq!(words.hyphen(head, tail), right, "{head}-{tail}");
        }
    }
}
