//! Claims by a small neural encoder: a head for sources, one for cues and one for contents, and the
//! linker that says which belong together.

use std::collections::BTreeMap;
use std::ops::Range;

use anyhow::{Context, Result, anyhow};
use safetensors::tensor::{Dtype, SafeTensors};

use crate::claims::link::{Found, Spans};
use crate::claims::relation::Relation;
use crate::claims::view::View;
use crate::claims::{assemble, link};
use crate::document::{Document, Span};
use crate::learn::bert::{Neural, Scratch};
use crate::learn::crf::Lattice;
use crate::learn::crf::groups::Groups;
use crate::learn::crf::train::{Options, Watch};
use crate::learn::model::Tensor;
use crate::learner::{Example, Learner, Plan};
use crate::method::Method;
use crate::words::encoder::{BYTES, Mark, Models, SHIPPED, marks, tag};

/// The method with the model that is part of the program.
pub struct Shipped;

impl Method for Shipped {
    fn annotate(&self, document: &mut Document) {
        SHIPPED.annotate(document);
    }
}

impl Method for Models {
    fn annotate(&self, document: &mut Document) {
        let view = View::of(document);
        let spans = spans(&self.neural, document, &view, &mut Scratch::default());
        let mut drafts = Vec::new();
        for (mut relation, confidence) in self.linker.link(&view, &spans, &mut Lattice::default()) {
            relation.trim(&view);
            relation.drafts(&view, relation.head(&view), confidence, &mut drafts);
        }
        document.claims = assemble::claims(document, &view, drafts);
    }
}

/// What the encoder marks in `document`.
fn spans(neural: &Neural, document: &Document, view: &View, scratch: &mut Scratch) -> Spans {
    let tagged = tag(neural, document, scratch);
    let [mut sources, mut cues, contents] = [0, 1, 2].map(|head| seen(view, &marks(neural, &tagged, head)));
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
pub struct Trained;

impl Learner for Trained {
    fn groups(&self) -> &'static [&'static str] {
        link::GROUPS
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
        let file = plan.encoder.as_deref().context("the encoder's file")?;
        // Leaked, since the encoder reads its file where it lies; one a run.
        let neural = Neural::load(Vec::leak(file.to_vec())).map_err(|message| anyhow!(message))?;
        let groups = Groups::without(link::GROUPS, plan.without.iter().map(String::as_str));
        let (mut pairs, mut scratch) = (Vec::new(), Scratch::default());
        for example in examples {
            let view = View::of(&example.bare);
            let mut relations = Relation::all(&view, &example.gold);
            relations.retain(|relation| !relation.cue.is_empty());
            let spans = spans(&neural, &example.bare, &view, &mut scratch);
            link::pairs(&view, &relations, &spans, groups, &mut pairs);
        }
        let weights = link::train(pairs, &plan.options, watch)?;
        let linker = weights.tensors().map(|(name, tensor)| (format!("link.{name}"), tensor));
        let mut tensors: BTreeMap<String, Tensor> = linker.into();
        for (name, view) in SafeTensors::deserialize(file)?.tensors() {
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
        crate::sentences::rules::Rules.annotate(&mut document);
        let view = View::of(&document);
        let mut found = [2..5, 0..2, 4..9].map(|words| Found { words, likely: 0.5 });
        within_blocks(&view, &mut found);
        assert_eq!(found.map(|found| found.words), [2..3, 0..2, 4..9]);
    }
}
