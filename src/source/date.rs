//! Dates in the forms that datelines have, as ISO 8601.

use crate::words::calendar::month;

/// The first date in `line`, as `YYYY-MM-DD`. With slashes either the month comes first, as in
/// the United States, or the day: where both can be, there is no telling. With dots the day comes first.
pub fn find(line: &str) -> Option<String> {
    let parts: Vec<&str> =
        line.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    parts.windows(3).find_map(|window| {
        let [a, b, c] = [window[0], window[1], window[2]];
        let (year, month, day) = if let Some(month) = month(a) {
            (number(c)?, month, number(b)?)
        } else if let Some(month) = month(b) {
            (number(c)?, month, number(a)?)
        } else {
            let (x, y, z) = (number(a)?, number(b)?, number(c)?);
            match (x > 31, line.contains('/')) {
                (true, _) => (x, y, z),
                // Either may be the month: no date is better than a wrong one.
                (false, true) if x <= 12 && y <= 12 && x != y => return None,
                (false, true) if x <= 12 => (z, x, y),
                _ => (z, y, x),
            }
        };
        let real = (1900..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        real.then(|| format!("{year:04}-{month:02}-{day:02}"))
    })
}

/// A number, with the ending of an ordinal or the "T" of a timestamp behind it.
fn number(part: &str) -> Option<u32> {
    let digits = part.bytes().take_while(u8::is_ascii_digit).count();
    let tail = &part[digits..];
    let known = tail.is_empty() || tail.starts_with('T') || matches!(tail, "st" | "nd" | "rd" | "th");
    if known { part[..digits].parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_forms_that_datelines_have() {
        for (line, date) in [
            ("Updated 12/28/2024 – 2:40 p.m", "2024-12-28"),
            ("date 2024-12-28 Home", "2024-12-28"),
            ("Saturday, December 28, 2024", "2024-12-28"),
            ("28 Dec 2024", "2024-12-28"),
            ("28/12/2024", "2024-12-28"),
            ("03.02.2024", "2024-02-03"),
            ("2024-12-28T14:40:00Z", "2024-12-28"),
            ("Sept. 3rd, 2021", "2021-09-03"),
        ] {
            assert_eq!(find(line).as_deref(), Some(date), "{line}");
        }
        assert_eq!(find("reading time: 2 minutes"), None);
        assert_eq!(find("13.13.2024"), None);
    }
}
