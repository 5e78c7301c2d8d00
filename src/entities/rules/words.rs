//! Tokens with what the lexicon knows of them.

use crate::document::Document;
use crate::words::gazetteer::{COMMON, Classes, Entry, FUNCTION, LEXICON};
use crate::words::token::{Kind, Token, tokenize};

/// A token and its two readings: as it is written, and in lower case.
#[derive(Clone, Copy)]
pub struct Word<'t> {
    pub token: Token,
    pub text: &'t str,
    /// The lexicon's entry for the word as written.
    pub own: Entry,
    /// The classes of the word in lower case.
    pub low: Classes,
}

impl Word<'_> {
    pub fn is(&self, classes: Classes) -> bool {
        self.low & classes != 0
    }

    pub fn is_capital(&self) -> bool {
        self.token.capital && self.token.kind == Kind::Word
    }

    /// Two or more letters, all upper case ("EU", "U.S.", "BBC2"), but no shouted common word.
    pub fn is_acronym(&self) -> bool {
        let mut letters = self.text.chars().filter(|c| c.is_alphabetic());
        let shouted = self.text.len() > 3 && self.is(COMMON) && self.own.kind.is_none();
        self.is_capital() && self.text.len() > 1 && !shouted && letters.all(char::is_uppercase)
    }
}

/// A sentence: its words, and whether it is set like a title.
pub struct Line {
    /// Half-open range into the words of the document.
    pub start: usize,
    pub end: usize,
    /// Most words begin with a capital, so a capital tells nothing.
    pub titled: bool,
}

/// The words of `document` and its sentences as ranges of them.
pub fn read(document: &Document) -> (Vec<Word<'_>>, Vec<Line>) {
    let text = document.text();
    let mut words = Vec::with_capacity(text.len() / 5);
    let mut lines = Vec::with_capacity(document.sentences.len());
    let mut tokens = Vec::new();
    let mut lower = String::new();
    for sentence in &document.sentences {
        tokens.clear();
        tokenize(text, sentence.span, &mut tokens);
        let start = words.len();
        words.extend(tokens.iter().map(|&token| word(text, token, &mut lower)));
        let end = words.len();
        lines.push(Line { start, end, titled: is_titled(&words[start..end]) });
    }
    (words, lines)
}

fn word<'t>(text: &'t str, token: Token, lower: &mut String) -> Word<'t> {
    let text = token.text(text);
    if token.kind != Kind::Word {
        return Word { token, text, own: Entry::default(), low: 0 };
    }
    // No name of the lexicon is longer; a longer word would only cost time.
    let own = if text.len() <= 40 { LEXICON.get(text) } else { Entry::default() };
    let mut own = own;
    if token.capital
        && text.len() > 3
        && own.kind.is_none()
        && text.len() <= 40
        && text.bytes().all(|byte| byte.is_ascii_uppercase())
    {
        // A dateline or a shout: "OSLO" is known as "Oslo".
        lower.clear();
        lower.push_str(&text[..1]);
        lower.extend(text[1..].chars().map(|c| c.to_ascii_lowercase()));
        let usual = LEXICON.get(lower);
        if usual.kind.is_some() && usual.classes & COMMON == 0 {
            own = usual;
        }
    }
    let mut low = own.classes;
    if token.capital && text.len() <= 40 {
        lower.clear();
        lower.extend(text.chars().flat_map(char::to_lowercase));
        low = LEXICON.get(lower).classes;
        if low == 0
            && let Some((stem, _)) = lower.split_once(['\'', '’'])
        {
            // "We’re", "Don’t": what the stem is.
            low = LEXICON.get(stem).classes & (FUNCTION | COMMON);
        }
    }
    Word { token, text, own, low }
}

/// Whether at least four words are long and nearly all of these are capitalised.
fn is_titled(words: &[Word]) -> bool {
    let long = words.iter().filter(|word| word.token.kind == Kind::Word && word.text.len() >= 4);
    let (all, capital) =
        long.fold((0, 0), |(all, capital), word| (all + 1, capital + usize::from(word.token.capital)));
    all >= 3 && capital * 5 >= all * 4
}
