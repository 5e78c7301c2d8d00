//! The gold set, what the methods reach on it, and that both are on record.

use std::fs;
use std::path::{Path, PathBuf};

use saidso::document::{Label, Span};
use saidso::evaluate::{Gold, Record, fingerprint};
use saidso::gold::{Labeled, on_raw};
use saidso::method::Layer;
use saidso::methods::Methods;
use saidso::score::board::{Standing, standings};
use saidso::score::{ClaimLabel, Measure, Scored, blocks, compare, kappa, label_pairs};
use saidso::{evaluate, gold};

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn labeled(folder: &str) -> Vec<Labeled> {
    gold::load(&at(folder), &at("datasets/articles")).expect("gold files that fit their articles")
}

fn scores() -> Vec<Standing> {
    let labeled = labeled("datasets/gold");
    let gold: Vec<Gold> = labeled.iter().map(Gold::of).collect();
    standings(&evaluate::all_entries(&Methods::builtin(), &gold))
}

fn f1(scores: &[Standing], layer: Scored, method: &str, measure: Measure) -> f64 {
    let found = scores.iter().find(|s| s.layer == layer && s.method == method && s.measure == measure);
    found
        .and_then(|s| s.counts.f1())
        .unwrap_or_else(|| panic!("no score for {} {method} {measure}", layer.name()))
}

#[test]
fn the_default_methods_reach_what_the_project_promises() {
    let scores = scores();
    let methods = Methods::builtin();
    let default = |layer| methods.default(layer);
    let floors = [
        (Layer::Blocks.into(), "rules", Measure::Kind(None), 1.0),
        (Layer::Sentences.into(), &*default(Layer::Sentences).name, Measure::Exact, 0.99),
        (Layer::Entities.into(), &*default(Layer::Entities).name, Measure::Strict(None), 0.90),
        (Layer::Claims.into(), &*default(Layer::Claims).name, Measure::WholeOverlap, 0.70),
    ];
    for (layer, method, measure, floor) in floors {
        let found = f1(&scores, layer, method, measure);
        assert!(found >= floor, "{} {method} {measure}: F1 {found:.3}, promised {floor}", layer.name());
    }
}

/// Methods that show what little work reaches; a default that is no better is not worth its code.
const BASELINES: [(Layer, &str); 2] = [(Layer::Entities, "capitals"), (Layer::Claims, "quotes")];

#[test]
fn the_defaults_are_better_than_the_baselines() {
    let (scores, methods) = (scores(), Methods::builtin());
    for (layer, baseline) in BASELINES {
        let (measure, own) = (evaluate::headline(layer), &methods.default(layer).name);
        let f1 = |method| f1(&scores, layer.into(), method, measure);
        assert!(f1(own) > f1(baseline), "{baseline} is as good as the default {own}");
    }
}

#[test]
fn recorded_scores_are_those_of_the_code() {
    let text = fs::read_to_string(at("datasets/gold/scores.json")).expect("recorded scores");
    let recorded: Vec<Record> = serde_json::from_str(&text).expect("records");
    let gold: Vec<Gold> = labeled("datasets/gold").iter().map(Gold::of).collect();
    let scores = scores();
    let methods = Methods::builtin();
    assert_eq!(recorded.len(), methods.rows().len(), "help: run `saidso score --record`");
    for (record, row) in recorded.iter().zip(methods.rows()) {
        assert_eq!(
            record.output_sha256,
            fingerprint(row, &gold).expect("output"),
            "{}/{}: its output changed\nhelp: look at `saidso score`, then run `saidso score --record`",
            record.layer,
            record.method
        );
        let found = f1(&scores, row.layer.into(), &record.method, record.measure);
        assert!((record.f1.unwrap_or(0.0) - found).abs() < 1e-9, "{}/{}", record.layer, record.method);
    }
}

#[test]
fn the_annotators_agree_as_far_as_the_scheme_asks() {
    let (a, b) = (labeled("datasets/gold/annotator-a"), labeled("datasets/gold/annotator-b"));
    let raw = |labeled: &Labeled| on_raw(&labeled.document, &labeled.article);
    for (layer, measure) in [(Layer::Entities, Measure::Strict(None)), (Layer::Claims, Measure::WholeExact)] {
        let counts = a.iter().zip(&b).flat_map(|(a, b)| compare(layer, &raw(a), &raw(b)));
        let pooled: saidso::score::Counts = counts.filter(|row| row.0 == measure).map(|row| row.1).sum();
        assert!(pooled.f1() >= Some(0.90), "{measure}: {:?}", pooled.f1());
    }
    let kinds: saidso::score::Counts =
        a.iter().zip(&b).map(|(a, b)| blocks(&a.document, &b.document)[0].1).sum();
    assert!(kinds.f1() >= Some(0.90));
    let pairs: Vec<_> = a.iter().zip(&b).flat_map(|(a, b)| label_pairs(&raw(a), &raw(b))).collect();
    for &(label, name, _) in ClaimLabel::ALL {
        let values: Vec<(&str, &str)> =
            pairs.iter().filter(|pair| pair.0 == label).map(|(_, a, b)| (a.as_str(), b.as_str())).collect();
        assert!(kappa(&values) >= Some(0.80), "{name}: {:?}", kappa(&values));
    }
}

/// The numbers that `grep -ob` says of the first article: its first line is dropped, and its third.
#[test]
fn spans_stand_where_the_words_are() {
    let first = &labeled("datasets/gold")[0];
    let place = |at: usize| {
        let span = first.document.entities[at].span;
        (span.text(first.document.text()), span.start(), first.document.raw(span).map(Span::start))
    };
    assert_eq!(place(0), ("Kremlin", 19, Some(31)));
    assert_eq!(place(2), ("Azerbaijani", 73, Some(139)));
    assert_eq!(first.document.lines()[0], "Plane crash");
    assert_eq!(first.document.blocks()[0].raw, Span::new(0, 11));
}
