//! Whether a width broke the lines of a text, and which.
//!
//! A line was broken at a width when it fits and the first word of the next would not have. In running text a
//! sentence then often goes on in the next line; where each line is a paragraph, a title or a verse it hardly does.

use super::line::{Apart, Line};

/// Widths that are looked for, in columns.
const LEAST: usize = 25;
const MOST: usize = 130;
/// Narrower texts are more often verse or a list, so more has to speak for a width.
const NARROW: usize = 40;

/// A width that broke lines, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Width {
    columns: usize,
    /// Many sentences go on in the next line.
    pub sure: bool,
}

impl Width {
    /// Whether `line` may have been broken here before the word that opens `next`.
    pub fn breaks(self, line: &Line, next: &Line) -> bool {
        let (from, to) = fitting(line, next);
        (from..=to).contains(&self.columns)
    }

    /// Whether `line` is at least two thirds full.
    pub fn nearly_fills(self, line: &Line) -> bool {
        let width = line.width();
        width <= self.columns && width * 3 >= self.columns * 2
    }
}

/// The widths at which `line` fits and the first word of `next` does not fit behind it.
fn fitting(line: &Line, next: &Line) -> (usize, usize) {
    let width = line.width();
    let word = next.words().next().map_or(0, |word| word.chars().count());
    // A word that was cut at a hyphen would have had no blank before it.
    (width, width + word - usize::from(line.text.ends_with(['-', '\u{ad}', '\u{2010}', '—'])))
}

/// Whether a sentence of `line` goes on in `next`.
pub fn goes_on(line: &Line, next: &Line) -> bool {
    let cut = line.text.ends_with(['-', '\u{ad}', '\u{2010}']);
    !line.is_closed() && !next.is_item() && (cut || next.opens(char::is_lowercase))
}

/// What speaks for and against each width.
#[derive(Clone, Copy, Default)]
struct Evidence {
    /// Lines that it may have broken.
    breaks: usize,
    /// Those of them whose sentence goes on.
    goes_on: usize,
    /// Those of them that do not end as a sentence does.
    open: usize,
    /// Lines of several words that do not fit.
    over: usize,
}

/// The width that broke `lines`; `None` where nothing tells that one did.
pub fn find(lines: &[Line]) -> Option<Width> {
    let mut evidence = [Evidence::default(); MOST + 1];
    let (mut all_open, mut all_that_go_on) = (0, 0);
    for line in lines.iter().filter(|line| line.words().nth(1).is_some()) {
        let width = line.width().min(MOST + 1);
        evidence[..width].iter_mut().for_each(|row| row.over += 1);
    }
    for pair in lines.windows(2).filter(|pair| pair[1].apart != Apart::Blank) {
        let on = goes_on(&pair[0], &pair[1]);
        all_open += usize::from(!pair[0].is_closed());
        all_that_go_on += usize::from(on);
        let (from, to) = fitting(&pair[0], &pair[1]);
        for row in evidence.iter_mut().take(to + 1).skip(from) {
            row.breaks += 1;
            row.goes_on += usize::from(on);
            row.open += usize::from(!pair[0].is_closed());
        }
    }
    let worth = |columns: &usize| {
        let row = evidence[*columns];
        (row.breaks as isize + row.goes_on as isize - 3 * row.over as isize, *columns)
    };
    let columns = (LEAST..=MOST).max_by_key(worth)?;
    let Evidence { breaks, goes_on, open, over } = evidence[columns];
    let strays = all_that_go_on - goes_on;
    // Where names open many lines, that nearly all lines that end no sentence are full tells as much.
    let full = open > 5 && open * 10 >= all_open * 8;
    let told =
        goes_on > 0 && (goes_on * 3 >= breaks || full) && strays * 3 <= goes_on && over * 20 <= lines.len();
    let narrow =
        columns < NARROW && (goes_on < 2 || strays + over > 0 || !lines.iter().any(has_two_sentences));
    (told && !narrow).then_some(Width { columns, sure: full || goes_on > 3 && strays * 8 <= goes_on })
}

/// A sentence ends inside the line and another begins: lines of verse and lists rather end with theirs.
fn has_two_sentences(line: &Line) -> bool {
    let words: Vec<&str> = line.words().collect();
    words.windows(2).any(|pair| {
        let bare = pair[0].trim_end_matches(['"', '”', '’', '\'', ')']);
        let opens = pair[1].trim_start_matches(|c: char| !c.is_alphanumeric());
        bare.len() > 2 && bare.ends_with(['.', '!', '?']) && opens.starts_with(char::is_uppercase)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::line::read;

    #[test]
    fn a_width_is_found_where_lines_are_full_and_sentences_go_on() {
        let text = "Ana Ruiz quit on Monday over the\nflood. “I am sorry for what we\ndid not do,” she said on Monday\nin Oslo.";
        let width = find(&read(text)).expect("three lines that go on");
        assert!((32..=33).contains(&width.columns), "{width:?}");
        let long = "The coast road, which the sea reached at noon, stays shut until the wind turns, said the mayor of Oslo, who\n";
        assert_eq!(
            find(&read(&long.repeat(3).replace(", who", ", who has led the town since the spring of 1999."))),
            None
        );
    }

    #[test]
    fn narrow_lines_need_more_to_tell() {
        assert_eq!(find(&read("roses are red,\nviolets are blue,\nsugar is sweet\nand so are you.")), None);
        assert_eq!(
            find(&read("the roses in the garden are red and\nthe violets are as blue as the sea")),
            None
        );
    }
}
