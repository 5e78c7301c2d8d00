//! The layers of a BERT encoder, over one window of tokens at a time.

use anyhow::{Result, ensure};

use crate::learn::bert::attention::{HEAD, Heads, attend};
use crate::learn::bert::lanes::{LANES, Norm, embed, gelu_quantise, norm_quantise, quantise};
use crate::learn::bert::linear::{Activations, Linear};
use crate::learn::tensors::Tensors;

/// Tokens that go through the inner layer at once, so that what lies between its two halves stays in
/// the cache.
const INNER_BLOCK: usize = 96;

/// The encoder, and the linear head on what it puts out.
pub struct Encoder {
    width: usize,
    pieces: Box<[u8]>,
    piece_scale: Vec<f32>,
    positions: Vec<f32>,
    features: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    /// A row for each input, so that outputs lie side by side.
    head: Vec<f32>,
    head_bias: Vec<f32>,
}

struct Layer {
    qkv: Linear,
    out: Linear,
    up: Linear,
    down: Linear,
    norm1: Norm,
    norm2: Norm,
}

/// Room for one window, used again and again.
#[derive(Default)]
pub struct Room {
    x: Vec<f32>,
    quantised: Activations,
    qkv: Vec<f32>,
    heads: Heads,
    mixed: Vec<f32>,
    inner: Vec<f32>,
    inner_quantised: Activations,
    block: Activations,
    all: Vec<u32>,
}

impl Encoder {
    pub fn read(tensors: &Tensors, depth: usize, epsilon: f32) -> Result<Encoder> {
        let width = tensors.rows("norm.weight")?;
        ensure!(
            width.is_multiple_of(LANES) && width > 0 && depth > 0,
            "a model {width} wide of {depth} layers; its width must be a multiple of {LANES}"
        );
        let vocabulary = tensors.rows("embeddings.pieces.weight")?;
        let positions = tensors.rows("embeddings.positions.weight")?;
        let features = tensors.rows("embeddings.features.weight")?;
        let outputs = tensors.rows("heads.weight")?;
        let rows = tensors.f32s_of("heads.weight", &[outputs, width])?;
        Ok(Encoder {
            width,
            pieces: tensors.bytes_of("embeddings.pieces.weight", &[vocabulary, width])?.into(),
            piece_scale: tensors.f32s_of("embeddings.pieces.weight.scale", &[vocabulary])?,
            positions: tensors.f32s_of("embeddings.positions.weight", &[positions, width])?,
            features: tensors.f32s_of("embeddings.features.weight", &[features, width])?,
            norm: norm(tensors, "norm", width, epsilon)?,
            layers: (0..depth).map(|k| Layer::read(tensors, k, width, epsilon)).collect::<Result<_, _>>()?,
            head: (0..width).flat_map(|k| rows.iter().skip(k).step_by(width).copied()).collect(),
            head_bias: tensors.f32s_of("heads.bias", &[outputs])?,
        })
    }

    /// Tokens that a window may have.
    pub fn window(&self) -> usize {
        self.positions.len() / self.width
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn vocabulary(&self) -> usize {
        self.piece_scale.len()
    }

    pub fn features(&self) -> usize {
        self.features.len() / self.width
    }

    pub fn outputs(&self) -> usize {
        self.head_bias.len()
    }

    /// Appends to `logits` a row for each token of `asked`, in order. A window is wordpieces and, for
    /// each, the row of its feature.
    pub fn run(
        &self,
        pieces: &[u32],
        features: &[u32],
        asked: &[u32],
        room: &mut Room,
        logits: &mut Vec<f32>,
    ) {
        if asked.is_empty() {
            return;
        }
        let (width, tokens) = (self.width, pieces.len());
        room.x.resize(tokens * width, 0.0);
        for (k, (&piece, &feature)) in pieces.iter().zip(features).enumerate() {
            embed(
                &self.pieces[piece as usize * width..][..width],
                self.piece_scale[piece as usize],
                &self.positions[k * width..][..width],
                &self.features[feature as usize * width..][..width],
                &mut room.x[k * width..][..width],
            );
        }
        norm_quantise(&mut room.x, &self.norm, &mut room.quantised);
        let mut all = std::mem::take(&mut room.all);
        all.clear();
        all.extend(0..tokens as u32);
        for (k, layer) in self.layers.iter().enumerate() {
            // The last layer works for those alone that somebody wants to hear of.
            layer.run(width, if k + 1 == self.layers.len() { asked } else { &all }, room);
        }
        room.all = all;
        for row in room.x.chunks_exact(width) {
            let start = logits.len();
            logits.extend_from_slice(&self.head_bias);
            let out = &mut logits[start..];
            for (x, weights) in row.iter().zip(self.head.chunks_exact(self.head_bias.len())) {
                for (out, weight) in out.iter_mut().zip(weights) {
                    *out += x * weight;
                }
            }
        }
    }
}

impl Layer {
    fn read(tensors: &Tensors, k: usize, width: usize, epsilon: f32) -> Result<Layer> {
        let name = |part: &str| format!("layers.{k}.{part}");
        let inner = tensors.rows(&name("up.weight"))?;
        let linear = |part: &str, outputs: usize, inputs: usize| -> Result<Linear> {
            ensure!(
                outputs.is_multiple_of(LANES) && inputs.is_multiple_of(LANES),
                "{} is {outputs} by {inputs}; both must be multiples of {LANES}",
                name(part)
            );
            let weight = tensors.bytes_of(&name(&format!("{part}.weight")), &[outputs, inputs])?;
            let scale = tensors.f32s_of(&name(&format!("{part}.weight.scale")), &[outputs])?;
            Ok(Linear::new(
                weight,
                scale,
                tensors.f32s_of(&name(&format!("{part}.bias")), &[outputs])?,
                inputs,
            ))
        };
        Ok(Layer {
            qkv: linear("qkv", 3 * width, width)?,
            out: linear("out", width, width)?,
            up: linear("up", inner, width)?,
            down: linear("down", width, inner)?,
            norm1: norm(tensors, &name("norm1"), width, epsilon)?,
            norm2: norm(tensors, &name("norm2"), width, epsilon)?,
        })
    }

    /// From all tokens in `room.x` and, quantised, in `room.quantised` to those of `asked`.
    fn run(&self, width: usize, asked: &[u32], room: &mut Room) {
        let tokens = room.x.len() / width;
        room.qkv.resize(tokens * 3 * width, 0.0);
        self.qkv.apply(&mut room.quantised, &mut room.qkv, false);
        room.mixed.resize(asked.len() * width, 0.0);
        attend(&room.qkv, width, asked, &mut room.heads, &mut room.mixed);
        if asked.len() < tokens {
            for (k, &token) in asked.iter().enumerate() {
                // Asked tokens are in order, so none is overwritten before it is read.
                room.x.copy_within(token as usize * width..(token as usize + 1) * width, k * width);
            }
            room.x.truncate(asked.len() * width);
        }
        quantise(&room.mixed, width, &mut room.quantised);
        self.out.apply(&mut room.quantised, &mut room.x, true);
        for x in room.x.chunks_mut(INNER_BLOCK * width) {
            let inner = self.up.outputs();
            norm_quantise(x, &self.norm1, &mut room.block);
            room.inner.resize(x.len() / width * inner, 0.0);
            self.up.apply(&mut room.block, &mut room.inner, false);
            gelu_quantise(&mut room.inner, inner, &mut room.inner_quantised);
            self.down.apply(&mut room.inner_quantised, x, true);
        }
        norm_quantise(&mut room.x, &self.norm2, &mut room.quantised);
    }
}

fn norm(tensors: &Tensors, name: &str, width: usize, epsilon: f32) -> Result<Norm> {
    let weight = tensors.f32s_of(&format!("{name}.weight"), &[width])?;
    Ok(Norm { weight, bias: tensors.f32s_of(&format!("{name}.bias"), &[width])?, epsilon })
}

const _: () = assert!(LANES.is_multiple_of(HEAD), "every width is a whole number of heads");
