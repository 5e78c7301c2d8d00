//! CoNLL-U (universaldependencies.org/format.html): ten columns a token, `# newdoc id`, `# text`.
//!
//! White space between tokens is `SpaceAfter=No` or, where it is not one space, UDPipe's
//! `SpacesAfter` and `SpacesBefore`, so the text comes back to the letter. Entities are read from
//! `NER=` (BIO) and from `Entity=`, BIO or the brackets of CorefUD and GUM.

mod brackets;

use std::collections::HashMap;

use anyhow::{Context, Result, bail, ensure};

use self::brackets::Brackets;
use super::flat::{self, Tags};
use super::input::{Input, Placed, Reading, Tally};
use super::record::{Mention, Record};
use crate::hint::Hint;

/// The keys of MISC that are read; others may hold labels of another kind.
const MISC: [&str; 5] = ["NER", "Entity", "SpaceAfter", "SpacesAfter", "SpacesBefore"];

const SHAPE: &str = "lines have ten columns parted by tabs, comments begin with #, and # text is what the tokens \
                     make; see universaldependencies.org/format.html";

pub fn read(inputs: &[Input], reading: &mut Reading) -> Result<Vec<Placed>> {
    let mut placed = Vec::new();
    for input in inputs {
        let mut file = File { name: &input.name, stem: input.stem(), ..File::default() };
        let mut last = 0;
        for (number, line) in input.lines() {
            last = number;
            file.line(number, line, reading, &mut placed)
                .with_context(|| format!("{}:{number} (document {})", input.name, file.id()))?;
        }
        file.end_document(reading, &mut placed).with_context(|| format!("{}:{last}", input.name))?;
    }
    Ok(placed)
}

#[derive(Default)]
struct File<'i> {
    name: &'i str,
    stem: &'i str,
    brackets: Brackets,
    document: Option<Document>,
    documents: usize,
}

#[derive(Default)]
struct Document {
    line: usize,
    id: String,
    text: String,
    length: usize,
    /// White space that the last token says comes after it; `None` for the usual one space.
    after: Option<String>,
    sentences: Vec<[usize; 2]>,
    open: Option<usize>,
    /// The `# text` of the open sentence, where its text begins, in bytes, and its line.
    said: Option<(String, usize, usize)>,
    /// The line of each token, by where it starts.
    lines: HashMap<usize, usize>,
    /// Where the last token starts.
    last_start: usize,
    /// The last word of the multi-word token that is being passed over.
    inside: usize,
    paragraph: bool,
    tags: Tags,
    nested: Vec<(String, usize, usize)>,
    labeled: bool,
    /// What else MISC holds.
    left: Tally,
}

impl<'i> File<'i> {
    fn id(&self) -> &str {
        self.document.as_ref().map_or(self.stem, |document| &document.id)
    }

    fn line(
        &mut self,
        number: usize,
        line: &str,
        reading: &mut Reading,
        placed: &mut Vec<Placed>,
    ) -> Result<()> {
        if let Some(comment) = line.strip_prefix('#') {
            let (key, value) = comment.split_once('=').map_or((comment, ""), |(key, value)| (key, value));
            match key.trim() {
                "newdoc id" => self.start(number, Some(value.trim()), reading, placed)?,
                "newdoc" => self.start(number, None, reading, placed)?,
                "global.Entity" => self.brackets = Brackets::new(value.trim()),
                "newpar" | "newpar id" => self.current(number).paragraph = true,
                "text" => {
                    let document = self.current(number);
                    document.said = Some((value.trim().to_owned(), document.text.len(), number));
                }
                _ => {}
            }
            return Ok(());
        }
        if line.trim().is_empty() {
            return self.document.as_mut().map_or(Ok(()), Document::end_sentence).hint(SHAPE);
        }
        self.current(number);
        let document = self.document.as_mut().expect("was made in the line before");
        document.token(number, line, &mut self.brackets).hint(SHAPE)
    }

    fn current(&mut self, number: usize) -> &mut Document {
        if self.document.is_none() {
            self.documents += 1;
            let id = format!("{}-{}", self.stem, self.documents);
            self.document = Some(Document { line: number, id, ..Document::default() });
        }
        self.document.as_mut().expect("was made just now")
    }

    fn start(
        &mut self,
        number: usize,
        id: Option<&str>,
        reading: &mut Reading,
        placed: &mut Vec<Placed>,
    ) -> Result<()> {
        self.end_document(reading, placed)?;
        let document = self.current(number);
        if let Some(id) = id {
            document.id = id.to_owned();
        }
        Ok(())
    }

    fn end_document(&mut self, reading: &mut Reading, placed: &mut Vec<Placed>) -> Result<()> {
        let Some(mut document) = self.document.take() else { return Ok(()) };
        document.end_sentence().hint(SHAPE)?;
        if let Some(id) = self.brackets.open() {
            bail!("document {}: entity {id:?} is opened and never closed", document.id);
        }
        reading.left.extend(&document.left);
        document.text += document.after.as_deref().unwrap_or_default();
        let place = format!("{}:{}", self.name, document.line);
        let mut mentions = document.tags.mentions;
        mentions.append(&mut document.nested);
        mentions.sort_by_key(|mention| (mention.1, std::cmp::Reverse(mention.2)));
        let mut entities = Vec::new();
        for (label, start, end) in mentions {
            let words: String = document.text.chars().skip(start).take(end - start).collect();
            let line = document.lines.get(&start).copied().unwrap_or(document.line);
            let place = || format!("{}:{line} (document {}): {words:?}", self.name, document.id);
            if let Some(kind) = reading.entity(&label).with_context(place)? {
                entities.push(Mention { start, end, kind, id: None, confidence: 1.0 });
            }
        }
        let record = Record {
            sentences: Some(document.sentences),
            entities: document.labeled.then_some(entities),
            ..Record::bare(&document.id, &document.text)
        };
        placed.push(Placed { place, record });
        Ok(())
    }
}

impl Document {
    fn token(&mut self, at: usize, line: &str, brackets: &mut Brackets) -> Result<()> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [number, form, .., misc] = columns[..] else { bail!("malformed line {line:?}") };
        ensure!(columns.len() == 10, "malformed line {line:?}: {} columns", columns.len());
        let pairs = misc
            .split('|')
            .filter(|pair| *pair != "_")
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let misc: Vec<(&str, &str)> = pairs.collect();
        for (key, _) in misc.iter().filter(|(key, _)| !MISC.contains(key)) {
            self.left.add(&format!("values of MISC {key}"), 1);
        }
        let said = |key: &str| misc.iter().find(|(own, _)| *own == key).map(|(_, value)| *value);
        // Empty nodes (5.1) are no words of the text, words of a multi-word token (3-4) stand in it.
        let empty = number.contains('.');
        let range = number.split_once('-').and_then(|(_, last)| last.parse().ok());
        let inner = number.parse::<usize>().is_ok_and(|number| number <= self.inside);
        ensure!(empty || range.is_some() || number.parse::<usize>().is_ok(), "malformed line {line:?}");
        if let Some(last) = range {
            self.inside = last;
        }
        let mut place = None;
        if !empty && !inner {
            ensure!(!form.is_empty(), "malformed line {line:?}: no word");
            self.push(form, said("SpacesBefore"));
            self.after = match (said("SpacesAfter"), said("SpaceAfter")) {
                (Some(spaces), _) => Some(unescaped(spaces)),
                (None, Some("No")) => Some(String::new()),
                _ => None,
            };
            place = Some(self.last_start);
            self.lines.insert(self.last_start, at);
        }
        let Some(tag) = said("NER").or(said("Entity")) else {
            if place.is_some() {
                self.tags.close();
            }
            return Ok(());
        };
        self.labeled = true;
        if tag.contains(['(', ')']) {
            // Of a multi-word token, each of whose words may open or close, all of it is marked.
            let start = place.or(self.open.map(|_| self.last_start)).unwrap_or_default();
            return brackets.next(tag, start, self.length, &mut self.nested);
        }
        let start = place.unwrap_or(self.length);
        ensure!(empty || inner || self.tags.next(tag, start, self.length), "{tag:?} is no tag");
        Ok(())
    }

    fn push(&mut self, form: &str, before: Option<&str>) {
        let first = self.text.is_empty();
        let between = match (&self.after, self.open, before) {
            (_, _, Some(before)) if first => unescaped(before),
            _ if first => String::new(),
            (Some(after), ..) => after.clone(),
            (None, None, _) if self.paragraph => "\n\n".to_owned(),
            (None, ..) => " ".to_owned(),
        };
        self.paragraph = false;
        self.text += &between;
        if self.open.is_none()
            && let Some(said) = &mut self.said
        {
            said.1 = self.text.len();
        }
        let start = self.length + between.chars().count();
        self.text += form;
        self.length = start + form.chars().count();
        self.last_start = start;
        self.open.get_or_insert(start);
    }

    fn end_sentence(&mut self) -> Result<()> {
        self.tags.close();
        self.inside = 0;
        if let Some(start) = self.open.take() {
            self.sentences.push([start, self.length]);
        }
        if let Some((said, from, line)) = self.said.take() {
            let found = &self.text[from.min(self.text.len())..];
            ensure!(
                found.split_whitespace().eq(said.split_whitespace()),
                "# text in line {line} is {said:?}, but the tokens make {found:?}"
            );
        }
        Ok(())
    }
}

pub fn write(record: &Record) -> Result<String> {
    let mut lines = String::new();
    lines += &format!("# newdoc id = {}\n", record.doc_id);
    let text: Vec<char> = record.text.chars().collect();
    let entities = record.entities.as_deref().unwrap_or_default();
    let blocks = record.sentences.as_deref().unwrap_or_default();
    let all: Vec<Vec<flat::Token>> =
        blocks.iter().map(|&block| flat::tokens(&text, block, entities)).collect();
    let starts: Vec<usize> = all.iter().flatten().map(|token| token.start).chain([text.len()]).collect();
    let mut next = 0;
    for (number, (tokens, &[start, end])) in all.iter().zip(blocks).enumerate() {
        let words: String = text[start..end].iter().collect();
        let words: Vec<&str> = words.split_whitespace().collect();
        lines += &format!("# sent_id = {}-{}\n# text = {}\n", record.doc_id, number + 1, words.join(" "));
        for (at, &token) in tokens.iter().enumerate() {
            next += 1;
            let mut misc = Vec::new();
            if record.entities.is_some() {
                misc.push(match flat::tag(token, entities) {
                    Some((entity, first)) => {
                        format!("NER={}-{}", if first { "B" } else { "I" }, entity.kind)
                    }
                    None => "NER=O".to_owned(),
                });
            }
            let spaces = &text[token.end..starts[next]];
            match spaces {
                [] => misc.push("SpaceAfter=No".to_owned()),
                [' '] if at + 1 < tokens.len() => {}
                _ => misc.push(format!("SpacesAfter={}", escaped(spaces))),
            }
            if next == 1 && token.start > 0 {
                misc.push(format!("SpacesBefore={}", escaped(&text[..token.start])));
            }
            let form: String = text[token.start..token.end].iter().collect();
            let misc = if misc.is_empty() { "_".to_owned() } else { misc.join("|") };
            lines += &format!("{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}\n", at + 1);
        }
        lines.push('\n');
    }
    if blocks.is_empty() {
        lines.push('\n');
    }
    Ok(lines)
}

/// UDPipe's escapes for white space in MISC.
const ESCAPES: [(char, char); 6] =
    [(' ', 's'), ('\t', 't'), ('\r', 'r'), ('\n', 'n'), ('|', 'p'), ('\\', '\\')];

fn escaped(spaces: &[char]) -> String {
    let mut escaped = String::new();
    for &c in spaces {
        match ESCAPES.iter().find(|row| row.0 == c) {
            Some(row) => escaped.extend(['\\', row.1]),
            None => escaped.push(c),
        }
    }
    escaped
}

fn unescaped(spaces: &str) -> String {
    let mut plain = String::new();
    let mut chars = spaces.chars();
    while let Some(c) = chars.next() {
        let meant = if c == '\\' { chars.next() } else { None };
        let row = meant.and_then(|meant| ESCAPES.iter().find(|row| row.1 == meant));
        plain.push(row.map_or(c, |row| row.0));
    }
    plain
}
