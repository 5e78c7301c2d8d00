use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::stdout;
use anyhow::{Context, Result};
use serde_json::json;

use super::table::table;
use super::visible::visible;
use crate::dataset::read::each;
use crate::dataset::schema::Table;
use crate::dataset::{MANIFEST, Manifest};

/// Say what a dataset is: its versions, methods, rows and sizes, and whether its inputs are younger than it
///
/// Reads the manifest and one column of the articles; `verify` proves the rows.
#[derive(clap::Args)]
pub struct Args {
    /// The dataset
    #[arg(default_value = "dataset", value_name = "DIR")]
    dataset: PathBuf,
    /// Where the paths in `articles` begin, when that is not the current directory
    #[arg(long, value_name = "ROOT")]
    raw: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// The files that the articles come from, against the dataset's age.
#[derive(Default)]
struct Inputs {
    older: u64,
    younger: Vec<String>,
    gone: Vec<String>,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let manifest = Manifest::read(&args.dataset)?;
    let inputs = inputs(&args.dataset, args.raw.as_deref())?;
    if args.json {
        let inputs = json!({"older": inputs.older, "younger": inputs.younger, "gone": inputs.gone});
        let whole = json!({"version": 1, "dataset": args.dataset, "manifest": manifest, "inputs": inputs});
        writeln!(stdout(), "{}", serde_json::to_string_pretty(&whole)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let Manifest { tool, version, schema_version, options, files } = manifest;
    let told = format!(
        "{}: {tool} {version}, schema version {schema_version}\n{}\n\n",
        args.dataset.display(),
        options.iter().map(|(option, value)| format!("{option} {value}")).collect::<Vec<_>>().join(", ")
    );
    let mut rows = table(&["file", "rows", "bytes"], 1);
    for file in &files {
        rows.add_row([file.path.clone(), file.rows.to_string(), file.bytes.to_string()]);
    }
    let Inputs { older, younger, gone } = &inputs;
    let mut below = format!("\n\ninputs: {older} older, {} younger, {} gone\n", younger.len(), gone.len());
    for (what, paths) in [("younger", younger), ("gone", gone)] {
        below.extend(paths.iter().map(|path| format!("  {what}: {path}\n")));
    }
    write!(stdout(), "{}", visible(&format!("{told}{}{below}", rows.trim_fmt())))?;
    Ok(ExitCode::SUCCESS)
}

/// Each input file once, also one of many articles. One that was written after the dataset may have changed.
fn inputs(dataset: &Path, root: Option<&Path>) -> Result<Inputs> {
    let built = fs::metadata(dataset.join(MANIFEST)).and_then(|about| about.modified());
    let built = built.with_context(|| dataset.display().to_string())?;
    let mut inputs = Inputs::default();
    let mut paths = BTreeSet::new();
    each(dataset, Table::Articles, ["path"], |[path]| {
        paths.insert(path.to_owned());
    })?;
    for path in paths {
        let place = root.map_or_else(|| PathBuf::from(&path), |root| root.join(&path));
        match fs::metadata(place).and_then(|about| about.modified()) {
            Ok(written) if written > built => inputs.younger.push(path),
            Ok(_) => inputs.older += 1,
            Err(_) => inputs.gone.push(path),
        }
    }
    Ok(inputs)
}
