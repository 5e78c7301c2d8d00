//! What follows from the rows of mentions and claims: the tables that say so, and what mentions come to.

use anyhow::{Result, anyhow};
use arrow::array::{Array, AsArray, Int32Array, ListArray, StringArray};
use arrow::datatypes::Int32Type;

use crate::dataset::column::{END, START};
use crate::dataset::derived::{self, Mention, Place, Said};
use crate::dataset::read::{Bundle, Rows};
use crate::dataset::schema::Table;
use crate::document::{EntityType, Label, Voice};
use crate::values::{Value, value};

/// Checks `claim_entities`, `speakers` and the values of `entities` of one article, whose other rows are proved.
///
/// # Errors
/// The first row that says anything else than follows.
pub fn check(bundle: &Bundle) -> Result<()> {
    let mentions = mentions(bundle.of(Table::Entities))?;
    let claims = said(bundle.of(Table::Claims))?;
    values(bundle, &mentions)?;
    parts(bundle.of(Table::ClaimEntities), &mentions, &claims)?;
    speakers(bundle.of(Table::Speakers), &mentions, &claims)
}

fn mentions(rows: &Rows) -> Result<Vec<Mention<'_>>> {
    let [kinds, ids, texts] = ["type", "entity_id", "text"].map(|name| rows.strings(name));
    let (starts, ends) = (rows.ints(START), rows.ints(END));
    let mention = |row| {
        let kind =
            EntityType::parse(kinds.value(row)).ok_or_else(|| rows.offence(row, "it is of no type"))?;
        Ok(Mention {
            place: place(starts.value(row), ends.value(row))
                .ok_or_else(|| rows.offence(row, "it stands nowhere"))?,
            kind,
            id: cell(ids, row),
            text: texts.value(row),
        })
    };
    (0..rows.count()).map(mention).collect()
}

fn said(rows: &Rows) -> Result<Vec<Said<'_>>> {
    let (voices, sources, ids) = (rows.strings("voice"), rows.strings("source"), rows.lists("source_ids"));
    let said = |row| {
        let [source, content, addressee] = ["source_spans", "content_spans", "addressee_spans"].map(|name| {
            places(rows.lists(name), row).ok_or_else(|| rows.offence(row, "its parts stand nowhere"))
        });
        Ok(Said {
            attributed: voices.value(row) == Voice::Attributed.name(),
            source: source?,
            content: content?,
            addressee: addressee?,
            source_ids: words(ids, row).collect(),
            by: sources.value(row).to_owned(),
        })
    };
    (0..rows.count()).map(said).collect()
}

fn values(bundle: &Bundle, mentions: &[Mention]) -> Result<()> {
    let rows = bundle.of(Table::Entities);
    let days = bundle.of(Table::Articles).days("published");
    let published = days.is_valid(0).then(|| days.value_as_date(0)).flatten().map(|day| day.to_string());
    let (amounts, units, isos) = (rows.doubles("amount"), rows.strings("unit"), rows.strings("iso"));
    for (row, mention) in mentions.iter().enumerate() {
        let Value { amount, unit, iso } = value(mention.kind, mention.text, published.as_deref());
        let own = amounts.is_valid(row).then(|| amounts.value(row));
        if own != amount || cell(units, row) != unit || cell(isos, row) != iso.as_deref() {
            return Err(rows.offence(row, "its words come to another amount, unit or time"));
        }
    }
    Ok(())
}

fn parts(rows: &Rows, mentions: &[Mention], claims: &[Said]) -> Result<()> {
    let (own, mention) = (rows.ints("claim"), rows.ints("entity"));
    let [roles, kinds, ids] = ["role", "type", "entity_id"].map(|name| rows.strings(name));
    let expected = derived::parts(mentions, claims);
    same(rows, expected.len(), |row| {
        let part = expected[row];
        let named = &mentions[part.mention];
        usize::try_from(own.value(row)) == Ok(part.claim)
            && usize::try_from(mention.value(row)) == Ok(part.mention)
            && roles.value(row) == part.role.name()
            && kinds.value(row) == named.kind.name()
            && cell(ids, row) == named.id
    })
}

fn speakers(rows: &Rows, mentions: &[Mention], claims: &[Said]) -> Result<()> {
    let [ids, names, kinds] = ["speaker_id", "name", "type"].map(|name| rows.strings(name));
    let (variants, counts) = (rows.lists("variants"), rows.ints("claims"));
    let expected = derived::speakers(mentions, claims);
    same(rows, expected.len(), |row| {
        let speaker = &expected[row];
        ids.value(row) == speaker.id
            && names.value(row) == speaker.name
            && cell(kinds, row) == speaker.kind.map(EntityType::name)
            && words(variants, row).eq(&speaker.variants)
            && usize::try_from(counts.value(row)) == Ok(speaker.claims)
    })
}

/// Every row must be as it follows from the others, and there must be as many.
fn same(rows: &Rows, expected: usize, fits: impl Fn(usize) -> bool) -> Result<()> {
    let both = rows.count().min(expected);
    if let Some(row) = (0..both).find(|&row| !fits(row)) {
        return Err(rows.offence(row, "entities and claims tell another one"));
    }
    match rows.count() {
        more if more > expected => Err(rows.offence(expected, "entities and claims tell no such row")),
        less if less < expected => Err(anyhow!(
            "{}: {less} rows of an article, and entities and claims tell {expected}",
            rows.path().display()
        )),
        _ => Ok(()),
    }
}

fn cell(cells: &StringArray, row: usize) -> Option<&str> {
    cells.is_valid(row).then(|| cells.value(row))
}

fn place(start: i32, end: i32) -> Option<Place> {
    Some((usize::try_from(start).ok()?, usize::try_from(end).ok()?))
}

/// The words of a row's list.
fn words(lists: &ListArray, row: usize) -> impl Iterator<Item = &str> {
    let (from, to) = (lists.value_offsets()[row], lists.value_offsets()[row + 1]);
    let words = lists.values().as_string::<i32>();
    (from..to).filter_map(|at| usize::try_from(at).ok()).map(|at| words.value(at))
}

/// The places of a row's list of parts.
fn places(lists: &ListArray, row: usize) -> Option<Vec<Place>> {
    let parts = lists.value(row);
    let parts = parts.as_struct();
    let numbers =
        |name| -> Option<&Int32Array> { Some(parts.column_by_name(name)?.as_primitive::<Int32Type>()) };
    let (starts, ends) = (numbers(START)?, numbers(END)?);
    (0..parts.len()).map(|at| place(starts.value(at), ends.value(at))).collect()
}
