use super::Method;
use crate::document::Document;

pub struct Quotes;

impl Method for Quotes {
    fn annotate(&self, _document: &mut Document) {}
}
