//! Methods that read what they need when they are first asked.

use std::sync::{Arc, LazyLock};

use crate::document::Document;
use crate::method::{Method, Shared};

/// A method whose model is read when it is first asked: most runs need few of them.
pub struct AtFirstUse(LazyLock<Arc<dyn Method>, Make>);

/// Reads the model.
type Make = Box<dyn FnOnce() -> Arc<dyn Method> + Send>;

impl AtFirstUse {
    pub fn new(make: impl FnOnce() -> Arc<dyn Method> + Send + 'static) -> AtFirstUse {
        AtFirstUse(LazyLock::new(Box::new(make)))
    }
}

impl Method for AtFirstUse {
    fn fill(&self, document: &mut Document, shared: &mut Shared) {
        self.0.fill(document, shared);
    }
}
