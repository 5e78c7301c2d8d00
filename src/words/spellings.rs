//! Spellings of one name: endings that are one in Cyrillic and several in Latin letters.

/// A spelling as the lexicon has it, and how others write it.
const ENDINGS: &[(&str, &[&str])] = &[
    ("skyy", &["sky", "skiy", "skyi", "skyj", "skij", "skii"]),
    ("skyi", &["sky", "skiy", "skyy", "skyj", "skij", "skii"]),
    ("ayev", &["aev"]),
    ("eyev", &["eev"]),
    ("iyev", &["iev"]),
    ("oyev", &["oev"]),
    ("ovych", &["ovich"]),
];

/// Other spellings of `name`.
pub fn spellings(name: &str) -> impl Iterator<Item = String> + '_ {
    let of = |&(ending, others): &(&str, &'static [&str])| Some((name.strip_suffix(ending)?, others));
    ENDINGS
        .iter()
        .filter_map(of)
        .flat_map(|(head, others)| others.iter().map(move |other| format!("{head}{other}")))
}

/// Whether `word` may be such a spelling, by its first letter and its last ones: a quick look before a
/// table is asked.
pub fn may_be_spelling(word: &str) -> bool {
    let bytes = word.as_bytes();
    let last = bytes.get(bytes.len().saturating_sub(2)..).unwrap_or_default();
    bytes.first().is_some_and(u8::is_ascii_uppercase)
        && matches!(last, b"ky" | b"iy" | b"yi" | b"yy" | b"yj" | b"ij" | b"ii" | b"ev" | b"ch")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_other_spelling_may_be_one_and_differs() {
        for name in ["Oleksandr Syrskyi", "Mirziyoyev", "Nazarbayev", "Viktor Yanukovych"] {
            assert!(spellings(name).count() > 0, "{name}");
            for other in spellings(name) {
                assert!(may_be_spelling(&other) && other != name, "{other}");
            }
        }
        assert_eq!(spellings("Jane Doe").count(), 0);
        assert!(!may_be_spelling("risky") && !may_be_spelling("Berg"));
    }
}
