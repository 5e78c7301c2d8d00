//! The first half of the model `neural` of saidso; `saidso-neural-2` has the other.

#![no_std]

/// The file's first half.
pub const HALF: &[u8] = include_bytes!("neural.safetensors.1");
