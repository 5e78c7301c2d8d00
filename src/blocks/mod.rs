//! Article to document: every line gets its kind, the kept ones become the text. Nothing inside a line is changed,
//! so that every later offset can be traced back to the bytes of the file.

pub mod learned;
mod metadata;
mod phrases;
pub mod rules;

use crate::document::{Article, BlockKind, Document};

pub use metadata::keep;

/// A line of the table of methods.
pub struct Row {
    pub name: &'static str,
    /// One line: what it does.
    pub about: &'static str,
    /// The kind of every line, in order.
    pub kinds: fn(&[&str]) -> Vec<BlockKind>,
}

/// Every way to tell the kinds of lines; the first is the default.
pub const METHODS: &[Row] = &[
    Row {
        name: "rules",
        about: "wordings, marks and neighbours of lines outside the running text",
        kinds: rules::kinds,
    },
    Row {
        name: learned::NAME,
        about: "a conditional random field over the lines of a page, kinds by the rules; trained on WCXB",
        kinds: |lines| learned::kinds(lines, rules::kinds(lines)),
    },
];

/// The method called `name`.
pub fn find(name: &str) -> Option<&'static Row> {
    METHODS.iter().find(|row| row.name == name)
}

/// The document of `article`: blocks by section 1 of the annotation scheme, and what the dropped
/// ones say about the article.
pub fn normalize(article: &Article) -> Document {
    normalize_by(&METHODS[0], article)
}

/// The same with another method.
pub fn normalize_by(method: &Row, article: &Article) -> Document {
    let mut document = Document::read(article);
    let kinds = (method.kinds)(&document.lines());
    keep(&mut document, &kinds);
    document
}
