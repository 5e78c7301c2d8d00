//! The lines of an `.ann` file, each taken by itself.

use std::collections::HashMap;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Map, Value};

use crate::exchange::input::Input;
use crate::exchange::offset::Mark;
use crate::hint::Hint;

/// The type of our notes, and what a note on the whole document refers to.
pub const NOTE: &str = "Saidso";
pub const DOCUMENT: &str = "DOCUMENT";

/// Details that brat can hold as attributes.
pub const ATTRIBUTES: [&str; 4] = ["voice", "quote", "act", "factuality"];

/// The argument of an event that stands in another's content.
pub const NESTED: &str = "NestedIn";

/// A role and the id of what has it.
pub type Argument = (String, String);

/// What attributes and notes say, by the id they are about.
pub type Notes = HashMap<String, Map<String, Value>>;

/// The lines of an `.ann` file, by what they are.
#[derive(Default)]
pub struct File {
    pub name: String,
    /// Number of the line, id, label, mark.
    pub spans: Vec<(usize, String, String, Mark)>,
    pub events: Vec<Event>,
    pub relations: Vec<(usize, String, Vec<Argument>)>,
    /// By the id they are about.
    pub details: Notes,
    /// Lines that say what has no place in a record.
    pub others: Vec<String>,
}

pub struct Event {
    /// Of its line.
    pub number: usize,
    pub id: String,
    pub kind: String,
    /// The id of the span that it stands on.
    pub trigger: String,
    pub arguments: Vec<Argument>,
}

impl File {
    pub fn parse(input: &Input) -> Result<File> {
        let mut file = File { name: input.name.clone(), ..File::default() };
        let mut seen = HashMap::new();
        for (number, line) in input.lines().filter(|(_, line)| !line.trim().is_empty()) {
            let id = line.split(['\t', ' ']).next().unwrap_or_default();
            if id != "*"
                && let Some(first) = seen.insert(id.to_owned(), number)
            {
                return Err(anyhow!("{}:{number}: {id} was used in line {first}", input.name))
                    .hint("each annotation has an id of its own");
            }
            file.line(number, id, line).with_context(|| format!("{}:{number}", input.name)).hint(
                "lines are `T1<tab>Type start end<tab>words`, `E1<tab>Type:T1 Role:T2`, `R1<tab>Type Arg1:T1 \
                 Arg2:T2`, `A1<tab>Type E1 value` or `#1<tab>Type E1<tab>note`",
            )?;
        }
        Ok(file)
    }

    fn line(&mut self, number: usize, id: &str, line: &str) -> Result<()> {
        let malformed = || anyhow!("malformed line {line:?}");
        let mut columns = line.splitn(3, '\t').skip(1);
        let middle = columns.next().ok_or_else(malformed)?;
        let rest = columns.next();
        match id.chars().next() {
            Some('T') => {
                let (label, places) = middle.split_once(' ').ok_or_else(malformed)?;
                let part = |part: &str| {
                    let (start, end) = part.trim().split_once(' ')?;
                    Some([start.parse().ok()?, end.trim().parse().ok()?])
                };
                let parts = places.split(';').map(part).collect::<Option<Vec<[usize; 2]>>>();
                let mark = Mark {
                    place: format!("{}:{number}", self.name),
                    parts: parts.ok_or_else(malformed)?,
                    words: Some(rest.ok_or_else(malformed)?.to_owned()),
                };
                self.spans.push((number, id.to_owned(), label.to_owned(), mark));
            }
            Some('E') | Some('R') => {
                let mut words = middle.split_whitespace();
                let head = words.next().ok_or_else(malformed)?;
                let pair =
                    |word: &str| word.split_once(':').map(|(role, id)| (role.to_owned(), id.to_owned()));
                let arguments: Vec<_> = words.map(pair).collect::<Option<_>>().ok_or_else(malformed)?;
                if id.starts_with('E') {
                    let (kind, trigger) = pair(head).ok_or_else(malformed)?;
                    self.events.push(Event { number, id: id.to_owned(), kind, trigger, arguments });
                } else {
                    self.relations.push((number, head.to_owned(), arguments));
                }
            }
            Some('A' | 'M') => {
                let words: Vec<&str> = middle.split_whitespace().collect();
                let [name, about, values @ ..] = words.as_slice() else { bail!(malformed()) };
                let key = name.to_lowercase();
                match values {
                    [value] if ATTRIBUTES.contains(&key.as_str()) => {
                        let details = self.details.entry((*about).to_owned()).or_default();
                        details.insert(key, (*value).into());
                    }
                    _ => self.others.push(format!("attributes {name}")),
                }
            }
            Some('#') => {
                let (kind, about) = middle.split_once(' ').ok_or_else(malformed)?;
                if kind == NOTE {
                    let details: Map<String, Value> = serde_json::from_str(rest.ok_or_else(malformed)?)?;
                    self.details.entry(about.to_owned()).or_default().extend(details);
                } else {
                    self.others.push(format!("notes {kind}"));
                }
            }
            Some('N') => self.others.push("normalizations".to_owned()),
            Some('*') => self.others.push("equivalences".to_owned()),
            _ => bail!(malformed()),
        }
        Ok(())
    }
}
