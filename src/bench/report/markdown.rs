//! The results in Markdown.

use super::calibration;
use super::confusion::{Matrix, matrices};
use crate::bench::cells::{HEADER, made, measuring, of_line, of_people};
use crate::bench::rank::Board;
use crate::bench::result::Results;

/// For each of `boards` its leaderboard, labels taken for others and calibration; and with what they were measured.
pub fn markdown(boards: &[Board], results: &Results) -> String {
    let mut page = String::new();
    for board in boards {
        let lines = board.lines.iter().map(|line| of_line(line, board, results));
        let rows: Vec<Vec<String>> = lines.chain(of_people(board)).collect();
        page += &format!("### {}, by {}\n\n{}", plain(&board.title()), board.measure, table(&HEADER, &rows));
        if let Some(words) = measuring(board) {
            page += &format!("\n{}\n", plain(&words));
        }
        let rows: Vec<Vec<String>> = matrices(board).iter().map(confused).collect();
        if !rows.is_empty() {
            let header = ["method", "label", "the same", "most often taken for another"];
            page += &format!("\n{}", table(&header, &rows));
        }
        let rows = calibration::rows(board);
        if !rows.is_empty() {
            page += &format!("\n{}", table(&calibration::HEADER, &rows));
        }
        page.push('\n');
    }
    page + &plain(&made(&results.made)) + "\n"
}

/// So many confusions of a label are told; the page has all of them.
const TOLD: usize = 3;

fn confused(own: &Matrix) -> Vec<String> {
    let cells = own.rows.iter().flat_map(|(gold, counts)| {
        own.found.iter().zip(counts).map(move |(found, count)| (*count, gold, found))
    });
    let mut cells: Vec<_> = cells.filter(|(count, gold, found)| *count > 0 && gold != found).collect();
    cells.sort_by(|a, b| b.cmp(a));
    let told = cells.iter().take(TOLD).map(|(count, gold, found)| format!("{gold} as {found}: {count}"));
    vec![
        own.method.clone(),
        own.label.clone(),
        format!("{} of {}", own.same(), own.all()),
        told.collect::<Vec<_>>().join("; "),
    ]
}

fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let head: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
    let line: Vec<String> = header.iter().map(|_| "---".to_owned()).collect();
    rows.iter().fold(row(&head) + &row(&line), |table, cells| table + &row(cells))
}

fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join(" | "))
}

/// Words that neither end a cell nor become markup.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '|' | '<' | '>' | '*' | '_' | '`' | '[' | ']' | '\\' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}
