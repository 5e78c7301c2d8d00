//! What a name is of, by its own words and by the words around it.

use crate::document::EntityType;
use crate::entities::rules::atoms::Atom;
use crate::entities::rules::words::{Line, Word};
use crate::words::gazetteer::*;
use crate::words::token::Kind;

/// How much each of [`KINDS`] fits.
pub type Scores = [f32; 5];

/// The types between which context decides.
pub const KINDS: [EntityType; 5] =
    [EntityType::Person, EntityType::Org, EntityType::Gpe, EntityType::Norp, EntityType::Product];

const PERSON: usize = 0;
const ORG: usize = 1;
const PLACE: usize = 2;
const NORP: usize = 3;

/// The type of a name that ends with a head of `class`.
pub fn head_kind(class: Classes, head: &str, of: bool) -> EntityType {
    let both = matches!(
        head,
        "Hospital"
            | "Church"
            | "Park"
            | "Garden"
            | "Gardens"
            | "Museum"
            | "Gallery"
            | "Library"
            | "Theatre"
            | "Theater"
            | "Observatory"
    );
    if class & LAW_HEAD != 0 {
        EntityType::Law
    } else if class & EVENT_HEAD != 0 {
        EntityType::Event
    } else if class & GPE_HEAD != 0 {
        EntityType::Gpe
    } else if class & FAC_HEAD != 0 && (both || class & ORG_HEAD == 0) && !of {
        EntityType::Fac
    } else if class & (LOC_HEAD | LOC_FIRST) != 0 && class & ORG_HEAD == 0 {
        EntityType::Loc
    } else if class & ORG_HEAD != 0 {
        EntityType::Org
    } else {
        EntityType::Fac
    }
}

/// `scores` with the weight of a gazetteer that says `kind`.
pub fn favour(mut scores: Scores, kind: EntityType) -> Scores {
    match KINDS.iter().position(|&known| known == kind) {
        Some(at) => scores[at] += 4.0,
        None => scores[ORG] += 4.0,
    }
    scores
}

/// The type that fits best and a rough probability of it.
pub fn best(scores: &Scores) -> (EntityType, f32) {
    let mut order = [0, 1, 2, 3, 4];
    order.sort_by(|&a: &usize, &b: &usize| scores[b].total_cmp(&scores[a]));
    let margin = scores[order[0]] - scores[order[1]];
    (KINDS[order[0]], (0.5 + 0.1 * margin).clamp(0.4, 0.9))
}

/// Scores the atoms `from..to` of a sentence as a name.
pub fn score(words: &[Word], line: &Line, atoms: &[Atom], from: usize, to: usize, title: bool) -> Scores {
    let mut scores = [0.3, 0.0, 0.1, -1.0, -1.0];
    inside(words, &atoms[from..to], &mut scores);
    let (start, end) = (atoms[from].start, atoms[to - 1].end);
    let next = words.get(end).filter(|_| end < line.end).map_or("", |word| word.text);
    if matches!(next, "administration" | "family" | "presidency" | "campaign" | "brothers" | "era") {
        scores[PERSON] += 3.5;
    }
    if beside_place(words, line, start, end) {
        scores[PLACE] += 1.2;
    }
    before(words, line, start, title, &mut scores);
    after(words, line, end, &mut scores);
    scores
}

fn inside(words: &[Word], atoms: &[Atom], scores: &mut Scores) {
    let capitals = atoms.iter().filter(|atom| atom.capital).count();
    let (first, last) = (&atoms[0], &atoms[atoms.len() - 1]);
    let head = &words[first.start];
    let tail = &words[last.end - 1];
    if capitals == 1 {
        if head.is_acronym() && first.is_single() && head.text.len() <= 7 {
            scores[ORG] += 2.5;
            scores[PERSON] -= 2.0;
        } else if head.text.chars().skip(1).any(char::is_uppercase)
            && head.text.chars().any(char::is_lowercase)
        {
            let gaelic = head.text.starts_with("Mc")
                || head.text.starts_with("Mac")
                || head.text.starts_with("O’")
                || head.text.starts_with("O'");
            scores[if gaelic { PERSON } else { ORG }] += 2.0;
        }
        scores[PERSON] += if first.own.classes & GIVEN != 0 { 1.0 } else { 0.0 };
        scores[PERSON] += if first.own.classes & SURNAME != 0 { 0.8 } else { 0.0 };
        if first.own.classes & KNOWN_SURNAME != 0 {
            scores[PERSON] += 3.0;
        }
        if first.own.classes & WEAK != 0 {
            scores[PLACE] += 0.5;
        }
    } else {
        if first.own.classes & GIVEN != 0 {
            scores[PERSON] += 2.0;
        }
        if last.own.classes & (SURNAME | GIVEN | KNOWN_SURNAME) != 0 {
            scores[PERSON] += 1.0;
        }
        if capitals <= 3 {
            scores[PERSON] += 0.7;
        }
        let place =
            |atom: &Atom| atom.own.kind == Some(EntityType::Gpe) && atom.own.classes & (GIVEN | SURNAME) == 0;
        if place(last) {
            scores[ORG] += 1.5;
        }
        if first.own.kind == Some(EntityType::Gpe) && first.own.classes & GIVEN == 0 {
            scores[ORG] += 2.0;
        }
        for atom in atoms {
            let single = atom.is_single();
            let word = &words[atom.start];
            if single && atom.capital && word.text.chars().count() == 1 {
                scores[PERSON] += 1.0;
            } else if single && atom.capital && atom.is(COMMON) && atom.own.classes & (GIVEN | SURNAME) == 0 {
                scores[ORG] += 1.3;
                scores[PERSON] -= 0.8;
            } else if single && !atom.capital && atom.is(PARTICLE) {
                scores[PERSON] += 0.8;
            } else if word.text == "&" {
                scores[ORG] += 3.0;
            } else if single && word.is_acronym() && word.text.len() > 2 {
                scores[ORG] += 1.0;
            }
        }
    }
    let text = tail.text;
    let ends = |list: &[&str]| text.len() > 5 && list.iter().any(|&ending| text.ends_with(ending));
    if ends(&[
        "stan", "burg", "ville", "grad", "abad", "pur", "shire", "land", "ton", "ham", "polis", "sk", "vka",
        "ford",
    ]) {
        scores[PLACE] += 1.0;
    }
    if ends(&[
        "ov", "ev", "enko", "sky", "skyy", "skyi", "vich", "yan", "shvili", "dze", "sson", "sen", "ova",
        "eva", "ski", "ic", "ić", "oğlu", "zadeh", "wala", "singh",
    ]) {
        scores[PERSON] += 1.2;
    }
    if capitals == 1 && ends(&["ian", "ians", "ese", "ists"]) && first.own.classes & (GIVEN | SURNAME) == 0 {
        scores[NORP] += 2.5;
    }
}

/// What only a person has.
fn is_kin(word: &Word) -> bool {
    let family = matches!(word.text, "wife" | "husband" | "mother" | "father" | "son" | "daughter");
    family || matches!(word.text, "lawyer" | "family" | "death")
}

/// A common noun for an organisation: "company", "ministry", "newspaper".
fn is_organisation(word: &Word) -> bool {
    let other = matches!(
        word.text,
        "firm"
            | "startup"
            | "subsidiary"
            | "maker"
            | "carrier"
            | "brand"
            | "retailer"
            | "regulator"
            | "operator"
            | "outlet"
            | "website"
            | "band"
            | "developer"
            | "conglomerate"
            | "app"
            | "platform"
    );
    !word.token.capital
        && (other
            || word.is(ORG_HEAD)
                && !word.is(FUNCTION)
                && !matches!(
                    word.text,
                    "house"
                        | "force"
                        | "forces"
                        | "service"
                        | "services"
                        | "front"
                        | "guard"
                        | "sons"
                        | "brothers"
                        | "times"
                        | "post"
                        | "school"
                        | "trust"
                        | "task"
                        | "power"
                        | "family"
                        | "lines"
                        | "mission"
                        | "delegation"
                        | "assembly"
                        | "movement"
                        | "security"
                ))
}

/// Whether the name stands in a list beside a known place.
fn beside_place(words: &[Word], line: &Line, start: usize, end: usize) -> bool {
    let joint = |word: &Word| matches!(word.text, "," | "and" | "or");
    let place =
        |word: &Word| word.own.kind == Some(EntityType::Gpe) && word.own.classes & (GIVEN | SURNAME) == 0;
    let left = start >= line.start + 2 && joint(&words[start - 1]) && place(&words[start - 2]);
    let right = end + 1 < line.end && words[end].text != "," && joint(&words[end]) && place(&words[end + 1]);
    left || right
}

fn before(words: &[Word], line: &Line, start: usize, title: bool, scores: &mut Scores) {
    if title {
        scores[PERSON] += 4.0;
        return;
    }
    if start == line.start {
        return;
    }
    let word = &words[start - 1];
    match word.text {
        "the" | "The" => {
            scores[ORG] += 1.5;
            scores[PERSON] -= 2.5;
        }
        "a" | "an" => {
            scores[PERSON] -= 1.0;
            scores[ORG] += 0.5;
        }
        "in" | "In" | "near" | "Near" | "across" | "throughout" | "Across" | "northern" | "southern"
        | "eastern" | "western" | "central" | "downtown" | "nearby" => {
            scores[PLACE] += 2.0;
            scores[PERSON] -= 1.0;
        }
        "of" if start >= line.start + 2 && words[start - 2].is(PLACE_NOUN) => scores[PLACE] += 3.5,
        "from" | "to" | "into" | "toward" | "towards" => scores[PLACE] += 0.7,
        "at" => {
            scores[ORG] += 0.8;
            scores[PLACE] += 0.8;
        }
        "outside" | "outskirts" => scores[PLACE] += 1.5,
        "(" => scores[ORG] += 0.5,
        _ if is_organisation(word) => scores[ORG] += 2.0,
        _ if word.is(ROLE) && word.token.kind == Kind::Word => {
            scores[PERSON] += 2.5;
        }
        _ => {}
    }
}

fn after(words: &[Word], line: &Line, end: usize, scores: &mut Scores) {
    let get = |offset: usize| words.get(end + offset).filter(|_| end + offset < line.end);
    let Some(next) = get(0) else { return };
    match next.text {
        "," => {
            if get(1).is_some_and(|word| word.token.kind == Kind::Number && word.text.len() == 2) {
                scores[PERSON] += 2.5;
            } else if get(1).is_some_and(|word| word.text == "who" || word.is(ROLE) && !word.token.capital) {
                scores[PERSON] += 2.0;
            } else if get(1).is_some_and(|word| matches!(word.text, "a" | "an" | "the"))
                && (2..6).any(|offset| get(offset).is_some_and(is_organisation))
            {
                scores[ORG] += 2.5;
            } else if get(1).is_some_and(|word| matches!(word.text, "a" | "an" | "the"))
                && (2..5).any(|offset| get(offset).is_some_and(|word| word.is(ROLE)))
            {
                scores[PERSON] += 1.5;
            } else if get(1)
                .is_some_and(|word| word.own.kind == Some(EntityType::Gpe) && word.own.classes & GIVEN == 0)
            {
                scores[PLACE] += 2.0;
            }
        }
        "is" | "was"
            if (2..6).any(|offset| {
                get(offset).is_some_and(|word| word.is(PLACE_NOUN) || word.text == "commune")
            }) =>
        {
            scores[PLACE] += 2.0;
        }
        "who" | "whose" => scores[PERSON] += 2.0,
        "-" if get(1).is_some_and(|word| word.text == "based") => scores[PLACE] += 3.0,
        "(" if get(1).is_some_and(|word| word.is_acronym() && word.text.len() < 8)
            && get(2).is_some_and(|word| word.text == ")") =>
        {
            scores[ORG] += 3.0
        }
        "airport" | "region" | "province" | "district" | "peninsula" | "border" | "suburb" | "county" => {
            scores[PLACE] += 2.5;
        }
        _ if next.token.kind == Kind::Possessive && get(1).is_some_and(is_kin) => scores[PERSON] += 1.5,
        _ if next.is(SAY) && !next.token.capital => {
            scores[PERSON] += 1.3;
            scores[ORG] += 0.5;
        }
        _ => {}
    }
}
