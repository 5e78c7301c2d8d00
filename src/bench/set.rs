//! What is scored against: gold sets and corpora.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};

use crate::agreement::{annotators, labelings};
use crate::document::{Document, EntityType, Label, Span};
use crate::evaluate::Gold;
use crate::gold::Labeled;
use crate::hint::Hint;
use crate::score::board::Entry;
use crate::source::sha256;
use crate::{convention, exchange, gold};

/// The five articles, and those whose text nobody looked at.
pub const FIVE: &str = "datasets/gold";
pub const OPEN: &str = "datasets/open/test";

/// Where the articles of the gold at `gold` are: beside its parts, or where the five are.
pub fn articles_of(gold: &Path) -> PathBuf {
    let beside = gold.parent().map(|set| set.join("articles"));
    beside.filter(|folder| gold != Path::new(FIVE) && folder.is_dir()).unwrap_or("datasets/articles".into())
}

/// Whether the gold at `path` is scored and not read: the test part of the open set, by whatever path.
pub fn stays_unread(path: &Path) -> bool {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    path.ancestors().any(|folder| folder.ends_with(OPEN))
}

/// Whose conventions the gold follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convention {
    Ours,
    Polnear,
    Places,
}

impl Label for Convention {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Ours, "ours", "datasets/gold/GUIDE.md"),
        (Self::Polnear, "polnear", "PolNeAR (Newell, Margolin and Ruths 2018)"),
        (Self::Places, "places", "names of people, organisations and places, as most NER corpora have them"),
    ];
}

impl Convention {
    /// `document` in this convention, without entities that touch an `ignored` span.
    pub fn convert(self, ignored: &[Span], document: Document) -> Document {
        match self {
            Convention::Ours => document,
            Convention::Polnear => convention::polnear(&document),
            Convention::Places => convention::places(&document, ignored),
        }
    }

    /// A line of a corpus without the mentions whose types we do not have, and those mentions.
    fn known(self, record: exchange::Record) -> (exchange::Record, Vec<exchange::Mention>) {
        let Some(mentions) = record.entities.as_ref().filter(|_| self == Convention::Places) else {
            return (record, Vec::new());
        };
        let ours = |mention: &exchange::Mention| EntityType::parse(&mention.kind).is_some();
        let (known, other) = mentions.iter().cloned().partition(ours);
        (exchange::Record { entities: Some(known), ..record }, other)
    }

    fn gold(self, record: &exchange::Record, other: Vec<exchange::Mention>) -> Result<Gold> {
        let mut gold = Gold::of_record(record)?;
        if self == Convention::Places {
            gold.document = convention::places(&gold.document, &[]);
            // Their spans, by way of a type that we have.
            let law =
                |m: exchange::Mention| exchange::Mention { kind: EntityType::Law.name().to_owned(), ..m };
            let entities = Some(other.into_iter().map(law).collect());
            let set_aside = exchange::Record { entities, attributions: None, ..record.clone() }.document()?;
            gold.ignored = set_aside.entities.iter().map(|entity| entity.span).collect();
        }
        Ok(gold)
    }
}

/// What methods are scored against.
pub struct Set {
    pub gold: Vec<Gold>,
    /// People against people, where several labeled the same texts.
    pub people: Vec<Entry>,
}

impl Set {
    /// SHA-256 of the labels and their texts: two sets that are alike have one.
    ///
    /// # Errors
    /// None that is known; what serde_json says.
    pub fn sha256(&self) -> Result<String> {
        let mut bytes = Vec::new();
        for gold in &self.gold {
            let record = exchange::Record::of(&gold.document, [true; 3]).with_blocks(&gold.document);
            serde_json::to_writer(&mut bytes, &record)?;
        }
        Ok(sha256(&bytes))
    }
}

/// How far the two annotators of the set agree on the articles of `gold`; their passes lie in it, or beside its parts.
fn people(path: &Path, articles: &Path, gold: &[Labeled]) -> Result<Vec<Entry>> {
    let homes = [Some(path), path.parent()];
    let home = homes.into_iter().flatten().find(|home| home.join("annotator-a").is_dir());
    let Some(home) = home.filter(|home| home.join("annotator-b").is_dir()) else { return Ok(Vec::new()) };
    let pass = |name: &str| -> Result<Vec<Labeled>> {
        let all = gold::load(&home.join(name), articles)?.into_iter();
        Ok(all.filter(|own| gold.iter().any(|gold| gold.article.id == own.article.id)).collect())
    };
    Ok(annotators(&pass("annotator-a")?, &pass("annotator-b")?))
}

/// The set at `path`, gold files or a corpus.
///
/// # Errors
/// When it cannot be read, does not fit its articles, or has nothing in it.
pub fn load(path: &Path, articles: &Path, convention: Convention) -> Result<Set> {
    if path.is_dir() {
        let labeled = gold::load(path, articles)?;
        let people = people(path, articles, &labeled)?;
        return Ok(Set { gold: labeled.iter().map(Gold::of).collect(), people });
    }
    let name = path.display().to_string();
    let file = File::open(path)
        .with_context(|| name.clone())
        .hint("give --gold a directory of gold files or a corpus in JSON Lines")?;
    let records = exchange::read(&name, BufReader::new(file))?;
    let (records, other): (Vec<_>, Vec<_>) = records.into_iter().map(|r| convention.known(r)).unzip();
    exchange::scorable(&name, &records)?;
    let mut gold = Vec::new();
    for (at, (record, other)) in records.iter().zip(other).enumerate() {
        let place = || format!("{name}:{} (document {:?})", at + 1, record.doc_id);
        let mut labeled = convention.gold(record, other).with_context(place)?;
        // A corpus may label a text several times; each labeling is a document of its own.
        labeled.name = format!("{}#{}", record.doc_id, at + 1);
        gold.push(labeled);
    }
    let items = |gold: &Gold| {
        gold.document.sentences.len() + gold.document.entities.len() + gold.document.claims.len()
    };
    if gold.iter().map(items).sum::<usize>() == 0 {
        let lacks = if gold.is_empty() { "it has no document" } else { "nothing is labeled in it" };
        return Err(anyhow!("{name}: {lacks}"))
            .hint("a score of nothing says nothing; give a corpus with sentences, entities or attributions");
    }
    let people = labelings(&gold).entries;
    Ok(Set { gold, people })
}
