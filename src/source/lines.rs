//! The records of a file of JSON Lines.

use std::io::{BufRead, Read};
use std::iter;
use std::sync::Arc;

use super::columns::Columns;
use super::files::File;
use super::limits;
use super::packed::Opened;
use super::record::{Form, Record};
use crate::document::{Reason, Reject};

/// The lines of `file`, each a record.
pub fn records(
    file: &File,
    opened: Opened,
    columns: &Arc<Columns>,
) -> impl Iterator<Item = Result<Record, Reject>> + Send + use<> {
    let (path, id, columns) = (file.shown(), file.id.clone(), columns.clone());
    let Opened { mut reader, mut offset } = opened;
    let (mut number, mut ended) = (0, false);
    iter::from_fn(move || {
        while !ended {
            number += 1;
            let mut raw = Vec::new();
            let place = format!("{path}:{number}");
            let begin = offset;
            let end = |reason, message| Some(Err(Reject { path: place.clone(), reason, message }));
            match reader.by_ref().take(limits::ARTICLE + 1).read_until(b'\n', &mut raw) {
                Ok(0) => return None,
                Ok(read) if read as u64 > limits::ARTICLE => {
                    ended = true;
                    return end(Reason::TooLarge, limits::too_large(read as u64));
                }
                Ok(read) => offset += read as u64,
                Err(error) => {
                    ended = true;
                    return end(Reason::Unreadable, format!("{error}; read up to here"));
                }
            }
            let blanks = raw.len() - raw.trim_ascii_start().len();
            let bare = raw.trim_ascii();
            if !bare.is_empty() {
                return Some(Ok(Record {
                    file: path.clone(),
                    place,
                    id: format!("{id}:{number}"),
                    offset: begin + blanks as u64,
                    raw: bare.to_owned(),
                    form: Form::Json,
                    columns: columns.clone(),
                }));
            }
        }
        None
    })
}
