//! The hand-labeled set: files that people read and mend. Labels quote the words that they mark;
//! here the quotations become spans, and a wrong one is refused with how to mend it.

mod mark;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde::Deserialize;

use crate::document::{
    Article, BlockKind, Claim, Document, Entity, EntityType, Label, Quote, Sentence, Span, Voice,
};
use crate::hint::Hint;
use crate::source;
use mark::resolve;

/// A gold file as it stands; `datasets/gold/GUIDE.md` says what each key means.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    article: String,
    /// Kind and opening words of every non-empty line.
    blocks: Vec<(String, String)>,
    #[serde(default)]
    sentence: Vec<SentenceEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentenceEntry {
    n: usize,
    text: String,
    /// Words, type and, for names, id.
    #[serde(default)]
    entities: Vec<Vec<String>>,
    #[serde(default)]
    claim: Vec<ClaimEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimEntry {
    id: String,
    voice: Option<String>,
    #[serde(default)]
    source: Vec<String>,
    #[serde(default)]
    cue: Vec<String>,
    #[serde(default)]
    content: Vec<String>,
    quote: Option<String>,
    act: String,
    factuality: String,
    #[serde(default)]
    source_id: Ids,
    nested_in: Option<String>,
    proposition: Option<String>,
}

/// One id, or a list of them where several speak.
#[derive(Deserialize)]
#[serde(untagged)]
enum Ids {
    One(String),
    Many(Vec<String>),
}

impl Default for Ids {
    fn default() -> Ids {
        Ids::Many(Vec::new())
    }
}

impl Ids {
    fn all(&self) -> Vec<String> {
        match self {
            Ids::One(id) => vec![id.clone()],
            Ids::Many(ids) => ids.clone(),
        }
    }
}

/// The gold files in `directory`, by the id of their article.
///
/// # Errors
/// When the directory cannot be read.
pub fn files(directory: &Path) -> Result<Vec<(String, PathBuf)>> {
    let entries = fs::read_dir(directory)
        .with_context(|| directory.display().to_string())
        .hint("give --gold a directory of gold files, such as datasets/gold")?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| directory.display().to_string())?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            files.push((path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), path));
        }
    }
    files.sort();
    Ok(files)
}

/// An article with its labels.
pub struct Labeled {
    pub article: Article,
    pub document: Document,
}

/// Every gold file in `directory` with its article from `articles`.
///
/// # Errors
/// When there is no gold file, an article is missing, or a label does not fit.
pub fn load(directory: &Path, articles: &Path) -> Result<Vec<Labeled>> {
    let files = files(directory)?;
    if files.is_empty() {
        return Err(anyhow!("{}: no gold file", directory.display()))
            .hint("gold files end in .toml; give a directory that holds them, such as datasets/gold");
    }
    let labeled = files.into_iter().map(|(id, path)| {
        let article = source::read(&articles.join(format!("{id}.txt")))
            .map_err(|reject| anyhow!("{}: {}", reject.path, reject.message))
            .hint("each gold file labels the article of the same name; give --articles its directory")?;
        let document = read(&path, &article)?;
        Ok(Labeled { article, document })
    });
    labeled.collect()
}

/// The labels of the gold file at `path` on `article`.
///
/// # Errors
/// When the file does not fit the article; the message names file, sentence and label, and says how
/// to mend it.
pub fn read(path: &Path, article: &Article) -> Result<Document> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    parse(&text, article)
        .with_context(|| path.display().to_string())
        .hint("mend the gold file by datasets/gold/GUIDE.md; words are quoted exactly as they stand")
}

/// The labels in `text`, the contents of a gold file, on `article`.
///
/// # Errors
/// As [`read`].
pub fn parse(text: &str, article: &Article) -> Result<Document> {
    let file: File = toml::from_str(text)?;
    let stem = Path::new(&file.article).file_stem().unwrap_or_default().to_string_lossy();
    ensure!(stem == article.id, "labels article {stem}, not {}", article.id);
    let mut document = Document::read(article);
    document.keep(&blocks(&file, &document.lines())?);
    document.sentences = sentences(&file, &document)?;
    let spans: Vec<Span> = document.sentences.iter().map(|sentence| sentence.span).collect();
    let text = document.text().to_owned();
    for (at, entry) in file.sentence.iter().enumerate() {
        for row in &entry.entities {
            let entity = entity(row, &text, &spans, at).with_context(|| format!("sentence {}", at + 1))?;
            if let Some(last) = document.entities.last()
                && last.span.end() > entity.span.start()
            {
                bail!(
                    "sentence {}: {:?} overlaps the entity before it, or stands before it in the text",
                    at + 1,
                    row[0]
                );
            }
            document.entities.push(entity);
        }
    }
    document.claims = claims(&file, &text, &spans)?;
    Ok(document)
}

fn blocks(file: &File, lines: &[&str]) -> Result<Vec<BlockKind>> {
    ensure!(
        lines.len() == file.blocks.len(),
        "blocks has {} rows, the article {} non-empty lines: one row for each",
        file.blocks.len(),
        lines.len()
    );
    let rows = file.blocks.iter().zip(lines).enumerate();
    rows.map(|(at, ((kind, opening), line))| {
        ensure!(
            line.starts_with(opening.as_str()),
            "block {}: {opening:?} is not how its line opens; the line is {:?}",
            at + 1,
            shortened(line)
        );
        label(kind).with_context(|| format!("block {}", at + 1))
    })
    .collect()
}

/// Sentences hold all of the kept text, in order, but the white space between them.
fn sentences(file: &File, document: &Document) -> Result<Vec<Sentence>> {
    let text = document.text();
    let mut sentences = Vec::new();
    let mut at = 0;
    for (index, entry) in file.sentence.iter().enumerate() {
        ensure!(entry.n == index + 1, "sentence n = {} should be n = {}", entry.n, index + 1);
        at += text[at..].len() - text[at..].trim_start().len();
        ensure!(
            !entry.text.is_empty() && text[at..].starts_with(&entry.text),
            "sentence {}: its text does not follow; what follows is {:?}",
            entry.n,
            shortened(&text[at..])
        );
        let span = Span::new(at, at + entry.text.len());
        ensure!(document.block_of(span).is_some(), "sentence {}: crosses the end of a block", entry.n);
        sentences.push(Sentence { span });
        at = span.end();
    }
    let left = text[at..].trim();
    ensure!(left.is_empty(), "no sentence holds {:?}", shortened(left));
    Ok(sentences)
}

fn entity(row: &[String], text: &str, sentences: &[Span], at: usize) -> Result<Entity> {
    let (words, kind, id) = match row {
        [words, kind] => (words, kind, None),
        [words, kind, id] => (words, kind, Some(id.clone())),
        _ => bail!("an entity is [words, type] or [words, type, id], not {row:?}"),
    };
    let kind: EntityType = label(kind).with_context(|| words.clone())?;
    ensure!(kind.is_value() == id.is_none(), "{words:?}: names have an id, dates and numbers have none");
    Ok(Entity { span: resolve(words, text, sentences, at)?, kind, id, confidence: 1.0 })
}

fn claims(file: &File, text: &str, sentences: &[Span]) -> Result<Vec<Claim>> {
    let entries: Vec<(usize, &ClaimEntry)> = file
        .sentence
        .iter()
        .enumerate()
        .flat_map(|(at, entry)| entry.claim.iter().map(move |c| (at, c)))
        .collect();
    let mut index = HashMap::new();
    for (number, (_, entry)) in entries.iter().enumerate() {
        ensure!(
            index.insert(entry.id.as_str(), number).is_none(),
            "claim {}: a second one with this id",
            entry.id
        );
    }
    let rows = entries.iter();
    rows.map(|&(at, entry)| {
        claim(entry, text, sentences, at, &index).with_context(|| format!("claim {}", entry.id))
    })
    .collect()
}

fn claim(
    entry: &ClaimEntry,
    text: &str,
    sentences: &[Span],
    at: usize,
    index: &HashMap<&str, usize>,
) -> Result<Claim> {
    let voice = entry.voice.as_deref().map_or(Ok(Voice::Attributed), label)?;
    let part =
        |role: &str, marks: &[String]| spans(marks, text, sentences, at).with_context(|| role.to_owned());
    let mut content = part("content", &entry.content)?;
    match voice {
        Voice::Author => {
            let bare = content.is_empty()
                && entry.source.is_empty()
                && entry.cue.is_empty()
                && entry.quote.is_none();
            ensure!(bare, "an author claim has no source, cue, content or quote: it is the whole sentence");
            content.push(sentences[at]);
        }
        Voice::Attributed => {
            ensure!(!content.is_empty(), "no content, so no claim");
            ensure!(entry.quote.is_some(), "quote is missing: {}", Quote::names().join(", "));
        }
    }
    ensure!(
        content.iter().all(|span| sentences[at].contains(*span)),
        "content stands outside the claim's sentence"
    );
    let nested_in = entry.nested_in.as_deref().map(|outer| {
        let known = index.get(outer).copied();
        known.ok_or_else(|| anyhow!("nested_in = {outer:?} is the id of no claim"))
    });
    Ok(Claim {
        source: part("source", &entry.source)?,
        cue: part("cue", &entry.cue)?,
        content,
        sentence: at,
        voice,
        quote: entry.quote.as_deref().map(label).transpose()?,
        act: label(&entry.act)?,
        factuality: label(&entry.factuality)?,
        nested_in: nested_in.transpose()?,
        source_ids: entry.source_id.all(),
        addressee: Vec::new(),
        proposition: entry.proposition.clone(),
        confidence: 1.0,
    })
}

fn spans(marks: &[String], text: &str, sentences: &[Span], at: usize) -> Result<Vec<Span>> {
    let spans: Vec<Span> =
        marks.iter().map(|mark| resolve(mark, text, sentences, at)).collect::<Result<_>>()?;
    let ordered = spans.windows(2).all(|pair| pair[0].end() <= pair[1].start());
    ensure!(ordered, "the parts {marks:?} overlap or are not in the order of the text");
    Ok(spans)
}

fn label<L: Label>(name: &str) -> Result<L> {
    L::parse(name).ok_or_else(|| anyhow!("{name:?} is none of {}", L::names().join(", ")))
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

/// The same labels with every span among all lines, the dropped ones too, so that two annotators who
/// keep different blocks can be compared.
pub fn on_raw(document: &Document, article: &Article) -> Document {
    let mut raw = Document::plain(&article.id, article.text.text());
    let place = |span: Span| document.among_all(span).expect("a gold span lies in one block");
    let places = |spans: &[Span]| spans.iter().map(|&span| place(span)).collect();
    raw.sentences = document.sentences.iter().map(|s| Sentence { span: place(s.span) }).collect();
    raw.entities = document.entities.iter().map(|e| Entity { span: place(e.span), ..e.clone() }).collect();
    let moved = |c: &Claim| Claim {
        source: places(&c.source),
        cue: places(&c.cue),
        content: places(&c.content),
        ..c.clone()
    };
    raw.claims = document.claims.iter().map(moved).collect();
    raw
}

#[cfg(test)]
mod tests {
    use super::*;

    const RAW: &str = "Kicker\nOslo said Malta may go. Malta said Oslo will not.\n";

    fn article() -> Article {
        source::text("a", "a.txt", RAW.into()).expect("prose")
    }

    fn gold(labels: &str) -> Result<Document> {
        let head = "article = \"a.txt\"\nblocks = [[\"metadata\", \"Kick\"], [\"body\", \"Oslo said\"]]\n";
        parse(&format!("{head}{labels}"), &article())
    }

    const TWO: &str = "[[sentence]]\nn = 1\ntext = '''Oslo said Malta may go.'''\n{}\n\
                       [[sentence]]\nn = 2\ntext = '''Malta said Oslo will not.'''\n";

    fn refusal(labels: &str) -> String {
        format!("{:#}", gold(&TWO.replace("{}", labels)).expect_err("must be refused"))
    }

    #[test]
    fn quoted_words_become_spans() {
        let claim = "entities = [[\"Oslo\", \"GPE\", \"oslo\"]]\n[[sentence.claim]]\nid = \"1a\"\nsource = [\"Oslo\"]\n\
                     cue = [\"said\"]\ncontent = [\"Malta may go\"]\nquote = \"indirect\"\nact = \"assertive\"\n\
                     factuality = \"PS+\"\n";
        let document = gold(&TWO.replace("{}", claim)).expect("a right file");
        assert_eq!(document.claims[0].content[0].text(document.text()), "Malta may go");
        assert_eq!(document.entities[0].span, Span::new(0, 4));
    }

    #[test]
    fn wrong_quotations_are_refused_with_how_to_mend_them() {
        assert!(
            refusal("entities = [[\"Oslos\", \"GPE\", \"oslo\"]]").contains("does not stand in sentence 1")
        );
        assert!(refusal("entities = [[\"Oslo\", \"TOWN\", \"oslo\"]]").contains("is none of PERSON"));
        assert!(refusal("entities = [[\"Oslo\", \"GPE\"]]").contains("names have an id"));
        let claim = "[[sentence.claim]]\nid = \"1a\"\ncue = [\"said\"]\ncontent = [\"go #2\"]\nquote = \"indirect\"\n\
                     act = \"assertive\"\nfactuality = \"CT+\"";
        assert!(refusal(claim).contains("stands only 1 time"));
    }

    #[test]
    fn sentences_hold_all_of_the_kept_text() {
        let one = "[[sentence]]\nn = 1\ntext = '''Oslo said Malta may go.'''\n";
        let message = format!("{:#}", gold(one).expect_err("half of the text is missing"));
        assert!(message.contains("no sentence holds \"Malta said"), "{message}");
    }
}
