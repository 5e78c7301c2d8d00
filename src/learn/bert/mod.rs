//! A small neural tagger of words: text in, for each word a score for each label out.
//!
//! Knows tensors and text, and nothing of documents. A model is one safetensors file: a BERT encoder
//! with weights of 8 bits, its wordpieces, and linear heads with the transitions of their labels. One
//! thread does all, with no unsafe code of ours: `archmage` calls what the processor has. The same model
//! and text give the same scores, bit for bit, with every instruction set.

mod attention;
mod head;
mod encoder;
mod lanes;
mod linear;
mod windows;
mod wordpiece;

use std::ops::Range;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::learn::chain;
use crate::learn::tensors::Tensors;

use encoder::{Encoder, Room};
pub use head::Head;
use windows::Text;
pub use wordpiece::Piecewise;
use wordpiece::WordPiece;

/// A model that is ready to tag.
pub struct Neural {
    encoder: Encoder,
    pieces: WordPiece,
    window: usize,
    /// What it tags, in the order of the logits of a word.
    pub heads: Vec<Head>,
}

/// Room for [`Neural::tag`], to be used again for the next text; one for each thread.
#[derive(Default)]
pub struct Scratch {
    text: Text,
    room: Room,
    pieces: Vec<u32>,
    features: Vec<u32>,
    firsts: Vec<u32>,
    logits: Vec<f32>,
}

/// What a model says about the words of a text.
pub struct Tagged<'s> {
    /// In order; `start` and `end` are bytes of the text.
    pub words: &'s [Piecewise],
    /// Runs of words that were seen together; labels of two windows do not depend on each other.
    pub windows: &'s [Range<usize>],
    /// A row for each word, of all heads.
    pub logits: &'s [f32],
    /// Numbers in a row.
    pub width: usize,
}

impl Tagged<'_> {
    /// The logits of a word, of all heads.
    pub fn logits(&self, word: usize) -> &[f32] {
        &self.logits[word * self.width..][..self.width]
    }

    /// Appends the label of each word, as an index into the labels of `head`.
    pub fn labels(&self, head: &Head, labels: &mut Vec<u8>) {
        for window in self.windows {
            head.best(&self.logits[window.start * self.width..window.end * self.width], self.width, labels);
        }
    }

    /// Appends how likely each of `labels` is, which are those of all words.
    pub fn likely(&self, head: &Head, labels: &[u8], likely: &mut Vec<f32>) {
        for window in self.windows {
            let rows = &self.logits[window.start * self.width..window.end * self.width];
            head.likely(rows, self.width, &labels[window.clone()], likely);
        }
    }
}

/// What a model's file says of itself, as far as it matters here.
#[derive(Deserialize)]
struct Described {
    depth: usize,
    window: usize,
    heads: Vec<String>,
    labels: Vec<Vec<String>>,
    features: Features,
    attention_heads: usize,
    epsilon: f32,
    activation: String,
}

#[derive(Deserialize)]
struct Features {
    shapes: Vec<String>,
    gaps: Vec<String>,
}

impl Neural {
    /// Reads a model and packs its weights for this machine.
    ///
    /// # Errors
    /// When the file is no such model, or one for other features than this program's.
    pub fn read(tensors: &Tensors) -> Result<Neural> {
        let described = tensors.metadata.get("saidso").context("the model does not describe itself")?;
        let described: Described =
            serde_json::from_str(&description(described)).context("the model's description")?;
        let encoder = Encoder::read(tensors, described.depth, described.epsilon)?;
        let vocabulary = tensors.rows("vocabulary")?;
        let pieces = WordPiece::read(tensors.bytes_of("vocabulary", &[vocabulary])?)?;
        let same = |ours: &[&str], theirs: &[String]| ours.iter().eq(theirs.iter());
        ensure!(
            described.activation == "gelu_tanh"
                && described.attention_heads * attention::HEAD == encoder.width(),
            "the model has another activation, or heads of another width, than this program"
        );
        ensure!(
            same(&windows::SHAPES, &described.features.shapes)
                && same(&windows::GAPS, &described.features.gaps)
                && encoder.features() == windows::FEATURES,
            "the model knows words by other features than this program"
        );
        ensure!(pieces.highest() < encoder.vocabulary(), "the model has more wordpieces than embeddings");
        // A word has up to 100 pieces, and a window two more.
        let fits = (102..=encoder.window()).contains(&described.window);
        ensure!(fits, "the model's window of {} is none of 102 to {}", described.window, encoder.window());
        let heads = heads(tensors, described.heads, described.labels)?;
        let labels: usize = heads.iter().map(|head| head.labels.len()).sum();
        ensure!(labels == encoder.outputs(), "the model's heads have other labels than outputs");
        Ok(Neural { encoder, pieces, window: described.window, heads })
    }

    /// Tags the words of `paragraphs`, which are byte ranges of `text`, in order. Paragraphs are seen
    /// together while they fit into the model's window.
    pub fn tag<'s>(&self, text: &str, paragraphs: &[Range<usize>], scratch: &'s mut Scratch) -> Tagged<'s> {
        let Scratch { text: read, room, pieces, features, firsts, logits } = scratch;
        read.read(text, paragraphs, &self.pieces, self.window - 2);
        logits.clear();
        for window in &read.windows {
            pieces.clear();
            features.clear();
            firsts.clear();
            pieces.push(self.pieces.opens_window);
            for (word, &feature) in read.words[window.clone()].iter().zip(&read.features[window.clone()]) {
                firsts.push(pieces.len() as u32);
                pieces.extend_from_slice(&read.pieces[word.first..word.last]);
                features.resize(pieces.len() - 1, feature);
            }
            pieces.push(self.pieces.closes_window);
            features.insert(0, 0);
            features.push(0);
            self.encoder.run(pieces, features, firsts, room, logits);
        }
        Tagged { words: &read.words, windows: &read.windows, logits, width: self.encoder.outputs() }
    }
}

/// What the trainer wrote of the encoder: alone, or among the options of a sealed model's header.
pub fn description(metadata: &str) -> String {
    let sealed: Option<serde_json::Value> = serde_json::from_str(metadata).ok();
    let inner = sealed.as_ref().and_then(|sealed| sealed.pointer("/header/options/encoder")?.as_str());
    inner.unwrap_or(metadata).to_owned()
}

/// The last head finds entities, those before it roles; their transitions lie in two tensors.
fn heads(tensors: &Tensors, names: Vec<String>, labels: Vec<Vec<String>>) -> Result<Vec<Head>> {
    let roles = names.len().checked_sub(1).filter(|_| names.len() == labels.len());
    let roles = roles.context("the model has no heads")?;
    let (n, e) = (labels[0].len(), labels[roles].len());
    if labels[..roles].iter().any(|of| of.len() != n)
        || labels.iter().any(|of| of.is_empty() || of.len() > chain::MOST)
    {
        bail!("the model's roles have unlike labels");
    }
    let transitions = tensors.f32s_of("roles.transitions", &[roles, n, n])?;
    let start = tensors.f32s_of("roles.start", &[roles, n])?;
    let of_roles = transitions.chunks_exact(n * n).zip(start.chunks_exact(n)).map(|(t, s)| [s, t].concat());
    let last = [tensors.f32s_of("entities.start", &[e])?, tensors.f32s_of("entities.transitions", &[e, e])?];
    let mut first = 0;
    let mut found = Vec::new();
    for ((name, labels), transitions) in names.into_iter().zip(labels).zip(of_roles.chain([last.concat()])) {
        let count = labels.len();
        found.push(Head { name, labels, first, transitions });
        first += count;
    }
    Ok(found)
}
