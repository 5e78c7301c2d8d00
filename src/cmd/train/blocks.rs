//! Training of the filter of lines, which works on raw pages and is no method of a layer.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;

use anstream::stdout;
use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::curve::{self, Fold, Judged};
use super::{Args, Keeper, Provenance, card, provenance};
use crate::blocks::learned::features::GROUPS;
use crate::blocks::learned::train::{Sample, learn, options};
use crate::blocks::learned::{Filter, NAME, margin};
use crate::blocks::rules;
use crate::dataset::write_whole;
use crate::document::BlockKind;
use crate::hint::Hint;
use crate::learn::crf::groups::Groups;
use crate::learn::model;
use crate::learn::model::{Header, Tensor};
use crate::learner::Plan;

/// The layer's name in models and cards.
pub const LAYER: &str = "blocks";

/// Parts of the corpus that are judged by what the others taught.
const FOLDS: usize = 10;

/// The share of good characters that the filter may cost: what it drops cannot be got back later, and
/// what it keeps can still be dropped.
const LOSS: f64 = 0.005;

/// A page of a corpus: the lines of a scraper, each with whether it belongs to the article.
#[derive(Deserialize)]
struct Page {
    lines: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    text: String,
    keep: bool,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let without = args.without.iter().map(String::as_str);
    let Provenance { corpora, files } = provenance(&args.corpus)?;
    let mut samples = Vec::new();
    for (path, bytes) in args.corpus.iter().zip(files) {
        let text = String::from_utf8(bytes).with_context(|| path.display().to_string())?;
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let page: Page = serde_json::from_str(line)
                .with_context(|| format!("{}:{}", path.display(), at + 1))
                .hint("each line is one JSON object with lines, a list of objects with text and keep")?;
            let lines = page.lines.iter().map(|line| (line.text.as_str(), !line.keep));
            samples.push(Sample::of(lines, rules::kinds));
        }
    }
    samples.retain(|sample| !sample.junk.is_empty());
    ensure!(samples.len() >= FOLDS, "{} pages are too few to judge a filter by", samples.len());
    let plan = Plan { options: args.options(options()), without: args.without.clone(), encoder: None };
    let header = Header {
        format: model::FORMAT,
        layer: LAYER.to_owned(),
        method: NAME.to_owned(),
        corpora,
        options: plan.described(),
    };
    let groups = Groups::without(GROUPS, without);
    let mut keeper = Keeper::new(args, &header);
    let mut folds: Vec<Fold> = Vec::new();
    for fold in 0..FOLDS {
        let others = samples.iter().enumerate().filter(|(at, _)| at % FOLDS != fold).map(|row| row.1);
        let tensors = learn(&format!("fold-{fold}"), others, &plan.options, groups, &mut keeper)?;
        let bytes = sealed(&header, tensors, 0.0)?;
        let filter = Filter::read(&bytes)?;
        let own = samples.iter().skip(fold).step_by(FOLDS);
        folds.push(own.map(|sample| judged(&filter, sample)).collect());
    }
    let tensors = learn("lines", samples.iter(), &plan.options, groups, &mut keeper)?;
    let threshold = curve::threshold(folds.iter().flatten(), LOSS);
    let bytes = sealed(&header, tensors, threshold)?;
    write_whole(&args.output, &bytes)?;
    let mut card = card(args, &header, &bytes, &[]);
    card += &format!(
        "\nBy {FOLDS}-fold cross-validation over {} pages, the threshold for each part set on the others; 95% \
         intervals by bootstrap over pages. The file's threshold is that of {:.1}%.\n\n\
         | good characters that may go, % | junk lines gone, % | good characters gone, % | good lines gone, % | \
         junk characters gone, % |\n|---|---|---|---|---|\n",
        samples.len(),
        100.0 * LOSS,
    );
    let rules: Vec<Vec<Judged>> = samples.iter().map(by_rules).collect();
    let rules = curve::fixed("the rules alone", &rules);
    for row in curve::rows(&folds).into_iter().chain([rules]) {
        card += &format!("| {} |\n", row.join(" | "));
    }
    write_whole(&args.output.with_extension("md"), card.as_bytes())?;
    keeper.done()?;
    write!(stdout(), "{card}")?;
    Ok(ExitCode::SUCCESS)
}

fn sealed(header: &Header, mut tensors: BTreeMap<String, Tensor>, threshold: f32) -> Result<Vec<u8>> {
    tensors.insert("threshold".to_owned(), Tensor::f32s(vec![1], &[threshold]));
    model::write(header, &tensors)
}

/// The lines of a page as the filter judges them.
fn judged(filter: &Filter, sample: &Sample) -> Vec<Judged> {
    let lines = filter.probabilities(&sample.lines(), &sample.kinds).into_iter().zip(&sample.junk);
    lines.map(|((p, chars), &junk)| Judged { chars, junk, margin: margin(p, chars) }).collect()
}

/// The same as the rules judge them, who know no more or less.
fn by_rules(sample: &Sample) -> Vec<Judged> {
    let lines = sample.lines().into_iter().zip(&sample.kinds).zip(&sample.junk);
    let judged = |((line, kind), &junk): ((&str, &BlockKind), &bool)| Judged {
        chars: line.chars().count(),
        junk,
        margin: if kind.kept() { -1.0 } else { 1.0 },
    };
    lines.map(judged).collect()
}
