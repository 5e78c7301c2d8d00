//! Names, dates and numbers: a method a file, and what they share.

pub mod capitals;
pub mod crf;
pub mod identity;
mod kinds;
mod mention;
pub mod neural;
mod rank;
pub mod rules;
mod silent;
mod slug;
mod weights;
pub mod word;
pub mod words;

use crate::document::{Entity, EntityType};

/// The `names`, and of the `base` method's entities those whose types `found` does not stand for and
/// that touch no name; both in text order.
pub fn merged(base: &[Entity], names: Vec<Entity>, found: impl Fn(EntityType) -> bool) -> Vec<Entity> {
    let mut all = Vec::with_capacity(base.len().max(names.len()));
    let mut names = names.into_iter().peekable();
    for entity in base.iter().filter(|entity| !found(entity.kind)) {
        while let Some(name) = names.next_if(|name| name.span.end() <= entity.span.start()) {
            all.push(name);
        }
        if names.peek().is_none_or(|name| name.span.overlap(entity.span) == 0) {
            all.push(entity.clone());
        }
    }
    all.extend(names);
    all
}
