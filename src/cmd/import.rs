use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::stdout;
use anyhow::{Context, Result, anyhow};
use clap::builder::{PossibleValue, PossibleValuesParser};
use serde_json::{Map, Value, json};

use crate::dataset::write_whole;
use crate::exchange::{FORMATS, Format, Input, Labels, Record, Tally, find};
use crate::hint::Hint;

/// Read a corpus in another format and write JSON Lines
///
/// Nothing is imported silently: what is wrong stops the import, and what has no place in JSON Lines
/// is counted.
#[derive(clap::Args)]
pub struct Args {
    /// A file, or a folder, which is searched through
    path: PathBuf,
    /// What the corpus is in
    #[arg(long, value_parser = formats(|format| format.read.is_some()))]
    format: String,
    /// The file to write; standard output if left out
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What one of the corpus's entity labels is, as LABEL=TYPE; LABEL=- leaves such annotations out
    #[arg(long, value_name = "LABEL=TYPE")]
    label: Vec<String>,
    /// Print on standard output, as JSON, how many documents there were and what was left out
    #[arg(long, requires = "output")]
    json: bool,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let format = named(&args.format)?;
    let labels = Labels::parse(&args.label)?;
    if let Some(output) = &args.output {
        absent(output)?;
    }
    let (records, left) = format.import(&inputs(&args.path, format)?, &labels)?;
    let mut lines = Vec::new();
    for record in &records {
        serde_json::to_writer(&mut lines, record)?;
        lines.push(b'\n');
    }
    match &args.output {
        Some(output) => write_whole(output, &lines)?,
        None => io::stdout().lock().write_all(&lines)?,
    }
    if args.json {
        return counted(records.len(), "left_out", &left);
    }
    eprintln!("{}: {} documents", args.path.display(), records.len());
    if nothing_found(&records, &left) {
        eprintln!("not one annotation was found; does what was left out hold them?");
    }
    told("left out", &left);
    Ok(ExitCode::SUCCESS)
}

/// Whether no document has a label, though there was something that was not read.
fn nothing_found(records: &[Record], left: &Tally) -> bool {
    let labels = |record: &Record| {
        record.sentences.as_ref().map_or(0, Vec::len)
            + record.entities.as_ref().map_or(0, Vec::len)
            + record.attributions.as_ref().map_or(0, Vec::len)
    };
    left.rows().next().is_some() && records.iter().all(|record| labels(record) == 0)
}

/// The names of those formats that are `fit`, each with what it is and what it loses.
pub fn formats(fit: impl Fn(&Format) -> bool) -> PossibleValuesParser {
    let values = FORMATS.iter().filter(|format| fit(format)).map(|format| {
        let loses = format.loses.map_or(String::new(), |loses| format!("; loses {loses}"));
        PossibleValue::new(format.name).help(format!("{}{loses}", format.about))
    });
    PossibleValuesParser::new(values)
}

/// The format called `name`.
pub fn named(name: &str) -> Result<&'static Format> {
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    find(name)
        .ok_or_else(|| anyhow!("--format {name}: no such format"))
        .hint(&format!("one of {}", names.join(", ")))
}

/// Refuses a file that is there.
pub fn absent(output: &Path) -> Result<()> {
    if output.exists() {
        return Err(anyhow!("{}: is there already", output.display()))
            .hint("give -o a new name; nothing is overwritten");
    }
    Ok(())
}

/// Says what became of how many annotations of which kind.
pub fn told(fate: &str, tally: &Tally) {
    for (kind, count) in tally.rows() {
        eprintln!("{fate}: {count} {kind}");
    }
}

/// The same as JSON on standard output, with how many documents there were.
pub fn counted(documents: usize, fate: &str, tally: &Tally) -> Result<ExitCode> {
    let rows: Map<String, Value> =
        tally.rows().map(|(kind, count)| (kind.to_owned(), count.into())).collect();
    let whole = json!({"version": 1, "documents": documents, fate: rows});
    writeln!(stdout(), "{}", serde_json::to_string_pretty(&whole)?)?;
    Ok(ExitCode::SUCCESS)
}

/// The files of `format` at `path`, in the order of their names.
fn inputs(path: &Path, format: &Format) -> Result<Vec<Input>> {
    let mut files = Vec::new();
    if path.is_dir() {
        collect(path, format, &mut files)?;
    } else {
        files.push(path.to_owned());
        // An annotation file needs the text beside it.
        let beside = format.endings.iter().map(|ending| path.with_extension(ending));
        files.extend(beside.filter(|beside| format.endings.len() == 2 && beside != path && beside.is_file()));
    }
    if files.is_empty() {
        return Err(anyhow!("{}: no {} file", path.display(), format.name))
            .hint(&format!("its files' names end in {}", format.endings.join(", ")));
    }
    let inputs = files.iter().map(|path| {
        let name = path.display().to_string();
        let bytes =
            fs::read(path).with_context(|| name.clone()).hint("give a file or folder that can be read")?;
        let text = String::from_utf8(bytes).with_context(|| name.clone()).hint("the file must be UTF-8")?;
        Ok(Input { name, text })
    });
    inputs.collect()
}

fn collect(folder: &Path, format: &Format, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| Ok(entry.with_context(|| folder.display().to_string())?.path()))
        .collect::<Result<_>>()?;
    paths.sort();
    for path in paths {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        if path.is_dir() {
            collect(&path, format, files)?;
        } else if ending.is_some_and(|ending| format.endings.contains(&ending.as_str())) {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_annotation_file_brings_its_text_and_nothing_is_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a.txt"), "Oslo\r\nsaid so.").expect("written");
        fs::write(path("a.ann"), "T1\tGPE 0 4\tOslo\n").expect("written");
        fs::write(path("b.ann"), "not ours").expect("written");
        let args = |output: &str| Args {
            path: path("a.ann"),
            format: "brat".into(),
            output: Some(path(output)),
            label: Vec::new(),
            json: false,
        };
        run(&args("out.jsonl")).expect("imported");
        let line = fs::read_to_string(path("out.jsonl")).expect("written");
        assert!(line.starts_with(r#"{"doc_id":"a","text":"Oslo\r\nsaid so.","entities":"#), "{line}");
        let error = run(&args("b.ann")).expect_err("b.ann is there");
        assert!(crate::hint::of(&error).is_some_and(|hint| hint.contains("new name")), "{error:#}");
    }

    #[test]
    fn an_import_without_a_label_says_so_where_something_was_not_read() {
        let inputs = |line: &str| [Input { name: "a.jsonl".into(), text: line.into() }];
        let found = |line: &str| {
            let format = find("spacy").expect("a format");
            let (records, left) = format.import(&inputs(line), &Labels::default()).expect("lines");
            !nothing_found(&records, &left)
        };
        assert!(!found(r#"{"text":"Jane Doe left.","annotations":[[0,8,"PERSON"]]}"#));
        assert!(found(r#"{"text":"Jane Doe left.","annotations":[1],"entities":[[0,8,"PERSON"]]}"#));
        assert!(found(r#"{"text":"Jane Doe left."}"#), "a text without labels is just that");
    }

    #[test]
    fn an_unknown_format_names_the_known_ones() {
        let command = <Args as clap::Args>::augment_args(clap::Command::new("import"));
        let error = command.try_get_matches_from(["import", "--format", "word", "x"]);
        assert!(error.expect_err("no such format").to_string().contains("label-studio"));
    }
}
