//! What a line tells by itself, without its neighbours.

use crate::blocks::phrases::{
    AGENCIES, ANNOUNCEMENTS, CREDIT_OPENINGS, DATE_WORDS, SECTIONS, SITE_NOUNS, SITE_PHRASES, TIME_UNITS,
};
use crate::document::BlockKind;
use crate::source::date;
use crate::words::calendar::{SHORT_WEEKDAYS, WEEKDAYS, month};

/// The evidence in one line.
pub struct Line {
    pub words: usize,
    /// Ends as a sentence does.
    pub terminal: bool,
    /// Starts with the mark of a list.
    pub bullet: bool,
    /// Announces other stories and says no more, so that titles follow.
    pub announces: bool,
    /// A credit of a picture, not a writer's byline.
    pub picture_credit: bool,
    own: Option<BlockKind>,
}

impl Line {
    pub fn read(text: &str) -> Line {
        let words = text.split_whitespace().count();
        let bullet = is_bullet(text);
        let terminal = is_terminal(text);
        let lower: String = text.chars().take(48).collect::<String>().to_lowercase();
        let announces = !bullet && is_announcement(&lower, text);
        let credit = !terminal && is_credit(text, &lower, words);
        let own = if announces || starts_with_teaser(&lower, text) {
            Some(BlockKind::Related)
        } else if is_dateline(text)
            || is_dated_byline(text)
            || is_row(text)
            || is_navigation(text, &lower, words, terminal)
        {
            Some(BlockKind::Metadata)
        } else if credit {
            Some(BlockKind::Credit)
        } else if opens_caption(&lower) && words <= 70 {
            Some(BlockKind::Caption)
        } else {
            None
        };
        let picture_credit = credit && !lower.starts_with("by ") && !lower.starts_with("written by");
        Line { words, terminal, bullet, announces, picture_credit, own }
    }

    /// The kind where the line alone decides it.
    pub fn own_kind(&self) -> Option<BlockKind> {
        self.own
    }

    /// Short and no sentence.
    pub fn looks_like_title(&self) -> bool {
        !self.terminal && !self.bullet && self.words <= 28
    }
}

/// "Admin | August 12, 2024": a name and a date.
fn is_dated_byline(text: &str) -> bool {
    let mut parts = text.split(['|', '•', '·']).map(str::trim);
    let short = text.split_whitespace().count() <= 12 && text.contains(['|', '•', '·']);
    short && parts.any(is_dateline)
}

/// A row of a table, whose cells tabs part, or a note: "[1] The Oslo Post".
fn is_row(text: &str) -> bool {
    let note = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    text.matches('\t').count() >= 2
        || note.is_some_and(|(number, _)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Without the marks of notes at its end: "police said.[2]".
fn without_notes(text: &str) -> &str {
    let number = |rest: &str| {
        let (before, note) = rest.strip_suffix(']')?.rsplit_once('[')?;
        (!note.is_empty() && note.bytes().all(|b| b.is_ascii_digit())).then_some(before.len())
    };
    number(text).map_or(text, |end| &text[..end])
}

/// Whether `text` ends as a sentence does. A question may be a title, so it does not count unless
/// more than one sentence stands in the line.
fn is_terminal(text: &str) -> bool {
    let bare = without_notes(text).trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '*']);
    bare.ends_with(['.', '…', ':', ';', ',']) || bare.ends_with(['?', '!']) && bare.contains(". ")
}

fn is_bullet(text: &str) -> bool {
    let mut chars = text.chars();
    matches!(chars.next(), Some('-' | '–' | '•' | '*' | '·' | '▪' | '►' | '>' | '»'))
        && chars.next().is_some_and(char::is_whitespace)
}

/// The longest of `phrases` that opens the line.
fn opening(phrases: &'static [&'static str], lower: &str) -> Option<&'static str> {
    // Nearly always the first byte says no.
    let first = *lower.as_bytes().first()?;
    let alike = phrases.iter().filter(|phrase| phrase.as_bytes()[0] == first);
    alike.filter(|phrase| lower.starts_with(**phrase)).max_by_key(|phrase| phrase.len()).copied()
}

/// The announcement that opens the line, with what stands behind it.
fn announcement<'t>(lower: &str, text: &'t str) -> Option<&'t str> {
    let opening = opening(ANNOUNCEMENTS, lower)?;
    let tail: String = text.chars().skip(opening.chars().count()).collect();
    if tail.starts_with(char::is_alphanumeric) && !tail.starts_with('s') {
        return None;
    }
    Some(&text[text.len() - tail.len()..])
}

/// Nothing but the announcement, as "Related stories" or "ALSO READ:".
fn is_announcement(lower: &str, text: &str) -> bool {
    let Some(tail) = announcement(lower, text) else { return false };
    let words = tail.split_whitespace().count();
    words == 0 || tail.ends_with(':') && words <= 6 || words <= 4 && !tail.contains(':') && !is_terminal(text)
}

/// The announcement and a title in one line: "READ MORE: King visits Bergen".
fn starts_with_teaser(lower: &str, text: &str) -> bool {
    announcement(lower, text).is_some_and(|tail| tail.trim_start().starts_with([':', '|', '–', '—', '>']))
        || ["read: ", "watch: ", "listen: ", "video: "].iter().any(|opening| lower.starts_with(opening))
            && !is_terminal(text)
}

/// Nothing but a date, a time and the words around them; of these words alone a title can be, too: "The first 100
/// days at home".
fn is_dateline(text: &str) -> bool {
    if text.len() > 120 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let pieces: Vec<String> = pieces(text).map(str::to_lowercase).collect();
    pieces.iter().all(|piece| may_date(piece)) && tells_when(text, &pieces)
}

/// Whether a dateline may have this word.
fn may_date(piece: &str) -> bool {
    let ordinal = piece.trim_start_matches(|c: char| c.is_ascii_digit());
    is_number(piece)
        || matches!(ordinal, "st" | "nd" | "rd" | "th" | "z")
        || month(piece).is_some()
        || DATE_WORDS.contains(&piece)
        || is_weekday(piece)
}

/// Whether the words of a dateline tell a date, a time of day, how long ago, or how long it takes to read.
fn tells_when(text: &str, pieces: &[String]) -> bool {
    let beside = |one: fn(&str) -> bool, other: fn(&str) -> bool| {
        pieces.windows(2).any(|pair| one(&pair[0]) && other(&pair[1]))
    };
    let is_month = |piece: &str| month(piece).is_some();
    let clock = text
        .as_bytes()
        .windows(4)
        .any(|four| four[1] == b':' && [four[0], four[2], four[3]].iter().all(u8::is_ascii_digit));
    let span = beside(is_number, |unit| TIME_UNITS.contains(&unit));
    let taken = pieces.iter().any(|piece| matches!(piece.as_str(), "ago" | "read" | "reading"));
    date::find(text).is_some()
        || beside(is_number, is_month)
        || beside(is_month, is_number)
        || clock
        || beside(is_number, |half| matches!(half, "am" | "pm" | "a" | "p"))
        || span && taken
        || pieces.iter().all(|piece| is_number(piece) || is_weekday(piece))
}

/// "28", or the "28T14" of "2024-12-28T14:40".
fn is_number(piece: &str) -> bool {
    piece.starts_with(|c: char| c.is_ascii_digit())
        && piece.split('t').all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// "sat", "thurs" or "saturday".
fn is_weekday(piece: &str) -> bool {
    WEEKDAYS.contains(&piece) || SHORT_WEEKDAYS.contains(&piece)
}

/// Words and numbers, cut also where scrapers glued two together ("p.mReading").
fn pieces(text: &str) -> impl Iterator<Item = &str> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).flat_map(|word| {
        let cut = word
            .char_indices()
            .zip(word.chars().skip(1))
            .find(|((_, a), b)| a.is_lowercase() && b.is_uppercase())
            .map_or(word.len(), |((at, a), _)| at + a.len_utf8());
        let (head, tail) = word.split_at(cut);
        [head, tail].into_iter().filter(|piece| !piece.is_empty())
    })
}

fn is_navigation(text: &str, lower: &str, words: usize, terminal: bool) -> bool {
    let phrase = opening(SITE_PHRASES, lower).filter(|_| words <= 12);
    let sentence = terminal && words > 3 && !lower.contains("rights reserved") && !text.contains('©');
    let site = phrase.is_some_and(|phrase| !(sentence && SITE_NOUNS.contains(&phrase)));
    let path = || [" > ", " » ", " › ", " / ", " | "].iter().any(|mark| text.matches(mark).count() >= 2);
    let count = words <= 2 && lower.ends_with("comments");
    let marks_only = !text.contains(char::is_alphanumeric);
    let section = words == 1 && SECTIONS.contains(&lower);
    site || section || words <= 16 && !terminal && path() || count || marks_only
}

fn is_credit(text: &str, lower: &str, words: usize) -> bool {
    if words > 12 {
        return false;
    }
    let byline = opening(CREDIT_OPENINGS, lower).is_some()
        && (!lower.starts_with("by ")
            || text.split_whitespace().nth(1).is_some_and(|w| w.starts_with(char::is_uppercase)));
    let parts = || text.split(['|', '/', '(', ')', ',', '–', '—', '[', ']']).map(str::trim);
    let agency = words <= 8 && parts().any(|part| AGENCIES.contains(&part));
    byline || agency
}

/// Openings that tell that a picture is described, whatever the next line is.
fn opens_caption(lower: &str) -> bool {
    [
        "file photo",
        "file -",
        "file –",
        "file:",
        "pictured:",
        "photo shows",
        "in this photo",
        "in this image",
        "caption:",
        "image caption",
        "photo caption",
        "this handout",
    ]
    .iter()
    .any(|opening| lower.starts_with(opening))
}
