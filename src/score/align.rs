//! The best one-to-one alignment of two lists.

/// Pairs (row, column) that maximise the sum of `weights` (row by row, none negative); pairs of
/// weight 0 are left out. Shortest augmenting paths (Kuhn 1955; Jonker and Volgenant 1987), cubic
/// in the smaller side, which is one document's claims.
pub fn best(weights: &[Vec<f64>], columns: usize) -> Vec<(usize, usize)> {
    let rows = weights.len();
    if rows > columns {
        let turned: Vec<Vec<f64>> =
            (0..columns).map(|c| weights.iter().map(|row| row[c]).collect()).collect();
        let mut pairs: Vec<(usize, usize)> = best(&turned, rows).into_iter().map(|(c, r)| (r, c)).collect();
        pairs.sort_unstable();
        return pairs;
    }
    // Potentials of rows and columns and the row matched to each column, all from 1; 0 is no row.
    let (mut of_row, mut of_column) = (vec![0.0; rows + 1], vec![0.0; columns + 1]);
    let mut matched = vec![0; columns + 1];
    for row in 1..=rows {
        let (mut least, mut back, mut done) =
            (vec![f64::INFINITY; columns + 1], vec![0; columns + 1], vec![false; columns + 1]);
        matched[0] = row;
        let mut column = 0;
        while matched[column] != 0 {
            done[column] = true;
            let from = matched[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for c in 1..=columns {
                if done[c] {
                    continue;
                }
                let reduced = -weights[from - 1][c - 1] - of_row[from] - of_column[c];
                if reduced < least[c] {
                    (least[c], back[c]) = (reduced, column);
                }
                if least[c] < step {
                    (step, next) = (least[c], c);
                }
            }
            for c in 0..=columns {
                if done[c] {
                    of_row[matched[c]] += step;
                    of_column[c] -= step;
                } else {
                    least[c] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            matched[column] = matched[back[column]];
            column = back[column];
        }
    }
    let mut pairs: Vec<(usize, usize)> =
        (1..=columns).filter(|&c| matched[c] > 0).map(|c| (matched[c] - 1, c - 1)).collect();
    pairs.retain(|&(r, c)| weights[r][c] > 0.0);
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every alignment there is, for small cases.
    fn by_force(weights: &[Vec<f64>], row: usize, taken: &mut Vec<bool>) -> f64 {
        let Some(costs) = weights.get(row) else { return 0.0 };
        let mut most = by_force(weights, row + 1, taken);
        for column in 0..costs.len() {
            if !taken[column] {
                taken[column] = true;
                most = most.max(costs[column] + by_force(weights, row + 1, taken));
                taken[column] = false;
            }
        }
        most
    }

    proptest! {
        #[test]
        fn is_as_good_as_trying_them_all(
            (rows, columns, cells) in (1usize..6, 1usize..6, proptest::collection::vec(0u8..5, 25))
        ) {
            let weights: Vec<Vec<f64>> = (0..rows)
                .map(|r| (0..columns).map(|c| f64::from(cells[r * 5 + c]) / 4.0).collect())
                .collect();
            let found: f64 = best(&weights, columns).iter().map(|&(r, c)| weights[r][c]).sum();
            let most = by_force(&weights, 0, &mut vec![false; columns]);
            prop_assert!((found - most).abs() < 1e-9, "{found} {most}");
        }
    }
}
