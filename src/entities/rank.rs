//! How sure a pattern is of what it finds.

/// A rank and not a probability: which pattern is more often right than which, set by hand. What comes
/// out is made a probability by `datasets/models/calibration.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Only its surroundings tell it.
    Poor,
    Doubtful,
    Weak,
    Fair,
    Likely,
    Firm,
    /// Its own form tells it: "3 May 2021", "$40".
    Certain,
}

impl Rank {
    pub fn confidence(self) -> f32 {
        match self {
            Rank::Poor => 0.6,
            Rank::Doubtful => 0.7,
            Rank::Weak => 0.75,
            Rank::Fair => 0.8,
            Rank::Likely => 0.85,
            Rank::Firm => 0.9,
            Rank::Certain => 0.95,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_rank_is_more_confident() {
        let ranks =
            [Rank::Poor, Rank::Doubtful, Rank::Weak, Rank::Fair, Rank::Likely, Rank::Firm, Rank::Certain];
        assert!(ranks.windows(2).all(|two| two[0] < two[1] && two[0].confidence() < two[1].confidence()));
    }
}
