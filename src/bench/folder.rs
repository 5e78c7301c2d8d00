//! The folder that a bench writes, and that all else reads.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};

use super::columns::columns;
use super::result::{Results, VERSION};
use super::wrong::Wrong;
use crate::dataset::{column, write_batch, write_whole};
use crate::hint::Hint;

/// The files of a folder of results: all that was measured; a row for each method, corpus, layer and measure; a line for
/// each item that is wrong.
const WHOLE: &str = "results.json";
const ROWS: &str = "results.parquet";
const ITEMS: &str = "wrong.jsonl";

const ELSE: &str = "give a folder that `saidso bench run` of this version wrote";

/// The results in `folder`.
///
/// # Errors
/// When there are none, or of another version.
pub fn read(folder: &Path) -> Result<Results> {
    let path = folder.join(WHOLE);
    let shown = || path.display().to_string();
    let text = fs::read_to_string(&path).with_context(shown).hint(ELSE)?;
    let results: Results = serde_json::from_str(&text).with_context(shown).hint(ELSE)?;
    match results.version {
        VERSION => Ok(results),
        other => Err(anyhow!("{}: version {other}, not {VERSION}", shown())).hint(ELSE),
    }
}

/// Writes `results` into `folder`, and the items that are `wrong`.
///
/// # Errors
/// When the folder cannot be written to.
pub fn write(results: &Results, folder: &Path, wrong: &[Wrong]) -> Result<()> {
    let mut lines = Vec::new();
    for item in wrong {
        serde_json::to_writer(&mut lines, item)?;
        lines.push(b'\n');
    }
    write_whole(&folder.join(ITEMS), &lines)?;
    write_batch(&folder.join(ROWS), column::batch(columns(results)))?;
    write_whole(&folder.join(WHOLE), &serde_json::to_vec(results)?)
}

/// The items that are wrong, of those that may be shown.
///
/// # Errors
/// When the file cannot be read.
pub fn wrong(folder: &Path) -> Result<Vec<Wrong>> {
    let path = folder.join(ITEMS);
    let shown = || path.display().to_string();
    let text = fs::read_to_string(&path).with_context(shown).hint(ELSE)?;
    let lines = text.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().with_context(shown).hint(ELSE)
}
