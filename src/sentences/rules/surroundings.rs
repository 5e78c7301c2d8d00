//! What stands around a mark, and whether it ends a sentence.

use crate::sentences::rules::marks::{Border, opens};
use crate::sentences::rules::words::{
    Abbreviation, abbreviation, first_word, hangs_on_verb, is_half_day, is_label, is_lettered, is_opener,
    is_verb_of_speech, says,
};

/// How many bytes on either side of a border are looked at for a word.
const NEAR: usize = 64;

/// What stands around a place at which a sentence may end.
pub struct Surroundings<'a> {
    /// From the sentence's start to the word before the marks.
    head: &'a str,
    /// The word before the marks; empty when they stand apart.
    before: &'a str,
    marks: &'a str,
    /// What closes right after the marks.
    closers: &'a str,
    /// Whether anything stands between that and what follows.
    spaced: bool,
    /// Quotation marks, brackets, dashes and bullets before what follows.
    openers: &'a str,
    after: &'a str,
}

impl<'a> Surroundings<'a> {
    pub fn of(text: &'a str, start: usize, border: &Border) -> Surroundings<'a> {
        let held = &text[start..border.marks.start];
        let parts = [' ', '\u{a0}', '\t', '/', '(', '[', '“', '"', '‘', '—', '–'];
        // Words are short; a line without spaces must not be read again at each of its dots.
        let near = &held[held.floor_char_boundary(held.len().saturating_sub(NEAR))..];
        let before = near.rsplit(parts).next().unwrap_or_default();
        let following = &text[border.next..];
        let after = following.trim_start_matches(opens);
        Surroundings {
            head: &held[..held.len() - before.len()],
            before,
            marks: &text[border.marks.clone()],
            closers: &text[border.marks.end..border.closed],
            spaced: border.next > border.closed,
            openers: &following[..following.len() - after.len()],
            after,
        }
    }

    /// Whether a sentence ends here.
    pub fn ends_sentence(&self) -> bool {
        let Some(first) = self.after.chars().next() else { return false };
        // Marks that nothing stands before belong to what follows: "... and so on".
        if self.before.is_empty() && self.head.trim_start_matches(opens).trim_start().is_empty() {
            return false;
        }
        if !self.spaced {
            return self.ends_without_space(first);
        }
        if matches!(first, ',' | ';' | ':' | ')' | ']' | '&' | '?' | '!') || self.goes_on_quoted() {
            return false;
        }
        if first.is_lowercase() {
            return self.ends_before_small_letter();
        }
        if self.source_follows() || self.is_item_mark() {
            return false;
        }
        if self.marks == "." { self.ends_after_dot(first) } else { self.ends_after_mark(first) }
    }

    /// Where a quotation is from, in brackets before the dot: “… so.” (Doe 55).
    fn source_follows(&self) -> bool {
        if self.closers.is_empty() || !self.openers.starts_with('(') {
            return false;
        }
        let near = &self.after[..self.after.floor_char_boundary(NEAR)];
        near.split_once(')').is_some_and(|(inside, rest)| !inside.contains('.') && rest.starts_with('.'))
    }

    /// "1.)" at the head of an item.
    fn is_item_mark(&self) -> bool {
        let head = self.head.trim_start_matches(|c: char| c.is_whitespace() || opens(c));
        let number = self.before.len() <= 2 && self.before.bytes().all(|b| b.is_ascii_digit());
        head.is_empty() && self.closers == ")" && self.marks == "." && number && !self.before.is_empty()
    }

    /// Within a quotation that is a part of the sentence: “Danger! Keep out!” in red.
    fn goes_on_quoted(&self) -> bool {
        if !self.closers.is_empty() {
            return false;
        }
        let near = &self.after[..self.after.floor_char_boundary(NEAR)];
        let Some((rest, after)) = near.split_once('”') else { return false };
        // Only so far back: a long line must not be read again at each of its marks.
        let held = &self.head[self.head.floor_char_boundary(self.head.len().saturating_sub(NEAR))..];
        let open = held.rsplit_once('“').is_some_and(|(_, inside)| !inside.contains('”'));
        let inside = open || self.before.starts_with('“');
        let after = after.trim_start();
        // A quotation of whole sentences opens its own; this one stands within a sentence that was begun.
        let begun = self.head.starts_with(|c: char| c.is_alphanumeric());
        let goes_on = after.starts_with(char::is_lowercase) && !speaker_follows(after);
        inside && begun && !rest.contains('“') && goes_on
    }

    /// "the end.The next", "is it?or not": only between words that cannot be parts of an address.
    fn ends_without_space(&self, first: char) -> bool {
        let near = &self.after[..self.after.floor_char_boundary(NEAR)];
        let word = near.split(char::is_whitespace).next().unwrap_or_default();
        let address = word.contains(['@', '/', '\\', '_', '=', '&'])
            || word.split('.').skip(1).any(|part| part.starts_with(char::is_alphanumeric));
        if !self.openers.is_empty() || address {
            return false;
        }
        let plain =
            self.before.len() > 1 && self.before.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'');
        let quoted = self.before.is_empty() && self.head.ends_with(['"', '”']);
        if first.is_uppercase() {
            let abbreviated = self.marks == "." && abbreviation(self.before).is_some();
            // "plan.DOC" is a file's name.
            let word = first_word(word).trim_start_matches(char::is_uppercase);
            let plain = plain && !abbreviated && (!word.is_empty() || self.opener_follows());
            return quoted || plain || self.trails_off() && self.opener_follows();
        }
        first.is_lowercase() && plain && self.marks.contains(['!', '?'])
    }

    /// Whether the marks are an ellipsis.
    fn trails_off(&self) -> bool {
        self.marks.contains('…') || self.marks.contains("..")
    }

    /// Before a small letter: of writers who do not care for capitals, and of names like "eBay".
    fn ends_before_small_letter(&self) -> bool {
        if self.openers.contains(['-', '–', '—']) {
            return false;
        }
        let address = self.after.starts_with("http") || self.after.starts_with("www.");
        // What is missing: "Fig. ?? of the book".
        if self.before.is_empty() && self.closers.is_empty() && self.marks.starts_with('?') {
            return false;
        }
        if self.marks == "." {
            return match self.closers {
                "" => self.before.is_empty() || self.ends_before_small_word(),
                // "(He had been one for years.) at the": a sentence in brackets within another.
                ")" => self.ends_before_small_word() && !self.is_in_brackets(),
                _ => address,
            };
        }
        if self.closers.is_empty() && self.marks.contains(['!', '?']) && !address {
            // A title goes on: "in Viva Maria! as".
            let mut letters = self.before.chars();
            let title = letters.next().is_some_and(char::is_uppercase)
                && letters.next().is_some_and(char::is_lowercase)
                && self.marks.len() == 1
                && self.openers.is_empty()
                && !self.head.is_empty();
            return !title && !speaker_follows(self.after);
        }
        address
    }

    /// Whether a bracket that opened after the sentence's first words is still open.
    fn is_in_brackets(&self) -> bool {
        let near = &self.head[self.head.floor_char_boundary(self.head.len().saturating_sub(4 * NEAR))..];
        near.rfind('(').is_some_and(|open| open > 0 && !near[open..].contains(')'))
    }

    fn ends_before_small_word(&self) -> bool {
        let word = self.before;
        let number = word.len() < 3 && word.bytes().all(|b| b.is_ascii_digit());
        let state =
            self.openers.is_empty() && word.len() == 2 && word.bytes().all(|b| b.is_ascii_uppercase());
        if number || state || word.chars().count() == 1 || is_initial(word) || is_dotted(word) {
            return false;
        }
        matches!(abbreviation(word), None | Some(Abbreviation::WordOrNumber))
    }

    /// After a question, an exclamation or an ellipsis.
    fn ends_after_mark(&self, first: char) -> bool {
        let name = self.marks == "!" && self.before.eq_ignore_ascii_case("yahoo");
        // The year of a work: "Viva Maria! (1965)".
        let dated = self.openers.starts_with('(') && first.is_numeric();
        let spoken = !self.closers.is_empty() && speaker_follows(self.after);
        !(name || dated || spoken)
    }

    /// After a single dot, before anything but a small letter.
    fn ends_after_dot(&self, first: char) -> bool {
        let before = self.before;
        // After a closing quote or bracket, or a space, the dot is no part of an abbreviation.
        if before.is_empty() || !self.closers.is_empty() {
            return true;
        }
        if self.is_enumerator() {
            return false;
        }
        if before.len() > 7 {
            return true;
        }
        let opener = || self.opener_follows();
        // "He left at 6 p.m. Mr. Doe stayed", but "At 6 p.m. Mr. Doe left".
        if is_half_day(before) && self.title_follows() && self.head.split_whitespace().count() > 3 {
            return true;
        }
        if is_initial(before) && self.head.split_whitespace().next_back().is_some_and(is_lettered) {
            return true;
        }
        // A chapter and its verse: "(Phil. 4:8)".
        let verse = first_token(self.after)
            .split_once(':')
            .is_some_and(|(a, b)| digits(a) && digits(b.trim_end_matches(')')));
        if verse && abbreviation(before).is_none() && before.starts_with(char::is_uppercase) {
            return false;
        }
        if is_initial(before) && !before.eq_ignore_ascii_case("p.s") {
            // "… and I. We", but "Charles I. Doe".
            let last = self.head.split_whitespace().next_back();
            let pronoun = before == "I" && last.is_some_and(|word| word.starts_with(char::is_lowercase));
            return pronoun || opener();
        }
        match abbreviation(before.trim_start_matches('$')) {
            None if is_dotted(before) => opener(),
            None => true,
            // A title has a capital, and "their rep." is none.
            Some(Abbreviation::BeforeName) => match before {
                "rep" | "reps" | "atty" | "gov" | "prof" => true,
                "St" => opener(),
                _ => false,
            },
            Some(Abbreviation::BeforeNumber) => !first.is_numeric() && (before.len() > 1 || opener()),
            Some(Abbreviation::WordOrNumber) => !first.is_numeric(),
            Some(Abbreviation::Anywhere) => opener(),
            Some(Abbreviation::Closing) => !first.is_numeric() && self.openers.is_empty() || opener(),
        }
    }

    fn title_follows(&self) -> bool {
        let title = first_token(self.after).strip_suffix('.').and_then(abbreviation);
        title == Some(Abbreviation::BeforeName)
    }

    /// Whether a word follows that opens sentences.
    fn opener_follows(&self) -> bool {
        let word = first_word(self.after);
        // "I" may be an initial, too.
        let clause = || {
            self.after[1..].starts_with(['\'', '’'])
                || self.after[1..].trim_start().starts_with(char::is_lowercase)
        };
        if word.len() == 1 { word == "I" && clause() || word == "A" && clause() } else { is_opener(word) }
    }

    /// "1", "a" or "Figure 1" at the head of a sentence or after a colon numbers what follows.
    fn is_enumerator(&self) -> bool {
        let head = self.head.trim_end_matches(|c: char| c.is_whitespace() || opens(c) || c == '#');
        let word = self.before.trim_start_matches(opens);
        let number = word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit());
        if head.is_empty() {
            return number || word.chars().count() == 1 || is_section(word);
        }
        number && (head.ends_with(':') || is_label(head))
    }
}

/// A single capital before the dot, as in "John F. Kennedy".
fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    let last = (chars.next_back(), chars.next_back());
    matches!(last, (Some(c), None | Some('-' | '.')) if c.is_uppercase()) && word.len() <= 8
}

fn first_token(text: &str) -> &str {
    text.split(char::is_whitespace).next().unwrap_or_default()
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Single letters with dots between them: "a.k.a", "n.b".
fn is_dotted(word: &str) -> bool {
    let letter = |part: &str| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    };
    word.contains('.') && word.split('.').all(letter)
}

/// Numbers with dots between them: "2.1".
fn is_section(word: &str) -> bool {
    word.len() <= 7 && word.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Whether a speaker follows a quotation: one of the next few words is a verb of speech (“Why?” Doe asked), or what
/// follows is a subject and a verb of saying, thinking or feeling that takes nothing more (“Why?” Doe demanded).
fn speaker_follows(text: &str) -> bool {
    let text = &text[..text.floor_char_boundary(2 * NEAR)];
    let clause = &text[..text.find(['.', ',', '?', '!', '“', '"']).unwrap_or(text.len())];
    let mut words = clause.split_whitespace().take(6).peekable();
    let mut count = 0;
    while let Some(word) = words.next() {
        if count < 4 && is_verb_of_speech(word) {
            return true;
        }
        if count > 0 && says(word) {
            return words.peek().is_none_or(|next| hangs_on_verb(next));
        }
        count += 1;
    }
    false
}
