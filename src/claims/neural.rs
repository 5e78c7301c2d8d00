//! Claims by a small neural encoder: a head for sources, one for cues and one for contents, and the
//! linker that says which belong together.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use anyhow::{Context, Result};
use safetensors::tensor::Dtype;

use crate::claims::assemble;
use crate::claims::link::{self, Found, Linker, Spans};
use crate::claims::relation::Relation;
use crate::claims::view::View;
use crate::document::{Document, Span};
use crate::learn::crf::Lattice;
use crate::learn::crf::groups::Groups;
use crate::learn::crf::train::{Options, Watch};
use crate::learn::model::{Model, Tensor};
use crate::learn::tensors::Tensors;
use crate::learner::{Example, Learned, Learner, Plan};
use crate::method::{Method, Shared};
use crate::words::encoder::{Encoder, Mark};

/// The encoder, and the linker that was trained on what it finds.
pub struct Models {
    pub encoder: Encoder,
    linker: Linker,
}

impl Models {
    /// # Errors
    /// When the file is no such model, of another version, or damaged.
    pub fn read(file: &[u8]) -> Result<Models> {
        let model = Model::read(file, "claims", "neural")?;
        Ok(Models { encoder: Encoder::read(&model.tensors)?, linker: Linker::read(&model)? })
    }
}

impl Method for Models {
    fn fill(&self, document: &mut Document, shared: &mut Shared) {
        let view = View::shared(document, shared);
        let spans = spans(&self.encoder, document, &view, shared);
        let mut drafts = Vec::new();
        for (mut relation, confidence) in self.linker.link(&view, &spans, &mut Lattice::default()) {
            relation.trim(&view);
            relation.drafts(&view, relation.head(&view), confidence, &mut drafts);
        }
        document.claims = assemble::claims(document, &view, drafts);
    }
}

/// What the encoder marks in `document`.
fn spans(encoder: &Encoder, document: &Document, view: &View, shared: &mut Shared) -> Spans {
    let marked = encoder.see(document, shared);
    let [mut sources, mut cues, contents] = [0, 1, 2].map(|head| seen(view, &marked.marks(head)));
    within_blocks(view, &mut sources);
    within_blocks(view, &mut cues);
    Spans { sources, cues, contents }
}

/// The marks in words of the view, in text order; of two that these words do not keep apart, the first.
fn seen(view: &View, marks: &[Mark]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::with_capacity(marks.len());
    for mark in marks {
        let words = touched(view, mark.span);
        let after = found.last().map_or(0, |last| last.words.end);
        if words.start >= after && !words.is_empty() {
            found.push(Found { words, likely: mark.probability });
        }
    }
    found
}

/// Cuts what was found at the ends of its blocks; only contents go on in the next.
fn within_blocks(view: &View, found: &mut [Found]) {
    for Found { words, .. } in found {
        let own = view.sentences.partition_point(|sentence| sentence.end <= words.start);
        let after = view.sentences.iter().zip(&view.opens_block).skip(own + 1);
        let block = after.take_while(|(sentence, _)| sentence.start < words.end).find(|(_, opens)| **opens);
        if let Some((sentence, _)) = block {
            words.end = sentence.start;
        }
    }
}

/// The words that `span` touches: the encoder cuts some words finer.
fn touched(view: &View, span: Span) -> Range<usize> {
    let from = view.words.partition_point(|word| word.end <= span.start());
    let to = view.words.partition_point(|word| word.start < span.end());
    from..to.max(from)
}

/// Trains the linker; the encoder is trained by `scripts/train_neural.py`, whose file the plan gives.
pub struct Trained {
    /// The file whose encoder is taken where the plan gives none.
    pub encoder: &'static [u8],
}

impl Learner for Trained {
    fn groups(&self) -> &'static [&'static str] {
        link::GROUPS
    }

    fn encoder(&self) -> Option<&'static [u8]> {
        Some(self.encoder)
    }

    fn options(&self) -> Options {
        Options { epochs: 8, least: 2, ease: 10.0, ..Options::default() }
    }

    fn learn(&self, examples: &[Example], plan: &Plan, watch: &mut dyn Watch) -> Result<Learned> {
        let file = Tensors::read(plan.encoder.as_deref().context("the encoder's file")?)?;
        let encoder = Encoder::read(&file)?;
        let groups = Groups::without(link::GROUPS, plan.without.iter().map(String::as_str));
        let mut pairs = Vec::new();
        for example in examples {
            let view = View::of(&example.bare);
            let mut relations = Relation::all(&view, &example.gold);
            relations.retain(|relation| !relation.cue.is_empty());
            let spans = spans(&encoder, &example.bare, &view, &mut Shared::default());
            link::pairs(&view, &relations, &spans, groups, &mut pairs);
        }
        let weights = link::train(pairs, &plan.options, watch)?;
        let linker = weights.tensors().map(|(name, tensor)| (format!("link.{name}"), tensor));
        let mut tensors: BTreeMap<String, Tensor> = linker.into();
        for (name, view) in file.named() {
            let known = matches!(view.dtype(), Dtype::I8 | Dtype::U8 | Dtype::F32);
            if known && !name.starts_with("link.") {
                let (dtype, shape, bytes) = (view.dtype(), view.shape().to_vec(), view.data().to_vec());
                tensors.insert(name, Tensor { dtype, shape, bytes });
            }
        }
        Ok(tensors.into())
    }

    fn load(&self, file: &[u8]) -> Result<Arc<dyn Method>> {
        Ok(Arc::new(Models::read(file)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cue_over_a_line_break_ends_with_the_line() {
        let mut document = Document::plain("t", "The mayor said\nyes to it. He left.");
        crate::sentences::rules::Rules.annotate(&mut document);
        let view = View::of(&document);
        let mut found = [2..5, 0..2, 4..9].map(|words| Found { words, likely: 0.5 });
        within_blocks(&view, &mut found);
        assert_eq!(found.map(|found| found.words), [2..3, 0..2, 4..9]);
    }
}
