//! Months and days of the week: the one list of them, for dates, datelines and sentence ends.

pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Short forms, which a full stop may follow. Each is the head of a month's name.
pub const SHORT_MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"];

/// Those that are words or first names too: only beside a day, a year or a preposition are they months.
pub const AMBIGUOUS_MONTHS: [&str; 6] = ["march", "may", "dec", "jan", "mar", "sep"];

pub const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Short forms, which a full stop may follow.
pub const SHORT_WEEKDAYS: [&str; 10] =
    ["mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"];

/// The number of a month, from 1, by its name or short form in any case.
pub fn month(word: &str) -> Option<u32> {
    let is = |name: &str| name.eq_ignore_ascii_case(word);
    let short = || SHORT_MONTHS.into_iter().find(|short| is(short));
    let at = MONTHS
        .iter()
        .position(|name| is(name))
        .or_else(|| short().and_then(|short| MONTHS.iter().position(|name| name.starts_with(short))));
    at.map(|at| at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_has_its_number_by_name_and_by_short_form() {
        for (word, number) in [("January", 1), ("may", 5), ("Sept", 9), ("SEP", 9), ("dec", 12)] {
            assert_eq!(month(word), Some(number), "{word}");
        }
        for word in ["", "ma", "mon", "juno", "janitor", "septem"] {
            assert_eq!(month(word), None, "{word}");
        }
    }

    #[test]
    fn short_forms_are_heads_of_names() {
        for short in SHORT_MONTHS {
            assert!(MONTHS.iter().any(|name| name.starts_with(short)), "{short}");
        }
        for short in SHORT_WEEKDAYS {
            assert!(WEEKDAYS.iter().any(|name| name.starts_with(short)), "{short}");
        }
    }
}
