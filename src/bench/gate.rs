//! Whether a method is worse than it was: for services that run on every change.

use super::compare::{Quality, Verdict};
use super::result::{Corpus, Results, Trial};
use crate::evaluate::headline;
use crate::method::Layer;

/// What came of one method in one layer of one corpus.
pub struct Check {
    pub corpus: String,
    pub layer: Layer,
    pub method: String,
    /// What is worse, in words; nothing where the gate is passed.
    pub faults: Vec<String>,
    /// What could not be compared, in words.
    pub notes: Vec<String>,
}

/// Everything that stands in `old` against what it is in `new`: fails where the paired test says that quality fell, where
/// more documents failed, or where the time is more than `slower` times what it was on the same machine.
pub fn gate(new: &Results, old: &Results, slower: f64) -> Vec<Check> {
    let checks = old.boards().flat_map(|(corpus, layer)| {
        old.tried(corpus, layer).map(move |was| {
            let (faults, notes) = check(new, old, (corpus, layer, was), slower);
            Check { corpus: corpus.name.clone(), layer, method: was.method.clone(), faults, notes }
        })
    });
    checks.collect()
}

/// What is worse about `was`, and what could not be compared.
fn check(
    new: &Results,
    old: &Results,
    (corpus, layer, was): (&Corpus, Layer, &Trial),
    slower: f64,
) -> (Vec<String>, Vec<String>) {
    let gone = (vec!["it was measured, and is no more".to_owned()], Vec::new());
    let Some(now) = new.corpus(&corpus.name) else { return gone };
    let Some(is) = new.tried(now, layer).find(|trial| trial.method == was.method) else { return gone };
    if (&now.gold_sha256, &now.convention) != (&corpus.gold_sha256, &corpus.convention) {
        return (Vec::new(), vec!["the gold is another one, so that nothing is compared".to_owned()]);
    }
    let mut faults: Vec<String> = quality(layer, is, was).into_iter().collect();
    faults.extend(failures(is, was));
    if new.made.machine != old.made.machine {
        return (faults, vec!["the machine is another one, so that times are not compared".to_owned()]);
    }
    faults.extend(speed(is, was, slower));
    (faults, Vec::new())
}

fn failures(is: &Trial, was: &Trial) -> Option<String> {
    let [now, before] = [failure_rate(is), failure_rate(was)];
    let first = is.failures.first().filter(|_| now > before)?;
    Some(format!(
        "it fails at {:.1}% of the documents, {:.1}% before; the first: {}: {}: {}",
        100.0 * now,
        100.0 * before,
        first.document,
        first.kind,
        first.why
    ))
}

fn failure_rate(trial: &Trial) -> f64 {
    let asked = trial.documents.len() * trial.rounds.len();
    if asked == 0 { 0.0 } else { trial.failures.len() as f64 / asked as f64 }
}

fn quality(layer: Layer, is: &Trial, was: &Trial) -> Option<String> {
    let measure = headline(layer);
    let before = was.tally(layer.into(), measure)?;
    let Some(now) = is.tally(layer.into(), measure) else {
        return Some("it had a score, and has none".to_owned());
    };
    let found = Quality::of(now, before)?;
    let percent = |share: f64| format!("{:.1}", 100.0 * share);
    let [f1, old] = found.f1.map(|f1| f1.map_or("–".to_owned(), percent));
    let interval = found
        .interval
        .map_or(String::new(), |(low, high)| format!(", 95% {} to {}", percent(low), percent(high)));
    let words = format!(
        "{measure} F1 fell from {old} to {f1} ({}{interval}, p {:.3})",
        percent(found.difference),
        found.p_value
    );
    (found.verdict() == Verdict::Second).then_some(words)
}

/// Over the documents that were answered both times.
fn speed(is: &Trial, was: &Trial, slower: f64) -> Option<String> {
    let before = was.seconds();
    let old = |name: &String| *before.get(was.documents.iter().position(|other| other == name)?)?;
    let pairs = is.documents.iter().zip(is.seconds()).filter_map(|(name, now)| now.zip(old(name)));
    let (now, old) = pairs.fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
    (old > 0.0 && now > slower * old)
        .then(|| format!("it takes {:.2} times as long as before, more than {slower} times", now / old))
}
