//! What the models call the words.

use crate::document::EntityType;

/// The types that a model tells apart, three of them: a row of weights has room for no more.
pub struct Kinds {
    pub name: &'static str,
    pub kinds: [EntityType; 3],
}

/// Every model; the first is the one that learns from corpora of names, too, in which all places are of one type.
pub const MODELS: [Kinds; 4] = [
    Kinds { name: "names", kinds: [EntityType::Person, EntityType::Org, EntityType::Gpe] },
    Kinds { name: "places", kinds: [EntityType::Fac, EntityType::Loc, EntityType::Norp] },
    Kinds { name: "works", kinds: [EntityType::Event, EntityType::WorkOfArt, EntityType::Product] },
    Kinds { name: "values", kinds: [EntityType::Date, EntityType::Cardinal, EntityType::Quantity] },
];

/// The first of them.
pub const NAMES: usize = 0;

/// Labels of a model: begin and inside of each type, and none (0).
pub const LABELS: usize = 7;

/// The label by which `model` begins an entity of type `kind`; none for types that are no business of its.
pub fn begin(model: usize, kind: EntityType) -> Option<u8> {
    let kind = if model == NAMES && is_place(kind) { EntityType::Gpe } else { kind };
    let at = MODELS[model].kinds.iter().position(|own| *own == kind)?;
    Some(2 * at as u8 + 1)
}

/// The type of which `label` begins an entity, by `model`.
pub fn kind(model: usize, label: u8) -> EntityType {
    MODELS[model].kinds[usize::from((label - 1) / 2)]
}

pub fn is_place(kind: EntityType) -> bool {
    matches!(kind, EntityType::Gpe | EntityType::Loc | EntityType::Fac)
}

/// Whether some model decides on entities of type `kind`; those of others are the base method's.
pub fn decided(kind: EntityType) -> bool {
    (0..MODELS.len()).any(|model| begin(model, kind).is_some())
}
