//! What is counted in a line, before it becomes features.

use crate::learn::crf::mix;
use crate::words::calendar::{MONTHS, SHORT_MONTHS};

/// A word of a line: the hash of its form without case, and what kind of word it is.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    pub form: u32,
    /// Long enough, and no stop word: it says what the text is about.
    pub content: bool,
}

/// One line, measured.
#[derive(Clone, Debug, Default)]
pub struct Measure {
    pub chars: usize,
    pub words: Vec<Word>,
    /// The class of the first and of the last character that is no quotation mark or bracket.
    pub first: u32,
    pub last: u32,
    /// Shares in tenths.
    pub capitals: u32,
    pub digits: u32,
    pub stops: u32,
    /// Ends of sentences inside the line.
    pub sentences: u32,
    pub commas: u32,
    /// One bit for each of the marks and patterns in [`Measure::of`].
    pub marks: u32,
    /// Each run of capitals, small letters or digits as one, up to twelve characters.
    pub shape: u32,
    /// The whole line without case, each run of digits as one.
    pub whole: u32,
}

/// Words that carry a sentence but no topic; running text is full of them, links are not.
const STOPS: &[&str] = &[
    "a", "about", "after", "all", "also", "an", "and", "are", "as", "at", "be", "because", "been", "but",
    "by", "can", "could", "do", "does", "for", "from", "had", "has", "have", "he", "her", "his", "how", "i",
    "if", "in", "into", "is", "it", "its", "it's", "may", "more", "most", "my", "no", "not", "of", "on",
    "one", "or", "our", "out", "she", "so", "some", "such", "than", "that", "the", "their", "them", "then",
    "there", "these", "they", "this", "to", "up", "was", "we", "were", "what", "when", "which", "while",
    "who", "will", "with", "would", "you", "your",
];

/// FNV-1a (Fowler, Noll and Vo) over the bytes without ASCII case.
pub fn form(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193)
    })
}

/// The class of a character: what kind of mark, or what kind of letter.
fn class(c: char) -> u32 {
    match c {
        '.' | '…' => 1,
        '!' => 2,
        '?' => 3,
        ':' => 4,
        ',' => 5,
        ';' => 6,
        '-' | '–' | '—' | '−' => 7,
        '•' | '*' | '·' | '▪' | '●' | '►' | '◦' => 8,
        '>' | '»' | '›' | '→' | '<' | '«' | '‹' | '←' | '↑' | '↓' | '▶' => 9,
        '|' | '/' | '\\' => 10,
        '#' | '@' | '&' | '+' => 11,
        '©' | '®' | '™' => 12,
        '$' | '€' | '£' | '%' => 13,
        '×' | '✕' | '✓' | '★' | '☆' => 14,
        '[' | '{' | ']' | '}' => 15,
        c if c.is_ascii_digit() => 16,
        c if c.is_uppercase() => 17,
        c if c.is_lowercase() => 18,
        c if c.is_alphabetic() => 19,
        _ => 20,
    }
}

/// Whether `sorted` forms have one of these.
fn is_in(list: &'static std::sync::LazyLock<Vec<u32>>, form: u32) -> bool {
    list.binary_search(&form).is_ok()
}

fn forms(words: &[&str]) -> Vec<u32> {
    let mut forms: Vec<u32> = words.iter().map(|word| form(word)).collect();
    forms.sort_unstable();
    forms
}

static STOP_FORMS: std::sync::LazyLock<Vec<u32>> = std::sync::LazyLock::new(|| forms(STOPS));
static MONTH_FORMS: std::sync::LazyLock<Vec<u32>> = std::sync::LazyLock::new(|| {
    // `may` is a verb more often, and stands among the stop words.
    let names = MONTHS.into_iter().filter(|name| *name != "may");
    forms(&names.chain(SHORT_MONTHS).collect::<Vec<_>>())
});

fn tenths(part: usize, whole: usize) -> u32 {
    (10 * part).checked_div(whole).unwrap_or(0) as u32
}

impl Measure {
    pub fn of(text: &str) -> Measure {
        let edge = |c: char| matches!(c, '"' | '“' | '”' | '‘' | '’' | '\'' | '(' | ')');
        let bare = text.trim_matches(edge);
        let mut found = Measure {
            first: bare.chars().next().map_or(0, class),
            last: bare.chars().next_back().map_or(0, class),
            ..Measure::default()
        };
        found.characters(text);
        found.split(text);
        found
    }

    fn characters(&mut self, text: &str) {
        let (mut digits, mut before, mut run) = (0, ' ', 0);
        for c in text.chars() {
            self.chars += 1;
            let class = class(c);
            digits += usize::from(class == 16);
            self.commas += u32::from(class == 5);
            self.sentences += u32::from(c == ' ' && matches!(before, '.' | '!' | '?'));
            if matches!(class, 2..=4 | 8..=15) {
                self.marks |= 1 << class;
            }
            self.marks |= u32::from(matches!(c, '"' | '“' | '”')) | u32::from(c == '(') << 1;
            if class != run || class < 16 {
                if self.chars <= 40 {
                    self.shape = mix(self.shape, class);
                }
                let same = if class == 16 { '0' } else { c.to_ascii_lowercase() };
                self.whole = mix(self.whole, same as u32);
            } else if class != 16 {
                self.whole = mix(self.whole, c.to_ascii_lowercase() as u32);
            }
            (run, before) = (class, c);
        }
        self.digits = tenths(digits, self.chars);
        self.marks |= u32::from(digits >= 7 && digits * 2 > self.chars) << 16;
    }

    fn split(&mut self, text: &str) {
        let (mut capitals, mut stops, mut letters) = (0, 0, 0);
        for token in text.split_whitespace() {
            let bare = token.trim_matches(|c: char| !c.is_alphanumeric());
            self.marks |= u32::from(token.contains("://") || token.starts_with("www.")) << 17;
            self.marks |= u32::from(token.contains('@') && token.contains('.')) << 18;
            if bare.is_empty() {
                continue;
            }
            let form = form(bare);
            let capital = bare.starts_with(char::is_uppercase);
            let stop = is_in(&STOP_FORMS, form);
            let word = bare.starts_with(char::is_alphabetic);
            letters += usize::from(word);
            capitals += usize::from(capital);
            stops += usize::from(stop);
            let year = bare.len() == 4 && (bare.starts_with("19") || bare.starts_with("20"));
            self.marks |= u32::from(is_in(&MONTH_FORMS, form)) << 19;
            self.marks |= u32::from(year && bare.bytes().all(|byte| byte.is_ascii_digit())) << 20;
            let shouted = bare.len() > 2 && bare.bytes().all(|byte| byte.is_ascii_uppercase());
            self.marks |= u32::from(shouted) << 21;
            let time = bare.contains(':') && bare.starts_with(|c: char| c.is_ascii_digit());
            self.marks |= u32::from(time) << 22;
            self.words.push(Word { form, content: word && !stop && bare.len() > 3 });
        }
        self.capitals = tenths(capitals, letters);
        self.stops = tenths(stops, letters);
    }

    /// Long, with the marks of a sentence: surely running text if anything is.
    pub fn running(&self) -> bool {
        self.chars >= 100 && matches!(self.last, 1..=4) && self.stops >= 2
    }

    /// A length in steps of about a third.
    pub fn size(&self) -> u32 {
        steps(self.chars)
    }
}

/// `count` in steps that grow with it: single ones up to 4, then about a third each.
pub fn steps(count: usize) -> u32 {
    if count <= 4 { count as u32 } else { (2.4 * (count as f32).log2()) as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_case_do_not_matter_to_the_whole() {
        assert_eq!(Measure::of("12 Comments").whole, Measure::of("9 comments").whole);
        assert_ne!(Measure::of("12 Comments").whole, Measure::of("12 Comment").whole);
        assert_ne!(Measure::of("aa").whole, Measure::of("a").whole);
    }

    #[test]
    fn running_text_is_long_and_ends() {
        let text = "The harbour of Oslo was closed on Monday after a storm, the city said, and the ferries to the \
                    islands stay where they are.";
        assert!(Measure::of(text).running());
        assert!(!Measure::of("Read more about the harbour of Oslo").running());
        assert!(!Measure::of("").running());
    }

    #[test]
    fn longer_is_never_a_smaller_step() {
        assert!((0..5000).all(|count| steps(count) <= steps(count + 1)));
    }
}
