//! What a source yields: articles to be, not read yet, so that many threads can read them. What a file holds is told
//! here, by its first bytes and its name.

use std::borrow::Cow;
use std::fs;
use std::io::{BufRead, Read};
use std::iter;
use std::sync::Arc;

use anyhow::Result;
use arrow::array::RecordBatch;
use arrow::datatypes::Schema;

use super::columns::Columns;
use super::csv;
use super::files::File;
use super::html;
use super::limits;
use super::lines;
use super::not_prose;
use super::packed::{self, Opened};
use super::parquet;
use super::record::Record;
use super::rows;
use super::table;
use super::text;
use super::warc;
use crate::document::{Article, Reason, Reject};

/// One article to be.
pub enum Input {
    /// A file of plain text, or a saved page.
    File(File),
    /// A line, row or page of a file of many.
    Record(Record),
    /// None: what was wrong is known already.
    Reject(Reject),
}

/// What a file holds.
enum Kind {
    Plain,
    Lines,
    Csv,
    Parquet,
    Warc,
}

/// The articles to be of a file that holds several.
type Records = Box<dyn Iterator<Item = Result<Record, Reject>> + Send>;

impl Input {
    fn of(found: Result<Record, Reject>) -> Input {
        found.map_or_else(Input::Reject, Input::Record)
    }

    /// The id that its article will have; where there will be none, the place in the messages.
    pub fn id(&self) -> Cow<'_, str> {
        match self {
            Input::File(file) => Cow::Borrowed(&file.id),
            Input::Record(record) => Cow::Owned(record.id()),
            Input::Reject(reject) => Cow::Borrowed(&reject.path),
        }
    }

    /// The file, and the line or row in it, for messages.
    pub fn path(&self) -> String {
        match self {
            Input::File(file) => file.shown(),
            Input::Record(record) => record.place.clone(),
            Input::Reject(reject) => reject.path.clone(),
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

/// All that is in `files`, in order; `columns` says what the fields of their records are called.
pub fn inputs(files: Vec<File>, columns: Columns) -> impl Iterator<Item = Input> + Send {
    let columns = Arc::new(columns);
    files.into_iter().flat_map(move |file| match records(&file, &columns) {
        Ok(Some(records)) => Box::new(records.map(Input::of)) as Box<dyn Iterator<Item = Input> + Send>,
        Ok(None) => Box::new(iter::once(Input::File(file))),
        Err(reject) => Box::new(iter::once(Input::Reject(reject))),
    })
}

/// All rows of `batches`, which have `schema` and are a table called `name`, in order.
///
/// # Errors
/// When no column is the text.
pub fn batches(
    schema: &Schema,
    batches: impl Iterator<Item = RecordBatch> + Send,
    name: &str,
    columns: Columns,
) -> Result<impl Iterator<Item = Input> + Send> {
    Ok(rows::of_batches(schema, batches, name, columns)?.map(Input::of))
}

fn plain(file: &File) -> Result<Article, Reject> {
    let path = file.shown();
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
        .and_then(|reader| reader.take(limits::ARTICLE + 1).read_to_end(&mut raw))
        .map_err(|error| reject(Reason::Unreadable, format!("{error}; it cannot be read to its end")))?;
    if raw.len() as u64 > limits::ARTICLE {
        return Err(reject(Reason::TooLarge, limits::too_large(about.len().max(raw.len() as u64))));
    }
    if html::is_html(&raw) {
        return html::html(&file.id, &path, 0, raw);
    }
    text::text(&file.id, &path, raw)
}

/// The articles of a file that holds several; `None` for any other.
fn records(file: &File, columns: &Arc<Columns>) -> Result<Option<Records>, Reject> {
    let reject = |reason, message| Reject { path: file.shown(), reason, message };
    let unreadable = |error| reject(Reason::Unreadable, format!("{error}; check its permissions"));
    // A pipe would be waited for, for ever, and a name that no table can hold is told below.
    if !fs::metadata(&file.path).map_err(unreadable)?.is_file() || file.path.to_str().is_none() {
        return Ok(None);
    }
    let mut opened = Opened { reader: packed::open(&file.path).map_err(unreadable)?, offset: 0 };
    if opened.reader.fill_buf().map_err(unreadable)?.starts_with(b"\xef\xbb\xbf") {
        opened.reader.consume(3);
        opened.offset = 3;
    }
    let start = opened.reader.fill_buf().map_err(unreadable)?;
    match kind(file, start, columns).map_err(|message| reject(Reason::Data, message))? {
        Kind::Plain => Ok(None),
        Kind::Lines => Ok(Some(Box::new(lines::objects(file, opened, columns)))),
        Kind::Csv => Ok(Some(Box::new(csv::records(file, opened, columns)?))),
        Kind::Parquet => parquet::records(file, columns).map(Some),
        Kind::Warc => Ok(Some(Box::new(warc::records(file, opened, columns)))),
    }
}

/// What `file`, which begins with `start`, holds.
fn kind(file: &File, start: &[u8], columns: &Columns) -> Result<Kind, String> {
    if start.starts_with(parquet::MAGIC) {
        return Ok(Kind::Parquet);
    }
    if start.starts_with(warc::MAGIC) {
        return Ok(Kind::Warc);
    }
    // Text in UTF-16, whatever it holds.
    if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") {
        return Ok(Kind::Plain);
    }
    if file.ends_in(&["csv", "tsv"]) {
        return Ok(Kind::Csv);
    }
    if file.is_lines() {
        return Ok(Kind::Lines);
    }
    if start.starts_with(b"{") && !start.starts_with(b"{\\rtf") {
        let first = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let whole = first.len() < start.len();
        if whole && !str::from_utf8(first).is_ok_and(|first| not_prose::is_object(first.trim())) {
            let message = "begins as JSON does, but its first line is no whole object; write one object a line, for \
                           example with jq -c .";
            return Err(message.to_owned());
        }
        return Ok(Kind::Lines);
    }
    let rows = start.iter().rposition(|&byte| byte == b'\n').map_or(start, |end| &start[..=end]);
    let rows = str::from_utf8(rows).unwrap_or_default();
    Ok(if table::has_articles(rows, columns.text()) { Kind::Csv } else { Kind::Plain })
}
