use std::fs;

use crate::case::Case;
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
fn a_folder_without_results_is_told() {
    let case = Case::new(1);
    let (code, _, err) = case.told("rank", &["nothing"], &[]);
    assert!(code == 2 && err.contains("results.json") && err.contains("saidso bench run"), "{err}");
    fs::create_dir(case.path("old")).expect("a folder");
    fs::write(case.path("old").join("results.json"), "{\"version\":0}").expect("a file");
    assert_eq!(case.told("rank", &["old"], &[]).0, 2);
}
