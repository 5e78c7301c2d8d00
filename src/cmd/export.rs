use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};

use super::from_dataset;
use super::import::{absent, formats, named, told};
use crate::dataset::{MANIFEST, write_whole};
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
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let format = named(&args.format)?;
    let output = &args.output;
    if format.folder { empty(output) } else { absent(output) }?;
    let records = records(args)?;
    let (files, lost) = format.export(&records)?;
    let path = |name: &str| match name.strip_prefix('.') {
        _ if format.folder => output.join(name),
        Some(ending) => output.with_extension(ending),
        None => output.clone(),
    };
    let beside = files.iter().filter(|(name, _)| !format.folder && !name.is_empty());
    for (name, _) in beside.clone() {
        if path(name) == *output {
            return Err(anyhow!("{}: is taken by what stands beside the file", output.display()))
                .hint("give -o a name with another ending");
        }
        absent(&path(name))?;
    }
    for (name, contents) in &files {
        write_whole(&path(name), contents.as_bytes())?;
    }
    for (name, _) in beside {
        eprintln!("{}: beside it", path(name).display());
    }
    eprintln!("{}: {} documents", output.display(), records.len());
    told("could not be carried", &lost);
    Ok(ExitCode::SUCCESS)
}

fn records(args: &Args) -> Result<Vec<Record>> {
    let path = &args.path;
    let name = path.display().to_string();
    if path.join(MANIFEST).is_file() {
        return from_dataset::records(&if args.gold { path.join("gold") } else { path.clone() });
    }
    if path.is_dir() {
        let labeled = gold::load(path, &args.articles)?;
        let documents = labeled.iter().map(|own| &own.document);
        return Ok(documents.map(|own| Record::of(own, [true; 3]).with_blocks(own)).collect());
    }
    let file = File::open(path)
        .with_context(|| name.clone())
        .hint("give a dataset, a folder of gold files, or a file in JSON Lines")?;
    exchange::read(&name, BufReader::new(file))
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
        };
        let error = run(&args(folder.path().to_owned())).expect_err("the folder holds a.jsonl");
        assert!(format!("{error:#}").contains("is not empty"), "{error:#}");
        run(&args(folder.path().join("new"))).expect("a new folder");
        assert_eq!(fs::read_to_string(folder.path().join("new/a.txt")).expect("written"), "Oslo");
    }
}
