//! Lines to paragraphs: what a width broke is joined again, what was never broken stays as it stands.

use super::hyphen::{Hyphen, Words};
use super::line::{self, Apart, Line};
use super::width::{self, Width, goes_on};
use crate::document::{How, Span, Traced, is_blank};

/// Hyphens that a line's end may have put there.
const HYPHENS: [char; 2] = ['-', '\u{2010}'];

/// `text` with a paragraph a line; as it stands where no width broke it.
pub fn join(text: Traced) -> Traced {
    let lines = line::read(text.text());
    let Some(width) = width::find(&lines) else { return text };
    let words = Words::of(text.text());
    let mut joined = Traced::default();
    let mut end = None;
    let mut head = true;
    for (at, line) in lines.iter().enumerate() {
        let start = text.raw(line.span).start();
        let before = at.checked_sub(1).map(|before| &lines[before]);
        let paragraph = before.is_none_or(|before| !belong(before, line, width, head));
        head = head && !line.is_closed();
        if let Some((end, between)) = end {
            joined.push(if paragraph { "\n" } else { between }, end..start, How::Joined);
        }
        let next = lines.get(at + 1);
        let (kept, between) = match next.filter(|next| belong(line, next, width, head)) {
            Some(next) => seam(line, next, &words),
            None => (line.text, " "),
        };
        let span = Span::new(line.span.start(), line.span.start() + kept.len());
        joined.push_part(&text, span);
        end = Some((text.raw(span).end(), between));
    }
    joined
}

/// Whether `next` is in the paragraph of `line`. `head` says that no sentence has ended so far, so that `line` may be
/// the headline over the text.
fn belong(line: &Line, next: &Line, width: Width, head: bool) -> bool {
    let on = goes_on(line, next);
    let broken = width.breaks(line, next);
    let indented = next.indent > line.indent && !line.is_item();
    // A number or a dash may also open a line of running text.
    let item = next.is_item() && (line.is_closed() || !broken);
    if line.quoted != next.quoted || item || indented {
        return false;
    }
    match next.apart {
        Apart::Blank => false,
        Apart::Page => broken && on,
        Apart::Line if head && next.opens(char::is_uppercase) => {
            broken && (next.is_title() || !line.is_title() && !next.opens_sentence())
        }
        Apart::Line if on => broken || width.nearly_fills(line),
        Apart::Line => broken && (!line.is_closed() || width.sure),
    }
}

/// What is kept of `line`, and what stands between it and `next`, of the same paragraph.
fn seam<'t>(line: &Line<'t>, next: &Line<'t>, words: &Words) -> (&'t str, &'static str) {
    let text = line.text;
    let attached = |mark: char| {
        let before = text.strip_suffix(mark)?;
        (before.ends_with(char::is_alphanumeric) && next.text.starts_with(char::is_alphanumeric))
            .then_some(before)
    };
    if let Some(before) = attached('\u{ad}') {
        return (before, "");
    }
    if let Some(before) = HYPHENS.iter().find_map(|&hyphen| attached(hyphen)) {
        let head = before.rsplit(is_blank).next().unwrap_or_default();
        return match words.hyphen(head, next.words().next().unwrap_or_default()) {
            Hyphen::Goes => (before, ""),
            Hyphen::Stays => (text, ""),
            Hyphen::Apart => (text, " "),
        };
    }
    (text, if attached('—').is_some() || attached('–').is_some() { "" } else { " " })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> String {
        join(Traced::same(text)).text().to_owned()
    }

    #[test]
    fn a_wrapped_headline_stands_over_its_text_and_indented_paragraphs_apart() {
        let text = "Storm Shuts the Coast Road and the Ferries\nto Moss, Mayor Says\n\
                    \x20 The mayor of Oslo, who has led the town\nsince 1999, said on Monday that the coast\n\
                    road was unsafe. \"We had no choice,\" Ann\nHolm told The Oslo Post.\n\
                    \x20 The ferries to the islands stay where\nthey are until the wind turns.\n";
        let right = "Storm Shuts the Coast Road and the Ferries to Moss, Mayor Says\n\
                     The mayor of Oslo, who has led the town since 1999, said on Monday that the coast road was unsafe. \
                     \"We had no choice,\" Ann Holm told The Oslo Post.\n\
                     The ferries to the islands stay where they are until the wind turns.";
        assert_eq!(joined(text), right);
    }

    #[test]
    fn mail_quotes_each_line_and_a_page_ends_in_a_sentence() {
        let text = "> The mayor of Oslo, who has led the\n> town since 1999, said on Monday that\n\u{c}> the coast road was unsafe.\n\
                    >\n> She spoke of a hard week for all who\n> live on the coast.\n\nIs that so? I had not heard of it, and\nwould like to know more.\n";
        let right = "The mayor of Oslo, who has led the town since 1999, said on Monday that the coast road was unsafe.\n\
                     She spoke of a hard week for all who live on the coast.\n\
                     Is that so? I had not heard of it, and would like to know more.";
        assert_eq!(joined(text), right);
    }

    #[test]
    fn a_list_in_wrapped_text_keeps_its_items() {
        let text = "The mayor of Oslo, who has led the town since\n1999, said on Monday that three roads were shut\n\
                    until the wind turns, and named them:\n- the coast road to Moss, which the sea reached\n  at noon\n\
                    - the bridge to the islands\n- the harbour road\nAll others are open, she said, and will stay so.\n";
        let right = "The mayor of Oslo, who has led the town since 1999, said on Monday that three roads were shut \
                     until the wind turns, and named them:\n- the coast road to Moss, which the sea reached at noon\n\
                     - the bridge to the islands\n- the harbour road\nAll others are open, she said, and will stay so.";
        assert_eq!(joined(text), right);
    }

    #[test]
    fn verse_lists_tables_and_short_paragraphs_stay_as_they_stand() {
        for text in [
            "The harbour lies in evening light,\nThe gulls are home before the night,\nThe ferry waits beside the quay\n\
             And dreams of islands and of sea.\n",
            "the bridge over the river\nthe harbour road between the old town and the quay\nthe tunnel\n\
             the coast road to the islands in the north\n",
            "Ferry        Leaves    Arrives\nMoss         10:00     11:15\nHorten       10:30     11:00\nOslo         12:00     15:45\n",
            "Storm shuts coast road\nBy Jane Doe\nMonday, 5 May 2025\nThe coast road is shut.\nIt opens on Friday, the mayor said.\n\
             “We wait,” she said.\nThe ferries run.\n",
            "Mayor quits\nShe left.\n",
        ] {
            assert_eq!(joined(text), text);
        }
    }
}
