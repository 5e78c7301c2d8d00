//! Confidence: what `--min-confidence` leaves out, that probabilities reach every caller, and how
//! they are measured.

mod common;
mod program;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use saidso::document::{Document, Label};
use saidso::evaluate::{Gold, judged, predict, predict_uncalibrated};
use saidso::gold;
use saidso::method::Layer;
use saidso::methods::calibration::Group;
use saidso::methods::{Methods, Row, calibration};
use saidso::pipeline::Pipeline;
use saidso::score::verdicts;

use program::{saidso, shown};

fn done(arguments: &[&str]) -> String {
    let (code, out, err) = saidso(arguments);
    assert_eq!(code, 0, "{arguments:?}: {err}");
    out
}

fn golds() -> Vec<Gold> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let labeled = gold::load(&root.join("datasets/gold"), &root.join("datasets/articles")).expect("gold");
    labeled.iter().map(Gold::of).collect()
}

/// A document with claims and entities of these confidences, and claims nested in earlier ones.
fn document(entities: &[u8], claims: &[(u8, Option<prop::sample::Index>)]) -> Document {
    let text = "“The mayor said that Doe denied that it rained in Oslo,” Jane Roe told Reuters. ".repeat(8);
    let mut document = Document::plain("a", &text);
    Pipeline::default().annotate(&mut document, Layer::Claims);
    assert!(document.entities.len() >= 8 && document.claims.len() >= 8, "{document:?}");
    document.entities.truncate(entities.len());
    document.claims.truncate(claims.len());
    let share = |tenths: u8| f32::from(tenths) / 10.0;
    document.entities.iter_mut().zip(entities).for_each(|(entity, at)| entity.confidence = share(*at));
    for (at, (claim, (tenths, outer))) in document.claims.iter_mut().zip(claims).enumerate() {
        claim.confidence = share(*tenths);
        claim.nested_in = outer.filter(|_| at > 0).map(|outer| outer.index(at));
    }
    document
}

fn from(document: &Document, tenths: u8) -> Document {
    let mut kept = document.clone();
    kept.keep_from(f32::from(tenths) / 10.0);
    kept
}

proptest! {
    #[test]
    fn leaving_out_is_an_order_and_keeps_every_link(
        entities in prop::collection::vec(0u8..=10, 0..8),
        claims in prop::collection::vec((0u8..=10, any::<Option<prop::sample::Index>>()), 0..8),
        low in 0u8..=10,
        more in 0u8..=10,
    ) {
        let document = document(&entities, &claims);
        let high = (low + more).min(10);
        prop_assert_eq!(&from(&document, 0), &document, "0 leaves out nothing");
        let (some, fewer) = (from(&document, low), from(&document, high));
        // More is left out by and by or at once: so a higher P never adds, and links depend on what is kept alone.
        prop_assert_eq!(&from(&some, high), &fewer);
        common::well_formed(&fewer, "kept");
        let least = f32::from(high) / 10.0;
        prop_assert_eq!(fewer.entities.len(), document.entities.iter().filter(|e| e.confidence >= least).count());
        let stays: Vec<usize> =
            (0..document.claims.len()).filter(|&at| document.claims[at].confidence >= least).collect();
        prop_assert_eq!(fewer.claims.len(), stays.len());
        for (claim, &at) in fewer.claims.iter().zip(&stays) {
            // The nearest that stays of the claims around it.
            let mut outer = document.claims[at].nested_in;
            while let Some(up) = outer.filter(|up| !stays.contains(up)) {
                outer = document.claims[up].nested_in;
            }
            prop_assert_eq!(claim.nested_in.map(|outer| stays[outer]), outer);
            let alone = |claim: &saidso::document::Claim| {
                saidso::document::Claim { nested_in: None, ..claim.clone() }
            };
            prop_assert_eq!(alone(claim), alone(&document.claims[at]));
        }
    }
}

/// The document with every confidence 1.
fn certain(document: &Document) -> Document {
    let mut document = document.clone();
    document.entities.iter_mut().for_each(|entity| entity.confidence = 1.0);
    document.claims.iter_mut().for_each(|claim| claim.confidence = 1.0);
    document
}

#[test]
fn every_caller_gets_probabilities_and_they_change_nothing_else() {
    let methods = Methods::builtin();
    for gold in golds() {
        for row in methods.rows() {
            let own = predict_uncalibrated(row, &gold.bare);
            let found = predict(row, &gold.bare);
            assert_eq!(certain(&found), certain(&own), "{}: only confidences may change", row.name);
            let order = |document: &Document| -> Vec<(Group, f32)> {
                match row.layer {
                    Layer::Claims => {
                        document.claims.iter().map(|c| (Group::of_claim(c.voice), c.confidence)).collect()
                    }
                    _ => document.entities.iter().map(|e| (Group::of_entity(e.kind), e.confidence)).collect(),
                }
            };
            let (before, after) = (order(&own), order(&found));
            for a in 0..before.len() {
                let steps = steps(row, before[a].0);
                assert_eq!(after[a].1, calibration::probability(steps, before[a].1), "{}", row.name);
                for b in (0..before.len()).filter(|&b| before[a].0 == before[b].0) {
                    assert!(
                        before[a].1 > before[b].1 || after[a].1 <= after[b].1,
                        "{} turns two over",
                        row.name
                    );
                }
            }
        }
    }
}

/// What the file of tables says of the row's own confidences.
fn steps(row: &Row, group: Group) -> &'static [calibration::Step] {
    let own = |table: &&calibration::Table| {
        table.layer == row.layer && table.method == row.name && table.group == group
    };
    calibration::tables().iter().find(own).map_or(&[], |table| &table.steps)
}

#[test]
fn every_default_method_has_tables() {
    let methods = Methods::builtin();
    for layer in [Layer::Entities, Layer::Claims] {
        let row = methods.default(layer);
        let own = |table: &&calibration::Table| table.layer == layer && table.method == row.name;
        let groups: Vec<&str> = calibration::tables().iter().filter(own).map(|t| t.group.name()).collect();
        let expected: &[&str] = if layer == Layer::Claims {
            &["attributed", "author"]
        } else {
            &["people", "organisations", "places", "others", "values"]
        };
        assert_eq!(groups, expected, "help: `saidso calibrate --help`");
    }
}

#[test]
fn gold_is_right_about_itself() {
    for gold in golds() {
        for (layer, ..) in Layer::ALL {
            let found = verdicts(*layer, &gold.document, &gold.document);
            assert!(found.iter().all(|verdict| verdict.1), "{}", gold.name);
            assert_eq!(judged(*layer, &gold, &gold.document).len(), found.len());
        }
        assert_eq!(verdicts(Layer::Claims, &gold.document, &gold.document).len(), gold.document.claims.len());
    }
}

#[test]
fn a_dataset_of_what_is_sure_is_smaller_and_can_be_verified() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = |name: &str, least: &str| {
        let output = folder.path().join(name);
        done(&["build", "-o", shown(&output), "--min-confidence", least]);
        done(&["verify", shown(&output)]);
        let manifest = fs::read_to_string(output.join("manifest.json")).expect("a manifest");
        let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
        assert_eq!(manifest["options"]["min_confidence"], least);
        let files = manifest["files"].as_array().expect("files").clone();
        let of = |path: &str| {
            let file = files.iter().find(|file| file["path"] == path).expect(path);
            file["rows"].as_u64().expect("a number")
        };
        ["entities.parquet", "claims.parquet", "sentences.parquet", "gold/claims.parquet"].map(of)
    };
    let (all, sure, none) = (rows("all", "0"), rows("sure", "0.8"), rows("none", "1"));
    assert!(
        all[0] > sure[0] && all[1] > sure[1] && sure[0] > none[0] && sure[1] > none[1],
        "{all:?} {sure:?}"
    );
    assert_eq!((none[0], none[1]), (0, 0), "nothing is certain");
    assert_eq!((&all[2..], &sure[2..]), (&none[2..], &none[2..]), "sentences and gold stay");
}

#[test]
fn a_threshold_trades_recall_for_precision() {
    let scores = |least: &str| -> serde_json::Value {
        serde_json::from_str(&done(&["score", "--json", "--min-confidence", least])).expect("JSON")
    };
    let (all, sure) = (scores("0"), scores("0.6"));
    let measure = |scores: &serde_json::Value, key: &str| {
        let standings = scores["standings"].as_array().expect("standings");
        let own = |s: &&serde_json::Value| {
            s["layer"] == "claims" && s["method"] == "rules" && s["measure"] == "whole overlap"
        };
        standings.iter().find(own).expect("a standing")[key].as_f64().expect("a number")
    };
    assert!(measure(&all, "recall") > measure(&sure, "recall"));
    assert!(measure(&all, "precision") < measure(&sure, "precision"));
    let rows = all["calibration"].as_array().expect("rows");
    assert!(!rows.iter().any(|row| row["layer"] == "sentences"));
    let row = rows.iter().find(|row| row["layer"] == "claims" && row["method"] == "rules").expect("a row");
    // What is printed can be had from the documents.
    let (mut found, mut bins) = (0, [(0.0, 0.0); 10]);
    for document in row["documents"].as_array().expect("documents") {
        for bin in document[1].as_array().expect("bins") {
            let at = bin[0].as_u64().expect("a bin") as usize;
            found += bin[1].as_u64().expect("a count");
            bins[at].0 += bin[2].as_f64().expect("a sum");
            bins[at].1 += bin[3].as_f64().expect("a count");
        }
    }
    let error: f64 = bins.iter().map(|bin| (bin.0 - bin.1).abs()).sum::<f64>() / found as f64;
    assert_eq!(row["found"].as_u64(), Some(found));
    assert!((error - row["ece"].as_f64().expect("a number")).abs() < 1e-9);
    let (code, _, err) = saidso(&["score", "--min-confidence", "1.5"]);
    assert!(code == 2 && err.contains("a number from 0 to 1"), "{err}");
}

#[test]
fn a_method_is_measured_and_its_tables_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let (texts, gold) = (folder.path().join("texts.jsonl"), folder.path().join("gold.jsonl"));
    let line = |at: usize| {
        format!("{{\"doc_id\": \"d{at}\", \"text\": \"The mayor said that it had rained for {at} days.\"}}\n")
    };
    fs::write(&texts, (2..152).map(line).collect::<String>()).expect("written");
    let found = done(&["extract", shown(&texts), "--layer", "claims"]);
    assert!(done(&["extract", shown(&texts), "--min-confidence", "1"]).contains("\"attributions\":[]"));
    fs::write(&gold, found).expect("written");
    let file = folder.path().join("calibration.toml");
    let run = |method: &str| {
        let arguments = ["calibrate", "--layer", "claims", "--method", method, "--gold", shown(&gold)];
        saidso(&[&arguments[..], &["-o", shown(&file)]].concat())
    };
    let (code, out, err) = run("rules");
    assert_eq!(code, 0, "{err}");
    let tables = calibration::read(&out).expect("tables");
    assert_eq!((tables.len(), tables[0].items, tables[0].group), (1, 150, Group::Attributed));
    // All 150 were right: 151 of 152, as nothing is certain.
    assert!((tables[0].steps[0].1 - 151.0 / 152.0).abs() < 1e-4, "{:?}", tables[0].steps);
    assert!(err.contains("150 items: expected calibration error"), "{err}");
    let once = fs::read_to_string(&file).expect("a file");
    assert_eq!(calibration::read(&once), Ok(tables));
    assert_eq!(run("rules").0, 0);
    assert_eq!(fs::read_to_string(&file).expect("a file"), once, "its own row is replaced");
    let told =
        done(&["calibrate", "--layer", "claims", "--method", "rules", "--json", "--gold", shown(&gold)]);
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!((&told["version"], &told["table"][0]["items"]), (&1.into(), &150.into()));
    let (code, _, err) = run("quotes");
    assert!(code == 2 && err.contains("too few") && err.contains("hint: "), "{err}");
}
