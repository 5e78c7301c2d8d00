//! A document in the terminal.

use anstyle::{AnsiColor, Effects, Style};

use super::marks::{Mark, Marks, Piece, claims_by_block, in_words};
use crate::cmd::visible::visible;
use crate::document::{BlockKind, Document, Label};

/// The article line by line with its marks, and its claims below each block.
pub fn render(document: &Document) -> String {
    let legend: Vec<String> = Mark::ALL.iter().map(|mark| styled(style(*mark), mark.name())).collect();
    let mut text = format!("{}\n", legend.join("  "));
    let dim = Style::new().effects(Effects::DIMMED);
    let marks = Marks::of(document);
    let mut claims = claims_by_block(document);
    for (at, (block, line)) in document.blocks().iter().zip(document.lines()).enumerate() {
        let label = format!("{:>10}  ", block.kind.name());
        let Some(span) = block.span else {
            text += &styled(dim, &format!("{label}{}", visible(line)));
            text.push('\n');
            continue;
        };
        text += &styled(dim, &label);
        text.extend(marks.pieces(span).iter().map(|piece| marked(piece, block.kind)));
        text.push('\n');
        for claim in claims.remove(&at).unwrap_or_default() {
            let line = format!("            {}", in_words(claim, document));
            text += &styled(dim, &visible(&line));
            text.push('\n');
        }
    }
    text
}

/// The same without colours.
pub fn plain(document: &Document) -> String {
    anstream::adapter::strip_str(&render(document)).to_string()
}

fn style(mark: Mark) -> Style {
    match mark {
        Mark::Content => AnsiColor::Green.on_default(),
        Mark::Entity => Style::new().effects(Effects::UNDERLINE),
        Mark::Source => AnsiColor::Blue.on_default().effects(Effects::BOLD),
        Mark::Cue => AnsiColor::Red.on_default().effects(Effects::BOLD),
    }
}

fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

fn marked(piece: &Piece, kind: BlockKind) -> String {
    let plain = if kind == BlockKind::Body { Style::new() } else { Style::new().bold() };
    let mut own = piece.mark.map_or(plain, style);
    if piece.in_entity {
        own = own.underline();
    }
    let mut text = styled(own, &visible(piece.text));
    for kind in &piece.ending {
        text += &styled(Style::new().effects(Effects::DIMMED), &format!("[{}]", kind.name()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Entity, EntityType, Span};

    #[test]
    fn every_word_is_there_once_whatever_is_marked() {
        let mut document = Document::plain("d", "Oslo said so.");
        document.entities.push(Entity {
            span: Span::new(0, 4),
            kind: EntityType::Gpe,
            id: None,
            confidence: 1.0,
        });
        let text = plain(&document);
        assert!(text.ends_with("body  Oslo[GPE] said so.\n"), "{text}");
    }
}
