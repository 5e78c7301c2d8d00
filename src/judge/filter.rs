//! The judge at work.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::{Result, ensure};

use crate::claims::assemble;
use crate::claims::view::View;
use crate::document::{Claim, Document};
use crate::judge::candidates;
use crate::judge::candidates::Candidate;
use crate::judge::features::{features, meet};
use crate::learn::crf::{Crf, Lattice};
use crate::learn::model::Model;
use crate::method::{Method, Shared};

pub const LABELS: usize = 2;
/// The label of a claim that is right.
pub const RIGHT: usize = 1;

/// A trained judge.
pub struct Filter {
    crf: Crf,
    /// A claim of at least this probability stands.
    threshold: f32,
    methods: Vec<Arc<dyn Method>>,
}

impl Filter {
    /// # Errors
    /// When the file is no such model, of another version, or damaged.
    pub fn read(file: &[u8], methods: Vec<Arc<dyn Method>>) -> Result<Filter> {
        let model = Model::read(file, "claims", "judge")?;
        let threshold = model.tensors.f32s("threshold")?;
        ensure!(threshold.len() == 1, "the model's tensor threshold has {} values", threshold.len());
        Ok(Filter { crf: Crf::read(&model, "claims", LABELS)?, threshold: threshold[0], methods })
    }

    /// For each candidate the probability that it is right.
    pub fn probabilities(&self, document: &Document, view: &View, all: &[Candidate]) -> Vec<f32> {
        let mut lattice = Lattice::default();
        let one = |at| {
            features(document, view, all, at, &mut lattice.tagger(&self.crf.rows));
            lattice.marginals(&self.crf.chain)[RIGHT]
        };
        (0..all.len()).map(one).collect()
    }
}

impl Method for Filter {
    fn fill(&self, document: &mut Document, shared: &mut Shared) {
        let all = candidates::all(document, shared, &self.methods);
        let view = View::shared(document, shared);
        let likely = self.probabilities(document, &view, &all);
        let claims = chosen(&all, &likely, self.threshold);
        document.claims = assemble::settled(document, &view, claims);
    }
}

/// The likeliest candidates that do not contradict one another, in text order.
fn chosen(all: &[Candidate], likely: &[f32], threshold: f32) -> Vec<Claim> {
    let mut order: Vec<usize> = (0..all.len()).filter(|&at| likely[at] >= threshold).collect();
    order.sort_by(|&a, &b| likely[b].total_cmp(&likely[a]).then(a.cmp(&b)));
    let mut of_sentence: HashMap<usize, Vec<usize>> = HashMap::new();
    for at in order {
        let taken = of_sentence.entry(all[at].claim.sentence).or_default();
        if !taken.iter().any(|&other| contradict(&all[at], &all[other])) {
            taken.push(at);
        }
    }
    let mut taken: Vec<usize> = of_sentence.into_values().flatten().collect();
    taken.sort_unstable();
    taken.into_iter().map(|at| Claim { confidence: likely[at], ..all[at].claim.clone() }).collect()
}

/// Whether two candidates of one sentence read the same words in two ways: one cue with two contents of one sentence, or one content
/// with two cues, none of which stands inside it.
fn contradict(a: &Candidate, b: &Candidate) -> bool {
    let cues = meet(&a.relation.cue, &b.relation.cue);
    if cues || a.relation.cue.is_empty() && b.relation.cue.is_empty() {
        return cues || meet(&a.relation.content, &b.relation.content);
    }
    a.relation.content == b.relation.content
        || meet(&a.relation.cue, &b.relation.source) && !meet(&a.relation.cue, &b.relation.content)
        || meet(&b.relation.cue, &a.relation.source) && !meet(&b.relation.cue, &a.relation.content)
}
