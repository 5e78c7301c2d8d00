//! The second half of the model `neural` of saidso; `saidso-neural-1` has the other.

#![no_std]

/// The file's second half.
pub const HALF: &[u8] = include_bytes!("neural.safetensors.2");
