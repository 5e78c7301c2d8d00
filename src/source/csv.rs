//! The rows of a file of comma-separated values (RFC 4180) or the like, an article each; the first row names the columns.

use std::io::BufRead;
use std::sync::Arc;

use super::columns::Columns;
use super::files::File;
use super::header::{Header, row, without_break};
use super::lines::{self, Cut};
use super::packed::Opened;
use super::record::{Form, Record};
use crate::document::{Reason, Reject};

/// The rows of `file`, which begins with its header.
///
/// # Errors
/// When no column is the text.
pub fn records(
    file: &File,
    mut opened: Opened,
    columns: &Arc<Columns>,
) -> Result<impl Iterator<Item = Result<Record, Reject>> + Send + use<>, Reject> {
    let reject = |reason, message| Reject { path: file.shown(), reason, message };
    let first =
        row(&mut opened.reader, None).map_err(|error| reject(Reason::Unreadable, error.to_string()))?;
    let header = Header::of(&first).map_err(|message| reject(Reason::Data, message))?;
    columns
        .check(header.names.iter().map(String::as_str))
        .map_err(|message| reject(Reason::Data, message))?;
    opened.offset += first.len() as u64;
    let separator = header.separator;
    let cut = Cut {
        form: Form::Csv(Arc::new(header)),
        before: 1,
        next: move |mut reader: &mut dyn BufRead| row(&mut reader, Some(separator)),
        // It may be an open quotation mark that makes the row so long.
        rest: None,
        bare: |raw| 0..without_break(raw).len(),
    };
    Ok(lines::records(file, opened, columns, cut))
}
