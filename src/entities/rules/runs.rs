//! Runs of chunks that may be one name with its titles.

use crate::entities::rules::chunks::Chunk;
use crate::entities::word::Word;
use crate::words::gazetteer::*;
use crate::words::token::Kind;

/// Past the run that begins at `start`.
pub fn run(chunks: &[Chunk], words: &[Word], start: usize) -> usize {
    let mut end = start + 1;
    while end < chunks.len() && chunks[end].value.is_none() {
        let joined = if chunks[end].capital { 1 } else { joint(chunks, words, end) };
        if joined == 0 {
            break;
        }
        end += joined;
    }
    end
}

/// How many chunks from `at` on carry the run on though they have no capital; 0 for none.
fn joint(chunks: &[Chunk], words: &[Word], at: usize) -> usize {
    let word = &words[chunks[at].start];
    let before = &words[chunks[at].start - 1];
    let capital = |at: usize| chunks.get(at).is_some_and(|chunk| chunk.capital && chunk.value.is_none());
    let is = |at: usize, classes| chunks.get(at).is_some_and(|chunk| words[chunk.start].is(classes));
    // The dot of an initial, of a title or of "Inc.".
    if word.text == "." && word.token.start == before.token.end {
        let short = before.text.chars().count() == 1 || before.is(HONORIFIC) || before.text == "St";
        if before.is(NAME_SUFFIX) || short && capital(at + 1) {
            return 1;
        }
    }
    // "People's Republic": a possessive inside a name hangs on a common noun.
    let noun = before.is(COMMON)
        && before.own.kind.is_none()
        && (before.own.classes & GIVEN == 0 || before.is(TITLE));
    if word.token.kind == Kind::Possessive && capital(at + 1) && noun {
        return 1;
    }
    // William “Bear” Hobbs
    let nickname = matches!(word.text, "“" | "\"" | "‘" | "'") && before.own.classes & GIVEN != 0;
    if nickname && capital(at + 1) && capital(at + 3) {
        let close = words[chunks[at + 2].start].text;
        if matches!(close, "”" | "\"" | "’" | "'") {
            return 4;
        }
    }
    if word.text == "," && is(at + 1, NAME_SUFFIX) && capital(at + 1) {
        return 2;
    }
    // "Bank of England", "Ministry of the Interior".
    if word.is(CONNECTOR) || word.text == "&" {
        let two = is(at + 1, CONNECTOR) && !capital(at + 1) && chunks[at + 1].value.is_none();
        let more = usize::from(two);
        if capital(at + 1 + more) {
            return 2 + more;
        }
    }
    0
}
