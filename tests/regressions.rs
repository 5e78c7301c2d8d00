//! Bugs that were found, each a test with its name.

use saidso::document::{Document, Label, lines};
use saidso::evaluate::predict;
use saidso::method::Layer;
use saidso::methods::Methods;
use saidso::pipeline::Pipeline;

fn every_method_gets_through(text: &str) {
    for row in Methods::builtin().rows().iter().filter(|row| row.layer != Layer::Blocks) {
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
    let raw = "The harbour of Oslo is closed.\nIt may reopen.\nThe harbour of Oslo is closed.\n";
    let article = saidso::source::text("a", "a.txt", raw.into()).expect("prose");
    let mut document = Document::read(&article);
    Pipeline::default().annotate(&mut document, Layer::Blocks);
    let kinds: Vec<&str> = document.blocks().iter().map(|block| block.kind.name()).collect();
    assert_eq!(kinds, ["body", "body", "duplicate"]);
}

#[test]
fn a_byte_order_mark_was_part_of_the_first_line() {
    let text = "\u{feff}Storm over Oslo\r\n";
    let places: Vec<&str> = lines(text).map(|span| span.text(text)).collect();
    assert_eq!(places, ["Storm over Oslo"]);
}

/// "\r" and U+2028 end lines as "\n" does; claims once looked for "\n" alone between two sentences.
#[test]
fn a_signed_quotation_was_lost_where_carriage_returns_end_lines() {
    let text = "The site is shut.\n\n\"It is a long game.\" - Jane Doe\n\nOthers left.\n";
    let pipeline = Pipeline::with(Methods::builtin().find(Layer::Claims, "rules").expect("a method of ours"));
    let signed = |end: &str| {
        let mut document = Document::plain("d", &text.replace('\n', end));
        pipeline.annotate(&mut document, Layer::Claims);
        document.claims.iter().any(|claim| claim.source_ids == ["jane-doe"])
    };
    for end in ["\n", "\r", "\u{2028}"] {
        assert!(signed(end), "{end:?}");
    }
}
