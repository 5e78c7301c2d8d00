//! Corpora in and out. Every format is read into [`Record`]s and written from them.
//!
//! To add a format, write `src/exchange/format_<name>.rs` with a reader, a writer or both, and give
//! it a line in [`FORMATS`]. The command line and the tests loop over the table.

mod answer;
mod check;
mod flat;
mod input;
mod keys;
mod line;
mod offset;
mod out;
mod question;
mod record;
mod roles;
mod stated;
mod unit;

pub mod format_brat;
pub mod format_citron;
pub mod format_conll;
pub mod format_conllu;
pub mod format_jsonl;
pub mod format_label_studio;
pub mod format_spacy;
pub mod format_web_annotation;

use anyhow::{Result, anyhow};

pub use answer::Answer;
pub use check::{alone, scorable};
pub use input::{Input, Labels, Placed, Reading, Tally};
pub use line::{lines, parse, read, typed};
pub use out::{Out, Writer};
pub use question::Question;
pub use record::{Attribution, BlockLine, Mention, Record};
pub use stated::Stated;
pub use unit::Unit;

use crate::hint::Hint;
use check::Check;
use out::Each;

/// A line of the table of formats.
pub struct Format {
    pub name: &'static str,
    /// One line: what it is and whose standard it follows.
    pub about: &'static str,
    /// What it cannot carry; `None` when everything comes back the same.
    pub loses: Option<&'static str>,
    /// How its files' names end, for directories.
    pub endings: &'static [&'static str],
    /// Whether a corpus is a folder of files rather than one file.
    pub folder: bool,
    pub read: Option<Reader>,
    pub write: Option<fn() -> Box<dyn Writer>>,
    /// The part of a record that the format can carry; what it cannot is counted.
    pub keeps: fn(&Record, &mut Tally) -> Record,
}

/// The records in the files, each with where it stands.
pub type Reader = fn(&[Input], &mut Reading) -> Result<Vec<Placed>>;

/// Every format.
pub const FORMATS: &[Format] = &[
    Format {
        name: "jsonl",
        about: "JSON Lines of this project: a document a line, offsets in code points",
        loses: None,
        endings: &["jsonl"],
        folder: false,
        read: Some(format_jsonl::read),
        write: Some(|| Box::new(Each(format_jsonl::write))),
        keeps: all,
    },
    Format {
        name: "brat",
        about: "brat standoff, a .txt and an .ann for each document, and its annotation.conf; PolNeAR's too",
        loses: None,
        endings: &["ann", "txt"],
        folder: true,
        read: Some(format_brat::read),
        write: Some(|| Box::new(format_brat::Files::default())),
        keeps: all,
    },
    Format {
        name: "conll",
        about: "a token a line and its BIO or BIOES tag in the last column, as in CoNLL-2003",
        loses: Some("white space, blocks, ids, confidences, overlapping entities, attributions, annotators"),
        endings: &["conll", "bio", "iob", "iob2", "tsv"],
        folder: false,
        read: Some(format_conll::read),
        write: Some(|| Box::new(Each(format_conll::write))),
        keeps: format_conll::keeps,
    },
    Format {
        name: "conllu",
        about: "CoNLL-U of Universal Dependencies, entities in MISC as NER= or Entity=",
        loses: Some("blocks, ids, confidences, overlapping entities, attributions, annotators"),
        endings: &["conllu"],
        folder: false,
        read: Some(format_conllu::read),
        write: Some(|| Box::new(Each(format_conllu::write))),
        keeps: flat::flat,
    },
    Format {
        name: "citron",
        about: "Citron annotation format (BBC R&D): quotes with sources, cue and contents",
        loses: Some("blocks, sentences, entities, labels of attributions, those without a cue"),
        endings: &["json"],
        folder: true,
        read: Some(format_citron::read),
        write: Some(|| Box::new(format_citron::Files::default())),
        keeps: format_citron::keeps,
    },
    Format {
        name: "label-studio",
        about: "Label Studio JSON tasks: labels on data.text, relations between them, and choices for them",
        loses: None,
        endings: &["json"],
        folder: false,
        read: Some(format_label_studio::read),
        write: Some(|| Box::new(format_label_studio::Tasks::done())),
        keeps: all,
    },
    Format {
        name: "label-studio-predictions",
        about: "Label Studio JSON tasks for people to label: what was found is predicted, with scores, and to be corrected",
        loses: None,
        endings: &["json"],
        folder: false,
        read: None,
        write: Some(|| Box::new(format_label_studio::Tasks::predicted())),
        keeps: all,
    },
    Format {
        name: "spacy",
        about: "JSON Lines of spaCy, Prodigy and doccano: a text and its spans with start, end, label",
        loses: Some("blocks, attributions, confidences"),
        endings: &["jsonl"],
        folder: false,
        read: Some(format_spacy::read),
        write: Some(|| Box::new(Each(format_spacy::write))),
        keeps: format_spacy::keeps,
    },
    Format {
        name: "web-annotation",
        about: "W3C Web Annotation (JSON-LD) with text position and text quote selectors",
        loses: None,
        endings: &["jsonld"],
        folder: false,
        read: Some(format_web_annotation::read),
        write: Some(|| Box::new(format_web_annotation::Annotations::default())),
        keeps: all,
    },
];

/// The format called `name`.
pub fn find(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

impl Format {
    /// The records in `inputs`, checked, and what was left out of them.
    ///
    /// # Errors
    /// The first thing that is wrong, with file, line or record, and document.
    pub fn import(&self, inputs: &[Input], labels: &Labels) -> Result<(Vec<Record>, Tally)> {
        let Some(read) = self.read else {
            return Err(anyhow!("{} can only be written", self.name)).hint("use `saidso export`");
        };
        let mut reading = Reading::new(labels);
        let mut placed = read(inputs, &mut reading)?;
        // PolNeAR has a few attributions of which no annotator marked a word.
        for attributions in placed.iter_mut().filter_map(|placed| placed.record.attributions.as_mut()) {
            let all = attributions.len();
            attributions.retain(|own| roles::parts(own).iter().any(|spans| !spans.is_empty()));
            reading.left.add("attributions without a word", all - attributions.len());
        }
        let mut check = Check::default();
        placed.iter().try_for_each(|placed| check.next(&placed.place, &placed.record))?;
        Ok((placed.into_iter().map(|placed| placed.record).collect(), reading.left))
    }

    /// Writes `records` to `out`: how many there were, and what of them the format could not carry.
    ///
    /// # Errors
    /// When a record is no right one, the format cannot tell two of them apart, or `out` cannot be written.
    pub fn export(
        &self,
        records: impl Iterator<Item = Result<Record>>,
        out: &mut dyn Out,
    ) -> Result<(usize, Tally)> {
        let Some(writer) = self.write else {
            return Err(anyhow!("{} can only be read", self.name)).hint("use `saidso import`");
        };
        let (mut writer, mut count, mut lost) = (writer(), 0, Tally::default());
        let (mut given, mut carried) = (Check::default(), Check::default());
        if !self.folder {
            out.put("", "")?;
        }
        for record in records {
            let record = record?;
            given.next("", &record)?;
            let kept = (self.keeps)(&record, &mut lost);
            if self.read.is_some() {
                carried.next(self.name, &kept)?;
            }
            writer.record(&kept, out)?;
            count += 1;
        }
        writer.end(out)?;
        Ok((count, lost))
    }
}

/// What a lossless format keeps.
fn all(record: &Record, _: &mut Tally) -> Record {
    record.clone()
}
