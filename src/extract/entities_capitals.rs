use super::Method;
use crate::document::Document;

pub struct Capitals;

impl Method for Capitals {
    fn annotate(&self, _document: &mut Document) {}
}
