//! In which language a text is written.

use whatlang::{Info, detect};

/// A text of fewer bytes tells no language.
const SHORTEST: usize = 60;

/// As many bytes of a text mostly tell, and where they do not, the second: it takes longer than all else that is done
/// to read an article.
const ENOUGH: [usize; 2] = [1_000, 4_000];

/// The ISO 639-3 code of the language of `text`, where it is long and plain enough to tell.
pub fn language(text: &str) -> Option<String> {
    if text.len() < SHORTEST {
        return None;
    }
    let tell = |bytes: &usize| detect(&text[..text.floor_char_boundary(*bytes)]).filter(Info::is_reliable);
    ENOUGH.iter().find_map(tell).map(|found| found.lang().code().to_owned())
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
    }
}
