//! Days, months, years, times of day and lengths of time as ISO 8601 writes them.

use super::number::number;
use crate::words::calendar::month;

/// Lengths of time, and what ISO 8601 calls them.
const SPANS: &[(&str, &str, &str)] = &[
    ("year", "P", "Y"),
    ("month", "P", "M"),
    ("week", "P", "W"),
    ("day", "P", "D"),
    ("hour", "PT", "H"),
    ("minute", "PT", "M"),
    ("second", "PT", "S"),
];

/// The time that `words`, in small letters, tell. A day or month without a year is the one nearest to the day on which the
/// article was `published`; without that day it is not told.
pub fn time(words: &[String], published: Option<&str>) -> Option<String> {
    let words: Vec<&str> = words.iter().map(|word| word.trim_end_matches(['.', ','])).collect();
    let words = match words[..] {
        ["on" | "in" | "by" | "since" | "early" | "late" | "mid", ref rest @ ..] => rest,
        ref words => words,
    };
    let today = published.and_then(Day::parse);
    clock(words).or_else(|| span(words)).or_else(|| named(words, today)).or_else(|| calendar(words, today))
}

/// A day of the calendar.
#[derive(Clone, Copy)]
struct Day {
    year: i64,
    month: i64,
    day: i64,
}

impl Day {
    /// YYYY-MM-DD.
    fn parse(iso: &str) -> Option<Day> {
        let mut parts = iso.splitn(3, '-').map(|part| part.parse().ok());
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        Day { year, month, day }.checked()
    }

    fn checked(self) -> Option<Day> {
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        let days = match self.month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        (1..=days).contains(&self.day).then_some(self)
    }

    fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// The day before or after.
    fn moved(self, by: i64) -> Option<Day> {
        let next = Day { day: self.day + by, ..self };
        if let Some(next) = next.checked() {
            return Some(next);
        }
        let month = self.month + by;
        let (year, month) = match month {
            0 => (self.year - 1, 12),
            13 => (self.year + 1, 1),
            month => (self.year, month),
        };
        let days = if by > 0 { 1..=1 } else { 28..=31 };
        days.rev().find_map(|day| Day { year, month, day }.checked())
    }

    /// The year in which month and day are nearest.
    fn nearest(self, month: i64, day: i64) -> i64 {
        let far = (month - self.month) * 31 + day - self.day;
        self.year + i64::from(far < -186) - i64::from(far > 186)
    }
}

/// "3:30 p.m.", "15:30", "noon".
fn clock(words: &[&str]) -> Option<String> {
    let (time, half) = match words {
        ["noon" | "midday"] => return Some("T12:00".to_owned()),
        ["midnight"] => return Some("T00:00".to_owned()),
        [time, half] => (*time, Some(half.replace('.', ""))),
        [one] => {
            let end = one.find(|c: char| !(c.is_ascii_digit() || c == ':')).unwrap_or(one.len());
            let half = one[end..].replace('.', "");
            (&one[..end], (!half.is_empty()).then_some(half))
        }
        _ => return None,
    };
    let (hour, minute) = time.split_once(':').unwrap_or((time, "00"));
    let (hour, minutes): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match half.as_deref() {
        Some("am") if (1..=12).contains(&hour) => hour % 12,
        Some("pm") if (1..=12).contains(&hour) => hour % 12 + 12,
        None if time.contains(':') && hour < 24 => hour,
        _ => return None,
    };
    (minutes < 60 && minute.len() == 2).then(|| format!("T{hour:02}:{minutes:02}"))
}

/// "two weeks", "90 minutes".
fn span(words: &[&str]) -> Option<String> {
    let (unit, count) = words.split_last()?;
    let unit = unit.strip_suffix('s').unwrap_or(unit);
    let (_, head, tail) = SPANS.iter().find(|row| row.0 == unit)?;
    let count = number(count)?;
    Some(format!("{head}{count}{tail}"))
}

/// "yesterday", "this year", "last month".
fn named(words: &[&str], today: Option<Day>) -> Option<String> {
    let today = today?;
    let by = |word: &str| match word {
        "last" => Some(-1),
        "this" => Some(0),
        "next" => Some(1),
        _ => None,
    };
    match words {
        ["today" | "tonight"] => Some(today.iso()),
        ["yesterday"] => Some(today.moved(-1)?.iso()),
        ["tomorrow"] => Some(today.moved(1)?.iso()),
        [which, "year"] => Some(format!("{:04}", today.year + by(which)?)),
        [which, "month"] => {
            let months = today.year * 12 + today.month - 1 + by(which)?;
            Some(format!("{:04}-{:02}", months / 12, months % 12 + 1))
        }
        _ => None,
    }
}

/// "March 5, 2024", "5 March", "March 2024", "2024", "2024-03-05", behind a day of the week or not.
fn calendar(words: &[&str], today: Option<Day>) -> Option<String> {
    let words = match words {
        [first, rest @ ..] if first.ends_with("day") && !rest.is_empty() => rest,
        words => words,
    };
    let named = |word: &str| month(word).map(i64::from);
    let day = |word: &str| {
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
        let ordinal = ["", "st", "nd", "rd", "th"].contains(&&word[digits.len()..]);
        digits.parse().ok().filter(|day| ordinal && (1..=31).contains(day))
    };
    let year = |word: &str| word.parse().ok().filter(|year| word.len() == 4 && (1000..2200).contains(year));
    let whole = |year: i64, month: i64, day: i64| Day { year, month, day }.checked().map(Day::iso);
    match words {
        [one] => match year(one) {
            Some(year) => Some(format!("{year:04}")),
            None => named(one)
                .zip(today)
                .map(|(month, today)| format!("{:04}-{month:02}", today.nearest(month, 15))),
        },
        [a, b] => {
            if let Some((month, year)) = named(a).zip(year(b)) {
                return Some(format!("{year:04}-{month:02}"));
            }
            let (month, day) = named(a).zip(day(b)).or_else(|| named(b).zip(day(a)))?;
            whole(today?.nearest(month, day), month, day)
        }
        [a, "of", b] => calendar(&[a, b], today),
        [a, b, c] => {
            if let (Some(year), Some(month), Some(day)) = (year(a), b.parse().ok(), c.parse().ok()) {
                return whole(year, month, day);
            }
            let (month, day) = named(a).zip(day(b)).or_else(|| named(b).zip(day(a)))?;
            whole(year(c)?, month, day)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &str) -> Option<String> {
        let words: Vec<String> =
            words.to_lowercase().split([' ', '-']).map(|word| word.trim_matches(',').to_owned()).collect();
        time(&words, Some("2025-01-31"))
    }

    #[test]
    fn times_are_as_iso_8601_writes_them() {
        for (words, iso) in [
            ("March 5, 2024", "2024-03-05"),
            ("5 March 2024", "2024-03-05"),
            ("Tuesday, March 5, 2024", "2024-03-05"),
            ("2024-03-05", "2024-03-05"),
            ("Feb. 2", "2025-02-02"),
            ("Dec. 24th", "2024-12-24"),
            ("March 2024", "2024-03"),
            ("November", "2024-11"),
            ("1998", "1998"),
            ("in 1998", "1998"),
            ("yesterday", "2025-01-30"),
            ("tomorrow", "2025-02-01"),
            ("last year", "2024"),
            ("last month", "2024-12"),
            ("two weeks", "P2W"),
            ("90 minutes", "PT90M"),
            ("3:30 p.m.", "T15:30"),
            ("12 a.m.", "T00:00"),
            ("9am", "T09:00"),
            ("15:45", "T15:45"),
            ("noon", "T12:00"),
        ] {
            assert_eq!(of(words).unwrap_or_default(), iso, "{words}");
        }
    }

    #[test]
    fn what_could_be_another_time_is_not_told() {
        for words in
            ["Monday", "recently", "30", "February 30, 2024", "the 1990s", "25:00", "years", "32 March 2024"]
        {
            assert_eq!(of(words), None, "{words}");
        }
        assert_eq!(time(&["march".to_owned(), "5".to_owned()], None), None, "of which year nobody says");
    }
}
