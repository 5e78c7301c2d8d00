//! Training of both models from labeled documents.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use anyhow::{Context, Result};
use safetensors::tensor::Dtype;

use crate::claims::crf::features::{Atoms, CONTENT, CUE, FAR, GROUPS, SOURCE};
use crate::claims::crf::hints;
use crate::claims::crf::labels::{
    AFTER, BEGIN_CONTENT, BEGIN_CUE, BEGIN_SOURCE, INSIDE_CONTENT, INSIDE_SOURCE, LAST_CONTENT, OUTSIDE,
    PARTS, ROLES,
};
use crate::claims::crf::tag::Models;
use crate::claims::relation::Relation;
use crate::claims::view::View;
use crate::learn::crf::groups::Groups;
use crate::learn::crf::rows::{Steps, table};
use crate::learn::crf::sequence::Sequence;
use crate::learn::crf::train::{Options, Watch, fit};
use crate::learn::model::Tensor;
use crate::learn::tensors::Tensors;
use crate::learner::{Example, Learned, Learner, Plan};
use crate::method::{Method, Shared};
use crate::words::encoder::Encoder;

/// By how much a cue is made likelier; set on PolNeAR dev.
const FAVOUR: f32 = 1.1;

/// Rows of a table: as many as fit into 2 MiB, two of which lie side by side for what is seen of a word
/// alone. The second model has a table more.
const MOST: usize = 196_000;

/// How the models are trained.
pub struct Trained {
    pub name: &'static str,
    /// The method whose claims are among the features.
    pub base: Arc<dyn Method>,
    /// The file with the encoder that says what each word may be, if one is asked; `scripts/train_neural.py` trains it.
    pub encoder: Option<&'static [u8]>,
    /// By how much cues are likelier still once the model is read, for one who judges what it puts up.
    pub eager: f32,
}

/// Sequences of both models.
#[derive(Default)]
struct Sequences {
    roles: Vec<Sequence>,
    parts: Vec<Sequence>,
}

impl Sequences {
    /// Adds those of an example, whose sentences and entities are found.
    fn add(&mut self, base: &dyn Method, encoder: Option<&Encoder>, example: &Example, groups: Groups) {
        let mut document = example.bare.clone();
        let mut shared = Shared::default();
        base.fill(&mut document, &mut shared);
        let view = View::shared(&document, &mut shared);
        let hints = encoder.map(|own| hints::of(own, &document, &view, &mut shared));
        let atoms = Atoms::of(&document, &view, groups, hints.as_deref().unwrap_or_default());
        let mut relations = joined(Relation::all(&view, &example.gold));
        relations.retain(|relation| !relation.cue.is_empty());
        // Whatever convention a corpus follows, ours is learned; a cue whole, whose adverbs are taken out when it is found.
        for relation in &mut relations {
            relation.trim(&view);
            relation.cue = relation.whole_cue().into_iter().collect();
        }
        for range in view.passages() {
            let mut sequence = Sequence { labels: vec![0; range.len()], ..Sequence::default() };
            atoms.local(&range, &mut sequence);
            // A slip of the one who labeled: a cue that goes on in another passage.
            let whole = |r: &&Relation| range.contains(&r.cue[0].start) && r.cue[0].end <= range.end;
            let here: Vec<&Relation> = relations.iter().filter(whole).collect();
            for (role, wanted) in [(CONTENT, 0), (SOURCE, 1), (CUE, 2)] {
                for relation in &here {
                    let parts = [&relation.content, &relation.source, &relation.cue][wanted];
                    label(&mut sequence.labels, parts, 2 * role - 1, range.start);
                }
            }
            self.roles.push(sequence);
            let mut cues: Vec<_> = here.iter().map(|r| r.cue[0].start..r.cue[r.cue.len() - 1].end).collect();
            cues.sort_by_key(|cue| cue.start);
            for relation in &here {
                let cue = relation.cue[0].start..relation.cue[relation.cue.len() - 1].end;
                let mut local = Sequence { labels: vec![0; range.len()], ..Sequence::default() };
                let mut far = Sequence::default();
                atoms.local(&range, &mut local);
                atoms.seen_from_cue(&range, &cue, &cues, &mut far);
                parts(&mut local.labels, relation, range.start);
                self.parts.push(local.with(&far));
            }
        }
    }
}

/// Speech of several sentences as one relation, which our guide labels sentence by sentence: what one cue says is found at
/// once. Pieces between which nothing stands are one.
fn joined(relations: Vec<Relation>) -> Vec<Relation> {
    let mut whole: Vec<Relation> = Vec::with_capacity(relations.len());
    for relation in relations {
        let same = |other: &&mut Relation| {
            !relation.cue.is_empty() && other.cue == relation.cue && other.source == relation.source
        };
        match whole.iter_mut().find(same) {
            Some(other) => other.content.extend(relation.content),
            None => whole.push(relation),
        }
    }
    for relation in &mut whole {
        relation.content.sort_by_key(|part| (part.start, part.end));
        relation.content.dedup_by(|next, last| {
            let touches = next.start <= last.end;
            if touches {
                last.end = last.end.max(next.end);
            }
            touches
        });
    }
    whole
}

/// Writes `begin` and the label after it over the parts, as far as they lie in the sequence.
fn label(labels: &mut [u8], parts: &[Range<usize>], begin: u8, base: usize) {
    for part in parts {
        for at in part.clone() {
            if let Some(label) = at.checked_sub(base).and_then(|at| labels.get_mut(at)) {
                *label = begin + u8::from(at != part.start);
            }
        }
    }
}

/// The labels of a relation's source and content.
fn parts(labels: &mut [u8], relation: &Relation, base: usize) {
    label(labels, &relation.content, BEGIN_CONTENT, base);
    for part in relation.content.iter().filter(|part| part.len() > 1) {
        if let Some(last) = labels.get_mut((part.end - 1).wrapping_sub(base)) {
            *last = LAST_CONTENT;
        }
    }
    let begun = labels.iter().position(|label| *label != OUTSIDE).unwrap_or(labels.len());
    for label in labels[begun..].iter_mut().filter(|label| **label == OUTSIDE) {
        *label = AFTER;
    }
    label(labels, &relation.source, BEGIN_SOURCE, base);
}

/// Inside follows begin or inside of its own kind; all else may follow anything.
fn roles_allowed(from: Option<usize>, to: usize) -> bool {
    to == 0 || to % 2 == 1 || from.is_some_and(|from| from == to || from + 1 == to)
}

/// A content ends with its last word, or is one word; what is outside after a content is another
/// label than before.
fn parts_allowed(from: Option<usize>, to: usize) -> bool {
    let from = from.map_or(OUTSIDE, |from| from as u8);
    match to as u8 {
        INSIDE_SOURCE => matches!(from, BEGIN_SOURCE | INSIDE_SOURCE),
        INSIDE_CONTENT | LAST_CONTENT => matches!(from, BEGIN_CONTENT | INSIDE_CONTENT),
        OUTSIDE => matches!(from, OUTSIDE | BEGIN_SOURCE | INSIDE_SOURCE),
        AFTER => !matches!(from, OUTSIDE | INSIDE_CONTENT),
        _ => from != INSIDE_CONTENT,
    }
}

impl Learner for Trained {
    fn groups(&self) -> &'static [&'static str] {
        GROUPS
    }

    fn options(&self) -> Options {
        Options { epochs: 20, dropout: 0.4, ..Options::default() }
    }

    fn learn(&self, examples: &[&Example], plan: &Plan, watch: &mut dyn Watch) -> Result<Learned> {
        let mut sequences = Sequences::default();
        let groups = Groups::without(GROUPS, plan.without.iter().map(String::as_str));
        let file = match self.encoder {
            Some(_) => Some(Tensors::read(plan.encoder.as_deref().context("the encoder's file")?)?),
            None => None,
        };
        let encoder = file.as_ref().map(Encoder::read).transpose()?;
        for example in examples {
            let mut own = Sequences::default();
            own.add(&*self.base, encoder.as_ref(), example, groups);
            for _ in 0..example.weight() {
                sequences.roles.extend_from_slice(&own.roles);
                sequences.parts.extend_from_slice(&own.parts);
            }
        }
        let options = &plan.options;
        let mut roles = fit("roles", sequences.roles, ROLES, roles_allowed, MOST, options, watch)?;
        roles.favour(usize::from(BEGIN_CUE), FAVOUR);
        let parts = fit("parts", sequences.parts, PARTS, parts_allowed, 2 * MOST, options, watch)?;
        let (roles_scale, of_roles) = roles.steps();
        let (parts_scale, of_parts) = parts.steps();
        let (mut far, mut of_parts): (Vec<Steps>, Vec<Steps>) =
            of_parts.into_iter().partition(|row| row.0 & FAR != 0);
        far.truncate(MOST);
        of_parts.truncate(MOST);
        let mut tensors: BTreeMap<String, Tensor> = [
            ("local.rows".to_owned(), table([&of_roles, &of_parts])),
            ("far.rows".to_owned(), table([&far])),
        ]
        .into();
        for (name, weights, scale) in [("tags", roles, roles_scale), ("parts", parts, parts_scale)] {
            let chain = weights.chain(scale).map(|(part, tensor)| (format!("{name}.{part}"), tensor));
            tensors.extend(chain);
        }
        if let Some(file) = &file {
            carry(file, &mut tensors);
        }
        Ok(tensors.into())
    }

    fn encoder(&self) -> Option<&'static [u8]> {
        self.encoder
    }

    fn load(&self, file: &[u8]) -> Result<Arc<dyn Method>> {
        let encoder = self.encoder.map(|_| Encoder::read(&Tensors::read(file)?)).transpose()?;
        Ok(Arc::new(Models::read(file, self.name, self.base.clone(), encoder)?.eager(self.eager)))
    }
}

/// Takes the tensors of the encoder over into a model of its own; `file` may be such a model.
fn carry(file: &Tensors, tensors: &mut BTreeMap<String, Tensor>) {
    for (name, view) in file.named() {
        let known = matches!(view.dtype(), Dtype::I8 | Dtype::U8 | Dtype::F32);
        let ours = ["tags.", "parts.", "local.", "far.", "link."].iter().any(|own| name.starts_with(own));
        if known && !ours {
            let (dtype, shape, bytes) = (view.dtype(), view.shape().to_vec(), view.data().to_vec());
            tensors.insert(name, Tensor { dtype, shape, bytes });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speech_of_several_sentences_is_one_relation() {
        let one = |range: Range<usize>| vec![range];
        let said = |content| Relation { cue: one(7..8), source: one(5..7), content: one(content) };
        let other = Relation { cue: one(20..21), source: one(5..7), content: one(21..25) };
        let found = joined(vec![said(0..4), other.clone(), said(9..14), said(14..18)]);
        assert_eq!(found, [Relation { content: vec![0..4, 9..18], ..said(0..4) }, other]);
    }
}
