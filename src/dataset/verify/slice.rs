//! A row's words against the two texts in which they stand.

use super::Proof;

/// An article's two texts.
pub struct Texts<'t> {
    pub text: &'t str,
    /// Byte at which each code point of `text` starts, and its end.
    pub starts: Vec<usize>,
    pub raw: Vec<u8>,
    /// The raw file is not the one that was read.
    pub changed: bool,
}

impl Texts<'_> {
    pub fn raw_slice(&self, start: i32, end: i32) -> Option<&[u8]> {
        self.raw.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
    }

    pub fn slice(&self, start: i32, end: i32) -> Option<&str> {
        let start = *self.starts.get(usize::try_from(start).ok()?)?;
        let end = *self.starts.get(usize::try_from(end).ok()?)?;
        self.text.get(start..end)
    }
}

/// A row's two places and its words.
pub struct Places<'t> {
    pub text: Option<(i32, i32)>,
    pub raw: (i32, i32),
    pub words: &'t str,
}

impl Places<'_> {
    pub fn check(&self, article: &Texts, proof: &mut Proof) -> Result<(), String> {
        if let Some((start, end)) = self.text {
            proof.slices += 1;
            if article.slice(start, end) != Some(self.words) {
                return Err(format!("articles.text[{start}:{end}] is not {:?}", self.words));
            }
        }
        proof.slices += 1;
        let (start, end) = self.raw;
        if article.raw_slice(start, end) != Some(self.words.as_bytes()) {
            return Err(format!("bytes {start}..{end} of the raw file are not {:?}", self.words));
        }
        Ok(())
    }
}
