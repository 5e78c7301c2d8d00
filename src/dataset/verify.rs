//! Proof that a dataset is what it says: every row against the text and against the bytes of the
//! raw file, keys between tables, labels, and the manifest's row counts and hashes.

mod article;
mod listed;
mod raw;
mod read;
mod runs;

use std::collections::HashMap;
use std::fs;
use std::panic;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail, ensure};
use arrow::array::{Array, AsArray, Int32Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{Float32Type, Int32Type, Int64Type};

use super::column::VALUES;
use super::schema::{self, Table};
use super::{MANIFEST, Manifest};
use crate::document::{BlockKind, Label};
use crate::hint::Hint;
use crate::source::sha256;
use article::{Article, Places};
use raw::Raw;
use read::read;

/// What was proved.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Proof {
    pub files: usize,
    pub rows: u64,
    /// Slices of text and of raw bytes that were compared.
    pub slices: u64,
}

/// Checks the dataset in `directory`. Raw files are looked for at `articles.path`, below `raw` if
/// given.
///
/// # Errors
/// The first offence, with file, row and article. Where a file's bytes were changed the row is
/// named in which that shows, or else the file's row in the manifest.
pub fn verify(directory: &Path, raw: Option<&Path>) -> Result<Proof> {
    let path = directory.join(MANIFEST);
    let text = fs::read_to_string(&path)
        .with_context(|| path.display().to_string())
        .hint("this is no finished dataset; build it with `saidso build -o DIR`")?;
    let manifest: Manifest = serde_json::from_str(&text)
        .with_context(|| path.display().to_string())
        .hint("the manifest was changed; build the dataset again")?;
    ensure!(
        manifest.schema_version == schema::VERSION,
        "{}: schema version {}, this tool reads {}",
        path.display(),
        manifest.schema_version,
        schema::VERSION
    );
    listed::check(&path, &manifest)?;
    let changed = listed::changed(directory, &manifest)?;
    let rows = || check_rows(directory, raw, &manifest);
    let Some((row, file)) = changed else {
        return Ok(Proof { files: manifest.files.len(), ..rows()? });
    };
    // The damage is known; its rows are looked for to name the one. A decoder that gives up on
    // damaged bytes by a panic has nothing to add.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let found = panic::catch_unwind(panic::AssertUnwindSafe(rows));
    panic::set_hook(hook);
    match found {
        Ok(Err(offence)) => Err(offence),
        _ => bail!("{}: bytes differ from row {row} of {MANIFEST}", directory.join(file).display()),
    }
}

fn check_rows(directory: &Path, raw: Option<&Path>, manifest: &Manifest) -> Result<Proof> {
    let mut proof = Proof::default();
    for part in ["", "gold/"] {
        let articles = format!("{part}{}.parquet", Table::Articles.name());
        if manifest.files.iter().any(|file| file.path == articles) {
            Part::open(directory, part, manifest)?.check(raw, &mut proof)?;
        }
    }
    Ok(proof)
}

/// The six tables of one directory.
struct Part {
    directory: PathBuf,
    tables: HashMap<Table, RecordBatch>,
}

impl Part {
    fn open(directory: &Path, part: &str, manifest: &Manifest) -> Result<Part> {
        let mut tables = HashMap::new();
        for &(table, name, _) in Table::ALL {
            let below = format!("{part}{name}.parquet");
            let (row, entry) = manifest
                .files
                .iter()
                .enumerate()
                .find(|(_, file)| file.path == below)
                .ok_or_else(|| anyhow!("{}: no row for {below}", directory.join(MANIFEST).display()))?;
            let path = directory.join(&below);
            let batch = read(&path, table)?;
            ensure!(
                batch.num_rows() as u64 == entry.rows,
                "{}: {} rows, row {row} of {MANIFEST} says {}",
                path.display(),
                batch.num_rows(),
                entry.rows
            );
            tables.insert(table, batch);
        }
        Ok(Part { directory: directory.join(part), tables })
    }

    fn check(&self, raw: Option<&Path>, proof: &mut Proof) -> Result<()> {
        let mut articles = self.articles(raw)?;
        for &(table, ..) in Table::ALL {
            self.check_labels(table)?;
            proof.rows += self.tables[&table].num_rows() as u64;
        }
        self.check_numbers(Table::Blocks, "block", &articles)?;
        self.check_blocks(&mut articles, proof)?;
        for (table, key) in
            [(Table::Sentences, "sentence"), (Table::Entities, "entity"), (Table::Claims, "claim")]
        {
            self.check_numbers(table, key, &articles)?;
            if table != Table::Claims {
                self.check_places(table, &articles, proof)?;
            }
        }
        self.check_claims(&articles, proof)?;
        self.check_parent(Table::Sentences, "block", Table::Blocks, "block")?;
        self.check_parent(Table::Entities, "sentence", Table::Sentences, "sentence")?;
        self.check_parent(Table::Claims, "sentence", Table::Sentences, "sentence")?;
        self.check_parent(Table::Claims, "nested_in", Table::Claims, "claim")?;
        self.check_parent(Table::Claims, "utterance", Table::Claims, "claim")?;
        self.check_nesting()?;
        self.check_confidence(Table::Entities)?;
        self.check_confidence(Table::Claims)?;
        self.check_spans(&articles, proof)
    }

    /// `file: row N (article A): what`.
    fn offence(&self, table: Table, row: usize, what: &str) -> anyhow::Error {
        let path = self.directory.join(format!("{}.parquet", table.name()));
        let article =
            self.tables[&table].column_by_name("article_id").map(|ids| ids.as_string::<i32>().value(row));
        let article = article.map_or(String::new(), |id| format!(" (article {id})"));
        anyhow!("{}: row {row}{article}: {what}", path.display())
    }

    fn strings(&self, table: Table, column: &str) -> &StringArray {
        self.tables[&table][column].as_string()
    }

    fn longs(&self, table: Table, column: &str) -> &Int64Array {
        self.tables[&table][column].as_primitive::<Int64Type>()
    }

    fn ints(&self, table: Table, column: &str) -> &Int32Array {
        self.tables[&table][column].as_primitive::<Int32Type>()
    }

    fn articles(&self, root: Option<&Path>) -> Result<HashMap<&str, Article<'_>>> {
        let table = Table::Articles;
        let (ids, paths) = (self.strings(table, "article_id"), self.strings(table, "path"));
        let (hashes, texts) = (self.strings(table, "sha256"), self.strings(table, "text"));
        let [offsets, lengths] = ["raw_offset", "raw_bytes"].map(|name| self.longs(table, name));
        let mut articles = HashMap::new();
        let mut raws = Raw::default();
        for row in 0..ids.len() {
            let path = root.map_or(PathBuf::from(paths.value(row)), |root| root.join(paths.value(row)));
            let raw = raws
                .read(&path, offsets.value(row), lengths.value(row))
                .map_err(|error| self.offence(table, row, &format!("raw file {}: {error}", path.display())))
                .hint("paths are as given to `build`; verify from the same directory or give --raw ROOT")?;
            let changed = sha256(&raw) != hashes.value(row) || raw.len() as i64 != lengths.value(row);
            if articles.insert(ids.value(row), Article::new(texts.value(row), raw, changed)).is_some() {
                return Err(self.offence(table, row, "a second article with this id"));
            }
        }
        Ok(articles)
    }

    fn check_labels(&self, table: Table) -> Result<()> {
        let batch = &self.tables[&table];
        for (field, column) in schema::rows(table, &[], &[]).schema().fields().iter().zip(batch.columns()) {
            let Some(values) = field.metadata().get(VALUES) else { continue };
            let values: Vec<&str> = values.split(' ').collect();
            let labels = column.as_string::<i32>();
            for row in 0..labels.len() {
                if labels.is_valid(row) && !values.contains(&labels.value(row)) {
                    let what = format!(
                        "{} is {:?}, not one of {}",
                        field.name(),
                        labels.value(row),
                        values.join(", ")
                    );
                    return Err(self.offence(table, row, &what));
                }
            }
        }
        Ok(())
    }

    /// Each article's rows are numbered 0, 1, 2, …, so article and number together are a key.
    fn check_numbers(&self, table: Table, key: &str, articles: &HashMap<&str, Article>) -> Result<()> {
        let (ids, numbers) = (self.strings(table, "article_id"), self.ints(table, key));
        let mut next: HashMap<&str, i32> = HashMap::new();
        for row in 0..ids.len() {
            if !articles.contains_key(ids.value(row)) {
                return Err(self.offence(table, row, "its article_id stands in no row of articles"));
            }
            let due = next.entry(ids.value(row)).or_default();
            if numbers.value(row) != *due {
                return Err(self.offence(table, row, &format!("{key} is {}, not {due}", numbers.value(row))));
            }
            *due += 1;
        }
        Ok(())
    }

    /// The blocks, each through its runs; then no article may be left whose raw bytes were changed, since a changed
    /// one is reported by its first row that no longer fits, if there is one.
    fn check_blocks(&self, articles: &mut HashMap<&str, Article>, proof: &mut Proof) -> Result<()> {
        let table = Table::Blocks;
        let (ids, kinds) = (self.strings(table, "article_id"), self.strings(table, "kind"));
        let cells = self.tables[&table]["runs"].as_list::<i32>();
        for row in 0..ids.len() {
            let places = self.places(table, row);
            if places.text.is_some() != BlockKind::parse(kinds.value(row)).is_some_and(BlockKind::kept) {
                let what = "start and end are there for kept blocks and only for them";
                return Err(self.offence(table, row, what));
            }
            let runs =
                runs::read(cells.value(row).as_struct()).map_err(|what| self.offence(table, row, &what))?;
            proof.slices += runs.len() as u64 + u64::from(places.text.is_some());
            let article = articles.get_mut(ids.value(row)).expect("the blocks' articles were looked up");
            article.block(&places, runs).map_err(|what| self.offence(table, row, &what))?;
        }
        let (ids, paths) =
            (self.strings(Table::Articles, "article_id"), self.strings(Table::Articles, "path"));
        let changed = (0..ids.len()).find(|&row| articles[ids.value(row)].changed);
        changed.map_or(Ok(()), |row| {
            Err(self.offence(Table::Articles, row, &format!("raw file {} was changed", paths.value(row))))
        })
    }

    /// Where the row says that it stands.
    fn places(&self, table: Table, row: usize) -> Places<'_> {
        let [start, end, raw_start, raw_end] =
            ["start", "end", "raw_start", "raw_end"].map(|name| self.ints(table, name));
        let kept = start.is_valid(row) && end.is_valid(row);
        Places {
            text: kept.then(|| (start.value(row), end.value(row))),
            raw: (raw_start.value(row), raw_end.value(row)),
            words: self.strings(table, "text").value(row),
        }
    }

    /// Every claim stands from the first part of its content to the last.
    fn check_claims(&self, articles: &HashMap<&str, Article>, proof: &mut Proof) -> Result<()> {
        let table = Table::Claims;
        let ids = self.strings(table, "article_id");
        let [start, end, raw_start, raw_end] =
            ["start", "end", "raw_start", "raw_end"].map(|name| self.ints(table, name));
        for row in 0..ids.len() {
            proof.slices += 2;
            let place = (start.value(row), end.value(row));
            let checked = articles[ids.value(row)].words(place).and_then(|words| {
                let raw = (raw_start.value(row), raw_end.value(row));
                articles[ids.value(row)].row(&Places { text: Some(place), raw, words })
            });
            checked.map_err(|what| self.offence(table, row, &what))?;
        }
        Ok(())
    }

    fn check_places(&self, table: Table, articles: &HashMap<&str, Article>, proof: &mut Proof) -> Result<()> {
        let ids = self.strings(table, "article_id");
        for row in 0..ids.len() {
            proof.slices += 2;
            let checked = articles[ids.value(row)].row(&self.places(table, row));
            checked.map_err(|what| self.offence(table, row, &what))?;
        }
        Ok(())
    }

    fn check_parent(&self, table: Table, column: &str, parent: Table, key: &str) -> Result<()> {
        let mut keys: HashMap<(&str, i32), usize> = HashMap::new();
        let (parents, numbers) = (self.strings(parent, "article_id"), self.ints(parent, key));
        for row in 0..parents.len() {
            keys.insert((parents.value(row), numbers.value(row)), row);
        }
        let (ids, links) = (self.strings(table, "article_id"), self.ints(table, column));
        for row in (0..ids.len()).filter(|&row| links.is_valid(row)) {
            let Some(&home) = keys.get(&(ids.value(row), links.value(row))) else {
                let what = format!("{column} is {}, which is no row of {}", links.value(row), parent.name());
                return Err(self.offence(table, row, &what));
            };
            let inside =
                |t: Table, row: usize| (self.ints(t, "start").value(row), self.ints(t, "end").value(row));
            let (outer, inner) = (inside(parent, home), inside(table, row));
            let among_claims = matches!(column, "nested_in" | "utterance");
            let lies_inside = outer.0 <= inner.0 && inner.1 <= outer.1;
            if !among_claims && !lies_inside {
                return Err(self.offence(table, row, &format!("it lies outside its {column}")));
            }
        }
        Ok(())
    }

    /// A probability lies in 0..1.
    fn check_confidence(&self, table: Table) -> Result<()> {
        let column = self.tables[&table]["confidence"].as_primitive::<Float32Type>();
        let wrong = (0..column.len()).find(|&row| !(0.0..=1.0).contains(&column.value(row)));
        wrong.map_or(Ok(()), |row| {
            Err(self.offence(table, row, &format!("confidence is {}, not within 0..1", column.value(row))))
        })
    }

    /// No claim stands in itself, whatever stands between.
    fn check_nesting(&self) -> Result<()> {
        let table = Table::Claims;
        let (ids, numbers) = (self.strings(table, "article_id"), self.ints(table, "claim"));
        let outer = self.ints(table, "nested_in");
        let key = |row: usize| (ids.value(row), numbers.value(row));
        let rows: HashMap<_, usize> = (0..ids.len()).map(|row| (key(row), row)).collect();
        // Rows from which the way out is known to end.
        let mut ends = vec![false; ids.len()];
        // From which row each was come by last.
        let mut from = vec![usize::MAX; ids.len()];
        for row in 0..ids.len() {
            let (mut way, mut at) = (vec![row], row);
            from[row] = row;
            while !ends[at] && outer.is_valid(at) {
                at = rows[&(ids.value(at), outer.value(at))];
                if from[at] == row {
                    return Err(self.offence(table, row, "nested_in leads back to the claim itself"));
                }
                from[at] = row;
                way.push(at);
            }
            way.into_iter().for_each(|row| ends[row] = true);
        }
        Ok(())
    }

    /// The parts of every source, cue and content, and the columns that join their words.
    fn check_spans(&self, articles: &HashMap<&str, Article>, proof: &mut Proof) -> Result<()> {
        let table = Table::Claims;
        let ids = self.strings(table, "article_id");
        for role in ["source", "cue", "content", "addressee"] {
            let lists = self.tables[&table][format!("{role}_spans").as_str()].as_list::<i32>();
            let joined = self.strings(table, role);
            for row in 0..ids.len() {
                let parts = lists.value(row);
                let parts = parts.as_struct();
                let [start, end, raw_start, raw_end] = ["start", "end", "raw_start", "raw_end"]
                    .map(|name| parts.column_by_name(name).map(|column| column.as_primitive::<Int32Type>()));
                let (Some(start), Some(end), Some(raw_start), Some(raw_end)) =
                    (start, end, raw_start, raw_end)
                else {
                    bail!("the schema was checked, so the parts are there");
                };
                let article = &articles[ids.value(row)];
                let mut words = Vec::new();
                for part in 0..parts.len() {
                    let wrong =
                        |what: String| self.offence(table, row, &format!("{role} part {part}: {what}"));
                    let place = (start.value(part), end.value(part));
                    let own = article.words(place).map_err(wrong)?;
                    let raw = (raw_start.value(part), raw_end.value(part));
                    proof.slices += 2;
                    article.row(&Places { text: Some(place), raw, words: own }).map_err(wrong)?;
                    words.push(own);
                }
                if words.join(schema::GAP) != joined.value(row) {
                    return Err(self.offence(table, row, &format!("{role} is not its parts joined")));
                }
            }
        }
        Ok(())
    }
}
