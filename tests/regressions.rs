//! Bugs that were found, each a test with its name.

use saidso::blocks::normalize;
use saidso::document::{Document, Label, lines};
use saidso::evaluate::predict;
use saidso::methods::Methods;

fn every_method_gets_through(text: &str) {
    for row in Methods::builtin().rows() {
        let document = predict(row, &Document::plain("d", text));
        assert_eq!(document.text(), text, "{}/{}", row.layer.name(), row.name);
    }
}

#[test]
fn claims_rules_looked_past_a_dash_at_the_end_of_the_text() {
    every_method_gets_through("Jane Doe said -");
    every_method_gets_through("The minister, Jane Doe -");
    every_method_gets_through("According to Doe of");
}

#[test]
fn of_two_equal_lines_both_were_called_duplicates() {
    let raw = "The harbour of Oslo is closed.\nIt may reopen.\nThe harbour of Oslo is closed.\n".to_owned();
    let article =
        saidso::document::Article { id: "a".into(), path: "a.txt".into(), raw, sha256: String::new() };
    let kinds: Vec<&str> = normalize(&article).blocks().iter().map(|block| block.kind.name()).collect();
    assert_eq!(kinds, ["body", "body", "duplicate"]);
}

#[test]
fn a_byte_order_mark_was_part_of_the_first_line() {
    let text = "\u{feff}Storm over Oslo\r\n";
    let places: Vec<&str> = lines(text).map(|span| span.text(text)).collect();
    assert_eq!(places, ["Storm over Oslo"]);
}
