//! Cues of several words, as rows of data: "call for", "stop short of saying".

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::document::{Act, Factuality, Label};
use crate::words::lexicon::Context;

/// Each with an example, which is its test.
const PHRASES: &str = include_str!("../../datasets/lexicon/phrases.tsv");

/// A piece of a phrase after its head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// One of these words, in lower case.
    Word(Vec<&'static str>),
    /// A verb that the lexicon gives to a refusal: "declined to [say]".
    Say,
    /// Those who hear, named or not.
    Hearer,
    /// A word that must follow and is no part of the cue; any gerund where the list is empty.
    Next(Vec<&'static str>),
}

/// What stands beside a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Content,
    /// The source follows; its content is the sentence around both.
    Source,
    /// As `Source`, where that is words and no law or plan: "a report", "a statement".
    Words,
    /// Its content is the sentence around it, and nobody is named.
    Around,
}

/// A row of the file.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// The forms of the word that the cue lexicon knows.
    pub heads: Vec<&'static str>,
    /// Words before the head, in text order.
    pub before: Vec<&'static str>,
    pub after: Vec<Piece>,
    /// None for an adverb.
    pub contexts: Vec<Context>,
    /// `None` in these three: as the head alone.
    pub act: Option<Act>,
    pub factuality: Option<Factuality>,
    pub percent: Option<u8>,
    pub takes: Takes,
    /// A sentence, and its source, cue and content.
    pub example: [&'static str; 4],
}

impl Phrase {
    /// Reads one row; a test holds every row to be well-formed.
    fn parse(row: &'static str) -> Option<Phrase> {
        let cells: [&str; 10] = row.split('\t').collect::<Vec<_>>().try_into().ok()?;
        let [phrase, contexts, act, factuality, percent, takes, example @ ..] = cells;
        let words: Vec<&str> = phrase.split(' ').collect();
        let head = words.iter().position(|word| word.ends_with('*')).unwrap_or(0);
        let own = |cell: &'static str| Some(cell).filter(|cell| *cell != "=");
        Some(Phrase {
            heads: words[head].trim_end_matches('*').split('|').collect(),
            before: words[..head].to_vec(),
            after: words[head + 1..].iter().map(|word| piece(word)).collect(),
            contexts: contexts
                .chars()
                .filter(|letter| *letter != 'a')
                .map(Context::parse)
                .collect::<Option<_>>()?,
            act: own(act).map(|act| Act::parse(act).ok_or(())).transpose().ok()?,
            factuality: own(factuality).map(|name| Factuality::parse(name).ok_or(())).transpose().ok()?,
            percent: own(percent).map(str::parse).transpose().ok()?,
            takes: match takes {
                "content" => Takes::Content,
                "source" => Takes::Source,
                "words" => Takes::Words,
                "around" => Takes::Around,
                _ => return None,
            },
            example,
        })
    }
}

fn piece(word: &'static str) -> Piece {
    match word {
        "{say}" => Piece::Say,
        "{hearer}" => Piece::Hearer,
        "({ing})" => Piece::Next(Vec::new()),
        _ => match word.strip_prefix('(').and_then(|word| word.strip_suffix(')')) {
            Some(next) => Piece::Next(next.split('|').collect()),
            None => Piece::Word(word.split('|').collect()),
        },
    }
}

/// The phrases by the forms of their heads, in the order of the file.
pub struct Phrases {
    rows: Vec<Phrase>,
    heads: HashMap<&'static str, Vec<usize>>,
}

/// Built once, at the first document.
pub static PHRASES_BY_HEAD: LazyLock<Phrases> = LazyLock::new(Phrases::build);

impl Phrases {
    fn build() -> Phrases {
        let lines = PHRASES.lines().filter(|line| !line.starts_with('#'));
        let rows: Vec<Phrase> = lines.filter_map(Phrase::parse).collect();
        let mut heads: HashMap<&'static str, Vec<usize>> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            row.heads.iter().for_each(|head| heads.entry(head).or_default().push(at));
        }
        Phrases { rows, heads }
    }

    pub fn all(&self) -> &[Phrase] {
        &self.rows
    }

    /// Those with `head`, in lower case or capitalised.
    pub fn of(&self, head: &str) -> impl Iterator<Item = &Phrase> {
        let capital = head.starts_with(char::is_uppercase);
        let rows = if capital { self.heads.get(&*head.to_lowercase()) } else { self.heads.get(head) };
        rows.into_iter().flatten().map(|&at| &self.rows[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_well_formed() {
        for line in PHRASES.lines().filter(|line| !line.starts_with('#')) {
            assert!(Phrase::parse(line).is_some(), "{line}");
        }
    }

    #[test]
    fn a_row_says_its_head_what_must_follow_and_what_is_as_the_head_alone() {
        let row = "in plain* words|terms {say} (of)\tvn\tdirective\t=\t80\tsource\t\t\t\t";
        let phrase = Phrase::parse(row).expect("a row");
        assert_eq!((phrase.before, phrase.heads), (vec!["in"], vec!["plain"]));
        let words = Piece::Word(vec!["words", "terms"]);
        assert_eq!(phrase.after, [words, Piece::Say, Piece::Next(vec!["of"])]);
        assert_eq!(phrase.contexts, [Context::Verb, Context::Noun]);
        assert_eq!((phrase.act, phrase.factuality, phrase.percent), (Some(Act::Directive), None, Some(80)));
    }
}
