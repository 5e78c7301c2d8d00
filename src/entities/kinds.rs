//! Types of names: by the head of a name, and by what its words and neighbours score.

use crate::document::EntityType;
use crate::entities::rank::Rank;
use crate::entities::weights::{GAZETTEER, ORG, Scores};
use crate::words::gazetteer::*;

/// The types between which context decides.
pub const KINDS: [EntityType; 5] =
    [EntityType::Person, EntityType::Org, EntityType::Gpe, EntityType::Norp, EntityType::Product];

/// The type of a name that ends with a head of `class`, `of` following or not: "Varlund Hospital" is a
/// building, "Hospital of Varlund" an organisation.
pub fn head_kind(class: Classes, of: bool) -> EntityType {
    if class & WORK_HEAD != 0 {
        EntityType::WorkOfArt
    } else if class & LAW_HEAD != 0 {
        EntityType::Law
    } else if class & EVENT_HEAD != 0 {
        EntityType::Event
    } else if class & GPE_HEAD != 0 {
        EntityType::Gpe
    } else if class & FAC_HEAD != 0 && !of {
        EntityType::Fac
    } else if class & (LOC_HEAD | LOC_FIRST) != 0 && class & ORG_HEAD == 0 {
        EntityType::Loc
    } else if class & ORG_HEAD != 0 {
        EntityType::Org
    } else {
        EntityType::Fac
    }
}

/// `scores` with the weight of a gazetteer that says `kind`.
pub fn favour(mut scores: Scores, kind: EntityType) -> Scores {
    let at = KINDS.iter().position(|&known| known == kind);
    scores[at.unwrap_or(ORG)] += GAZETTEER;
    scores
}

/// The confidence of two types that fit the same, and what each point of a lead adds: ranks, as the
/// weights are.
const EVEN: f32 = 0.5;
const POINT: f32 = 0.1;

/// The type that fits best, and a confidence that grows with its lead over the next.
pub fn best(scores: &Scores) -> (EntityType, f32) {
    let mut order = [0, 1, 2, 3, 4];
    order.sort_by(|&a: &usize, &b: &usize| scores[b].total_cmp(&scores[a]));
    let lead = scores[order[0]] - scores[order[1]];
    (KINDS[order[0]], (EVEN + POINT * lead).min(Rank::Firm.confidence()))
}
