//! What the model calls the words.

use crate::document::EntityType;

/// Labels: begin and inside of a person, an organisation and a place, and none (0).
pub const LABELS: usize = 7;
pub const BEGIN_PERSON: u8 = 1;
pub const BEGIN_ORG: u8 = 3;
pub const BEGIN_PLACE: u8 = 5;

/// The label that begins a name of type `kind`; none for types that are the base method's alone.
pub fn begin(kind: EntityType) -> Option<u8> {
    match kind {
        EntityType::Person => Some(BEGIN_PERSON),
        EntityType::Org => Some(BEGIN_ORG),
        EntityType::Gpe | EntityType::Loc | EntityType::Fac => Some(BEGIN_PLACE),
        _ => None,
    }
}
