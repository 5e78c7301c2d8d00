//! Proof that a dataset is what it says: every row against the text and against the bytes of the
//! raw file, keys between tables, labels, and the manifest's row counts and hashes. The tables are read side by
//! side, an article after the other, so that a dataset of any size is proved in the same memory, but for a hash of
//! every id and what tells which articles say the same.

mod article;
mod bundle;
mod derived;
mod labels;
mod listed;
mod raw;
mod runs;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use super::duplicates::{Articles, Duplicate};
use super::read::{Bundle, Cursor, Rows, Walk};
use super::schema::Table;
use super::{MANIFEST, Manifest, file_of};
use crate::caught::caught;
use crate::document::Label;
use crate::hint::Hint;
use crate::source::sha256;
use bundle::Checked;
use labels::Labels;
use raw::Raw;
use runs::Form;

/// What was proved.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Proof {
    pub files: usize,
    pub rows: u64,
    /// Slices of text and of raw bytes that were compared.
    pub slices: u64,
}

/// Checks the dataset in `directory`. Raw files are looked for at `articles.path`, below `raw` if
/// given. `go_on` is called after each article: its error ends the proof.
///
/// # Errors
/// The first offence, with file, row and article. Where a file's bytes were changed the row is
/// named in which that shows, or else the file's row in the manifest.
pub fn verify(directory: &Path, raw: Option<&Path>, mut go_on: impl FnMut() -> Result<()>) -> Result<Proof> {
    let manifest = Manifest::read(directory)?;
    listed::check(&directory.join(MANIFEST), &manifest)?;
    let changed = listed::changed(directory, &manifest)?;
    let mut rows = || check_rows(directory, raw, &manifest, &mut go_on);
    let Some((row, file)) = changed else {
        return Ok(Proof { files: manifest.files.len(), ..rows()? });
    };
    // The damage is known; its rows are looked for to name the one. A decoder that gives up on
    // damaged bytes by a panic has nothing to add.
    match caught(rows) {
        Ok(Err(offence)) => Err(offence),
        _ => bail!("{}: bytes differ from row {row} of {MANIFEST}", directory.join(file).display()),
    }
}

fn check_rows(
    directory: &Path,
    raw: Option<&Path>,
    manifest: &Manifest,
    go_on: &mut impl FnMut() -> Result<()>,
) -> Result<Proof> {
    let mut proof = Proof::default();
    for part in ["", "gold/"] {
        let articles = format!("{part}{}.parquet", Table::Articles.name());
        if manifest.files.iter().any(|file| file.path == articles) {
            check_part(directory, part, raw, manifest, &mut proof, go_on)?;
        }
    }
    Ok(proof)
}

/// The tables of one directory.
fn check_part(
    directory: &Path,
    part: &str,
    root: Option<&Path>,
    manifest: &Manifest,
    proof: &mut Proof,
    go_on: &mut impl FnMut() -> Result<()>,
) -> Result<()> {
    let below = directory.join(part);
    let labels: Vec<Labels> = Table::ALL.iter().map(|&(table, ..)| Labels::of(table)).collect();
    let mut walk = Walk::open(&below)?;
    let mut raws = Raw::new(manifest.columns());
    let mut told = Articles::default();
    while let Some(bundle) = walk.article()? {
        for table in Bundle::TABLES {
            labels[table as usize].check(bundle.of(table))?;
        }
        let (raw, form, changed) = raw_of(&bundle, root, &mut raws)?;
        Checked::new(&bundle, raw, form, changed).check(&mut proof.slices)?;
        derived::check(&bundle)?;
        // Gold says nothing of duplicates: its articles stand in the dataset itself.
        if part.is_empty() {
            bundle.tell(&mut told);
        }
        go_on()?;
    }
    let told = told.duplicates();
    let mut duplicates = Cursor::open(&file_of(&below, Table::Duplicates), Table::Duplicates)?;
    while let Some(rows) = duplicates.some()? {
        labels[Table::Duplicates as usize].check(&rows)?;
        check_duplicates(&rows, &told[told.len().min(duplicates.taken() - rows.count())..])?;
    }
    ensure!(
        duplicates.taken() == told.len(),
        "{}: {} rows, and {} articles say what another one said first",
        duplicates.path().display(),
        duplicates.taken(),
        told.len()
    );
    let mut rejects = Cursor::open(&file_of(&below, Table::Rejects), Table::Rejects)?;
    while let Some(rows) = rejects.some()? {
        labels[Table::Rejects as usize].check(&rows)?;
    }
    for table in walk.tables().iter().chain([&duplicates, &rejects]) {
        let counted = table.taken() as u64;
        let listed = manifest.files.iter().position(|file| directory.join(&file.path) == table.path());
        let row = listed.with_context(|| format!("{}: it is listed nowhere", table.path().display()))?;
        ensure!(
            counted == manifest.files[row].rows,
            "{}: {counted} rows, row {row} of {MANIFEST} says {}",
            table.path().display(),
            manifest.files[row].rows
        );
        proof.rows += counted;
    }
    Ok(())
}

/// `rows` against what the texts of the articles tell.
fn check_duplicates(rows: &Rows, told: &[Duplicate]) -> Result<()> {
    let [articles, originals, likeness] =
        ["article_id", "original_id", "likeness"].map(|name| rows.strings(name));
    for row in 0..rows.count() {
        let same = told.get(row).is_some_and(|told| {
            told.article == articles.value(row)
                && told.original == originals.value(row)
                && told.likeness.name() == likeness.value(row)
                && told.similarity == rows.floats("similarity").value(row)
        });
        ensure!(same, rows.offence(row, "the texts tell another article, original or similarity"));
    }
    Ok(())
}

/// The raw bytes of the article in `bundle`, what they are, and whether they are not those that were read.
fn raw_of(bundle: &Bundle, root: Option<&Path>, raws: &mut Raw) -> Result<(Vec<u8>, Form, bool)> {
    let own = bundle.of(Table::Articles);
    let path = own.strings("path").value(0);
    let path = root.map_or(PathBuf::from(path), |root| root.join(path));
    let [offset, length] = ["raw_offset", "raw_bytes"].map(|name| own.longs(name).value(0));
    let raw = raws
        .read(&path, offset, length)
        .map_err(|error| own.offence(0, &format!("raw file {}: {error}", path.display())))
        .hint("paths are as given to `build`; verify from the same directory or give --raw ROOT")?;
    let changed = sha256(&raw) != own.strings("sha256").value(0) || raw.len() as i64 != length;
    let form = raws.form(&raw);
    Ok((raw, form, changed))
}
