//! How well sentences fit: whole ones, and the places at which they end.

use std::collections::BTreeSet;

use super::counts::Counts;
use super::measure::Measure;
use super::trim::trimmed;
use crate::document::{Document, Span};

/// `exact`: sentences with both ends right. `boundary`: ends of sentences (Read et al. 2012).
/// `boundary final`: of these, the ones after final punctuation, without the end of the text.
/// `boundary final inside`: of those again, the ones that no line's end follows.
///
/// An end is *after final punctuation* when the text before it, without what closes there, ends with
/// one of `. ! ? …`; quotation marks, brackets and citation marks ("[1]", " [2]") close. Gold and
/// predicted ends are counted by this same look at the text, so that a method which finds no end at a
/// full stop loses recall, one which cuts at an abbreviation loses precision, and ends without
/// punctuation (headings, lines that a corpus has joined) count on neither side. It is how splitters
/// are mostly compared. Ends at the ends of lines are among them: nearly every method gets these for
/// free, so `boundary final inside` is the stricter figure.
///
/// White space at a sentence's ends is no part of it on either side, since splitters differ in whether
/// they leave it to one.
pub fn compare(gold: &Document, predicted: &Document) -> Vec<(Measure, Counts)> {
    let text = gold.text();
    let spans = |document: &Document| -> BTreeSet<Span> {
        document.sentences.iter().filter_map(|sentence| trimmed(text, sentence.span)).collect()
    };
    let (ours, theirs) = (spans(gold), spans(predicted));
    let ends = |keep: fn(&str, usize) -> bool| {
        let of = |spans: &BTreeSet<Span>| -> BTreeSet<usize> {
            spans.iter().map(|span| span.end()).filter(|&end| keep(text, end)).collect()
        };
        Counts::of_sets(&of(&ours), &of(&theirs))
    };
    let inside = |text: &str, end| is_final(text, end) && !ends_line(text, end);
    vec![
        (Measure::Exact, Counts::of_sets(&ours, &theirs)),
        (Measure::Boundary, ends(|_, _| true)),
        (Measure::BoundaryFinal, ends(is_final)),
        (Measure::BoundaryFinalInside, ends(inside)),
    ]
}

/// Whether `end` comes after final punctuation and is not where `text` ends.
fn is_final(text: &str, end: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..end), text.get(end..)) else { return false };
    !after.trim_start().is_empty() && without_closers(before).ends_with(['.', '!', '?', '…'])
}

/// Whether a line's end comes before anything else after `end`.
fn ends_line(text: &str, end: usize) -> bool {
    let after = text.get(end..).unwrap_or_default();
    after[..after.len() - after.trim_start().len()].contains('\n')
}

/// `text` without the quotation marks, brackets and citation marks at its end.
fn without_closers(mut text: &str) -> &str {
    loop {
        let digits =
            text.strip_suffix(']').map(|text| (text, text.trim_end_matches(|c: char| c.is_ascii_digit())));
        text = match digits {
            Some((number, rest)) if number.len() > rest.len() && rest.ends_with('[') => {
                rest[..rest.len() - 1].trim_end()
            }
            _ => match text.strip_suffix(['"', '”', '’', '\'', '»', ')', ']', '}']) {
                Some(rest) => rest,
                None => return text,
            },
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Sentence;

    /// What `measure` counts where `|` ends the gold's sentences and `/` the predicted ones.
    fn counts(marked: &str, measure: Measure) -> (u64, u64, f64) {
        let text: String = marked.chars().filter(|c| !matches!(c, '|' | '/')).collect();
        let [gold, predicted] = ['|', '/'].map(|mark| {
            let mut document = Document::plain("d", &text);
            let (mut at, mut start) = (0, 0);
            for c in marked.chars() {
                if c == mark {
                    document.sentences.push(Sentence { span: Span::new(start, at) });
                    start = at;
                }
                at += if matches!(c, '|' | '/') { 0 } else { c.len_utf8() };
            }
            document
        });
        let found = compare(&gold, &predicted).into_iter().find(|row| row.0 == measure);
        found.map(|(_, c)| (c.gold, c.predicted, c.recalled)).expect("a measure")
    }

    #[test]
    fn ends_after_final_punctuation_are_counted_alike_on_both_sides() {
        let text = "Storm|/ over Oslo|/\nIt rained.|/ Dr./ Doe said: “We left.”| It cleared.[1] [2]|/ All slept.|/\n";
        assert_eq!(counts(text, Measure::Boundary), (6, 6, 5.0));
        // Neither the heading's ends nor the text's.
        assert_eq!(counts(text, Measure::BoundaryFinal), (3, 3, 2.0));
    }

    #[test]
    fn ends_of_lines_are_no_ends_inside() {
        let text = "It rained.|/ All left.|/ \nIt cleared.| All came.|/\n";
        assert_eq!(counts(text, Measure::BoundaryFinal), (3, 2, 2.0));
        assert_eq!(counts(text, Measure::BoundaryFinalInside), (2, 1, 1.0));
    }

    #[test]
    fn a_bracket_without_a_number_is_no_citation_mark() {
        assert!(is_final("He left (at last). She slept.", 18));
        assert!(is_final("He left.[12] She slept.", 12));
        assert!(!is_final("See [12] for more.", 8));
        assert!(!is_final("See ] for more.", 5));
    }
}
