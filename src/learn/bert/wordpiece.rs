//! BERT's uncased tokenizer: words, and the wordpieces of each.
//!
//! Equal to the one that the models are trained with (`tokenizers`: `BertNormalizer` in lower case,
//! `BertPreTokenizer`, `WordPiece`) in pieces and in where words start and end, but for characters that
//! are newer than its tables.

use std::collections::HashMap;

use anyhow::{Context, Result};
use unicode_normalization::char::decompose_canonical;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// A word of more characters is unknown as a whole.
const LONGEST_WORD: usize = 100;

/// A run of letters, digits and marks, or one punctuation character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piecewise {
    /// In bytes of the text; what the normalisation drops at either end is not in it.
    pub start: usize,
    pub end: usize,
    /// Where its wordpieces start and end among those of all words.
    pub first: usize,
    pub last: usize,
}

/// The wordpieces of a model.
pub struct WordPiece {
    opening: HashMap<Box<[u8]>, u32>,
    /// Without "##".
    continuing: HashMap<Box<[u8]>, u32>,
    longest: usize,
    unknown: u32,
    pub opens_window: u32,
    pub closes_window: u32,
}

/// The word that is being read, lower-cased and without accents.
#[derive(Default)]
pub struct Word {
    bytes: Vec<u8>,
    characters: usize,
    start: usize,
    end: usize,
}

impl WordPiece {
    /// `vocabulary` has a wordpiece a line, the first with number 0.
    /// # Errors
    /// When a wordpiece is missing that every model has.
    pub fn read(vocabulary: &[u8]) -> Result<WordPiece> {
        let (mut opening, mut continuing, mut longest) =
            (HashMap::<Box<[u8]>, u32>::new(), HashMap::<Box<[u8]>, u32>::new(), 0);
        for (number, piece) in (0..).zip(vocabulary.split(|&byte| byte == b'\n')) {
            let (bytes, map) = match piece.strip_prefix(b"##") {
                Some(rest) if !rest.is_empty() => (rest, &mut continuing),
                _ => (piece, &mut opening),
            };
            longest = longest.max(bytes.len());
            map.insert(bytes.into(), number);
        }
        let special = |name: &str| {
            let found = opening.get(name.as_bytes()).copied();
            found.with_context(|| format!("the model's vocabulary has no {name}"))
        };
        let (unknown, opens_window, closes_window) =
            (special("[UNK]")?, special("[CLS]")?, special("[SEP]")?);
        Ok(WordPiece { opening, continuing, longest, unknown, opens_window, closes_window })
    }

    /// The greatest number of a wordpiece.
    pub fn highest(&self) -> usize {
        self.opening.values().chain(self.continuing.values()).max().map_or(0, |&number| number as usize)
    }

    /// Appends the words of `text`, which starts at `offset`, and their pieces.
    pub fn split(
        &self,
        text: &str,
        offset: usize,
        word: &mut Word,
        words: &mut Vec<Piecewise>,
        pieces: &mut Vec<u32>,
    ) {
        for (at, c) in text.char_indices() {
            let (start, end) = (offset + at, offset + at + c.len_utf8());
            if c.is_ascii_alphanumeric() {
                word.push(c.to_ascii_lowercase(), start, end);
            } else if matches!(c, ' ' | '\t' | '\n' | '\r') {
                self.close(word, words, pieces);
            } else if c.is_ascii_punctuation() {
                self.close(word, words, pieces);
                word.push(c, start, end);
                self.close(word, words, pieces);
            } else if is_dropped(c) {
                continue;
            } else if c.is_whitespace() {
                self.close(word, words, pieces);
            } else if is_chinese(c) {
                self.close(word, words, pieces);
                word.push(c, start, end);
                self.close(word, words, pieces);
            } else {
                decompose_canonical(c, |part| {
                    if part.general_category() == GeneralCategory::NonspacingMark {
                        return;
                    }
                    for lower in part.to_lowercase() {
                        let punctuation = is_punctuation(lower);
                        if punctuation {
                            self.close(word, words, pieces);
                        }
                        word.push(lower, start, end);
                        if punctuation {
                            self.close(word, words, pieces);
                        }
                    }
                });
            }
        }
        self.close(word, words, pieces);
    }

    /// The word is over: its pieces are, from left to right, the longest that the vocabulary has.
    fn close(&self, word: &mut Word, words: &mut Vec<Piecewise>, pieces: &mut Vec<u32>) {
        if word.characters == 0 {
            return;
        }
        let first = pieces.len();
        let (mut rest, mut known) = (word.bytes.as_slice(), word.characters <= LONGEST_WORD);
        while known && !rest.is_empty() {
            let map = if pieces.len() == first { &self.opening } else { &self.continuing };
            let longest = rest.len().min(self.longest);
            let found = (1..=longest).rev().find_map(|length| Some((length, *map.get(&rest[..length])?)));
            match found {
                Some((length, number)) => {
                    pieces.push(number);
                    rest = &rest[length..];
                }
                None => known = false,
            }
        }
        if !known {
            pieces.truncate(first);
            pieces.push(self.unknown);
        }
        words.push(Piecewise { start: word.start, end: word.end, first, last: pieces.len() });
        word.bytes.clear();
        word.characters = 0;
    }
}

impl Word {
    fn push(&mut self, c: char, start: usize, end: usize) {
        if self.characters == 0 {
            self.start = start;
        }
        self.end = end;
        self.characters += 1;
        self.bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

/// Control and format characters, private ones, and the mark of a broken encoding.
fn is_dropped(c: char) -> bool {
    use GeneralCategory::{Control, Format, PrivateUse};
    c == '\u{fffd}' || matches!(c.general_category(), Control | Format | PrivateUse)
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || !c.is_ascii() && c.general_category_group() == GeneralCategoryGroup::Punctuation
}

/// Characters that are words by themselves, in the ranges that BERT knows.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2a6df}'
        | '\u{2a700}'..='\u{2b73f}' | '\u{2b740}'..='\u{2b81f}' | '\u{2b920}'..='\u{2ceaf}'
        | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOCABULARY: &[u8] =
        "[PAD]\n[UNK]\n[CLS]\n[SEP]\ncafe\nx\n##z\na\n##b\nab\n,\n“\nß\n##9\n1\n##s\ni\n`".as_bytes();

    /// Words, each as where it stands and its pieces.
    fn words(text: &str) -> Vec<(usize, usize, Vec<&'static str>)> {
        let model = WordPiece::read(VOCABULARY).expect("as the test made it");
        let names: Vec<&str> =
            std::str::from_utf8(VOCABULARY).expect("as the test made it").split('\n').collect();
        let (mut words, mut pieces) = (Vec::new(), Vec::new());
        model.split(text, 0, &mut Word::default(), &mut words, &mut pieces);
        let named =
            |word: &Piecewise| pieces[word.first..word.last].iter().map(|&k| names[k as usize]).collect();
        words.iter().map(|word| (word.start, word.end, named(word))).collect()
    }

    /// What `tokenizers` 0.22 says, its code points turned into bytes.
    #[test]
    fn pieces_and_offsets_are_bert_s() {
        assert_eq!(words("Cafe\u{301} X"), [(0, 4, vec!["cafe"]), (7, 8, vec!["x"])]);
        assert_eq!(words("CAFÉ,x"), [(0, 5, vec!["cafe"]), (5, 6, vec![","]), (6, 7, vec!["x"])]);
        assert_eq!(words("a\u{301}\u{300}b"), [(0, 6, vec!["ab"])]);
        assert_eq!(words("x\u{200b}z"), [(0, 5, vec!["x", "##z"])]);
        assert_eq!(words("\u{301} a"), [(3, 4, vec!["a"])]);
        assert_eq!(words("\u{2028}a\u{85}b"), [(3, 7, vec!["ab"])]);
        assert_eq!(words("“ẞ"), [(0, 3, vec!["“"]), (3, 6, vec!["ß"])]);
        assert_eq!(words("日本x"), [(0, 3, vec!["[UNK]"]), (3, 6, vec!["[UNK]"]), (6, 7, vec!["x"])]);
        assert_eq!(words("199s 1q"), [(0, 4, vec!["1", "##9", "##9", "##s"]), (5, 7, vec!["[UNK]"])]);
        assert_eq!(words("İ \u{1fef}"), [(0, 2, vec!["i"]), (3, 6, vec!["`"])]);
        let long = format!("1{} 1{}", "9".repeat(100), "9".repeat(99));
        assert_eq!(words(&long)[0], (0, 101, vec!["[UNK]"]));
        assert_eq!(words(&long)[1].2.len(), 100);
        assert_eq!(words(" \n\u{ad}"), []);
    }
}
