//! The words that the sentence rules know. Lists are in lower case.

use crate::words::calendar::{SHORT_MONTHS, SHORT_WEEKDAYS};
use crate::words::classes::{ADVERB, OBJECT, PREPOSITION, PRONOUN, SPEECH, TO};
use crate::words::lexicon::LEXICON;
use crate::words::titles;
use crate::words::verbs;

/// What an abbreviation says about the sentence that its dot might end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abbreviation {
    /// It stands before a name: "Dr. Doe" goes on, whatever follows.
    BeforeName,
    /// It stands before a number: "Fig. 3", "c. 1818".
    BeforeNumber,
    /// It is a word, unless a number follows: "No. 5", but "He said no. We left".
    WordOrNumber,
    /// It stands anywhere: only a word that opens sentences shows that one ended.
    Anywhere,
    /// It closes a list, so that a capital after it opens a sentence.
    Closing,
}

/// Abbreviations without their last dot.
const ABBREVIATIONS: &[(&[&str], Abbreviation)] = &[
    (&titles::SHORT, Abbreviation::BeforeName),
    (BEFORE_NAMES, Abbreviation::BeforeName),
    (BEFORE_NUMBERS, Abbreviation::BeforeNumber),
    (&["art", "arts", "no", "nos"], Abbreviation::WordOrNumber),
    (ANYWHERE, Abbreviation::Anywhere),
    (&["etc"], Abbreviation::Closing),
];

/// Others than titles that a name or more words follow.
const BEFORE_NAMES: &[&str] = &[
    "a.k.a", "approx", "asst", "attn", "avg", "bros", "cf", "conf", "e.g", "eds", "esp", "et", "excl", "i.e",
    "incl", "misc", "mt", "p.s", "ps", "sp", "spp", "sr", "st", "ste", "subsp", "v", "viz", "vs",
];

const BEFORE_NUMBERS: &[&str] = &[
    "b", "c", "ca", "ch", "d", "div", "ed", "eq", "ext", "fig", "figs", "m", "mob", "n°", "p", "para",
    "paras", "ph", "pp", "sc", "sec", "tel", "vol", "vols",
];

const ANYWHERE: &[&str] = &[
    "a.m", "al", "am", "apt", "assn", "assoc", "ave", "b.a", "b.sc", "bldg", "blvd", "cit", "co", "cont",
    "corp", "ctr", "d.c", "dept", "dist", "e.u", "esq", "est", "ft", "gal", "hr", "hrs", "ibid", "illus",
    "inc", "intl", "jr", "lb", "lbs", "ltd", "m.a", "m.sc", "mfg", "mgmt", "mgr", "mi", "min", "natl", "oz",
    "p.m", "ph.d", "plc", "pm", "pt", "pts", "rd", "resp", "ret", "sq", "tbsp", "tsp", "u.k", "u.n", "u.s",
    "univ", "wt", "yd", "yds", "yr", "yrs",
];

/// Months, days and states stand anywhere, too; with a small letter they are words ("the sun.").
const CAPITALISED: &[(&[&str], ())] = &[(&SHORT_MONTHS, ()), (&SHORT_WEEKDAYS, ()), (STATES, ())];

const STATES: &[&str] = &[
    "ala", "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga", "ill", "ind", "kan", "ky", "la",
    "mass", "md", "mich", "minn", "miss", "mo", "neb", "nev", "okla", "ore", "pa", "penn", "tenn", "tex",
    "va", "vt", "wash", "wis", "wyo",
];

/// Words that open a sentence far more often than they carry on a name.
const OPENERS: &[&str] = &[
    "a", "after", "all", "also", "although", "an", "and", "another", "any", "are", "as", "at", "because",
    "before", "both", "but", "by", "can", "despite", "did", "do", "does", "during", "each", "even", "every",
    "everyone", "finally", "for", "from", "he", "her", "here", "his", "how", "however", "i", "if", "image",
    "in", "instead", "it", "its", "just", "last", "later", "let", "many", "maybe", "more", "most", "my",
    "never", "no", "not", "now", "of", "on", "once", "one", "only", "or", "other", "our", "perhaps",
    "please", "see", "she", "since", "so", "some", "still", "such", "thank", "thanks", "that", "the",
    "their", "then", "there", "these", "they", "this", "those", "though", "thus", "to", "under", "until",
    "we", "well", "what", "when", "where", "whether", "which", "while", "who", "why", "with", "yes", "yet",
    "you", "your",
];

const LONG_OPENERS: &[&str] = &["according", "meanwhile", "officials", "therefore"];

/// Whether `word` is a part of the day's hours, "a.m", which a sentence often ends with.
pub fn is_half_day(word: &str) -> bool {
    ["a.m", "p.m"].iter().any(|half| half.eq_ignore_ascii_case(word))
}

/// Words before a number that together head a caption or a part: "Figure 1. The harbour".
const LABELS: &[&str] =
    &["article", "chapter", "exhibit", "fig", "figure", "part", "photo", "section", "step", "table"];

/// The longest abbreviation has seven letters.
const LONGEST_ABBREVIATION: usize = 7;

/// A word as a number, so that one comparison settles it: its letters in lower case, the first one
/// highest. `None` where it is too long for any list.
fn key(word: &str) -> Option<u128> {
    let mut letters = [0; 16];
    letters.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    letters.make_ascii_lowercase();
    Some(u128::from_be_bytes(letters))
}

/// The keys of all words of `lists`, each with what its list says, sorted; made before the program
/// runs, so that a look-up is a search by halves and allocates nothing.
const fn table<T: Copy, const N: usize>(lists: &[(&[&str], T)]) -> [(u128, T); N] {
    let mut rows = [(0, lists[0].1); N];
    let (mut list, mut filled) = (0, 0);
    while list < lists.len() {
        let mut word = 0;
        while word < lists[list].0.len() {
            let bytes = lists[list].0[word].as_bytes();
            let mut letters = [0; 16];
            let mut at = 0;
            while at < bytes.len() {
                letters[at] = bytes[at];
                at += 1;
            }
            let row = (u128::from_be_bytes(letters), lists[list].1);
            let mut place = filled;
            while place > 0 && rows[place - 1].0 > row.0 {
                rows[place] = rows[place - 1];
                place -= 1;
            }
            rows[place] = row;
            filled += 1;
            word += 1;
        }
        list += 1;
    }
    rows
}

/// How many words `lists` hold.
const fn count<T>(lists: &[(&[&str], T)]) -> usize {
    let (mut list, mut sum) = (0, 0);
    while list < lists.len() {
        sum += lists[list].0.len();
        list += 1;
    }
    sum
}

static ABBREVIATION: [(u128, Abbreviation); count(ABBREVIATIONS)] = table(ABBREVIATIONS);
static CAPITAL: [(u128, ()); count(CAPITALISED)] = table(CAPITALISED);
static OPENER: [(u128, ()); OPENERS.len() + LONG_OPENERS.len()] = table(&[(OPENERS, ()), (LONG_OPENERS, ())]);

fn find<T: Copy>(table: &[(u128, T)], key: u128) -> Option<T> {
    table.binary_search_by_key(&key, |row| row.0).ok().map(|at| table[at].1)
}

/// What `word`, which a dot follows, is short for.
pub fn abbreviation(word: &str) -> Option<Abbreviation> {
    let key = key(word).filter(|_| word.len() <= LONGEST_ABBREVIATION)?;
    let calendar = || {
        let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
        (capital && find(&CAPITAL, key).is_some()).then_some(Abbreviation::Anywhere)
    };
    find(&ABBREVIATION, key).or_else(calendar)
}

pub fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    &text[..end]
}

pub fn is_opener(word: &str) -> bool {
    key(word).is_some_and(|key| find(&OPENER, key).is_some())
}

/// Whether `word` may tie a question or an exclamation in quotation marks to its speaker.
pub fn is_verb_of_speech(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && LEXICON.entry(word).class & SPEECH != 0
}

/// Whether the word is the past or present of a verb of saying, thinking or feeling.
pub fn says(word: &str) -> bool {
    let form = LEXICON.entry(word).verb;
    let finite = form & verbs::PAST != 0 || form & verbs::THIRD != 0 && form & verbs::NOUN == 0;
    word.starts_with(char::is_lowercase) && finite && form & verbs::SAYS != 0
}

/// Whether a word goes with the verb before it and is neither its object nor a clause: "demanded [loudly]".
pub fn hangs_on_verb(word: &str) -> bool {
    let class = LEXICON.entry(word).class;
    class & (ADVERB | PREPOSITION | OBJECT | TO) != 0 && class & PRONOUN == 0
}

/// Words that a letter numbers, which is then no initial: "vitamin C", "plan B".
const LETTERED: &[&str] = &[
    "vitamin",
    "plan",
    "hepatitis",
    "size",
    "grade",
    "group",
    "class",
    "type",
    "category",
    "option",
    "appendix",
];

pub fn is_lettered(word: &str) -> bool {
    LETTERED.contains(&word)
}

pub fn is_label(word: &str) -> bool {
    LABELS.iter().any(|label| label.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_list_is_found() {
        for (list, kind) in ABBREVIATIONS {
            for word in *list {
                assert_eq!(abbreviation(word), Some(*kind), "{word}");
                assert!(word.len() <= LONGEST_ABBREVIATION, "{word}");
            }
        }
        for word in OPENERS.iter().chain(LONG_OPENERS) {
            assert!(is_opener(word) && is_opener(&word.to_uppercase()), "{word}");
        }
        for word in CAPITALISED.iter().flat_map(|(list, ())| *list) {
            assert_eq!(abbreviation(&word.to_uppercase()), Some(Abbreviation::Anywhere), "{word}");
        }
    }

    #[test]
    fn days_and_states_have_a_capital() {
        assert_eq!(abbreviation("Sat"), Some(Abbreviation::Anywhere));
        assert_eq!(abbreviation("sat"), None);
        assert!(!is_opener("Senate") && !is_opener("Interdenominationally"));
    }
}
