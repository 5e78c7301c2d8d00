//! What a method that learns has beside [`Method`]: how its model comes out of labeled documents.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;

use crate::document::Document;
use crate::learn::bert;
use crate::learn::crf::train::{Options, Watch};
use crate::learn::model::{Tensor, WITHOUT};
use crate::learn::tensors::Tensors;
use crate::method::Method;

/// A labeled document.
pub struct Example {
    /// The layers below the one to learn, as the default methods find them.
    pub bare: Document,
    pub gold: Document,
}

/// How to train.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub options: Options,
    /// Feature groups that are left out, to see what they are worth.
    pub without: Vec<String>,
    /// The file of a pretrained part that is taken as it is, for methods that have one.
    pub encoder: Option<Vec<u8>>,
}

impl Plan {
    /// The plan as it stands in the model's header.
    pub fn described(&self) -> BTreeMap<String, String> {
        let Options { epochs, rate, l2, least, ease, dropout, seed } = &self.options;
        let mut all: BTreeMap<String, String> = [
            ("epochs", epochs.to_string()),
            ("rate", rate.to_string()),
            ("l2", l2.to_string()),
            ("least", least.to_string()),
            ("ease", ease.to_string()),
            ("seed", seed.to_string()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        if *dropout > 0.0 {
            all.insert("dropout".to_owned(), dropout.to_string());
        }
        if !self.without.is_empty() {
            all.insert(WITHOUT.to_owned(), self.without.join(" "));
        }
        if let Some(described) = self.encoder.as_deref().and_then(described) {
            all.insert("encoder".to_owned(), described);
        }
        all
    }
}

/// What an encoder's file says of itself.
fn described(file: &[u8]) -> Option<String> {
    Some(bert::description(Tensors::read(file).ok()?.metadata.get("saidso")?))
}

/// Learns a method's model.
pub trait Learner: Send + Sync {
    /// The feature groups that a plan can leave out.
    fn groups(&self) -> &'static [&'static str];

    /// The pretrained part that is taken where no other is given.
    fn encoder(&self) -> Option<&'static [u8]> {
        None
    }

    /// What has proven right for this method.
    fn options(&self) -> Options {
        Options::default()
    }

    /// The tensors of the model; the same for the same examples and plan, on any number of threads.
    ///
    /// # Errors
    /// When `watch` cannot keep the state.
    fn learn(
        &self,
        examples: &[Example],
        plan: &Plan,
        watch: &mut dyn Watch,
    ) -> Result<BTreeMap<String, Tensor>>;

    /// The method with the model in `file`.
    ///
    /// # Errors
    /// When it is no model of this method, of another version, or damaged.
    fn load(&self, file: &[u8]) -> Result<Arc<dyn Method>>;
}
