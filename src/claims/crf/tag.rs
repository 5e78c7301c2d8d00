//! The models at work.

use std::ops::Range;
use std::sync::Arc;

use anyhow::Result;

use crate::claims::assemble;
use crate::claims::crf::features::{Atoms, GROUPS};
use crate::claims::crf::hints;
use crate::claims::crf::labels::{
    BEGIN_CONTENT, BEGIN_CUE, BEGIN_SOURCE, INSIDE_CONTENT, INSIDE_CUE, INSIDE_SOURCE, LAST_CONTENT, PARTS,
    ROLES,
};
use crate::claims::draft::Draft;
use crate::claims::relation::Relation;
use crate::claims::view::View;
use crate::document::Document;
use crate::learn::crf::groups::Groups;
use crate::learn::crf::rows::Rows;
use crate::learn::crf::{Chain, Lattice, tag_all};
use crate::learn::model::Model;
use crate::method::{Method, Shared};
use crate::words::encoder::Encoder;

/// Both models, ready to tag.
pub struct Models {
    roles: Chain,
    parts: Chain,
    /// What both see of a word alone.
    local: Rows<2>,
    /// What the second sees of it from a cue.
    far: Rows<1>,
    groups: Groups,
    /// The method whose claims are among the features.
    base: Arc<dyn Method>,
    /// Who says of each word what it may be, if anybody does.
    encoder: Option<Encoder>,
}

impl Models {
    /// The models of the method called `name`.
    ///
    /// # Errors
    /// When the file is no such model, of another version, or damaged.
    pub fn read(file: &[u8], name: &str, base: Arc<dyn Method>, encoder: Option<Encoder>) -> Result<Models> {
        let model = Model::read(file, "claims", name)?;
        Ok(Models {
            roles: Chain::read(&model, "tags", ROLES)?,
            parts: Chain::read(&model, "parts", PARTS)?,
            local: Rows::read(&model, "local.rows")?,
            far: Rows::read(&model, "far.rows")?,
            groups: Groups::without(GROUPS, model.header.without()),
            base,
            encoder,
        })
    }

    /// The same, but with cues likelier by `by`: more claims are put up, and more of them are wrong.
    pub fn eager(mut self, by: f32) -> Models {
        self.roles.favour(usize::from(BEGIN_CUE), by);
        self
    }
}

impl Method for Models {
    fn fill(&self, document: &mut Document, shared: &mut Shared) {
        self.base.fill(document, shared);
        let view = View::shared(document, shared);
        let mut work = Work::default();
        let mut drafts = Vec::new();
        let hints = self.encoder.iter().flat_map(|own| hints::of(own, document, &view, shared));
        let atoms = Atoms::of(document, &view, self.groups, &hints.collect::<Vec<_>>());
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

impl Models {
    fn passage(&self, atoms: &Atoms, range: &Range<usize>, work: &mut Work, drafts: &mut Vec<Draft>) {
        atoms.local(range, &mut tag_all(&self.local, [&mut work.roles, &mut work.local]));
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
            atoms.seen_from_cue(range, cue, &work.cues, &mut work.parts.tagger(&self.far));
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
