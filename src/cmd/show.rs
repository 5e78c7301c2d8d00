use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::stdout;
use anstyle::{AnsiColor, Effects, Style};
use anyhow::{Result, anyhow};

use super::chosen::Chosen;
use super::visible::visible;
use crate::document::{BlockKind, Claim, Document, EntityType, Label, Span, Voice};
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
}

/// What a stretch of text is marked as; later ones win where they overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Content,
    Entity,
    Source,
    Cue,
}

impl Mark {
    const ALL: [Mark; 4] = [Mark::Content, Mark::Entity, Mark::Source, Mark::Cue];

    fn name(self) -> &'static str {
        match self {
            Mark::Content => "content",
            Mark::Entity => "entity",
            Mark::Source => "source",
            Mark::Cue => "cue",
        }
    }

    fn style(self) -> Style {
        match self {
            Mark::Content => AnsiColor::Green.on_default(),
            Mark::Entity => Style::new().effects(Effects::UNDERLINE),
            Mark::Source => AnsiColor::Blue.on_default().effects(Effects::BOLD),
            Mark::Cue => AnsiColor::Red.on_default().effects(Effects::BOLD),
        }
    }
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
    write!(stdout(), "{}", render(&document))?;
    Ok(ExitCode::SUCCESS)
}

/// The article line by line with its marks, and its claims below each sentence's block.
fn render(document: &Document) -> String {
    let legend: Vec<String> = Mark::ALL.iter().map(|mark| styled(mark.style(), mark.name())).collect();
    let mut text = format!("{}\n", legend.join("  "));
    let dim = Style::new().effects(Effects::DIMMED);
    let marks = marks(document);
    let mut claims: HashMap<Option<usize>, Vec<&Claim>> = HashMap::new();
    for claim in &document.claims {
        claims.entry(document.block_of(claim.content[0])).or_default().push(claim);
    }
    for (at, (block, line)) in document.blocks().iter().zip(document.lines()).enumerate() {
        let label = format!("{:>10}  ", block.kind.name());
        let Some(span) = block.span else {
            text += &styled(dim, &format!("{label}{}", visible(line)));
            text.push('\n');
            continue;
        };
        text += &styled(dim, &label);
        text += &marked(document, span, block.kind, &marks);
        text.push('\n');
        for claim in claims.remove(&Some(at)).unwrap_or_default() {
            let words = |spans: &[Span]| {
                spans.iter().map(|span| span.text(document.text())).collect::<Vec<_>>().join(" … ")
            };
            let who = match claim.voice {
                Voice::Author => "author".to_owned(),
                Voice::Attributed => format!(
                    "{} | {} | {}",
                    claim.speakers().unwrap_or("?".to_owned()),
                    words(&claim.source),
                    words(&claim.cue)
                ),
            };
            let nested = if claim.nested_in.is_some() { "  ↳ " } else { "" };
            let (act, factuality) = (claim.act.name(), claim.factuality.name());
            let line = format!("            {nested}{who} | {} | {act} {factuality}", words(&claim.content));
            text += &styled(dim, &visible(&line));
            text.push('\n');
        }
    }
    text
}

fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// A stretch of text with its mark, and the type of an entity.
type Marked = (Span, Mark, Option<EntityType>);

/// What the document marks, in text order.
fn marks(document: &Document) -> Vec<Marked> {
    let mut marks: Vec<Marked> = Vec::new();
    for claim in document.claims.iter().filter(|claim| claim.voice == Voice::Attributed) {
        let roles = [(&claim.content, Mark::Content), (&claim.source, Mark::Source), (&claim.cue, Mark::Cue)];
        for (spans, mark) in roles {
            marks.extend(spans.iter().map(|&span| (span, mark, None)));
        }
    }
    marks.extend(document.entities.iter().map(|entity| (entity.span, Mark::Entity, Some(entity.kind))));
    marks.sort_by_key(|mark| (mark.0, mark.1));
    marks
}

/// The text of one block, cut wherever the strongest mark changes; `marks` are all of the document.
fn marked(document: &Document, block: Span, kind: BlockKind, marks: &[Marked]) -> String {
    let first = marks.partition_point(|mark| mark.0.start() < block.start());
    let after = marks.partition_point(|mark| mark.0.start() < block.end());
    let mut coming = marks[first..after].iter().filter(|mark| block.contains(mark.0)).peekable();
    let inside = || marks[first..after].iter().filter(|mark| block.contains(mark.0));
    let mut cuts: Vec<usize> = inside().flat_map(|mark| [mark.0.start(), mark.0.end()]).collect();
    cuts.extend([block.start(), block.end()]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut text = String::new();
    let mut over: Vec<&Marked> = Vec::new();
    for pair in cuts.windows(2) {
        let piece = Span::new(pair[0], pair[1]);
        over.retain(|mark| mark.0.end() > piece.start());
        while let Some(mark) = coming.next_if(|mark| mark.0.start() <= piece.start()) {
            over.push(mark);
        }
        let mut style = if kind == BlockKind::Body { Style::new() } else { Style::new().bold() };
        let strongest = over.iter().map(|mark| mark.1).filter(|mark| *mark != Mark::Entity).max();
        if let Some(mark) = strongest {
            style = mark.style();
        }
        if over.iter().any(|mark| mark.1 == Mark::Entity) {
            style = style.underline();
        }
        text += &styled(style, &visible(piece.text(document.text())));
        for (_, _, kind) in over.iter().filter(|mark| mark.0.end() == piece.end()) {
            if let Some(kind) = kind {
                text += &styled(Style::new().effects(Effects::DIMMED), &format!("[{}]", kind.name()));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Entity;

    #[test]
    fn every_word_is_there_once_whatever_is_marked() {
        let mut document = Document::plain("d", "Oslo said so.");
        document.entities.push(Entity {
            span: Span::new(0, 4),
            kind: EntityType::Gpe,
            id: None,
            confidence: 1.0,
        });
        let text = anstream::adapter::strip_str(&render(&document)).to_string();
        assert!(text.ends_with("body  Oslo[GPE] said so.\n"), "{text}");
    }
}
