//! A document as the rules see it: words with their classes, sentences and quotations.

use std::ops::{Deref, Range};
use std::rc::Rc;

use crate::claims::quotation;
use crate::claims::quotation::Quotation;
pub use crate::claims::word::{NONE, Word};
use crate::document::{Document, Span, ends_line};
use crate::method::Shared;
use crate::words::classes::*;
use crate::words::lexicon::{Context, Frame};
use crate::words::token::{Kind, Token};
use crate::words::tokens::Tokens;

/// The most words of a passage.
const PASSAGE: usize = 300;

/// Words, sentences and quotations of one document; ranges count words. Made once, whichever methods look.
pub struct Seen {
    pub words: Vec<Word>,
    pub sentences: Vec<Range<usize>>,
    /// For each sentence, whether it opens a block.
    pub opens_block: Vec<bool>,
    pub quotations: Vec<Quotation>,
}

/// The same beside the text.
pub struct View<'d> {
    pub text: &'d str,
    seen: Rc<Seen>,
}

impl Deref for View<'_> {
    type Target = Seen;

    fn deref(&self) -> &Seen {
        &self.seen
    }
}

impl Seen {
    fn of(document: &Document, shared: &mut Shared) -> Seen {
        let text = document.text();
        let tokens = Tokens::of(document, shared);
        let mut opens_block = Vec::with_capacity(document.sentences.len());
        let mut before = 0;
        for sentence in &document.sentences {
            let gap = text.get(before..sentence.span.start()).unwrap_or("\n");
            opens_block.push(before == 0 || gap.contains(ends_line));
            before = sentence.span.end();
        }
        let word = |(at, token): (usize, &Token)| {
            let Token { start, end, kind, capital } = *token;
            Word { start, end, kind, capital, entry: tokens.known(at).cue, quote: NONE }
        };
        let mut words: Vec<Word> = tokens.tokens.iter().enumerate().map(word).collect();
        let sentences = tokens.sentences.clone();
        let quotations = quotation::find(text, &mut words, &sentences, &opens_block);
        Seen { words, sentences, opens_block, quotations }
    }
}

impl<'d> View<'d> {
    pub fn of(document: &'d Document) -> View<'d> {
        View::shared(document, &mut Shared::default())
    }

    /// The view of a document on which other methods have worked, too.
    pub fn shared(document: &'d Document, shared: &mut Shared) -> View<'d> {
        let seen = shared.piece(|_| true, |shared| Seen::of(document, shared));
        View { text: document.text(), seen }
    }

    /// The view in pieces that models see at once: blocks, long ones cut at sentences.
    pub fn passages(&self) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for (sentence, opens) in self.sentences.iter().zip(&self.opens_block) {
            for start in sentence.clone().step_by(PASSAGE) {
                let piece = start..sentence.end.min(start + PASSAGE);
                match found.last_mut() {
                    Some(last) if !opens && last.len() + piece.len() <= PASSAGE => last.end = piece.end,
                    _ => found.push(piece),
                }
            }
        }
        found
    }

    pub fn word(&self, at: usize) -> &'d str {
        &self.text[self.words[at].start..self.words[at].end]
    }

    /// The word at `at`, if there is one.
    pub fn word_at(&self, at: usize) -> Option<&'d str> {
        self.words.get(at).map(|word| &self.text[word.start..word.end])
    }

    /// Whether the word is this one, in lower case or capitalised.
    pub fn same(&self, at: usize, form: &str) -> bool {
        at < self.words.len() && self.word(at).eq_ignore_ascii_case(form)
    }

    pub fn is(&self, at: usize, class: Class) -> bool {
        self.words.get(at).is_some_and(|word| word.is(class))
    }

    /// The words of the quotation in which the word stands, marks included.
    pub fn quotation(&self, at: usize) -> Option<&Range<usize>> {
        let quote = self.words.get(at)?.quote;
        self.quotations.get(quote as usize).map(|quotation| &quotation.words)
    }

    /// The number of the quotation in which the byte `at` lies.
    pub fn quoted(&self, at: usize) -> Option<u32> {
        let word = self.words.partition_point(|word| word.end <= at);
        self.words.get(word).map(|word| word.quote).filter(|quote| *quote != NONE)
    }

    /// The words of the quotation that a mark at `at` opens or closes.
    pub fn marked_quotation(&self, at: usize) -> Option<&Range<usize>> {
        self.words.get(at).filter(|word| word.kind == Kind::Quote).and_then(|_| self.quotation(at))
    }

    /// Whether the word ends like a participle or gerund in "-ing".
    pub fn ing(&self, at: usize) -> bool {
        self.word_at(at).is_some_and(|word| word.ends_with("ing"))
    }

    /// The first character of a mark; a letter stands for any word.
    pub fn mark(&self, at: usize) -> char {
        match self.words.get(at) {
            Some(word) if word.kind == Kind::Mark => self.text[word.start..].chars().next().unwrap_or('\n'),
            Some(word) if word.kind == Kind::Quote => '"',
            Some(_) => 'a',
            None => '\n',
        }
    }

    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.words[range.start].start, self.words[range.end - 1].end)
    }

    /// Whether white space stands before the word; it does before the text's end.
    pub fn spaced(&self, at: usize) -> bool {
        let ends = at.checked_sub(1).and_then(|before| self.words.get(before)).map(|word| word.end);
        let starts = self.words.get(at).map(|word| word.start);
        ends.zip(starts).is_none_or(|(ends, starts)| ends < starts)
    }

    /// What follows the word before `end`, adverbs left aside, and where.
    pub fn frame(&self, at: usize, end: usize) -> (Frame, usize) {
        let mut next = at + 1;
        while next < end && self.is(next, ADVERB) {
            next += 1;
        }
        if next >= end {
            return (Frame::End, next);
        }
        let word = &self.words[next];
        let frame = match word.kind {
            Kind::Quote => Frame::Quote,
            Kind::Mark if matches!(self.mark(next), ',' | ':') => Frame::Mark,
            Kind::Mark => Frame::End,
            Kind::Possessive => Frame::Other,
            _ if self.same(next, "that") => Frame::That,
            _ if word.is(QUESTION) => Frame::Question,
            _ if word.is(TO) => Frame::To,
            // "expects about 6 million"
            _ if word.entry.preposition > 0 && self.is_count(next + 1, end) => Frame::Other,
            _ if word.entry.preposition > 0 => Frame::Preposition(word.entry.preposition - 1),
            _ if word.end - word.start > 5 && self.word(next).ends_with("ing") => Frame::Gerund,
            _ => Frame::Other,
        };
        (frame, next)
    }

    /// Whether the preposition before `at` measures a number: "about 6 million", but not "in 2014".
    fn is_count(&self, at: usize, end: usize) -> bool {
        let measures = ["about", "around", "over", "under"].iter().any(|word| self.same(at - 1, word));
        measures && at < end && self.words[at].kind == Kind::Number
    }

    /// How the word at `at` is used, as far as the words before it in the sentence tell.
    pub fn context(&self, at: usize, start: usize) -> Context {
        let mut back = at;
        while back > start && self.is(back - 1, ADVERB) {
            back -= 1;
        }
        if back == start {
            return Context::Verb;
        }
        let before = &self.words[back - 1];
        if before.is(TO) {
            return Context::Infinitive;
        }
        let form = self.word(at).as_bytes();
        let participle = ["ed", "en", "wn", "ld", "ght"].iter().any(|end| form.ends_with(end.as_bytes()))
            || matches!(form, b"said" | b"paid" | b"laid");
        if participle && (before.is(BE) || before.kind == Kind::Possessive) {
            return Context::Passive;
        }
        let determined = before.is(DETERMINER) || before.kind == Kind::Possessive;
        if determined || (before.entry.preposition > 0 && !form.ends_with(b"ing")) {
            return Context::Noun;
        }
        Context::Verb
    }
}
