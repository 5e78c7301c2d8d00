//! Quality against speed as a picture: time on a log scale, whiskers for intervals, and how far people agree as a line.

use super::escape::escaped;
use crate::bench::cells::{milliseconds, score};
use crate::bench::figure::{Cost, Figure};
use crate::bench::rank::{Board, Line};

pub const WIDTH: f64 = 720.0;
pub const HEIGHT: f64 = 400.0;
/// Room for the names of the axes, and on the right for those of methods.
const LEFT: f64 = 60.0;
const RIGHT: f64 = 130.0;
const TOP: f64 = 20.0;
const BOTTOM: f64 = 50.0;
/// The least distance between the names of two methods.
const APART: f64 = 15.0;

/// A method that has both a score and a time.
struct Point<'b> {
    method: &'b str,
    f1: Figure,
    seconds: Figure,
}

/// Where numbers stand in the picture.
struct Scale {
    /// Powers of ten, in seconds.
    from: i32,
    to: i32,
    /// Shares.
    low: f64,
    high: f64,
}

impl Scale {
    fn of(points: &[Point], people: Option<f64>) -> Scale {
        let ends = |figure: &Figure| figure.interval.map_or([figure.value; 2], |(low, high)| [low, high]);
        let times = || points.iter().flat_map(|point| ends(&point.seconds)).filter(|time| *time > 0.0);
        let scores = || points.iter().flat_map(|point| ends(&point.f1)).chain(people);
        let tenths = |share: f64, up: f64| ((share * 10.0 + up).floor() / 10.0).clamp(0.0, 1.0);
        let from = times().fold(f64::INFINITY, f64::min).log10().floor() as i32;
        Scale {
            from,
            to: (times().fold(0.0, f64::max).log10().ceil() as i32).max(from + 1),
            low: tenths(scores().fold(1.0, f64::min), 0.0).min(0.9),
            high: tenths(scores().fold(0.0, f64::max), 0.999).max(0.1),
        }
    }

    fn x(&self, seconds: f64) -> f64 {
        let share = (seconds.log10() - f64::from(self.from)) / f64::from(self.to - self.from);
        LEFT + share.clamp(0.0, 1.0) * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, share: f64) -> f64 {
        HEIGHT - BOTTOM - (share - self.low) / (self.high - self.low).max(0.1) * (HEIGHT - TOP - BOTTOM)
    }
}

/// A picture, without what frames it.
pub struct Drawn {
    pub inner: String,
    /// The same in words.
    pub words: String,
    /// The methods that none is both better and faster than.
    pub best: Vec<String>,
}

/// The picture of `board` on a page, with the same in words; nothing where no method has both figures.
pub fn figure(board: &Board, id: &str, title: &str) -> String {
    let Some(Drawn { inner, words, best }) = drawn(board) else { return String::new() };
    format!(
        "<figure>\n<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-labelledby=\"{id}-title {id}-words\">\n\
         <title id=\"{id}-title\">Quality against speed, {title}</title>\n<desc id=\"{id}-words\">{}</desc>\n{inner}</svg>\n\
         <figcaption>F1 against the time of a document in the middle, with 95% intervals; up and left is better. Nothing here \
         is both better and faster than {}.</figcaption>\n</figure>\n",
        escaped(&words),
        escaped(&best.join(", ")),
    )
}

/// The picture of `board`; `None` where no method has both figures.
pub fn drawn(board: &Board) -> Option<Drawn> {
    let mut points = points(board);
    if points.is_empty() {
        return None;
    }
    points.sort_by(|a, b| a.seconds.value.total_cmp(&b.seconds.value));
    let people = board.people.as_ref().and_then(|people| people.counts.f1());
    let scale = Scale::of(&points, people);
    let best = frontier(&points);
    let words: Vec<String> = points
        .iter()
        .map(|point| {
            format!(
                "{} {:.1} in {} ms",
                point.method,
                100.0 * point.f1.value,
                milliseconds(Some(point.seconds))[0]
            )
        })
        .collect();
    let line: Vec<String> = best.iter().map(|own| place(&scale, own)).collect();
    let ceiling = people.map_or(String::new(), |share| {
        let y = scale.y(share);
        let [f1, _] = score(board.people.as_ref());
        format!(
            "<line class=\"people\" x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\"/>\n\
             <text x=\"{:.1}\" y=\"{:.1}\">annotators {f1}</text>\n",
            WIDTH - RIGHT,
            WIDTH - RIGHT + 6.0,
            y + 4.0
        )
    });
    let frontier = format!("<polyline class=\"frontier\" points=\"{}\"/>\n", line.join(" "));
    Some(Drawn {
        inner: axes(&scale) + &ceiling + &frontier + &marks(&scale, &points),
        words: words.join("; "),
        best: best.iter().map(|point| point.method.to_owned()).collect(),
    })
}

fn points<'b>(board: &'b Board) -> Vec<Point<'b>> {
    let of = |line: &'b Line| {
        let standing = line.standing.as_ref()?;
        let f1 = Figure { value: standing.counts.f1()?, interval: standing.interval };
        let seconds = line.trial.cost(Cost::Seconds, board.corpus, None).filter(|own| own.value > 0.0)?;
        Some(Point { method: &line.trial.method, f1, seconds })
    };
    board.lines.iter().filter_map(of).collect()
}

/// Those of `points`, which stand by time, than which no faster one is as good.
fn frontier<'p, 'b>(points: &'p [Point<'b>]) -> Vec<&'p Point<'b>> {
    let mut best: Vec<&Point> = Vec::new();
    for point in points {
        if best.last().is_none_or(|last| point.f1.value > last.f1.value) {
            best.push(point);
        }
    }
    best
}

fn place(scale: &Scale, point: &Point) -> String {
    format!("{:.1},{:.1}", scale.x(point.seconds.value), scale.y(point.f1.value))
}

fn axes(scale: &Scale) -> String {
    let (bottom, right) = (HEIGHT - BOTTOM, WIDTH - RIGHT);
    let mut drawn = String::new();
    for power in scale.from..=scale.to {
        let x = scale.x(10f64.powi(power));
        let name = match 10f64.powi(power + 3) {
            many if many >= 1000.0 => format!("{} s", many / 1000.0),
            few => format!("{few} ms"),
        };
        drawn +=
            &format!("<line class=\"grid\" x1=\"{x:.1}\" y1=\"{TOP}\" x2=\"{x:.1}\" y2=\"{bottom}\"/>\n");
        drawn +=
            &format!("<text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{name}</text>\n", bottom + 18.0);
    }
    let mut share = scale.low;
    while share <= scale.high + 1e-9 {
        let y = scale.y(share);
        drawn +=
            &format!("<line class=\"grid\" x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{right}\" y2=\"{y:.1}\"/>\n");
        drawn += &format!(
            "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{:.0}</text>\n",
            LEFT - 8.0,
            y + 4.0,
            100.0 * share
        );
        share += 0.1;
    }
    drawn
        + &format!(
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">time a document</text>\n<text x=\"14\" y=\"12\">F1</text>\n",
            (LEFT + right) / 2.0,
            HEIGHT - 8.0
        )
}

/// Each method with its whiskers and its name, names pushed apart where they would stand on each other.
fn marks(scale: &Scale, points: &[Point]) -> String {
    let mut drawn = String::new();
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for point in points {
        let (x, y) = (scale.x(point.seconds.value), scale.y(point.f1.value));
        if let Some((low, high)) = point.f1.interval {
            drawn += &format!(
                "<line class=\"whisker\" x1=\"{x:.1}\" y1=\"{:.1}\" x2=\"{x:.1}\" y2=\"{:.1}\"/>\n",
                scale.y(low),
                scale.y(high)
            );
        }
        if let Some((low, high)) = point.seconds.interval.filter(|(low, _)| *low > 0.0) {
            drawn += &format!(
                "<line class=\"whisker\" x1=\"{:.1}\" y1=\"{y:.1}\" x2=\"{:.1}\" y2=\"{y:.1}\"/>\n",
                scale.x(low),
                scale.x(high)
            );
        }
        let (left, mut under) = (x + 8.0, y - 6.0);
        while taken.iter().any(|(x, y)| (x - left).abs() < RIGHT && (y - under).abs() < APART) {
            under += APART;
        }
        taken.push((left, under));
        drawn += &format!("<circle class=\"point\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>\n");
        drawn += &format!(
            "<text class=\"name\" x=\"{left:.1}\" y=\"{under:.1}\">{}</text>\n",
            escaped(point.method)
        );
    }
    drawn
}
