//! Saved web pages: the words of the article, each with its bytes, and what the page says about it.
//!
//! A tokenizer reads the words with their bytes, a parser the tree; the tree's texts are found again among the words,
//! and a port of the reader view of Firefox says which of them are the article's. What cannot be found is left out.

mod about;
mod body;
mod charset;
mod lines;
mod linked;
mod markup;
mod written;

use super::not_prose;
use super::text::finished;
use crate::document::{Article, Reason, Reject};
use body::Tree;
use charset::Page;

pub use charset::{encoding, written};
pub use lines::shown;
pub use markup::{decode, is_left_out, is_wordless};

/// As many bytes tell whether a file is a page.
const START: usize = 4_096;

/// Whether what begins with the bytes `start` is a page; one that is cut inside a letter, too.
pub fn is_html(start: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&start[..start.len().min(START)]);
    not_prose::is_page(start.trim_start_matches(crate::document::is_blank))
}

/// The article in the page whose bytes are `raw`, which begin at `raw_offset` of the file at `path`.
///
/// # Errors
/// When there is none in it, or the page is more than its tree could be built for.
pub fn html(id: &str, path: &str, raw_offset: u64, raw: Vec<u8>) -> Result<Article, Reject> {
    let reject = |reason, message| Reject { path: path.to_owned(), reason, message };
    let page = Page::read(&raw);
    let words = markup::words(&page.text)
        .map_err(|(at, what)| reject(Reason::TooLarge, format!("byte {}: {what}", page.raw(at))))?;
    let tree = Tree::of(&page.text, &words);
    let metadata = about::read(&tree.document);
    let text = page.to_raw(tree.article(&page.text, &words, metadata.headline.as_deref()));
    if text.text().is_empty() {
        let message = "a page without running text, as far as a reader view can tell; save the words of the article as text";
        return Err(reject(Reason::NoText, message.to_owned()));
    }
    Ok(finished(id, path, raw_offset, raw, text, metadata))
}
