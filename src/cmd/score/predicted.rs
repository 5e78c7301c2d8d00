//! Other tools' predictions.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow};
use serde::Serialize;

use crate::cmd::names::names;
use crate::document::{Document, Label};
use crate::evaluate::{Gold, Run, kinds};
use crate::exchange::{self, Record, Stated};
use crate::hint::Hint;
use crate::method::Layer;
use crate::source::sha256;

/// A file of predictions, as the signature names it.
#[derive(Serialize)]
pub struct Predicted {
    pub method: String,
    pub file: String,
    pub sha256: String,
    #[serde(skip)]
    pub runs: Vec<Run>,
}

/// What the files at `paths` say of the gold's documents, each under a name of its own.
/// `convert` puts a prediction into the conventions of the gold.
///
/// # Errors
/// When a file cannot be read, does not fit the gold, or was given twice, by whatever path.
pub fn predictions(
    paths: &[PathBuf],
    gold: &[Gold],
    convert: impl Fn(&Gold, Document) -> Document,
) -> Result<Vec<Predicted>> {
    let mut files: Vec<Predicted> = Vec::new();
    for (path, method) in paths.iter().zip(names(paths)) {
        let file = path.display().to_string();
        let bytes = fs::read(path)
            .with_context(|| file.clone())
            .hint("give --predicted a file of JSON Lines, as `saidso extract` writes it")?;
        let sha256 = sha256(&bytes);
        if let Some(twice) = files.iter().find(|other| other.sha256 == sha256) {
            return Err(anyhow!("{file}: the very same predictions as {}", twice.file))
                .hint("give each file once; twice it would count as two methods that agree");
        }
        let runs = runs(&file, &method, &bytes, gold, &convert)?;
        files.push(Predicted { method, file, sha256, runs });
    }
    Ok(files)
}

/// One run for each layer that both the file and the gold have.
fn runs(
    file: &str,
    method: &str,
    bytes: &[u8],
    gold: &[Gold],
    convert: impl Fn(&Gold, Document) -> Document,
) -> Result<Vec<Run>> {
    let records = records(file, bytes)?;
    // What no line states was not predicted: the defaults that are filled in are nobody's answer.
    let stated = records.values().fold(Stated::default(), |all, (_, record)| all | record.states());
    let mut runs = Vec::new();
    for &(layer, ..) in Layer::ALL {
        let (mut predicted, mut labeled, mut silent) = (Vec::new(), false, None);
        for gold in gold.iter().filter(|gold| gold.layers.contains(&layer)) {
            let (line, record) = of(&records, file, gold)?;
            labeled |= has(record, layer);
            silent = silent.or((!has(record, layer)).then_some(line));
            let document = record.document().with_context(|| format!("{file}:{line} ({})", record.doc_id));
            let document = document.hint("offsets are Unicode code points into text")?;
            predicted.push(convert(gold, document));
        }
        if let Some(line) = silent.filter(|_| labeled) {
            return Err(anyhow!("{file}:{line}: no {}, which other lines have", layer.name()))
                .hint("an empty list says that nothing was found");
        }
        if labeled {
            runs.push(Run { states: kinds(stated), ..Run::new(layer, method, predicted) });
        }
    }
    if runs.is_empty() {
        let has = |layer: &Layer| gold.iter().any(|gold| gold.layers.contains(layer));
        let layers: Vec<&str> = Layer::ALL.iter().filter(|row| has(&row.0)).map(|row| row.1).collect();
        return Err(anyhow!(
            "{file}: it predicts nothing of what is labeled in the gold ({})",
            layers.join(", ")
        ))
        .hint("an empty list says that nothing was found; a layer that is missing, that nothing was tried");
    }
    Ok(runs)
}

/// The lines of a file by document, each with its number.
fn records(file: &str, bytes: &[u8]) -> Result<HashMap<String, (usize, Record)>> {
    let mut found: HashMap<String, (usize, Record)> = HashMap::new();
    for (at, record) in exchange::read(file, bytes)?.into_iter().enumerate() {
        // A corpus that several people labeled has a text several times, so a prediction may, too.
        if let Some((_, twice)) = found.get(&record.doc_id)
            && *twice != record
        {
            return Err(anyhow!("{file}:{}: document {} stands twice", at + 1, record.doc_id))
                .hint("one prediction for each document");
        }
        found.insert(record.doc_id.clone(), (at + 1, record));
    }
    Ok(found)
}

/// The prediction for `gold`, with its line.
fn of<'r>(
    records: &'r HashMap<String, (usize, Record)>,
    file: &str,
    gold: &Gold,
) -> Result<&'r (usize, Record)> {
    let id = gold.document.id();
    let found = records
        .get(id)
        .ok_or_else(|| anyhow!("{file}: no line for document {id}"))
        .hint("predict something for every document of the gold, even if it is empty lists")?;
    if found.1.text != gold.document.text() {
        return Err(anyhow!("{file}:{} ({id}): its text is not the gold's", found.0))
            .hint("offsets mean nothing on another text; run the method on the gold's own");
    }
    Ok(found)
}

fn has(record: &Record, layer: Layer) -> bool {
    match layer {
        // A record has the kept lines alone.
        Layer::Blocks => false,
        Layer::Sentences => record.sentences.is_some(),
        Layer::Entities => record.entities.is_some(),
        Layer::Claims => record.attributions.is_some(),
    }
}
