//! The rows of a file of comma-separated values (RFC 4180) or the like, an article each; the first row names the columns.

use std::iter;
use std::sync::Arc;

use super::columns::Columns;
use super::files::File;
use super::header::{Header, row, without_break};
use super::limits;
use super::packed::Opened;
use super::record::{Form, Record};
use crate::document::{Reason, Reject};

/// The rows of `file`, which begins with its header.
///
/// # Errors
/// When no column is the text.
pub fn records(
    file: &File,
    opened: Opened,
    columns: &Arc<Columns>,
) -> Result<Box<dyn Iterator<Item = Result<Record, Reject>> + Send>, Reject> {
    let (path, id, columns) = (file.shown(), file.id.clone(), columns.clone());
    let reject = |place: &str, reason, message: String| Reject { path: place.to_owned(), reason, message };
    let Opened { mut reader, mut offset } = opened;
    let first =
        row(&mut reader, None).map_err(|error| reject(&path, Reason::Unreadable, error.to_string()))?;
    let header = Header::of(&first).map_err(|message| reject(&path, Reason::Data, message))?;
    if !header.names.iter().any(|name| name == columns.text()) {
        let message = format!(
            "no column {:?} among {}; say which one is the text with --column text=NAME",
            columns.text(),
            header.names.join(", ")
        );
        return Err(reject(&path, Reason::Data, message));
    }
    let header = Arc::new(header);
    offset += first.len() as u64;
    let (mut number, mut ended) = (1, false);
    Ok(Box::new(iter::from_fn(move || {
        while !ended {
            number += 1;
            let place = format!("{path}:{number}");
            let raw = match row(&mut reader, Some(header.separator)) {
                Ok(raw) if raw.is_empty() => return None,
                Ok(raw) if raw.len() as u64 > limits::ARTICLE => {
                    ended = true;
                    let message = limits::too_large(raw.len() as u64);
                    return Some(Err(reject(&place, Reason::TooLarge, message)));
                }
                Ok(raw) => raw,
                Err(error) => {
                    ended = true;
                    let message = format!("{error}; read up to here");
                    return Some(Err(reject(&place, Reason::Unreadable, message)));
                }
            };
            let begin = offset;
            offset += raw.len() as u64;
            let bare = without_break(&raw);
            if !bare.is_empty() {
                return Some(Ok(Record {
                    file: path.clone(),
                    place,
                    id: format!("{id}:{number}"),
                    offset: begin,
                    raw: bare.to_owned(),
                    form: Form::Csv(header.clone()),
                    columns: columns.clone(),
                }));
            }
        }
        None
    })))
}
