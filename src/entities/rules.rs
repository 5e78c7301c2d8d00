//! Names by gazetteers, heads and context; dates and numbers by a grammar; surnames and acronyms
//! tied to the full names of the article.

mod calendar;
mod chunks;
mod clock;
mod compounds;
mod cutter;
mod dates;
mod designations;
mod heads;
mod names;
mod plain;
mod runs;
mod scan;
mod spells;
#[cfg(test)]
mod tests;
mod typing;
mod units;
mod values;
mod works;

use crate::document::Document;
use crate::entities::{identity, words};
use crate::method::{Method, Shared};

/// Two passes: the first finds spans sentence by sentence, the second settles types and ids by all
/// that the article tells.
pub struct Rules;

impl Method for Rules {
    fn fill(&self, document: &mut Document, shared: &mut Shared) {
        let (words, lines) = words::read(document, shared);
        let mut found = Vec::new();
        for line in &lines {
            names::find(&words, line, document.text(), &mut found);
        }
        document.entities = identity::resolve(&words, document.text(), found);
    }
}
