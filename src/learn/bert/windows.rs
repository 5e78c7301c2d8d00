//! Words as the tagger sees them, and the windows in which it sees them.

use std::ops::Range;

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::learn::bert::wordpiece::{Piecewise, Word, WordPiece};

/// What a word looks like, which wordpieces without case do not show; a model names these in its file.
pub const SHAPES: [&str; 7] = ["punctuation", "lower", "title", "capitals", "one capital", "mixed", "digits"];
/// What stands before a word.
pub const GAPS: [&str; 3] = ["none", "blank", "line break"];
/// Each word has one of these; row 0 is for what opens and closes a window.
pub const FEATURES: usize = 1 + SHAPES.len() * GAPS.len();

/// A text in words and windows; room that is used again.
#[derive(Default)]
pub struct Text {
    pub words: Vec<Piecewise>,
    pub pieces: Vec<u32>,
    /// Of each word, the row of the embeddings of features.
    pub features: Vec<u32>,
    /// Each a run of words.
    pub windows: Vec<Range<usize>>,
    lines: Vec<u32>,
    word: Word,
}

impl Text {
    /// Reads the words of `paragraphs`, byte ranges of `text` in order, into windows of at most `room`
    /// pieces.
    pub fn read(&mut self, text: &str, paragraphs: &[Range<usize>], model: &WordPiece, room: usize) {
        self.words.clear();
        self.pieces.clear();
        self.features.clear();
        self.lines.clear();
        let mut line = 0;
        for paragraph in paragraphs {
            let first = self.words.len();
            let within = &text[paragraph.clone()];
            model.split(within, paragraph.start, &mut self.word, &mut self.words, &mut self.pieces);
            line += 1;
            let mut end = paragraph.start;
            for word in &self.words[first..] {
                let between = &text[end..word.start];
                let breaks = between.bytes().filter(|&byte| byte == b'\n').count();
                let opens = end == paragraph.start;
                let gap = if breaks > 0 || opens { 2 } else { usize::from(!between.is_empty()) };
                line += breaks as u32;
                self.lines.push(line);
                self.features.push((1 + shape(&text[word.start..word.end]) * GAPS.len() + gap) as u32);
                end = word.end;
            }
        }
        self.cut(text, room);
    }

    /// Whole lines while they fit; a line that is too long is cut after a sentence, else after a word.
    fn cut(&mut self, text: &str, room: usize) {
        self.windows.clear();
        let (words, lines) = (&self.words, &self.lines);
        let (mut begin, mut used, mut k) = (0, 0, 0);
        while k < words.len() {
            let end = k + lines[k..].iter().take_while(|&&line| line == lines[k]).count();
            let mut size = words[end - 1].last - words[k].first;
            if used + size > room && used > 0 {
                self.windows.push(begin..k);
                (begin, used) = (k, 0);
            }
            while size > room {
                let (from, mut cut, mut sentence) = (words[k].first, k, None);
                while cut < end && words[cut].last - from <= room {
                    cut += 1;
                    let closing = matches!(
                        &text[words[cut - 1].start..words[cut - 1].end],
                        "." | "!" | "?" | "\"" | "”"
                    );
                    if closing && words.get(cut).is_some_and(|next| next.start > words[cut - 1].end) {
                        sentence = Some(cut);
                    }
                }
                let cut = sentence.unwrap_or(cut).max(k + 1);
                self.windows.push(k..cut);
                size -= words[cut - 1].last - from;
                (k, begin) = (cut, cut);
            }
            used += size;
            k = end;
        }
        if begin < words.len() {
            self.windows.push(begin..words.len());
        }
    }
}

/// Index into [`SHAPES`].
fn shape(word: &str) -> usize {
    let (mut letters, mut upper, mut first_upper) = (0, 0, false);
    for c in word.chars() {
        if is_digit(c) {
            return 6;
        }
        let letter = if c.is_ascii() {
            c.is_ascii_alphabetic()
        } else {
            c.general_category_group() == GeneralCategoryGroup::Letter
        };
        if letter {
            first_upper |= letters == 0 && c.is_uppercase();
            letters += 1;
            upper += usize::from(c.is_uppercase());
        }
    }
    match (letters, upper) {
        (0, _) => 0,
        (_, 0) => 1,
        (1, _) => 4,
        _ if letters == upper => 3,
        (_, 1) if first_upper => 2,
        _ => 5,
    }
}

/// Decimal digits of every script, and those above and below the line.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
        || !c.is_ascii()
            && (c.general_category() == GeneralCategory::DecimalNumber
                || matches!(c, '²' | '³' | '¹' | '\u{2070}' | '\u{2074}'..='\u{2079}' | '\u{2080}'..='\u{2089}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> WordPiece {
        WordPiece::read(b"[UNK]\n[CLS]\n[SEP]\na\n##a\n.\nb").expect("as the test made it")
    }

    fn windows(text: &str, room: usize) -> Vec<Range<usize>> {
        let mut read = Text::default();
        read.read(text, std::slice::from_ref(&(0..text.len())), &model(), room);
        read.windows
    }

    #[test]
    fn shapes_are_told_apart() {
        for (word, right) in
            [("“", 0), ("x", 1), ("Oslo", 2), ("UN", 3), ("I", 4), ("McDoe", 5), ("B2", 6), ("iPad", 5)]
        {
            assert_eq!(SHAPES[shape(word)], SHAPES[right], "{word}");
        }
    }

    #[test]
    fn lines_stay_whole_and_long_ones_are_cut_after_sentences() {
        assert_eq!(windows("a b\na b a\nb", 5), [0..5, 5..6]);
        assert_eq!(windows("a b\na b a\nb", 4), [0..2, 2..6]);
        assert_eq!(windows("a b . a b b", 4), [0..3, 3..6]);
        assert_eq!(windows("a b a b b a", 4), [0..4, 4..6]);
        assert_eq!(windows("a\naaa aaa\nb", 4), [0..1, 1..2, 2..4]);
        assert!(windows("", 4).is_empty());
        assert_eq!(windows("aaaaaaaa a", 4), [0..1, 1..2]);
    }

    #[test]
    fn gaps_are_seen_before_words() {
        let text = "a. b\nB 1";
        let mut read = Text::default();
        read.read(text, &[0..4, 5..8], &model(), 9);
        let found: Vec<(usize, usize)> =
            read.features.iter().map(|&f| ((f as usize - 1) / 3, (f as usize - 1) % 3)).collect();
        assert_eq!(found, [(1, 2), (0, 0), (1, 1), (4, 2), (6, 1)]);
    }
}
