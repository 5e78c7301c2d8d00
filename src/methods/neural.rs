//! The methods `neural`: one model, for claims and for names.
//!
//! Its file is larger than an archive of the registry may be. Two crates hold a half each, which the compiler joins, so
//! that it lies in the program as every other model does.

use std::sync::{Arc, LazyLock};

use saidso_neural_1::HALF as FIRST;
use saidso_neural_2::HALF as SECOND;

use crate::claims::crf::{Models as Fields, Trained};
use crate::entities::neural::Names;
use crate::learn::model;
use crate::learn::tensors::Tensors;
use crate::method::{Layer, Method};
use crate::methods::first_use::AtFirstUse;
use crate::methods::row::Row;
use crate::words::encoder::Encoder;

/// The encoder with its heads, and the random fields of the claims.
static MODEL: [u8; FIRST.len() + SECOND.len()] = {
    let mut whole = [0; FIRST.len() + SECOND.len()];
    let (first, second) = whole.split_at_mut(FIRST.len());
    first.copy_from_slice(FIRST);
    second.copy_from_slice(SECOND);
    whole
};

/// One, so that claims and names share what it says of a document.
static ENCODER: LazyLock<Encoder> =
    LazyLock::new(|| Tensors::read(&MODEL).and_then(|file| Encoder::read(&file)).expect("a test reads it"));

/// Names, beside those that `rules` finds.
pub fn names(rules: &Arc<dyn Method>) -> Row {
    let rules = rules.clone();
    let method = AtFirstUse::new(move || Arc::new(Names::new(ENCODER.clone(), rules)));
    Row {
        model: sha256(),
        ..Row::new(
            Layer::Entities,
            "neural",
            "the small BERT encoder of claims tags names; the rules' names weigh in, their values stand",
            Arc::new(method),
        )
    }
}

/// Claims, by random fields over those of `rules`.
pub fn claims(rules: &Arc<dyn Method>) -> Row {
    let learner = Trained { name: "neural", base: rules.clone(), eager: 0.0, encoder: Some(&MODEL) };
    let rules = rules.clone();
    let read = move || Fields::read(&MODEL, "neural", rules, Some(ENCODER.clone()));
    let method = AtFirstUse::new(move || Arc::new(read().expect("a test reads it")));
    Row {
        learner: Some(Arc::new(learner)),
        model: sha256(),
        ..Row::new(
            Layer::Claims,
            "neural",
            "the random fields of crf, which also see what a small BERT encoder (4 layers, 8-bit) says of each word",
            Arc::new(method),
        )
    }
}

fn sha256() -> Option<String> {
    model::identity(&MODEL).ok().map(|own| own.1)
}
