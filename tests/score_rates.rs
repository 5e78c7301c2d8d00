//! How often the scorer's intervals and tests are wrong, where the truth is known.

use saidso::score::{Counts, interval, p_value};

/// SplitMix64, from a seed of its own.
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A document of 10 items, each found with a chance that differs by document; 0.65 on average.
    fn counts(&mut self) -> Counts {
        let chance = 0.4 + 0.5 * self.share();
        Counts::exact(10, 10, (0..10).filter(|_| self.share() < chance).count())
    }
}

#[test]
fn a_95_percent_interval_covers_the_truth_in_93_to_97_percent() {
    let mut dice = Dice(7);
    let runs = 1000;
    let covered = (0..runs)
        .filter(|_| {
            let documents: Vec<Counts> = (0..60).map(|_| dice.counts()).collect();
            interval(&documents).is_some_and(|(low, high)| low <= 0.65 && 0.65 <= high)
        })
        .count();
    assert!((930..=970).contains(&covered), "{covered} of {runs}");
}

#[test]
fn equal_systems_are_called_different_in_at_most_5_percent() {
    let mut dice = Dice(11);
    let runs = 1000;
    let different = (0..runs)
        .filter(|_| {
            let (a, b): (Vec<Counts>, Vec<Counts>) = (0..10).map(|_| (dice.counts(), dice.counts())).unzip();
            p_value(&a, &b) < 0.05
        })
        .count();
    assert!(different <= runs / 20 + 14, "{different} of {runs}, more than two standard errors above 5%");
    let same: Vec<Counts> = (0..10).map(|_| dice.counts()).collect();
    assert_eq!(p_value(&same, &same), 1.0);
}
