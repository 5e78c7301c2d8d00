//! What a small encoder says of a document's words: it has a head for each role in a claim and one for
//! names, runs once a document, and hands its output to the methods of both layers.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use anyhow::Result;

use crate::document::{Document, Span};
use crate::learn::bert::{Head, Neural, Piecewise, Scratch, Tagged};
use crate::learn::tensors::Tensors;
use crate::method::Shared;

/// An encoder with its heads, shared by those that ask it.
#[derive(Clone)]
pub struct Encoder(Arc<Neural>);

/// What it says of one document.
#[derive(Clone)]
pub struct Seen {
    of: Encoder,
    pub words: Vec<Piecewise>,
    /// Runs of words that were seen together; labels of two windows do not depend on each other.
    windows: Vec<Range<usize>>,
    /// A row for each word, of all heads.
    logits: Vec<f32>,
    width: usize,
}

/// A span that a head has marked, with the label that begins it and how likely that is.
pub struct Mark {
    pub span: Span,
    /// Index into the head's labels.
    pub label: u8,
    /// That of its least likely word, the one after it among them.
    pub probability: f32,
}

impl Encoder {
    /// # Errors
    /// When the file has no encoder, or one for other features than this program's.
    pub fn read(file: &Tensors) -> Result<Encoder> {
        Ok(Encoder(Arc::new(Neural::read(file)?)))
    }

    pub fn head(&self, head: usize) -> &Head {
        &self.0.heads[head]
    }

    /// What it says of the words of the document's blocks, worked out once.
    pub fn see(&self, document: &Document, shared: &mut Shared) -> Rc<Seen> {
        shared.piece(|seen: &Seen| Arc::ptr_eq(&seen.of.0, &self.0), |_| self.run(document))
    }

    fn run(&self, document: &Document) -> Seen {
        let blocks: Vec<_> = document.kept().map(|(_, span)| span.start()..span.end()).collect();
        let mut scratch = Scratch::default();
        let tagged = self.0.tag(document.text(), &blocks, &mut scratch);
        Seen {
            of: self.clone(),
            words: tagged.words.to_vec(),
            windows: tagged.windows.to_vec(),
            logits: tagged.logits.to_vec(),
            width: tagged.width,
        }
    }
}

impl Seen {
    /// The logits of a word, of all heads, for who knows more about it than the encoder.
    pub fn logits_mut(&mut self, word: usize) -> &mut [f32] {
        &mut self.logits[word * self.width..][..self.width]
    }

    /// What the head number `head` marks: odd labels begin a span, the even label after goes on with it.
    pub fn marks(&self, head: usize) -> Vec<Mark> {
        let (labels, likely) = self.labels(head);
        let mut found: Vec<Mark> = Vec::new();
        let mut before = 0;
        for (at, (&label, &probability)) in labels.iter().zip(&likely).enumerate() {
            let word = &self.words[at];
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

    /// The best label of each word by the head number `head`, and how likely it is.
    pub fn labels(&self, head: usize) -> (Vec<u8>, Vec<f32>) {
        let Seen { words, windows, logits, width, .. } = self;
        let head = self.of.head(head);
        let tagged = Tagged { words, windows, logits, width: *width };
        let (mut labels, mut likely) = (Vec::new(), Vec::new());
        tagged.labels(head, &mut labels);
        tagged.likely(head, &labels, &mut likely);
        (labels, likely)
    }
}
