//! THE columns: every table is a function from rows to columns, a line a column. Its Arrow schema
//! is that function run on no rows, so names, types, meanings and values cannot drift apart.

use arrow::array::RecordBatch;

use super::column::{
    Column, END, Place, RAW_END, RAW_START, START, batch, day, day_or_null, double_or_null, float, int,
    int_or_null, label, label_or_null, long, number, runs, spans, string, string_or_null, strings,
};
use super::derived::{GAP, Speaker};
use super::duplicates::Duplicate;
use super::unit::{Below, BlockRow, ClaimRow, EntityRow, Item, PartRow, Unit, all};
use crate::document::{Article, Document, Entity, Label, Reject};

/// Rises when a column changes its name, type or meaning.
pub const VERSION: u32 = 6;

/// What each version brought.
pub const HISTORY: &[(u32, &str)] = &[
    (1, "articles, blocks, sentences, entities, claims, rejects"),
    (
        2,
        "articles.raw_offset, url, authors, metadata; blocks.runs; a block is a paragraph, also of several lines",
    ),
    (
        3,
        "articles.language; claims.source_ids, a list, for claims.source_id; runs that are decoded or dropped",
    ),
    (
        4,
        "claims.utterance, addressee, addressee_spans; no text in claims and their spans, where it stood three times: \
         source, cue and content have the words",
    ),
    (5, "duplicates"),
    (
        6,
        "claim_entities, speakers; entities.amount, unit, iso; char_start and char_end for start and end; articles.published \
         is a day; rejects.reason may be `failed`",
    ),
];

/// The tables, in the order in which they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    Articles,
    Blocks,
    Sentences,
    Entities,
    Claims,
    ClaimEntities,
    Speakers,
    Duplicates,
    Rejects,
}

impl Label for Table {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Articles, "articles", "one row an article: its text and what it says about itself"),
        (Self::Blocks, "blocks", "one row a paragraph: a line, or the lines that a width broke it into"),
        (Self::Sentences, "sentences", "one row a sentence of the kept blocks"),
        (Self::Entities, "entities", "one row a mention of a name, date or number"),
        (Self::Claims, "claims", "one row a claim: who says what, in which words, how sure"),
        (
            Self::ClaimEntities,
            "claim_entities",
            "one row a mention in a claim: who or what is named, and where",
        ),
        (
            Self::Speakers,
            "speakers",
            "one row somebody who speaks in an article, under every name it has there",
        ),
        (Self::Duplicates, "duplicates", "one row an article that says what another one said first"),
        (Self::Rejects, "rejects", "one row an input that was set aside, and why"),
    ];
}

/// What is told beside the articles.
#[derive(Default)]
pub struct Aside {
    pub duplicates: Vec<Duplicate>,
    pub rejects: Vec<Reject>,
}

/// The rows of `table` for `units` and `aside`, in order.
pub fn rows(table: Table, units: &[&Unit], aside: &Aside) -> RecordBatch {
    batch(match table {
        Table::Articles => {
            articles(&units.iter().map(|unit| (&unit.article, &unit.document)).collect::<Vec<_>>())
        }
        Table::Blocks => blocks(&all(units, |unit| unit.blocks())),
        Table::Sentences => sentences(&all(units, |unit| unit.sentences())),
        Table::Entities => entities(&all(units, |unit| unit.entities())),
        Table::Claims => claims(&all(units, |unit| unit.claims())),
        Table::ClaimEntities => claim_entities(&all(units, |unit| unit.parts())),
        Table::Speakers => speakers(&all(units, |unit| unit.speakers())),
        Table::Duplicates => duplicates(&aside.duplicates),
        Table::Rejects => rejected(&aside.rejects),
    })
}

/// The row of `articles` for one of them.
pub fn article(article: &Article, document: &Document) -> RecordBatch {
    batch(articles(&[(article, document)]))
}

fn articles(rows: &[(&Article, &Document)]) -> Vec<Column> {
    vec![
        string(
            "article_id",
            "the file below the given folder without its ending, or a record's id; unique",
            rows,
            |r| &r.0.id,
        ),
        string("path", "the file in which the raw article stands, as given", rows, |r| &r.0.path),
        string("sha256", "SHA-256 of the raw article, lower-case hex", rows, |r| &r.0.sha256),
        long(
            "raw_offset",
            "first byte of the raw article in its file, 0 when it is the file; in a Parquet file the number of its row, in a web archive the first byte of its record",
            rows,
            |r| i64::try_from(r.0.raw_offset).expect("no file has 2^63 bytes"),
        ),
        long("raw_bytes", "length of the raw article in bytes", rows, |r| r.0.raw.len() as i64),
        string("text", "normalized text: the kept blocks, an empty line between two", rows, |r| r.1.text()),
        string_or_null("headline", "the title", rows, |r| r.1.metadata.headline.as_deref()),
        day_or_null("published", "day of publication or update", rows, |r| {
            r.1.metadata.published.as_deref().and_then(day)
        }),
        string_or_null("credit", "photographer, agency or byline", rows, |r| r.1.metadata.credit.as_deref()),
        string_or_null("outlet", "the medium, as the source or the text names it", rows, |r| {
            r.1.metadata.outlet.as_deref()
        }),
        string_or_null("url", "where the source says that it was published", rows, |r| {
            r.1.metadata.url.as_deref()
        }),
        strings("authors", "who wrote it, as the source says", rows, |r| &r.1.metadata.authors),
        string_or_null(
            "language",
            "as the source says, or the ISO 639-3 code that the text tells",
            rows,
            |r| r.1.metadata.language.as_deref(),
        ),
        string_or_null(
            "metadata",
            "all else that the source says: a JSON object, its keys sorted",
            rows,
            |r| r.1.metadata.other.as_deref(),
        ),
    ]
}

fn blocks(rows: &[Item<BlockRow>]) -> Vec<Column> {
    vec![
        string("article_id", "the article", rows, |r| r.article),
        int("block", "number of the block in its article, from 0", rows, |r| r.number),
        label("kind", "what the paragraph is", rows, |r: &Item<BlockRow>| r.of.block.kind),
        int_or_null(START, "first code point in the article's text; null when dropped", rows, |r| {
            r.of.block.span.map(|_| r.place.start)
        }),
        int_or_null(END, "code point after the last; null when dropped", rows, |r| {
            r.of.block.span.map(|_| r.place.end)
        }),
        int(RAW_START, "first byte in the raw article", rows, |r| r.place.raw_start),
        int(RAW_END, "byte after the last in the raw article", rows, |r| r.place.raw_end),
        string("text", "the paragraph without the white space around it", rows, |r| r.place.text),
        runs(
            "runs",
            "what each part of text comes of, and how: same, joined, escaped, decoded or dropped; char_start and char_end count in text itself",
            rows,
            |r| &r.of.runs,
        ),
    ]
}

fn sentences(rows: &[Item<()>]) -> Vec<Column> {
    let mut columns = vec![
        string("article_id", "the article", rows, |r| r.article),
        int("sentence", "number of the sentence in its article, from 0", rows, |r| r.number),
        int("block", "the block in which it stands", rows, |r| r.parent),
    ];
    columns.extend(place(rows));
    columns.push(string("method", "the method that found it, or gold", rows, |r| r.method));
    columns
}

fn entities(rows: &[Item<EntityRow>]) -> Vec<Column> {
    let mut columns = vec![
        string("article_id", "the article", rows, |r| r.article),
        int("entity", "number of the mention in its article, from 0", rows, |r| r.number),
        int("sentence", "the sentence in which it stands", rows, |r| r.parent),
        label("type", "OntoNotes 5 type", rows, |r: &Item<EntityRow>| r.of.entity.kind),
        entity_id(rows, |r| r.of.entity),
        double_or_null("amount", "of money, percent, quantity, cardinal or ordinal: the number", rows, |r| {
            r.of.value.amount
        }),
        string_or_null(
            "unit",
            "of an amount: the currency's ISO 4217 code, %, or the measure in the singular",
            rows,
            |r| r.of.value.unit,
        ),
        string_or_null(
            "iso",
            "of a date or time: as ISO 8601 writes it; a day without a year is the one nearest to published",
            rows,
            |r| r.of.value.iso.as_deref(),
        ),
    ];
    columns.extend(place(rows));
    columns.push(string("method", "the method that found it, or gold", rows, |r| r.method));
    columns.push(float("confidence", "probability that span and type are right", rows, |r| {
        r.of.entity.confidence
    }));
    columns
}

fn claims(rows: &[Item<ClaimRow>]) -> Vec<Column> {
    let mut columns = vec![
        string("article_id", "the article", rows, |r| r.article),
        int("claim", "number of the claim in its article, from 0", rows, |r| r.number),
        int("sentence", "the sentence in which the content stands", rows, |r| r.parent),
        label("voice", "who puts it forward", rows, |r: &Item<ClaimRow>| r.of.claim.voice),
        string("source", "who speaks; empty where left open", rows, |r| joined(&r.of.source)),
        string("cue", "the words that signal the attribution", rows, |r| joined(&r.of.cue)),
        string("content", "what is claimed", rows, |r| joined(&r.of.content)),
        label_or_null("quote", "how much is quoted; null for author claims", rows, |r: &Item<ClaimRow>| {
            r.of.claim.quote
        }),
        label("act", "speech act", rows, |r: &Item<ClaimRow>| r.of.claim.act),
        label("factuality", "the source's commitment to the content", rows, |r: &Item<ClaimRow>| {
            r.of.claim.factuality
        }),
        int_or_null("nested_in", "the claim in whose content this one stands", rows, |r| {
            r.of.claim.nested_in.map(number)
        }),
        strings("source_ids", "entity_id of each who speaks, pronouns and roles resolved", rows, |r| {
            &r.of.claim.source_ids
        }),
        int_or_null(
            "utterance",
            "the first claim of the quotation that this one is a piece of, so that quotations can be counted; null where nothing is quoted",
            rows,
            |r| r.of.utterance,
        ),
        string("addressee", "whom the source addresses; empty where nobody is named", rows, |r| {
            joined(&r.of.addressee)
        }),
        string_or_null("proposition", "slug shared by claims that say the same; gold only", rows, |r| {
            r.of.claim.proposition.as_deref()
        }),
        spans("source_spans", "the parts of the source", rows, |r| &r.of.source),
        spans("cue_spans", "the parts of the cue", rows, |r| &r.of.cue),
        spans("content_spans", "the parts of the content", rows, |r| &r.of.content),
        spans("addressee_spans", "the parts of the addressee", rows, |r| &r.of.addressee),
    ];
    columns.extend(ends(rows));
    columns.push(string("method", "the method that found it, or gold", rows, |r| r.method));
    columns.push(float("confidence", "probability that source, cue and content are right", rows, |r| {
        r.of.claim.confidence
    }));
    columns
}

fn entity_id<'r, R>(rows: &'r [R], of: impl Fn(&'r R) -> &'r Entity) -> Column {
    let meaning = "slug of the thing in the world; null for dates and numbers";
    string_or_null("entity_id", meaning, rows, |row| of(row).id.as_deref())
}

fn claim_entities(rows: &[Below<PartRow>]) -> Vec<Column> {
    vec![
        string("article_id", "the article", rows, |r| r.article),
        int("claim", "the claim", rows, |r| number(r.of.part.claim)),
        label("role", "the part of the claim in which it is named", rows, |r: &Below<PartRow>| {
            r.of.part.role
        }),
        int("entity", "the mention", rows, |r| number(r.of.part.mention)),
        label("type", "OntoNotes 5 type", rows, |r: &Below<PartRow>| r.of.entity.kind),
        entity_id(rows, |r| r.of.entity),
    ]
}

fn speakers(rows: &[Below<Speaker>]) -> Vec<Column> {
    vec![
        string("article_id", "the article", rows, |r| r.article),
        string("speaker_id", "entity_id of who speaks, as in claims.source_ids", rows, |r| &r.of.id),
        string("name", "the longest of the variants", rows, |r| &r.of.name),
        label_or_null(
            "type",
            "OntoNotes 5 type of most mentions; null where nothing but the source names it",
            rows,
            |r: &Below<Speaker>| r.of.kind,
        ),
        strings("variants", "the words that name it in the article, each once", rows, |r| &r.of.variants),
        int("claims", "attributed claims of which it is a source", rows, |r| number(r.of.claims)),
    ]
}

fn duplicates(rows: &[Duplicate]) -> Vec<Column> {
    vec![
        string("article_id", "the article", rows, |r| &r.article),
        string("original_id", "the article of the same words that was published first", rows, |r| {
            &r.original
        }),
        label("likeness", "how they are the same", rows, |r: &Duplicate| r.likeness),
        float("similarity", "estimated share of runs of three words that both have", rows, |r| r.similarity),
    ]
}

fn rejected(rows: &[Reject]) -> Vec<Column> {
    vec![
        string("path", "the input, as given", rows, |r| &r.path),
        label("reason", "why it was set aside", rows, |r: &Reject| r.reason),
        string("message", "what is wrong and what to do", rows, |r| &r.message),
    ]
}

/// Where a row stands, and its words.
fn place<T>(rows: &[Item<T>]) -> Vec<Column> {
    let mut columns = ends(rows);
    columns.push(string("text", "the words from char_start to char_end", rows, |r| r.place.text));
    columns
}

/// Where a row stands, twice. A claim's row stands where its content does, from the first part to
/// the last; its words are its content's.
fn ends<T>(rows: &[Item<T>]) -> Vec<Column> {
    vec![
        int(START, "first code point in the article's text", rows, |r| r.place.start),
        int(END, "code point after the last", rows, |r| r.place.end),
        int(RAW_START, "first byte in the raw article", rows, |r| r.place.raw_start),
        int(RAW_END, "byte after the last in the raw article", rows, |r| r.place.raw_end),
    ]
}

fn joined(parts: &[Place]) -> String {
    parts.iter().map(|part| part.text).collect::<Vec<_>>().join(GAP)
}
