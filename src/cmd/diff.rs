use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::stdout;
use anyhow::Result;
use serde_json::json;

use super::visible::visible;
use crate::dataset::read::each;
use crate::dataset::schema::Table;

/// Say what changed from one dataset to another: articles added, removed and changed, claims added and removed
#[derive(clap::Args)]
pub struct Args {
    /// The dataset as it was
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The dataset as it is
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Also list the claims
    #[arg(long)]
    list: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Ids of articles.
#[derive(Default, serde::Serialize)]
struct Articles {
    added: Vec<String>,
    removed: Vec<String>,
    /// The same id, other bytes.
    changed: Vec<String>,
}

/// Article, source, cue and content of a claim.
type Claim = [String; 4];

pub fn run(args: &Args) -> Result<ExitCode> {
    let articles = articles(&args.old, &args.new)?;
    let claims = claims(&args.old, &args.new)?;
    let side = |sign: i64| claims.iter().filter(move |(_, more)| *more * sign > 0);
    let count = |sign| side(sign).map(|(_, more)| more.unsigned_abs()).sum::<u64>();
    if args.json {
        let list = |sign| args.list.then(|| side(sign).map(|(claim, _)| claim).collect::<Vec<_>>());
        let whole = json!({
            "version": 1,
            "articles": articles,
            "claims": {"added": count(1), "removed": count(-1)},
            "claims_added": list(1),
            "claims_removed": list(-1),
        });
        writeln!(stdout(), "{}", serde_json::to_string_pretty(&whole)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let Articles { added, removed, changed } = &articles;
    let counts = [added.len(), removed.len(), changed.len()];
    let mut told = format!("articles: {} added, {} removed, {} changed\n", counts[0], counts[1], counts[2]);
    for (mark, ids) in [('+', added), ('-', removed), ('~', changed)] {
        told.extend(ids.iter().map(|id| format!("  {mark} {id}\n")));
    }
    told += &format!("claims: {} added, {} removed\n", count(1), count(-1));
    for (claim, more) in claims.iter().filter(|_| args.list) {
        let mark = if *more > 0 { '+' } else { '-' };
        told += &format!("  {mark} {}\n", claim.join(" | "));
    }
    write!(stdout(), "{}", visible(&told))?;
    Ok(ExitCode::SUCCESS)
}

/// Told apart by id and by the SHA-256 of their bytes.
fn articles(old: &Path, new: &Path) -> Result<Articles> {
    let mut known = HashMap::new();
    let columns = ["article_id", "sha256"];
    each(old, Table::Articles, columns, |[id, sha256]| {
        known.insert(id.to_owned(), sha256.to_owned());
    })?;
    let mut found = Articles::default();
    each(new, Table::Articles, columns, |[id, sha256]| match known.remove(id) {
        Some(before) if before == sha256 => {}
        Some(_) => found.changed.push(id.to_owned()),
        None => found.added.push(id.to_owned()),
    })?;
    found.removed = known.into_keys().collect();
    for ids in [&mut found.added, &mut found.removed, &mut found.changed] {
        ids.sort();
    }
    Ok(found)
}

/// How many more the new dataset has of each claim; those of which both have as many are left out.
fn claims(old: &Path, new: &Path) -> Result<BTreeMap<Claim, i64>> {
    let mut more: BTreeMap<Claim, i64> = BTreeMap::new();
    for (dataset, step) in [(old, -1), (new, 1)] {
        each(dataset, Table::Claims, ["article_id", "source", "cue", "content"], |claim| {
            *more.entry(claim.map(str::to_owned)).or_default() += step;
        })?;
    }
    more.retain(|_, more| *more != 0);
    Ok(more)
}
