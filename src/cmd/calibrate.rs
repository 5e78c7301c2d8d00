use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::{eprintln, stdout};
use anyhow::{Context, Result, anyhow, bail, ensure};

use super::choice::{any_method, choice};
use super::table::percent;
use crate::bench::set::{Convention, load};
use crate::dataset::write_whole;
use crate::document::Label;
use crate::evaluate::{judged, predict_uncalibrated};
use crate::hint::Hint;
use crate::method::Layer;
use crate::methods::Methods;
use crate::methods::calibration::{Group, Step, Table, fit, probability};
use crate::methods::{Row, calibration};
use crate::score::Bins;
use crate::source::sha256;

/// Measure what a method's confidences are worth, on labeled text that it was not trained on
///
/// Prints the tables that turn its own confidences into probabilities, and the expected calibration
/// error without them, with those that this program has, and with the new ones.
#[derive(clap::Args)]
pub struct Args {
    /// entities or claims
    #[arg(long, value_parser = choice::<Layer>())]
    layer: Layer,
    /// A method of that layer; its default if left out
    #[arg(long, value_parser = any_method())]
    method: Option<String>,
    /// A corpus in JSON Lines; may be given several times
    #[arg(long, required = true, value_name = "FILE")]
    gold: Vec<PathBuf>,
    /// Whose conventions the corpora follow: ours, polnear (claims) or places (entities)
    #[arg(long, default_value = "ours", value_parser = choice::<Convention>())]
    convention: Convention,
    /// Also put the tables into this file, in the place of those of the same method and group; the
    /// program has those of datasets/models/calibration.toml when it is built again
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Print the tables as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let (methods, layer) = (Methods::builtin(), args.layer);
    let row = match &args.method {
        Some(method) => methods.find(layer, method).context("--method")?,
        None => methods.default(layer),
    };
    let convention = args.convention;
    let (mut items, mut corpora) = (Vec::new(), BTreeMap::new());
    for path in &args.gold {
        let bytes = fs::read(path)
            .with_context(|| path.display().to_string())
            .hint("give --gold a corpus in JSON Lines; `saidso import` makes one")?;
        let twice = corpora.insert(name(path), sha256(&bytes)).is_some();
        ensure!(!twice, "{}: a corpus of this name was given twice", path.display());
        let gold = load(path, path, convention)?.gold;
        for gold in gold.iter().filter(|gold| gold.layers.contains(&row.layer)) {
            let predicted = convention.convert(&gold.ignored, predict_uncalibrated(row, &gold.bare));
            items.extend(judged(row.layer, gold, &predicted));
        }
    }
    let command = command(row, convention, args.gold.iter().map(|path| name(path)));
    let fitted: Vec<Table> = groups(&items)
        .filter_map(|(group, items)| {
            Some(Table {
                layer: row.layer,
                method: row.name.clone(),
                group,
                command: command.clone(),
                corpora: corpora.clone(),
                items: items.len() as u64,
                steps: fit(&items)?,
            })
        })
        .collect();
    if fitted.is_empty() {
        let found = items.len();
        return Err(anyhow!("{} {} found {found} items, too few to measure", row.layer.name(), row.name))
            .hint("give --gold more text with labels of this layer; a hundred items of a group are needed");
    }
    let tables = calibration::write(&fitted);
    if args.json {
        let mut whole: serde_json::Value = toml::from_str(&tables)?;
        whole["version"] = 1.into();
        writeln!(stdout(), "{}", serde_json::to_string_pretty(&whole)?)?;
    } else {
        write!(stdout(), "{tables}")?;
    }
    report(row, &items, &fitted);
    if let Some(path) = &args.output {
        keep(path, fitted)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A corpus by the name of its file, with the folder's where it says more ("polnear/train.jsonl").
fn name(path: &Path) -> String {
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy());
    folder.map_or_else(|| file.clone().into_owned(), |folder| format!("{folder}/{file}"))
}

fn command(row: &Row, convention: Convention, files: impl Iterator<Item = String>) -> String {
    let files: Vec<String> = files.map(|file| format!(" --gold {file}")).collect();
    let (layer, convention) = (row.layer.name(), convention.name());
    format!(
        "saidso calibrate --layer {layer} --method {}{} --convention {convention}",
        row.name,
        files.concat()
    )
}

/// The items' confidences, and whether they are right, group by group.
fn groups(items: &[(Group, f32, bool)]) -> impl Iterator<Item = (Group, Vec<(f32, bool)>)> + '_ {
    let of = |group: Group| {
        let own = items.iter().filter(move |item| item.0 == group);
        own.map(|item| (item.1, item.2)).collect::<Vec<_>>()
    };
    Group::ALL.iter().map(move |row| (row.0, of(row.0))).filter(|(_, items)| !items.is_empty())
}

/// On standard error, so that what was printed before can be kept in a file.
fn report(row: &Row, items: &[(Group, f32, bool)], fitted: &[Table]) {
    let error = |tables: &[Table]| {
        let mut bins = Bins::default();
        for &(group, own, right) in items {
            bins.add(worth(tables, row, group, own), right);
        }
        percent(bins.error())
    };
    eprintln!(
        "{} {}, {} items: expected calibration error {} by the method itself, {} by the program's tables, {} by these",
        row.layer.name(),
        row.name,
        items.len(),
        error(&[]),
        error(calibration::tables()),
        error(fitted)
    );
    for (group, items) in groups(items).filter(|(_, items)| fit(items).is_none()) {
        eprintln!("{}: {} items, too few for a table; they keep the method's own", group.name(), items.len());
    }
}

fn worth(tables: &[Table], row: &Row, group: Group, own: f32) -> f32 {
    let mine = |table: &&Table| table.layer == row.layer && table.method == row.name && table.group == group;
    let steps: &[Step] = tables.iter().find(mine).map_or(&[], |table| &table.steps);
    probability(steps, own)
}

/// Puts `fitted` into the file at `path`, which need not be there.
fn keep(path: &Path, fitted: Vec<Table>) -> Result<()> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).with_context(|| path.display().to_string()),
    };
    let mut tables = match calibration::read(&text) {
        Ok(tables) => tables,
        Err(message) => bail!("{}: {message}", path.display()),
    };
    let key = |table: &Table| (table.layer, table.method.clone(), table.group);
    tables.retain(|old| fitted.iter().all(|new| key(new) != key(old)));
    tables.extend(fitted);
    tables.sort_by_key(key);
    write_whole(path, calibration::write(&tables).as_bytes())
}
