//! The id of a name.

use crate::document::EntityType;

/// The id of a name: the lexicon's, or its slug.
pub fn identify(kind: EntityType, name: &str, known: &str) -> String {
    if !known.is_empty() {
        return slug(known);
    }
    let slug = if kind == EntityType::Person { slug(&without_initials(name)) } else { slug(name) };
    let plural = kind == EntityType::Norp && !slug.ends_with(['s', 'e', 'h']);
    if plural { slug + "s" } else { slug }
}

/// A person's name without the initials between first name and surname, which one text has and the next has not:
/// "Charles J. Fillmore". Initials that stand first are the name.
fn without_initials(name: &str) -> String {
    let initial = |word: &&str| {
        let letter = word.strip_suffix('.').unwrap_or(word);
        letter.chars().count() == 1 && letter.chars().all(char::is_uppercase)
    };
    let words: Vec<&str> = name.split(' ').collect();
    let named = words.len() > 2 && !words.first().is_some_and(initial) && !words.last().is_some_and(initial);
    let kept = words.iter().enumerate().filter(|(at, word)| !(named && *at > 0 && initial(word)));
    kept.map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
}

/// `name` as lower-case ASCII words with hyphens between.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if c == '.' || c == '\'' || c == '’' || ('\u{300}'..='\u{36f}').contains(&c) {
        } else if let Some(plain) = ascii(c) {
            slug.push_str(plain);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "unnamed".to_owned() } else { slug }
}

/// The letters that stand for a Latin letter with a mark.
fn ascii(c: char) -> Option<&'static str> {
    const ROWS: &[(&str, &str)] = &[
        ("áàâäãåāăąǎÁÀÂÄÃÅĀĂĄ", "a"),
        ("çćčĉċÇĆČ", "c"),
        ("ďđðĎĐÐ", "d"),
        ("éèêëēĕėęěəÉÈÊËĒĖĘĚƏ", "e"),
        ("ğĝġģĞĠĢ", "g"),
        ("ħĥĦ", "h"),
        ("íìîïīĭįıÍÌÎÏĪĮİ", "i"),
        ("ĵ", "j"),
        ("ķĶ", "k"),
        ("łĺļľŁĻĽ", "l"),
        ("ñńņňÑŃŅŇ", "n"),
        ("óòôöõøōŏőÓÒÔÖÕØŌŐ", "o"),
        ("ŕŗřŘ", "r"),
        ("śşšșŝŚŞŠȘ", "s"),
        ("ťţțŤŢȚ", "t"),
        ("úùûüūŭůűųÚÙÛÜŪŮŰŲ", "u"),
        ("ŵ", "w"),
        ("ýÿŷÝ", "y"),
        ("źżžŹŻŽ", "z"),
        ("ß", "ss"),
        ("æÆ", "ae"),
        ("œŒ", "oe"),
        ("þÞ", "th"),
    ];
    ROWS.iter().find(|row| row.0.contains(c)).map(|row| row.1)
}
