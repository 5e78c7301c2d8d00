//! Linear chains of labels: the best sequence, and how likely each label is.
//!
//! Scores are a row of `count` numbers for each token. Transitions are rows of `count` numbers, too: the
//! first is that of a sequence's first token, the others say what each label is worth after one label.

/// The best labels of the sequence (Viterbi 1967), appended to `labels`. Of two that are as good, the
/// first is taken. `back` is room that is used again.
pub fn best(scores: &[f32], transitions: &[f32], count: usize, back: &mut Vec<u8>, labels: &mut Vec<u8>) {
    // The same for a number of labels that a compiler can unroll.
    match count {
        7 => best_of(scores, transitions, 7, back, labels),
        count => best_of(scores, transitions, count, back, labels),
    }
}

/// More labels than any model has.
pub const MOST: usize = 64;

#[inline(always)]
fn best_of(scores: &[f32], transitions: &[f32], count: usize, back: &mut Vec<u8>, labels: &mut Vec<u8>) {
    assert!(count <= MOST, "{count} labels");
    let (first, follow) = transitions.split_at(count);
    let from = labels.len();
    back.clear();
    let mut best = [0.0f32; MOST];
    for (at, scores) in scores.chunks_exact(count).enumerate() {
        let mut next = [f32::NEG_INFINITY; MOST];
        let mut pointers = [0u8; MOST];
        if at == 0 {
            next[..count].copy_from_slice(first);
        } else {
            for (from, row) in follow.chunks_exact(count).enumerate() {
                for to in 0..count {
                    let score = best[from] + row[to];
                    if score > next[to] {
                        (next[to], pointers[to]) = (score, from as u8);
                    }
                }
            }
        }
        for to in 0..count {
            next[to] += scores[to];
        }
        back.extend_from_slice(&pointers[..count]);
        best = next;
    }
    let tokens = back.len() / count;
    if tokens == 0 {
        return;
    }
    let last = (1..count).fold(0, |last, to| if best[to] > best[last] { to } else { last });
    labels.resize(from + tokens, last as u8);
    for at in (1..tokens).rev() {
        labels[from + at - 1] = back[at * count + usize::from(labels[from + at])];
    }
}

/// More labels than any model that is trained here has.
const MOST_COUNTED: usize = 16;

/// Buffers of [`marginals`], and the expected number of each transition in the last sequence.
#[derive(Default)]
pub struct Work {
    pub emissions: Vec<f32>,
    forward: Vec<f32>,
    backward: Vec<f32>,
    exponentials: Vec<f32>,
    /// `[from][to]`, the start first; left alone unless `counts`.
    pub pairs: Vec<f32>,
    counts: bool,
}

impl Work {
    /// Buffers with which transitions are counted, too, as training asks.
    pub fn counting() -> Work {
        Work { counts: true, ..Work::default() }
    }
}

/// Turns `scores` into the probabilities of the labels; the
/// logarithm of the sum over all paths (forward-backward; Rabiner 1989). Probabilities are scaled to one at each token.
pub fn marginals(scores: &mut [f32], transitions: &[f32], count: usize, work: &mut Work) -> f32 {
    // The same for the number of labels that our models of words have, which a compiler can unroll.
    match count {
        7 => of(scores, transitions, 7, work),
        _ => of(scores, transitions, count, work),
    }
}

#[inline(always)]
fn of(scores: &mut [f32], transitions: &[f32], count: usize, work: &mut Work) -> f32 {
    let Work { forward, backward, exponentials, pairs, counts, .. } = work;
    exponentials.clear();
    exponentials.extend(transitions.iter().map(|score| score.exp()));
    pairs.clear();
    pairs.resize(transitions.len(), 0.0);
    forward.clear();
    forward.resize(scores.len(), 0.0);
    backward.clear();
    backward.resize(scores.len(), 1.0);
    let (first, follow) = exponentials.split_at(count);
    let mut log_z = 0.0;
    for at in 0..scores.len() / count {
        let row = &mut scores[at * count..][..count];
        let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        for score in row.iter_mut() {
            *score = (*score - most).exp();
        }
        let (done, rest) = forward.split_at_mut(at * count);
        let now = &mut rest[..count];
        if at == 0 {
            now.copy_from_slice(first);
        } else {
            for (from, before) in done[(at - 1) * count..].iter().enumerate() {
                for (now, follow) in now.iter_mut().zip(&follow[from * count..][..count]) {
                    *now += before * follow;
                }
            }
        }
        let mut total = 0.0;
        for (now, score) in now.iter_mut().zip(row) {
            *now *= *score;
            total += *now;
        }
        let total = total.max(f32::MIN_POSITIVE);
        now.iter_mut().for_each(|now| *now /= total);
        log_z += total.ln() + most;
    }
    let tokens = scores.len() / count;
    for at in (0..tokens.saturating_sub(1)).rev() {
        let mut total = 0.0;
        for from in 0..count {
            let mut sum = 0.0;
            for to in 0..count {
                let next = (at + 1) * count + to;
                sum += follow[from * count + to] * scores[next] * backward[next];
            }
            backward[at * count + from] = sum;
            total += sum;
        }
        let total = total.max(f32::MIN_POSITIVE);
        backward[at * count..][..count].iter_mut().for_each(|sum| *sum /= total);
    }
    // Pairs before the scores are overwritten: P(from, to) at each step.
    for at in 1..if *counts { tokens } else { 0 } {
        let mut total = 0.0;
        let mut step = [0f32; MOST_COUNTED * MOST_COUNTED];
        for from in 0..count {
            let before = forward[(at - 1) * count + from];
            for to in 0..count {
                let here = at * count + to;
                let mass = before * follow[from * count + to] * scores[here] * backward[here];
                step[from * count + to] = mass;
                total += mass;
            }
        }
        let total = total.max(f32::MIN_POSITIVE);
        for (pair, mass) in pairs[count..].iter_mut().zip(&step) {
            *pair += mass / total;
        }
    }
    for at in 0..tokens {
        let range = at * count..(at + 1) * count;
        let mut total = 0.0;
        for k in range.clone() {
            scores[k] = forward[k] * backward[k];
            total += scores[k];
        }
        let total = total.max(f32::MIN_POSITIVE);
        scores[range].iter_mut().for_each(|score| *score /= total);
    }
    if tokens > 0 {
        for (pair, probability) in pairs.iter_mut().zip(&scores[..count]) {
            *pair += probability;
        }
    }
    log_z
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_way_is_the_best_of_all_ways_and_as_likely_as_its_share() {
        let (start, follow) = ([0.0, 0.5, -100.0], [0.5, -0.25, -100.0, 0.0, 0.25, 1.0, 0.75, -1.0, 0.5]);
        let transitions = [&start[..], &follow[..]].concat();
        let scores: Vec<f32> = (0..15).map(|k| ((k * 7919) % 13) as f32 / 4.0 - 1.0).collect();
        let worth = |way: &[usize]| -> f32 {
            let own: f32 = way.iter().enumerate().map(|(k, &label)| scores[k * 3 + label]).sum();
            let goes: f32 = way.windows(2).map(|two| follow[two[0] * 3 + two[1]]).sum();
            own + goes + start[way[0]]
        };
        let ways = (0..3usize.pow(5)).map(|k| (0..5).map(|i| k / 3usize.pow(i) % 3).collect::<Vec<_>>());
        let right = ways.clone().max_by(|a, b| worth(a).total_cmp(&worth(b))).expect("ways");
        let (mut back, mut found) = (Vec::new(), Vec::new());
        best(&scores, &transitions, 3, &mut back, &mut found);
        assert_eq!(found, right.iter().map(|&k| k as u8).collect::<Vec<_>>());
        best(&[], &transitions, 3, &mut back, &mut found);
        assert_eq!(found.len(), 5);
        let total: f64 = ways.clone().map(|way| f64::from(worth(&way)).exp()).sum();
        let mut likely = scores.clone();
        let log_z = marginals(&mut likely, &transitions, 3, &mut Work::default());
        assert!((f64::from(log_z) - total.ln()).abs() < 1e-4, "{log_z} for {}", total.ln());
        for (at, row) in likely.chunks_exact(3).enumerate() {
            for (label, likely) in row.iter().enumerate() {
                let same = ways.clone().filter(|way| way[at] == label);
                let share = same.map(|way| f64::from(worth(&way)).exp()).sum::<f64>() / total;
                assert!((f64::from(*likely) - share).abs() < 1e-4, "{at}: {likely} for {share}");
            }
        }
    }
}
