//! What must hold of a record, whatever format it came from or goes to.

use std::collections::{HashMap, HashSet};

use anyhow::{Context, Result, anyhow, ensure};

use super::record::Record;
use crate::hint::Hint;

const FITS: &str = "offsets are Unicode code points into text; types and labels are those of `saidso schema`";

/// Checks records one after the other, and that no document is there twice. A text may be labeled by several
/// annotators, each by name.
#[derive(Default)]
pub struct Check {
    seen: HashSet<(String, Option<String>)>,
}

impl Check {
    /// # Errors
    /// What is wrong with `record`, with place and document.
    pub fn next(&mut self, place: &str, record: &Record) -> Result<()> {
        let colon = if place.is_empty() { "" } else { ": " };
        let shown = || format!("{place}{colon}document {:?}", record.doc_id);
        if !self.seen.insert((record.doc_id.clone(), record.annotator.clone())) {
            return Err(anyhow!("{}: a second one with this id", shown())).hint(
                "give each document its own id; several labelings of a text need an `annotator` each, which \
                 not every format can carry",
            );
        }
        confidences(record).with_context(shown)?;
        one(record).and_then(|()| none_empty(record)).with_context(shown).hint(FITS)
    }
}

/// Checks the records of a corpus that is to be scored, as [`all`] does, but lets attributions pass
/// without a marked word: PolNeAR has some, and they change no score.
///
/// # Errors
/// The first offence, with file, line and document.
pub fn scorable(name: &str, records: &[Record]) -> Result<()> {
    let mut seen = HashSet::new();
    for (at, record) in records.iter().enumerate() {
        let shown = || format!("{name}:{} (document {:?})", at + 1, record.doc_id);
        if !seen.insert((&record.doc_id, &record.annotator)) {
            return Err(anyhow!("{}: a second one with this id", shown()))
                .hint("several labelings of a text need an `annotator` each");
        }
        confidences(record).with_context(shown)?;
        one(record).with_context(shown).hint(FITS)?;
    }
    Ok(())
}

/// Checks that every confidence is a probability.
///
/// # Errors
/// The first that is none, with its entity or attribution.
pub fn confidences(record: &Record) -> Result<()> {
    let right = |confidence: f32| (0.0..=1.0).contains(&confidence);
    let entities = record.entities.iter().flatten();
    let wrong = entities.filter(|own| !right(own.confidence)).map(|own| {
        anyhow!("entity {}..{}: confidence {} is no probability", own.start, own.end, own.confidence)
    });
    let attributions = record.attributions.iter().flatten();
    let other = attributions.filter(|own| !right(own.confidence));
    let other =
        other.map(|own| anyhow!("attribution {}: confidence {} is no probability", own.id, own.confidence));
    wrong.chain(other).next().map_or(Ok(()), Err).hint(
        "a confidence is a number from 0 to 1; leave it out where none was stated, and bring other scores to that \
         scale",
    )
}

/// Checks one record that is to be scored, whose place its reader names.
///
/// # Errors
/// What is wrong with it.
pub fn alone(record: &Record) -> Result<()> {
    confidences(record)?;
    one(record).hint(FITS)
}

fn none_empty(record: &Record) -> Result<()> {
    for attribution in record.attributions.iter().flatten() {
        let spans = attribution.source.len() + attribution.cue.len() + attribution.content.len();
        ensure!(spans > 0, "attribution {}: it has neither source, cue nor content", attribution.id);
    }
    Ok(())
}

fn one(record: &Record) -> Result<()> {
    let id = &record.doc_id;
    let right = !id.is_empty() && id.trim() == id && !id.contains(char::is_control);
    ensure!(right, "an id has no line break, and no white space around it");
    record.document()?;
    let sentences = record.sentences.as_deref().unwrap_or_default();
    for pair in sentences.windows(2) {
        ensure!(
            pair[0][1] <= pair[1][0],
            "sentences {:?} and {:?} overlap or are out of order",
            pair[0],
            pair[1]
        );
    }
    let mut outer = HashMap::new();
    for attribution in record.attributions.iter().flatten() {
        let id = attribution.id.as_str();
        ensure!(!id.is_empty(), "an attribution has no id");
        ensure!(
            outer.insert(id, attribution.nested_in.as_deref()).is_none(),
            "attribution {id}: a second one with this id"
        );
    }
    for attribution in record.attributions.iter().flatten() {
        let mut at = attribution.nested_in.as_deref();
        let mut steps = 0;
        while let Some(id) = at {
            steps += 1;
            ensure!(steps <= outer.len(), "attribution {}: it is nested in itself", attribution.id);
            at = outer.get(id).copied().flatten();
        }
    }
    Ok(())
}
