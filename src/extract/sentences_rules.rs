//! Sentence boundaries by rule: every mark that could end a sentence is a candidate, and what
//! stands on both sides of it decides (after Grefenstette and Tapanainen 1994; Gillick 2009).

use super::Method;
use crate::document::{Document, Sentence, Span};

/// Cuts kept blocks after final punctuation. A block's end always ends a sentence.
pub struct Rules;

impl Method for Rules {
    fn annotate(&self, document: &mut Document) {
        let mut sentences = Vec::new();
        for (_, block) in document.kept() {
            split(document.text(), block, &mut sentences);
        }
        document.sentences = sentences;
    }
}

/// Abbreviations that stand before a name or a number: they end no sentence.
const BEFORE_NAMES: &[&str] = &[
    "adm", "amb", "ald", "assemb", "asst", "atty", "brig", "bros", "capt", "cf", "cllr", "cmdr", "col",
    "comdr", "cpl", "det", "dr", "fr", "gen", "gov", "hon", "insp", "lt", "maj", "messrs", "mlle", "mme",
    "mr", "mrs", "ms", "mt", "mx", "pres", "prof", "pvt", "rep", "reps", "rev", "sen", "sens", "sgt", "sr",
    "st", "supt", "vs", "v", "viz", "eds", "e.g", "i.e", "al",
];

/// Abbreviations before a number; before anything else "No." and "Fig." are words.
const BEFORE_NUMBERS: &[&str] = &[
    "no", "nos", "art", "fig", "figs", "eq", "sec", "vol", "ed", "c", "ca", "b", "d", "ext", "tel", "p",
    "pp", "ch",
];

/// Abbreviations that stand anywhere: they end a sentence only before a word that opens one.
const ANYWHERE: &[&str] = &[
    "a.m", "p.m", "am", "pm", "ave", "blvd", "co", "corp", "dept", "est", "etc", "inc", "jr", "ltd", "plc",
    "rd", "univ", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon",
    "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "ph.d", "b.a", "m.a", "d.c", "u.s",
    "u.k", "u.n", "e.u", "approx", "calif", "conn", "fla", "ga", "ill", "ind", "kan", "ky", "mass", "md",
    "mich", "minn", "mo", "neb", "nev", "okla", "ore", "pa", "tenn", "tex", "va", "vt", "wash", "wis", "wyo",
    "ariz", "ark", "ala", "del", "ft", "hr", "hrs", "min", "oz", "lb", "lbs", "sq",
];

/// Words that open a sentence far more often than they carry on a name.
const OPENERS: &[&str] = &[
    "a",
    "after",
    "all",
    "although",
    "an",
    "and",
    "another",
    "any",
    "as",
    "at",
    "because",
    "before",
    "both",
    "but",
    "by",
    "during",
    "each",
    "even",
    "every",
    "for",
    "from",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "instead",
    "it",
    "its",
    "last",
    "later",
    "many",
    "meanwhile",
    "more",
    "most",
    "my",
    "no",
    "not",
    "now",
    "of",
    "officials",
    "on",
    "once",
    "one",
    "only",
    "or",
    "other",
    "our",
    "she",
    "since",
    "so",
    "some",
    "still",
    "such",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "to",
    "under",
    "until",
    "we",
    "what",
    "when",
    "where",
    "while",
    "who",
    "why",
    "with",
    "yet",
    "you",
    "your",
];

/// Verbs that tie a question or an exclamation in quotation marks to its speaker.
const SAYS: &[&str] = &[
    "added",
    "adds",
    "asked",
    "asks",
    "cried",
    "exclaimed",
    "replied",
    "said",
    "says",
    "shouted",
    "told",
    "tweeted",
    "wondered",
    "wrote",
    "yelled",
];

fn split(text: &str, block: Span, sentences: &mut Vec<Sentence>) {
    let mut start = block.start();
    let mut at = start;
    while let Some(found) = text[at..block.end()].find(['.', '!', '?', '…']) {
        let mark = at + found;
        let marks_end = run(text, mark, block.end(), |c| matches!(c, '.' | '!' | '?' | '…'));
        let end = citations(text, run(text, marks_end, block.end(), closes), block.end());
        let next = run(text, end, block.end(), char::is_whitespace);
        if next == block.end() {
            break;
        }
        if next > end && ends_sentence(text, start, mark..marks_end, end, next, block.end()) {
            sentences.push(Sentence { span: Span::new(start, end) });
            start = next;
        }
        at = end.max(marks_end);
    }
    sentences.push(Sentence { span: Span::new(start, block.end()) });
}

/// Past the citation marks ("[6]", " [6][7]") that hang on a sentence that ends at `at`.
fn citations(text: &str, mut at: usize, end: usize) -> usize {
    loop {
        let rest = text[at..end].trim_start();
        let start = end - rest.len();
        let digits = rest.strip_prefix('[').map_or(0, |r| r.bytes().take_while(u8::is_ascii_digit).count());
        if digits == 0 || digits > 3 || !rest[1 + digits..].starts_with(']') {
            return at;
        }
        at = start + digits + 2;
    }
}

/// Where the run of characters that fit `belongs` ends, from `at`.
fn run(text: &str, at: usize, end: usize, belongs: impl Fn(char) -> bool) -> usize {
    let rest = &text[at..end];
    at + rest.find(|c| !belongs(c)).unwrap_or(rest.len())
}

fn closes(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | '»' | ')' | ']' | '}' | '*')
}

fn opens(c: char) -> bool {
    matches!(c, '"' | '“' | '‘' | '\'' | '«' | '(' | '[' | '{' | '*' | '-' | '–' | '—' | '•')
}

/// Whether the sentence that began at `start` ends with the `marks` (and the closing quotation
/// marks up to `end`), given that `next` is where the text goes on.
fn ends_sentence(
    text: &str,
    start: usize,
    marks: std::ops::Range<usize>,
    end: usize,
    next: usize,
    limit: usize,
) -> bool {
    let following = text[next..limit].trim_start_matches(opens);
    let Some(first) = following.chars().next() else { return false };
    if first.is_lowercase() {
        return false;
    }
    let word = first_word(following);
    if &text[marks.clone()] != "." {
        let quoted = end > marks.end;
        return !(quoted && speaker_follows(following));
    }
    let before =
        text[start..marks.start].rsplit([' ', '\u{a0}', '(', '“', '"', '‘', '—', '–']).next().unwrap_or("");
    // After a closing quote or bracket, or a space, the dot is no part of an abbreviation.
    if before.is_empty() || end > marks.end {
        return marks.start > start;
    }
    if before.len() == marks.start - start && is_enumerator(before) {
        return false;
    }
    if is_initial(before) {
        return is_opener(word) && word.len() > 1;
    }
    if before.len() > 7 {
        return true;
    }
    let lower = before.to_lowercase();
    let lower = lower.trim_start_matches('$');
    if BEFORE_NUMBERS.contains(&lower) {
        return !first.is_numeric();
    }
    if BEFORE_NAMES.contains(&lower) {
        return false;
    }
    if ANYWHERE.contains(&lower) || is_dotted(lower) {
        return is_opener(word) && !first.is_numeric();
    }
    true
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    &text[..end]
}

fn is_opener(word: &str) -> bool {
    word.len() <= 9 && OPENERS.contains(&word.to_lowercase().as_str())
}

/// "1" or "a" at the head of a block numbers what follows.
fn is_enumerator(word: &str) -> bool {
    word.len() <= 3 && word.chars().all(|c| c.is_ascii_digit()) || word.len() == 1
}

/// A single capital before the dot, as in "John F. Kennedy".
fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    let last = (chars.next_back(), chars.next_back());
    matches!(last, (Some(c), None | Some('-' | '.')) if c.is_uppercase()) && word.len() <= 8
}

/// Single letters with dots between them: "a.k.a", "n.b".
fn is_dotted(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() == 1)
}

/// Whether one of the next few words is a verb of speech: “Why?” Doe asked.
fn speaker_follows(text: &str) -> bool {
    let clause = &text[..text.find(['.', ',', '?', '!', '“', '"']).unwrap_or(text.len())];
    clause.split_whitespace().take(4).any(|word| SAYS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        split(text, Span::new(0, text.len()), &mut found);
        found.iter().map(|sentence| sentence.span.text(text)).collect()
    }

    #[test]
    fn abbreviations_and_initials_end_no_sentence() {
        for whole in [
            "Mr. Smith met Gen. J. R. Doe at 5 p.m. Friday.",
            "The U.S. Senate voted.",
            "It is No. 5 on the list.",
            "John F. Kennedy spoke to Ph.D. Students.",
            "1. Wash your hands.",
        ] {
            assert_eq!(sentences(whole), [whole]);
        }
    }

    #[test]
    fn an_abbreviation_before_an_opening_word_ends_one() {
        assert_eq!(
            sentences("He left the U.S. The trial goes on."),
            ["He left the U.S.", "The trial goes on."]
        );
        assert_eq!(sentences("It broke at 5 p.m. No one saw it."), ["It broke at 5 p.m.", "No one saw it."]);
    }

    #[test]
    fn a_closing_quote_belongs_to_the_sentence_it_closes() {
        assert_eq!(sentences("“We won.” The crowd left."), ["“We won.”", "The crowd left."]);
        assert_eq!(sentences("“We won. We go on,” she said."), ["“We won.", "We go on,” she said."]);
    }

    #[test]
    fn a_dot_after_the_closing_quote_ends_one_too() {
        assert_eq!(
            sentences("He spoke of “peace”. The war went on."),
            ["He spoke of “peace”.", "The war went on."]
        );
        assert_eq!(sentences("It rained . The war went on."), ["It rained .", "The war went on."]);
    }

    #[test]
    fn citation_marks_hang_on_the_sentence_before() {
        assert_eq!(sentences("He died.[6] [7] She wept."), ["He died.[6] [7]", "She wept."]);
        assert_eq!(sentences("Born c. 1818 in Oslo."), ["Born c. 1818 in Oslo."]);
    }

    #[test]
    fn a_question_goes_with_its_speaker() {
        assert_eq!(sentences("“Why?” he asked."), ["“Why?” he asked."]);
        assert_eq!(sentences("“Why?” Jane Doe asked."), ["“Why?” Jane Doe asked."]);
        assert_eq!(sentences("“Why?” The room fell silent."), ["“Why?”", "The room fell silent."]);
    }

    #[test]
    fn an_ellipsis_ends_a_sentence_before_a_new_one() {
        assert_eq!(
            sentences("They call on experts... This work goes on."),
            ["They call on experts...", "This work goes on."]
        );
        assert_eq!(sentences("Well... maybe."), ["Well... maybe."]);
    }
}
