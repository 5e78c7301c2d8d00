//! Figures in words, the same in the terminal, in Markdown and on the page.

use super::figure::{Cost, Figure};
use super::own::NOTHING;
use super::rank::{Board, Line};
use super::result::{Made, Results};
use super::spec::Price;
use crate::score::board::Standing;

/// What stands where there is no figure.
pub const NONE: &str = "–";

/// With what, where and when it was measured, in a line.
pub fn made(made: &Made) -> String {
    let machine = &made.machine;
    let revision = made.revision.as_ref().map_or(String::new(), |revision| format!(", revision {revision}"));
    format!(
        "{} rounds on {}, {} cores, {}; {} (build {}){revision}; {}",
        made.rounds, machine.processor, machine.cores, machine.system, made.tool, made.build, made.at
    )
}

/// What the columns of a leaderboard are called.
pub const HEADER: [&str; 13] = [
    "method",
    "rank",
    "F1",
    "95%",
    "p",
    "ms a document",
    "95%",
    "MB/s",
    "CPU ms",
    "peak MiB",
    "start s",
    "cost/million",
    "failed",
];

/// A method's cells of a leaderboard.
pub fn of_line(line: &Line, board: &Board, results: &Results) -> Vec<String> {
    let price = results.made.price.as_ref();
    let cost = |cost| line.trial.cost(cost, board.corpus, price);
    let standing = line.standing.as_ref();
    let [f1, interval] = score(standing);
    let [time, times] = milliseconds(cost(Cost::Seconds));
    let [processor, _] = milliseconds(cost(Cost::Processor));
    vec![
        line.trial.method.clone(),
        standing.map_or_else(|| NONE.to_owned(), |own| own.rank.to_string()),
        f1,
        interval,
        p_value(standing.and_then(|own| own.p_value)),
        time,
        times,
        megabytes(cost(Cost::Throughput)),
        processor,
        mebibytes(cost(Cost::Memory)),
        seconds(cost(Cost::Start)),
        money(cost(Cost::Money), price),
        line.trial.failures.len().to_string(),
    ]
}

/// That of people, who are neither ranked nor timed.
pub fn of_people(board: &Board) -> Option<Vec<String>> {
    let people = board.people.as_ref()?;
    let [f1, interval] = score(Some(people));
    let mut cells = vec![people.method.clone(), NONE.to_owned(), f1, interval];
    cells.resize(HEADER.len(), String::new());
    Some(cells)
}

/// An F1 and its interval, in percent.
pub fn score(standing: Option<&Standing>) -> [String; 2] {
    let percent = |share: f64| format!("{:.1}", 100.0 * share);
    let f1 = standing.and_then(|own| own.counts.f1());
    let interval = standing.and_then(|own| own.interval).filter(|_| f1.is_some());
    let interval = interval.map(|(low, high)| format!("{}–{}", percent(low), percent(high)));
    [f1.map(percent), interval].map(|cell| cell.unwrap_or_else(|| NONE.to_owned()))
}

/// Seconds and their interval, as milliseconds in three figures.
pub fn milliseconds(seconds: Option<Figure>) -> [String; 2] {
    let cell = |seconds: f64| figures(1000.0 * seconds);
    let interval = seconds.and_then(|own| own.interval);
    let interval = interval.map(|(low, high)| format!("{}–{}", cell(low), cell(high)));
    [seconds.map(|own| cell(own.value)), interval].map(|cell| cell.unwrap_or_else(|| NONE.to_owned()))
}

/// Bytes a second as MB/s.
pub fn megabytes(rate: Option<Figure>) -> String {
    rate.map_or_else(|| NONE.to_owned(), |own| figures(own.value / 1e6))
}

/// Bytes as MiB.
pub fn mebibytes(bytes: Option<Figure>) -> String {
    bytes.map_or_else(|| NONE.to_owned(), |own| format!("{:.0}", own.value / f64::from(1 << 20)))
}

/// A number of seconds.
pub fn seconds(seconds: Option<Figure>) -> String {
    seconds.map_or_else(|| NONE.to_owned(), |own| format!("{:.2}", own.value))
}

/// An amount with its currency.
pub fn money(amount: Option<Figure>, price: Option<&Price>) -> String {
    let both = amount.zip(price);
    both.map_or_else(|| NONE.to_owned(), |(own, price)| format!("{} {}", figures(own.value), price.currency))
}

/// A p-value as tables have it; nothing where there is none.
pub fn p_value(p: Option<f64>) -> String {
    p.map_or_else(String::new, |p| if p < 0.001 { "<.001".to_owned() } else { format!("{p:.3}") })
}

/// What measuring itself takes, where a method that finds nothing was asked in the process that measures.
pub fn measuring(board: &Board) -> Option<String> {
    let seconds = |line: &Line| Some(line.trial.cost(Cost::Seconds, board.corpus, None)?.value);
    let inside = || board.lines.iter().filter_map(|line| Some((line, line.trial.inside.as_deref()?)));
    let own = inside().find(|(_, name)| *name == NOTHING).and_then(|(line, _)| seconds(line))?;
    let others = inside().filter(|(_, name)| *name != NOTHING);
    let others = others.filter_map(|(line, _)| Some((&line.trial.method, seconds(line)?)));
    let (fastest, least) = others.min_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(format!(
        "measuring takes {} ms a document, {:.2}% of the fastest method inside ({fastest})",
        figures(1000.0 * own),
        100.0 * own / least
    ))
}

/// A number in three figures, or its whole part.
fn figures(number: f64) -> String {
    let digits = if number > 0.0 { 2 - number.log10().floor() as i32 } else { 3 };
    format!("{number:.*}", digits.clamp(0, 6) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_figures_are_enough() {
        assert_eq!(
            [1234.5, 99.94, 9.994, 0.1234, 0.01234, 0.00004, 0.0].map(figures),
            ["1234", "99.9", "9.99", "0.123", "0.0123", "0.000040", "0.000"]
        );
    }
}
