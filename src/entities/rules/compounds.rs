//! Words that hyphens join.

use crate::document::EntityType;
use crate::entities::word::{Line, Word};
use crate::words::gazetteer::*;
use crate::words::token::Kind;

/// The most words and hyphens of a compound beyond its first word.
const LONGEST: usize = 8;

/// Past the compound that begins at `at`, capitalised parts joined by hyphens without a space:
/// "Jean-Claude", "Al-Riyadh". Two places or groups joined so stay two.
pub fn compound(words: &[Word], line: &Line, at: usize) -> Option<usize> {
    let first = &words[at];
    if !(first.is_capital() || is_article(first.text)) {
        return None;
    }
    let after_name = at > line.start && words[at - 1].is_capital() && !words[at - 1].is(TITLE | FUNCTION);
    let mut end = at + 1;
    while end < at + LONGEST && joins(&words[..line.end], end) {
        let (part, next) = (&words[end - 1], &words[end + 1]);
        let inner = matches!(next.text, "al" | "el" | "ul" | "i" | "de" | "la" | "le");
        let belongs = next.token.capital || inner || is_tail(part, next, after_name);
        if !belongs || is_separate(part) && is_separate(next) {
            break;
        }
        end += 2;
    }
    (end > at + 1 && words[at..end].iter().any(Word::is_capital)).then_some(end)
}

/// Whether a hyphen at `at` joins two words without a space.
fn joins(words: &[Word], at: usize) -> bool {
    let [before, hyphen, next] = words.get(at - 1..at + 2).unwrap_or(&[]) else { return false };
    hyphen.text == "-"
        && hyphen.token.start == before.token.end
        && next.token.start == hyphen.token.end
        && next.token.kind == Kind::Word
}

/// The article of an Arabic name, and "bin".
fn is_article(text: &str) -> bool {
    matches!(text, "al" | "el" | "Al" | "El" | "as" | "an" | "ar" | "ad" | "ash" | "ul" | "bin")
}

/// The second part of a given name, without a capital: "Kim Jong-un", "Akufo-addo", but not in
/// "Oslo-based" and "Norway-backed".
fn is_tail(part: &Word, next: &Word, after_name: bool) -> bool {
    let own = part.own;
    let town =
        after_name && own.kind == Some(EntityType::Gpe) && own.classes & COUNTRY == 0 && !next.is(COMMON);
    let short = next.text.len() <= 6 && part.text.len() <= 6;
    let syllable = after_name || next.text.len() <= 4 && !next.is(COMMON);
    short && syllable && (own.kind.is_none() || town) && !next.is(SUFFIX_WORD)
}

/// A place, group or organisation, which a hyphen joins to another without making them one.
fn is_separate(word: &Word) -> bool {
    matches!(word.own.kind, Some(EntityType::Gpe | EntityType::Norp | EntityType::Org))
        && word.own.classes & (GIVEN | WEAK) == 0
}
