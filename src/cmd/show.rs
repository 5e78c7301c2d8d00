pub mod html;
mod marks;
pub mod terminal;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::stdout;
use anyhow::{Result, anyhow};
use serde_json::json;

use super::chosen::Chosen;
use crate::document::Document;
use crate::exchange::Record;
use crate::hint::Hint;
use crate::method::Layer;
use crate::{gold, source};

/// Show an article with its entities, sources, cues and contents marked
///
/// Colours go to terminals only and honour NO_COLOR; below each line stand its claims in words.
#[derive(clap::Args)]
pub struct Args {
    /// A text file, or the id of an article in datasets/articles
    article: PathBuf,
    /// Show the hand-labeled marks in this directory instead of the default methods'
    #[arg(long, value_name = "DIR", num_args = 0..=1, default_missing_value = "datasets/gold")]
    gold: Option<PathBuf>,
    #[command(flatten)]
    chosen: Chosen,
    /// Print JSON: the document as `extract` writes one, with its blocks
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let mut path = args.article.clone();
    if !path.exists() {
        path = PathBuf::from("datasets/articles").join(format!("{}.txt", args.article.display()));
    }
    if !path.exists() {
        return Err(anyhow!("{}: no such article", args.article.display()))
            .hint("give a text file, or the id of an article in datasets/articles");
    }
    let article = source::read(&path).map_err(|reject| anyhow!("{}: {}", reject.path, reject.message))?;
    let document = match &args.gold {
        Some(directory) => gold::read(&directory.join(format!("{}.toml", article.id)), &article)?,
        None => {
            let pipeline = args.chosen.pipeline()?;
            let mut document = Document::read(&article);
            pipeline.annotate(&mut document, Layer::Claims);
            document
        }
    };
    if args.json {
        let record = Record::of(&document, [true; 3]).with_blocks(&document);
        let whole = json!({"version": 1, "document": record});
        writeln!(stdout(), "{}", serde_json::to_string_pretty(&whole)?)?;
    } else {
        write!(stdout(), "{}", terminal::render(&document))?;
    }
    Ok(ExitCode::SUCCESS)
}
