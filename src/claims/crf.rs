//! Claims by two conditional random fields: one finds the cues, the other, from each cue, its source
//! and its content. What the rules say of each word is among their features.

pub mod features;
pub mod train;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use anyhow::Result;

use crate::claims::assemble;
use crate::claims::draft::Draft;
use crate::claims::relation::Relation;
use crate::claims::view::View;
use crate::document::Document;
use crate::learn::crf::groups::Groups;
use crate::learn::crf::rows::Rows;
use crate::learn::crf::train::{Options, Watch};
use crate::learn::crf::{Chain, Lattice, tag_both};
use crate::learn::model::{Model, Tensor};
use crate::learner::{Example, Learner, Plan};
use crate::method::{Layer, Method};
use features::{Atoms, GROUPS};

/// Labels of the first model: begin and inside of source, cue and content, and none (0).
pub const ROLES: usize = 7;
const BEGIN_CUE: u8 = 3;
const INSIDE_CUE: u8 = 4;

/// Labels of the second: source, content, and outside before and after the first content.
pub const PARTS: usize = 7;
pub const OUTSIDE: u8 = 0;
pub const BEGIN_SOURCE: u8 = 1;
pub const INSIDE_SOURCE: u8 = 2;
pub const BEGIN_CONTENT: u8 = 3;
pub const INSIDE_CONTENT: u8 = 4;
pub const LAST_CONTENT: u8 = 5;
pub const AFTER: u8 = 6;

/// The method whose claims are among the features.
pub const BASE: &str = "rules";

/// Both models, ready to tag.
pub struct Models<'f> {
    roles: Chain,
    parts: Chain,
    /// What both see of a word alone.
    local: Rows<'f, 2>,
    /// What the second sees of it from a cue.
    far: Rows<'f, 1>,
    groups: Groups,
}

impl<'f> Models<'f> {
    /// # Errors
    /// When the bytes are no such model file, of another version, or damaged.
    pub fn read(bytes: &'f [u8]) -> Result<Models<'f>> {
        let model = Model::read(bytes, "claims", "crf")?;
        Ok(Models {
            roles: Chain::read(&model, "roles", ROLES)?,
            parts: Chain::read(&model, "parts", PARTS)?,
            local: Rows::read(&model, "local.rows")?,
            far: Rows::read(&model, "far.rows")?,
            groups: Groups::without(GROUPS, model.header.without()),
        })
    }
}

/// The model that is part of the program.
static SHIPPED: LazyLock<Models<'static>> = LazyLock::new(|| {
    Models::read(include_bytes!("../../datasets/models/claims-crf.safetensors")).expect("a test reads it")
});

/// The method with the model that is part of the program.
pub struct Shipped;

impl Method for Shipped {
    fn annotate(&self, document: &mut Document) {
        SHIPPED.annotate(document);
    }
}

/// How the models are trained.
pub struct Trained;

impl Learner for Trained {
    fn groups(&self) -> &'static [&'static str] {
        GROUPS
    }

    fn options(&self) -> Options {
        Options { epochs: 20, dropout: 0.4, ..Options::default() }
    }

    fn learn(
        &self,
        examples: &[Example],
        plan: &Plan,
        watch: &mut dyn Watch,
    ) -> Result<BTreeMap<String, Tensor>> {
        train::learn(examples, plan, watch)
    }

    fn load(&self, bytes: &'static [u8]) -> Result<Box<dyn Method>> {
        Ok(Box::new(Models::read(bytes)?))
    }
}

impl Method for Models<'_> {
    fn annotate(&self, document: &mut Document) {
        if let Some(base) = crate::methods::find(Layer::Claims, BASE) {
            base.annotate_uncalibrated(document);
        }
        let view = View::of(document);
        let mut work = Work::default();
        let mut drafts = Vec::new();
        let atoms = Atoms::of(document, &view, self.groups);
        for passage in view.passages() {
            self.passage(&atoms, &passage, &mut work, &mut drafts);
        }
        document.claims = assemble::claims(document, &view, drafts);
    }
}

/// The most cues of a passage. Prose has a tenth of that; each costs a pass over the passage, and a text
/// of nothing but cues must not take for ever.
const CUES: usize = 32;

/// Buffers that go from one passage to the next.
#[derive(Default)]
struct Work {
    roles: Lattice,
    local: Lattice,
    parts: Lattice,
    labels: Vec<u8>,
    likely: Vec<f32>,
    cues: Vec<Range<usize>>,
    /// How likely each cue is.
    sure: Vec<f32>,
}

impl Models<'_> {
    fn passage(&self, atoms: &Atoms, range: &Range<usize>, work: &mut Work, drafts: &mut Vec<Draft>) {
        atoms.local(range, &mut tag_both(&self.local, &mut work.roles, &mut work.local));
        work.labels.clear();
        work.roles.decode(&self.roles, &mut work.labels);
        work.cues.clear();
        runs(&work.labels, BEGIN_CUE, |label| label == INSIDE_CUE, range.start, &mut work.cues);
        if work.cues.is_empty() {
            return;
        }
        work.cues.truncate(CUES);
        work.roles.likely(&self.roles, &work.labels, &mut work.likely);
        work.sure.clear();
        work.sure.extend(work.cues.iter().map(|cue| least(&work.likely, cue, range.start)));
        for (cue, sure) in work.cues.iter().zip(&work.sure) {
            atoms.from_cue(range, cue, &work.cues, &mut work.parts.tagger(&self.far));
            work.parts.onto(work.local.sums());
            work.labels.clear();
            work.parts.decode(&self.parts, &mut work.labels);
            work.parts.likely(&self.parts, &work.labels, &mut work.likely);
            relation(atoms, range, (cue, *sure), &work.labels, &work.likely, drafts);
        }
    }
}

/// Appends the spans of labels `begin` and those that are `inside`, where the first word is number `base`.
fn runs(labels: &[u8], begin: u8, inside: impl Fn(u8) -> bool, base: usize, found: &mut Vec<Range<usize>>) {
    for (at, label) in labels.iter().enumerate() {
        if *label == begin {
            found.push(base + at..base + at + 1);
        } else if inside(*label)
            && let Some(last) = found.last_mut()
        {
            last.end = base + at + 1;
        }
    }
}

/// The least of the probabilities of a span's words and of the one after; the first is number `base`.
fn least(likely: &[f32], span: &Range<usize>, base: usize) -> f32 {
    likely[span.start - base..likely.len().min(span.end + 1 - base)].iter().copied().fold(1.0, f32::min)
}

/// The claims of one cue, whose probability stands beside it.
fn relation(
    atoms: &Atoms,
    range: &Range<usize>,
    (cue, sure): (&Range<usize>, f32),
    labels: &[u8],
    likely: &[f32],
    drafts: &mut Vec<Draft>,
) {
    let mut sources = Vec::new();
    runs(labels, BEGIN_SOURCE, |label| label == INSIDE_SOURCE, range.start, &mut sources);
    let mut content: Vec<Range<usize>> = Vec::new();
    runs(
        labels,
        BEGIN_CONTENT,
        |label| matches!(label, INSIDE_CONTENT | LAST_CONTENT),
        range.start,
        &mut content,
    );
    let away = |part: &Range<usize>| part.start.abs_diff(cue.end).min(part.end.abs_diff(cue.start));
    let source = sources.into_iter().min_by_key(away);
    let parts = source.iter().chain(&content).map(|part| least(likely, part, range.start));
    let confidence = sure * parts.fold(1.0, f32::min);
    let mut found = Relation { cue: vec![cue.clone()], source: source.into_iter().collect(), content };
    found.trim(atoms.view);
    found.drafts(atoms.view, Some(atoms.head(cue)), confidence, drafts);
}
