//! The records of a file that holds one a line or row, read from front to back.

use std::io::{self, BufRead, Read};
use std::iter;
use std::ops::Range;
use std::sync::Arc;

use super::columns::Columns;
use super::files::File;
use super::limits;
use super::packed::Opened;
use super::record::{Form, Record};
use crate::document::{Reason, Reject};

/// How a file is cut into records.
pub struct Cut<N> {
    pub form: Form,
    /// Lines or rows before the first record.
    pub before: usize,
    /// Reads the next line or row with its end; nothing at the end of the file. One over the limit is cut behind it.
    pub next: N,
    /// Reads what is left of one over the limit; `None` where its end cannot be told, so that it ends the file.
    pub rest: Option<fn(&mut dyn BufRead) -> io::Result<u64>>,
    /// What of it is the record.
    pub bare: fn(&[u8]) -> Range<usize>,
}

/// The objects of a file of JSON Lines.
pub fn objects(
    file: &File,
    opened: Opened,
    columns: &Arc<Columns>,
) -> impl Iterator<Item = Result<Record, Reject>> + Send + use<> {
    let next = |reader: &mut dyn BufRead| {
        let mut raw = Vec::new();
        reader.take(limits::ARTICLE + 1).read_until(b'\n', &mut raw).map(|_| raw)
    };
    let bare = |raw: &[u8]| {
        let start = raw.len() - raw.trim_ascii_start().len();
        start..start + raw.trim_ascii().len()
    };
    let rest: fn(&mut dyn BufRead) -> io::Result<u64> =
        |reader| reader.skip_until(b'\n').map(|read| read as u64);
    records(file, opened, columns, Cut { form: Form::Json, before: 0, next, rest: Some(rest), bare })
}

/// The records of `file`, as `cut` tells them apart. What cannot be read ends them.
pub fn records<N>(
    file: &File,
    opened: Opened,
    columns: &Arc<Columns>,
    cut: Cut<N>,
) -> impl Iterator<Item = Result<Record, Reject>> + Send + use<N>
where
    N: Fn(&mut dyn BufRead) -> io::Result<Vec<u8>> + Send,
{
    let (path, id, columns) = (file.shown(), file.id.clone(), columns.clone());
    let Opened { mut reader, mut offset } = opened;
    let (mut number, mut ended) = (cut.before, false);
    iter::from_fn(move || {
        while !ended {
            number += 1;
            let place = format!("{path}:{number}");
            let reject = |reason, message| Some(Err(Reject { path: place.clone(), reason, message }));
            let unread = "what follows it in this file was not read";
            let raw = match (cut.next)(&mut *reader) {
                Ok(raw) => raw,
                Err(error) => {
                    ended = true;
                    return reject(Reason::Unreadable, format!("{error}; {unread}"));
                }
            };
            if raw.is_empty() {
                return None;
            }
            if raw.len() as u64 > limits::ARTICLE {
                let left =
                    cut.rest.filter(|_| !raw.ends_with(b"\n")).map_or(Ok(0), |rest| rest(&mut *reader));
                ended = cut.rest.is_none() || left.is_err();
                let bytes = raw.len() as u64 + left.unwrap_or_default();
                offset += bytes;
                let what = limits::too_large(bytes);
                return reject(Reason::TooLarge, if ended { format!("{what}; {unread}") } else { what });
            }
            let bare = (cut.bare)(&raw);
            let begin = offset + bare.start as u64;
            offset += raw.len() as u64;
            if !bare.is_empty() {
                return Some(Ok(Record {
                    file: path.clone(),
                    place,
                    id: format!("{id}:{number}"),
                    offset: begin,
                    raw: raw[bare].to_owned(),
                    form: cut.form.clone(),
                    columns: columns.clone(),
                }));
            }
        }
        None
    })
}
