//! The forms of English verbs: what can be the verb of a clause, and which say or think something.

/// A set of what a form can be, one bit each.
pub type Verb = u8;

pub const PAST: Verb = 1;
/// The bare form, which is the present of all but "he, she, it".
pub const BASE: Verb = 1 << 1;
/// The present of "he, she, it".
pub const THIRD: Verb = 1 << 2;
/// By the first senses that WordNet has of it: communication, cognition, perception, emotion.
pub const SAYS: Verb = 1 << 3;
/// Rather a noun than a verb: "state", "voice".
pub const NOUN: Verb = 1 << 4;
/// By its first senses, communication alone.
pub const TELLS: Verb = 1 << 5;

const VERBS: &str = include_str!("../../datasets/lexicon/verbs.tsv");
const IRREGULAR: &str = include_str!("../../datasets/lexicon/irregular.tsv");

fn rows(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#'))
}

/// Every form with what it can be; a form may come several times.
pub fn each(mut mark: impl FnMut(&str, Verb)) {
    let irregular: std::collections::HashMap<&str, &str> =
        rows(IRREGULAR).filter_map(|row| row.split_once('\t')).collect();
    for row in rows(VERBS) {
        let (verb, letters) = row.split_once('\t').unwrap_or((row, ""));
        let says = letters.trim_end_matches('n');
        let sense = if says.is_empty() { 0 } else { SAYS } | if says.contains('c') { TELLS } else { 0 };
        let noun = if letters.ends_with('n') { NOUN } else { 0 };
        mark(verb, BASE | sense | noun);
        mark(&third(verb), THIRD | sense | noun);
        // "gone" stands after an auxiliary only.
        match irregular.get(verb).and_then(|forms| forms.split('\t').next()) {
            Some(past) => mark(past, PAST | sense),
            None => pasts(verb).iter().for_each(|past| mark(past, PAST | sense)),
        }
    }
}

/// "says", "tries", "watches".
fn third(verb: &str) -> String {
    match consonant_y(verb) {
        Some(stem) => format!("{stem}ies"),
        None if verb.ends_with(['s', 'x', 'z', 'o']) || verb.ends_with("ch") || verb.ends_with("sh") => {
            format!("{verb}es")
        }
        None => format!("{verb}s"),
    }
}

/// "tried", "noted", "asked"; "admited" too, where only "admitted" is a word: the first is none, and harms nobody.
fn pasts(verb: &str) -> Vec<String> {
    if let Some(stem) = consonant_y(verb) {
        return vec![format!("{stem}ied")];
    }
    if verb.ends_with('e') {
        return vec![format!("{verb}d")];
    }
    let mut last = verb.chars().rev();
    let doubles = last.next().filter(|c| !"aeiouwxy".contains(*c)).filter(|_| last.next().is_some_and(vowel));
    doubles.map(|c| format!("{verb}{c}ed")).into_iter().chain([format!("{verb}ed")]).collect()
}

fn vowel(c: char) -> bool {
    "aeiou".contains(c)
}

fn consonant_y(verb: &str) -> Option<&str> {
    verb.strip_suffix('y').filter(|stem| !stem.ends_with(vowel))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(form: &str) -> Verb {
        let mut found = 0;
        each(|known, verb| found |= if known == form { verb } else { 0 });
        found
    }

    #[test]
    fn regular_and_irregular_forms() {
        for past in ["insisted", "quipped", "tried", "noted", "told", "shot", "went"] {
            assert!(of(past) & PAST != 0, "{past}");
        }
        assert!(of("insists") & THIRD != 0 && of("tries") & THIRD != 0 && of("watches") & THIRD != 0);
        assert_eq!(of("goed") | of("mayor"), 0);
    }

    #[test]
    fn what_says_and_what_is_rather_a_noun() {
        assert!(of("claimed") & SAYS != 0 && of("walked") & SAYS == 0);
        assert!(of("state") & NOUN != 0 && of("stated") & NOUN == 0);
    }
}
