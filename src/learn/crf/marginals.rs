//! Probabilities of labels in a linear chain (forward-backward; Rabiner 1989), for tagging and training.

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

/// Turns `scores` (a row of `count` labels a token) into the probabilities of the labels; the
/// logarithm of the sum over all paths. Probabilities are scaled to one at each token.
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
        let mut step = [0f32; 16 * 16];
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
