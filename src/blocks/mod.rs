//! Article to document: every line gets its kind, the kept ones become the text. The last to
//! touch text: nothing inside a kept line is changed, so that every later offset can be traced
//! back to the bytes of the file.

pub mod learned;
pub mod rules;

use crate::document::{Article, BlockKind, Document, Metadata, Span, lines};
use rules::{date, line};

/// A line with its kind.
pub type Filed = (BlockKind, Span);

/// A line of the table of methods.
pub struct Row {
    pub name: &'static str,
    /// One line: what it does.
    pub about: &'static str,
    /// The kind of every line of a raw text; the lines stay as they are.
    pub kinds: fn(&str, &[Span]) -> Vec<Filed>,
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
        kinds: learned::kinds,
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
    let raw = article.raw.as_str();
    let spans: Vec<Span> = lines(raw).collect();
    let kinds = (method.kinds)(raw, &spans);
    let mut document = Document::new(&article.id, raw, &kinds);
    document.metadata = metadata(raw, &kinds);
    document
}

fn metadata(raw: &str, kinds: &[(BlockKind, Span)]) -> Metadata {
    let of = |kind: BlockKind| kinds.iter().filter(move |row| row.0 == kind).map(|row| row.1.text(raw));
    let credits: Vec<&str> = of(BlockKind::Credit).collect();
    Metadata {
        headline: of(BlockKind::Headline).next().map(str::to_owned),
        published: of(BlockKind::Metadata).find_map(date::find),
        credit: (!credits.is_empty()).then(|| credits.join("; ")),
        outlet: of(BlockKind::Body)
            .next()
            .and_then(line::dateline_agency)
            .or_else(|| of(BlockKind::Metadata).find_map(line::copyright_owner)),
    }
}
