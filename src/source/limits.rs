//! The most that an input may ask of the machine.

/// Bytes of an article: no news is longer, and what is takes memory by the gigabyte.
pub const ARTICLE: u64 = 32 << 20;

/// How many times its size a packed file may unpack to. Text packs to a twentieth of its size, a page of one word to a
/// hundredth.
pub const RATIO: u64 = 1000;

/// Bytes that any packed file may unpack to, whatever its size.
pub const UNPACKED: u64 = 64 << 20;

/// Bytes of a group of rows of a Parquet file, unpacked, one column of it.
pub const COLUMN: i64 = 2 << 30;

/// What is said of an article of so many bytes.
pub fn too_large(bytes: u64) -> String {
    format!(
        "{bytes} bytes, and an article has at most {ARTICLE}; cut it into its articles, one a file or one a line"
    )
}
