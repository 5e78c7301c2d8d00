//! Names: runs of capitalised words, cut into mentions by heads, titles and the gazetteers.

use crate::document::{EntityType, Span};
use crate::entities::rules::atoms::{Atom, atoms};
use crate::entities::rules::cutter::Cutter;
use crate::entities::rules::typing::Scores;
use crate::entities::rules::words::{Line, Word};
use crate::words::gazetteer::{COMMON, CONNECTOR, GIVEN, HONORIFIC, TITLE};
use crate::words::token::Kind;

/// A mention found in the first pass.
pub struct Found {
    pub span: Span,
    /// Words of the document that it covers.
    pub start: usize,
    pub end: usize,
    pub kind: EntityType,
    pub confidence: f32,
    /// The lexicon's id; empty where it has none.
    pub id: &'static str,
    /// How much each type fits, where the words alone do not decide; see [`typing`].
    pub scores: Option<Scores>,
    /// In a line that is set like a title, where capitals tell nothing.
    pub titled: bool,
    /// A common word with a capital: a name only if the article knows it as one.
    pub tentative: bool,
}

/// The mentions of one sentence, in order.
pub fn find(words: &[Word], line: &Line, text: &str, found: &mut Vec<Found>) {
    let atoms = atoms(words, line, text);
    let mut at = 0;
    while at < atoms.len() {
        let atom = &atoms[at];
        if let Some(value) = atom.value {
            let span = Span::new(words[atom.start].token.start, words[atom.end - 1].token.end);
            found.push(Found {
                span,
                start: atom.start,
                end: atom.end,
                kind: value.kind,
                confidence: value.confidence,
                id: "",
                scores: None,
                titled: false,
                tentative: false,
            });
            at += 1;
        } else if atom.capital || atom.own.kind.is_some() {
            let end = run(&atoms, words, at);
            let mut cutter = Cutter { words, line, text, atoms: &atoms, found };
            cutter.cut(at, end);
            at = end;
        } else {
            at += 1;
        }
    }
}

/// Past the run of atoms that may be one name and its titles, beginning at `start`.
fn run(atoms: &[Atom], words: &[Word], start: usize) -> usize {
    let mut end = start + 1;
    while end < atoms.len() {
        let atom = &atoms[end];
        let word = &words[atom.start];
        if atom.value.is_some() {
            break;
        }
        if atom.capital {
            end += 1;
            continue;
        }
        let capital = |at: usize| atoms.get(at).is_some_and(|atom| atom.capital && atom.value.is_none());
        let before = &words[atom.start - 1];
        // The dot of an initial or of a title's abbreviation, then a name.
        let initial = word.text == "."
            && word.token.start == before.token.end
            && (before.text.chars().count() == 1
                || before.is(HONORIFIC)
                || before.text == "St"
                || matches!(before.text, "Jr" | "Sr" | "Inc" | "Corp" | "Co" | "Ltd"));
        if initial && (capital(end + 1) || matches!(before.text, "Jr" | "Sr" | "Inc" | "Corp" | "Ltd")) {
            end += 1;
            continue;
        }
        // "People's Republic": a possessive inside a name hangs on a common noun.
        let common = before.is(COMMON)
            && before.own.kind.is_none()
            && (before.own.classes & GIVEN == 0 || before.is(TITLE));
        if word.token.kind == Kind::Possessive && capital(end + 1) && common {
            end += 1;
            continue;
        }
        let incorporated = word.text == ","
            && atoms.get(end + 1).is_some_and(|atom| {
                matches!(words[atom.start].text, "Inc" | "Ltd" | "LLC" | "Corp" | "Inc." | "PLC")
            });
        if incorporated {
            end += 2;
            continue;
        }
        if word.is(CONNECTOR) || word.text == "&" {
            let more = usize::from(atoms.get(end + 1).is_some_and(|atom| {
                !atom.capital && atom.value.is_none() && words[atom.start].is(CONNECTOR)
            }));
            if capital(end + 1 + more) {
                end += 2 + more;
                continue;
            }
        }
        break;
    }
    end
}
