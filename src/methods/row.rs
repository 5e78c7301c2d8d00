//! A row of the table of methods.

use std::sync::Arc;

use crate::document::Document;
use crate::learner::Learner;
use crate::method::{Layer, Method, Shared};
use crate::methods::calibration::Worth;

/// A method with its name in its layer.
#[derive(Clone)]
pub struct Row {
    pub layer: Layer,
    /// Unique within its layer.
    pub name: String,
    /// One line: what it does and from which source.
    pub about: String,
    /// How its model is trained, if it has one.
    pub learner: Option<Arc<dyn Learner>>,
    /// SHA-256 of its model's header and tensors, if it has one.
    pub model: Option<String>,
    pub(super) method: Arc<dyn Method>,
    pub(super) worth: Worth,
}

impl Row {
    /// A method without a model, whose confidences stand as they are.
    pub fn new(layer: Layer, name: &str, about: &str, method: Arc<dyn Method>) -> Row {
        let (name, about) = (name.to_owned(), about.to_owned());
        Row { layer, name, about, learner: None, model: None, method, worth: Worth::default() }
    }

    /// Fills the method's layer; confidences are probabilities where it is known what the method's
    /// own are worth ([`crate::methods::calibration`]).
    pub fn annotate(&self, document: &mut Document, shared: &mut Shared) {
        self.method.fill(document, shared);
        self.worth.apply(self.layer, document);
    }

    /// The same with the method's own confidences, for measuring what they are worth.
    pub fn annotate_uncalibrated(&self, document: &mut Document, shared: &mut Shared) {
        self.method.fill(document, shared);
    }
}
