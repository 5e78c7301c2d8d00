//! In which language a text is written.

use whatlang::{Info, Lang, detect};

/// A text of fewer bytes tells no language.
const SHORTEST: usize = 60;

/// As many bytes of a text mostly tell, and where they do not, the second: it takes longer than all else that is done
/// to read an article.
const ENOUGH: [usize; 2] = [1_000, 4_000];

/// Words that English texts are full of and others are not, one in eight of its words. So most need no trigrams.
const ENGLISH: [&str; 12] =
    ["the", "and", "that", "with", "said", "from", "which", "this", "would", "they", "have", "are"];
/// Words at the beginning of a text that are looked at, and of how many at least one must be such a word.
const LOOKED_AT: usize = 80;
const ONE_OF: usize = 15;

/// The ISO 639-3 code of the language of `text`, where it is long and plain enough to tell.
pub fn language(text: &str) -> Option<String> {
    if text.len() < SHORTEST {
        return None;
    }
    if is_english(text) {
        return Some(Lang::Eng.code().to_owned());
    }
    let tell = |bytes: &usize| detect(&text[..text.floor_char_boundary(*bytes)]).filter(Info::is_reliable);
    ENOUGH.iter().find_map(tell).map(|found| found.lang().code().to_owned())
}

/// Whether a text of some length has so many English words that no other language does.
fn is_english(text: &str) -> bool {
    let words = text.split_ascii_whitespace().take(LOOKED_AT);
    let (all, english) = words.fold((0, 0), |(all, english), word| {
        (all + 1, english + usize::from(ENGLISH.iter().any(|own| own.eq_ignore_ascii_case(word))))
    });
    all == LOOKED_AT && english * ONE_OF >= all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_texts_tell() {
        let english = "The mayor of Oslo said on Monday that the harbour would be closed until the storm had passed, and that nobody was hurt.";
        let german = "Der Bürgermeister von Oslo sagte am Montag, der Hafen bleibe geschlossen, bis der Sturm vorüber sei, und niemand sei verletzt worden.";
        let french = "Le maire d’Oslo a déclaré lundi que le port resterait fermé jusqu’à la fin de la tempête et que personne n’avait été blessé.";
        assert_eq!(language(english).as_deref(), Some("eng"));
        assert_eq!(language(german).as_deref(), Some("deu"));
        assert_eq!(language(french).as_deref(), Some("fra"));
        assert_eq!(language("Oslo, Monday"), None);
        let long = |text: &str| text.repeat(4);
        assert!(is_english(&long(english)) && !is_english(&long(german)) && !is_english(&long(french)));
        // A few English words, as titles of songs and films are, make no English text.
        let titles = long(german) + "The Sound of Silence and This Is the End";
        assert_eq!(language(&titles).as_deref(), Some("deu"));
    }
}
