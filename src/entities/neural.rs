//! Names by the small neural encoder that claims use, too, and the rules' word for each of them.
//! Values are those of the rules.

use std::sync::Arc;

use crate::document::{Document, Entity, EntityType, Label};
use crate::entities::merged;
use crate::entities::{identity, words};
use crate::learn::bert::Head;
use crate::method::{Method, Shared};
use crate::words::encoder::{Encoder, Mark, Seen};

/// The head that finds names; those before it find roles.
const HEAD: usize = 3;

/// What the base method's label of a word adds to its logit, and no label to that of none: the encoder has
/// seen few texts with names, and the rules have long lists of them. Set on dev sets, to half a point.
const BONUS: f32 = 1.5;
const NONE_BONUS: f32 = 3.0;

/// Far below any logit.
const NEVER: f32 = -1e4;

/// Names by the encoder.
pub struct Names {
    encoder: Encoder,
    /// The method whose names count for something, and whose values are taken.
    base: Arc<dyn Method>,
}

impl Names {
    pub fn new(encoder: Encoder, base: Arc<dyn Method>) -> Names {
        Names { encoder, base }
    }
}

impl Method for Names {
    fn fill(&self, document: &mut Document, shared: &mut Shared) {
        self.base.fill(document, shared);
        let head = self.encoder.head(HEAD);
        let kinds = kinds(head);
        let mut seen = (*self.encoder.see(document, shared)).clone();
        weigh(head, &kinds, document, &mut seen);
        let base = &document.entities;
        let (words, _) = words::read(document, shared);
        let heard = |mark: &&Mark| {
            let first = words.partition_point(|word| word.token.end <= mark.span.start());
            words.get(first).is_none_or(|word| !word.silent)
        };
        let names =
            seen.marks(HEAD).iter().filter(heard).filter_map(|mark| name(base, &kinds, mark)).collect();
        let mut entities = merged(base, names, |kind| kinds.contains(&Some(kind)));
        identity::name(&words, document.text(), &mut entities);
        document.entities = entities;
    }
}

/// For each label of the head the type that it begins or goes on with; none for the first.
fn kinds(head: &Head) -> Vec<Option<EntityType>> {
    head.labels.iter().map(|label| label.get(2..).and_then(EntityType::parse)).collect()
}

/// Adds what the base method says, and bars a name from going on in the next sentence.
fn weigh(head: &Head, kinds: &[Option<EntityType>], document: &Document, seen: &mut Seen) {
    let first = head.first;
    let mut entities =
        document.entities.iter().filter(|entity| kinds.contains(&Some(entity.kind))).peekable();
    let mut sentences = document.sentences.iter().map(|sentence| sentence.span).peekable();
    let mut before = 0;
    for at in 0..seen.words.len() {
        let (start, end) = (seen.words[at].start, seen.words[at].end);
        while entities.next_if(|entity| entity.span.end() <= start).is_some() {}
        let known = entities.peek().filter(|entity| entity.span.start() < end);
        let label = known.and_then(|entity| {
            let begin = kinds.iter().position(|kind| *kind == Some(entity.kind))?;
            Some(begin + usize::from(entity.span.start() < before))
        });
        let mut opens_sentence = false;
        while sentences.next_if(|sentence| sentence.start() <= start).is_some() {
            opens_sentence = true;
        }
        let logits = &mut seen.logits_mut(at)[first..first + kinds.len()];
        logits[label.unwrap_or(0)] += if label.is_some() { BONUS } else { NONE_BONUS };
        if opens_sentence {
            logits.iter_mut().skip(2).step_by(2).for_each(|logit| *logit = NEVER);
        }
        before = end;
    }
}

/// The mark as a name. Its id is still to be found, unless the base method has the same name.
fn name(base: &[Entity], kinds: &[Option<EntityType>], mark: &Mark) -> Option<Entity> {
    let kind = kinds[usize::from(mark.label)]?;
    let from = base.partition_point(|entity| entity.span.end() <= mark.span.start());
    let same = base.get(from).filter(|entity| (entity.span, entity.kind) == (mark.span, kind));
    // A language is no group, though the encoder knows none.
    let spoken =
        base.get(from).is_some_and(|entity| (entity.span, entity.kind) == (mark.span, EntityType::Language));
    if spoken && kind == EntityType::Norp {
        return None;
    }
    let id = same.and_then(|entity| entity.id.clone());
    Some(Entity { span: mark.span, kind, id, confidence: mark.probability })
}
