//! What token-a-line formats can carry: entities that do not overlap, inside blocks of tokens.

use super::input::Tally;
use super::record::{Mention, Record};

/// A token, in code points of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub start: usize,
    pub end: usize,
}

/// `record` without what such a format loses: sentences stand for blocks of tokens, and where there
/// are none, the lines of the text do.
pub fn flat(record: &Record, lost: &mut Tally) -> Record {
    let text: Vec<char> = record.text.chars().collect();
    lost.add("attributions", record.attributions.as_ref().map_or(0, Vec::len));
    lost.add("annotators' names", usize::from(record.annotator.is_some()));
    lost.add("kinds of blocks", record.blocks.as_ref().map_or(0, Vec::len));
    let blocks = blocks(record, &text, lost);
    if blocks.is_empty() {
        lost.add("texts without a word", usize::from(!text.is_empty()));
        lost.add("entities of white space", record.entities.as_ref().map_or(0, Vec::len));
    }
    let entities = record.entities.as_ref().filter(|_| !blocks.is_empty());
    let entities = entities.map(|entities| flat_entities(entities, &text, &blocks, lost));
    let text = if blocks.is_empty() { "" } else { &record.text };
    Record { entities, sentences: Some(blocks), ..Record::bare(&record.doc_id, text) }
}

/// The sentences without the white space around them; text between them is a block of its own.
fn blocks(record: &Record, text: &[char], lost: &mut Tally) -> Vec<[usize; 2]> {
    let Some(sentences) = &record.sentences else {
        lost.add("documents whose lines become sentences", 1);
        let mut lines = Vec::new();
        let mut start = 0;
        for line in text.split(|&c| c == '\n') {
            lines.extend(trimmed(text, [start, start + line.len()]));
            start += line.len() + 1;
        }
        return lines;
    };
    let mut blocks = Vec::new();
    let mut at = 0;
    for &[start, end] in sentences.iter().chain([&[text.len(), text.len()]]) {
        if let Some(between) = trimmed(text, [at, start]) {
            lost.add("texts between sentences, which become sentences", 1);
            blocks.push(between);
        }
        let block = trimmed(text, [start, end]);
        lost.add("sentences of white space", usize::from(block.is_none() && start < end));
        blocks.extend(block);
        at = end;
    }
    blocks
}

fn flat_entities(
    entities: &[Mention],
    text: &[char],
    blocks: &[[usize; 2]],
    lost: &mut Tally,
) -> Vec<Mention> {
    let mut sorted: Vec<&Mention> = entities.iter().collect();
    sorted.sort_by_key(|entity| (entity.start, std::cmp::Reverse(entity.end)));
    let mut flat: Vec<Mention> = Vec::new();
    for entity in sorted {
        let Some([start, end]) = trimmed(text, [entity.start, entity.end]) else {
            lost.add("entities of white space", 1);
            continue;
        };
        if flat.last().is_some_and(|last| last.end > start) {
            lost.add("entities that overlap another", 1);
        } else if !blocks.iter().any(|block| block[0] <= start && end <= block[1]) {
            lost.add("entities that cross a sentence's end", 1);
        } else {
            lost.add("ids of entities", usize::from(entity.id.is_some()));
            lost.add("confidences", usize::from(entity.confidence != 1.0));
            lost.add(
                "white space at an entity's ends",
                usize::from([start, end] != [entity.start, entity.end]),
            );
            flat.push(Mention { start, end, kind: entity.kind.clone(), id: None, confidence: 1.0 });
        }
    }
    flat
}

fn trimmed(text: &[char], [start, end]: [usize; 2]) -> Option<[usize; 2]> {
    let words = |&at: &usize| !text[at].is_whitespace();
    let first = (start..end).find(words)?;
    let last = (start..end).rev().find(words)?;
    Some([first, last + 1])
}

/// What begins a document in CoNLL files, and therefore is no token.
pub const START: &str = "-DOCSTART-";

/// The tokens of `block`: words without the marks around them, and marks. An entity's ends are ends
/// of tokens too, so that none is cut.
pub fn tokens(text: &[char], [start, end]: [usize; 2], entities: &[Mention]) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let edge = |at: usize| entities.iter().any(|entity| entity.start == at || entity.end == at);
    for at in start..end {
        if text[at].is_whitespace() {
            continue;
        }
        match tokens.last_mut() {
            Some(last) if last.end == at && !edge(at) && !parts(text, at, start, end) => last.end = at + 1,
            _ => tokens.push(Token { start: at, end: at + 1 }),
        }
    }
    let start = |token: &Token| text[token.start..token.end].iter().copied().eq(START.chars());
    while let Some(at) = tokens.iter().position(start) {
        let token = tokens[at];
        let cut = token.start + 1;
        tokens.splice(at..=at, [Token { end: cut, ..token }, Token { start: cut, ..token }]);
    }
    tokens
}

/// Whether a mark of punctuation parts the characters before and at `at`: one at a word's edge does,
/// one inside (`U.S.-led`, `don't`) does not.
fn parts(text: &[char], at: usize, start: usize, end: usize) -> bool {
    let mark = |c: &&char| c.is_ascii_punctuation() || "“”‘’«»„…–—¿¡".contains(**c);
    let word = |c: &&char| !c.is_whitespace();
    let leading = text[start..at].iter().rev().take_while(word).all(|c| mark(&c));
    let trailing = text[at..end].iter().take_while(word).all(|c| mark(&c));
    leading || trailing
}

/// The mention that `token` belongs to, and whether it is its first token.
pub fn tag(token: Token, entities: &[Mention]) -> Option<(&Mention, bool)> {
    let entity = entities.iter().find(|entity| entity.start <= token.start && token.end <= entity.end)?;
    Some((entity, entity.start == token.start))
}

/// Mentions read off BIO tags one by one. A beginning that is missing is tolerated, as CoNLL-2000
/// and -2003 tag (IOB1): `I-X` after anything but `X` begins a mention. BIOES and BILOU mark last
/// and single tokens too.
#[derive(Default)]
pub struct Tags {
    open: Option<(String, usize, usize)>,
    pub mentions: Vec<(String, usize, usize)>,
}

impl Tags {
    /// The tag of the next token, which stands at `start..end`. False when it is none.
    pub fn next(&mut self, tag: &str, start: usize, end: usize) -> bool {
        if tag == "O" {
            self.close();
            return true;
        }
        let Some((place, label)) = tag.split_once('-').filter(|(_, label)| !label.is_empty()) else {
            return false;
        };
        match place {
            "B" | "S" | "U" => self.close(),
            "I" | "E" | "L" | "M" => {}
            _ => return false,
        }
        match &mut self.open {
            Some((open, _, last)) if open == label => *last = end,
            _ => {
                self.close();
                self.open = Some((label.to_owned(), start, end));
            }
        }
        if matches!(place, "S" | "U" | "E" | "L") {
            self.close();
        }
        true
    }

    /// The end of a sentence ends every mention.
    pub fn close(&mut self) {
        self.mentions.extend(self.open.take());
    }
}
