//! Every method on every gold document: what the scorer, the bench and the tests loop over.

pub mod case;
pub mod group;
pub mod item;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::document::{Document, Label, Span};
use crate::exchange;
use crate::gold::Labeled;
use crate::method::{Layer, Shared};
use crate::methods::calibration::Group;
use crate::methods::{Methods, Row};
use crate::pipeline::Pipeline;
use crate::score::board::Entry;
use crate::score::errors::{Match, matches};
use crate::score::{Bins, ClaimLabel, LabelKind, Measure, compare, label_pairs, verdicts};
use crate::source::sha256;

/// A gold document and which of its layers are labeled.
pub struct Gold {
    /// The document's id, unique in its set.
    pub name: String,
    pub document: Document,
    /// The same text without labels, for a method to fill.
    pub bare: Document,
    pub layers: Vec<Layer>,
    /// Where the gold says nothing of what an entity is; predictions there are neither right nor wrong.
    pub ignored: Vec<Span>,
    /// What is labeled beside spans and types: "not labeled" is not "none".
    pub labels: Vec<LabelKind>,
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
            ignored: Vec::new(),
            labels: LabelKind::all(),
        }
    }

    /// A line of a corpus: the layers that it has.
    ///
    /// # Errors
    /// When a span or a label does not fit.
    pub fn of_record(record: &exchange::Record) -> Result<Gold> {
        let has = [record.sentences.is_some(), record.entities.is_some(), record.attributions.is_some()];
        let labels = [Layer::Sentences, Layer::Entities, Layer::Claims];
        let layers = labels.into_iter().zip(has).filter(|(_, has)| *has).map(|row| row.0).collect();
        Ok(Gold {
            name: record.doc_id.clone(),
            document: record.document()?,
            bare: record.bare_document()?,
            layers,
            ignored: Vec::new(),
            labels: kinds(record.states()),
        })
    }
}

impl Gold {
    /// Whether the gold has the labels that `measure` needs.
    pub fn has(&self, measure: Measure) -> bool {
        measure.needs().iter().all(|kind| self.labels.contains(kind))
    }
}

/// What is stated, as measures ask for it.
pub fn kinds(stated: exchange::Stated) -> Vec<LabelKind> {
    let rows = [
        (LabelKind::Claim(ClaimLabel::Voice), stated.voice),
        (LabelKind::Claim(ClaimLabel::Quote), stated.quote),
        (LabelKind::Claim(ClaimLabel::Act), stated.act),
        (LabelKind::Claim(ClaimLabel::Factuality), stated.factuality),
        (LabelKind::Claim(ClaimLabel::SourceIds), stated.source_ids),
        // Who labels voices labels nesting, too, by our scheme; that a claim is nested in none is not written.
        (LabelKind::Claim(ClaimLabel::Nested), stated.nested || stated.voice),
        (LabelKind::EntityId, stated.entity_id),
    ];
    rows.into_iter().filter(|row| row.1).map(|row| row.0).collect()
}

/// A method's recorded score, with the hash of the output that earned it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub layer: String,
    pub method: String,
    /// The measure of `f1`.
    pub measure: Measure,
    pub f1: Option<f64>,
    pub output_sha256: String,
}

/// The measure by which methods of `layer` are ranked.
pub fn headline(layer: Layer) -> Measure {
    match layer {
        Layer::Blocks => Measure::Kind(None),
        Layer::Sentences => Measure::Exact,
        Layer::Entities => Measure::Strict(None),
        Layer::Claims => Measure::WholeOverlap,
    }
}

/// What `row`'s method, on top of the default methods of the layers before it, makes of `bare`.
pub fn predict(row: &Row, bare: &Document) -> Document {
    let mut document = if row.layer == Layer::Blocks { bare.unread() } else { bare.clone() };
    Pipeline::with(row).annotate(&mut document, row.layer);
    document
}

/// The same with `row`'s own confidences, as they are before what they are worth is looked up.
pub fn predict_uncalibrated(row: &Row, bare: &Document) -> Document {
    let mut document = if row.layer == Layer::Blocks { bare.unread() } else { bare.clone() };
    if let Some(below) = Layer::ALL.iter().map(|layer| layer.0).rfind(|layer| *layer < row.layer) {
        Pipeline::default().annotate(&mut document, below);
    }
    row.annotate_uncalibrated(&mut document, &mut Shared::default());
    document
}

/// What is scored: a name, a layer, and what was found in each gold document.
pub struct Run {
    pub layer: Layer,
    pub name: String,
    /// One for each gold document in which the layer is labeled, in order.
    pub predicted: Vec<Document>,
    /// The labels that it gives; measures that need others say nothing of it.
    pub states: Vec<LabelKind>,
    /// SHA-256 of the model that found it, where one did and is known.
    pub model: Option<String>,
}

/// `row`'s method on `gold`. `convert` puts a prediction into the conventions of the gold.
pub fn run(row: &Row, gold: &[Gold], convert: impl Fn(&Gold, Document) -> Document) -> Run {
    let labeled = gold.iter().filter(|gold| gold.layers.contains(&row.layer));
    let predicted = labeled.map(|gold| convert(gold, predict(row, &gold.bare)));
    Run { model: row.model.clone(), ..Run::new(row.layer, &row.name, predicted.collect()) }
}

impl Run {
    /// What a method found that states every label.
    pub fn new(layer: Layer, name: &str, predicted: Vec<Document>) -> Run {
        Run { layer, name: name.to_owned(), predicted, states: LabelKind::all(), model: None }
    }

    /// Whether it gives the labels that `measure` needs.
    pub fn has(&self, measure: Measure) -> bool {
        measure.needs().iter().all(|kind| self.states.contains(kind))
    }

    fn pairs<'a>(&'a self, gold: &'a [Gold]) -> impl Iterator<Item = (&'a Gold, &'a Document)> {
        gold.iter().filter(|gold| gold.layers.contains(&self.layer)).zip(&self.predicted)
    }

    /// The counts of every labeled measure of the layer, document by document.
    pub fn entries(&self, gold: &[Gold]) -> Vec<Entry> {
        let tallies = self.pairs(gold).flat_map(|(gold, predicted)| {
            let counts = compare(self.layer, &gold.document, predicted).into_iter();
            let labeled = counts.filter(|(measure, _)| gold.has(*measure) && self.has(*measure));
            labeled.map(move |(measure, counts)| Entry {
                layer: self.layer.into(),
                method: self.name.clone(),
                measure,
                document: gold.name.clone(),
                counts,
            })
        });
        tallies.collect()
    }

    /// How confident it was and how often right, for each labeled document; nothing where no
    /// confidence was stated, so that all are 1, as in gold.
    pub fn bins(&self, gold: &[Gold]) -> Vec<(String, Bins)> {
        let judged = self.pairs(gold).map(|(gold, predicted)| (gold, judged(self.layer, gold, predicted)));
        let judged: Vec<_> = judged.collect();
        let stated = judged.iter().flat_map(|(_, items)| items).any(|item| item.1 != 1.0);
        let bins = judged.into_iter().filter(|_| stated).map(|(gold, items)| {
            let mut bins = Bins::default();
            items.into_iter().for_each(|(_, confidence, right)| bins.add(confidence, right));
            (gold.name.clone(), bins)
        });
        bins.collect()
    }

    /// What belongs together in each labeled document, and what is wrong about it.
    pub fn matches<'a>(&'a self, gold: &'a [Gold]) -> Vec<(&'a Gold, &'a Document, Vec<Match>)> {
        let pairs = self.pairs(gold).map(|(gold, predicted)| {
            let both = gold.labels.iter().copied().filter(|label| self.states.contains(label));
            let labels: Vec<LabelKind> = both.collect();
            (gold, predicted, matches(self.layer, &gold.document, predicted, &labels))
        });
        pairs.collect()
    }

    /// The labels of claims with the same content: (label, gold value, predicted value).
    pub fn labels(&self, gold: &[Gold]) -> Vec<(ClaimLabel, String, String)> {
        if self.layer != Layer::Claims {
            return Vec::new();
        }
        let pairs = self.pairs(gold).flat_map(|(gold, predicted)| {
            let pairs = label_pairs(&gold.document, predicted).into_iter();
            let measure = |label| Measure::Label(label);
            pairs.filter(move |pair| gold.has(measure(pair.0)) && self.has(measure(pair.0)))
        });
        pairs.collect()
    }
}

/// What was found in `predicted`: to which group it belongs, its confidence, and whether it is right
/// ([`verdicts`]). Claims of the author are left out where the gold does not label them.
pub fn judged(layer: Layer, gold: &Gold, predicted: &Document) -> Vec<(Group, f32, bool)> {
    let found = verdicts(layer, &gold.document, predicted).into_iter().map(|(at, right)| {
        let (group, confidence) = match layer {
            Layer::Claims => (Group::of_claim(predicted.claims[at].voice), predicted.claims[at].confidence),
            _ => (Group::of_entity(predicted.entities[at].kind), predicted.entities[at].confidence),
        };
        (group, confidence, right)
    });
    found.filter(|item| item.0 != Group::Author || gold.has(Measure::AuthorExact)).collect()
}

/// Every one of `methods` on the gold.
pub fn runs(methods: &Methods, gold: &[Gold], convert: impl Fn(&Gold, Document) -> Document) -> Vec<Run> {
    methods.rows().iter().map(|row| run(row, gold, &convert)).collect()
}

/// The entries of every method of every labeled layer.
pub fn all_entries(methods: &Methods, gold: &[Gold]) -> Vec<Entry> {
    runs(methods, gold, |_, document| document).iter().flat_map(|run| run.entries(gold)).collect()
}

/// SHA-256 of all that `row`'s method finds in `gold`: it changes when the output does, and only
/// then.
pub fn fingerprint(row: &Row, gold: &[Gold]) -> Result<String> {
    let wanted = [Layer::Sentences, Layer::Entities, Layer::Claims].map(|layer| layer == row.layer);
    let mut lines = Vec::new();
    for gold in gold {
        let found = predict(row, &gold.bare);
        let kinds =
            found.blocks().iter().map(|block| block.kind.name()).filter(|_| row.layer == Layer::Blocks);
        lines.extend(kinds.collect::<Vec<_>>().join(" ").bytes());
        serde_json::to_writer(&mut lines, &exchange::Record::of(&found, wanted))?;
        lines.push(b'\n');
    }
    Ok(sha256(&lines))
}
