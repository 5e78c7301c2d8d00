use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};

use super::choice::choice;
use super::picked::Picked;
use crate::bench::set::Convention;
use crate::document::{BlockKind, Document};
use crate::exchange;
use crate::exchange::Record;
use crate::hint::Hint;
use crate::method::Layer;
use crate::pipeline::Pipeline;
use crate::source;

/// Run one method over plain text or JSON Lines and write JSON Lines
///
/// Reads plain text, or JSON Lines with `doc_id` and `text`. Writes one document a line, offsets in
/// Unicode code points, in the form of published corpora.
#[derive(clap::Args)]
pub struct Args {
    /// A file, or - for standard input; a name that ends in .jsonl, or a first byte {, is JSON Lines
    file: PathBuf,
    #[command(flatten)]
    picked: Picked,
    /// Leave out entities and claims that are less sure
    #[arg(long, default_value_t = 0.0, value_name = "P", value_parser = super::share::share)]
    min_confidence: f32,
    /// Whose conventions the output follows: ours, polnear (claims) or places (entities)
    #[arg(long, default_value = "ours", value_parser = choice::<Convention>())]
    convention: Convention,
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let row = args.picked.row()?;
    let pipeline = Pipeline::with(&row);
    let convention = args.convention;
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
            let document = record.bare_document().with_context(|| format!("{name}:{}", at + 1))?;
            write(&mut out, (&pipeline, row.layer), args, convention, document)?;
        }
    } else {
        let mut raw = Vec::new();
        reader.read_to_end(&mut raw).with_context(|| name.clone())?;
        let id = args.file.file_stem().map_or_else(|| "-".into(), |stem| stem.to_string_lossy());
        write(&mut out, (&pipeline, row.layer), args, convention, plain(&id, &name, raw)?)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The document of a plain text: kept as it stands, unless a width broke its lines or it has marks that mean others.
fn plain(id: &str, name: &str, raw: Vec<u8>) -> Result<Document> {
    let text = std::str::from_utf8(&raw).with_context(|| name.to_owned()).hint("the text must be UTF-8")?;
    let whole = Document::plain(id, text);
    let Ok(article) = source::text(id, name, raw.clone()) else { return Ok(whole) };
    let mut joined = Document::read(&article);
    if joined.lines() == whole.lines() {
        return Ok(whole);
    }
    let lines = joined.lines().len();
    joined.keep(&vec![BlockKind::Body; lines]);
    Ok(joined)
}

fn write(
    out: &mut impl Write,
    (pipeline, layer): (&Pipeline, Layer),
    args: &Args,
    convention: Convention,
    mut document: Document,
) -> Result<()> {
    pipeline.annotate(&mut document, layer);
    document.keep_from(args.min_confidence);
    let document = convention.convert(&[], document);
    let wanted = [Layer::Sentences, Layer::Entities, Layer::Claims].map(|own| own == layer);
    let record = Record::of(&document, wanted);
    serde_json::to_writer(&mut *out, &record).map_err(io::Error::from)?;
    Ok(out.write_all(b"\n")?)
}
