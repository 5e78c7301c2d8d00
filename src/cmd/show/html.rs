//! A document as a piece of a page, for notebooks: styles stand on the elements, since some strip all others.

use super::marks::{Mark, Marks, Piece, claims_by_block, in_words};
use crate::cmd::visible::visible;
use crate::document::{BlockKind, Document, Label};

/// The article block by block with its marks, and its claims below each block.
pub fn render(document: &Document) -> String {
    let legend = Mark::ALL.iter().map(|mark| element("span", style(*mark), mark.name()));
    let mut page = element("div", "margin-bottom:.5em", &legend.collect::<Vec<_>>().join(" "));
    let marks = Marks::of(document);
    let mut claims = claims_by_block(document);
    for (at, (block, line)) in document.blocks().iter().zip(document.lines()).enumerate() {
        let label = element("span", "opacity:.6;font-size:.8em", block.kind.name()) + " ";
        let Some(span) = block.span else {
            page += &element("div", "opacity:.6", &(label + &escaped(line)));
            continue;
        };
        let text: String = marks.pieces(span).iter().map(marked).collect();
        let weight = if block.kind == BlockKind::Body { "" } else { "font-weight:bold" };
        page += &element("div", "margin-top:.4em", &(label + &element("span", weight, &text)));
        for claim in claims.remove(&at).unwrap_or_default() {
            let line = escaped(&in_words(claim, document));
            page += &element("div", "opacity:.7;font-size:.85em;margin-left:2em", &line);
        }
    }
    element("div", "line-height:1.5;max-width:60em", &page)
}

fn style(mark: Mark) -> &'static str {
    match mark {
        Mark::Content => "color:#1a8a4a",
        Mark::Entity => "text-decoration:underline",
        Mark::Source => "color:#2a6fd6;font-weight:bold",
        Mark::Cue => "color:#d0403a;font-weight:bold",
    }
}

fn marked(piece: &Piece) -> String {
    let mut text = escaped(piece.text);
    if let Some(mark) = piece.mark {
        text = element("span", style(mark), &text);
    }
    if piece.in_entity {
        text = element("span", style(Mark::Entity), &text);
    }
    let kinds = piece.ending.iter().map(|kind| element("sub", "opacity:.6", kind.name()));
    text + &kinds.collect::<String>()
}

fn element(name: &str, style: &str, inside: &str) -> String {
    format!("<{name} style=\"{style}\">{inside}</{name}>")
}

/// `text` as words of a page, whatever it says.
fn escaped(text: &str) -> String {
    visible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Entity, EntityType, Span};

    #[test]
    fn the_words_of_an_article_are_no_markup() {
        let mut document = Document::plain("d", "<script>alert(1)</script> & Oslo said so.");
        let at = document.text().find("Oslo").expect("it stands there");
        document.entities.push(Entity {
            span: Span::new(at, at + 4),
            kind: EntityType::Gpe,
            id: None,
            confidence: 1.0,
        });
        let page = render(&document);
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; "), "{page}");
        assert!(page.contains(">Oslo</span><sub style=\"opacity:.6\">GPE</sub> said so."), "{page}");
    }
}
