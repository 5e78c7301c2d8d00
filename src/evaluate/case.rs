//! A match in its document, as it is told.

use super::group::Group;
use super::item::{line, text};
use crate::dataset::column::CodePoints;
use crate::document::{Document, Span};
use crate::evaluate::{Gold, Run};
use crate::method::Layer;
use crate::score::errors::{Error, ErrorKind, Match, place};

/// What belongs together in one document, with both labelings of it.
pub struct Case<'a> {
    pub layer: Layer,
    pub gold: &'a Gold,
    pub predicted: &'a Document,
    /// Its number in the document, from 0.
    pub number: usize,
    pub found: Match,
}

/// One side of a case.
pub struct Side {
    pub words: String,
    pub line: String,
    /// Code points into the text; of a line, bytes into the raw article.
    pub start: usize,
    pub end: usize,
}

impl<'a> Case<'a> {
    /// Every case of `run`, document by document.
    pub fn all(run: &'a Run, gold: &'a [Gold]) -> Vec<Case<'a>> {
        let matches = run.matches(gold).into_iter().flat_map(|(gold, predicted, matches)| {
            let numbered = matches.into_iter().enumerate();
            numbered.map(move |(number, found)| Case { layer: run.layer, gold, predicted, number, found })
        });
        matches.collect()
    }
}

impl Case<'_> {
    /// What is wrong, of one `kind` or of all.
    pub fn errors(&self, kind: Option<ErrorKind>) -> impl Iterator<Item = Error> + '_ {
        self.found.errors.iter().copied().filter(move |error| kind.is_none_or(|kind| kind == error.kind))
    }

    /// Under what the gold's item is put, or where there is none, the one that was found.
    pub fn group(&self, by: Group) -> String {
        let (document, items) = match &self.found.gold[..] {
            [] => (self.predicted, &self.found.predicted),
            _ => (&self.gold.document, &self.found.gold),
        };
        items.first().map_or_else(String::new, |&at| by.of(self.layer, document, at))
    }

    pub fn of_gold(&self) -> Option<Side> {
        self.side(&self.gold.document, &self.found.gold)
    }

    pub fn of_predicted(&self) -> Option<Side> {
        self.side(self.predicted, &self.found.predicted)
    }

    fn side(&self, document: &Document, items: &[usize]) -> Option<Side> {
        let span = place(self.layer, document, items)?;
        let points = CodePoints::new(document.text());
        let lines = self.layer == Layer::Blocks;
        let (start, end) = if lines { (span.start(), span.end()) } else { points.span(span) };
        let joined = |of: fn(Layer, &Document, usize) -> String, between: &str| -> String {
            items.iter().map(|&at| of(self.layer, document, at)).collect::<Vec<_>>().join(between)
        };
        Some(Side { words: joined(text, " | "), line: joined(line, " | "), start, end })
    }

    /// The sentences around it, the gold's or else those that were found, or else the lines; nothing where the items
    /// are these themselves.
    pub fn sentence(&self) -> Option<&str> {
        let own = self.layer > Layer::Sentences;
        own.then(|| self.around()).flatten().map(|around| around.text(self.gold.document.text()))
    }

    /// Where the sentences around both sides stand in the text; of lines, which stand in none, nowhere.
    pub fn around(&self) -> Option<Span> {
        if self.layer == Layer::Blocks {
            return None;
        }
        let gold = &self.gold.document;
        let sides = [(gold, &self.found.gold), (self.predicted, &self.found.predicted)];
        let spans = sides.into_iter().filter_map(|(document, items)| place(self.layer, document, items));
        let whole = spans.reduce(hull)?;
        let sentences = [gold, self.predicted].into_iter().find(|document| !document.sentences.is_empty());
        let parts: Vec<Span> = match sentences {
            Some(document) => document.sentences.iter().map(|sentence| sentence.span).collect(),
            None => gold.kept().map(|block| block.1).collect(),
        };
        let touched = parts.into_iter().filter(|part| part.overlap(whole) > 0);
        Some(touched.fold(whole, hull))
    }
}

/// From where the first of two begins to where the last ends.
pub fn hull(a: Span, b: Span) -> Span {
    Span::new(a.start().min(b.start()), a.end().max(b.end()))
}
