//! Two methods, or one before and after, document by document and round by round.

use std::collections::HashMap;

use super::result::{Tally, Trial};
use crate::score::{Counts, difference, median, p_value, resolving_power};

/// The level of the tests.
const SIGNIFICANT: f64 = 0.05;

/// How far the quality of two differs on the documents that both were scored on.
pub struct Quality {
    /// F1 of each, pooled.
    pub f1: [Option<f64>; 2],
    /// Of the first less the second, with its 95% interval by bootstrap over documents.
    pub difference: f64,
    pub interval: Option<(f64, f64)>,
    /// By the paired randomization test.
    pub p_value: f64,
    /// The smallest difference that these documents would show.
    pub resolving_power: Option<f64>,
    /// The documents on which they differ, those where they differ most first.
    pub documents: Vec<Pair>,
}

/// A document, and the F1 of both on it.
pub struct Pair {
    pub name: String,
    pub f1: [Option<f64>; 2],
}

/// How the time of two differs on the documents that both answered.
pub struct Speed {
    /// The first's time over the second's: the median of the rounds, the least and the largest.
    pub ratio: f64,
    pub least: f64,
    pub largest: f64,
    /// By the sign test over rounds.
    pub p_value: f64,
}

/// Which of two is the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    First,
    Second,
    Neither,
}

impl Quality {
    /// Of two tallies of one measure; `None` where they share no document.
    pub fn of(a: &Tally, b: &Tally) -> Option<Quality> {
        let theirs: HashMap<&str, Counts> = b.counts().collect();
        let both: Vec<(&str, Counts, Counts)> =
            a.counts().filter_map(|(name, a)| Some((name, a, *theirs.get(name)?))).collect();
        if both.is_empty() {
            return None;
        }
        let (a, b): (Vec<Counts>, Vec<Counts>) = both.iter().map(|own| (own.1, own.2)).unzip();
        let f1 = [&a, &b].map(|all| all.iter().copied().sum::<Counts>().f1());
        let apart = |pair: &Pair| (pair.f1[0].unwrap_or(0.0) - pair.f1[1].unwrap_or(0.0)).abs();
        let pair =
            |(name, a, b): (&str, Counts, Counts)| Pair { name: name.to_owned(), f1: [a.f1(), b.f1()] };
        let mut documents: Vec<Pair> = both.into_iter().map(pair).filter(|pair| apart(pair) > 0.0).collect();
        documents.sort_by(|one, other| apart(other).total_cmp(&apart(one)));
        Some(Quality {
            difference: f1[0].unwrap_or(0.0) - f1[1].unwrap_or(0.0),
            f1,
            interval: difference(&a, &b),
            p_value: p_value(&a, &b),
            resolving_power: resolving_power(&a, &b),
            documents,
        })
    }

    /// Which has the higher score, where the test tells them apart.
    pub fn verdict(&self) -> Verdict {
        verdict(self.p_value, self.difference > 0.0)
    }
}

impl Speed {
    /// Of two trials on one corpus in the same rounds; `None` where there is no document that both answered.
    pub fn of(a: &Trial, b: &Trial) -> Option<Speed> {
        let place: HashMap<&str, usize> =
            b.documents.iter().enumerate().map(|(at, name)| (&**name, at)).collect();
        let ratios = a.rounds.iter().zip(&b.rounds).filter_map(|(ours, theirs)| {
            let pairs = a.documents.iter().zip(&ours.seconds);
            let pairs = pairs.filter_map(|(name, ours)| {
                let theirs = theirs.seconds.get(*place.get(&**name)?)?;
                ours.zip(*theirs)
            });
            let (ours, theirs) = pairs.fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
            (theirs > 0.0).then(|| ours / theirs)
        });
        let ratios: Vec<f64> = ratios.collect();
        Some(Speed {
            least: ratios.iter().copied().reduce(f64::min)?,
            largest: ratios.iter().copied().reduce(f64::max)?,
            p_value: sign_test(
                ratios.iter().filter(|ratio| **ratio > 1.0).count(),
                ratios.iter().filter(|ratio| **ratio < 1.0).count(),
            ),
            ratio: median(ratios)?,
        })
    }

    /// Which is the faster, where the test tells them apart.
    pub fn verdict(&self) -> Verdict {
        verdict(self.p_value, self.ratio < 1.0)
    }
}

fn verdict(p_value: f64, first: bool) -> Verdict {
    match p_value < SIGNIFICANT {
        false => Verdict::Neither,
        true if first => Verdict::First,
        true => Verdict::Second,
    }
}

/// The two-sided p-value of the sign test: how often a fair coin is as far from half.
fn sign_test(more: usize, less: usize) -> f64 {
    let (few, all) = (more.min(less), more + less);
    let mut ways = 1.0;
    let mut tail = 0.0;
    for at in 0..=few {
        tail += ways;
        ways *= (all - at) as f64 / (at + 1) as f64;
    }
    (2.0 * tail / 2f64.powi(all as i32)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_rounds_of_one_kind_are_more_than_luck() {
        assert_eq!(sign_test(0, 6), 2.0 / 64.0);
        assert_eq!(sign_test(5, 0), 2.0 / 32.0);
        assert_eq!(sign_test(1, 5), 14.0 / 64.0);
        assert_eq!((sign_test(3, 3), sign_test(0, 0)), (1.0, 1.0));
    }
}
