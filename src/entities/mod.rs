//! Names, dates and numbers: a method a file, and what they share.

pub mod capitals;
pub mod crf;
pub mod neural;
pub mod rules;

use crate::document::{Entity, EntityType};

/// The `names`, and of the `base` method's entities those whose types `found` does not stand for and
/// that touch no name; both in text order.
pub fn merged(base: &[Entity], names: Vec<Entity>, found: impl Fn(EntityType) -> bool) -> Vec<Entity> {
    let mut all = Vec::with_capacity(base.len().max(names.len()));
    let mut names = names.into_iter().peekable();
    for entity in base.iter().filter(|entity| !found(entity.kind)) {
        while let Some(name) = names.next_if(|name| name.span.end() <= entity.span.start()) {
            all.push(name);
        }
        if names.peek().is_none_or(|name| name.span.overlap(entity.span) == 0) {
            all.push(entity.clone());
        }
    }
    all.extend(names);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::method::Layer;
    use crate::methods::{METHODS, Row};
    use crate::pipeline::Pipeline;

    /// All but the baseline, which knows one type.
    fn methods() -> impl Iterator<Item = &'static Row> {
        METHODS.iter().filter(|row| row.layer == Layer::Entities && row.name != "capitals")
    }

    #[test]
    fn names_and_values_are_found() {
        let text = "Jane Doe met Angela Merkel in Berlin on 3 May 2021.";
        for row in methods() {
            let mut document = Document::plain("t", text);
            Pipeline::with(row).annotate(&mut document, row.layer);
            let found: Vec<_> = document.entities.iter().map(|e| (e.span.text(text), e.kind)).collect();
            let expected = [
                ("Jane Doe", EntityType::Person),
                ("Angela Merkel", EntityType::Person),
                ("Berlin", EntityType::Gpe),
                ("3 May 2021", EntityType::Date),
            ];
            assert_eq!(found, expected, "{}", row.name);
            assert!(document.entities.iter().filter(|e| !e.kind.is_value()).all(|e| e.id.is_some()));
        }
    }

    #[test]
    fn a_text_without_words_has_no_entities() {
        for (row, text) in methods().flat_map(|row| ["", "…", "\n\n"].map(|text| (row, text))) {
            let mut document = Document::plain("t", text);
            Pipeline::with(row).annotate(&mut document, row.layer);
            assert!(document.entities.is_empty(), "{}", row.name);
        }
    }
}
