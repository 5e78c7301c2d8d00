//! Where articles come from: files of plain text and saved pages, each an article; JSON Lines, CSV and Parquet, an article a
//! line or row; web archives, an article a page. A path that is wrong stops the run; an article that is wrong is set aside.

mod clean;
mod columns;
mod csv;
pub mod date;
mod files;
mod hash;
mod header;
pub mod html;
mod hyphen;
mod input;
mod json;
mod language;
pub mod limits;
mod line;
mod lines;
mod not_prose;
pub mod packed;
mod paragraphs;
pub mod parquet;
mod record;
mod rows;
mod table;
mod text;
pub mod warc;
mod width;

use std::path::Path;

use crate::document::{Article, Reject};

pub use columns::{Columns, Field};
pub use files::{File, STDIN, list};
pub use hash::{sha256, sha256_of};
pub use input::{Input, batches, inputs};
pub use text::text;

/// The article in the file of plain text at `path`, or why there is none.
pub fn read(path: &Path) -> Result<Article, Reject> {
    Input::File(File::outright(path)).read()
}
