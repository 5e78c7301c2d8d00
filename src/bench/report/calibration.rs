//! How far the confidences of methods may be taken for probabilities, as a table and as pictures.

use super::escape::escaped;
use crate::bench::cells::NONE;
use crate::bench::confusion::Believed;
use crate::bench::rank::{Board, Line};
use crate::score::{BINS, Bins};

pub const HEADER: [&str; 6] = ["method", "found", "mean confidence", "right %", "ECE", "95%"];

/// The methods of `board` that say how sure they are.
fn believed<'b>(board: &'b Board) -> impl Iterator<Item = (&'b str, &'b Believed)> {
    let of = |line: &'b Line| {
        let own = line.trial.believed.iter().find(|own| own.layer == board.layer.into())?;
        Some((&*line.trial.method, own))
    };
    board.lines.iter().filter_map(of)
}

/// A row for each method: how many items it found, how sure it was on average, how many are right, and the expected
/// calibration error.
pub fn rows(board: &Board) -> Vec<Vec<String>> {
    let percent = |share: Option<f64>| share.map_or(NONE.to_owned(), |share| format!("{:.1}", 100.0 * share));
    let row = |(method, own): (&str, &Believed)| {
        let pooled = own.pooled();
        let ends =
            own.interval().map(|(low, high)| format!("{}–{}", percent(Some(low)), percent(Some(high))));
        vec![
            method.to_owned(),
            pooled.count().to_string(),
            percent(pooled.confidence()),
            percent(pooled.right()),
            percent(pooled.error()),
            ends.unwrap_or_else(|| NONE.to_owned()),
        ]
    };
    believed(board).map(row).collect()
}

/// The pictures of `board`, one a method; nothing where none says how sure it is.
pub fn figures(board: &Board, id: &str) -> String {
    let pictures = believed(board).enumerate().map(|(at, (method, own))| {
        format!("<li>{}</li>\n", picture(&own.pooled(), &format!("{id}-reliability-{at}"), method))
    });
    let pictures: String = pictures.collect();
    if pictures.is_empty() {
        return pictures;
    }
    format!(
        "<ul class=\"pictures\">\n{pictures}</ul>\n<p class=\"place\">Each point is a tenth of the confidences, larger where more \
         was found: how sure a method was, and what share is right. On the line both are the same.</p>\n"
    )
}

const SIDE: f64 = 160.0;
const LEFT: f64 = 40.0;
const TOP: f64 = 24.0;
const BELOW: f64 = 40.0;

fn picture(bins: &Bins, id: &str, method: &str) -> String {
    let all = bins.count().max(1) as f64;
    let x = |share: f64| LEFT + share * SIDE;
    let y = |share: f64| TOP + (1.0 - share) * SIDE;
    let (mut points, mut words) = (String::new(), Vec::new());
    for (at, bin) in bins.0.iter().enumerate().filter(|(_, bin)| bin.count > 0) {
        let (sure, right) = (bin.confidence / bin.count as f64, bin.right as f64 / bin.count as f64);
        let radius = 2.0 + 8.0 * (bin.count as f64 / all).sqrt();
        points += &format!(
            "<circle class=\"point\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius:.1}\"/>\n",
            x(sure),
            y(right)
        );
        let from = at as f64 / BINS as f64;
        words.push(format!(
            "{from:.1} to {:.1}: {} found, {:.0}% right",
            from + 1.0 / BINS as f64,
            bin.count,
            100.0 * right
        ));
    }
    let mut grid = String::new();
    for share in [0.0, 0.5, 1.0] {
        let (x1, y1) = (x(share), y(share));
        grid += &format!(
            "<line class=\"grid\" x1=\"{x1:.1}\" y1=\"{TOP}\" x2=\"{x1:.1}\" y2=\"{:.1}\"/>\n\
             <line class=\"grid\" x1=\"{LEFT}\" y1=\"{y1:.1}\" x2=\"{:.1}\" y2=\"{y1:.1}\"/>\n\
             <text x=\"{x1:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{:.0}</text>\n\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{:.0}</text>\n",
            y(0.0),
            x(1.0),
            y(0.0) + 15.0,
            100.0 * share,
            LEFT - 5.0,
            y1 + 4.0,
            100.0 * share
        );
    }
    format!(
        "<svg viewBox=\"0 0 {:.0} {:.0}\" role=\"img\" aria-labelledby=\"{id}-title {id}-words\">\n<title id=\"{id}-title\">Reliability \
         of {}</title>\n<desc id=\"{id}-words\">{}</desc>\n<text class=\"name\" x=\"{LEFT}\" y=\"14\">{}</text>\n{grid}<line \
         class=\"frontier\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/>\n{points}<text x=\"{:.1}\" y=\"{:.1}\" \
         text-anchor=\"middle\">how sure, %</text>\n</svg>",
        LEFT + SIDE + 16.0,
        TOP + SIDE + BELOW,
        escaped(method),
        escaped(&words.join("; ")),
        escaped(method),
        x(0.0),
        y(0.0),
        x(1.0),
        y(1.0),
        x(0.5),
        TOP + SIDE + 34.0
    )
}
