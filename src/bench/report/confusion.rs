//! What labels are taken for what others, as tables: a row for each label of the gold, a column for each that was found.

use crate::bench::confusion::Confused;
use crate::bench::rank::Board;

/// A table of one label by one method.
pub struct Matrix {
    pub method: String,
    pub label: String,
    /// What was found, as the columns have it.
    pub found: Vec<String>,
    /// The gold's labels, the most frequent first, each with its counts.
    pub rows: Vec<(String, Vec<usize>)>,
}

/// Those of `board`, label by label, and of one label method by method.
pub fn matrices(board: &Board) -> Vec<Matrix> {
    let of = |method: &str, all: &[Confused]| -> Vec<Matrix> {
        let own: Vec<&Confused> = all.iter().filter(|own| own.layer == board.layer.into()).collect();
        let mut labels: Vec<&str> = own.iter().map(|own| &*own.label).collect();
        labels.sort_unstable();
        labels.dedup();
        labels.iter().map(|label| matrix(method, label, &own)).collect()
    };
    let mut all: Vec<Matrix> =
        board.lines.iter().flat_map(|line| of(&line.trial.method, &line.trial.confused)).collect();
    // Stable: of one label the methods stand as they are ranked.
    all.sort_by(|a, b| a.label.cmp(&b.label));
    all
}

fn matrix(method: &str, label: &str, all: &[&Confused]) -> Matrix {
    let own: Vec<&&Confused> = all.iter().filter(|own| own.label == label).collect();
    let sum =
        |of: &dyn Fn(&Confused) -> bool| own.iter().filter(|own| of(own)).map(|own| own.count).sum::<usize>();
    let mut names: Vec<&str> = own.iter().flat_map(|own| [&*own.gold, &*own.found]).collect();
    names.sort_unstable();
    names.dedup();
    names.sort_by_key(|name| std::cmp::Reverse(sum(&|own| own.gold == *name)));
    let row = |gold: &&str| {
        let counts = names.iter().map(|found| sum(&|own| own.gold == *gold && own.found == *found));
        ((*gold).to_owned(), counts.collect::<Vec<usize>>())
    };
    let rows = names.iter().map(row).filter(|(_, counts)| counts.iter().sum::<usize>() > 0).collect();
    Matrix {
        method: method.to_owned(),
        label: label.to_owned(),
        found: names.iter().map(|name| (*name).to_owned()).collect(),
        rows,
    }
}

impl Matrix {
    /// How many have the same label in both.
    pub fn same(&self) -> usize {
        let own = |(gold, counts): &(String, Vec<usize>)| {
            self.found.iter().position(|found| found == gold).map_or(0, |at| counts[at])
        };
        self.rows.iter().map(own).sum()
    }

    /// How many there are.
    pub fn all(&self) -> usize {
        self.rows.iter().flat_map(|row| &row.1).sum()
    }
}
