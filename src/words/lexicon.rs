//! The cue lexicon and the closed classes, in one table: a token is looked up once.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use crate::document::{Act, Factuality, Label};
use crate::words::classes;
use crate::words::classes::Class;
use crate::words::hash::Quick;
use crate::words::verbs;
use crate::words::verbs::Verb;

/// Word forms with, per context and frame, how often they are a cue; mined, then curated.
const CUES: &str = include_str!("../../datasets/lexicon/cues.tsv");

/// Nouns that mean a thing and nobody who speaks, from WordNet.
const THINGS: &str = include_str!("../../datasets/lexicon/things.txt");

/// What stands right after a cue, adverbs left aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    That,
    Question,
    To,
    Quote,
    /// A comma or colon.
    Mark,
    /// Any other mark, or nothing.
    End,
    Gerund,
    /// Anything else: mostly a noun phrase, or a clause without "that".
    Other,
    /// A preposition, by its place in [`PREPOSITIONS`].
    Preposition(u8),
}

/// Prepositions that open a content or are part of a cue, in the order of their numbers.
pub const PREPOSITIONS: [&str; 18] = [
    "of", "for", "about", "on", "with", "against", "in", "as", "from", "into", "over", "at", "after", "by",
    "toward", "towards", "upon", "through",
];

const FRAMES: usize = 8 + PREPOSITIONS.len();

impl Frame {
    /// Its place among the rates of a use.
    pub fn index(self) -> usize {
        match self {
            Frame::That => 0,
            Frame::Question => 1,
            Frame::To => 2,
            Frame::Quote => 3,
            Frame::Mark => 4,
            Frame::End => 5,
            Frame::Gerund => 6,
            Frame::Other => 7,
            Frame::Preposition(at) => 8 + usize::from(at),
        }
    }

    fn parse(name: &str) -> Option<usize> {
        let fixed = ["that", "wh", "to", "quote", "mark", "end", "ing", "np"];
        let preposition = || PREPOSITIONS.iter().position(|p| *p == name).map(|at| 8 + at);
        fixed.iter().position(|f| *f == name).or_else(preposition)
    }
}

/// How a form is used, as far as the words before it tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    Verb,
    Noun,
    /// After "to".
    Infinitive,
    /// A participle after a form of "be".
    Passive,
}

impl Context {
    /// The context that a letter of the files stands for.
    pub fn parse(letter: char) -> Option<Context> {
        match letter {
            'v' => Some(Context::Verb),
            'n' => Some(Context::Noun),
            't' => Some(Context::Infinitive),
            'p' => Some(Context::Passive),
            _ => None,
        }
    }
}

/// A cue form in one context.
#[derive(Clone, Copy, Debug)]
pub struct Use {
    pub act: Act,
    pub factuality: Factuality,
    /// A refusal takes the verb with it: "declined to say".
    pub refused: bool,
    /// Evidence can be its subject, and then nobody speaks: "photos showed".
    pub shows: bool,
    /// A noun phrase without a clause is content enough: "denied the charge".
    pub object: bool,
    /// A participle whose subject is who thinks or feels: "is worried that".
    pub feels: bool,
    rates: [u8; FRAMES],
}

impl Use {
    /// A plain certain assertion, for claims without a cue of the table.
    pub const fn plain(act: Act) -> Use {
        Use {
            act,
            factuality: Factuality::Certain,
            refused: false,
            shows: false,
            object: true,
            feels: false,
            rates: [60; FRAMES],
        }
    }

    /// Percent of such uses in which the form is the head of a cue.
    pub fn rate(&self, frame: Frame) -> u8 {
        self.rates[frame.index()]
    }
}

/// What the table knows of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub class: Class,
    /// Index into the lexicon's cues; 0 for none.
    pub cue: u16,
    /// Place in [`PREPOSITIONS`], plus one; 0 for none.
    pub preposition: u8,
    /// What form of a verb it can be.
    pub verb: Verb,
}

/// The longest form that is looked up; longer words are no cues.
const LONGEST: usize = 20;

pub struct Lexicon {
    table: HashMap<Vec<u8>, Entry, BuildHasherDefault<Quick>>,
    cues: Vec<[Option<Use>; 4]>,
}

/// Built once, at the first document.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);

impl Lexicon {
    fn build() -> Lexicon {
        let mut lexicon = Lexicon { table: HashMap::default(), cues: vec![[None; 4]] };
        let things = THINGS.lines().filter(|line| !line.starts_with('#')).map(|word| (classes::THING, word));
        for (class, word) in classes::words().chain(things) {
            lexicon.table.entry(word.as_bytes().to_vec()).or_default().class |= class;
        }
        for (at, word) in PREPOSITIONS.iter().enumerate() {
            lexicon.table.entry(word.as_bytes().to_vec()).or_default().preposition = at as u8 + 1;
        }
        for line in CUES.lines().filter(|line| !line.starts_with('#')) {
            lexicon.add(line);
        }
        verbs::each(|form, verb| match lexicon.table.get_mut(form.as_bytes()) {
            Some(entry) => entry.verb |= verb,
            None => {
                lexicon.table.insert(form.as_bytes().to_vec(), Entry { verb, ..Entry::default() });
            }
        });
        lexicon.passives();
        lexicon
    }

    /// What is said with "that" is so in the passive too: "it was noted that".
    fn passives(&mut self) {
        for uses in self.cues.iter_mut() {
            let that = Frame::That.index();
            let active = uses[Context::Verb as usize].filter(|known| known.rates[that] >= 60);
            if let (Some(mut known), None) = (active, uses[Context::Passive as usize]) {
                known.rates = [0; FRAMES];
                known.rates[that] = 75;
                uses[Context::Passive as usize] = Some(known);
            }
        }
    }

    /// Reads one line of the table; a test holds every line to be well-formed.
    fn add(&mut self, line: &str) -> Option<()> {
        let mut cells = line.split('\t');
        let form = cells.next()?;
        let context = cells.next()?.parse().ok().and_then(Context::parse)?;
        let act = Act::parse(cells.next()?)?;
        let factuality = Factuality::parse(cells.next()?)?;
        let mut rates = [0; FRAMES];
        for cell in cells.next()?.split(' ') {
            let (name, percent) = cell.split_once('=')?;
            rates[Frame::parse(name)?] = percent.parse().ok()?;
        }
        let mut known =
            Use { act, factuality, refused: false, shows: false, object: false, feels: false, rates };
        let mut class = 0;
        for role in cells.nth(1).unwrap_or_default().split_whitespace() {
            match role {
                "after" => class |= classes::SPEECH,
                "hearer" => class |= classes::TELL,
                "refused" => known.refused = true,
                "shows" => known.shows = true,
                "object" => known.object = true,
                "feels" => known.feels = true,
                _ => return None,
            }
        }
        let entry = self.table.entry(form.as_bytes().to_vec()).or_default();
        entry.class |= class;
        if entry.cue == 0 {
            entry.cue = self.cues.len() as u16;
            self.cues.push([None; 4]);
        }
        self.cues[usize::from(entry.cue)][context as usize] = Some(known);
        Some(())
    }

    /// The entry of `word` in any case, with straight or curly apostrophes; no allocation.
    pub fn entry(&self, word: &str) -> Entry {
        let mut key = [0u8; LONGEST];
        let mut length = 0;
        let mut bytes = word.bytes();
        while let Some(byte) = bytes.next() {
            let byte = match byte {
                0xe2 => {
                    bytes.next();
                    bytes.next();
                    b'\''
                }
                0x80.. => return Entry::default(),
                _ => byte.to_ascii_lowercase(),
            };
            if length == LONGEST {
                return Entry::default();
            }
            key[length] = byte;
            length += 1;
        }
        let manner = length > 4 && key[..length].ends_with(b"ly");
        let unknown = Entry { class: if manner { classes::ADVERB } else { 0 }, ..Entry::default() };
        self.table.get(&key[..length]).copied().unwrap_or(unknown)
    }

    pub fn cue(&self, cue: u16, context: Context) -> Option<&Use> {
        self.cues[usize::from(cue)][context as usize].as_ref()
    }
}

/// The verbs of speech that may follow a quotation, for layers with tables of their own.
pub fn reporting_verbs() -> impl Iterator<Item = &'static str> {
    let after = |line: &str| {
        line.split('\t').nth(6).is_some_and(|roles| roles.split(' ').any(|role| role == "after"))
    };
    CUES.lines()
        .filter(move |line| !line.starts_with('#') && after(line))
        .filter_map(|line| line.split('\t').next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_well_formed() {
        let mut lexicon = Lexicon { table: HashMap::default(), cues: vec![[None; 4]] };
        for line in CUES.lines().filter(|line| !line.starts_with('#')) {
            assert!(lexicon.add(line).is_some(), "{line}");
        }
    }

    #[test]
    fn case_and_apostrophes_do_not_matter() {
        let said = LEXICON.entry("Said");
        assert!(said.cue != 0 && said == LEXICON.entry("said"));
        assert_eq!(LEXICON.entry("didn’t").class, classes::HAVE_DO | classes::NEGATION);
        assert_eq!(LEXICON.entry("quietly").class, classes::ADVERB);
        assert_eq!(LEXICON.entry("antidisestablishmentarianism"), Entry::default());
    }

    #[test]
    fn a_preposition_of_a_frame_is_one_of_the_class() {
        for word in PREPOSITIONS {
            assert!(LEXICON.entry(word).class & classes::PREPOSITION != 0, "{word}");
        }
    }

    #[test]
    fn a_word_in_ly_is_an_adverb_unless_a_list_has_it() {
        assert_eq!(LEXICON.entry("loudly").class, classes::ADVERB);
        assert_eq!(LEXICON.entry("Kelly").class & classes::ADVERB, 0);
    }

    #[test]
    fn verbs_of_speech_are_those_of_the_class() {
        assert!(reporting_verbs().all(|verb| LEXICON.entry(verb).class & classes::SPEECH != 0));
        assert!(reporting_verbs().any(|verb| verb == "said"));
    }

    #[test]
    fn rates_are_by_context_and_frame() {
        let said = LEXICON.entry("said").cue;
        assert!(LEXICON.cue(said, Context::Verb).is_some_and(|said| said.rate(Frame::That) > 90));
        assert!(LEXICON.cue(said, Context::Infinitive).is_none());
    }
}
