use std::fs;
use std::process::Command;

use serde_json::json;

use crate::case::{Case, trial};
use crate::program::shown;

#[test]
fn a_page_needs_nothing_else_and_a_text_in_it_is_no_markup() {
    let case = Case::new(4);
    let methods = [case.method("<b>bold</b>", "half", "a#1,b#2"), case.method("good|1", "good", "")];
    assert_eq!(case.bench("out", "rounds = 1", &methods).0, 0);
    let path = case.path("report.html");
    let (code, _, err) = case.told("report", &["out"], &["-o", shown(&path)]);
    assert_eq!(code, 0, "{err}");
    let page = fs::read_to_string(&path).expect("a page");
    assert!(page.contains("\\u003cscript>alert(1)\\u003c/script> & the ferry."), "the text of an item, once");
    assert!(!page.contains("<script>alert") && !page.contains("<b>bold"), "{page}");
    assert_eq!(page.matches("Oslo waits").count(), 1, "a text that is wrong twice stands there once");
    assert!(page.contains("&lt;b&gt;bold&lt;/b&gt;</th>"), "the name of a method is words");
    for from_elsewhere in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!page.contains(from_elsewhere), "{from_elsewhere}: a page works without a network");
    }
    let (code, out, _) = case.told("report", &["out"], &["--format", "markdown"]);
    assert!(code == 0 && out.contains("| good\\|1 | 1 | 100.0 |"), "{out}");
    let (code, _, err) = case.told("report", &["out"], &[]);
    assert!(code == 2 && err.contains("-o"), "{err}");
}

#[test]
fn labels_taken_for_others_and_confidences_are_told_for_every_reader() {
    let case = Case::new(4);
    let methods = [case.method("<un|sure>", "unsure", "a#1"), case.method("good", "good", "")];
    assert_eq!(case.bench("out", "rounds = 1", &methods).0, 0);
    let results = case.results("out");
    let own = trial(&results, "<un|sure>");
    let confused = |found: &str, count: usize| json!({"layer": "entities", "label": "type", "gold": "GPE", "found": found, "count": count});
    assert_eq!(own["confused"], json!([confused("ORG", 1), confused("GPE", 3)]));
    assert_eq!(own["believed"][0]["documents"][0], json!(["a#1", [[2, 1, 0.25, 0]]]));
    assert_eq!(trial(&results, "good")["believed"], json!([]), "it never said how sure it was");
    let path = case.path("report.html");
    assert_eq!(case.told("report", &["out"], &["-o", shown(&path)]).0, 0);
    let page = fs::read_to_string(&path).expect("a page");
    assert!(page.contains("type by &lt;un|sure&gt;, entities of oslo: 3 of 4 the same"), "{page}");
    assert!(page.contains("<th scope=\"row\">GPE</th><td>3</td><td>1</td>"), "{page}");
    assert!(page.contains("0.2 to 0.3: 1 found, 0% right"), "{page}");
    let (code, out, _) = case.told("report", &["out"], &["--format", "markdown"]);
    assert!(code == 0 && out.contains("| \\<un\\|sure\\> | type | 3 of 4 | GPE as ORG: 1 |"), "{out}");
    assert!(out.contains("| \\<un\\|sure\\> | 4 | 81.2 | 75.0 | 6.2 |"), "{out}");
}

#[test]
fn a_picture_stands_by_itself_and_formats_follow_the_name_of_the_file() {
    let case = Case::new(4);
    let methods = [case.method("<b>bold</b>", "half", "a#1,b#2"), case.method("good & fast", "good", "")];
    assert_eq!(case.bench("out", "rounds = 1", &methods).0, 0);
    let path = |name: &str| case.path(name);
    for name in ["picture.svg", "tables.md", "page.html"] {
        let (code, _, err) = case.told("report", &["out"], &["-o", shown(&path(name))]);
        assert_eq!(code, 0, "{name}: {err}");
    }
    let picture = fs::read_to_string(path("picture.svg")).expect("a picture");
    assert!(
        picture.starts_with("<svg xmlns=") && picture.contains("prefers-color-scheme: dark"),
        "{picture}"
    );
    assert!(picture.contains("&lt;b&gt;bold&lt;/b&gt;") && picture.contains("good &amp; fast"), "{picture}");
    for foreign in ["<script", "href", "url(", "@import", "https://"] {
        assert!(!picture.contains(foreign), "{foreign}");
    }
    let well_formed = "import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])";
    let parsed = Command::new("python3").args(["-c", well_formed, shown(&path("picture.svg"))]).status();
    assert!(parsed.expect("python3").success());
    assert!(fs::read_to_string(path("tables.md")).expect("tables").starts_with("### entities of oslo"));
    assert!(fs::read_to_string(path("page.html")).expect("a page").starts_with("<!doctype html>"));
    let (code, out, _) = case.told("report", &["out"], &["--format", "svg", "--board", "entities of oslo"]);
    assert!(code == 0 && out == picture, "one board is all boards here");
    let (code, _, err) = case.told("report", &["out"], &["--format", "svg", "--board", "claims of oslo"]);
    assert!(code == 2 && err.contains("entities of oslo"), "{err}");
    let (code, _, err) = case.told("report", &["out"], &["--board", "entities of oslo", "-o", "x.html"]);
    assert!(code == 2 && err.contains("--format"), "{err}");
}

#[test]
fn a_folder_without_results_is_told() {
    let case = Case::new(1);
    let (code, _, err) = case.told("rank", &["nothing"], &[]);
    assert!(code == 2 && err.contains("results.json") && err.contains("saidso bench run"), "{err}");
    fs::create_dir(case.path("old")).expect("a folder");
    fs::write(case.path("old").join("results.json"), "{\"version\":0}").expect("a file");
    assert_eq!(case.told("rank", &["old"], &[]).0, 2);
}
