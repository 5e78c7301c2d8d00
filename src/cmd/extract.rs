use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};

use super::score::load::Convention;
use crate::document::{Document, Label};
use crate::exchange::Record;
use crate::hint::Hint;
use crate::method::Layer;
use crate::methods::{METHODS, Row};
use crate::pipeline::Pipeline;
use crate::{exchange, methods};

/// Run one method over plain text or JSON Lines and write JSON Lines
///
/// Reads plain text, or JSON Lines with `doc_id` and `text`. Writes one document a line, offsets in
/// Unicode code points, in the form of published corpora.
#[derive(clap::Args)]
pub struct Args {
    /// A file, or - for standard input; a name that ends in .jsonl, or a first byte {, is JSON Lines
    file: PathBuf,
    /// sentences, entities or claims
    #[arg(long, default_value = "claims")]
    layer: String,
    /// A method of that layer; its default if left out
    #[arg(long)]
    method: Option<String>,
    /// Leave out entities and claims that are less sure
    #[arg(long, default_value_t = 0.0, value_name = "P", value_parser = super::share::share)]
    min_confidence: f32,
    /// Whose conventions the output follows: ours, polnear (claims) or places (entities)
    #[arg(long, default_value = "ours")]
    convention: String,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let row = row(&args.layer, args.method.as_deref())?;
    let convention = Convention::of(&args.convention)?;
    let name = args.file.display().to_string();
    let mut reader: Box<dyn BufRead> = if name == "-" {
        Box::new(BufReader::new(io::stdin()))
    } else {
        let hint = "give a text file, a .jsonl file, or - for standard input";
        Box::new(BufReader::new(File::open(&args.file).with_context(|| name.clone()).hint(hint)?))
    };
    let lines =
        name.ends_with(".jsonl") || reader.fill_buf().with_context(|| name.clone())?.starts_with(b"{");
    let mut out = io::BufWriter::new(io::stdout().lock());
    if lines {
        for (at, line) in reader.lines().enumerate() {
            let line = line.with_context(|| format!("{name}:{}", at + 1))?;
            if line.trim().is_empty() {
                continue;
            }
            let record: Record = exchange::parse(&line).with_context(|| format!("{name}:{}", at + 1))?;
            write(&mut out, row, args, convention, Document::plain(&record.doc_id, &record.text))?;
        }
    } else {
        let mut text = String::new();
        reader.read_to_string(&mut text).with_context(|| name.clone()).hint("the text must be UTF-8")?;
        let id = args.file.file_stem().map_or_else(|| "-".into(), |stem| stem.to_string_lossy());
        write(&mut out, row, args, convention, Document::plain(&id, &text))?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The method that `layer` and `method` name.
pub(super) fn row(layer: &str, method: Option<&str>) -> Result<&'static Row> {
    let layer = Layer::parse(layer)
        .ok_or_else(|| anyhow!("--layer {layer}: no such layer"))
        .hint(&format!("one of {}", Layer::names().join(", ")))?;
    let Some(method) = method else { return Ok(methods::default(layer)) };
    let names: Vec<&str> = METHODS.iter().filter(|row| row.layer == layer).map(|row| row.name).collect();
    methods::find(layer, method)
        .ok_or_else(|| anyhow!("--method {method}: no such method for {}", layer.name()))
        .hint(&format!("one of {}; `saidso methods` tells what they do", names.join(", ")))
}

fn write(
    out: &mut impl Write,
    row: &'static Row,
    args: &Args,
    convention: Convention,
    mut document: Document,
) -> Result<()> {
    Pipeline::with(row).annotate(&mut document, row.layer);
    document.keep_from(args.min_confidence);
    let document = convention.convert(&[], document);
    let wanted = [Layer::Sentences, Layer::Entities, Layer::Claims].map(|layer| layer == row.layer);
    let record = Record::of(&document, wanted);
    serde_json::to_writer(&mut *out, &record).map_err(io::Error::from)?;
    Ok(out.write_all(b"\n")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_method_names_the_right_ones() {
        let error = row("claims", Some("magic")).err().expect("no such method");
        assert!(crate::hint::of(&error).is_some_and(|hint| hint.contains("rules")), "{error:#}");
        assert_eq!(row("entities", None).map(|row| row.name).ok(), Some("rules"));
    }
}
