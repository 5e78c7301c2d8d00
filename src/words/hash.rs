//! One hasher for all tables of words.

use std::hash::Hasher;

/// Multiplies and rotates, eight bytes at a time. Fast on short words; safe here, since what is kept is
/// ours or a document's own, and its words are looked up and thrown away with it.
#[derive(Clone, Copy, Default)]
pub struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        const ODD: u64 = 0x517c_c1b7_2722_0a95;
        for chunk in bytes.chunks(8) {
            let mut eight = [0; 8];
            eight[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(eight)).wrapping_mul(ODD);
        }
    }

    fn finish(&self) -> u64 {
        // The table reads the low bits, and the product's high ones are mixed best.
        self.0.rotate_left(26)
    }
}
