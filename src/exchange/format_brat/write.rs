//! Records as brat's files.

use anyhow::Result;
use serde_json::{Map, Value};

use super::conf;
use super::lines::{ATTRIBUTES, DOCUMENT, NESTED, NOTE};
use crate::exchange::offset::on_a_line;
use crate::exchange::out::{Out, Writer};
use crate::exchange::record::{Attribution, Record};
use crate::exchange::roles::{self, ATTRIBUTION, FileNames, ROLES, SENTENCE};

#[derive(Default)]
pub struct Files(FileNames);

impl Writer for Files {
    fn record(&mut self, record: &Record, out: &mut dyn Out) -> Result<()> {
        let name = self.0.next(record);
        out.put(&format!("{name}.txt"), &record.text)?;
        out.put(&format!("{name}.ann"), &Lines::of(record, &name)?.text)
    }

    fn end(&mut self, out: &mut dyn Out) -> Result<()> {
        conf::files().iter().try_for_each(|(name, text)| out.put(name, text))
    }
}

/// The lines of an `.ann` file as they are written.
struct Lines {
    chars: Vec<char>,
    text: String,
    spans: usize,
    attributes: usize,
    notes: usize,
}

impl Lines {
    fn of(record: &Record, name: &str) -> Result<Lines> {
        let chars = record.text.chars().collect();
        let mut lines = Lines { chars, text: String::new(), spans: 0, attributes: 0, notes: 0 };
        lines.document(record, name)?;
        for &sentence in record.sentences.iter().flatten() {
            lines.span(SENTENCE, &[sentence]);
        }
        for entity in record.entities.iter().flatten() {
            let id = lines.span(&entity.kind, &[[entity.start, entity.end]]);
            let mut note = Map::new();
            if let Some(own) = &entity.id {
                note.insert("id".to_owned(), own.as_str().into());
            }
            if entity.confidence != 1.0 {
                note.insert("confidence".to_owned(), entity.confidence.into());
            }
            lines.note(&id, note);
        }
        let attributions = record.attributions.as_deref().unwrap_or_default();
        for (at, attribution) in attributions.iter().enumerate() {
            lines.attribution(at, attribution, attributions)?;
        }
        Ok(lines)
    }

    /// What the files' names and the lines to come do not tell.
    fn document(&mut self, record: &Record, name: &str) -> Result<()> {
        let mut note = Map::new();
        if name != record.doc_id {
            note.insert("doc_id".to_owned(), record.doc_id.as_str().into());
        }
        if let Some(annotator) = &record.annotator {
            note.insert("annotator".to_owned(), annotator.as_str().into());
        }
        let layers = [
            ("sentences", record.sentences.as_ref().map(Vec::len)),
            ("entities", record.entities.as_ref().map(Vec::len)),
            ("attributions", record.attributions.as_ref().map(Vec::len)),
        ];
        if layers.iter().any(|layer| layer.1 == Some(0)) {
            let labeled: Vec<&str> =
                layers.iter().filter(|layer| layer.1.is_some()).map(|layer| layer.0).collect();
            note.insert("layers".to_owned(), labeled.into());
        }
        if let Some(blocks) = &record.blocks {
            note.insert("blocks".to_owned(), serde_json::to_value(blocks)?);
        }
        self.note(DOCUMENT, note);
        Ok(())
    }

    fn attribution(&mut self, at: usize, own: &Attribution, all: &[Attribution]) -> Result<()> {
        let parts = roles::parts(own);
        // An event needs a trigger: the cue, or what there is.
        let trigger = [parts[1], parts[2], parts[0]].into_iter().find(|spans| !spans.is_empty());
        let trigger = self.span(ATTRIBUTION, trigger.unwrap_or_default());
        let mut event = format!("E{}\tAttribution:{trigger}", at + 1);
        for (role, spans) in ROLES.iter().zip(parts).filter(|(_, spans)| !spans.is_empty()) {
            let id = self.span(role, spans);
            event += &format!(" {role}:{id}");
        }
        let outer = own.nested_in.as_ref().and_then(|outer| all.iter().position(|other| other.id == *outer));
        if let Some(outer) = outer {
            event += &format!(" {NESTED}:E{}", outer + 1);
        }
        self.text += &event;
        self.text.push('\n');
        let id = format!("E{}", at + 1);
        let mut details = roles::details(own)?;
        for name in ATTRIBUTES {
            if let Some(Value::String(value)) = details.remove(name) {
                self.attributes += 1;
                let capital = name[..1].to_uppercase() + &name[1..];
                self.text += &format!("A{}\t{capital} {id} {value}\n", self.attributes);
            }
        }
        if own.id == id {
            details.remove("id");
        }
        self.note(&id, details);
        Ok(())
    }

    fn span(&mut self, label: &str, parts: &[[usize; 2]]) -> String {
        self.spans += 1;
        let places: Vec<String> = parts.iter().map(|[start, end]| format!("{start} {end}")).collect();
        let words: Vec<String> =
            parts.iter().map(|&[start, end]| self.chars[start..end].iter().collect()).collect();
        let words = on_a_line(&words.join(" "));
        let id = format!("T{}", self.spans);
        self.text += &format!("{id}\t{label} {}\t{words}\n", places.join(";"));
        id
    }

    fn note(&mut self, about: &str, note: Map<String, Value>) {
        if !note.is_empty() {
            self.notes += 1;
            self.text += &format!("#{}\t{NOTE} {about}\t{}\n", self.notes, Value::Object(note));
        }
    }
}
