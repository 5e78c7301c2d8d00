//! The results for readers: one page that needs nothing else, and Markdown for a README.

mod calibration;
mod confusion;
mod data;
mod escape;
mod frontier;
mod markdown;
mod svg;

use super::cells::{HEADER, made, measuring, of_line, of_people};
use super::rank::{Board, Line, boards};
use super::result::{Corpus, Grouped, Results};
use super::wrong::Wrong;

pub use escape::escaped;
pub use markdown::markdown;
pub use svg::svg;

const STYLE: &str = include_str!("report/page.css");
const SCRIPT: &str = include_str!("report/page.js");

/// So many groups of a kind are shown, those with the most errors first.
const GROUPS: usize = 12;

/// The page: leaderboards, quality against speed, scores by group, and every item that is `wrong`.
pub fn page(results: &Results, wrong: &[Wrong]) -> String {
    let boards = boards(results);
    let anchors: Vec<(String, String)> =
        boards.iter().enumerate().map(|(at, board)| (format!("board-{at}"), board.title())).collect();
    let links =
        anchors.iter().map(|(id, title)| format!("<li><a href=\"#{id}\">{}</a></li>\n", escaped(title)));
    let sections = boards.iter().zip(&anchors).map(|(board, (id, _))| section(board, results, id));
    let data = data::json(wrong);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>saidso bench</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<a class=\"skip\" href=\"#main\">To the results</a>\n<header>\n<h1>Who finds what, how well and how fast</h1>\n\
         <p>{}</p>\n<nav aria-label=\"Results\"><ul>\n{}<li><a href=\"#wrong\">What is wrong</a></li>\n</ul></nav>\n</header>\n\
         <main id=\"main\">\n{}{}{}</main>\n<script type=\"application/json\" id=\"data\">{data}</script>\n\
         <script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        escaped(&made(&results.made)),
        links.collect::<String>(),
        sections.collect::<String>(),
        browser(results),
        corpora(&results.corpora),
    )
}

fn section(board: &Board, results: &Results, id: &str) -> String {
    let title = escaped(&board.title());
    let groups = groups(board, &title);
    format!(
        "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{title}</h2>\n{}{}{groups}{}{}</section>\n",
        leaderboard(board, results, &title),
        frontier::figure(board, id, &title),
        confused(board, &title),
        believed(board, id, &title),
    )
}

/// A table that scrolls by itself where the window is narrow, by keyboard, too.
fn table(caption: &str, header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let head: String =
        header.iter().map(|name| format!("<th scope=\"col\">{}</th>", escaped(name))).collect();
    let row = |cells: Vec<String>| {
        let (first, rest) =
            cells.split_first().map_or((String::new(), &[][..]), |(first, rest)| (first.clone(), rest));
        let rest: String = rest.iter().map(|cell| format!("<td>{}</td>", escaped(cell))).collect();
        format!("<tr><th scope=\"row\">{}</th>{rest}</tr>\n", escaped(&first))
    };
    format!(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\">\n<table>\n<caption>{caption}</caption>\n\
         <thead><tr>{head}</tr></thead>\n<tbody>\n{}</tbody>\n</table>\n</div>\n",
        rows.map(row).collect::<String>()
    )
}

fn leaderboard(board: &Board, results: &Results, title: &str) -> String {
    let caption = format!("Leaderboard of {title}, by {}", escaped(&board.measure.name()));
    let rows = board.lines.iter().map(|line| of_line(line, board, results));
    let failures = board.lines.iter().filter_map(|line| {
        let first = line.trial.failures.first()?;
        let words = format!(
            "{} failed {} times, first at {}: {}: {}",
            line.trial.method,
            line.trial.failures.len(),
            first.document,
            first.kind,
            first.why
        );
        Some(format!("<p class=\"failed\">{}</p>\n", escaped(&words)))
    });
    let failures: String = failures.collect();
    let measuring = measuring(board)
        .map_or(String::new(), |words| format!("<p class=\"place\">{}</p>\n", escaped(&words)));
    table(&caption, &HEADER, rows.chain(of_people(board))) + &measuring + &failures
}

/// How much of each group each method has right.
fn groups(board: &Board, title: &str) -> String {
    let of = |line: &Line| -> Vec<Grouped> {
        let groups = line.trial.groups.iter().filter(|own| own.layer == board.layer.into());
        groups.cloned().collect()
    };
    let all: Vec<(&str, Vec<Grouped>)> = board
        .lines
        .iter()
        .map(|line| (&*line.trial.method, of(line)))
        .filter(|own| !own.1.is_empty())
        .collect();
    let mut kinds: Vec<&str> = Vec::new();
    for own in all.iter().flat_map(|own| &own.1) {
        if !kinds.contains(&&*own.by) {
            kinds.push(&own.by);
        }
    }
    let tables = kinds.into_iter().map(|by| {
        let rows = all.iter().flat_map(|(method, groups)| {
            let mut own: Vec<&Grouped> = groups.iter().filter(|own| own.by == by).collect();
            own.sort_by_key(|group| std::cmp::Reverse(group.errors));
            own.into_iter().take(GROUPS).map(|group| {
                let right = format!("{:.1}", 100.0 * group.right as f64 / group.items as f64);
                let counts = [group.items.to_string(), right, group.errors.to_string()];
                [vec![(*method).to_owned(), group.group.clone()], counts.to_vec()].concat()
            })
        });
        table(&format!("{title} by {}", escaped(by)), &["method", by, "items", "right %", "errors"], rows)
    });
    folded("Scores by group", &tables.collect::<String>())
}

/// What labels each method takes for what others.
fn confused(board: &Board, title: &str) -> String {
    let tables = confusion::matrices(board).into_iter().map(|own| {
        let method = escaped(&own.method);
        let words = format!("{} by {method}, {title}: {} of {} the same", own.label, own.same(), own.all());
        let corner = format!("{} in the gold", own.label);
        let header: Vec<&str> = [&*corner].into_iter().chain(own.found.iter().map(String::as_str)).collect();
        let rows = own.rows.iter().map(|(gold, counts)| {
            let cell = |count: &usize| if *count == 0 { "·".to_owned() } else { count.to_string() };
            [vec![gold.clone()], counts.iter().map(cell).collect()].concat()
        });
        table(&words, &header, rows)
    });
    folded("Labels taken for others", &tables.collect::<String>())
}

/// How far the confidences of each method may be taken for probabilities.
fn believed(board: &Board, id: &str, title: &str) -> String {
    let rows = calibration::rows(board);
    if rows.is_empty() {
        return String::new();
    }
    let table = table(&format!("Calibration of {title}"), &calibration::HEADER, rows.into_iter());
    folded("How far confidences can be believed", &(table + &calibration::figures(board, id)))
}

/// What is shown where a reader asks for it.
fn folded(summary: &str, inner: &str) -> String {
    if inner.is_empty() {
        return String::new();
    }
    format!("<details>\n<summary>{summary}</summary>\n{inner}</details>\n")
}

/// The controls of what is wrong; the items themselves are put there by the script, a page at a time.
fn browser(results: &Results) -> String {
    let hidden: Vec<&str> =
        results.corpora.iter().filter(|corpus| !corpus.readable).map(|corpus| &*corpus.name).collect();
    let hidden = match &hidden[..] {
        [] => String::new(),
        names => {
            format!("<p>Of {} nothing is shown, so that it stays unread.</p>\n", escaped(&names.join(", ")))
        }
    };
    let select = |id: &str, name: &str| format!("<label>{name} <select id=\"{id}\"></select></label>\n");
    let selects: String = [("corpus", "Corpus"), ("layer", "Layer"), ("method", "Method"), ("kind", "Kind")]
        .map(|(id, name)| select(id, name))
        .concat();
    format!(
        "<section aria-labelledby=\"wrong\">\n<h2 id=\"wrong\">What is wrong</h2>\n{hidden}\
         <p>Each item stands in its sentence, the gold above and what was found below.</p>\n\
         <noscript><p>The list needs JavaScript; wrong.jsonl beside the results has the same.</p></noscript>\n\
         <form id=\"filter\">\n{selects}</form>\n<p id=\"count\" role=\"status\"></p>\n<ol id=\"items\"></ol>\n\
         <p class=\"pager\"><button type=\"button\" id=\"before\">Before</button> \
         <button type=\"button\" id=\"next\">Next</button></p>\n</section>\n"
    )
}

/// What was measured on, so that it can be done again.
fn corpora(corpora: &[Corpus]) -> String {
    let rows = corpora.iter().map(|corpus| {
        let from = corpus.from.clone().unwrap_or_default();
        vec![
            corpus.name.clone(),
            corpus.documents.len().to_string(),
            corpus.convention.clone(),
            corpus.gold_sha256.clone(),
            from,
        ]
    });
    let header = ["corpus", "documents", "convention", "SHA-256 of labels and texts", "where it is from"];
    let table = table("Corpora", &header, rows);
    format!("<section aria-labelledby=\"corpora\">\n<h2 id=\"corpora\">On what</h2>\n{table}</section>\n")
}
