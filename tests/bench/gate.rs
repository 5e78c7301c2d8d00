use serde_json::{Value, json};

use crate::case::Case;

const HEAD: &str = "rounds = 2\ndeadline = 5";

/// A bench of one method called `own`, right everywhere, and after it one that finds nothing in many documents.
fn fallen() -> Case {
    let case = Case::new(16);
    assert_eq!(case.bench("old", HEAD, &[case.method("own", "good", "")]).0, 0);
    let missed: Vec<String> = (0..10).map(|at| format!("{}#{}", char::from(b'a' + at), at + 1)).collect();
    assert_eq!(case.bench("new", HEAD, &[case.method("own", "half", &missed.join(","))]).0, 0);
    case
}

#[test]
fn a_gate_fails_where_quality_fell_and_not_where_it_is_the_same() {
    let case = fallen();
    let against = |new: &str, old: &str, rest: &[&str]| {
        case.told("gate", &[new, old], &[rest, &["--slower", "1000", "--against"]].concat())
    };
    let (code, out, _) = against("old", "old", &[]);
    assert_eq!((code, out.as_str()), (0, "0 of 1 are worse\n"));
    let (code, out, _) = against("new", "old", &[]);
    assert!(
        code == 1 && out.starts_with("error: entities of oslo by own: strict F1 fell from 100.0 to"),
        "{out}"
    );
    let (code, out, _) = against("old", "new", &[]);
    assert_eq!((code, out.as_str()), (0, "0 of 1 are worse\n"), "better is no fault");
    let (_, out, _) = against("new", "old", &["--format", "github"]);
    assert!(out.starts_with("::error title=entities of oslo by own::strict F1 fell"), "{out}");
    let (_, out, _) = against("new", "old", &["--format", "junit"]);
    assert!(
        out.contains("tests=\"1\" failures=\"1\"") && out.contains("<failure message=\"strict F1"),
        "{out}"
    );
    let (_, out, _) = against("new", "old", &["--json"]);
    let told: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((&told["worse"], &told["checks"][0]["method"]), (&json!(1), &json!("own")));
}

#[test]
fn a_gate_fails_where_a_method_is_gone_or_fails() {
    let case = Case::new(2);
    let good = case.method("own", "good", "");
    assert_eq!(case.bench("old", HEAD, &[good.clone(), case.method("second", "good", "")]).0, 0);
    case.bench("new", HEAD, &[case.method("own", "killed", "b#2")]);
    let (code, out, _) = case.told("gate", &["new", "old"], &["--slower", "1000", "--against"]);
    assert!(code == 1 && out.contains("by own: it fails at 50.0% of the documents, 0.0% before"), "{out}");
    assert!(out.contains("by second: it was measured, and is no more"), "{out}");
}

#[test]
fn a_method_does_not_differ_from_itself() {
    let case = Case::new(14);
    let twin = |name: &str| case.method(name, "good", "");
    let missed = "a#1,b#2,c#3,d#4,e#5,f#6,g#7,h#8";
    let (code, err) =
        case.bench("out", HEAD, &[twin("one"), twin("two"), case.method("third", "half", missed)]);
    assert_eq!(code, 0, "{err}");
    for other in ["one", "two"] {
        let (code, told) = case.says("compare", &["out"], &["one", other]);
        let quality = &told["comparisons"][0]["quality"];
        assert_eq!((code, &quality["better"]), (0, &json!("no difference")), "{told:#}");
        assert_eq!((&quality["p_value"], &quality["documents"]), (&json!(1.0), &json!([])));
    }
    let (_, told) = case.says("compare", &["out"], &["one", "one"]);
    assert_eq!(told["comparisons"][0]["speed"]["faster"], "no difference");
    let (_, told) = case.says("compare", &["out"], &["third", "one"]);
    let quality = &told["comparisons"][0]["quality"];
    assert_eq!(quality["better"], "b", "{told:#}");
    assert_eq!(quality["documents"].as_array().map(Vec::len), Some(8));
    assert_eq!(quality["documents"][0], json!(["a#1", 0.0, 1.0]));
    let (code, _, err) = case.told("compare", &["out"], &["one", "four"]);
    assert!(code == 2 && err.contains("one, third, two"), "{err}");
}

#[test]
fn two_runs_rank_the_same() {
    let case = Case::new(14);
    let missed = "a#1,b#2,c#3,d#4,e#5,f#6,g#7,h#8";
    let methods = [case.method("half", "half", missed), case.method("good", "good", "")];
    let ranks = |name: &str| -> Vec<Value> {
        assert_eq!(case.bench(name, HEAD, &methods).0, 0);
        let (_, told) = case.says("rank", &[name], &[]);
        let rows = told["boards"][0]["methods"].as_array().expect("methods").iter();
        rows.map(|row| {
            json!([row["method"], row["rank"], row["f1"], row["low"], row["high"], row["p_value"]])
        })
        .collect()
    };
    let first = ranks("first");
    assert_eq!(first, ranks("second"));
    assert_eq!((&first[0][0], &first[0][1], &first[1][1]), (&json!("good"), &json!(1), &json!(2)));
}
