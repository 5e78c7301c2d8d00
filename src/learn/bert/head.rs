//! A head: what some of a word's logits say.

use crate::learn::chain::{self, Work};

/// Some of a word's logits, each for a label, and what one label after another is worth.
pub struct Head {
    pub name: String,
    pub labels: Vec<String>,
    /// Where its logits start in a row.
    pub first: usize,
    /// As [`chain`] has them.
    pub(super) transitions: Vec<f32>,
}

impl Head {
    /// Appends the best label of each row, the rows being those of one window.
    pub fn best(&self, rows: &[f32], width: usize, labels: &mut Vec<u8>) {
        chain::best(&self.scores(rows, width), &self.transitions, self.labels.len(), &mut Vec::new(), labels);
    }

    /// Appends how likely the label of each row is, over all sequences.
    pub fn likely(&self, rows: &[f32], width: usize, labels: &[u8], likely: &mut Vec<f32>) {
        let (mut scores, count) = (self.scores(rows, width), self.labels.len());
        chain::marginals(&mut scores, &self.transitions, count, &mut Work::default());
        likely.extend(scores.chunks_exact(count).zip(labels).map(|(row, &label)| row[usize::from(label)]));
    }

    fn scores(&self, rows: &[f32], width: usize) -> Vec<f32> {
        rows.chunks_exact(width).flat_map(|row| &row[self.first..][..self.labels.len()]).copied().collect()
    }
}
