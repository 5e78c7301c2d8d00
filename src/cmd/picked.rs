//! The one method that a verb runs.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use super::choice::{any_method, choice};
use crate::document::Label;
use crate::method::Layer;
use crate::methods::{Methods, Row};

/// A method by layer and name, or by its model.
#[derive(clap::Args)]
pub struct Picked {
    /// The layer; that of the model, or else claims, if left out
    #[arg(long, value_parser = choice::<Layer>())]
    layer: Option<Layer>,
    /// A method of that layer; its default if left out
    #[arg(long, value_parser = any_method())]
    method: Option<String>,
    /// A model that `saidso train` wrote, instead of a method
    #[arg(long, value_name = "FILE", conflicts_with = "method")]
    model: Option<PathBuf>,
}

impl Picked {
    /// The method that is asked for.
    ///
    /// # Errors
    /// When there is no such method, or the file is no model for the layer.
    pub fn row(&self) -> Result<Row> {
        let methods = Methods::builtin();
        if let Some(file) = &self.model {
            let row = methods.load(file)?;
            ensure!(
                self.layer.is_none_or(|layer| layer == row.layer),
                "{}: a model for {}, not for --layer",
                file.display(),
                row.layer.name()
            );
            return Ok(row);
        }
        let layer = self.layer.unwrap_or(Layer::Claims);
        match &self.method {
            Some(method) => Ok(methods.find(layer, method).context("--method")?.clone()),
            None => Ok(methods.default(layer).clone()),
        }
    }
}
