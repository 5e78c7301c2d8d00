//! What the dropped lines of an article, and its first ones, say about it.

use crate::document::{BlockKind, Document, Metadata};
use crate::source::date;

/// Gives each line of `document` its kind, which freezes the text, and reads from the lines what its source did not
/// say about it.
pub fn keep(document: &mut Document, kinds: &[BlockKind]) {
    document.keep(kinds);
    let found = read(&document.lines(), kinds);
    let known = &mut document.metadata;
    known.headline = known.headline.take().or(found.headline);
    known.published = known.published.take().or(found.published);
    known.credit = known.credit.take().or(found.credit);
    known.outlet = known.outlet.take().or(found.outlet);
}

fn read(lines: &[&str], kinds: &[BlockKind]) -> Metadata {
    let of = |kind: BlockKind| lines.iter().zip(kinds).filter(move |row| *row.1 == kind).map(|row| *row.0);
    let credits: Vec<&str> = of(BlockKind::Credit).collect();
    Metadata {
        headline: of(BlockKind::Headline).next().map(str::to_owned),
        published: of(BlockKind::Metadata)
            .find_map(date::find)
            .or_else(|| of(BlockKind::Body).next().and_then(dateline).and_then(date::find)),
        credit: (!credits.is_empty()).then(|| credits.join("; ")),
        outlet: of(BlockKind::Body)
            .next()
            .and_then(dateline_agency)
            .or_else(|| of(BlockKind::Metadata).find_map(copyright_owner)),
        ..Metadata::default()
    }
}

/// What stands before the dash of a line that opens "OSLO, May 3, 2024 –".
fn dateline(line: &str) -> Option<&str> {
    let (before, _) = line.split_once(['–', '—']).or_else(|| line.split_once(" - "))?;
    let place = before.len() <= 60 && before.chars().take(3).all(char::is_uppercase);
    place.then_some(before)
}

/// The agency in a line that opens "OSLO (Reuters) -" or "OSLO, Dec 5 (AP) —".
fn dateline_agency(line: &str) -> Option<String> {
    let (before, rest) = line.split_once('(')?;
    let (agency, after) = rest.split_once(')')?;
    let place = before.len() <= 60 && before.chars().next()?.is_uppercase() && !before.contains(". ");
    let dash = after.trim_start().starts_with(['-', '–', '—']);
    (place && dash && agency.split_whitespace().count() <= 4).then(|| agency.to_owned())
}

/// Whom a line "© 2024 The Oslo Times. All rights reserved." names.
fn copyright_owner(line: &str) -> Option<String> {
    let tail = line.split_once('©').map(|parts| parts.1).or_else(|| line.strip_prefix("Copyright"))?;
    let tail = tail.trim_start_matches(|c: char| !c.is_alphabetic());
    let owner = tail.split(['.', '|', ',']).next()?.trim();
    (!owner.is_empty() && owner.split_whitespace().count() <= 6).then(|| owner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        let text = "Storm closes the harbour of Oslo\nBy Jane Doe\nUpdated 12/28/2024\nOSLO (Reuters) - It is closed.\n";
        Document::read(&crate::source::text("a", "a.txt", text.into()).expect("prose"))
    }

    const KINDS: [BlockKind; 4] =
        [BlockKind::Headline, BlockKind::Credit, BlockKind::Metadata, BlockKind::Body];

    #[test]
    fn metadata_is_read_not_thrown_away() {
        let mut document = document();
        keep(&mut document, &KINDS);
        let found = &document.metadata;
        assert_eq!(found.headline.as_deref(), Some("Storm closes the harbour of Oslo"));
        assert_eq!(found.published.as_deref(), Some("2024-12-28"));
        assert_eq!(found.credit.as_deref(), Some("By Jane Doe"));
        assert_eq!(found.outlet.as_deref(), Some("Reuters"));
    }

    #[test]
    fn what_the_source_says_stands() {
        let mut document = document();
        document.metadata.published = Some("2024-12-29".to_owned());
        keep(&mut document, &KINDS);
        assert_eq!(document.metadata.published.as_deref(), Some("2024-12-29"));
        assert_eq!(document.metadata.outlet.as_deref(), Some("Reuters"));
    }
}
