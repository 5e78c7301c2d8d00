//! Our own methods as outside ones: the same scores, to the last count.

use saidso::document::Label;
use saidso::methods::Methods;
use serde_json::{Value, json};

use crate::program::saidso;

/// The standings of `method` in `layer`, without its name and its rank among others.
fn standings(scores: &Value, layer: &str, method: &str) -> Vec<Value> {
    let rows = scores["standings"].as_array().expect("standings").iter();
    let own = rows.filter(|row| row["layer"] == layer && row["method"] == method);
    own.map(|row| {
        let keys = ["measure", "f1", "low", "high", "gold", "predicted", "recalled", "precise", "documents"];
        keys.iter().map(|key| json!([key, row[key]])).collect()
    })
    .collect()
}

#[test]
fn every_method_of_every_layer_scores_the_same_through_the_protocol() {
    let binary = assert_cmd::cargo::cargo_bin!("saidso").display().to_string();
    let methods = Methods::builtin();
    let commands = methods
        .rows()
        .iter()
        .map(|row| format!("'{binary}' serve --layer {} --method {}", row.layer.name(), row.name));
    let commands: Vec<String> = commands.collect();
    let mut arguments = vec!["score", "--json", "--gold", "datasets/gold"];
    commands.iter().for_each(|command| arguments.extend(["--outside", command]));
    let (code, out, err) = saidso(&arguments);
    assert_eq!(code, 0, "{err}");
    let scores: Value = serde_json::from_str(&out).expect("JSON");
    for row in methods.rows() {
        let (layer, inside) = (row.layer.name(), &row.name);
        let outside = format!("saidso {layer} {inside} {}", env!("CARGO_PKG_VERSION"));
        let expected = standings(&scores, layer, inside);
        assert!(!expected.is_empty(), "{layer} {inside} was scored");
        assert_eq!(standings(&scores, layer, &outside), expected, "{layer} {inside}");
    }
    for known in ["calibration", "labels"] {
        let rows = scores[known].as_array().expect("a list");
        let outside = rows.iter().filter(|row| row["method"].as_str().is_some_and(|name| name.contains(' ')));
        assert_eq!(2 * outside.count(), rows.len(), "{known}: as many outside as inside");
    }
}
