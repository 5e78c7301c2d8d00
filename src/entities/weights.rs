//! How much each sign speaks for or against each type of a name.
//!
//! These are ranks, set by hand: a sum decides between types, and its lead over the next best becomes a
//! confidence, which `datasets/models/calibration.toml` makes a probability.

/// How much each of [`KINDS`](super::typing::KINDS) fits: person, organisation, place, group, product.
pub type Scores = [f32; 5];

pub const PERSON: usize = 0;
pub const ORG: usize = 1;
pub const PLACE: usize = 2;

/// Adds up what speaks for each type.
pub fn add(scores: &mut Scores, weights: &Scores) {
    scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += weight);
}

const fn person(weight: f32) -> Scores {
    [weight, 0.0, 0.0, 0.0, 0.0]
}

const fn org(weight: f32) -> Scores {
    [0.0, weight, 0.0, 0.0, 0.0]
}

const fn place(weight: f32) -> Scores {
    [0.0, 0.0, weight, 0.0, 0.0]
}

/// Before anything is known.
pub const PRIOR: Scores = [0.3, 0.0, 0.1, -1.0, -1.0];

/// What the gazetteers say of a word that is also a person's name.
pub const GAZETTEER: f32 = 4.0;

// By the name's own words, where it has one.

/// "NWA".
pub const ACRONYM: Scores = [-2.0, 2.5, 0.0, 0.0, 0.0];
/// "McKay", "O’Hara".
pub const GAELIC: Scores = person(2.0);
/// "OpenBook": a capital inside.
pub const CAMEL_CASE: Scores = org(2.0);
pub const LONE_FIRST_NAME: Scores = person(1.0);
pub const LONE_SURNAME: Scores = person(0.8);
pub const KNOWN_PERSON: Scores = person(3.0);
pub const RARE_PLACE: Scores = place(0.5);

// By the name's own words, where it has several.

pub const BEGINS_WITH_FIRST_NAME: Scores = person(2.0);
pub const ENDS_WITH_SURNAME: Scores = person(1.0);
/// Three words at most.
pub const SHORT: Scores = person(0.7);
/// "Bayern Munich".
pub const ENDS_WITH_PLACE: Scores = org(1.5);
/// "Oslo Stars".
pub const BEGINS_WITH_PLACE: Scores = org(2.0);
pub const INITIAL: Scores = person(1.0);
/// "Red Anchor".
pub const COMMON_WORD: Scores = [-0.8, 1.3, 0.0, 0.0, 0.0];
/// "van der".
pub const PARTICLE_INSIDE: Scores = person(0.8);
pub const AMPERSAND: Scores = org(3.0);
pub const ACRONYM_INSIDE: Scores = org(1.0);

// By the ending of the last word.

pub const PLACE_ENDING: Scores = place(1.0);
pub const SURNAME_ENDING: Scores = person(1.2);
pub const GROUP_ENDING: Scores = [0.0, 0.0, 0.0, 2.5, 0.0];

// By what stands around.

pub const AFTER_TITLE: Scores = person(4.0);
/// "the Varlund family": more than the article takes away.
pub const BEFORE_DYNASTY: Scores = person(5.0);
/// "Oslo, Quarvik and Bergen".
pub const BESIDE_PLACE: Scores = place(1.2);
pub const AFTER_THE: Scores = [-2.5, 1.5, 0.0, 0.0, 0.0];
pub const AFTER_A: Scores = [-1.0, 0.5, 0.0, 0.0, 0.0];
/// "near Quarvik".
pub const AFTER_PLACE_CUE: Scores = [-1.0, 0.0, 2.0, 0.0, 0.0];
/// "the town of Quarvik".
pub const AFTER_PLACE_NOUN: Scores = place(3.5);
pub const AFTER_DIRECTION: Scores = place(0.7);
pub const AFTER_AT: Scores = [0.0, 0.8, 0.8, 0.0, 0.0];
pub const AFTER_OUTSIDE: Scores = place(1.5);
pub const AFTER_BRACKET: Scores = org(0.5);
/// "startup Quarvik".
pub const AFTER_ORG_NOUN: Scores = org(2.0);
/// "the operator, Quarvik, said".
pub const APPOSED_TO_ORG_NOUN: Scores = [-1.0, 2.5, 0.0, 0.0, 0.0];
/// "the nearest town, Quarvik, was".
pub const APPOSED_TO_PLACE_NOUN: Scores = place(2.0);
/// "novelist Varlund".
pub const AFTER_ROLE: Scores = person(2.5);
/// "wrote on Quarvik".
pub const AFTER_POST_ON: Scores = [-1.0, 2.0, 0.0, 0.0, 0.0];
/// "Varlund, 54".
pub const BEFORE_AGE: Scores = person(2.5);
/// "Varlund, who", "Varlund, mayor of".
pub const BEFORE_APPOSED_ROLE: Scores = person(2.0);
/// "Varlund, the novelist".
pub const BEFORE_LATER_ROLE: Scores = person(1.5);
/// "Quarvik, a startup".
pub const BEFORE_APPOSED_ORG_NOUN: Scores = org(2.5);
/// "Quarvik, a small town in".
pub const BEFORE_APPOSED_PLACE_NOUN: Scores = place(2.5);
/// "Quarvik, Norway".
pub const BEFORE_PLACE: Scores = place(2.0);
/// "Quarvik is a town".
pub const IS_PLACE_NOUN: Scores = place(2.0);
pub const BEFORE_WHO: Scores = person(2.0);
/// "Quarvik-based".
pub const BEFORE_BASED: Scores = place(3.0);
/// "Nordic Whale Agency (NWA)".
pub const BEFORE_ACRONYM: Scores = org(3.0);
/// "Quarvik airport".
pub const BEFORE_PLACE_NOUN: Scores = place(2.5);
/// "Varlund’s wife".
pub const BEFORE_KIN: Scores = person(1.5);
/// "Varlund said".
pub const BEFORE_PERSON_VERB: Scores = [1.3, 0.5, 0.0, 0.0, 0.0];
