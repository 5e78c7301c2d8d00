mod files;

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};

use files::{Files, Folder};

use super::from_dataset;
use super::import::{absent, counted, formats, named, told};
use crate::dataset::MANIFEST;
use crate::dataset::publish::Staging;
use crate::dataset::writing::GOLD;
use crate::exchange::{self, Record};
use crate::gold;
use crate::hint::Hint;

/// Write a dataset, gold files or JSON Lines in another format
#[derive(clap::Args)]
pub struct Args {
    /// A dataset, a folder of gold files, or a file in JSON Lines
    path: PathBuf,
    /// What to write
    #[arg(long, value_parser = formats(|format| format.write.is_some()))]
    format: String,
    /// The file to write, or for formats of several files a folder that is new or empty
    #[arg(short, long, value_name = "DIR|FILE")]
    output: PathBuf,
    /// Of a dataset, the hand-made labels instead of the methods'
    #[arg(long)]
    gold: bool,
    /// Where the articles of gold files are
    #[arg(long, default_value = "datasets/articles", value_name = "DIR")]
    articles: PathBuf,
    /// Print on standard output, as JSON, how many documents there were and what could not be carried
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let format = named(&args.format)?;
    let output = &args.output;
    if format.folder { empty(output) } else { absent(output) }?;
    let records = records(args)?;
    let (count, lost) = if format.folder {
        let mut folder = Folder(Staging::open(output)?);
        let told = format.export(records, &mut folder)?;
        folder.0.publish()?;
        told
    } else {
        let mut files = Files::new(output);
        let told = format.export(records, &mut files)?;
        for path in files.finish()? {
            eprintln!("{}: beside it", path.display());
        }
        told
    };
    if args.json {
        return counted(count, "could_not_be_carried", &lost);
    }
    eprintln!("{}: {count} documents", output.display());
    told("could not be carried", &lost);
    Ok(ExitCode::SUCCESS)
}

/// What is to be written, one after the other; gold files alone are read before.
fn records(args: &Args) -> Result<Box<dyn Iterator<Item = Result<Record>>>> {
    let path = &args.path;
    let name = path.display().to_string();
    if path.join(MANIFEST).is_file() {
        let tables = if args.gold { path.join(GOLD) } else { path.clone() };
        return Ok(Box::new(from_dataset::records(&tables)?));
    }
    if path.is_dir() {
        let labeled = gold::load(path, &args.articles)?.into_iter();
        return Ok(Box::new(labeled.map(|own| {
            let own = &own.document;
            Ok(Record::of(own, [true; 3]).with_blocks(own))
        })));
    }
    let file = File::open(path)
        .with_context(|| name.clone())
        .hint("give a dataset, a folder of gold files, or a file in JSON Lines")?;
    Ok(Box::new(exchange::lines(&name, BufReader::new(file))))
}

/// Refuses a folder with something in it.
fn empty(folder: &Path) -> Result<()> {
    let mut entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(_) => return absent(folder),
    };
    if entries.next().is_some() {
        return Err(anyhow!("{}: is not empty", folder.display()))
            .hint("give -o a folder that is new or empty; nothing is overwritten");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_folder_holds_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let lines = folder.path().join("a.jsonl");
        fs::write(&lines, "{\"doc_id\":\"a\",\"text\":\"Oslo\"}\n").expect("written");
        let args = |output: PathBuf| Args {
            path: lines.clone(),
            format: "brat".into(),
            output,
            gold: false,
            articles: PathBuf::new(),
            json: false,
        };
        let error = run(&args(folder.path().to_owned())).expect_err("the folder holds a.jsonl");
        assert!(format!("{error:#}").contains("is not empty"), "{error:#}");
        run(&args(folder.path().join("new"))).expect("a new folder");
        assert_eq!(fs::read_to_string(folder.path().join("new/a.txt")).expect("written"), "Oslo");
    }
}
