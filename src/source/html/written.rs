//! What the words of a page say: without the white space of its markup, and days in any of their forms.

use crate::source::date;

/// `text` with one blank between its words.
pub fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The day in a date as machines or people write it.
pub fn day(written: &str) -> Option<String> {
    let written = written.trim();
    let digits = written.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8 && written[8..].chars().next().is_none_or(|c| !c.is_alphanumeric() || c == 'T') {
        let (year, month, day) = (&written[..4], &written[4..6], &written[6..8]);
        return date::find(&format!("{year}-{month}-{day}"));
    }
    date::find(written)
}
