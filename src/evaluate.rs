//! Every method on every gold document: what the scorer, the bench and the tests loop over.

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::document::{Document, Label};
use crate::exchange;
use crate::extract::{Layer, METHODS, Row};
use crate::gold::Labeled;
use crate::ingest::sha256;
use crate::normalize::normalize;
use crate::pipeline::Pipeline;
use crate::score::board::Entry;
use crate::score::{blocks, compare, label_pairs};

/// A gold document and which of its layers are labeled.
pub struct Gold {
    /// The document's id, unique in its set.
    pub name: String,
    pub document: Document,
    /// The same text without labels, for a method to fill.
    pub bare: Document,
    pub layers: Vec<Layer>,
    /// Measures that need a label which this gold lacks: "not labeled" is not "none".
    unlabeled: Vec<&'static str>,
}

impl Gold {
    /// A hand-labeled article: every layer is labeled.
    pub fn of(labeled: &Labeled) -> Gold {
        let mut bare = labeled.document.clone();
        bare.sentences.clear();
        bare.entities.clear();
        bare.claims.clear();
        let layers = Layer::ALL.iter().map(|row| row.0).collect();
        Gold {
            name: labeled.article.id.clone(),
            document: labeled.document.clone(),
            bare,
            layers,
            unlabeled: Vec::new(),
        }
    }

    /// A line of a corpus: the layers that it has.
    ///
    /// # Errors
    /// When a span or a label does not fit.
    pub fn of_record(record: &exchange::Record) -> Result<Gold> {
        let has = [record.sentences.is_some(), record.entities.is_some(), record.attributions.is_some()];
        let layers = Layer::ALL.iter().zip(has).filter(|(_, has)| *has).map(|(row, _)| row.0).collect();
        let bare = Document::plain(&record.doc_id, &record.text);
        let claims = record.attributions.as_deref().unwrap_or_default();
        let any = |has: fn(&exchange::Attribution) -> bool| claims.iter().any(has);
        let ids = record.entities.iter().flatten().any(|mention| mention.id.is_some());
        let needed = [
            (any(|claim| claim.voice.is_some()), &["voice", "nested", "author exact"][..]),
            (
                any(|claim| claim.quote.is_some()),
                &["quote", "content exact direct", "content exact indirect"][..],
            ),
            (any(|claim| claim.quote.is_some()), &["content exact mixed"][..]),
            (any(|claim| claim.act.is_some()), &["act"][..]),
            (any(|claim| claim.factuality.is_some()), &["factuality"][..]),
            (any(|claim| claim.source_id.is_some()), &["source_id"][..]),
            (ids, &["id", "b-cubed", "ceaf-e"][..]),
        ];
        let unlabeled = needed.into_iter().filter(|row| !row.0).flat_map(|row| row.1).copied().collect();
        Ok(Gold { name: record.doc_id.clone(), document: record.document()?, bare, layers, unlabeled })
    }
}

/// A method's recorded score, with the hash of the output that earned it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub layer: String,
    pub method: String,
    /// The measure of `f1`.
    pub measure: String,
    pub f1: Option<f64>,
    pub output_sha256: String,
}

/// The measure by which methods of `layer` are ranked.
pub fn headline(layer: Layer) -> &'static str {
    match layer {
        Layer::Sentences => "exact",
        Layer::Entities => "strict",
        Layer::Claims => "whole overlap",
    }
}

/// What `row`'s method, on top of the default methods of the layers before it, makes of `bare`.
pub fn predict(row: &'static Row, bare: &Document) -> Document {
    let mut document = bare.clone();
    Pipeline::with(row).annotate(&mut document, row.layer);
    document
}

/// The counts of every measure of `row`'s layer, document by document. `convert` puts a prediction
/// into the conventions of the gold.
pub fn entries(row: &'static Row, gold: &[Gold], convert: impl Fn(Document) -> Document) -> Vec<Entry> {
    let scored = gold.iter().filter(|gold| gold.layers.contains(&row.layer));
    let tallies = scored.flat_map(|gold| {
        let predicted = convert(predict(row, &gold.bare));
        let id = gold.name.clone();
        let counts = compare(row.layer, &gold.document, &predicted).into_iter();
        let labeled = counts.filter(|(measure, _)| !gold.unlabeled.contains(&measure.as_str()));
        labeled.map(move |(measure, counts)| Entry {
            layer: row.layer.name(),
            method: row.name.to_owned(),
            measure,
            document: id.clone(),
            counts,
        })
    });
    tallies.collect()
}

/// How well normalizing finds the kinds of the lines.
pub fn block_entries(labeled: &[Labeled]) -> Vec<Entry> {
    let tallies = labeled.iter().flat_map(|labeled| {
        let counts = blocks(&labeled.document, &normalize(&labeled.article)).into_iter();
        counts.map(|(measure, counts)| Entry {
            layer: "blocks",
            method: "rules".to_owned(),
            measure,
            document: labeled.article.id.clone(),
            counts,
        })
    });
    tallies.collect()
}

/// How `row`'s labels agree with the gold's on claims with the same content, label by label.
pub fn labels(row: &'static Row, gold: &[Gold], convert: impl Fn(Document) -> Document) -> Vec<Pair> {
    let scored = gold.iter().filter(|gold| gold.layers.contains(&row.layer));
    let pairs = scored.flat_map(|gold| {
        let pairs = label_pairs(&gold.document, &convert(predict(row, &gold.bare))).into_iter();
        pairs.filter(|pair| !gold.unlabeled.contains(&pair.0))
    });
    pairs.collect()
}

/// A label's name, its value in the gold, and a method's.
pub type Pair = (&'static str, String, String);

/// Every method of every labeled layer.
pub fn all_entries(gold: &[Gold], convert: impl Fn(Document) -> Document) -> Vec<Entry> {
    METHODS.iter().flat_map(|row| entries(row, gold, &convert)).collect()
}

/// SHA-256 of all that `row`'s method finds in `gold`: it changes when the output does, and only
/// then.
pub fn fingerprint(row: &'static Row, gold: &[Gold]) -> Result<String> {
    let wanted = [Layer::Sentences, Layer::Entities, Layer::Claims].map(|layer| layer == row.layer);
    let mut lines = Vec::new();
    for gold in gold {
        serde_json::to_writer(&mut lines, &exchange::Record::of(&predict(row, &gold.bare), wanted))?;
        lines.push(b'\n');
    }
    Ok(sha256(&lines))
}
