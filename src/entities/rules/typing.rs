//! What a name is of, by its own words and by the words around it.

use crate::document::EntityType;
use crate::entities::rules::chunks::Chunk;
use crate::entities::weights::*;
use crate::entities::word::{Line, Word};
use crate::words::gazetteer::*;
use crate::words::token::Kind;

/// A name in its sentence.
struct Name<'a, 't> {
    words: &'a [Word<'t>],
    line: &'a Line,
    /// Half-open range of words.
    start: usize,
    end: usize,
}

/// Scores the chunks `from..to` of a sentence as a name; `title` says whether a title stands before.
pub fn score(words: &[Word], line: &Line, chunks: &[Chunk], from: usize, to: usize, title: bool) -> Scores {
    let mut scores = PRIOR;
    let chunks = &chunks[from..to];
    if chunks.iter().filter(|chunk| chunk.capital).count() == 1 {
        one_word(words, &chunks[0], &mut scores);
    } else {
        several_words(words, chunks, &mut scores);
    }
    ending(words, chunks, &mut scores);
    let name = Name { words, line, start: chunks[0].start, end: chunks[chunks.len() - 1].end };
    name.around(title, &mut scores);
    scores
}

fn one_word(words: &[Word], chunk: &Chunk, scores: &mut Scores) {
    let word = &words[chunk.start];
    let inner = word.text.chars().skip(1).any(char::is_uppercase);
    let gaelic = || ["Mc", "Mac", "O’", "O'"].iter().any(|head| word.text.starts_with(head));
    if word.is_acronym() && chunk.is_single() && word.text.len() <= 7 {
        add(scores, &ACRONYM);
    } else if inner && word.text.chars().any(char::is_lowercase) {
        add(scores, if gaelic() { &GAELIC } else { &CAMEL_CASE });
    }
    for (class, weights) in [
        (GIVEN, &LONE_FIRST_NAME),
        (SURNAME, &LONE_SURNAME),
        (KNOWN_SURNAME, &KNOWN_PERSON),
        (WEAK, &RARE_PLACE),
    ] {
        if chunk.own.classes & class != 0 {
            add(scores, weights);
        }
    }
}

fn several_words(words: &[Word], chunks: &[Chunk], scores: &mut Scores) {
    let (first, last) = (&chunks[0], &chunks[chunks.len() - 1]);
    let place =
        |chunk: &Chunk, no: Classes| chunk.own.kind == Some(EntityType::Gpe) && chunk.own.classes & no == 0;
    for (holds, weights) in [
        (first.own.classes & GIVEN != 0, &BEGINS_WITH_FIRST_NAME),
        (last.own.classes & (SURNAME | GIVEN | KNOWN_SURNAME) != 0, &ENDS_WITH_SURNAME),
        (chunks.iter().filter(|chunk| chunk.capital).count() <= 3, &SHORT),
        (place(last, GIVEN | SURNAME), &ENDS_WITH_PLACE),
        (place(first, GIVEN), &BEGINS_WITH_PLACE),
    ] {
        if holds {
            add(scores, weights);
        }
    }
    for chunk in chunks.iter().filter(|chunk| chunk.is_single()) {
        let word = &words[chunk.start];
        if !chunk.capital {
            if chunk.is(PARTICLE) {
                add(scores, &PARTICLE_INSIDE);
            } else if word.text == "&" {
                add(scores, &AMPERSAND);
            }
        } else if word.text.chars().count() == 1 {
            add(scores, &INITIAL);
        } else if chunk.is(COMMON) && chunk.own.classes & (GIVEN | SURNAME) == 0 {
            add(scores, &COMMON_WORD);
        } else if word.is_acronym() && word.text.len() > 2 {
            add(scores, &ACRONYM_INSIDE);
        }
    }
}

/// Endings of towns, of surnames, and of groups, for words that no list knows.
const PLACE_ENDINGS: &[&str] = &[
    "stan", "burg", "ville", "grad", "abad", "pur", "shire", "land", "ton", "ham", "polis", "sk", "vka",
    "ford",
];
const SURNAME_ENDINGS: &[&str] = &[
    "ov", "ev", "enko", "sky", "vich", "yan", "shvili", "dze", "sson", "sen", "ova", "eva", "ski", "ic",
    "ić", "oğlu", "zadeh", "wala", "singh",
];
const GROUP_ENDINGS: &[&str] = &["ian", "ians", "ese", "ists"];

fn ending(words: &[Word], chunks: &[Chunk], scores: &mut Scores) {
    let text = words[chunks[chunks.len() - 1].end - 1].text;
    let ends = |list: &[&str]| text.len() > 5 && list.iter().any(|&ending| text.ends_with(ending));
    let person = chunks[0].own.classes & (GIVEN | SURNAME) != 0;
    let one = chunks.iter().filter(|chunk| chunk.capital).count() == 1;
    if ends(PLACE_ENDINGS) {
        add(scores, &PLACE_ENDING);
    }
    if ends(SURNAME_ENDINGS) {
        add(scores, &SURNAME_ENDING);
    }
    if one && !person && ends(GROUP_ENDINGS) {
        add(scores, &GROUP_ENDING);
    }
}

/// A common noun for an organisation: "company", "ministry", "newspaper".
fn is_organisation(word: &Word) -> bool {
    let head = word.is(ORG_HEAD) && !word.is(FUNCTION | NOT_ORG_NOUN);
    !word.token.capital && (head || word.is(ORG_NOUN))
}

fn is_place(word: &Word) -> bool {
    word.own.kind == Some(EntityType::Gpe) && word.own.classes & (GIVEN | SURNAME) == 0
}

impl<'t> Name<'_, 't> {
    /// The word `offset` words after the name, in its sentence.
    fn after(&self, offset: usize) -> Option<&Word<'t>> {
        self.words.get(self.end + offset).filter(|_| self.end + offset < self.line.end)
    }

    /// The word `offset` words before the name, 1 for the nearest, in its sentence.
    fn before(&self, offset: usize) -> Option<&Word<'t>> {
        (self.start >= self.line.start + offset).then(|| &self.words[self.start - offset])
    }

    fn after_is(&self, offset: usize, holds: impl Fn(&Word) -> bool) -> bool {
        self.after(offset).is_some_and(holds)
    }

    fn before_is(&self, offset: usize, holds: impl Fn(&Word) -> bool) -> bool {
        self.before(offset).is_some_and(holds)
    }

    fn around(&self, title: bool, scores: &mut Scores) {
        if self.after_is(0, |word| word.is(DYNASTY) && !word.token.capital) {
            add(scores, &BEFORE_DYNASTY);
        }
        if self.is_beside_place() {
            add(scores, &BESIDE_PLACE);
        }
        let before = if title { Some(&AFTER_TITLE) } else { self.by_words_before() };
        for weights in [before, self.by_words_after()].into_iter().flatten() {
            add(scores, weights);
        }
    }

    /// Whether the name stands in a list beside a known place.
    fn is_beside_place(&self) -> bool {
        let joint = |word: &Word| matches!(word.text, "and" | "or");
        let left = self.before_is(1, |word| word.text == "," || joint(word)) && self.before_is(2, is_place);
        left || self.after_is(0, joint) && self.after_is(1, is_place)
    }

    fn by_words_before(&self) -> Option<&'static Scores> {
        let word = self.before(1)?;
        let weights = match word.text {
            "the" | "The" => &AFTER_THE,
            "a" | "an" => &AFTER_A,
            "of" if self.before_is(2, |noun| noun.is(PLACE_NOUN)) => &AFTER_PLACE_NOUN,
            "from" | "to" | "into" | "toward" | "towards" => &AFTER_DIRECTION,
            "at" => &AFTER_AT,
            "outside" | "outskirts" => &AFTER_OUTSIDE,
            "(" => &AFTER_BRACKET,
            "," if self.is_apposed_to(is_organisation) => &APPOSED_TO_ORG_NOUN,
            // "the envoy in the province, Jane Doe, said": of several words it may be a person.
            "," if self.end == self.start + 1 && self.is_apposed_to(|word| word.is(PLACE_NOUN)) => {
                &APPOSED_TO_PLACE_NOUN
            }
            "on" if self.is_posted() => &AFTER_POST_ON,
            _ if word.is(PLACE_CUE) => &AFTER_PLACE_CUE,
            _ if is_organisation(word) => &AFTER_ORG_NOUN,
            _ if word.is(ROLE) && word.token.kind == Kind::Word => &AFTER_ROLE,
            _ => return None,
        };
        Some(weights)
    }

    /// "the ferry operator, Quarvik, said".
    fn is_apposed_to(&self, noun: impl Fn(&Word) -> bool) -> bool {
        self.before_is(2, |word| !word.token.capital && noun(word))
            && self.after_is(0, |word| word.text == ",")
    }

    /// "a small town in", "the capital of", but not "a city bank": the noun for a place is the last.
    fn place_noun_follows(&self, offsets: std::ops::Range<usize>) -> bool {
        let ends = |word: &Word| word.is(FUNCTION) || word.token.kind != Kind::Word;
        offsets.into_iter().any(|offset| {
            self.after_is(offset, |word| word.is(PLACE_NOUN)) && self.after_is(offset + 1, ends)
        })
    }

    /// "wrote on Quarvik that", "in a post on Quarvik".
    fn is_posted(&self) -> bool {
        let said = |word: &Word| {
            word.is(PERSON_VERB) && !word.token.capital
                || matches!(word.text, "post" | "message" | "statement")
        };
        self.before_is(2, said)
    }

    fn by_words_after(&self) -> Option<&'static Scores> {
        let next = self.after(0)?;
        let weights = match next.text {
            "," => return self.by_apposition(),
            "is" | "was" if (2..6).any(|offset| self.after_is(offset, |word| word.is(PLACE_NOUN))) => {
                &IS_PLACE_NOUN
            }
            "who" | "whose" => &BEFORE_WHO,
            "-" if self.after_is(1, |word| word.text == "based") => &BEFORE_BASED,
            "(" if next.silent => &BEFORE_AGE,
            "(" if self.after_is(1, |word| word.is_acronym() && word.text.len() < 8)
                && self.after_is(2, |word| word.text == ")") =>
            {
                &BEFORE_ACRONYM
            }
            _ if next.is(PLACE_NOUN) && !next.token.capital => &BEFORE_PLACE_NOUN,
            _ if next.token.kind == Kind::Possessive && self.after_is(1, |word| word.is(KIN)) => &BEFORE_KIN,
            _ if next.is(PERSON_VERB) && !next.token.capital => &BEFORE_PERSON_VERB,
            _ => return None,
        };
        Some(weights)
    }

    /// By what stands after the comma that follows the name.
    fn by_apposition(&self) -> Option<&'static Scores> {
        let next = self.after(1)?;
        let within = |offsets: std::ops::Range<usize>, holds: fn(&Word) -> bool| {
            offsets.into_iter().any(|offset| self.after_is(offset, holds))
        };
        let article = matches!(next.text, "a" | "an" | "the");
        if next.token.kind == Kind::Number && next.text.len() == 2 {
            Some(&BEFORE_AGE)
        } else if next.text == "who" || next.is(ROLE) && !next.token.capital {
            Some(&BEFORE_APPOSED_ROLE)
        } else if article && self.place_noun_follows(2..5) {
            Some(&BEFORE_APPOSED_PLACE_NOUN)
        } else if article && within(2..6, is_organisation) {
            Some(&BEFORE_APPOSED_ORG_NOUN)
        } else if article && within(2..5, |word| word.is(ROLE)) {
            Some(&BEFORE_LATER_ROLE)
        } else {
            let place = next.own.kind == Some(EntityType::Gpe) && next.own.classes & GIVEN == 0;
            place.then_some(&BEFORE_PLACE)
        }
    }
}
