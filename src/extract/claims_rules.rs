use super::Method;
use crate::document::Document;

pub struct Rules;

impl Method for Rules {
    fn annotate(&self, _document: &mut Document) {}
}
