//! The errors in the terminal.

use std::collections::BTreeMap;
use std::io::Write;

use anstream::stdout;
use anyhow::Result;

use crate::cmd::table::{percent, table};
use crate::cmd::visible::visible;
use crate::document::Label;
use crate::evaluate::case::Case;
use crate::evaluate::group::Group;
use crate::score::errors::{Error, ErrorKind};

/// How many groups are shown.
const SHOWN: usize = 10;

/// How many errors there are of each kind and part, the most frequent first.
pub fn kinds(cases: &[Case], kind: Option<ErrorKind>) -> Vec<(Error, usize)> {
    let mut counts: BTreeMap<Error, usize> = BTreeMap::new();
    for error in cases.iter().flat_map(|case| case.errors(kind)) {
        *counts.entry(error).or_default() += 1;
    }
    let mut sorted: Vec<_> = counts.into_iter().collect();
    sorted.sort_by_key(|row| std::cmp::Reverse(row.1));
    sorted
}

/// What was counted of the items that belong together.
#[derive(Default)]
pub struct Tally {
    pub items: usize,
    pub right: usize,
    pub errors: usize,
}

/// The groups, those with the most errors first.
pub fn groups(cases: &[Case], by: Group, kind: Option<ErrorKind>) -> Vec<(String, Tally)> {
    let mut counts: BTreeMap<String, Tally> = BTreeMap::new();
    for case in cases {
        let tally = counts.entry(case.group(by)).or_default();
        tally.items += 1;
        tally.right += usize::from(case.found.is_right());
        tally.errors += case.errors(kind).count();
    }
    let mut sorted: Vec<_> = counts.into_iter().collect();
    sorted.sort_by_key(|row| std::cmp::Reverse(row.1.errors));
    sorted
}

pub fn print_kinds(kinds: &[(Error, usize)]) -> Result<()> {
    let all: usize = kinds.iter().map(|row| row.1).sum();
    let mut rows = table(&["kind", "part", "errors", "share"], 2);
    for (Error { kind, part }, count) in kinds {
        let share = percent(Some(*count as f64 / all as f64));
        rows.add_row([kind.name(), part.map_or("", Label::name), &count.to_string(), &share]);
    }
    rows.add_row(["all", "", &all.to_string(), ""]);
    writeln!(stdout(), "\n{}", rows.trim_fmt())?;
    Ok(())
}

pub fn print_groups(by: Group, groups: &[(String, Tally)]) -> Result<()> {
    let all: usize = groups.iter().map(|row| row.1.errors).sum();
    let mut rows = table(&[by.name(), "items", "right", "errors", "share"], 1);
    for (name, Tally { items, right, errors }) in groups.iter().take(SHOWN) {
        let right = percent(Some(*right as f64 / *items as f64));
        let share = percent((all > 0).then(|| *errors as f64 / all as f64));
        rows.add_row([&*visible(name), &items.to_string(), &right, &errors.to_string(), &share]);
    }
    writeln!(stdout(), "\n{}", rows.trim_fmt())?;
    if groups.len() > SHOWN {
        writeln!(stdout(), "and {} more", groups.len() - SHOWN)?;
    }
    Ok(())
}

/// Each case with something wrong: what, the sentence, and both sides.
pub fn print_list(cases: &[Case], kind: Option<ErrorKind>) -> Result<()> {
    for case in cases {
        let errors: Vec<String> = case.errors(kind).map(|error| error.to_string()).collect();
        if errors.is_empty() {
            continue;
        }
        let mut told = format!("\n{} {}\n", case.gold.name, errors.join(", "));
        let sides = [("gold", case.of_gold()), ("found", case.of_predicted())];
        let lines = sides.map(|(name, side)| (name, side.map_or_else(|| "–".to_owned(), |side| side.line)));
        let sentence = case.sentence().map(|words| ("in", words.to_owned()));
        for (name, line) in sentence.into_iter().chain(lines) {
            told += &format!("  {:<6}{}\n", name, line.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        write!(stdout(), "{}", visible(&told))?;
    }
    Ok(())
}
