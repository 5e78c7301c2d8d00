//! Several datasets as one: the articles of shards, in the order in which one build would have written them. What is
//! in memory is a batch, the hash of every id twice, and what tells which articles say the same.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};

use super::ids::Ids;
use super::publish::Staging;
use super::read::{Bundle, Cursor, Walk};
use super::schema::Table;
use super::tables::Entry;
use super::writing::{GOLD, Writing};
use super::{Manifest, card, file_of};
use crate::document::{Label, Reason, Reject};
use crate::hint::Hint;

/// Writes the articles and rejects of the datasets in `directories` to `output`, as one dataset. The same datasets give
/// the same bytes in whatever order they are named; those of all shards of a build give the bytes of the whole one. `go_on` is called after
/// each article: its error ends the merge, and what was written goes.
///
/// # Errors
/// When one is no finished dataset, was built another way than the first or has an article of another's id, or when
/// `output` cannot be written.
pub fn merge(
    directories: &[PathBuf],
    output: &Path,
    mut go_on: impl FnMut() -> Result<()>,
) -> Result<Manifest> {
    let mut parts = directories.iter().map(|path| Part::open(path)).collect::<Result<Vec<_>>>()?;
    for part in &parts {
        alike(&parts[0], part)?;
    }
    let staging = Staging::open(output)?;
    let mut writing = Writing::create(staging.path(), None)?;
    let mut ids = Ids::default();
    while let Some(first) = first(&parts) {
        let part = &mut parts[first];
        let Some(article) = part.articles.take()? else { continue };
        if let Some(earlier) = ids.add(article.id(), first) {
            let (own, other) = (directories[first].display(), directories[earlier].display());
            return Err(anyhow!("{own}: the article {:?} stands in {other}, too", article.id()))
                .hint("name each dataset once; shards of one build share no article, so build them of the same paths with --shard 1/N to N/N");
        }
        let gold = match &mut part.gold {
            Some(gold) if gold.next.as_ref().is_some_and(|next| next.id() == article.id()) => gold.take()?,
            _ => None,
        };
        writing.add(Entry::Rows(Box::new(article)), gold.map(|gold| Entry::Rows(Box::new(gold))))?;
        go_on()?;
    }
    let files = writing.finish(rejects(directories)?)?;
    let manifest = Manifest::new(parts.swap_remove(0).manifest.options, files);
    manifest.write(staging.path())?;
    card::write(staging.path(), &manifest)?;
    staging.publish()?;
    Ok(manifest)
}

/// One of the datasets, and how far it was read.
struct Part {
    directory: PathBuf,
    manifest: Manifest,
    articles: Ahead,
    gold: Option<Ahead>,
}

impl Part {
    fn open(directory: &Path) -> Result<Part> {
        let manifest = Manifest::read(directory)?;
        let gold = directory.join(GOLD);
        let gold = gold.is_dir().then(|| Ahead::open(&gold)).transpose()?;
        Ok(Part { directory: directory.to_owned(), manifest, articles: Ahead::open(directory)?, gold })
    }
}

/// Refuses what no single build could have written.
fn alike(first: &Part, other: &Part) -> Result<()> {
    let made = |part: &Part| {
        let options = part.manifest.options.iter().map(|(name, value)| format!("{name} {value}"));
        format!("version {}, {}", part.manifest.version, options.collect::<Vec<_>>().join(", "))
    };
    if made(first) == made(other) {
        return Ok(());
    }
    Err(anyhow!(
        "{}: was built with {}, but {} with {}",
        other.directory.display(),
        made(other),
        first.directory.display(),
        made(first)
    ))
    .hint("build them with the same program and the same methods")
}

/// The part whose next article comes first: by file, as a build sorts them, then by place in it.
fn first(parts: &[Part]) -> Option<usize> {
    let next = |at: usize| parts[at].articles.next.as_ref().map(Bundle::place);
    (0..parts.len()).filter(|&at| next(at).is_some()).min_by(|&a, &b| next(a).cmp(&next(b)))
}

/// A dataset with its next article at hand.
struct Ahead {
    walk: Walk,
    next: Option<Bundle>,
}

impl Ahead {
    fn open(directory: &Path) -> Result<Ahead> {
        let mut walk = Walk::open(directory).hint("run `saidso verify` on the dataset, or build it again")?;
        let next = walk.article()?;
        Ok(Ahead { walk, next })
    }

    fn take(&mut self) -> Result<Option<Bundle>> {
        let next = self.walk.article()?;
        Ok(std::mem::replace(&mut self.next, next))
    }
}

/// All rejects, in the order of a build.
fn rejects(directories: &[PathBuf]) -> Result<Vec<Reject>> {
    let mut rejects = Vec::new();
    for directory in directories {
        let mut table = Cursor::open(&file_of(directory, Table::Rejects), Table::Rejects)?;
        while let Some(rows) = table.some()? {
            let [paths, reasons, messages] = ["path", "reason", "message"].map(|name| rows.strings(name));
            for row in 0..rows.count() {
                let reason = Reason::parse(reasons.value(row))
                    .with_context(|| format!("{}: {:?}", table.path().display(), reasons.value(row)))
                    .hint("run `saidso verify` on the dataset, or build it again")?;
                let (path, message) = (paths.value(row).to_owned(), messages.value(row).to_owned());
                rejects.push(Reject { path, reason, message });
            }
        }
    }
    sort(&mut rejects);
    Ok(rejects)
}

/// The order of rejects in a dataset.
pub fn sort(rejects: &mut [Reject]) {
    rejects.sort_by(|a, b| (&a.path, a.reason, &a.message).cmp(&(&b.path, b.reason, &b.message)));
}
