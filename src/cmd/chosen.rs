//! Which method finds each layer, for the verbs that run them.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::choice::method;
use crate::document::Label;
use crate::method::Layer;
use crate::methods::{Methods, Row};
use crate::pipeline::Pipeline;

/// The method of each step; `saidso methods` lists them.
#[derive(clap::Args, Debug, Default)]
pub struct Chosen {
    /// How lines outside the running text are told; `saidso methods` lists the methods of each step
    #[arg(long, value_name = "METHOD", value_parser = method(Layer::Blocks))]
    pub blocks: Option<String>,
    /// How the text is cut into sentences
    #[arg(long, value_name = "METHOD", value_parser = method(Layer::Sentences))]
    pub sentences: Option<String>,
    /// How names, dates and numbers are found
    #[arg(long, value_name = "METHOD", value_parser = method(Layer::Entities))]
    pub entities: Option<String>,
    /// How claims are found: who said what
    #[arg(long, value_name = "METHOD", value_parser = method(Layer::Claims))]
    pub claims: Option<String>,
    /// A model that `saidso train` wrote, for its layer; may be given several times
    #[arg(long, value_name = "FILE")]
    pub model: Vec<PathBuf>,
    /// The rules in every step: several times faster; of claims they reach a whole overlap of 65 where the default
    /// has 67, of names 76 where it has 78 (the open test part, `saidso score`)
    #[arg(long, conflicts_with_all = ["blocks", "sentences", "entities", "claims", "model"])]
    pub fast: bool,
    /// Look for entities and claims in texts that are not English, too
    #[arg(long)]
    pub any_language: bool,
}

impl Chosen {
    /// The methods that are named, those of the models, and the defaults for the rest.
    ///
    /// # Errors
    /// When there is no such method, or a file is no model.
    pub fn pipeline(&self) -> Result<Pipeline> {
        let methods = Methods::builtin();
        let mut pipeline = Pipeline::of(&methods);
        let asked = [&self.blocks, &self.sentences, &self.entities, &self.claims];
        for (&(layer, name, _), method) in Layer::ALL.iter().zip(asked) {
            if let Some(method) = method {
                let row = methods.find(layer, method).with_context(|| format!("--{name}"))?;
                pipeline.set(row.clone());
            }
        }
        if self.fast {
            for (layer, ..) in Layer::ALL {
                pipeline.set(methods.find(*layer, "rules")?.clone());
            }
        }
        for row in models(&methods, &self.model)? {
            pipeline.set(row);
        }
        pipeline.any_language = self.any_language;
        Ok(pipeline)
    }
}

/// The methods with the models in `files`.
///
/// # Errors
/// When a file is no model.
pub fn models(methods: &Methods, files: &[PathBuf]) -> Result<Vec<Row>> {
    files.iter().map(|file| methods.load(file)).collect()
}
