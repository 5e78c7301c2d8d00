//! What a source yields.

use std::sync::Arc;

use super::label::Reason;
use super::run::Traced;

/// What one input holds, before anything is decided about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Unique in a dataset.
    pub id: String,
    /// The path of its file as given, for messages and for `articles.path`.
    pub path: String,
    /// The bytes that rows point into: the whole file, or the one record of a file of many.
    pub raw: Vec<u8>,
    /// Where `raw` begins in the file, in bytes.
    pub raw_offset: u64,
    /// SHA-256 of `raw`, lower-case hex.
    pub sha256: String,
    /// What the bytes say, a paragraph a line.
    pub text: Arc<Traced>,
    /// What the source says about it.
    pub metadata: Metadata,
}

/// An input that was set aside; the run went on without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    pub path: String,
    pub reason: Reason,
    /// What is wrong, and what to do about it.
    pub message: String,
}

impl Metadata {
    /// Whether the article is in another language than English, as far as anybody tells.
    pub fn is_foreign(&self) -> bool {
        self.language.as_deref().is_some_and(|language| !language.to_lowercase().starts_with("en"))
    }
}

/// What an article says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    pub headline: Option<String>,
    /// ISO 8601 date, `YYYY-MM-DD`.
    pub published: Option<String>,
    pub credit: Option<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub authors: Vec<String>,
    /// As the source says it, or its ISO 639-3 code where the text tells it plainly: "eng".
    pub language: Option<String>,
    /// All that has no field of its own: a JSON object, its keys sorted.
    pub other: Option<String>,
}
