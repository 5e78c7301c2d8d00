//! The leaderboards in Markdown.

use crate::bench::cells::{HEADER, made, of_line, of_people};
use crate::bench::rank::boards;
use crate::bench::result::Results;

/// A table for each corpus and layer, and with what they were measured.
pub fn markdown(results: &Results) -> String {
    let mut page = String::new();
    for board in boards(results) {
        page += &format!(
            "### {}, by {}\n\n{}{}",
            plain(&board.title()),
            board.measure,
            row(&HEADER.map(str::to_owned)),
            row(&HEADER.map(|_| "---".to_owned()))
        );
        for line in &board.lines {
            page += &row(&of_line(line, &board, results));
        }
        if let Some(cells) = of_people(&board) {
            page += &row(&cells);
        }
        page.push('\n');
    }
    page + &plain(&made(&results.made)) + "\n"
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
