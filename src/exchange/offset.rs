//! What a file's offsets count. Tools count bytes, code points or UTF-16 units, and some see `\r\n`
//! as one; where the marked words stand beside the offsets, they say which.

use anyhow::{Result, anyhow};

use crate::hint::Hint;

/// A marked place as a file gives it.
#[derive(Clone, Debug)]
pub struct Mark {
    pub place: String,
    pub parts: Vec<[usize; 2]>,
    /// The words that the file says stand there; parts are joined by a space.
    pub words: Option<String>,
}

/// How much a character counts.
pub type Width = fn(char) -> usize;

/// What the offsets count.
#[derive(Clone, Copy, Debug)]
pub struct Counting {
    width: Width,
    /// `\r\n` counts as one character, for the tool read the text with its line ends translated.
    one_line_end: bool,
}

/// Every way to count, the likeliest first.
const WAYS: [(Width, bool); 6] = [
    (point, false),
    (char::len_utf16, false),
    (char::len_utf8, false),
    (point, true),
    (char::len_utf16, true),
    (char::len_utf8, true),
];

fn point(_: char) -> usize {
    1
}

impl Counting {
    /// Every character counts by itself, `\r\n` as two.
    pub fn by(width: Width) -> Counting {
        Counting { width, one_line_end: false }
    }
}

/// Offsets of one text, counted in one way, as code points.
pub struct Ruler {
    text: Vec<char>,
    /// Offset before each code point, and at the end.
    starts: Vec<usize>,
}

impl Ruler {
    pub fn new(text: &str, counting: Counting) -> Ruler {
        let text: Vec<char> = text.chars().collect();
        let mut starts = Vec::with_capacity(text.len() + 1);
        let mut at = 0;
        for (index, &char) in text.iter().enumerate() {
            starts.push(at);
            let half = counting.one_line_end && char == '\r' && text.get(index + 1) == Some(&'\n');
            at += if half { 0 } else { (counting.width)(char) };
        }
        starts.push(at);
        Ruler { text, starts }
    }

    /// The code points of `[start, end)`; `None` past the end or inside a character.
    pub fn points(&self, [start, end]: [usize; 2]) -> Option<[usize; 2]> {
        let point = |offset: usize| {
            let at = self.starts.partition_point(|&start| start < offset);
            (self.starts.get(at) == Some(&offset)).then_some(at)
        };
        let (start, end) = (point(start)?, point(end)?);
        (start < end).then_some([start, end])
    }

    /// The offset before the code point `at`, or at the end; `None` past it.
    pub fn offset(&self, at: usize) -> Option<usize> {
        self.starts.get(at).copied()
    }

    fn words(&self, parts: &[[usize; 2]]) -> Option<String> {
        let words = parts.iter().map(|&part| {
            let [start, end] = self.points(part)?;
            Some(self.text[start..end].iter().collect())
        });
        Some(words.collect::<Option<Vec<String>>>()?.join(" "))
    }
}

/// How a line of a file shows `words`: on one line.
pub fn on_a_line(words: &str) -> String {
    words.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }).collect()
}

/// The one way to count in which all `marks` of a file's texts fit: first to the letter, then but
/// for white space.
///
/// # Errors
/// When no way fits; the message names the first mark that fails in the way that fits most.
pub fn counting<'t>(texts: &[(&'t str, &'t str, Vec<&'t Mark>)]) -> Result<Counting> {
    let mut best: Option<(usize, anyhow::Error)> = None;
    let loose = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let line_ends = texts.iter().any(|(_, text, _)| text.contains("\r\n"));
    for exact in [true, false] {
        for (width, one_line_end) in WAYS.into_iter().filter(|way| line_ends || !way.1) {
            let way = Counting { width, one_line_end };
            let mut fits = 0;
            let mut failure = None;
            for (document, text, marks) in texts {
                let ruler = Ruler::new(text, way);
                for mark in marks {
                    let found = ruler.words(&mark.parts);
                    let same = match (&found, &mark.words) {
                        (Some(found), Some(words)) if exact => on_a_line(found) == on_a_line(words),
                        (Some(found), Some(words)) => loose(found) == loose(words),
                        (Some(_), None) => true,
                        (None, _) => false,
                    };
                    if same {
                        fits += 1;
                    } else if failure.is_none() {
                        failure = Some(refusal(document, mark, found.as_deref()));
                    }
                }
            }
            let Some(failure) = failure else { return Ok(way) };
            if best.as_ref().is_none_or(|(most, _)| fits > *most) {
                best = Some((fits, failure));
            }
        }
    }
    let failure = best.map_or_else(|| anyhow!("no way to count"), |(_, failure)| failure);
    Err(failure).hint(
        "offsets were tried as code points, UTF-16 units and bytes, with \\r\\n as two and as one; in none \
         does every annotation of the file mark its words: is this the text that was annotated?",
    )
}

fn refusal(document: &str, mark: &Mark, found: Option<&str>) -> anyhow::Error {
    let parts: Vec<String> = mark.parts.iter().map(|[start, end]| format!("{start}..{end}")).collect();
    let at = format!("{} (document {document}): span {}", mark.place, parts.join(";"));
    match (&mark.words, found) {
        (Some(words), Some(found)) => anyhow!("{at} should mark {words:?}, but marks {found:?}"),
        (Some(words), None) => anyhow!("{at} should mark {words:?}, but is past the text's end or empty"),
        (None, _) => anyhow!("{at} is past the text's end or empty"),
    }
}
