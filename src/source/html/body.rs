//! Which words of a page are the article's: those that a reader view would show.

use std::collections::HashMap;

use dom_query::{Document, NodeId, NodeRef};
use dom_smoothie::{CandidateSelectMode, Config, Readability};

use super::lines::Lines;
use crate::document::{Span, Traced, is_blank};

/// How many bytes further on a text of the tree is looked for: past what the tree leaves out, not through the page.
const AHEAD: usize = 4_096;

/// Elements that begin and end a line (HTML Living Standard, 15.3), and line breaks.
const BLOCKS: [&str; 39] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

/// Elements that hold no running text: what describes a picture, leads elsewhere or is pressed.
const LEFT_OUT: [&str; 14] = [
    "aside",
    "button",
    "figcaption",
    "footer",
    "form",
    "iframe",
    "nav",
    "noscript",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
];

/// The tree of a page with the place of each of its texts among the page's words.
pub struct Tree {
    pub document: Document,
    places: HashMap<NodeId, Span>,
}

impl Tree {
    pub fn of(page: &str, words: &Traced) -> Tree {
        let document = Document::from(page);
        let places = places(&document, words);
        Tree { document, places }
    }

    /// The first title that says what `headline` says, or the only one where no headline is known.
    fn title(&self, headline: Option<&str>) -> Vec<Span> {
        let titles = self.document.select("h1");
        let nodes = titles.nodes();
        let says = |title: &&NodeRef| {
            let own = plain(&title.text());
            headline.map_or(nodes.len() == 1, |headline| !own.is_empty() && plain(headline).starts_with(&own))
        };
        let title = nodes.iter().find(says);
        let texts = title.into_iter().flat_map(|title| title.descendants_it());
        texts.filter_map(|text| self.places.get(&text.id).copied()).collect()
    }

    /// The lines of the article under its headline; empty where the page holds none.
    pub fn article(self, page: &str, words: &Traced, headline: Option<&str>) -> Traced {
        let title = self.title(headline);
        let Tree { document, places } = self;
        let config = Config {
            disable_json_ld: true,
            candidate_select_mode: CandidateSelectMode::Readability,
            ..Config::default()
        };
        let mut lines = Lines::of(page);
        let Ok(mut reader) = Readability::with_document(document, None, Some(config)) else {
            return lines.finish();
        };
        if reader.parse().is_err() {
            return lines.finish();
        }
        let found = reader.doc.select_single("#readability-page-1");
        let body: Vec<Piece> = found.nodes().first().map_or(Vec::new(), |root| pieces(*root, &places));
        let first = body.iter().find_map(|piece| match piece {
            Piece::Words(span) => Some(*span),
            Piece::End => None,
        });
        for &span in title.iter().filter(|span| first.is_some_and(|first| span.end() <= first.start())) {
            lines.push(words, span);
        }
        lines.end_line();
        for piece in body {
            match piece {
                Piece::Words(span) => lines.push(words, span),
                Piece::End => lines.end_line(),
            }
        }
        lines.finish()
    }
}

/// A part of the article's text.
enum Piece {
    Words(Span),
    /// The end of a line.
    End,
}

/// The texts below `root` with the ends of lines between them.
fn pieces(root: NodeRef, places: &HashMap<NodeId, Span>) -> Vec<Piece> {
    let is = |node: &NodeRef, names: &[&str]| node.node_name().is_some_and(|name| names.contains(&&*name));
    let mut pieces = Vec::new();
    let mut at = root;
    loop {
        if let Some(&span) = places.get(&at.id) {
            pieces.push(Piece::Words(span));
        } else if is(&at, &BLOCKS) {
            pieces.push(Piece::End);
        }
        let child = at.first_child().filter(|_| !is(&at, &LEFT_OUT));
        at = match child {
            Some(child) => child,
            None => loop {
                if at.id == root.id {
                    return pieces;
                }
                if is(&at, &BLOCKS) {
                    pieces.push(Piece::End);
                }
                match (at.next_sibling(), at.parent()) {
                    (Some(next), _) => break next,
                    (None, Some(parent)) => at = parent,
                    (None, None) => return pieces,
                }
            },
        };
    }
}

/// Where each text of the tree stands among `words`. Its nodes are numbered in the order in which they were read.
fn places(document: &Document, words: &Traced) -> HashMap<NodeId, Span> {
    let mut nodes: Vec<NodeRef> = document.root().descendants_it().filter(NodeRef::is_text).collect();
    nodes.sort_unstable_by_key(|node| node.id);
    let mut places = HashMap::with_capacity(nodes.len());
    let mut at = 0;
    for node in nodes {
        let text = node.text();
        let rest = &words.text()[at..];
        let near = &rest[..rest.floor_char_boundary(text.len() + AHEAD)];
        let Some(start) = near.find(&*text).map(|found| at + found) else { continue };
        at = start + text.len();
        places.insert(node.id, Span::new(start, at));
    }
    places
}

/// Without case and marks, to compare titles.
fn plain(title: &str) -> String {
    title
        .split(|c: char| is_blank(c) || c.is_ascii_punctuation())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}
