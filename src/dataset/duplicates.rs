//! Articles that say the same: the same text, or nearly the same words, as when many outlets print one agency's story.
//!
//! Near ones are found by MinHash over runs of three words (Broder 1997), in bands of four values, so that of two articles
//! that share seven in ten of their runs 99 in 100 are met (Leskovec, Rajaraman and Ullman 2020, chapter 3). How much they
//! share is estimated from 64 values, with a standard error of six points there. An article takes 84 bytes and its id.

use std::cmp::Reverse;

use twox_hash::XxHash3_64;

use crate::document::Label;

/// Words of a run.
const RUN: usize = 3;
/// Values of an article, and how many of them make a band.
const VALUES: usize = 64;
const BAND: usize = 4;
/// The least share of runs that near articles have in common, by the estimate.
const SHARED: f32 = 0.7;
/// With as many groups of one band an article is compared; more are alike by accident.
const GROUPS: usize = 16;

/// How two articles are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    Exact,
    Near,
}

impl Label for Likeness {
    const ALL: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Exact, "exact", "the same text, letter by letter"),
        (Self::Near, "near", "most runs of three words are the same"),
    ];
}

/// An article that says what another one said first.
#[derive(Clone, Debug, PartialEq)]
pub struct Duplicate {
    pub article: String,
    /// The one of the same group that was published first; of one day, or where no day is known, the first of the dataset.
    pub original: String,
    pub likeness: Likeness,
    /// The estimated share of runs of words that the two have in common, 0 to 1.
    pub similarity: f32,
}

/// What is kept of each article.
#[derive(Default)]
pub struct Articles {
    /// All ids, one behind the other, and where each ends.
    ids: String,
    ends: Vec<usize>,
    /// Days of publication since 1970-01-01; the last of all where none is known.
    days: Vec<i32>,
    /// A hash of each text.
    texts: Vec<u64>,
    values: Vec<[u8; VALUES]>,
}

impl Articles {
    /// The article after the last one, and the day on which it was published.
    pub fn add(&mut self, id: &str, published: Option<i32>, text: &str) {
        self.ids.push_str(id);
        self.ends.push(self.ids.len());
        self.days.push(published.unwrap_or(i32::MAX));
        self.texts.push(XxHash3_64::oneshot(text.as_bytes()));
        self.values.push(values(text));
    }

    /// Those that are the same as another, in the order in which they were added.
    pub fn duplicates(&self) -> Vec<Duplicate> {
        let groups = self.groups();
        // The first published of each group, at the group's own place.
        let mut first: Vec<usize> = (0..self.ends.len()).collect();
        for at in 0..self.ends.len() {
            let own = &mut first[groups.of(at)];
            if (self.days[at], at) < (self.days[*own], *own) {
                *own = at;
            }
        }
        let duplicate = |at: usize| {
            let original = first[groups.of(at)];
            (original != at).then(|| {
                let exact = self.texts[at] == self.texts[original];
                Duplicate {
                    article: self.id(at).to_owned(),
                    original: self.id(original).to_owned(),
                    likeness: if exact { Likeness::Exact } else { Likeness::Near },
                    similarity: if exact { 1.0 } else { self.similarity(at, original) },
                }
            })
        };
        (0..self.ends.len()).filter_map(duplicate).collect()
    }

    fn id(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.ids[start..self.ends[at]]
    }

    /// The share of equal values, less what is equal by accident.
    fn similarity(&self, a: usize, b: usize) -> f32 {
        let equal = self.values[a].iter().zip(&self.values[b]).filter(|(a, b)| a == b).count();
        let (share, accident) = (equal as f32 / VALUES as f32, 1.0 / 256.0);
        ((share - accident) / (1.0 - accident)).max(0.0)
    }

    /// Band by band, articles with an equal band are compared, each with one of each group that is there already.
    fn groups(&self) -> Groups {
        let mut groups = Groups((0..self.ends.len()).collect());
        // What is sorted by stands beside the article, so that no comparison looks elsewhere.
        let mut order = Vec::with_capacity(self.ends.len());
        for band in 0..VALUES / BAND {
            let of = |values: &[u8; VALUES]| -> [u8; BAND] {
                std::array::from_fn(|value| values[band * BAND + value])
            };
            order.clear();
            order.extend(
                self.values
                    .iter()
                    .zip(&self.texts)
                    .enumerate()
                    .map(|(at, (values, text))| (of(values), Reverse(*text), at)),
            );
            order.sort_unstable();
            for equal in order.chunk_by(|a, b| a.0 == b.0) {
                let mut met: Vec<usize> = Vec::new();
                for &(.., at) in equal {
                    let known = met.iter().position(|&other| {
                        groups.of(at) == groups.of(other) || self.similarity(at, other) >= SHARED
                    });
                    match known {
                        Some(place) => groups.join(at, met[place]),
                        None if met.len() < GROUPS => met.push(at),
                        None => {}
                    }
                }
            }
        }
        groups
    }
}

/// A forest: each article leads to another of its group, the first one to itself.
struct Groups(Vec<usize>);

impl Groups {
    fn of(&self, mut at: usize) -> usize {
        while self.0[at] != at {
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        self.0[a.max(b)] = a.min(b);
    }
}

/// The low bytes of the least hashes of the runs of words, by 64 orders of all hashes.
fn values(text: &str) -> [u8; VALUES] {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let words: Vec<u64> = words.iter().map(|word| XxHash3_64::oneshot(word.as_bytes())).collect();
    let run = |run: &[u64]| run.iter().fold(0u64, |all, word| mixed(all ^ word));
    let mut least = [u64::MAX; VALUES];
    for run in words.windows(RUN.min(words.len()).max(1)).map(run) {
        for (at, least) in least.iter_mut().enumerate() {
            // An odd factor moves every hash to a place of its own.
            let place = run.wrapping_mul(FACTORS[at]);
            *least = place.min(*least);
        }
    }
    least.map(|least| mixed(least) as u8)
}

/// Odd numbers without a pattern.
const FACTORS: [u64; VALUES] = {
    let mut factors = [0; VALUES];
    let mut at = 0;
    while at < VALUES {
        factors[at] = mixed(at as u64 + 1) | 1;
        at += 1;
    }
    factors
};

/// SplitMix64's finish (Steele, Lea and Flood 2014).
const fn mixed(word: u64) -> u64 {
    let word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::column::day;

    /// A text of `count` words that `seed` tells.
    fn text(seed: u64, count: u64) -> String {
        (0..count).map(|at| format!("w{} ", mixed(seed << 32 | at) % 5000)).collect()
    }

    fn found(rows: &[(&str, &str, &str)]) -> Vec<(String, String, Likeness)> {
        let mut articles = Articles::default();
        for (id, iso, text) in rows {
            articles.add(id, day(iso), text);
        }
        let rows = articles.duplicates().into_iter();
        rows.map(|row| (row.article, row.original, row.likeness)).collect()
    }

    #[test]
    fn the_first_published_of_a_group_is_the_original() {
        let (story, other) = (text(1, 300), text(2, 300));
        let edited = story.replacen("w", "edited w", 3) + "The agency wrote this.";
        let rows = found(&[
            ("undated", "", &story),
            ("late", "2025-05-07", &edited),
            ("alone", "2025-05-01", &other),
            ("early", "2025-05-06", &story),
        ]);
        let row = |article: &str, likeness| (article.to_owned(), "early".to_owned(), likeness);
        assert_eq!(rows, [row("undated", Likeness::Exact), row("late", Likeness::Near)]);
    }

    #[test]
    fn texts_of_no_words_are_the_same_only_when_equal_or_both_empty_of_words() {
        let rows =
            found(&[("a", "", "— !"), ("b", "", "— !"), ("c", "", "One word"), ("d", "", "Two words")]);
        assert_eq!(rows, [("b".to_owned(), "a".to_owned(), Likeness::Exact)]);
    }

    /// The share of runs that two texts have in common is estimated within its error, and pairs far above the bound are met.
    #[test]
    fn similarity_is_an_estimate_of_the_shared_runs() {
        let mut worst: f32 = 0.0;
        for seed in 0..200 {
            let whole = text(seed, 400);
            let words: Vec<&str> = whole.split_whitespace().collect();
            let cut = 4 * (seed as usize % 50);
            let part = words[cut..].join(" ");
            // 398 runs, of which those of the part are all in the whole.
            let share = (398 - cut) as f32 / 398.0;
            let mut articles = Articles::default();
            articles.add("whole", None, &whole);
            articles.add("part", None, &part);
            worst = worst.max((articles.similarity(0, 1) - share).abs());
            let met = !articles.duplicates().is_empty();
            assert!(met || share < 0.9, "{share}");
            assert!(!met || share > 0.5, "{share}");
        }
        // 64 values: three standard errors at a half.
        assert!(worst < 0.19, "{worst}");
    }

    #[test]
    fn many_copies_are_one_group_and_strangers_none() {
        let (story, strangers) = (text(7, 200), (100..160).map(|seed| text(seed, 200)));
        let mut articles = Articles::default();
        for (at, text) in strangers.enumerate() {
            articles.add(&format!("s{at}"), None, &text);
        }
        for at in 0..50 {
            articles.add(&format!("c{at}"), None, &format!("{story} {at}"));
        }
        let rows = articles.duplicates();
        assert_eq!(rows.len(), 49);
        assert!(rows.iter().all(|row| row.original == "c0"));
    }
}
