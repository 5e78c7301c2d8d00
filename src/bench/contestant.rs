//! What takes part in a bench.

use std::path::Path;

use anyhow::{Context, Result};

use super::own::{NOTHING, nothing};
use super::spec::{Method, Spec};
use crate::document::Label;
use crate::method::Layer;
use crate::methods::{Methods, Row};

/// A method, and the layers that are asked of it.
pub struct Contestant {
    pub method: String,
    pub layers: Vec<Layer>,
    pub how: How,
    /// What is said of how it is asked, which names no path of this machine.
    pub shown: String,
}

/// How it is asked.
pub enum How {
    /// A line for the shell, or the address of a service.
    Outside(String),
    /// In this process.
    Inside(Box<Row>),
}

/// Those of `spec`; `program` is this one, which is started for its own methods. Each of its own is one of a layer; a program
/// of somebody's may find several in one go.
///
/// # Errors
/// When there is no such method, or its model cannot be read.
pub fn contestants(spec: &Spec, program: &Path) -> Result<Vec<Contestant>> {
    let methods = Methods::builtin();
    let mut all = Vec::new();
    for own in &spec.methods {
        if let Some(command) = &own.command {
            let how = How::Outside(command.clone());
            let (method, layers) = (own.name.clone(), own.layers.clone());
            all.push(Contestant { method, layers, how, shown: command.clone() });
            continue;
        }
        for &layer in &own.layers {
            let (how, shown) = if own.inside {
                inside(&methods, own, layer)?
            } else {
                piped(&methods, own, layer, program)?
            };
            all.push(Contestant { method: own.name.clone(), layers: vec![layer], how, shown });
        }
    }
    Ok(all)
}

/// One of our own, or the one that finds nothing, in this process.
fn inside(methods: &Methods, own: &Method, layer: Layer) -> Result<(How, String)> {
    let row = match &own.model {
        Some(model) => methods.load(model)?,
        None if own.named() == NOTHING => nothing(layer),
        None => methods.find(layer, own.named()).context("[[method]]")?.clone(),
    };
    let shown = format!("inside: {} of {}", own.named(), layer.name());
    Ok((How::Inside(Box::new(row)), shown))
}

/// One of our own, as a program.
fn piped(methods: &Methods, own: &Method, layer: Layer, program: &Path) -> Result<(How, String)> {
    let (option, shown) = match &own.model {
        Some(model) => {
            methods.load(model)?;
            (quoted(model), model.display().to_string())
        }
        None => {
            methods.find(layer, own.named()).context("[[method]]")?;
            (own.named().to_owned(), own.named().to_owned())
        }
    };
    let kind = if own.model.is_some() { "model" } else { "method" };
    let line =
        |program: &str, value: &str| format!("{program} serve --layer {} --{kind} {value}", layer.name());
    Ok((How::Outside(line(&quoted(program), &option)), line("saidso", &shown)))
}

/// A path as one word for the shell.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    if cfg!(windows) { format!("\"{path}\"") } else { format!("'{}'", path.replace('\'', r"'\''")) }
}
