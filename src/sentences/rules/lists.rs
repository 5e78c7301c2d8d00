//! Lists within one line: "1. The first 2. The second", "a) … b) …". Nothing but the next number tells where an item ends.

/// How an item is marked.
#[derive(PartialEq)]
struct Mark<'t> {
    /// "•" or nothing.
    bullet: &'t str,
    number: u32,
    letter: bool,
    /// ".", ")" or ".)".
    tail: &'t str,
}

impl<'t> Mark<'t> {
    /// The one at the beginning of `text`.
    fn read(text: &'t str) -> Option<Mark<'t>> {
        // One bullet: a line of nothing else must not be read again at each of them.
        let rest = text.strip_prefix(is_bullet).map_or(text, str::trim_start);
        let bullet = text[..text.len() - rest.len()].trim();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let letter = digits == 0;
        let (number, end) = match rest.bytes().next()? {
            b @ b'a'..=b'z' => (u32::from(b - b'a'), 1),
            _ => (rest.get(..digits).filter(|number| (1..=2).contains(&number.len()))?.parse().ok()?, digits),
        };
        let tail = [".)", ".", ")"].into_iter().find(|tail| rest[end..].starts_with(tail))?;
        let spaced = rest[end + tail.len()..].starts_with(' ');
        spaced.then_some(Mark { bullet, number, letter, tail: &rest[end..end + tail.len()] })
    }

    fn is_next_of(&self, before: &Mark) -> bool {
        self.number == before.number + 1
            && (self.bullet, self.letter, self.tail) == (before.bullet, before.letter, before.tail)
    }
}

pub fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '⁃' | '‣' | '◦' | '▪' | '●')
}

/// Where the items of `text` after the first begin, if it is a list.
pub fn items(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let Some(mut last) = Mark::read(text) else { return found };
    for (at, _) in text.match_indices(' ') {
        let next = &text[at + 1..];
        let opens = next.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_lowercase() || is_bullet(c));
        if opens && let Some(mark) = Mark::read(next).filter(|mark| mark.is_next_of(&last)) {
            found.push(at + 1);
            last = mark;
        }
    }
    found
}
