//! Quotation marks paired into quotations, whatever the marks and however many are missing.

use std::ops::Range;

use crate::claims::word::{NONE, Word};
use crate::words::classes::{DETERMINER, PRONOUN, SPEECH};
use crate::words::token::Kind;

/// A quotation: words with their marks; may run over several sentences of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    pub words: Range<usize>,
    /// False when no closing mark was found, as in all but the last paragraph of a long quotation.
    pub closed: bool,
}

/// What a mark can do, from its form and the white space around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Open,
    Close,
    Either,
}

/// A mark of quotation found in the text; `words` is 2 for a doubled apostrophe.
struct MarkAt {
    at: usize,
    words: usize,
    side: Side,
    single: bool,
}

/// Pairs the marks block by block and notes in each word its quotation. One pass.
pub fn find(text: &str, words: &mut [Word], sentences: &[Range<usize>], opens: &[bool]) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    let mut unclosed = false;
    let mut first = 0;
    while first < sentences.len() {
        let mut after = first + 1;
        while after < sentences.len() && !opens[after] {
            after += 1;
        }
        let own = &sentences[first..after];
        found.extend(unclosed.then(|| goes_on(text, words, own)).flatten());
        block(text, words, own, &mut found);
        unclosed = found.last().is_some_and(|last| !last.closed && last.words.end == own[own.len() - 1].end);
        first = after;
    }
    // What stands inside another belongs to the inner one.
    let mut outer_first: Vec<usize> = (0..found.len()).collect();
    outer_first.sort_by_key(|&index| std::cmp::Reverse(found[index].words.len()));
    for index in outer_first {
        for word in &mut words[found[index].words.clone()] {
            word.quote = index as u32;
        }
    }
    debug_assert!(words.iter().all(|word| word.quote == NONE || (word.quote as usize) < found.len()));
    found
}

/// What goes on in a block with the quotation that none closed in the one before: all up to a mark that closes and has
/// none before it. A paragraph of it that opens with a mark of its own is found as any other.
fn goes_on(text: &str, words: &[Word], sentences: &[Range<usize>]) -> Option<Quotation> {
    let (start, end) = (sentences.first()?.start, sentences.last()?.end);
    let mark = (start + 1..end).filter_map(|at| mark_at(text, words, at)).find(|mark| !mark.single)?;
    (mark.side == Side::Close).then(|| Quotation { words: start..mark.at + mark.words, closed: true })
}

/// Pairs the marks of one block.
fn block(text: &str, words: &[Word], sentences: &[Range<usize>], found: &mut Vec<Quotation>) {
    let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else { return };
    let end = last.end;
    let mut open: Option<usize> = None;
    let mut single: Option<usize> = None;
    let mut sentence = 0;
    let mut at = first.start;
    while at < end {
        while sentences[sentence].end <= at {
            sentence += 1;
            single = None;
        }
        let Some(mark) = mark_at(text, words, at) else {
            at += 1;
            continue;
        };
        let after = at + mark.words;
        // „…“: what opens elsewhere closes here.
        let low = open.is_some_and(|open| text[words[open].start..].starts_with('„'));
        let side = if low && text[words[at].start..].starts_with('“') { Side::Close } else { mark.side };
        let mark = MarkAt { side, ..mark };
        match (mark.single, open) {
            (true, None) => match (mark.side, single) {
                (Side::Open, _) => single = Some(at),
                (_, Some(_)) if plural(text, words, at, sentences[sentence].end) => {}
                (_, Some(start)) => {
                    found.push(Quotation { words: start..after, closed: true });
                    single = None;
                }
                _ => {}
            },
            (true, Some(_)) => {}
            (false, None) => {
                if mark.side != Side::Close {
                    open = Some(mark.at);
                }
            }
            (false, Some(start)) if mark.side == Side::Open => {
                // The mark before was never closed: it holds to the end of its sentence.
                found.push(Quotation {
                    words: start..sentence_end(sentences, start).min(mark.at),
                    closed: false,
                });
                open = Some(mark.at);
            }
            (false, Some(start)) => {
                found.push(Quotation { words: start..after, closed: true });
                open = None;
            }
        }
        at = after;
    }
    if let Some(start) = open {
        let whole = start == first.start
            && !speaks_inside(text, words, start, sentence_end(sentences, start))
            || (start > 0 && is_mark(text, &words[start - 1], &[',', ':']));
        let end =
            if whole { end } else { before_speaker(text, words, start, sentence_end(sentences, start)) };
        found.push(Quotation { words: start..end, closed: false });
    }
}

/// Whether the mark at `at` is but the apostrophe of a plural: letters stand on both sides of it, and a mark that
/// closes better follows in the sentence, which ends at `high`.
fn plural(text: &str, words: &[Word], at: usize, high: usize) -> bool {
    let before = |at: usize| text[..words[at].start].chars().next_back();
    let lettered =
        before(at) == Some('s') && text[words[at].end..].trim_start().starts_with(char::is_lowercase);
    let closes = |at: usize| {
        mark_at(text, words, at).is_some_and(|mark| mark.single && mark.side != Side::Open)
            && before(at).is_some_and(|c| c.is_ascii_punctuation())
    };
    lettered && (at + 1..high).any(closes)
}

/// Whether a sentence that a mark opens and none closes has a speaker: “We go, said Doe.
fn speaks_inside(text: &str, words: &[Word], start: usize, end: usize) -> bool {
    before_speaker(text, words, start, end) < end
}

/// Where such speech ends: after the comma before a verb of speech and its speaker.
fn before_speaker(text: &str, words: &[Word], start: usize, end: usize) -> usize {
    let speaks = |at: &usize| {
        is_mark(text, &words[*at], &[','])
            && words.get(at + 1).is_some_and(|verb| verb.is(SPEECH) && !verb.capital)
            && words.get(at + 2).is_some_and(|name| name.capital || name.is(DETERMINER | PRONOUN))
    };
    (start..end.saturating_sub(2)).find(speaks).map_or(end, |comma| comma + 1)
}

fn sentence_end(sentences: &[Range<usize>], at: usize) -> usize {
    let index = sentences.partition_point(|sentence| sentence.end <= at);
    sentences.get(index).map_or(at + 1, |sentence| sentence.end)
}

fn is_mark(text: &str, word: &Word, marks: &[char]) -> bool {
    word.kind == Kind::Mark && text[word.start..word.end].starts_with(marks)
}

/// The mark at word `at`, if it is one.
fn mark_at(text: &str, words: &[Word], at: usize) -> Option<MarkAt> {
    let word = &words[at];
    let form = &text[word.start..word.end];
    let possessive =
        word.kind == Kind::Possessive && word.end - word.start <= '’'.len_utf8() && !form.ends_with('s');
    if word.kind != Kind::Quote && !possessive {
        return None;
    }
    let apostrophe = matches!(form, "'" | "’" | "‘");
    let twin = words
        .get(at + 1)
        .filter(|next| apostrophe && next.start == word.end && text[next.start..next.end] == *form);
    let end = twin.map_or(word.end, |next| next.end);
    let before = text[..word.start].chars().next_back();
    let after = text[end..].chars().next();
    let left = before
        .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '“' | '"' | '‘'));
    let right = after.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | ')' | ']' | '?' | '!' | '—' | '–' | '”')
    });
    let side = match form {
        "“" | "„" | "«" | "‘" | "``" => Side::Open,
        "”" | "»" => Side::Close,
        _ if left && !right => Side::Open,
        _ if right && !left => Side::Close,
        _ => Side::Either,
    };
    let side = if form == "’" && twin.is_none() { Side::Close } else { side };
    Some(MarkAt { at, words: if twin.is_some() { 2 } else { 1 }, side, single: apostrophe && twin.is_none() })
}

#[cfg(test)]
mod tests {
    use crate::claims::view::View;
    use crate::document::{Document, Sentence, Span};

    /// The quotations of `text`, each line a sentence of one block when joined by a blank.
    fn quoted(text: &str) -> Vec<(String, bool)> {
        let mut document = Document::plain("t", text);
        let mut at = 0;
        for piece in text.split_inclusive(". ") {
            let end = at + piece.trim_end().len();
            document.sentences.push(Sentence { span: Span::new(at, end) });
            at += piece.len();
        }
        let view = View::of(&document);
        view.quotations.iter().map(|q| (view.span(q.words.clone()).text(text).to_owned(), q.closed)).collect()
    }

    #[test]
    fn straight_curly_and_doubled_marks_pair() {
        assert_eq!(quoted("He said \"no way\" twice."), [("\"no way\"".to_owned(), true)]);
        assert_eq!(quoted("He said “no way\" twice."), [("“no way\"".to_owned(), true)]);
        assert_eq!(quoted("He said ''no way'' twice."), [("''no way''".to_owned(), true)]);
        assert_eq!(quoted("Doe: Malta ‘must pay’ now"), [("‘must pay’".to_owned(), true)]);
    }

    #[test]
    fn an_unclosed_mark_ends_with_its_sentence_but_a_paragraph_of_speech_runs_on() {
        assert_eq!(quoted("He is \"odd. They left. ")[0].0, "\"odd.");
        assert_eq!(quoted("“We go. They left. "), [("“We go. They left.".to_owned(), false)]);
        assert_eq!(quoted("He is \"odd. They said \"no\" then. ").len(), 2);
    }

    #[test]
    fn a_stray_closing_mark_or_apostrophe_opens_nothing() {
        assert!(quoted("It rained” all day.").is_empty());
        assert!(quoted("The workers’ pay rose.").is_empty());
    }
}
