//! What the model sees of a line: itself, its place, and the lines around it.

use std::collections::HashMap;

use crate::blocks::learned::measure::{Measure, form, steps};
use crate::document::BlockKind;
use crate::learn::crf::groups::Groups;
use crate::learn::crf::{Sink, mix};

/// What training can leave out.
pub const GROUPS: &[&str] = &["neighbours", "wording", "position", "vocabulary", "rules"];

/// Words of short lines after which a page goes on to something else.
const TURNS: &[&str] = &[
    "comments",
    "comment",
    "reply",
    "related",
    "references",
    "author",
    "about",
    "subscribe",
    "share",
    "newsletter",
    "sources",
    "footnotes",
    "recommended",
    "popular",
    "latest",
    "read",
    "contact",
    "tags",
    "disclaimer",
    "articles",
    "posts",
    "faqs",
    "disclosure",
    "next",
    "login",
    "menu",
];

/// Words of a long line that are looked at one by one.
const MOST_WORDS: usize = 60;

/// A document's lines with what is known of them together.
pub struct Page<'p> {
    lines: &'p [Measure],
    kinds: &'p [BlockKind],
    groups: Groups,
    /// Running text before each line, in characters, and in all at the end.
    running: Vec<usize>,
    /// The nearest line of running text above, or itself; and below.
    above: Vec<Option<usize>>,
    below: Vec<Option<usize>>,
    /// In how many lines of running text each content word stands.
    vocabulary: HashMap<u32, u32>,
    headline: Option<usize>,
    /// How often each whole line, and each opening of two words, stands in the document.
    repeats: HashMap<u32, u32>,
    /// For each of [`TURNS`], the form.
    turns: Vec<u32>,
}

/// Puts a feature into `sink`: a template, and what stands in it.
fn put(sink: &mut impl Sink, template: u32, values: &[u32]) {
    sink.feature(values.iter().fold(mix(0x51ed_270b, template), |hash, value| mix(hash, *value)));
}

/// Two words as one number.
fn pair(a: u32, b: u32) -> u32 {
    mix(mix(1, a), b)
}

impl<'p> Page<'p> {
    pub fn of(lines: &'p [Measure], kinds: &'p [BlockKind], groups: Groups) -> Page<'p> {
        let mut running = vec![0];
        let (mut above, mut below) = (vec![None; lines.len()], vec![None; lines.len()]);
        let mut last = None;
        for (at, line) in lines.iter().enumerate() {
            if line.running() {
                last = Some(at);
            }
            above[at] = last;
            running.push(running[at] + if line.running() { line.chars } else { 0 });
        }
        last = None;
        for at in (0..lines.len()).rev() {
            below[at] = last;
            if lines[at].running() {
                last = Some(at);
            }
        }
        let (mut vocabulary, mut repeats) = (HashMap::new(), HashMap::new());
        let mut seen: Vec<u32> = Vec::new();
        for line in lines {
            *repeats.entry(line.whole).or_insert(0) += 1;
            if let [a, b, ..] = line.words[..] {
                *repeats.entry(pair(a.form, b.form)).or_insert(0) += 1;
            }
            if line.running() && groups.has("vocabulary") {
                seen.clear();
                seen.extend(line.words.iter().filter(|word| word.content).map(|word| word.form));
                seen.sort_unstable();
                seen.dedup();
                seen.iter().for_each(|form| *vocabulary.entry(*form).or_insert(0) += 1);
            }
        }
        let headline = kinds.iter().position(|kind| *kind == BlockKind::Headline);
        let turns = TURNS.iter().map(|word| form(word)).collect();
        Page { lines, kinds, groups, running, above, below, vocabulary, headline, repeats, turns }
    }

    /// The features of every line, in order.
    pub fn features(&self, sink: &mut impl Sink) {
        let mut turned: Vec<Option<usize>> = vec![None; self.turns.len()];
        for at in 0..self.lines.len() {
            self.shape(at, sink);
            if self.groups.has("wording") {
                self.wording(at, sink);
            }
            if self.groups.has("position") {
                self.position(at, sink);
            }
            if self.groups.has("neighbours") {
                self.neighbours(at, &turned, sink);
            }
            if self.groups.has("vocabulary") {
                self.topic(at, sink);
            }
            if self.groups.has("rules") {
                self.rules(at, sink);
            }
            sink.next();
            let line = &self.lines[at];
            if line.words.len() <= 6 {
                for (turn, last) in self.turns.iter().zip(&mut turned) {
                    if line.words.iter().any(|word| word.form == *turn) {
                        *last = Some(at);
                    }
                }
            }
        }
    }

    fn shape(&self, at: usize, sink: &mut impl Sink) {
        let line = &self.lines[at];
        let (size, words) = (line.size(), steps(line.words.len()));
        put(sink, 1, &[]);
        put(sink, 2, &[size]);
        put(sink, 3, &[words]);
        put(sink, 4, &[line.last]);
        put(sink, 5, &[line.first]);
        put(sink, 6, &[size, line.last]);
        put(sink, 7, &[size, line.first]);
        put(sink, 8, &[line.capitals, words]);
        put(sink, 9, &[line.digits, words]);
        put(sink, 10, &[line.stops, words]);
        put(sink, 11, &[line.sentences.min(6), size]);
        put(sink, 12, &[line.commas.min(6), size]);
        put(sink, 13, &[line.first, line.last, words]);
        put(sink, 14, &[line.capitals, line.stops, line.last]);
        put(sink, 15, &[line.shape]);
        let mut marks = line.marks;
        while marks != 0 {
            let mark = marks.trailing_zeros();
            put(sink, 16, &[mark]);
            put(sink, 17, &[mark, words]);
            marks &= marks - 1;
        }
        let content = line.words.iter().filter(|word| word.content).count();
        put(sink, 18, &[steps(content), words]);
        put(sink, 19, &[steps(10 * line.chars / line.words.len().max(1))]);
    }

    fn wording(&self, at: usize, sink: &mut impl Sink) {
        let words = &self.lines[at].words;
        let count = words.len();
        let short = u32::from(count <= 8) + u32::from(count <= 20);
        if let ([a, ..], [.., z]) = (&words[..], &words[..]) {
            put(sink, 30, &[a.form, short]);
            put(sink, 31, &[z.form, short]);
        }
        if let ([a, b, ..], [.., y, z]) = (&words[..], &words[..]) {
            put(sink, 32, &[a.form, b.form]);
            put(sink, 33, &[y.form, z.form]);
        }
        if let [a, b, c, ..] = words[..] {
            put(sink, 34, &[a.form, b.form, c.form]);
        }
        for word in &words[..count.min(MOST_WORDS)] {
            put(sink, 35, &[word.form, short]);
            put(sink, 36, &[word.form]);
        }
        if count <= 30 {
            for next in words.windows(2) {
                put(sink, 37, &[next[0].form, next[1].form]);
            }
        }
        if count <= 10 {
            put(sink, 38, &[self.lines[at].whole]);
        }
    }

    fn position(&self, at: usize, sink: &mut impl Sink) {
        let line = &self.lines[at];
        let (size, count) = (line.size(), self.lines.len());
        let (top, bottom) = (steps(at), steps(count - 1 - at));
        let tenth = (10 * at / count) as u32;
        let total = self.running[count];
        let before = tenths(self.running[at], total);
        put(sink, 50, &[top]);
        put(sink, 51, &[bottom]);
        put(sink, 52, &[tenth, size / 3]);
        put(sink, 53, &[top, size]);
        put(sink, 54, &[bottom, size]);
        put(sink, 55, &[before, size]);
        put(sink, 56, &[before, line.last]);
        let away = |other: Option<usize>| other.map_or(99, |other| steps(at.abs_diff(other)));
        let (above, below) = (away(self.above[at]), away(self.below[at]));
        put(sink, 57, &[above, size / 2]);
        put(sink, 58, &[below, size / 2]);
        put(sink, 59, &[above, below]);
        put(sink, 60, &[above.min(9), below.min(9), size]);
        put(sink, 61, &[steps(count), size]);
        put(sink, 62, &[steps(total / 10), size]);
        put(sink, 63, &[steps(total / count / 4), size, u32::from(line.running())]);
        let edge = u32::from(self.above[at].is_none()) + 2 * u32::from(self.below[at].is_none());
        put(sink, 64, &[edge, line.last, line.capitals]);
        put(sink, 65, &[edge, size, line.first]);
        if let Some(word) = line.words.first().filter(|_| self.groups.has("wording")) {
            put(sink, 66, &[edge, word.form]);
        }
        if let Some(headline) = self.headline {
            let from = if at < headline { 100 + steps(headline - at) } else { steps(at - headline) };
            put(sink, 67, &[from, size]);
        }
    }

    fn neighbours(&self, at: usize, turned: &[Option<usize>], sink: &mut impl Sink) {
        let own = &self.lines[at];
        let line = |by: isize| at.checked_add_signed(by).and_then(|at| self.lines.get(at));
        let size = |by: isize| line(by).map_or(99, |line| line.size() / 2);
        let last = |by: isize| line(by).map_or(99, |line| line.last);
        for by in [-2, -1, 1, 2] {
            let place = (by + 2) as u32;
            put(sink, 80 + place, &[size(by)]);
            put(sink, 85 + place, &[size(by), own.size()]);
            put(sink, 90 + place, &[last(by), own.last, own.size() / 3]);
            if let Some(line) = line(by) {
                put(sink, 95 + place, &[line.capitals, line.stops / 2, line.size() / 3]);
                let alike = u32::from(line.shape == own.shape) + 2 * u32::from(line.first == own.first);
                put(sink, 100 + place, &[alike + 4 * u32::from(line.last == own.last), own.size()]);
                if self.groups.has("wording") {
                    if line.words.len() <= 8 {
                        put(sink, 105 + place, &[line.whole]);
                        line.words.iter().for_each(|word| put(sink, 110 + place, &[word.form]));
                    }
                    if let Some(word) = line.words.first() {
                        put(sink, 115 + place, &[word.form, own.size() / 4]);
                    }
                }
            }
        }
        put(sink, 120, &[size(-1), own.size() / 2, size(1)]);
        put(sink, 121, &[size(-2), size(-1), own.size() / 2, size(1), size(2)]);
        put(sink, 122, &[last(-1), own.last, last(1)]);
        for (template, reach) in [(123, 3), (124, 6), (125, 12)] {
            let around = &self.lines[at.saturating_sub(reach)..self.lines.len().min(at + reach + 1)];
            let chars: usize = around.iter().map(|line| line.chars).sum();
            let running = around.iter().filter(|line| line.running()).count();
            put(sink, template, &[steps(chars / around.len() / 4), own.size() / 2]);
            put(sink, template + 10, &[tenths(running, around.len()), own.size() / 2, own.last]);
        }
        for (turn, last) in (0..).zip(turned) {
            if let Some(last) = last {
                let away = steps(at - last).min(12);
                put(sink, 126, &[turn, away]);
                let text = self.running[at] - self.running[*last];
                put(sink, 127, &[turn, steps(text / 100), own.size() / 4]);
            }
        }
    }

    /// Whether the line is about what the text is about.
    fn topic(&self, at: usize, sink: &mut impl Sink) {
        let line = &self.lines[at];
        let own = u32::from(line.running());
        let content = || line.words.iter().filter(|word| word.content);
        let count = content().count();
        let elsewhere = |least: u32| {
            content().filter(|w| self.vocabulary.get(&w.form).copied().unwrap_or(0) >= least + own).count()
        };
        let (once, often) = (elsewhere(1), elsewhere(3));
        let words = steps(count).min(9);
        put(sink, 150, &[tenths(once, count), words]);
        put(sink, 151, &[tenths(often, count), words]);
        put(sink, 152, &[tenths(once, count), line.size(), steps(self.running[self.lines.len()] / 200)]);
        put(sink, 153, &[tenths(once, count), line.last]);
        let shared = |other: Option<usize>| {
            let Some(other) = other.map(|other| &self.lines[other]) else { return 99 };
            let same = |form| other.words.iter().any(|word| word.form == form);
            tenths(content().filter(|word| same(word.form)).count(), count) / 2
        };
        if count <= 20 {
            let (title, below) = (shared(self.headline), shared(self.below[at]));
            put(sink, 154, &[title, words]);
            put(sink, 155, &[below, words]);
            let next = self.below[at].map_or(9, |below| steps(below - at).min(5));
            put(sink, 156, &[below, next, line.size() / 2]);
            put(sink, 157, &[shared(self.above[at].filter(|&above| above != at)), words]);
        }
        let repeats = |key: u32| self.repeats.get(&key).map_or(0, |&count| steps(count as usize));
        put(sink, 158, &[repeats(line.whole), line.size() / 2]);
        if let [a, b, ..] = line.words[..] {
            put(sink, 159, &[repeats(pair(a.form, b.form)), words]);
        }
    }

    fn rules(&self, at: usize, sink: &mut impl Sink) {
        let size = self.lines[at].size();
        let kind = |by: isize| {
            at.checked_add_signed(by).and_then(|at| self.kinds.get(at)).map_or(99, |kind| *kind as u32)
        };
        put(sink, 170, &[kind(0)]);
        put(sink, 171, &[kind(0), size / 2]);
        put(sink, 172, &[kind(0), self.lines[at].last]);
        if self.groups.has("neighbours") {
            put(sink, 173, &[kind(-1), kind(0), size / 3]);
            put(sink, 174, &[kind(0), kind(1), size / 3]);
            put(sink, 175, &[kind(-2), kind(-1), kind(0), kind(1)]);
        }
    }
}

fn tenths(part: usize, whole: usize) -> u32 {
    (10 * part).checked_div(whole).map_or(99, |share| share as u32)
}
