//! Numbers in digits and in words.

/// What a word adds to a number, or how it multiplies what stands before it; each row with its number.
const ONES: &[(&str, f64)] = &[
    ("zero", 0.0),
    ("no", 0.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("first", 1.0),
    ("second", 2.0),
    ("third", 3.0),
    ("fourth", 4.0),
    ("fifth", 5.0),
    ("sixth", 6.0),
    ("seventh", 7.0),
    ("eighth", 8.0),
    ("ninth", 9.0),
    ("tenth", 10.0),
    ("eleventh", 11.0),
    ("twelfth", 12.0),
    ("thirteenth", 13.0),
    ("fourteenth", 14.0),
    ("fifteenth", 15.0),
    ("sixteenth", 16.0),
    ("seventeenth", 17.0),
    ("eighteenth", 18.0),
    ("nineteenth", 19.0),
];

const TENS: &[(&str, f64)] = &[
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("twentieth", 20.0),
    ("thirtieth", 30.0),
    ("fortieth", 40.0),
    ("fiftieth", 50.0),
    ("sixtieth", 60.0),
    ("seventieth", 70.0),
    ("eightieth", 80.0),
    ("ninetieth", 90.0),
];

const SCALES: &[(&str, f64)] = &[
    ("dozen", 12.0),
    ("hundred", 100.0),
    ("hundredth", 100.0),
    ("thousand", 1e3),
    ("thousandth", 1e3),
    ("k", 1e3),
    ("million", 1e6),
    ("millionth", 1e6),
    ("m", 1e6),
    ("mn", 1e6),
    ("mln", 1e6),
    ("billion", 1e9),
    ("bn", 1e9),
    ("b", 1e9),
    ("bln", 1e9),
    ("trillion", 1e12),
    ("tn", 1e12),
    ("trn", 1e12),
];

/// What a word, or a part of one, does to a number.
#[derive(Clone, Copy)]
enum Piece {
    Digits(f64),
    Ones(f64),
    Tens(f64),
    Scale(f64),
    And,
    A,
}

/// The one number that `words`, in small letters, are; `None` where they are anything else.
pub fn number<S: AsRef<str>>(words: &[S]) -> Option<f64> {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words[..] {
        ["minus" | "negative", ref rest @ ..] => positive(rest).map(|value| -value),
        ref words => positive(words),
    }
}

fn positive(words: &[&str]) -> Option<f64> {
    if let ["half", "a" | "an", rest @ ..] | ["half", rest @ ..] = words {
        return Some(if rest.is_empty() { 0.5 } else { scaled(1.0, rest)? / 2.0 });
    }
    // "a million and a half", "two and a half million"
    if let Some(at) = words.windows(3).position(|words| words == ["and", "a", "half"]) {
        let (before, after) = (&words[..at], &words[at + 3..]);
        let last = before.last().and_then(|word| of(SCALES, word)).unwrap_or(1.0);
        return scaled(sum(before)? + last / 2.0, after);
    }
    sum(words)
}

/// `value` times the scales that `words` are.
fn scaled(value: f64, words: &[&str]) -> Option<f64> {
    words.iter().try_fold(value, |value, word| Some(value * of(SCALES, word)?))
}

/// The sum of the groups that scales end: (two hundred five) thousand, (three hundred).
fn sum(words: &[&str]) -> Option<f64> {
    let (mut total, mut group, mut scale) = (0.0, None, f64::INFINITY);
    let mut last = None;
    for piece in words.iter().map(|word| pieces(word)).collect::<Option<Vec<_>>>()?.into_iter().flatten() {
        match (last, piece) {
            (None, Piece::A) => group = Some(1.0),
            (
                None | Some(Piece::Scale(_) | Piece::And),
                Piece::Digits(value) | Piece::Ones(value) | Piece::Tens(value),
            ) => {
                group = Some(group.unwrap_or(0.0) + value);
            }
            (Some(Piece::Tens(_)), Piece::Ones(value)) if value < 10.0 => {
                group = group.map(|own| own + value)
            }
            (Some(Piece::Scale(_)), Piece::And) => {}
            (Some(Piece::And), Piece::Scale(_)) => return None,
            (_, Piece::Scale(value)) if value < 1e3 => group = Some(group? * value),
            (_, Piece::Scale(value)) if value < scale => {
                total += group? * value;
                (group, scale) = (None, value);
            }
            _ => return None,
        }
        last = Some(piece);
    }
    let ended = !matches!(last, None | Some(Piece::And | Piece::A));
    ended.then(|| total + group.unwrap_or(0.0))
}

/// "1.2bn" is digits and a scale; digits with anything else are no number.
fn pieces(word: &str) -> Option<Vec<Piece>> {
    if !word.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        let known = of(ONES, word).map(Piece::Ones).or_else(|| of(TENS, word).map(Piece::Tens));
        let known = known.or_else(|| of(SCALES, word).map(Piece::Scale)).or(match word {
            "and" => Some(Piece::And),
            "a" | "an" => Some(Piece::A),
            _ => None,
        });
        return known.map(|piece| vec![piece]);
    }
    let end = word.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(word.len());
    let value = Piece::Digits(grouped(word[..end].trim_end_matches(['.', ',']))?);
    match &word[end..] {
        "" | "st" | "nd" | "rd" | "th" => Some(vec![value]),
        scale => Some(vec![value, Piece::Scale(of(SCALES, scale)?)]),
    }
}

fn of(rows: &[(&str, f64)], word: &str) -> Option<f64> {
    rows.iter().find(|row| row.0 == word).map(|row| row.1)
}

/// "1,200.5": commas part thousands.
fn grouped(digits: &str) -> Option<f64> {
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let fits = groups.clone().next().is_none() || (1..=3).contains(&first.len());
    if !fits || !groups.all(|group| group.len() == 3) || part.contains([',', '.']) {
        return None;
    }
    format!("{}.{part}0", whole.replace(',', "")).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_its_number() {
        for (word, value) in ONES.iter().chain(TENS) {
            assert_eq!(number(&[word]), Some(*value), "{word}");
        }
        for (word, value) in SCALES {
            assert_eq!(number(&["3", word]), Some(3.0 * value), "{word}");
        }
    }

    #[test]
    fn words_make_one_number_or_none() {
        let of = |words: &str| number(&words.split(' ').collect::<Vec<_>>());
        for (words, value) in [
            ("1,200.5", 1200.5),
            ("two hundred and five thousand three hundred", 205_300.0),
            ("a hundred", 100.0),
            ("2.5 million", 2.5e6),
            ("1.2bn", 1.2e9),
            ("half a dozen", 6.0),
            ("one and a half", 1.5),
            ("two and a half million", 2.5e6),
            ("a million and a half", 1.5e6),
            ("minus 5", -5.0),
            ("21st", 21.0),
            ("forty two", 42.0),
        ] {
            assert_eq!(of(words), Some(value), "{words}");
        }
        for words in
            ["1.234.567", "12,34", "five six", "thousand", "and", "3 4", "million thousand", "5x", ""]
        {
            assert_eq!(of(words), None, "{words}");
        }
    }
}
