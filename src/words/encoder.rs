//! What the neural methods of two layers share: one encoder with a head for each role and one for
//! names, and what its labels mark.

use std::sync::LazyLock;

use anyhow::{Result, anyhow};

use crate::claims::link::Linker;
use crate::document::{Document, Span};
use crate::learn::bert::{Neural, Scratch, Tagged};
use crate::learn::model::Model;

/// The encoder with its heads, and the linker of the claims.
pub struct Models {
    pub neural: Neural,
    pub linker: Linker<'static>,
}

impl Models {
    /// # Errors
    /// When the bytes are no such model file, of another version, or damaged.
    pub fn read(bytes: &'static [u8]) -> Result<Models> {
        let model = Model::read(bytes, "claims", "neural")?;
        let linker = Linker::read(&model)?;
        let neural = Neural::load(bytes).map_err(|message| anyhow!(message))?;
        Ok(Models { neural, linker })
    }
}

/// The words of the document's blocks with their labels' scores.
pub fn tag<'s>(neural: &Neural, document: &Document, scratch: &'s mut Scratch) -> Tagged<'s> {
    let blocks: Vec<_> = document.kept().map(|(_, span)| span.start()..span.end()).collect();
    neural.tag(document.text(), &blocks, scratch)
}

/// The model that is part of the program.
pub static SHIPPED: LazyLock<Models> = LazyLock::new(|| Models::read(BYTES).expect("a test reads it"));

/// The file of that model.
pub const BYTES: &[u8] = include_bytes!("../../datasets/models/neural.safetensors");

/// A span that a head has marked, with the label that begins it and how likely that is.
pub struct Mark {
    pub span: Span,
    /// Index into the head's labels.
    pub label: u8,
    /// That of its least likely word, the one after it among them.
    pub probability: f32,
}

/// What the head number `head` marks: odd labels begin a span, the even label after goes on with it.
pub fn marks(neural: &Neural, tagged: &Tagged, head: usize) -> Vec<Mark> {
    let head = &neural.heads[head];
    let (mut labels, mut likely) = (Vec::new(), Vec::new());
    tagged.labels(head, &mut labels);
    tagged.likely(head, &labels, &mut likely);
    let mut found: Vec<Mark> = Vec::new();
    let mut before = 0;
    for (at, (&label, &probability)) in labels.iter().zip(&likely).enumerate() {
        let word = &tagged.words[at];
        let goes_on = label > 0 && label % 2 == 0 && (before == label || before + 1 == label);
        if let Some(last) = found.last_mut().filter(|_| before > 0) {
            last.probability = last.probability.min(probability);
            if goes_on {
                last.span = Span::new(last.span.start(), word.end);
            }
        }
        if label > 0 && !goes_on {
            let label = label - u8::from(label % 2 == 0);
            found.push(Mark { span: Span::new(word.start, word.end), label, probability });
        }
        before = label;
    }
    found
}
