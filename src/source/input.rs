//! What a source yields: articles to be, not read yet, so that many threads can read them.

use std::borrow::Cow;
use std::fs;
use std::io::{BufRead, Read};
use std::iter;

use super::files::File;
use super::not_prose;
use super::packed;
use super::record::Record;
use super::text;
use crate::document::{Article, Reason, Reject};

/// The most bytes of an article: no news is longer, and what is takes memory by the gigabyte.
const MOST: u64 = 32 << 20;

/// One article to be.
pub enum Input {
    /// A file of plain text.
    File(File),
    /// A line of JSON Lines.
    Record(Record),
    /// None: what was wrong is known already.
    Reject(Reject),
}

impl Input {
    /// The id that its article will have; where there will be none, the place in the messages.
    pub fn id(&self) -> Cow<'_, str> {
        match self {
            Input::File(file) => Cow::Borrowed(&file.id),
            Input::Record(record) => record.id(),
            Input::Reject(reject) => Cow::Borrowed(&reject.path),
        }
    }

    /// The article, or why there is none.
    pub fn read(self) -> Result<Article, Reject> {
        match self {
            Input::File(file) => plain(&file),
            Input::Record(record) => record.read(),
            Input::Reject(reject) => Err(reject),
        }
    }
}

/// All that is in `files`, in order.
pub fn inputs(files: Vec<File>) -> impl Iterator<Item = Input> + Send {
    files.into_iter().flat_map(|file| match lines(&file) {
        Ok(Some(lines)) => lines,
        Ok(None) => Box::new(iter::once(Input::File(file))),
        Err(reject) => Box::new(iter::once(Input::Reject(reject))),
    })
}

fn plain(file: &File) -> Result<Article, Reject> {
    let path = file.path.display().to_string();
    let reject = |reason, message| Reject { path: path.clone(), reason, message };
    let unreadable = |error| reject(Reason::Unreadable, format!("{error}; check its permissions"));
    let about = fs::metadata(&file.path).map_err(unreadable)?;
    if !about.is_file() {
        let message = "is no regular file; a pipe or device could go on for ever".to_owned();
        return Err(reject(Reason::Unreadable, message));
    }
    if file.path.to_str().is_none() {
        let message = "its name is not UTF-8, so no table could hold it; rename it".to_owned();
        return Err(reject(Reason::Unreadable, message));
    }
    if let Some((reason, message)) = not_prose::by_name(file) {
        return Err(reject(reason, message));
    }
    let mut raw = Vec::new();
    packed::open(&file.path)
        .and_then(|reader| reader.take(MOST + 1).read_to_end(&mut raw))
        .map_err(|error| reject(Reason::Unreadable, format!("{error}; it cannot be read to its end")))?;
    if raw.len() as u64 > MOST {
        return Err(reject(Reason::TooLarge, too_large(about.len().max(raw.len() as u64))));
    }
    text::text(&file.id, &path, raw)
}

fn too_large(bytes: u64) -> String {
    format!(
        "{bytes} bytes, and an article has at most {MOST}; cut it into its articles, one a file or one a line"
    )
}

/// The records of a file of JSON Lines: one that is named so, or begins as a JSON object does. `None` for any other.
fn lines(file: &File) -> Result<Option<Box<dyn Iterator<Item = Input> + Send>>, Reject> {
    let path = file.path.display().to_string();
    let reject = |reason, message| Reject { path: path.clone(), reason, message };
    let unreadable = |error| reject(Reason::Unreadable, format!("{error}; check its permissions"));
    // A pipe would be waited for, for ever; `plain` says so of it.
    if !fs::metadata(&file.path).map_err(unreadable)?.is_file() {
        return Ok(None);
    }
    let mut reader = packed::open(&file.path).map_err(unreadable)?;
    let mut offset = 0;
    if reader.fill_buf().map_err(unreadable)?.starts_with(b"\xef\xbb\xbf") {
        reader.consume(3);
        offset = 3;
    }
    let start = reader.fill_buf().map_err(unreadable)?;
    if !file.is_lines() {
        if !start.starts_with(b"{") || start.starts_with(b"{\\rtf") {
            return Ok(None);
        }
        let first = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let whole = first.len() < start.len();
        if whole && !str::from_utf8(first).is_ok_and(|first| not_prose::is_object(first.trim())) {
            let message = "begins as JSON does, but its first line is no whole object; write one object a line, for \
                           example with jq -c .";
            return Err(reject(Reason::Data, message.to_owned()));
        }
    }
    let id = file.id.clone();
    let (mut number, mut ended) = (0, false);
    Ok(Some(Box::new(iter::from_fn(move || {
        while !ended {
            number += 1;
            let mut raw = Vec::new();
            let place = format!("{path}:{number}");
            let begin = offset;
            match reader.by_ref().take(MOST + 1).read_until(b'\n', &mut raw) {
                Ok(0) => return None,
                Ok(read) if read as u64 > MOST => {
                    ended = true;
                    let message = too_large(read as u64);
                    return Some(Input::Reject(Reject { path: place, reason: Reason::TooLarge, message }));
                }
                Ok(read) => offset += read as u64,
                Err(error) => {
                    ended = true;
                    let message = format!("{error}; read up to here");
                    return Some(Input::Reject(Reject { path: place, reason: Reason::Unreadable, message }));
                }
            }
            let blanks = raw.len() - raw.trim_ascii_start().len();
            let bare = raw.trim_ascii();
            if !bare.is_empty() {
                let raw = bare.to_owned();
                let (file, id) = (path.clone(), format!("{id}:{number}"));
                return Some(Input::Record(Record { file, place, id, offset: begin + blanks as u64, raw }));
            }
        }
        None
    }))))
}
