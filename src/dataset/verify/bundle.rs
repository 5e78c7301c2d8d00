//! An article's rows, against its text, its raw bytes and one another.

use anyhow::{Result, bail};
use arrow::array::{Array, AsArray, Int32Array};
use arrow::datatypes::Int32Type;

use super::article::{Article, Places};
use super::runs::{self, Form};
use crate::dataset::column::ENDS;
use crate::dataset::derived::GAP;
use crate::dataset::read::{Bundle, Rows};
use crate::dataset::schema::Table;
use crate::document::{BlockKind, Label};

/// The columns that say where a row stands.
struct Ends<'b> {
    start: &'b Int32Array,
    end: &'b Int32Array,
    raw_start: &'b Int32Array,
    raw_end: &'b Int32Array,
}

impl Ends<'_> {
    fn of(rows: &Rows) -> Ends<'_> {
        let [start, end, raw_start, raw_end] = ENDS.map(|name| rows.ints(name));
        Ends { start, end, raw_start, raw_end }
    }

    fn text(&self, row: usize) -> (i32, i32) {
        (self.start.value(row), self.end.value(row))
    }

    fn raw(&self, row: usize) -> (i32, i32) {
        (self.raw_start.value(row), self.raw_end.value(row))
    }

    fn kept(&self, row: usize) -> bool {
        self.start.is_valid(row) && self.end.is_valid(row)
    }
}

/// The rows of one article that are being proved.
pub struct Checked<'b> {
    rows: &'b Bundle,
    article: Article<'b>,
}

impl Checked<'_> {
    /// `changed` says that `raw` is not what was read.
    pub fn new(rows: &Bundle, raw: Vec<u8>, form: Form, changed: bool) -> Checked<'_> {
        let text = rows.of(Table::Articles).strings("text").value(0);
        Checked { rows, article: Article::new(text, raw, form, changed) }
    }

    /// # Errors
    /// The first offence.
    pub fn check(mut self, slices: &mut u64) -> Result<()> {
        self.check_numbers(Table::Blocks, "block")?;
        self.check_blocks(slices)?;
        for (table, key) in
            [(Table::Sentences, "sentence"), (Table::Entities, "entity"), (Table::Claims, "claim")]
        {
            self.check_numbers(table, key)?;
            if table != Table::Claims {
                self.check_places(table, slices)?;
            }
        }
        self.check_claims(slices)?;
        self.check_parent(Table::Sentences, "block", Table::Blocks)?;
        self.check_parent(Table::Entities, "sentence", Table::Sentences)?;
        self.check_parent(Table::Claims, "sentence", Table::Sentences)?;
        self.check_parent(Table::Claims, "nested_in", Table::Claims)?;
        self.check_parent(Table::Claims, "utterance", Table::Claims)?;
        self.check_nesting()?;
        self.check_confidence(Table::Entities)?;
        self.check_confidence(Table::Claims)?;
        self.check_spans(slices)
    }

    /// An article's rows are numbered 0, 1, 2, …, so article and number together are a key.
    fn check_numbers(&self, table: Table, key: &str) -> Result<()> {
        let rows = self.rows.of(table);
        let numbers = rows.ints(key);
        let wrong = (0..rows.count()).find(|&row| usize::try_from(numbers.value(row)) != Ok(row));
        wrong.map_or(Ok(()), |row| {
            Err(rows.offence(row, &format!("{key} is {}, not {row}", numbers.value(row))))
        })
    }

    /// The blocks, each through its runs; then the article's raw bytes may not be changed, since a change is reported
    /// by the first row that no longer fits, if there is one.
    fn check_blocks(&mut self, slices: &mut u64) -> Result<()> {
        let rows = self.rows.of(Table::Blocks);
        let (kinds, words, cells) = (rows.strings("kind"), rows.strings("text"), rows.lists("runs"));
        let ends = Ends::of(rows);
        for row in 0..rows.count() {
            let text = ends.kept(row).then(|| ends.text(row));
            if text.is_some() != BlockKind::parse(kinds.value(row)).is_some_and(BlockKind::kept) {
                return Err(
                    rows.offence(row, "char_start and char_end are there for kept blocks and only for them")
                );
            }
            let runs = runs::read(cells.value(row).as_struct()).map_err(|what| rows.offence(row, &what))?;
            *slices += runs.len() as u64 + u64::from(text.is_some());
            let places = Places { text, raw: ends.raw(row), words: words.value(row) };
            self.article.block(&places, runs).map_err(|what| rows.offence(row, &what))?;
        }
        if self.article.changed {
            let own = self.rows.of(Table::Articles);
            return Err(own.offence(0, &format!("raw file {} was changed", own.strings("path").value(0))));
        }
        Ok(())
    }

    fn check_places(&self, table: Table, slices: &mut u64) -> Result<()> {
        let rows = self.rows.of(table);
        let (ends, words) = (Ends::of(rows), rows.strings("text"));
        for row in 0..rows.count() {
            *slices += 2;
            let text = ends.kept(row).then(|| ends.text(row));
            let places = Places { text, raw: ends.raw(row), words: words.value(row) };
            self.article.row(&places).map_err(|what| rows.offence(row, &what))?;
        }
        Ok(())
    }

    /// Every claim stands from the first part of its content to the last.
    fn check_claims(&self, slices: &mut u64) -> Result<()> {
        let rows = self.rows.of(Table::Claims);
        let ends = Ends::of(rows);
        for row in 0..rows.count() {
            *slices += 2;
            let checked = self.article.words(ends.text(row)).and_then(|words| {
                self.article.row(&Places { text: Some(ends.text(row)), raw: ends.raw(row), words })
            });
            checked.map_err(|what| rows.offence(row, &what))?;
        }
        Ok(())
    }

    /// What `column` names is a row of `parent`; where that is another table, the row lies inside it.
    fn check_parent(&self, table: Table, column: &str, parent: Table) -> Result<()> {
        let (rows, parents) = (self.rows.of(table), self.rows.of(parent));
        let (inner, outer) = (Ends::of(rows), Ends::of(parents));
        let links = rows.ints(column);
        for row in (0..rows.count()).filter(|&row| links.is_valid(row)) {
            // Rows are numbered from 0.
            let home = usize::try_from(links.value(row)).ok().filter(|&home| home < parents.count());
            let Some(home) = home else {
                let what = format!("{column} is {}, which is no row of {}", links.value(row), parent.name());
                return Err(rows.offence(row, &what));
            };
            let ((from, to), (start, end)) = (outer.text(home), inner.text(row));
            if table != parent && !(from <= start && end <= to) {
                return Err(rows.offence(row, &format!("it lies outside its {column}")));
            }
        }
        Ok(())
    }

    /// A probability lies in 0..1.
    fn check_confidence(&self, table: Table) -> Result<()> {
        let rows = self.rows.of(table);
        let column = rows.floats("confidence");
        let wrong = (0..rows.count()).find(|&row| !(0.0..=1.0).contains(&column.value(row)));
        wrong.map_or(Ok(()), |row| {
            Err(rows.offence(row, &format!("confidence is {}, not within 0..1", column.value(row))))
        })
    }

    /// No claim stands in itself, whatever stands between.
    fn check_nesting(&self) -> Result<()> {
        let rows = self.rows.of(Table::Claims);
        let outer = rows.ints("nested_in");
        // Rows from which the way out is known to end.
        let mut ends = vec![false; rows.count()];
        // From which row each was come by last.
        let mut from = vec![usize::MAX; rows.count()];
        for row in 0..rows.count() {
            let (mut way, mut at) = (vec![row], row);
            from[row] = row;
            while !ends[at] && outer.is_valid(at) {
                at = usize::try_from(outer.value(at))?;
                if from[at] == row {
                    return Err(rows.offence(row, "nested_in leads back to the claim itself"));
                }
                from[at] = row;
                way.push(at);
            }
            way.into_iter().for_each(|row| ends[row] = true);
        }
        Ok(())
    }

    /// The parts of every source, cue, content and addressee, and the columns that join their words.
    fn check_spans(&self, slices: &mut u64) -> Result<()> {
        let rows = self.rows.of(Table::Claims);
        for role in ["source", "cue", "content", "addressee"] {
            let (lists, joined) = (rows.lists(&format!("{role}_spans")), rows.strings(role));
            for row in 0..rows.count() {
                let parts = lists.value(row);
                let parts = parts.as_struct();
                let [start, end, raw_start, raw_end] = ENDS
                    .map(|name| parts.column_by_name(name).map(|column| column.as_primitive::<Int32Type>()));
                let (Some(start), Some(end), Some(raw_start), Some(raw_end)) =
                    (start, end, raw_start, raw_end)
                else {
                    bail!("the schema was checked, so the parts are there");
                };
                let ends = Ends { start, end, raw_start, raw_end };
                let mut words = Vec::new();
                for part in 0..parts.len() {
                    let wrong = |what: String| rows.offence(row, &format!("{role} part {part}: {what}"));
                    let text = ends.text(part);
                    let own = self.article.words(text).map_err(wrong)?;
                    *slices += 2;
                    let places = Places { text: Some(text), raw: ends.raw(part), words: own };
                    self.article.row(&places).map_err(wrong)?;
                    words.push(own);
                }
                if words.join(GAP) != joined.value(row) {
                    return Err(rows.offence(row, &format!("{role} is not its parts joined")));
                }
            }
        }
        Ok(())
    }
}
