//! From confidences and whether they were right to a table.

use crate::methods::calibration::steps::Step;

/// The fewest items from which anything is concluded.
const LEAST: usize = 100;

/// How many cells the items are parted into at most before any are pooled, and the fewest items of
/// a cell: the table stays small, and no step rests on a handful.
const CELLS: usize = 50;
const CELL: usize = 30;

/// Items with confidences between two bounds.
#[derive(Clone, Copy)]
struct Block {
    low: f32,
    high: f32,
    count: f64,
    right: f64,
}

impl Block {
    fn share(&self) -> f64 {
        self.right / self.count
    }

    fn take(&mut self, other: Block) {
        self.high = other.high;
        self.count += other.count;
        self.right += other.right;
    }
}

/// The table for `items`, each the method's own confidence and whether it was right; absent with
/// fewer than 100. Isotonic regression (Zadrozny and Elkan 2002) by pooling of adjacent violators
/// (Ayer et al. 1955): of all monotone functions the one with the least squared error, here over
/// cells of at least 30 items. One item that is right is added at the bottom and one that is wrong
/// at the top, so that no finite evidence makes anything certain (as Platt's targets do, 1999).
pub fn fit(items: &[(f32, bool)]) -> Option<Vec<Step>> {
    if items.len() < LEAST {
        return None;
    }
    let mut items = items.to_vec();
    items.sort_by(|a, b| a.0.total_cmp(&b.0));
    let enough = (items.len() / CELLS).max(CELL) as f64;
    let mut cells: Vec<Block> = Vec::new();
    for same in items.chunk_by(|a, b| a.0 == b.0) {
        let right = same.iter().filter(|item| item.1).count() as f64;
        let block = Block { low: same[0].0, high: same[0].0, count: same.len() as f64, right };
        match cells.last_mut().filter(|cell| cell.count < enough) {
            Some(cell) => cell.take(block),
            None => cells.push(block),
        }
    }
    // The rest is too small to stand alone.
    if let Some(rest) = cells.pop_if(|cell| cell.count < enough) {
        match cells.last_mut() {
            Some(cell) => cell.take(rest),
            None => cells.push(rest),
        }
    }
    if let Some(bottom) = cells.first_mut() {
        (bottom.count, bottom.right) = (bottom.count + 1.0, bottom.right + 1.0);
    }
    if let Some(top) = cells.last_mut() {
        top.count += 1.0;
    }
    let mut pooled: Vec<Block> = Vec::new();
    for mut cell in cells {
        while let Some(before) = pooled.pop_if(|before| before.share() >= cell.share()) {
            let after = std::mem::replace(&mut cell, before);
            cell.take(after);
        }
        pooled.push(cell);
    }
    let mut steps = Vec::new();
    for block in &pooled {
        // Four digits: more would claim to know more than there is evidence for.
        let worth = ((block.share() * 1e4).round() / 1e4) as f32;
        steps.push((block.low, worth));
        if block.low < block.high {
            steps.push((block.high, worth));
        }
    }
    Some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::methods::calibration::probability;
    use proptest::prelude::*;

    #[test]
    fn groups_in_order_get_their_shares() {
        let of = |own: f32, right: usize| (0..1000).map(move |at| (own, at < right));
        let items: Vec<(f32, bool)> = of(0.2, 300).chain(of(0.4, 250)).chain(of(0.6, 900)).collect();
        let steps = fit(&items).expect("enough");
        // The first two are pooled, as the second is right less often: (300 + 250 + 1) / 2001.
        assert_eq!(steps, [(0.2, 0.2754), (0.4, 0.2754), (0.6, 0.8991)]);
        assert_eq!(fit(&items[..99]), None);
    }

    #[test]
    fn nothing_is_certain() {
        assert_eq!(fit(&vec![(0.9, true); 998]), Some(vec![(0.9, 0.999)]));
        assert_eq!(fit(&vec![(0.9, false); 998]), Some(vec![(0.9, 0.001)]));
    }

    proptest! {
        #[test]
        fn monotone_and_right_on_average(items in prop::collection::vec((0u8..40, any::<bool>()), 100..400)) {
            let items: Vec<(f32, bool)> = items.iter().map(|&(own, right)| (f32::from(own) / 40.0, right)).collect();
            let steps = fit(&items).expect("enough");
            prop_assert!(steps.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1), "{steps:?}");
            let expected: f64 = items.iter().map(|item| f64::from(probability(&steps, item.0))).sum();
            let right = items.iter().filter(|item| item.1).count() as f64;
            // The two items that are added move the sum by less than two.
            prop_assert!((expected - right).abs() < 2.0, "{expected} expected, {right} right");
        }
    }
}
