use std::fs::File;
use std::io::BufReader;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::stdout;
use anyhow::{Context, Result, anyhow};
use serde_json::{Value, json};

use super::standings::as_json as standing;
use super::table::{percent, table};
use super::visible::visible;
use crate::agreement::{ANNOTATORS, ENTITY_TYPE, LabelPair, Labelings, annotators, labelings, labels};
use crate::document::{Document, Label, Span};
use crate::evaluate::Gold;
use crate::evaluate::item::line;
use crate::exchange;
use crate::gold::{self, Labeled};
use crate::hint::Hint;
use crate::method::Layer;
use crate::score::board::{Entry, standings};
use crate::score::{ClaimLabel, Fit, Measure, Scored, b_cubed, kappa, pairwise};

/// What the kind of a line is called among labels.
const BLOCK_KIND: &str = "block kind";

/// Show how far two annotators agree: F1 of every layer, Cohen's kappa of every label
#[derive(clap::Args)]
pub struct Args {
    /// The first annotator's files
    #[arg(long, default_value = "datasets/gold/annotator-a", value_name = "DIR")]
    a: PathBuf,
    /// The second annotator's files
    #[arg(long, default_value = "datasets/gold/annotator-b", value_name = "DIR")]
    b: PathBuf,
    /// Where the articles are
    #[arg(long, default_value = "datasets/articles", value_name = "DIR")]
    articles: PathBuf,
    /// Also list each difference, for the one who decides
    #[arg(long)]
    differences: bool,
    /// Instead, corpora in JSON Lines in which several people labeled the same text
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with_all = ["a", "b", "articles", "differences"])]
    corpus: Vec<PathBuf>,
    /// Print JSON, the counts of every document included
    #[arg(long, conflicts_with = "differences")]
    json: bool,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let found = if args.corpus.is_empty() { folders(args)? } else { corpora(&args.corpus)? };
    if args.json {
        writeln!(stdout(), "{}", serde_json::to_string_pretty(&as_json(&found))?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let Labelings { texts, pairs, entries, labels } = found;
    if args.corpus.is_empty() {
        writeln!(stdout(), "two annotators, {texts} articles")?;
    } else {
        writeln!(stdout(), "{texts} texts that several people labeled, {pairs} pairs of labelings")?;
    }
    print(entries)?;
    let mut rows = table(&["label", "pairs", "same", "kappa"], 1);
    for Agreed { label, pairs, same, kappa } in agreed(&labels) {
        let value = kappa.map_or("–".into(), |kappa| format!("{kappa:.3}"));
        rows.add_row([label.to_owned(), pairs.to_string(), same.to_string(), value]);
    }
    if rows.row_count() > 0 {
        writeln!(stdout(), "\n{}", rows.trim_fmt())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// How far two annotators agree whose files stand in two folders.
fn folders(args: &Args) -> Result<Labelings> {
    let (ours, theirs) = (gold::load(&args.a, &args.articles)?, gold::load(&args.b, &args.articles)?);
    if ours.iter().map(|l| &l.article.id).ne(theirs.iter().map(|l| &l.article.id)) {
        return Err(anyhow!("{} and {} label different articles", args.a.display(), args.b.display()))
            .hint("each annotator labels every article");
    }
    let mut pairs: Vec<LabelPair> = Vec::new();
    for (a, b) in ours.iter().zip(&theirs) {
        for (ours, theirs) in a.document.blocks().iter().zip(b.document.blocks()) {
            pairs.push((BLOCK_KIND, ours.kind.name().into(), theirs.kind.name().into()));
        }
        let (on_a, on_b) = (gold::on_raw(&a.document, &a.article), gold::on_raw(&b.document, &b.article));
        pairs.extend(labels(&on_a, &on_b));
        if args.differences {
            differences(&on_a, &on_b)?;
        }
    }
    let mut entries = annotators(&ours, &theirs);
    entries.extend(propositions(&ours, &theirs));
    Ok(Labelings { texts: ours.len(), pairs: ours.len(), entries, labels: pairs })
}

/// How far two agree on a label of what both marked.
struct Agreed {
    label: &'static str,
    pairs: usize,
    same: usize,
    kappa: Option<f64>,
}

/// How far labels agree beyond chance, those of them that there are.
fn agreed(labels: &[LabelPair]) -> Vec<Agreed> {
    let names = [BLOCK_KIND, ENTITY_TYPE].into_iter().chain(ClaimLabel::names());
    let agreed = names.map(|label| {
        let own = labels.iter().filter(|pair| pair.0 == label);
        let values: Vec<(&str, &str)> = own.map(|(_, a, b)| (a.as_str(), b.as_str())).collect();
        let same = values.iter().filter(|(a, b)| a == b).count();
        Agreed { label, pairs: values.len(), same, kappa: kappa(&values) }
    });
    agreed.filter(|own| own.pairs > 0).collect()
}

fn as_json(found: &Labelings) -> Value {
    let standings = standings(&found.entries);
    let labels = agreed(&found.labels).into_iter();
    let labels = labels
        .map(|own| json!({"label": own.label, "pairs": own.pairs, "same": own.same, "kappa": own.kappa}));
    json!({
        "version": 1,
        "texts": found.texts,
        "pairs": found.pairs,
        "standings": standings.iter().map(|own| standing(own, &found.entries)).collect::<Vec<_>>(),
        "labels": labels.collect::<Vec<_>>(),
    })
}

/// How far the people agree who labeled the same texts of the corpora.
fn corpora(paths: &[PathBuf]) -> Result<Labelings> {
    let mut gold = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        let file = File::open(path).with_context(|| name.clone()).hint("give a corpus in JSON Lines")?;
        for record in exchange::read(&name, BufReader::new(file))? {
            gold.push(Gold::of_record(&record).with_context(|| format!("{name} ({})", record.doc_id))?);
        }
    }
    let found = labelings(&gold);
    if found.pairs == 0 {
        let shown: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        return Err(anyhow!("{}: no text has two labelings", shown.join(", ")))
            .hint("records of one doc_id and different annotators are compared");
    }
    Ok(found)
}

fn print(mut entries: Vec<Entry>) -> Result<()> {
    entries.retain(|entry| shown(entry.measure));
    let mut rows = table(&["layer", "measure", "a", "b", "F1", "95%"], 2);
    for standing in standings(&entries) {
        if standing.counts.f1().is_none() {
            continue;
        }
        let interval = standing
            .interval
            .map_or("–".into(), |(low, high)| format!("{}–{}", percent(Some(low)), percent(Some(high))));
        rows.add_row([
            standing.layer.name().to_owned(),
            standing.measure.name(),
            standing.counts.gold.to_string(),
            standing.counts.predicted.to_string(),
            percent(standing.counts.f1()),
            interval,
        ]);
    }
    writeln!(stdout(), "{}", rows.trim_fmt())?;
    Ok(())
}

/// How the two put claims together under propositions, across all articles: claims of the same
/// content and cue, by the slug that each annotator gave them. Slugs may differ in wording.
fn propositions(ours: &[Labeled], theirs: &[Labeled]) -> Vec<Entry> {
    type Key = (String, Vec<Span>, Vec<Span>);
    let items = |labeled: &[Labeled]| -> Vec<(Key, String)> {
        let claims = labeled.iter().flat_map(|labeled| {
            let document = gold::on_raw(&labeled.document, &labeled.article);
            let id = labeled.article.id.clone();
            document
                .claims
                .into_iter()
                .filter_map(move |claim| Some(((id.clone(), claim.content, claim.cue), claim.proposition?)))
        });
        claims.collect()
    };
    let (ours, theirs) = (items(ours), items(theirs));
    let entry = |measure, counts| Entry {
        layer: Scored::Propositions,
        method: ANNOTATORS.into(),
        measure,
        // Propositions cross articles, so there is but one document to draw from.
        document: "all".into(),
        counts,
    };
    vec![entry(Measure::BCubed, b_cubed(&ours, &theirs)), entry(Measure::Pairwise, pairwise(&ours, &theirs))]
}

/// Labels are shown by kappa rather than by F1.
fn shown(measure: Measure) -> bool {
    let more = [Measure::BCubed, Measure::CeafE, Measure::Pairwise].contains(&measure);
    measure.is_main() || more || matches!(measure, Measure::Role(_, Fit::NoPunctuation))
}

/// Lists what only one of the two has.
fn differences(a: &Document, b: &Document) -> Result<()> {
    for (sign, one, other) in [("a", a, b), ("b", b, a)] {
        let sentences = indices(&one.sentences, |sentence| !other.sentences.contains(sentence));
        let entities = indices(&one.entities, |entity| !other.entities.contains(entity));
        let mut lines: Vec<String> = sentences.map(|at| line(Layer::Sentences, one, at)).collect();
        lines.extend(entities.map(|at| line(Layer::Entities, one, at)));
        let [ours, theirs] = [one, other].map(|document| -> Vec<String> {
            (0..document.claims.len()).map(|at| line(Layer::Claims, document, at)).collect()
        });
        lines.extend(ours.into_iter().filter(|own| !theirs.contains(own)));
        for line in lines {
            writeln!(stdout(), "{} {sign} {}", one.id(), visible(&line))?;
        }
    }
    Ok(())
}

/// Where those items stand for which `keep` holds.
fn indices<T>(items: &[T], keep: impl Fn(&T) -> bool) -> impl Iterator<Item = usize> {
    items.iter().enumerate().filter(move |(_, item)| keep(item)).map(|(at, _)| at)
}
