//! Attributions in formats that know only marked spans and links between them.

use std::collections::HashMap;

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use super::keys::{self, Of};
use super::record::{Attribution, Mention, Record};

/// The parts of an attribution, as labels of spans and of links.
pub const ROLES: [&str; 3] = ["Source", "Cue", "Content"];

/// The label of a sentence's span, in formats that have no sentences of their own.
pub const SENTENCE: &str = "Sentence";

/// The label of a whole attribution, in formats that mark one.
pub const ATTRIBUTION: &str = "Attribution";

/// Which of [`ROLES`] a label names; numbers after it (`Source2`) tell repeated ones apart.
pub fn role(label: &str) -> Option<usize> {
    let label = label.trim_end_matches(|c: char| c.is_ascii_digit());
    ROLES.iter().position(|role| role.eq_ignore_ascii_case(label))
}

/// The parts of `attribution`, role by role.
pub fn parts(attribution: &Attribution) -> [&[[usize; 2]]; 3] {
    [&attribution.source, &attribution.cue, &attribution.content]
}

/// All that `attribution` says beside its spans and what it is nested in.
pub fn details(attribution: &Attribution) -> Result<Map<String, Value>> {
    let Value::Object(mut details) = serde_json::to_value(attribution)? else { return Ok(Map::new()) };
    for key in ["source", "cue", "content", "nested_in"] {
        details.remove(key);
    }
    if attribution.confidence == 1.0 {
        details.remove("confidence");
    }
    Ok(details)
}

/// The attribution of `details` and `parts`; `id` where the details have none.
///
/// # Errors
/// When the details are of the wrong kind, or one is none of ours.
pub fn attribution(
    id: &str,
    mut details: Map<String, Value>,
    parts: [Vec<[usize; 2]>; 3],
) -> Result<Attribution> {
    details.entry("id").or_insert_with(|| id.into());
    for (role, spans) in ["source", "cue", "content"].into_iter().zip(parts) {
        details.insert(role.to_owned(), serde_json::to_value(spans)?);
    }
    let own =
        keys::only(Of::Attribution, &details).and_then(|()| Ok(serde_json::from_value(details.into())?));
    own.with_context(|| format!("attribution {id}"))
}

/// The mention of `details` and where it is.
///
/// # Errors
/// When the details are of the wrong kind, or one is none of ours.
pub fn mention([start, end]: [usize; 2], kind: &str, mut details: Map<String, Value>) -> Result<Mention> {
    details.insert("start".to_owned(), start.into());
    details.insert("end".to_owned(), end.into());
    details.insert("type".to_owned(), kind.into());
    let own = keys::only(Of::Entity, &details).and_then(|()| Ok(serde_json::from_value(details.into())?));
    own.with_context(|| format!("{kind} {start}..{end}"))
}

/// The spans that links join, as lists of indices below `count`, in order; one that no link touches
/// is a list of its own.
pub fn groups(count: usize, links: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut home: Vec<usize> = (0..count).collect();
    for &(one, other) in links {
        let (one, other) = (root(&home, one), root(&home, other));
        // The smaller index is the root, so that groups stand in the order of their first spans.
        home[one.max(other)] = one.min(other);
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut place = HashMap::new();
    for at in 0..count {
        let group = *place.entry(root(&home, at)).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push(at);
    }
    groups
}

fn root(home: &[usize], mut at: usize) -> usize {
    while home[at] != at {
        at = home[at];
    }
    at
}

/// Names for the files of documents: readable, unlike each other on every file system, and never a path.
#[derive(Default)]
pub struct FileNames(HashMap<String, usize>);

impl FileNames {
    /// That of the next document.
    pub fn next(&mut self, record: &Record) -> String {
        let id = &record.doc_id;
        let whole = record.annotator.as_ref().map_or(id.clone(), |annotator| format!("{id}_{annotator}"));
        let fit = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
        let mut name: String = whole.chars().take(60).map(fit).collect();
        loop {
            // File systems that ignore case must not see two names as one.
            let count = self.0.entry(name.to_lowercase()).or_insert(0);
            *count += 1;
            if *count == 1 {
                return name;
            }
            name = format!("{name}-{count}");
        }
    }
}
