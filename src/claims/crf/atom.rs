//! What is known of one word, worked out once.

use std::ops::Range;

use crate::claims::crf::hints::Hint;
use crate::claims::cue;
use crate::claims::view::{NONE, View};
use crate::learn::crf::groups::Groups;
use crate::words::classes::*;
use crate::words::cluster;
use crate::words::cluster::Path;
use crate::words::token::Kind;

/// What is known of one word, worked out once.
#[derive(Clone, Copy, Default)]
pub struct Atom {
    pub form: u32,
    pub path: Path,
    pub ending: u32,
    pub shape: u32,
    pub class: u32,
    /// 0 outside, else type of the entity and whether it begins here.
    pub entity: u32,
    pub quote: u32,
    /// The role that the base method gives the word, and whether its span begins here.
    pub role: u32,
    /// For a word that may be a cue: how it is used and how often such a use is one.
    pub cue: u32,
    pub hint: Hint,
}

/// The word at `at` in `sentence`, but for what the methods below say of it.
pub fn atom(view: &View, at: usize, sentence: &Range<usize>) -> Atom {
    let word = view.words[at];
    let text = view.word(at);
    let form = cluster::form(text);
    let candidate =
        if word.entry.cue != 0 || word.is(PERFORM) { cue::candidate(view, at, sentence, 5) } else { None };
    let quote = match (word.quote, word.kind) {
        (NONE, Kind::Quote) => 1,
        (NONE, _) => 0,
        (index, kind) => {
            let words = &view.quotations[index as usize].words;
            let edge = u32::from(at == words.start) + 2 * u32::from(at + 1 == words.end);
            2 + edge + 4 * u32::from(kind == Kind::Quote) + 8 * u32::from(words.len() > 6)
        }
    };
    Atom {
        form,
        path: cluster::of(form),
        ending: cluster::ending(text, 3),
        shape: cluster::shape(text),
        class: word.entry.class & !(SPEECH | THING | OFFICE | ANYBODY)
            | u32::from(word.kind == Kind::Mark) << 31,
        entity: 0,
        quote,
        role: 0,
        cue: candidate.map_or(0, |cue| {
            (u32::from(cue.rate / 8) << 8)
                | (16 * (cue.context as u32) + 4 * u32::from(cue.modal) + 2 * u32::from(cue.negated) + 1)
        }),
        hint: Hint::default(),
    }
}

/// Takes out of `atom` what is not in use.
pub fn trim(atom: &mut Atom, groups: Groups) {
    if !groups.has("rules") {
        atom.role = 0;
    }
    if !groups.has("clusters") {
        atom.path = Path::default();
    }
    if !groups.has("lexicon") {
        (atom.class, atom.cue) = (0, 0);
    }
    if !groups.has("entities") {
        atom.entity = 0;
    }
    if !groups.has("quotes") {
        atom.quote = 0;
    }
}
