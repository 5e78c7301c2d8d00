use crate::learn::crf::train::*;
use crate::learn::crf::{Crf, Lattice, Sink, mix};
use crate::learn::model::{FORMAT, Header, Model, write};

/// Tokens with one feature each, which tells the label but at 5, where the label before does.
fn sequences() -> Vec<Sequence> {
    let tokens = [[1, 5, 2], [2, 5, 1], [1, 1, 5], [2, 2, 5]];
    let labels = [[1, 2, 0], [0, 0, 1], [1, 1, 2], [0, 0, 0]];
    let one = |(tokens, labels): (&[u32; 3], &[u8; 3])| {
        let mut sequence = Sequence { labels: labels.to_vec(), ..Sequence::default() };
        for token in tokens {
            sequence.feature(mix(7, *token));
            sequence.next();
        }
        sequence
    };
    (0..5).flat_map(|_| tokens.iter().zip(&labels).map(one)).collect()
}

struct Silent(Option<State>, Vec<State>);

impl Watch for Silent {
    fn resume(&mut self, _: &str) -> Option<State> {
        self.0.take()
    }

    fn epoch(&mut self, _: &str, _: f64, _: &Options, state: &State) -> Result<()> {
        self.1.push(state.clone());
        Ok(())
    }
}

const OPTIONS: Options =
    Options { epochs: 30, rate: 0.5, l2: 1e-4, least: 1, ease: 0.1, dropout: 0.2, seed: 1 };

/// 2 follows 1 or 2 only.
fn allowed(from: Option<usize>, to: usize) -> bool {
    to != 2 || matches!(from, Some(1 | 2))
}

fn trained(from: Option<State>, most: usize) -> (Weights, Vec<State>) {
    let mut watch = Silent(from, Vec::new());
    let weights = fit("test", sequences(), 3, allowed, most, &OPTIONS, &mut watch);
    (weights.expect("nothing to fail"), watch.1)
}

#[test]
fn what_is_learned_is_tagged_from_the_file() {
    let (weights, _) = trained(None, 100);
    let named = weights.tensors().map(|(name, tensor)| (format!("t.{name}"), tensor));
    let header = Header { format: FORMAT, layer: "l".into(), method: "m".into(), ..Header::default() };
    let bytes = write(&header, &named.into()).expect("a model");
    let model = Model::read(&bytes, "l", "m").expect("a model");
    let crf = Crf::read(&model, "t", 3).expect("a field");
    let mut lattice = Lattice::default();
    for sequence in sequences() {
        let mut tagger = lattice.tagger(&crf.rows);
        for at in 0..sequence.len() {
            sequence.token(at).iter().for_each(|&hash| tagger.feature(hash));
            tagger.next();
        }
        let mut labels = Vec::new();
        lattice.decode(&crf.chain, &mut labels);
        assert_eq!(labels, sequence.labels);
        let marginals = lattice.marginals(&crf.chain);
        for (row, label) in marginals.chunks_exact(3).zip(labels) {
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-4 && row[usize::from(label)] > 0.5, "{row:?}");
        }
    }
}

#[test]
fn an_interrupted_training_ends_as_one_that_was_not() {
    // Before the features are cut, and after.
    for epoch in [11, 20] {
        let (whole, states) = trained(None, 2);
        let (resumed, _) = trained(Some(states[epoch].clone()), 2);
        assert_eq!((&whole.rows, &whole.transitions), (&resumed.rows, &resumed.transitions));
    }
}

#[test]
fn a_state_of_other_features_is_not_resumed() {
    let (whole, states) = trained(None, 2);
    // Before the features are cut, and after.
    for epoch in [11, 20] {
        let mut other = states[epoch].clone();
        other.features[0] ^= 1;
        let (fresh, _) = trained(Some(other), 2);
        assert_eq!(whole.rows, fresh.rows);
    }
    let mut fewer = states[11].clone();
    fewer.features.pop();
    for values in [&mut fewer.weights, &mut fewer.squares, &mut fewer.average] {
        values.drain(6..9);
    }
    assert_eq!(trained(Some(fewer), 2).0.rows, whole.rows);
}

#[test]
fn the_features_that_do_most_are_kept() {
    let (all, states) = trained(None, 100);
    let (few, _) = trained(None, 2);
    assert!(all.rows.len() == 3 && few.rows.len() == 2);
    let does = |hash: u32| {
        let seen = sequences().iter().flat_map(|s| s.features.clone()).filter(|other| *other == hash).count();
        let state = &states[OPTIONS.epochs / 2 - 1];
        let at = state.features.binary_search(&hash).expect("a feature");
        let heaviest = state.weights[at * 3..][..3].iter().fold(0f32, |most, weight| most.max(weight.abs()));
        heaviest * (seen as f32).sqrt()
    };
    let kept = |hash: &u32| few.rows.iter().any(|row| row.0 == *hash);
    let (stay, go): (Vec<u32>, Vec<u32>) = all.rows.iter().map(|row| row.0).partition(kept);
    let least = stay.iter().map(|hash| does(*hash)).fold(f32::INFINITY, f32::min);
    assert!(go.iter().all(|hash| does(*hash) <= least));
}

#[test]
fn marginals_are_those_of_all_paths() {
    let transitions = [0.3, -0.2, 0.1, 0.5, -1.0, 0.4, NEVER, 0.2, 0.0, -0.3, 0.7, 0.9];
    let scores = [0.1, 0.2, -0.4, 1.0, -1.0, 0.3, 0.0, 0.6, -0.2, 0.5, 0.5, 0.1];
    let (count, tokens) = (3, 4);
    let mut expected = vec![0.0f64; count * tokens];
    let mut total = 0.0;
    for path in 0..count.pow(tokens as u32) {
        let labels: Vec<u8> = (0..tokens).map(|at| (path / count.pow(at as u32) % count) as u8).collect();
        let mass = f64::from(gold_score(&scores, &transitions, &labels, count)).exp();
        total += mass;
        for (at, label) in labels.iter().enumerate() {
            expected[at * count + usize::from(*label)] += mass;
        }
    }
    let mut found = scores;
    let log_z = marginals(&mut found, &transitions, count, &mut Work::default());
    assert!((f64::from(log_z) - total.ln()).abs() < 1e-4);
    for (found, expected) in found.iter().zip(&expected) {
        assert!((f64::from(*found) - expected / total).abs() < 1e-5);
    }
}

#[test]
fn the_gradient_is_that_of_the_likelihood() {
    // One small step on one sequence makes it likelier.
    let all = sequences();
    let mut trainer = Trainer::new(&all, 3, allowed, &OPTIONS);
    let all = trainer.index(all);
    let mut work = Work::counting();
    let before = trainer.update(&all[0], 0.05, 0.0, &mut work);
    let after = trainer.update(&all[0], 0.05, 0.0, &mut work);
    assert!(after < before && after > 0.0, "{before} {after}");
}
