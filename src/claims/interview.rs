//! Whom a text is about: the guest of an interview, the subject of a life.

use std::collections::HashMap;

use crate::document::{Document, Entity, EntityType};

/// In so many sentences an interview says that it is one.
const OPENING: usize = 8;

/// So many paragraphs that are questions make one.
const QUESTIONS: usize = 3;

/// The least mentions by which a text is about somebody.
const ABOUT: usize = 5;

/// Whom most mentions of a kind are of.
pub fn topic(entities: &[Entity], kind: EntityType) -> Option<&str> {
    let named = || entities.iter().filter(|e| e.kind == kind).filter_map(|e| e.id.as_deref());
    let mut counts: HashMap<&str, usize> = HashMap::new();
    named().for_each(|id| *counts.entry(id).or_default() += 1);
    let (id, count) = counts.into_iter().max_by_key(|&(id, count)| (count, id))?;
    (count >= ABOUT && 2 * count > named().count()).then_some(id)
}

/// Whether the text is an interview: several of its paragraphs are questions, or one, where one of its first sentences,
/// the headline among them, calls it so.
pub fn is_one(document: &Document) -> bool {
    let text = document.text();
    let mut opening = document.sentences.iter().take(OPENING).map(|sentence| sentence.span.text(text));
    let asked = || document.kept().filter(|(_, block)| block.text(text).ends_with('?')).count();
    let says_so = opening.any(|text| text.to_lowercase().contains("interview"));
    asked() >= if says_so { 1 } else { QUESTIONS }
}

/// Who an interview is with: the first whom its opening names in full.
pub fn guest(document: &Document) -> Option<&str> {
    let opening = document.sentences.get(..OPENING).unwrap_or(&document.sentences).last()?;
    let opens = |e: &&Entity| e.kind == EntityType::Person && e.span.end() <= opening.span.end();
    let mut people = document.entities.iter().filter(opens);
    people.find(|e| e.span.text(document.text()).contains(' '))?.id.as_deref()
}
