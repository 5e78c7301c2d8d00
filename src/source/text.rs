//! Plain text to an article.

use std::sync::Arc;

use super::clean::clean;
use super::hash::sha256;
use super::language::language;
use super::not_prose;
use super::paragraphs;
use crate::document::{Article, Metadata, Reason, Reject, Traced, is_blank};

/// The article that the plain text `raw` is, or why it is none.
pub fn text(id: &str, path: &str, raw: Vec<u8>) -> Result<Article, Reject> {
    let reject = |(reason, message)| Reject { path: path.to_owned(), reason, message };
    if let Some(other) = not_prose::by_bytes(&raw) {
        return Err(reject(other));
    }
    let decoded = str::from_utf8(&raw).map_err(|error| {
        let at = error.valid_up_to();
        let message = format!("byte {at} is no UTF-8; convert the file, for example with iconv -t utf-8");
        reject((Reason::NotUtf8, message))
    })?;
    let traced = Traced::same(decoded);
    article(id, path, 0, raw, traced, Metadata::default())
}

/// The article that `raw` holds and `text` says, if that is prose.
pub fn article(
    id: &str,
    path: &str,
    raw_offset: u64,
    raw: Vec<u8>,
    text: Traced,
    metadata: Metadata,
) -> Result<Article, Reject> {
    let reject = |(reason, message)| Err(Reject { path: path.to_owned(), reason, message });
    if text.text().trim_matches(is_blank).is_empty() {
        return reject((Reason::Empty, "no text in it; remove it or fetch it again".to_owned()));
    }
    if let Some(other) = not_prose::by_words(text.text()) {
        return reject(other);
    }
    Ok(finished(id, path, raw_offset, raw, paragraphs::join(clean(text)), metadata))
}

/// The article whose lines are `text`, with its hash, and its language where nobody says it.
pub fn finished(
    id: &str,
    path: &str,
    raw_offset: u64,
    raw: Vec<u8>,
    text: Traced,
    metadata: Metadata,
) -> Article {
    let language = metadata.language.clone().or_else(|| language(text.text()));
    Article {
        id: id.to_owned(),
        path: path.to_owned(),
        raw_offset,
        sha256: sha256(&raw),
        text: Arc::new(text),
        metadata: Metadata { language, ..metadata },
        raw,
    }
}
