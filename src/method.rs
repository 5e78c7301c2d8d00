//! What a method is: it fills one layer of a document.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::rc::Rc;

use crate::document::{Document, Label};

/// Finds one layer of a document.
pub trait Method: Send + Sync {
    /// Fills this method's own layer of `document`, which is empty, from its text and the layers
    /// before it. The result depends on nothing else, and its items stand in text order. `shared` has
    /// what other methods have worked out on the same document; a method may leave it alone.
    fn fill(&self, document: &mut Document, shared: &mut Shared);

    /// The same where there is nothing to share.
    fn annotate(&self, document: &mut Document) {
        self.fill(document, &mut Shared::default());
    }
}

/// What a method finds, in the order in which the layers build on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    Blocks,
    Sentences,
    Entities,
    Claims,
}

impl Label for Layer {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Blocks, "blocks", "what each line is; the kept ones are the text"),
        (Self::Sentences, "sentences", "the kept blocks cut into sentences"),
        (Self::Entities, "entities", "names, dates and numbers; reads sentences"),
        (Self::Claims, "claims", "who said what; reads sentences and entities"),
    ];
}

/// Work on one document that several methods need, each piece done once: its words, what an encoder
/// says of them. A piece is found by its type, so that methods need not know of each other. It depends
/// on the text and the sentences alone, which later layers do not change.
#[derive(Default)]
pub struct Shared(HashMap<TypeId, Rc<dyn Any>>);

impl Shared {
    /// The piece of type `T`: what was made before, where `fits` says that it will do, else a new one, which may be
    /// made of other pieces.
    pub fn piece<T: 'static>(
        &mut self,
        fits: impl FnOnce(&T) -> bool,
        make: impl FnOnce(&mut Shared) -> T,
    ) -> Rc<T> {
        let known = self.0.get(&TypeId::of::<T>()).and_then(|piece| piece.clone().downcast::<T>().ok());
        known.filter(|piece| fits(piece)).unwrap_or_else(|| {
            let made = Rc::new(make(self));
            self.0.insert(TypeId::of::<T>(), made.clone());
            made
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_made_once_while_it_fits() {
        let mut shared = Shared::default();
        assert_eq!(*shared.piece(|_| true, |_| 1), 1);
        assert_eq!(*shared.piece(|_| true, |_| 2), 1);
        assert_eq!(*shared.piece(|old| *old > 1, |_| 3), 3);
        assert_eq!(*shared.piece(|_| true, |_| "another type"), "another type");
    }
}
