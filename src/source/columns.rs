//! What each field of an article is called in a file of records.

use std::collections::BTreeMap;
use std::fmt;
use std::iter;

use serde_json::Value;

use crate::document::Label;

/// What a record can say of its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Text,
    Id,
    Headline,
    Published,
    Outlet,
    Url,
    Authors,
    Language,
}

impl Label for Field {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Text, "text", "the article itself"),
        (Self::Id, "id", "unique in the dataset; also read as doc_id"),
        (Self::Headline, "headline", "also read as title"),
        (Self::Published, "published", "the day; also read as date"),
        (Self::Outlet, "outlet", "who published it"),
        (Self::Url, "url", "where it stands"),
        (Self::Authors, "authors", "a name or several; also read as author"),
        (Self::Language, "language", "a code or a name"),
    ];
}

impl Field {
    /// The second name under which a field is looked for.
    fn other_name(self) -> Option<&'static str> {
        match self {
            Field::Id => Some("doc_id"),
            Field::Headline => Some("title"),
            Field::Published => Some("date"),
            Field::Authors => Some("author"),
            Field::Text | Field::Outlet | Field::Url | Field::Language => None,
        }
    }
}

/// The fields that the user has named; the others go by their own names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    named: BTreeMap<Field, String>,
}

impl Columns {
    pub fn new(named: impl IntoIterator<Item = (Field, String)>) -> Columns {
        Columns { named: named.into_iter().collect() }
    }

    /// The fields that the list names, as [`Columns`] displays itself; none where it is no such list.
    pub fn parse(list: &str) -> Columns {
        let pair = |pair: &str| {
            let (field, name) = pair.split_once('=')?;
            Some((Field::parse(field)?, name.to_owned()))
        };
        Columns::new(list.split('\n').filter_map(pair))
    }

    pub fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    /// The names under which `field` is looked for, in order.
    fn names(&self, field: Field) -> impl Iterator<Item = &str> {
        let (first, second) = match self.named.get(&field) {
            Some(name) => (name.as_str(), None),
            None => (field.name(), field.other_name()),
        };
        iter::once(first).chain(second)
    }

    /// What the text is called.
    pub fn text(&self) -> &str {
        self.named.get(&Field::Text).map_or(Field::Text.name(), String::as_str)
    }

    /// Whether a table of the columns `found` has the text, and all that the user has named.
    ///
    /// # Errors
    /// Which column is missing, and what to do.
    pub fn check<'n>(&self, found: impl Iterator<Item = &'n str>) -> Result<(), String> {
        let found: Vec<&str> = found.collect();
        let named = self.named.iter().map(|(field, name)| (*field, name.as_str()));
        let mut wanted = iter::once((Field::Text, self.text())).chain(named);
        wanted.find(|(_, name)| !found.contains(name)).map_or(Ok(()), |(field, name)| {
            let (field, found) = (field.name(), found.join(", "));
            Err(format!(
                "no column {name:?} among {found}; say which one is the {field} with --column {field}=NAME"
            ))
        })
    }

    /// Takes the first value of `field` that `read` can read out of the record.
    pub fn take<T>(
        &self,
        record: &mut BTreeMap<String, Value>,
        field: Field,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Option<T> {
        let (name, value) = self.names(field).find_map(|name| Some((name, read(record.get(name)?)?)))?;
        record.remove(name);
        Some(value)
    }
}

/// "text=body", a field a line.
impl fmt::Display for Columns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs: Vec<String> =
            self.named.iter().map(|(field, name)| format!("{}={name}", field.name())).collect();
        f.write_str(&pairs.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_reads_back_as_it_was_written() {
        let columns = Columns::new([(Field::Text, "body".to_owned()), (Field::Id, "a=b".to_owned())]);
        assert_eq!(Columns::parse(&columns.to_string()), columns);
        assert_eq!((columns.text(), columns.names(Field::Id).collect()), ("body", vec!["a=b"]));
        assert_eq!(Columns::parse(""), Columns::default());
    }
}
