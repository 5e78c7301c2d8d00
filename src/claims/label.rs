//! The labels of a claim: how much is quoted, the speech act, the factuality.

use crate::claims::draft::Draft;
use crate::claims::view::{NONE, View};
use crate::document::{Act, Factuality, Quote};
use crate::words::classes::*;
use crate::words::token::Kind;

/// Direct, indirect or mixed; marks of a layer around the cue do not count.
pub fn quote(view: &View, draft: &Draft) -> Quote {
    let outer = draft.head.map_or(NONE, |head| view.words[head].quote);
    let mut inside = 0;
    let mut outside = 0;
    for at in draft.content.iter().flat_map(|part| part.clone()) {
        let word = &view.words[at];
        if word.quote != NONE && word.quote != outer {
            inside += 1;
        } else if word.kind != Kind::Mark {
            outside += 1;
        }
    }
    match (inside, outside) {
        (0, _) => Quote::Indirect,
        (_, 0) => Quote::Direct,
        _ => Quote::Mixed,
    }
}

/// The act of the cue; a plain "said" with a demand in the main clause is a directive.
pub fn act(view: &View, draft: &Draft) -> Act {
    if draft.head.is_some_and(|head| view.is(head, PERFORM)) {
        let noun =
            draft.content.first().and_then(|part| part.clone().take(7).find(|&at| view.is(at, ACT_NOUN)));
        return match noun.map(|at| view.word(at)) {
            Some("invitation") => Act::Commissive,
            Some("warning" | "warnings") => Act::Directive,
            Some("doubt" | "doubts" | "denial") => Act::Assertive,
            Some(_) => Act::Expressive,
            None => draft.known.act,
        };
    }
    if draft.known.act != Act::Assertive {
        return draft.known.act;
    }
    let first = draft.content.first().map(|part| part.start..part.end.min(part.start + 6));
    let demand = first.into_iter().flatten().any(|at| view.is(at, DEMAND));
    if demand { Act::Directive } else { Act::Assertive }
}

/// The cue's own factuality, bent by negation and by hedges in the content. `own` tells which
/// words no nested claim carries.
pub fn factuality(view: &View, draft: &Draft, act: Act, own: impl Fn(usize) -> bool) -> Factuality {
    use Factuality::*;
    let base = draft.known.factuality;
    if act != Act::Assertive {
        // "would like to" wishes as firmly as "wants to".
        let polite = draft.head.is_some_and(|head| view.same(head, "like"));
        return if draft.negated || draft.modal && !polite || base == Uncommitted {
            Uncommitted
        } else {
            Certain
        };
    }
    if draft.negated {
        return match base {
            Probable => ProbableNot,
            Possible => PossibleNot,
            CertainNot => Certain,
            _ => Uncommitted,
        };
    }
    let first = draft.content.first().map(|part| part.start);
    if base == Uncommitted
        || draft.modal
        || first.is_some_and(|at| view.same(at, "if") || view.same(at, "whether"))
    {
        return Uncommitted;
    }
    let hedge = hedge(view, draft.content.iter().flat_map(|part| part.clone()).filter(|&at| own(at)));
    match (base, hedge) {
        (Certain, Some(hedge)) => hedge,
        _ => base,
    }
}

/// The weakest hedge among the words, if there is one.
pub fn hedge(view: &View, words: impl Iterator<Item = usize>) -> Option<Factuality> {
    let mut found = None;
    for at in words {
        let word = &view.words[at];
        if word.capital && view.same(at, "may") {
            continue;
        }
        if word.is(POSSIBLE) {
            return Some(Factuality::Possible);
        }
        let suggests = matches!(view.word(at), "suggested" | "suggests" | "suggesting" | "suggest");
        if word.is(PROBABLE) || suggests {
            found = Some(Factuality::Probable);
        }
    }
    found
}
