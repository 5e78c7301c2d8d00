//! CoNLL column files (Tjong Kim Sang and De Meulder 2003): a token a line, its tag in the last
//! column, an empty line after a sentence, `-DOCSTART-` before a document.
//!
//! The text is made of the tokens, a space between two and a line for each sentence.

use std::collections::HashMap;

use anyhow::{Context, Result, anyhow};

use super::flat::{self, START, Tags};
use super::input::{Input, Placed, Reading, Tally};
use super::record::{Mention, Record};
use crate::hint::Hint;

pub fn read(inputs: &[Input], reading: &mut Reading) -> Result<Vec<Placed>> {
    let mut placed = Vec::new();
    for input in inputs {
        let mut document: Option<Document> = None;
        let mut count = 0;
        for (number, line) in input.lines() {
            let place = || format!("{}:{number}", input.name);
            let rest = line.strip_prefix(START);
            if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])) {
                if let Some(document) = document.take() {
                    placed.push(document.finish(reading)?);
                }
                count += 1;
                document = Some(Document::new(&input.name, number, id_in(line), input.stem(), count));
            } else if line.trim().is_empty() {
                if let Some(document) = &mut document {
                    document.end_sentence();
                }
            } else {
                if document.is_none() {
                    count += 1;
                    document = Some(Document::new(&input.name, number, None, input.stem(), count));
                }
                let document = document.as_mut().expect("was made in the line before");
                let shown = || format!("{} (document {})", place(), document.id);
                let shown = shown();
                document.token(number, line).with_context(|| shown).hint(
                    "columns are parted by tabs or spaces; the last is O or B-, I-, E-, S- and a label, and all \
                     lines of a document have it or none",
                )?;
            }
        }
        placed.extend(document.map(|document| document.finish(reading)).transpose()?);
    }
    Ok(placed)
}

/// `-DOCSTART- (id)` as AIDA-CoNLL has it.
fn id_in(line: &str) -> Option<&str> {
    let (open, close) = (line.find('(')?, line.rfind(')')?);
    line.get(open + 1..close).map(str::trim).filter(|id| !id.is_empty())
}

struct Document {
    file: String,
    place: String,
    id: String,
    text: String,
    /// Code points of `text`.
    length: usize,
    sentences: Vec<[usize; 2]>,
    /// The line of each token, by where it starts.
    lines: HashMap<usize, usize>,
    /// Where the open sentence starts.
    open: Option<usize>,
    tags: Tags,
    tagged: Option<bool>,
}

impl Document {
    fn new(file: &str, line: usize, id: Option<&str>, stem: &str, number: usize) -> Document {
        Document {
            file: file.to_owned(),
            place: format!("{file}:{line}"),
            id: id.map_or_else(|| format!("{stem}-{number}"), str::to_owned),
            text: String::new(),
            length: 0,
            sentences: Vec::new(),
            lines: HashMap::new(),
            open: None,
            tags: Tags::default(),
            tagged: None,
        }
    }

    fn token(&mut self, number: usize, line: &str) -> Result<()> {
        // Tokens may hold spaces that are none of ASCII's, or any where tabs part the columns.
        let columns: Vec<&str> = match line.contains('\t') {
            true => line.trim_end_matches('\t').split('\t').collect(),
            false => line.split(' ').filter(|column| !column.is_empty()).collect(),
        };
        let form = columns.first().copied().unwrap_or_default().trim();
        let tag = columns.last().filter(|_| columns.len() > 1);
        if form.is_empty() {
            return Err(anyhow!("malformed line {line:?}: no token"));
        }
        if *self.tagged.get_or_insert(tag.is_some()) != tag.is_some() {
            return Err(anyhow!("malformed line {line:?}: {} columns", columns.len()));
        }
        let between = match self.open {
            Some(_) => " ",
            None if self.text.is_empty() => "",
            None => "\n",
        };
        self.text += between;
        self.text += form;
        let start = self.length + between.len();
        self.length = start + form.chars().count();
        self.lines.insert(start, number);
        self.open.get_or_insert(start);
        match tag {
            Some(tag) if !self.tags.next(tag.trim(), start, self.length) => {
                Err(anyhow!("malformed line {line:?}: {tag:?} is no tag"))
            }
            _ => Ok(()),
        }
    }

    fn end_sentence(&mut self) {
        self.tags.close();
        if let Some(start) = self.open.take() {
            self.sentences.push([start, self.length]);
        }
    }

    fn finish(mut self, reading: &mut Reading) -> Result<Placed> {
        self.end_sentence();
        let mut entities = Vec::new();
        for (label, start, end) in &self.tags.mentions {
            let words: String = self.text.chars().skip(*start).take(end - start).collect();
            let line = self.lines.get(start).copied().unwrap_or_default();
            let place = || format!("{}:{line} (document {}): {words:?}", self.file, self.id);
            if let Some(kind) = reading.entity(label).with_context(place)? {
                entities.push(Mention { start: *start, end: *end, kind, id: None, confidence: 1.0 });
            }
        }
        let record = Record {
            sentences: Some(self.sentences),
            entities: (self.tagged == Some(true)).then_some(entities),
            ..Record::bare(&self.id, &self.text)
        };
        Ok(Placed { place: self.place, record })
    }
}

/// The record with its text made anew of tokens.
pub fn keeps(record: &Record, lost: &mut Tally) -> Record {
    let flat = flat::flat(record, lost);
    let text: Vec<char> = flat.text.chars().collect();
    let entities = flat.entities.as_deref().unwrap_or_default();
    let mut made = String::new();
    let mut length = 0;
    let mut sentences = Vec::new();
    let mut moved: Vec<Mention> = Vec::new();
    for &block in flat.sentences.iter().flatten() {
        let mut start = None;
        for token in flat::tokens(&text, block, entities) {
            let between = if start.is_some() {
                " "
            } else if made.is_empty() {
                ""
            } else {
                "\n"
            };
            made += between;
            made.extend(&text[token.start..token.end]);
            let at = length + between.len();
            length = at + (token.end - token.start);
            start.get_or_insert(at);
            match flat::tag(token, entities) {
                Some((entity, true)) => moved.push(Mention { start: at, end: length, ..entity.clone() }),
                Some((_, false)) => moved.last_mut().into_iter().for_each(|last| last.end = length),
                None => {}
            }
        }
        sentences.extend(start.map(|start| [start, length]));
    }
    lost.add("texts whose white space changes", usize::from(made != record.text));
    Record {
        text: made,
        sentences: Some(sentences),
        entities: flat.entities.is_some().then_some(moved),
        ..flat
    }
}

pub fn write(record: &Record) -> Result<String> {
    let mut lines = String::new();
    let text: Vec<char> = record.text.chars().collect();
    let labeled = record.entities.is_some();
    let entities = record.entities.as_deref().unwrap_or_default();
    lines += &format!("{START} ({}){}\n\n", record.doc_id, if labeled { "\tO" } else { "" });
    for &[start, end] in record.sentences.iter().flatten() {
        let mut at = start;
        for form in text[start..end].split(|&c| c == ' ') {
            let token = flat::Token { start: at, end: at + form.len() };
            at = token.end + 1;
            lines.extend(form);
            if labeled {
                lines += &match flat::tag(token, entities) {
                    Some((entity, first)) => {
                        format!("\t{}-{}", if first { "B" } else { "I" }, entity.kind)
                    }
                    None => "\tO".to_owned(),
                };
            }
            lines.push('\n');
        }
        lines.push('\n');
    }
    Ok(lines)
}
