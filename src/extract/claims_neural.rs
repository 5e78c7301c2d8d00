//! Claims by a small neural encoder: a head for sources, one for cues and one for contents, and the
//! linker that says which belong together.

use std::collections::BTreeMap;
use std::ops::Range;

use anyhow::{Context, Result};
use safetensors::tensor::{Dtype, SafeTensors};

use super::Method;
use super::claims::draft;
use super::claims::link::{self, Spans};
use super::claims::relation::Relation;
use super::claims::view::View;
use super::learn::{Example, Learner, Plan};
use super::neural::{BYTES, Mark, Models, SHIPPED, marks};
use crate::crf::Lattice;
use crate::crf::train::{Options, Watch};
use crate::document::{Document, Span};
use crate::model::Tensor;
use crate::neural::Scratch;

/// The method with the model that is part of the program.
pub struct Shipped;

impl Method for Shipped {
    fn annotate(&self, document: &mut Document) {
        SHIPPED.annotate(document);
    }
}

impl Method for Models {
    fn annotate(&self, document: &mut Document) {
        let mut scratch = Scratch::default();
        let tagged = self.tag(document, &mut scratch);
        let view = View::of(document);
        let [mut sources, mut cues, contents] =
            [0, 1, 2].map(|head| seen(&view, &marks(self, &tagged, head)));
        within_blocks(&view, &mut sources);
        within_blocks(&view, &mut cues);
        let ranges = |marks: &[(Range<usize>, f32)]| marks.iter().map(|mark| mark.0.clone()).collect();
        let spans = Spans { sources: ranges(&sources), cues: ranges(&cues), contents: ranges(&contents) };
        let mut drafts = Vec::new();
        for (mut relation, likely) in self.linker.link(&view, &spans, &mut Lattice::default()) {
            let sure = |marks: &[(Range<usize>, f32)], part: Option<&Range<usize>>| {
                let place =
                    |part: &Range<usize>| marks.binary_search_by_key(&part.start, |mark| mark.0.start);
                part.and_then(|part| place(part).ok()).map_or(1.0, |at| marks[at].1)
            };
            let confidence = likely
                * sure(&cues, relation.cue.first())
                * sure(&contents, relation.content.first())
                * sure(&sources, relation.source.first());
            relation.trim(&view);
            relation.drafts(&view, relation.head(&view), confidence, &mut drafts);
        }
        document.claims = draft::claims(document, &view, drafts);
    }
}

/// The marks as word ranges, each with its probability, in text order; of two that the words of the
/// view do not keep apart, the first.
fn seen(view: &View, marks: &[Mark]) -> Vec<(Range<usize>, f32)> {
    let mut found: Vec<(Range<usize>, f32)> = Vec::with_capacity(marks.len());
    for mark in marks {
        let range = touched(view, mark.span);
        let after = found.last().map_or(0, |last| last.0.end);
        if range.start >= after && !range.is_empty() {
            found.push((range, mark.probability));
        }
    }
    found
}

/// Cuts the marks at the ends of their blocks; only contents go on in the next.
fn within_blocks(view: &View, marks: &mut [(Range<usize>, f32)]) {
    for (range, _) in marks {
        let own = view.sentences.partition_point(|sentence| sentence.end <= range.start);
        let after = view.sentences.iter().zip(&view.opens_block).skip(own + 1);
        let block = after.take_while(|(sentence, _)| sentence.start < range.end).find(|(_, opens)| **opens);
        if let Some((sentence, _)) = block {
            range.end = sentence.start;
        }
    }
}

/// The words that `span` touches: the encoder cuts some words finer.
fn touched(view: &View, span: Span) -> Range<usize> {
    let from = view.words.partition_point(|word| word.end <= span.start());
    let to = view.words.partition_point(|word| word.start < span.end());
    from..to.max(from)
}

/// Not a group of features but of examples: those in which a cue is missing.
const UNSEEN: &str = "unseen";

/// Trains the linker; the encoder is trained by `scripts/train_neural.py`, whose file the plan gives.
pub struct Trained;

impl Learner for Trained {
    fn groups(&self) -> &'static [&'static str] {
        &[UNSEEN]
    }

    fn encoder(&self) -> Option<&'static [u8]> {
        Some(BYTES)
    }

    fn options(&self) -> Options {
        Options { epochs: 8, least: 2, ease: 10.0, ..Options::default() }
    }

    fn learn(
        &self,
        examples: &[Example],
        plan: &Plan,
        watch: &mut dyn Watch,
    ) -> Result<BTreeMap<String, Tensor>> {
        let unseen = !plan.without.iter().any(|group| group == UNSEEN);
        let mut pairs = Vec::new();
        for example in examples {
            let view = View::of(&example.bare);
            let mut relations = Relation::all(&view, &example.gold);
            relations.retain(|relation| !relation.cue.is_empty());
            link::pairs(&view, &relations, unseen, &mut pairs);
        }
        let weights = link::train(pairs, &plan.options, watch)?;
        let linker = weights.tensors().map(|(name, tensor)| (format!("link.{name}"), tensor));
        let mut tensors: BTreeMap<String, Tensor> = linker.into();
        let encoder = plan.encoder.as_deref().map(SafeTensors::deserialize).transpose();
        for (name, view) in encoder.context("the encoder's file")?.iter().flat_map(SafeTensors::tensors) {
            let known = matches!(view.dtype(), Dtype::I8 | Dtype::U8 | Dtype::F32);
            if known && !name.starts_with("link.") {
                let (dtype, shape, bytes) = (view.dtype(), view.shape().to_vec(), view.data().to_vec());
                tensors.insert(name, Tensor { dtype, shape, bytes });
            }
        }
        Ok(tensors)
    }

    fn load(&self, bytes: &'static [u8]) -> Result<Box<dyn Method>> {
        Ok(Box::new(Models::read(bytes)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cue_over_a_line_break_ends_with_the_line() {
        let mut document = Document::plain("t", "The mayor said\nyes to it. He left.");
        crate::extract::sentences_rules::Rules.annotate(&mut document);
        let view = View::of(&document);
        let mut marks = [(2..5, 0.5), (0..2, 0.5), (4..9, 0.5)];
        within_blocks(&view, &mut marks);
        assert_eq!(marks.map(|mark| mark.0), [2..3, 0..2, 4..9]);
    }
}
