//! What a mention of a number or a time comes to: an amount with its unit, or a time as ISO 8601 writes it, so that rows can
//! be compared and added up. What leaves more than one reading ("dozens", "Monday") comes to nothing.

mod measure;
mod number;
mod time;

use crate::document::EntityType;

/// What a mention comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Value {
    pub amount: Option<f64>,
    /// A currency by its ISO 4217 code, "%", or a measure's name in the singular.
    pub unit: Option<&'static str>,
    /// A day, month, year, time of day or length of time: "2025-05-07", "T15:30", "P2W".
    pub iso: Option<String>,
}

/// What the words of a mention of this kind come to, in an article that was published on this day (YYYY-MM-DD).
pub fn value(kind: EntityType, words: &str, published: Option<&str>) -> Value {
    match kind {
        EntityType::Money | EntityType::Percent | EntityType::Quantity => {
            let (unit, amount) = measure::measure(kind, &tokens(words).join(" ")).unzip();
            Value { amount, unit, iso: None }
        }
        EntityType::Cardinal | EntityType::Ordinal => {
            Value { amount: number::number(&tokens(words)), ..Value::default() }
        }
        EntityType::Date | EntityType::Time => {
            Value { iso: time::time(&tokens(words), published), ..Value::default() }
        }
        _ => Value::default(),
    }
}

/// The words in small letters, cut at blanks and hyphens, without what says that a number is about right. Digits keep
/// their marks: "1,200.5", "3:30".
fn tokens(words: &str) -> Vec<String> {
    let words = words.to_lowercase();
    let parts = words.split(|c: char| c.is_whitespace() || matches!(c, '-' | '‑' | '–'));
    let parts = parts.map(|part| part.trim_matches([',', '(', ')', '~', '“', '”', '"']));
    parts.filter(|part| !part.is_empty() && !ABOUT.contains(part)).map(str::to_owned).collect()
}

/// Words around a number that leave it the number that it is.
const ABOUT: [&str; 21] = [
    "about",
    "around",
    "approximately",
    "roughly",
    "nearly",
    "almost",
    "over",
    "under",
    "exactly",
    "some",
    "only",
    "just",
    "the",
    "than",
    "more",
    "less",
    "least",
    "at",
    "up",
    "to",
    "estimated",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(kind: EntityType, words: &str) -> (Option<f64>, Option<&'static str>) {
        let value = value(kind, words, None);
        (value.amount, value.unit)
    }

    #[test]
    fn amounts_have_their_units() {
        for (kind, words, number, unit) in [
            (EntityType::Money, "$1.2 billion", 1.2e9, "USD"),
            (EntityType::Money, "more than £300m", 3e8, "GBP"),
            (EntityType::Money, "US$5,000", 5000.0, "USD"),
            (EntityType::Money, "half a million euros", 5e5, "EUR"),
            (EntityType::Money, "90 cents", 0.9, "USD"),
            (EntityType::Percent, "nearly 5.5 percent", 5.5, "%"),
            (EntityType::Percent, "12%", 12.0, "%"),
            (EntityType::Percent, "two percentage points", 2.0, "percentage point"),
            (EntityType::Quantity, "30-mile", 30.0, "mile"),
            (EntityType::Quantity, "5km", 5.0, "kilometre"),
            (EntityType::Quantity, "1,200 square feet", 1200.0, "square foot"),
        ] {
            assert_eq!(amount(kind, words), (Some(number), Some(unit)), "{words}");
        }
        assert_eq!(amount(EntityType::Cardinal, "two hundred and five").0, Some(205.0));
        assert_eq!(amount(EntityType::Ordinal, "twenty-first").0, Some(21.0));
    }

    #[test]
    fn what_has_several_readings_comes_to_nothing() {
        for words in
            ["dozens", "5-6", "between five and six", "hundreds of thousands", "one in five", "3 and 4"]
        {
            assert_eq!(amount(EntityType::Cardinal, words).0, None, "{words}");
        }
        assert_eq!(amount(EntityType::Money, "millions of dollars"), (None, None));
        assert_eq!(value(EntityType::Person, "Jane Two", None), Value::default());
    }
}
