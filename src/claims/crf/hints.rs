//! What an encoder says of each word, for the models to see.

use crate::claims::view::View;
use crate::document::Document;
use crate::method::Shared;
use crate::words::encoder::Encoder;

/// Of source, cue and content each: the label that the encoder gives the word (1 none, 2 begins, 3 goes on) and, above it,
/// a step of how sure it is. All 0 where no encoder is asked.
pub type Hint = [u32; 3];

/// The probabilities at which the steps begin, but for the first.
const STEPS: [f32; 3] = [0.6, 0.85, 0.97];

/// One for each word of the view.
pub fn of(encoder: &Encoder, document: &Document, view: &View, shared: &mut Shared) -> Vec<Hint> {
    let seen = encoder.see(document, shared);
    let mut hints = vec![Hint::default(); view.words.len()];
    for head in 0..3 {
        let (labels, likely) = seen.labels(head);
        let mut at = 0;
        for (word, hint) in view.words.iter().zip(&mut hints) {
            while seen.words.get(at).is_some_and(|piece| piece.end <= word.start) {
                at += 1;
            }
            // The encoder cuts some words finer: a word begins what one of its pieces begins.
            let mut pieces =
                (at..).take_while(|&piece| seen.words.get(piece).is_some_and(|p| p.start < word.end));
            let begins = pieces.clone().find(|&piece| labels[piece] == 1);
            let Some(piece) = begins.or_else(|| pieces.next()) else { continue };
            let step = STEPS.iter().filter(|&&least| likely[piece] >= least).count();
            hint[head] = 1 + u32::from(labels[piece]) + 4 * step as u32;
        }
    }
    hints
}
