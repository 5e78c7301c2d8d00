//! Spans as they are compared: white space at their ends is nobody's finding.

use crate::document::Span;

/// `span` without the white space at its ends; `None` where nothing else is in it.
pub fn trimmed(text: &str, span: Span) -> Option<Span> {
    let words = text.get(span.start()..span.end())?;
    let left = words.trim_start();
    let start = span.end() - left.len();
    Span::of(text, start..start + left.trim_end().len())
}

/// The pieces of one part of a claim in text order: pieces that overlap, or that white space alone
/// keeps apart, are one.
pub fn joined(text: &str, pieces: &[Span]) -> Vec<Span> {
    let mut pieces: Vec<Span> = pieces.iter().filter_map(|&piece| trimmed(text, piece)).collect();
    pieces.sort();
    pieces.dedup_by(|next, last| {
        let gap = text.get(last.end()..next.start());
        let apart = gap.is_some_and(|gap| !gap.trim().is_empty());
        if !apart {
            *last = Span::new(last.start(), last.end().max(next.end()));
        }
        !apart
    });
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_at_the_ends_goes_and_nothing_else() {
        let text = " “Oslo” \n. ";
        assert_eq!(trimmed(text, Span::new(0, text.len())).map(|span| span.text(text)), Some("“Oslo” \n."));
        assert_eq!(trimmed(text, Span::new(text.len() - 1, text.len())), None);
    }

    #[test]
    fn pieces_that_overlap_or_touch_are_one() {
        let text = "the ferry to Oslo, late";
        let words = |pieces: &[(usize, usize)]| -> Vec<&str> {
            let spans: Vec<Span> = pieces.iter().map(|&(start, end)| Span::new(start, end)).collect();
            joined(text, &spans).into_iter().map(|span| span.text(text)).collect()
        };
        assert_eq!(words(&[(10, 12), (0, 4), (3, 9)]), ["the ferry to"]);
        assert_eq!(words(&[(0, 9), (2, 5), (19, 23), (9, 10)]), ["the ferry", "late"]);
    }
}
