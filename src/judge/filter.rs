//! The judge at work.

use std::collections::HashMap;
use std::ops::Range;
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

/// A candidate is wrong, …
pub const WRONG: usize = 0;
/// … right but for where a part begins or ends, …
pub const NEAR: usize = 1;
/// … or right to the last word.
pub const EXACT: usize = 2;
pub const LABELS: usize = 3;

/// What the judge says of a candidate: two probabilities.
#[derive(Clone, Copy, Debug)]
pub struct Verdict {
    /// That it is right, whether to the last word or not.
    pub right: f32,
    pub exact: f32,
}

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

    /// What it says of each candidate.
    pub fn verdicts(&self, document: &Document, view: &View, all: &[Candidate]) -> Vec<Verdict> {
        let mut lattice = Lattice::default();
        let one = |at| {
            features(document, view, all, at, &mut lattice.tagger(&self.crf.rows));
            let likely = lattice.marginals(&self.crf.chain);
            Verdict { right: (likely[NEAR] + likely[EXACT]).min(1.0), exact: likely[EXACT] }
        };
        (0..all.len()).map(one).collect()
    }
}

impl Method for Filter {
    fn fill(&self, document: &mut Document, shared: &mut Shared) {
        let all = candidates::all(document, shared, &self.methods);
        let view = View::shared(document, shared);
        let verdicts = self.verdicts(document, &view, &all);
        let claims = chosen(&all, &verdicts, self.threshold);
        document.claims = assemble::settled(document, &view, claims);
    }
}

/// How many words may stand between a content and the cue beside it, and from how many on a cue is far.
const BESIDE: usize = 4;
const FAR: usize = 10;

/// How many words stand between the cue and the nearest end of the content; 0 without a cue.
fn distance(candidate: &Candidate) -> usize {
    let Some(cue) = candidate.relation.whole_cue() else { return 0 };
    let near = |part: &Range<usize>| {
        if cue.start >= part.end { cue.start - part.end } else { part.start.saturating_sub(cue.end) }
    };
    candidate.relation.content.iter().map(near).min().unwrap_or(0)
}

/// The likeliest candidates that do not contradict one another, in text order. Of two that may be right, the one comes
/// first that is likelier right to the last word.
fn chosen(all: &[Candidate], verdicts: &[Verdict], threshold: f32) -> Vec<Claim> {
    // A quotation with a cue beside it is not told by one far off.
    let mut beside: HashMap<&[Range<usize>], bool> = HashMap::new();
    for candidate in all {
        *beside.entry(&candidate.relation.content).or_default() |= distance(candidate) <= BESIDE;
    }
    let far = |candidate: &Candidate| {
        let content = &candidate.relation.content[..];
        distance(candidate) >= FAR && beside.get(content) == Some(&true)
    };
    let stands = |&at: &usize| verdicts[at].right >= threshold && !far(&all[at]);
    let mut order: Vec<usize> = (0..all.len()).filter(stands).collect();
    let worth = |at: usize| verdicts[at].right + verdicts[at].exact;
    order.sort_by(|&a, &b| worth(b).total_cmp(&worth(a)).then(a.cmp(&b)));
    let mut of_sentence: HashMap<usize, Vec<usize>> = HashMap::new();
    for at in order {
        let taken = of_sentence.entry(all[at].claim.sentence).or_default();
        if !taken.iter().any(|&other| contradict(&all[at], &all[other])) {
            taken.push(at);
        }
    }
    let mut taken: Vec<usize> = of_sentence.into_values().flatten().collect();
    taken.sort_unstable();
    taken.into_iter().map(|at| Claim { confidence: verdicts[at].right, ..all[at].claim.clone() }).collect()
}

/// Whether two candidates of one sentence read the same words in two ways: one cue with two contents of one sentence, or contents
/// that share words with two cues, none of which stands inside the other's content.
fn contradict(a: &Candidate, b: &Candidate) -> bool {
    let cues = meet(&a.relation.cue, &b.relation.cue);
    if cues || a.relation.cue.is_empty() && b.relation.cue.is_empty() {
        return cues || meet(&a.relation.content, &b.relation.content);
    }
    let (in_a, in_b) =
        (meet(&b.relation.cue, &a.relation.content), meet(&a.relation.cue, &b.relation.content));
    a.relation.content == b.relation.content
        || meet(&a.relation.content, &b.relation.content) && !in_a && !in_b
        || meet(&a.relation.cue, &b.relation.source) && !in_b
        || meet(&b.relation.cue, &a.relation.source) && !in_a
}
