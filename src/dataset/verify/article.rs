//! An article's two texts, and the places of rows in them.

use super::runs::{Form, Run, check};
use crate::document::How;

/// What rows are proved against.
pub struct Article<'t> {
    pub text: &'t str,
    /// Byte at which each code point of `text` starts, and its end.
    pub starts: Vec<usize>,
    pub raw: Vec<u8>,
    form: Form,
    /// The raw bytes are not those that were read.
    pub changed: bool,
    /// The kept blocks, in text order.
    pub kept: Vec<Kept>,
}

/// A kept block: where it stands in the text, in code points, and what its words come of.
pub struct Kept {
    pub start: usize,
    pub end: usize,
    pub runs: Vec<Run>,
}

/// Where a row says that it stands, and its words.
pub struct Places<'t> {
    /// Code points of the text; `None` for a dropped block.
    pub text: Option<(i32, i32)>,
    /// Bytes of the raw article.
    pub raw: (i32, i32),
    pub words: &'t str,
}

impl<'t> Article<'t> {
    pub fn new(text: &'t str, raw: Vec<u8>, form: Form, changed: bool) -> Article<'t> {
        let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Article { text, starts, form, raw, changed, kept: Vec::new() }
    }

    fn slice(&self, (start, end): (usize, usize)) -> Option<&'t str> {
        self.text.get(*self.starts.get(start)?..*self.starts.get(end)?)
    }

    /// The words from the first code point of `place` to its last.
    pub fn words(&self, place: (i32, i32)) -> Result<&'t str, String> {
        let words = both(place.0, place.1).and_then(|place| self.slice(place));
        words.ok_or_else(|| format!("articles.text has no [{}:{}]", place.0, place.1))
    }

    /// Proves that the words of `places` stand there in the text; says where, in code points.
    fn stands(&self, places: &Places) -> Result<Option<(usize, usize)>, String> {
        let Some((start, end)) = places.text else { return Ok(None) };
        let place = both(start, end).filter(|&place| self.slice(place) == Some(places.words));
        place.map(Some).ok_or_else(|| format!("articles.text[{start}:{end}] is not {:?}", places.words))
    }

    /// Proves a block, and remembers a kept one for the rows that stand in it.
    pub fn block(&mut self, places: &Places, runs: Vec<Run>) -> Result<(), String> {
        let (start, end) = places.raw;
        let raw =
            both(start, end).ok_or_else(|| format!("it stands at {start}..{end} of the raw article"))?;
        check(&runs, places.words, &self.raw, self.form, raw)?;
        if let Some((start, end)) = self.stands(places)? {
            if self.kept.last().is_some_and(|last| last.end > start) {
                return Err("it begins before the end of the block before it".to_owned());
            }
            self.kept.push(Kept { start, end, runs });
        }
        Ok(())
    }

    /// Proves a row that stands in a kept block.
    pub fn row(&self, places: &Places) -> Result<(), String> {
        let Some(place) = self.stands(places)? else {
            return Err("it stands nowhere in the text".to_owned());
        };
        let raw = self.raw_of(place).ok_or_else(|| "it stands in no kept block".to_owned())?;
        let (start, end) = places.raw;
        if both(start, end) == Some(raw) {
            return Ok(());
        }
        let (from, to) = raw;
        Err(format!("{:?} comes of bytes {from}..{to} of the raw article, not {start}..{end}", places.words))
    }

    /// The raw bytes of a part of the text: from its first run to its last, whole where a run is not byte for byte.
    fn raw_of(&self, (start, end): (usize, usize)) -> Option<(usize, usize)> {
        let after = self.kept.partition_point(|block| block.start <= start);
        let block = self.kept.get(after.checked_sub(1)?).filter(|block| end <= block.end && start < end)?;
        let bytes = |from: usize, to: usize| self.starts[to] - self.starts[from];
        let mut raw: Option<(usize, usize)> = None;
        for run in &block.runs {
            let (run_start, run_end) = (block.start + run.start, block.start + run.end);
            if run_end <= start || run_start >= end || run.start == run.end {
                continue;
            }
            let cut = |from, to| if run.how == How::Same && from < to { bytes(from, to) } else { 0 };
            let first = run.raw_start + cut(run_start, start);
            let last = run.raw_end - cut(end, run_end);
            raw = Some((raw.map_or(first, |raw| raw.0), last));
        }
        raw
    }
}

fn both(start: i32, end: i32) -> Option<(usize, usize)> {
    Some((usize::try_from(start).ok()?, usize::try_from(end).ok()?))
}
