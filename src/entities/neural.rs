//! Names by the small neural encoder that claims use, too, and the rules' word for each of them.
//! Values are those of the rules.

use crate::document::{Document, Entity, EntityType, Label};
use crate::entities::merged;
use crate::entities::rules::{identity, words};
use crate::learn::bert::{Neural, Scratch, Tagged};
use crate::method::{Layer, Method};
use crate::words::encoder::{Mark, SHIPPED, marks, tag};

/// The head that finds names; those before it find roles.
const HEAD: usize = 3;

/// The method whose names count for something, and whose values are taken.
const BASE: &str = "rules";

/// What that method's label of a word adds to its logit, and no label to that of none: the encoder has
/// seen few texts with names, and the rules have long lists of them. Set on dev sets, to half a point.
const BONUS: f32 = 1.5;
const NONE_BONUS: f32 = 3.0;

/// Far below any logit.
const NEVER: f32 = -1e4;

/// The method with the model that is part of the program.
pub struct Shipped;

impl Method for Shipped {
    fn annotate(&self, document: &mut Document) {
        if let Some(base) = crate::methods::find(Layer::Entities, BASE) {
            base.annotate_uncalibrated(document);
        }
        let neural = &SHIPPED.neural;
        let kinds = kinds(neural);
        let mut scratch = Scratch::default();
        let mut tagged = tag(neural, document, &mut scratch);
        weigh(neural, &kinds, document, &mut tagged);
        let base = &document.entities;
        let names = marks(neural, &tagged, HEAD).iter().filter_map(|mark| name(base, &kinds, mark)).collect();
        let mut entities = merged(base, names, |kind| kinds.contains(&Some(kind)));
        let (words, _) = words::read(document);
        identity::name(&words, document.text(), &mut entities);
        document.entities = entities;
    }
}

/// For each label of the head the type that it begins or goes on with; none for the first.
fn kinds(neural: &Neural) -> Vec<Option<EntityType>> {
    let labels = neural.heads[HEAD].labels.iter();
    labels.map(|label| label.get(2..).and_then(EntityType::parse)).collect()
}

/// Adds what the base method says, and bars a name from going on in the next sentence.
fn weigh(neural: &Neural, kinds: &[Option<EntityType>], document: &Document, tagged: &mut Tagged) {
    let first = neural.heads[HEAD].first;
    let mut entities =
        document.entities.iter().filter(|entity| kinds.contains(&Some(entity.kind))).peekable();
    let mut sentences = document.sentences.iter().map(|sentence| sentence.span).peekable();
    let mut before = 0;
    for at in 0..tagged.words.len() {
        let (start, end) = (tagged.words[at].start, tagged.words[at].end);
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
        let logits = &mut tagged.logits_mut(at)[first..first + kinds.len()];
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
    let id = same.and_then(|entity| entity.id.clone());
    Some(Entity { span: mark.span, kind, id, confidence: mark.probability })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_ends_with_its_sentence() {
        let mut document = Document::plain("t", "ß said:U.S. U.S.it was $3 million");
        crate::sentences::rules::Rules.annotate(&mut document);
        assert_eq!(document.sentences.len(), 2, "as the splitter reads these odd dots");
        Shipped.annotate(&mut document);
        for entity in &document.entities {
            let home = document.sentences.iter().any(|sentence| sentence.span.contains(entity.span));
            assert!(home, "{entity:?}");
        }
    }

    #[test]
    fn a_name_that_ends_within_a_word_gets_its_id() {
        let mut document = Document::plain("t", "on MondayBy Jane Doee\u{301}$3 millionJane Doe");
        crate::sentences::rules::Rules.annotate(&mut document);
        Shipped.annotate(&mut document);
        let (words, _) = words::read(&document);
        let mut cut = vec![Entity {
            span: crate::document::Span::new(3, 21),
            kind: EntityType::Person,
            id: None,
            confidence: 0.5,
        }];
        identity::name(&words, document.text(), &mut cut);
        assert!(cut[0].id.is_some());
    }
}
