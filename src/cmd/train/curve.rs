//! How much junk a filter takes away at which loss of good text, on pages that it was not trained on.

use crate::cmd::table::percent;
use crate::learner::{Fold, Judged, lowest};
use crate::score::spread;

/// Shares of the good characters that a filter may cost, as they stand in the curve.
const LOSSES: [f64; 6] = [0.001, 0.003, 0.005, 0.008, 0.01, 0.02];

/// What is dropped of a page, and what there is.
#[derive(Clone, Copy, Debug, Default)]
struct Dropped {
    junk: [usize; 2],
    good: [usize; 2],
    good_chars: [usize; 2],
    junk_chars: [usize; 2],
}

impl Dropped {
    fn of(page: &[Judged], drops: impl Fn(&Judged) -> bool) -> Dropped {
        let mut counts = Dropped::default();
        for line in page {
            let dropped = usize::from(drops(line));
            let (lines, chars) = if line.junk {
                (&mut counts.junk, &mut counts.junk_chars)
            } else {
                (&mut counts.good, &mut counts.good_chars)
            };
            *lines = [lines[0] + dropped, lines[1] + 1];
            *chars = [chars[0] + dropped * line.chars, chars[1] + line.chars];
        }
        counts
    }

    fn add(self, other: Dropped) -> Dropped {
        let sum = |a: [usize; 2], b: [usize; 2]| [a[0] + b[0], a[1] + b[1]];
        Dropped {
            junk: sum(self.junk, other.junk),
            good: sum(self.good, other.good),
            good_chars: sum(self.good_chars, other.good_chars),
            junk_chars: sum(self.junk_chars, other.junk_chars),
        }
    }
}

/// What a card says of the pages that were held out: the curve, and the base method beside it.
pub fn table(folds: &[Fold]) -> String {
    let pages: usize = folds.iter().map(Vec::len).sum();
    let mut table = format!(
        "\nBy {}-fold cross-validation over {pages} pages, the threshold for each part set on the others; 95% \
         intervals by bootstrap over pages.\n\n\
         | good characters that may go, % | junk lines gone, % | good characters gone, % | good lines gone, % | \
         junk characters gone, % |\n|---|---|---|---|---|\n",
        folds.len(),
    );
    let base: Vec<Dropped> =
        folds.iter().flatten().map(|page| Dropped::of(page, |line| line.base_drops)).collect();
    for row in rows(folds).into_iter().chain([cells("the base method alone".to_owned(), &base)]) {
        table += &format!("| {} |\n", row.join(" | "));
    }
    table
}

/// Rows of the curve: the loss aimed at; then, with 95% intervals over pages, the junk lines that go and
/// the good characters; the good lines and the junk characters that go.
///
/// The threshold for each fold is the one that keeps to the loss on the others.
fn rows(folds: &[Fold]) -> Vec<[String; 5]> {
    LOSSES.iter().map(|&loss| row(folds, loss)).collect()
}

fn row(folds: &[Fold], loss: f64) -> [String; 5] {
    let mut pages = Vec::new();
    for (at, fold) in folds.iter().enumerate() {
        let others = folds.iter().enumerate().filter(|(other, _)| *other != at).flat_map(|row| row.1);
        let threshold = lowest(others, loss);
        pages.extend(fold.iter().map(|page| Dropped::of(page, |line| line.margin >= threshold)));
    }
    cells(format!("{:.1}", 100.0 * loss), &pages)
}

fn cells(name: String, pages: &[Dropped]) -> [String; 5] {
    let all = pages.iter().copied().fold(Dropped::default(), Dropped::add);
    let shown = |pick: fn(Dropped) -> [usize; 2]| {
        let share = |[part, whole]: [usize; 2]| (whole > 0).then(|| part as f64 / whole as f64);
        let pooled = |draws: &mut dyn Iterator<Item = Dropped>| {
            share(pick(draws.fold(Dropped::default(), Dropped::add)))
        };
        let mut spread = spread(pages, pooled).unwrap_or_default();
        spread.sort_by(f64::total_cmp);
        let end =
            |part: f64| spread.get((part * spread.len().saturating_sub(1) as f64).round() as usize).copied();
        (share(pick(all)), end(0.025), end(0.975))
    };
    let (junk, junk_low, junk_high) = shown(|dropped| dropped.junk);
    let (lost, lost_low, lost_high) = shown(|dropped| dropped.good_chars);
    let fine = |share: Option<f64>| share.map_or_else(String::new, |share| format!("{:.2}", 100.0 * share));
    [
        name,
        format!("{} ({}–{})", percent(junk), percent(junk_low), percent(junk_high)),
        format!("{} ({}–{})", fine(lost), fine(lost_low), fine(lost_high)),
        fine(shown(|dropped| dropped.good).0),
        percent(shown(|dropped| dropped.junk_chars).0),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(chars: usize, junk: bool, margin: f32) -> Judged {
        Judged { chars, junk, margin, base_drops: false }
    }

    #[test]
    fn what_is_dropped_is_counted_by_lines_and_by_characters() {
        let page = [line(10, true, 3.0), line(4, false, 2.0), line(6, false, 0.0)];
        let counts = Dropped::of(&page, |line| line.margin >= 1.0);
        assert_eq!((counts.junk, counts.good), ([1, 1], [1, 2]));
        assert_eq!((counts.junk_chars, counts.good_chars), ([10, 10], [4, 10]));
    }
}
