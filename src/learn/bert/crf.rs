//! The best sequence of labels of a linear chain, and how likely it is.

/// A head: some of a word's logits, each for a label, and what one label after another is worth.
pub struct Head {
    pub name: String,
    pub labels: Vec<String>,
    /// Where its logits start in a row.
    pub first: usize,
    /// A row for each label from which it goes.
    pub(super) transitions: Vec<f32>,
    pub(super) start: Vec<f32>,
}

impl Head {
    /// Appends the best label of each row, the rows being those of one window (Viterbi). Of two that
    /// are as good, the first is taken.
    pub fn best(&self, rows: &[f32], width: usize, labels: &mut Vec<u8>) {
        let count = self.labels.len();
        let mut rows = rows.chunks_exact(width).map(|row| &row[self.first..self.first + count]);
        let Some(first) = rows.next() else { return };
        let mut value: Vec<f32> = first.iter().zip(&self.start).map(|(x, start)| x + start).collect();
        let mut next = vec![0.0; count];
        let mut back: Vec<u8> = Vec::new();
        for row in rows {
            for (to, (next, x)) in next.iter_mut().zip(row).enumerate() {
                let mut best = (0, f32::NEG_INFINITY);
                for (from, value) in value.iter().enumerate() {
                    let way = value + self.transitions[from * count + to];
                    if way > best.1 {
                        best = (from as u8, way);
                    }
                }
                back.push(best.0);
                *next = best.1 + x;
            }
            std::mem::swap(&mut value, &mut next);
        }
        let mut best = 0;
        for (label, x) in value.iter().enumerate() {
            if *x > value[best] {
                best = label;
            }
        }
        let begin = labels.len();
        labels.push(best as u8);
        for pointers in back.chunks_exact(count).rev() {
            best = usize::from(pointers[best]);
            labels.push(best as u8);
        }
        labels[begin..].reverse();
    }

    /// Appends how likely the label of each row is, over all sequences (forward-backward, scaled row by
    /// row as by Rabiner 1989).
    pub fn likely(&self, rows: &[f32], width: usize, labels: &[u8], likely: &mut Vec<f32>) {
        let count = self.labels.len();
        let rows: Vec<&[f32]> =
            rows.chunks_exact(width).map(|row| &row[self.first..self.first + count]).collect();
        let worth: Vec<f32> = self.transitions.iter().map(|way| way.exp()).collect();
        let emitted = |row: &[f32], to: usize, most: f32| (row[to] - most).exp();
        let most = |row: &[f32]| row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let scaled = |values: &mut [f32]| {
            let total: f32 = values.iter().sum();
            values.iter_mut().for_each(|value| *value /= total.max(f32::MIN_POSITIVE));
        };
        let mut forward = vec![0.0; rows.len() * count];
        for (at, row) in rows.iter().enumerate() {
            let (before, here) = forward.split_at_mut(at * count);
            let before = at.checked_sub(1).map(|at| &before[at * count..]);
            let top = most(row);
            for (to, value) in here[..count].iter_mut().enumerate() {
                let way = match before {
                    Some(before) => {
                        before.iter().enumerate().map(|(from, value)| value * worth[from * count + to]).sum()
                    }
                    None => self.start[to].exp(),
                };
                *value = way * emitted(row, to, top);
            }
            scaled(&mut here[..count]);
        }
        let begin = likely.len();
        let mut backward = vec![1.0; count];
        let mut next = vec![0.0; count];
        for (at, row) in rows.iter().enumerate().rev() {
            let forward = &forward[at * count..][..count];
            let total: f32 = forward.iter().zip(&backward).map(|(a, b)| a * b).sum();
            let label = usize::from(labels[at]);
            likely.push(forward[label] * backward[label] / total.max(f32::MIN_POSITIVE));
            let top = most(row);
            for (value, emitted) in next.iter_mut().zip((0..count).map(|to| emitted(row, to, top))) {
                *value = emitted;
            }
            next.iter_mut().zip(&backward).for_each(|(value, after)| *value *= after);
            for (from, value) in backward.iter_mut().enumerate() {
                *value = next.iter().enumerate().map(|(to, x)| x * worth[from * count + to]).sum();
            }
            scaled(&mut backward);
        }
        likely[begin..].reverse();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_way_is_the_best_of_all_ways_and_as_likely_as_its_share() {
        let labels = vec!["O".to_owned(), "B".to_owned(), "I".to_owned()];
        let transitions = vec![0.5, -0.25, -100.0, 0.0, 0.25, 1.0, 0.75, -1.0, 0.5];
        let head =
            Head { name: "x".to_owned(), labels, first: 1, transitions, start: vec![0.0, 0.5, -100.0] };
        let rows: Vec<f32> = (0..20).map(|k| ((k * 7919) % 13) as f32 / 4.0 - 1.0).collect();
        let worth = |way: &[usize]| -> f32 {
            let emitted: f32 = way.iter().enumerate().map(|(k, &label)| rows[k * 4 + 1 + label]).sum();
            let goes: f32 = way.windows(2).map(|two| head.transitions[two[0] * 3 + two[1]]).sum();
            emitted + goes + head.start[way[0]]
        };
        let ways = (0..3usize.pow(5)).map(|k| (0..5).map(|i| k / 3usize.pow(i) % 3).collect::<Vec<_>>());
        let right = ways.clone().max_by(|a, b| worth(a).total_cmp(&worth(b))).expect("as the test made it");
        let mut found = Vec::new();
        head.best(&rows, 4, &mut found);
        assert_eq!(found, right.iter().map(|&k| k as u8).collect::<Vec<_>>());
        head.best(&[], 4, &mut found);
        assert_eq!(found.len(), 5);
        let total: f64 = ways.clone().map(|way| f64::from(worth(&way)).exp()).sum();
        let mut likely = Vec::new();
        head.likely(&rows, 4, &found, &mut likely);
        for (at, likely) in likely.iter().enumerate() {
            let same = ways.clone().filter(|way| way[at] == usize::from(found[at]));
            let share = same.map(|way| f64::from(worth(&way)).exp()).sum::<f64>() / total;
            assert!((f64::from(*likely) - share).abs() < 1e-4, "{at}: {likely} for {share}");
        }
    }
}
