//! Where articles come from: files of plain text and saved pages, each an article, and JSON Lines, an article a line. A path that is
//! wrong stops the run; an article that is wrong is set aside.

mod clean;
pub mod date;
mod files;
mod hash;
pub mod html;
mod hyphen;
mod input;
mod json;
mod language;
mod line;
mod not_prose;
pub mod packed;
mod paragraphs;
mod record;
mod table;
mod text;
mod width;

use std::path::Path;

use crate::document::{Article, Reject};

pub use files::{File, list};
pub use hash::{sha256, sha256_of};
pub use input::{Input, inputs};
pub use text::text;

/// The article in the file of plain text at `path`, or why there is none.
pub fn read(path: &Path) -> Result<Article, Reject> {
    Input::File(File::outright(path)).read()
}
